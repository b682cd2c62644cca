"""What one cell says for a field of a register: choices by their words, days and moments as people write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.refusals import CellRefused
from models.spec import Field, Kind, L
from workflow import Wrong, coerce
from workflow.coercion import WRONG, in_words
from workflow.values import ZONE

FORMS: Final = {
    Kind.date: L("日期，例如 2026-11-22", "a date such as 2026-11-22"),
    Kind.datetime: L("日期和时间，例如 2026-11-22 14:05", "a date and time such as 2026-11-22 14:05"),
    Kind.time: L("时间，例如 08:30", "a time such as 08:30"),
    Kind.month: L("月份，例如 2026-11", "a month such as 2026-11"),
    Kind.year: L("年份，例如 2026", "a year such as 2026"),
    Kind.money: L("金额（元），例如 120.50", "an amount in yuan such as 120.50"),
    Kind.int: L("整数", "a whole number"),
    Kind.decimal: L("数字", "a number"),
    Kind.rating: L("1 至 5 分", "1 to 5"),
    Kind.bool: L("是 或 否", "yes or no"),
    Kind.phone: L("电话号码", "a telephone number"),
}
"""How a cell is written, by the kind of its field."""
CHOICES = L("{field}没有“{value}”这个选项，可填：{choices}。", "{field} has no choice “{value}”; it may be: {choices}.")
_YES = {"是": True, "√": True, "✓": True, "有": True, "y": True, "yes": True, "true": True, "1": True}
_NO = {"否": False, "×": False, "无": False, "没有": False, "n": False, "no": False, "false": False, "0": False}
_MOMENT = re.compile(
    r"(\d{4}\D\d{1,2}\D\d{1,2})\s*[日号]?\s*[T ]?\s*(?:(\d{1,2})[:：时点](\d{1,2})?(?:[:：]\d{1,2})?分?)?$"
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$")
_TIME = re.compile(r"(\d{1,2})[:：时点](\d{1,2})?(?::\d{1,2})?分?$")


def read(field: Field, value: Any) -> Any:
    """Return what a cell means for a plain field; None for an empty one. Raises CellRefused with the sentence."""
    words = cells.text(value)
    if words is None:
        return None
    try:
        return coerce(field, _meant(field, value, words))
    except Wrong as wrong:
        raise CellRefused(wrong.sentence) from wrong
    except (ValueError, TypeError) as fault:
        if isinstance(fault, CellRefused):
            raise
        raise CellRefused(WRONG[field.kind].format(field=field.label)) from fault


def _meant(field: Field, value: Any, words: str) -> Any:
    out: Any = words
    match field.kind:
        case Kind.date:
            out = cells.date(value)
        case Kind.datetime:
            out = _moment(value, words)
        case Kind.time:
            out = value if isinstance(value, dt.time) else _time(words)
        case Kind.month:
            out = f"{value:%Y-%m}" if isinstance(value, dt.date) else _month(words)
        case Kind.bool:
            out = {**_YES, **_NO}.get(words.casefold(), words)
        case Kind.enum | Kind.enums:
            out = _choice(field, words)
        case Kind.money | Kind.decimal if isinstance(value, float):
            out = Decimal(repr(value))
    return out


def _moment(value: Any, words: str) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=value.tzinfo or ZONE)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), ZONE)
    if (found := _MOMENT.match(words)) is None:
        raise ValueError(words)
    day = cells.date(re.sub(r"\D", "-", found[1]))
    if day is None:
        raise ValueError(words)
    return dt.datetime.combine(day, dt.time(int(found[2] or 0), int(found[3] or 0)), ZONE)


def _time(words: str) -> dt.time:
    if (found := _TIME.match(words)) is None:
        raise ValueError(words)
    return dt.time(int(found[1]), int(found[2] or 0))


def _month(words: str) -> str:
    found = _MONTH.match(words)
    return f"{found[1]}-{int(found[2]):02d}" if found else words


def _choice(field: Field, words: str) -> Any:
    enum = field.enum
    if enum is None:
        raise ValueError(words)
    try:
        named = in_words(enum, words)
    except ValueError:
        named = []
    if field.kind is Kind.enums and named:
        return [m.value for m in named]
    if len(named) != 1:
        choices = L("、".join(m.label.zh for m in field.offered), ", ".join(m.label.en for m in field.offered))
        raise CellRefused(CHOICES.format(field=field.label, value=words, choices=choices))
    return named[0].value
