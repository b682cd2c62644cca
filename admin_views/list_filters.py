"""Filters of a list as typed conditions: ``flt_<field>_<op>=<text>`` read, checked and turned into SQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ColumnElement, String, and_, cast, not_, or_, type_coerce

from models.declare import Record, site_values
from models.spec import Field, Flow, Kind, L, Label

OPERATORS = ("eq", "ne", "in", "gt", "ge", "lt", "le", "between", "contains", "empty")
_NAME = re.compile(rf"flt_(?P<field>[a-z0-9_]+)_(?P<op>{'|'.join(OPERATORS)})$")
_ORDERED = frozenset({"eq", "ne", "in", "gt", "ge", "lt", "le", "between", "empty"})
_EXACT = frozenset({"eq", "ne", "in", "empty"})
_TEXT = frozenset({"eq", "ne", "in", "contains", "empty"})
_BY_KIND: dict[Kind, frozenset[str]] = {
    **dict.fromkeys(
        (Kind.int, Kind.decimal, Kind.money, Kind.year, Kind.rating, Kind.date, Kind.datetime, Kind.time, Kind.month),
        _ORDERED,
    ),
    **dict.fromkeys((Kind.str, Kind.text, Kind.phone, Kind.idno, Kind.plate), _TEXT),
    **dict.fromkeys((Kind.enum, Kind.ref), _EXACT),
    Kind.refs: frozenset({"eq", "in"}),
    Kind.enums: frozenset({"eq", "in", "contains", "empty"}),
    Kind.bool: frozenset({"eq", "empty"}),
    Kind.sign: frozenset({"empty"}),
}
MOST_VALUES = 50
"""Values one ``in`` may name."""
LONGEST_ID = 2**31 - 1

UNKNOWN = L(
    "“{name}”不是这个登记簿可以筛选的条件，已忽略。", "“{name}” is not a filter of this register; it was ignored."
)
WRONG = L(
    "筛选“{field}”里的“{text}”不是{what}，已忽略这个条件。",
    "“{text}” in the filter “{field}” is not {what}; the filter was ignored.",
)
A_DATE = L("日期（如 2026-11-22）", "a date such as 2026-11-22")
A_NUMBER = L("数字", "a number")
A_WHOLE = L("整数", "a whole number")
A_CHOICE = L("可选的值", "one of the choices")
A_YES_NO = L("是或否（true / false）", "yes or no (true / false)")
A_PAIR = L("用逗号分开的两个值", "two values divided by a comma")
A_MONTH = L("月份（如 2026-11）", "a month such as 2026-11")
A_TIME = L("时间（如 14:05）", "a time such as 14:05")
A_LIST = L("最多 {n} 个用逗号分开的值", "at most {n} values divided by commas")


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter at work. ``texts`` are the values as typed, ``values`` as the column compares them."""

    field: Field
    op: str
    texts: tuple[str, ...]
    values: tuple[Any, ...]
    where: tuple[ColumnElement[bool], ...] = ()
    """The criterion itself, where it does not follow from field, operator and values."""

    @property
    def parameter(self) -> str:
        """The name of the parameter that made it."""
        return f"flt_{self.field.name}_{self.op}"


class _NotA(ValueError):
    """The text is not of the expected shape; ``args[0]`` is the Label that names the shape."""


def operators(field: Field, *, masked: bool = False) -> frozenset[str]:
    """Return the operators a field offers; a masked one only by its whole value, so that it can't be probed."""
    offered = _EXACT if field.name == "status" else _BY_KIND.get(field.kind, frozenset())
    return offered & {"eq", "empty"} if masked else offered


def read(
    pairs: Iterable[tuple[str, str]], allowed: dict[str, tuple[Field, bool]], flow: Flow | None, zone: ZoneInfo
) -> tuple[list[Condition], list[Label]]:
    """Read all ``flt_`` parameters.

    Args:
        pairs: parameters in order; a repeated name collects values.
        allowed: by name, the field and whether it is masked for this reader.
        flow: states of the register, for the field ``status``.
        zone: the zone days are meant in.

    Returns:
        The conditions, and a sentence for each parameter that was ignored.
    """
    grouped: dict[str, list[str]] = {}
    for name, text in pairs:
        if name.startswith("flt_") and text.strip():
            grouped.setdefault(name, []).append(text.strip()[:200])
    conditions: list[Condition] = []
    problems: list[Label] = []
    for name, typed in grouped.items():
        found = _NAME.match(name)
        field, masked = allowed.get(found["field"], (None, False)) if found else (None, False)
        if found is None or field is None or found["op"] not in operators(field, masked=masked):
            problems.append(UNKNOWN.format(name=name[:80]))
            continue
        try:
            conditions.append(_condition(field, found["op"], typed, flow, zone))
        except _NotA as wrong:
            problems.append(WRONG.format(field=field.label, text="，".join(typed)[:60], what=wrong.args[0]))
    return conditions, problems


def _condition(field: Field, op: str, typed: list[str], flow: Flow | None, zone: ZoneInfo) -> Condition:
    if op == "empty":
        return Condition(field, op, (typed[0],), (_yes_no(typed[0]),))
    if op == "contains" and field.kind is not Kind.enums:
        return Condition(field, op, (typed[0],), (typed[0],))
    texts = [t for text in typed for t in text.split(",") if t] if op in {"in", "between", "contains"} else typed[:1]
    if op == "between" and len(texts) != 2:
        raise _NotA(A_PAIR)
    if not 0 < len(texts) <= MOST_VALUES:
        raise _NotA(A_LIST.format(n=MOST_VALUES))
    convert = _converter(field, flow, zone)
    return Condition(field, op, tuple(texts), tuple(convert(t.strip()) for t in texts))


