"""What changed, written to the history: field by field, in words that stay readable when the linked rows change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from access import SYSTEM, bind
from models.declare import Record, table_of
from models.engine import HistoryEntry, display, kept
from models.spec import Actor, Field, Kind

SKIPPED = {"site", "created_by", "created_at", "updated_by", "updated_at", "status", "number"}
LINKS = frozenset({Kind.ref, Kind.refs, Kind.rows})
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


class Watched:
    """A stored record as it is before a write, so that the history learns what became of it.

    What nobody has read yet (linked records, rows of a table) is not read here either: it can't have been changed
    unless somebody does. Where that happened, the database holds the old state until the record is flushed.
    """

    def __init__(self, session: Session, record: Any) -> None:
        self._session, self._record = session, record
        self._fields = recorded(type(record))  # type: ignore[arg-type]  # a class is hashable
        self._unread = {f.name for f in self._fields if f.kind in LINKS and f.name not in record.__dict__}
        self._ids = {f.name: getattr(record, f"{f.name}_id") for f in self._fields if f.kind is Kind.ref}
        self._before = {f.name: read(record, f) for f in self._fields if f.name not in self._unread}
        self._of_site = dict(getattr(record, "site_values", None) or {})

    def difference(self) -> list[dict[str, Any]]:
        """Return ``[{"field", "old", "new"}]`` for what was changed since; to be asked before the record is flushed."""
        moved = [f for f in self._fields if f.name in self._unread and self._touched(f)]
        before = dict(self._before)
        if moved:
            with Session(self._session.connection()) as other:  # beside the session, whose objects have moved on
                bind(other, SYSTEM)
                stored = other.get_one(type(self._record), self._record.id)
                before |= {f.name: read(stored, f) for f in moved}
        after = {f.name: read(self._record, f) for f in self._fields if f.name in before}
        of_site = getattr(self._record, "site_values", None) or {}
        return difference({**before, **self._of_site}, {**after, **of_site})

    def _touched(self, field: Field) -> bool:
        record, name = self._record, field.name
        loaded = record.__dict__.get(name)
        if field.kind is Kind.ref:
            before = self._ids[name]
            return getattr(record, f"{name}_id") != before or (loaded is not None and loaded.id != before)
        if loaded is None:
            return False
        return bool(inspect(record).attrs[name].history.has_changes()) or any(inspect(row).modified for row in loaded)


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
) -> None:
    """Add a line to the history of a record, which has been flushed."""
    values = {
        "register": record.slug(),
        "record_id": record.id,
        "site_id": getattr(record, "site_id", None),
        "at": now,
        "user_id": actor.user_id or None,
        "actor_name": actor.name,
        "origin": actor.origin,
        "kind": kind,
        "transition": transition,
        "from_state": from_state,
        "to_state": getattr(record, "status", "") or "",
        "comment": comment,
        "changes": changes or [],
        "version": record.version,
    }
    connection = session.connection()
    kept.execute(connection, ("history", connection.dialect.name), lambda: insert(table_of(HistoryEntry)), values)


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
