"""Turning what was given for a field into what its column holds, or saying what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from models.declare.types import members
from models.spec import Field, Kind, L, Label, LabelEnum, Refusal

WRONG = {
    Kind.int: L("{field}应为整数。", "{field} must be a whole number."),
    Kind.decimal: L("{field}应为数字。", "{field} must be a number."),
    Kind.money: L("{field}应为金额，例如 120.50。", "{field} must be an amount such as 120.50."),
    Kind.date: L("{field}应为日期，例如 2026-11-22。", "{field} must be a date such as 2026-11-22."),
    Kind.time: L("{field}应为时间，例如 08:30。", "{field} must be a time such as 08:30."),
    Kind.datetime: L(
        "{field}应为日期和时间，例如 2026-11-22 14:05。", "{field} must be a date and time such as 2026-11-22 14:05."
    ),
    Kind.month: L("{field}应为月份，例如 2026-11。", "{field} must be a month such as 2026-11."),
    Kind.year: L("{field}应为年份，例如 2026。", "{field} must be a year such as 2026."),
    Kind.bool: L("{field}应选“是”或“否”。", "{field} must be yes or no."),
    Kind.phone: L(
        "{field}应为电话号码，例如 13800001234 或 010-12345678。",
        "{field} must be a telephone number such as 13800001234 or 010-12345678.",
    ),
    Kind.idno: L(
        "{field}应为证件号码（6 至 20 位字母或数字）。",
        "{field} must be a document number of 6 to 20 letters or digits.",
    ),
    Kind.plate: L("{field}应为车牌号，例如 京A12345。", "{field} must be a number plate such as 京A12345."),
    Kind.rating: L("{field}应为 1 至 5 分。", "{field} must be a mark from 1 to 5."),
    Kind.enum: L("{field}没有这个选项，请重新选择。", "{field} has no such choice; please choose again."),
    Kind.enums: L("{field}有不能选的选项，请重新选择。", "{field} names what is no choice; please choose again."),
    Kind.ref: L(
        "{field}找不到所选的记录，请重新选择。", "{field}: the chosen record was not found; please choose again."
    ),
}
TOO_LONG = L("{field}最多 {n} 个字，现有 {have} 个。", "{field} may have at most {n} characters; this has {have}.")
TOO_SMALL = L("{field}不能小于 {n}。", "{field} may not be less than {n}.")
TOO_LARGE = L("{field}不能大于 {n}。", "{field} may not be more than {n}.")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_PHONE = re.compile(r"\+?[\d\- ()转/、,，;；]{5,40}")
_IDNO = re.compile(r"[0-9A-Za-z()\-]{6,20}")
_PLATE = re.compile(r"[\u4e00-\u9fff]?[A-Za-z]?[A-Za-z0-9·\- ]{4,9}[\u4e00-\u9fff]?")
MAX_TEXT = 20_000
MAX_INT = 2**31 - 1
MAX_AMOUNT = Decimal(10) ** 13


class Wrong(ValueError):
    """A value that does not fit its field; carries the sentence."""

    def __init__(self, sentence: Label) -> None:
        """Keep the sentence."""
        super().__init__(str(sentence))
        self.sentence = sentence


def empty(value: Any) -> bool:
    """Say whether nothing was given."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], ())


def coerce(field: Field, value: Any) -> Any:
    """Return ``value`` as the column of ``field`` holds it; None when nothing was given (of several choices: none).

    Takes Python values and the text people type. References, child rows and files are resolved in ``values``.
    Raises Wrong with a sentence that names the field.
    """
    if empty(value):
        return () if field.kind is Kind.enums else None
    try:
        out = _READERS[field.kind](field, value)
    except Wrong:
        raise
    except (ValueError, TypeError, InvalidOperation, OverflowError) as exc:
        raise Wrong(WRONG[field.kind].format(field=field.label)) from exc
    if field.kind in {Kind.int, Kind.decimal, Kind.money}:
        _range(field, out)
    return out


def refusal(field: Field, wrong: Wrong, name: str | None = None) -> Refusal:
    """Return the refusal to show beside the field."""
    return Refusal(wrong.sentence, name or field.name)