def _converter(field: Field, flow: Flow | None, zone: ZoneInfo) -> Callable[[str], Any]:
    if field.name == "status" and flow:
        states = {s.name for s in flow.states}
        return lambda text: _one_of(text, states)
    if field.kind in {Kind.enum, Kind.enums} and field.enum:
        members = {m.value for m in field.enum}
        return lambda text: _one_of(text, members)
    if field.kind is Kind.datetime:
        return lambda text: _days(text, zone)
    return _CONVERTERS.get(field.kind, str)


def _one_of(text: str, members: set[str]) -> str:
    if text not in members:
        raise _NotA(A_CHOICE)
    return text


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,10}", text) or abs(int(text)) > LONGEST_ID:
        raise _NotA(A_WHOLE)
    return int(text)


def _figure(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise _NotA(A_NUMBER) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise _NotA(A_NUMBER)
    return value


def _yes_no(text: str) -> bool:
    if text.lower() not in {"true", "false", "1", "0"}:
        raise _NotA(A_YES_NO)
    return text.lower() in {"true", "1"}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _NotA(A_DATE) from None


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        raise _NotA(A_TIME) from None


def _month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise _NotA(A_MONTH)
    return text


def _days(text: str, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of what ``text`` names and the first moment after it: a day, or a minute."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            start = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), zone)
            following = dt.datetime.combine(start.date() + dt.timedelta(days=1), dt.time(), zone)
        else:
            start = dt.datetime.fromisoformat(text)
            start = start if start.tzinfo else start.replace(tzinfo=zone)
            following = start + dt.timedelta(minutes=1)
        return start.astimezone(dt.UTC), following.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise _NotA(A_DATE) from None


_CONVERTERS: dict[Kind, Callable[[str], Any]] = {
    Kind.int: _whole,
    Kind.year: _whole,
    Kind.rating: _whole,
    Kind.ref: _whole,
    Kind.refs: _whole,
    Kind.decimal: _figure,
    Kind.money: _figure,
    Kind.bool: _yes_no,
    Kind.date: _day,
    Kind.time: _time,
    Kind.month: _month,
}


def column_of(model: type[Any], field: Field) -> Any:
    """Return the column behind a field, mapped or made; None for fields without one (lists of rows, files, figures)."""
    if field.local:
        return site_values.column(model, field)
    if field.kind is Kind.ref:
        return getattr(model, f"{field.name}_id")
    if field.kind in {Kind.refs, Kind.rows, Kind.files, Kind.computed, Kind.readers}:
        return None
    return getattr(model, field.name, None)


def like(text: str) -> str:
    """Return ``text`` with LIKE's own signs taken literally, a backslash before each."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def sql(model: type[Record], condition: Condition) -> ColumnElement[bool]:
    """Return the condition as SQL over ``model``."""
    field, op, values = condition.field, condition.op, condition.values
    if condition.where:
        return and_(*condition.where)
    if field.kind is Kind.refs:
        relation = getattr(model, field.name)
        target = relation.property.mapper.class_
        return relation.any(target.id.in_(values))  # type: ignore[no-any-return]  # a relationship comparator
    column = column_of(model, field)
    if op == "empty":
        textual = field.kind in {Kind.str, Kind.text, Kind.phone, Kind.idno, Kind.plate}
        nothing = or_(column.is_(None), column == "") if textual else column.is_(None)
        return nothing if values[0] else not_(nothing)
    if field.kind is Kind.enums:
        # a JSON list reads ["a", "b"] on either database; a code stands in it within its quotation marks
        listed = type_coerce(column, String) if field.local else cast(type_coerce(column, JSON), String)
        return or_(*(listed.like(f'%"{like(v)}"%', escape="\\") for v in values))
    if op == "contains":
        return column.like(f"%{like(values[0])}%", escape="\\")  # type: ignore[no-any-return]  # column is Any
    return (_moments if field.kind is Kind.datetime else _compare)(column, op, values)


def _compare(column: Any, op: str, values: tuple[Any, ...]) -> ColumnElement[bool]:
    first = values[0]
    made: dict[str, Callable[[], Any]] = {
        "eq": lambda: column == first,
        "ne": lambda: or_(column != first, column.is_(None)),
        "in": lambda: column.in_(values),
        "gt": lambda: column > first,
        "ge": lambda: column >= first,
        "lt": lambda: column < first,
        "le": lambda: column <= first,
        "between": lambda: column.between(min(values), max(values)),
    }
    return made[op]()  # type: ignore[no-any-return]  # column is Any


def _moments(column: Any, op: str, spans: tuple[Any, ...]) -> ColumnElement[bool]:
    start, following = spans[0]
    within = [and_(column >= a, column < b) for a, b in spans]
    made: dict[str, Callable[[], Any]] = {
        "eq": lambda: within[0],
        "ne": lambda: or_(not_(within[0]), column.is_(None)),
        "in": lambda: or_(*within),
        "gt": lambda: column >= following,
        "ge": lambda: column >= start,
        "lt": lambda: column < start,
        "le": lambda: column < following,
        "between": lambda: and_(column >= min(a for a, _ in spans), column < max(b for _, b in spans)),
    }
    return made[op]()  # type: ignore[no-any-return]  # column is Any
