"""What changed, written to the history: field by field, in words that stay readable when the linked rows change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.declare import Record
from models.engine import HistoryEntry, display
from models.spec import Actor, Field, Kind

SKIPPED = {"site", "created_by", "created_at", "updated_by", "updated_at", "status", "number"}
Snapshot = dict[str, Any]


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: text for moments, decimals and linked records."""
    if isinstance(value, Record):
        return display(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):  # several choices
        return [plain(v) for v in value]
    return value


def read(record: Any, field: Field) -> Any:
    """Return one field's value for the history."""
    if field.kind is Kind.rows:
        return [
            {f.name: plain(getattr(row, f.name)) for f in field.rows if f.kind is not Kind.computed}
            for row in getattr(record, field.name)
        ]
    if field.kind is Kind.refs:
        return sorted(display(r) for r in getattr(record, field.name))
    return plain(getattr(record, field.name))


@cache
def recorded(model: type[Record]) -> tuple[Field, ...]:
    """Return the fields whose changes the history keeps: all that people see, none that only serve look-ups."""
    shown = {name for section in model.__register__.sections for name in section.fields}
    return tuple(
        field
        for name, field in model.__fields__.items()
        if name not in SKIPPED
        and field.kind not in {Kind.files, Kind.computed, Kind.readers}
        and (not field.system or name in shown)
    )


def snapshot(record: Any) -> Snapshot:
    """Return every recorded field's value; those of the site's own fields as ``site_values`` keeps them."""
    declared = {field.name: read(record, field) for field in recorded(type(record))}  # type: ignore[arg-type]  # a class is hashable
    return {**declared, **(getattr(record, "site_values", None) or {})}


def difference(before: Snapshot, after: Snapshot) -> list[dict[str, Any]]:
    """Return ``[{"field", "old", "new"}]`` for what differs; a name that one of them lacks has nothing there."""
    names = dict.fromkeys((*after, *before))
    return [{"field": n, "old": before.get(n), "new": after.get(n)} for n in names if before.get(n) != after.get(n)]


def write(
    session: Session,
    record: Any,
    actor: Actor,
    now: dt.datetime,
    kind: str,
    *,
    transition: str = "",
    from_state: str = "",
    comment: str = "",
    changes: list[dict[str, Any]] | None = None,
) -> HistoryEntry:
    """Add a line to the record's history."""
    entry = HistoryEntry(
        register=record.slug(),
        record_id=record.id,
        site_id=getattr(record, "site_id", None),
        at=now,
        user_id=actor.user_id or None,
        actor_name=actor.name,
        origin=actor.origin,
        kind=kind,
        transition=transition,
        from_state=from_state,
        to_state=getattr(record, "status", "") or "",
        comment=comment,
        changes=changes or [],
        version=record.version,
    )
    session.add(entry)
    return entry


def last(session: Session, record: Any, *, kinds: tuple[str, ...] = ()) -> HistoryEntry | None:
    """Return the newest line of a record's history (of ``kinds``)."""
    query = select(HistoryEntry).where(HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id)
    if kinds:
        query = query.where(HistoryEntry.kind.in_(kinds))
    return session.scalars(query.order_by(HistoryEntry.id.desc()).limit(1)).first()


def since(session: Session, record: Any, version: int) -> list[HistoryEntry]:
    """Return what was written to a record after ``version``."""
    return list(
        session.scalars(
            select(HistoryEntry)
            .where(
                HistoryEntry.register == record.slug(),
                HistoryEntry.record_id == record.id,
                HistoryEntry.version > version,
            )
            .order_by(HistoryEntry.id)
        )
    )
