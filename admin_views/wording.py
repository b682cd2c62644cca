"""Values as people read them: dates in the site's zone, money, choices, masked numbers, durations in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Clock
from deadlines.queries import Clock as DueClock
from models.spec import Field, Flow, Kind, L, Label, LabelEnum, Role

YES, NO = L("是", "Yes"), L("否", "No")
CALLED = L("{role}（{title}）", "{role} ({title})")
Formatter = Callable[[Any], str]


def money(value: Decimal) -> str:
    """Return an amount as ``¥1,234.50``."""
    return f"-¥{-value:,.2f}" if value < 0 else f"¥{value:,.2f}"


def number(value: Decimal) -> str:
    """Return a measure without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(value: dt.datetime, reader: Reader) -> str:
    """Return a moment as ``2026-11-22 14:05`` in the site's zone."""
    return reader.local(value).isoformat(" ", "minutes")[:16]


def exact(value: dt.datetime, reader: Reader) -> str:
    """Return a moment with its seconds."""
    return reader.local(value).strftime("%Y-%m-%d %H:%M:%S")


def near(value: dt.datetime, reader: Reader) -> str:
    """Return a moment as one would say it: today 14:05, yesterday, month and day, the year only when another."""
    local = reader.local(value)
    clock = local.strftime("%H:%M")
    days = (reader.today - local.date()).days
    if days == 0:
        return reader.say(L("今天 {clock}", "Today {clock}"), clock=clock)
    if days == 1:
        return reader.say(L("昨天 {clock}", "Yesterday {clock}"), clock=clock)
    if days == -1:
        return reader.say(L("明天 {clock}", "Tomorrow {clock}"), clock=clock)
    return local.strftime("%m-%d %H:%M" if local.year == reader.today.year else "%Y-%m-%d %H:%M")


def clock(running: DueClock, reader: Reader) -> Clock:
    """Return a clock as screens show it: how long is left, or how long it is overdue; the exact time on focus."""
    told = reader.say(
        L("{rule}：应于 {due} 前", "{rule}: due by {due}"), rule=running.label, due=moment(running.due_at, reader)
    )
    return Clock(
        text=reader.say(running.words(reader.now)),
        tone=running.tone(reader.now).value,
        exact=told,
        due=f"{running.due_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if running.open else "",
    )


def badge(flow: Flow | None, status: str | None, reader: Reader) -> Badge | None:
    """Return the state as word and colour; None where the register has no states."""
    if flow is None or not status:
        return None
    try:
        state = flow.state(status)
    except KeyError:
        return Badge(label=status, tone="grey")
    return Badge(label=reader.say(state.label), tone=state.tone.value)


def size(count: int) -> str:
    """Return a file's size."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


def formatter(field: Field, reader: Reader, site_id: int | None = None) -> Formatter:
    """Return the function that words a stored value of ``field``; made once a page, called once a cell.

    ``site_id``: whose titles roles are called by; without it, those of the site the reader works at.
    """
    if field.enum is Role and field.kind is Kind.enum:
        return _choice(field, reader, site_id)
    made = _FORMATTERS.get(field.kind)
    return made(field, reader) if made else _plain


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _unless_none(word: Callable[[Any], str]) -> Formatter:
    return lambda value: "" if value is None else word(value)


def _choice(field: Field, reader: Reader, site_id: int | None = None) -> Formatter:
    words = {m.value: member(m, reader, site_id) for m in field.enum or ()}

    def text(value: Any) -> str:
        return "" if value is None else words.get(value.value if isinstance(value, LabelEnum) else value, str(value))

    return text


def member(value: LabelEnum, reader: Reader, site_id: int | None = None) -> str:
    """Return a member of an enumeration in words: a role by its title at the site, or where the reader works (A-19)."""
    return reader.role(value, site_id) if isinstance(value, Role) else reader.say(value.label)


def named(value: LabelEnum, reader: Reader, site_id: int | None = None) -> str:
    """Return a member where it is chosen: a role by our word with the site's title behind it."""
    own, called = reader.say(value.label), member(value, reader, site_id)
    return own if called == own else reader.say(CALLED, role=own, title=called)


def _choices(field: Field, reader: Reader) -> Formatter:
    word, mark = _choice(field, reader), "、" if reader.locale == "zh" else ", "
    return lambda value: mark.join(word(v) for v in value or ())


def any_value(value: Any, reader: Reader) -> str:
    """Word a value by its own type: for computed figures and entries of the history."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return reader.say(YES if value else NO)
    if isinstance(value, Label):
        return reader.say(value)
    if isinstance(value, LabelEnum):
        return member(value, reader)
    if isinstance(value, dt.datetime):
        return moment(value, reader)
    return number(value) if isinstance(value, Decimal) else str(value)


_FORMATTERS: dict[Kind, Callable[[Field, Reader], Formatter]] = {
    Kind.enum: _choice,
    Kind.enums: _choices,
    Kind.money: lambda _f, _r: _unless_none(money),
    Kind.decimal: lambda _f, _r: _unless_none(number),
    Kind.datetime: lambda _f, r: _unless_none(lambda v: moment(v, r)),
    Kind.date: lambda _f, _r: _unless_none(lambda v: v.isoformat()),
    Kind.time: lambda _f, _r: _unless_none(lambda v: v.strftime("%H:%M")),
    Kind.bool: lambda _f, r: _unless_none(lambda v: r.say(YES if v else NO)),
    Kind.rating: lambda _f, r: _unless_none(lambda v: r.say(L("{n} 分", "{n} of 5"), n=v)),
    Kind.computed: lambda _f, r: lambda v: any_value(v, r),
}