def _range(field: Field, value: Any) -> None:
    limit = MAX_INT if field.kind is Kind.int else MAX_AMOUNT
    low = -limit if field.minimum is None else field.minimum
    high = limit if field.maximum is None else field.maximum
    if value < low:
        raise Wrong(TOO_SMALL.format(field=field.label, n=low))
    if value > high:
        raise Wrong(TOO_LARGE.format(field=field.label, n=high))


def _text(field: Field, value: Any) -> str:
    out = str(value).replace("\r\n", "\n").replace("\x00", "").strip()
    limit = field.length or (MAX_TEXT if field.kind is Kind.text else 120)
    if field.kind is Kind.str:
        out = " ".join(out.split("\n"))
    if len(out) > limit:
        raise Wrong(TOO_LONG.format(field=field.label, n=limit, have=len(out)))
    return out


def _whole(_field: Field, value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(str(value).strip())


def _decimal(field: Field, value: Any) -> Decimal:
    if isinstance(value, (float, bool)):
        raise TypeError
    out = Decimal(str(value).strip().replace(",", "").replace("，", "").lstrip("¥￥"))
    if not out.is_finite():
        raise ValueError
    return out.quantize(Decimal(1).scaleb(-(2 if field.kind is Kind.money else field.places or 2)))


def _date(_field: Field, value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        raise TypeError
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value).strip().replace("/", "-"))


def _time(_field: Field, value: Any) -> dt.time:
    return value if isinstance(value, dt.time) else dt.time.fromisoformat(str(value).strip())


def _moment(_field: Field, value: Any) -> dt.datetime:
    out = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value).strip())
    if out.tzinfo is None or not 1900 <= out.year <= 9000:
        raise ValueError
    return out.astimezone(dt.UTC)


def _bool(_field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return (
        {"true": True, "1": True, "是": True, "yes": True, "false": False, "0": False, "否": False, "no": False}[
            str(value).strip().lower()
        ]
        if str(value).strip().lower() in {"true", "1", "是", "yes", "false", "0", "否", "no"}
        else _raise()
    )


def _raise() -> Any:
    raise ValueError


def _pattern(pattern: re.Pattern[str]) -> Callable[[Field, Any], str]:
    def read(_field: Field, value: Any) -> str:
        out = str(value).strip()
        return out if pattern.fullmatch(out) else _raise()

    return read


def _rating(_field: Field, value: Any) -> int:
    out = int(str(value).strip())
    return out if out in range(1, 6) else _raise()


def _year(_field: Field, value: Any) -> int:
    out = int(str(value).strip())
    return out if 1900 <= out <= 2200 else _raise()


def _enum(field: Field, value: Any) -> Any:
    if field.enum is None:
        raise ValueError
    return field.enum._value2member_map_[str(value)] if str(value) in field.enum._value2member_map_ else _raise()


def _enums(field: Field, value: Any) -> Any:
    """Read several choices: members, codes, or one text of codes or words in either language (``停工、限期整改``)."""
    if field.enum is None:
        raise ValueError
    return members(field.enum, in_words(field.enum, value) if isinstance(value, str) else value)


_BETWEEN = r"[、,，;；/／|\s]+"


def in_words(enum: type[LabelEnum], text: str) -> list[LabelEnum]:
    """Return the choices a text names by code or word, divided by 、 , ; / or space; ValueError where it says more.

    A word that itself holds such a sign is found whole, the longest first.
    """
    known = {word.casefold(): m for m in enum for word in (m.value, m.label.zh, m.label.en)}
    words = "|".join(re.escape(w) for w in sorted(known, key=len, reverse=True))
    one = re.compile(rf"({words})(?:{_BETWEEN}|$)")
    rest, out = text.strip().casefold(), []
    while rest:
        found = one.match(rest)
        if found is None:
            raise ValueError
        out.append(known[found[1]])
        rest = rest[found.end() :]
    return out


_READERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.str: _text,
    Kind.text: _text,
    Kind.int: _whole,
    Kind.decimal: _decimal,
    Kind.money: _decimal,
    Kind.date: _date,
    Kind.time: _time,
    Kind.datetime: _moment,
    Kind.month: _pattern(_MONTH),
    Kind.year: _year,
    Kind.bool: _bool,
    Kind.phone: _pattern(_PHONE),
    Kind.idno: _pattern(_IDNO),
    Kind.plate: _pattern(_PLATE),
    Kind.rating: _rating,
    Kind.enum: _enum,
    Kind.enums: _enums,
    Kind.sign: _text,
}
