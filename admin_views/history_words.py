"""Entries of the history as words: fields by their names, values by their kinds, masked where the reader must not see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

import access
from admin_views.list_columns import INTERNAL
from admin_views.reader import Reader
from admin_views.viewmodels import Change
from admin_views.wording import formatter, money
from models.declare import Record
from models.declare.site_values import decoded
from models.spec import Field, Kind, L

LINES = L("{n} 行", "{n} lines")


def changes(
    reader: Reader,
    model: type[Record],
    entries: list[dict[str, Any]],
    record: Any = None,
    *,
    site_id: int | None = None,
) -> tuple[Change, ...]:
    """Return what changed, field by field; fields the reader may not see are left out.

    ``site_id``: the site, where there is no ``record`` to say it.
    """
    rights = {r.field.name: r for r in access.fields_for(reader.actor, model, access.Purpose.detail, record, site_id)}
    out: list[Change] = []
    for entry in entries:
        name = str(entry.get("field", ""))
        right = rights.get(name)
        if right is None or name in INTERNAL:
            continue
        before, after = (
            change_words(reader, right.field, entry.get(side), masked=right.masked) for side in ("old", "new")
        )
        out.append(Change(label=reader.say(right.field.label), before=before, after=after))
    return tuple(out)


def change_words(reader: Reader, field: Field, value: Any, *, masked: bool) -> str:
    """Return a value of the history (as JSON keeps it) in words."""
    if value is None or value in ("", []):
        return ""
    if masked or field.local:
        return access.mask(field, value) if masked else formatter(field, reader)(decoded(field, value))
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return (
                "；".join(_line(reader, field, line) for line in value)
                if len(value) <= 5
                else reader.say(LINES, n=len(value))
            )
        shown = formatter(field, reader) if field.kind is Kind.enums else lambda many: _joined(reader, many)
        return shown(value)
    if field.kind is Kind.sign:
        return reader.say(L("已签字", "signed"))
    return _plain(reader, field, value)


def _joined(reader: Reader, many: list[Any]) -> str:
    return ("、" if reader.locale == "zh" else ", ").join(str(v) for v in many)


def _plain(reader: Reader, field: Field, value: Any) -> str:
    try:
        read = _READERS.get(field.kind, lambda v: v)(value)
    except (ValueError, TypeError, InvalidOperation):
        return str(value)
    return money(read) if field.kind is Kind.money else formatter(field, reader)(read)


def _line(reader: Reader, field: Field, line: dict[str, Any]) -> str:
    children = {f.name: f for f in field.rows}
    words = [_plain(reader, children[k], v) for k, v in line.items() if k in children and v not in (None, "", [])]
    return " ".join(words)


_READERS: dict[Kind, Any] = {
    Kind.datetime: dt.datetime.fromisoformat,
    Kind.date: dt.date.fromisoformat,
    Kind.time: dt.time.fromisoformat,
    Kind.decimal: Decimal,
    Kind.money: Decimal,
    Kind.int: int,
    Kind.rating: int,
    Kind.year: int,
    Kind.bool: bool,
}
