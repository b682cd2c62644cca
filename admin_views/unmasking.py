"""The log of full numbers: written in a transaction of its own, committed before anything is shown (X-01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import access
from admin_views.reader import Reader
from exchange import access_log
from models.declare import Record
from models.engine import HistoryEntry, display
from models.safety.secret_access_log import AccessKind
from models.spec import Field, L, Label
from web.db import own_session

WHAT = L("{register} {number}：{fields}", "{register} {number}: {fields}")
PRINTED = L("打印纸质单据", "Printed on paper")
ROWS = L("{register} {n} 条：{fields}", "{register}, {n} rows: {fields}")


def log_record(reader: Reader, record: Any, reason: str) -> None:
    """Write down that the reader sees a record's full numbers; the request's own session must not be writing."""
    with own_session(reader.actor) as session:
        _log(reader, session, record, AccessKind.unmask, reason, comment=reason)


def log_export(reader: Reader, model: type[Record], reason: str, rows: int) -> None:
    """Write down that the reader exports rows with full numbers."""
    what = ROWS.format(register=model.__register__.label, n=rows, fields=masked_names(reader, model)).text("zh")
    with own_session(reader.actor) as session:
        for site in [reader.actor.site_id] if reader.actor.site_id is not None else reader.actor.sites:
            _write(reader, session, AccessKind.export, what, reason, model.slug(), site, row_count=rows)


def log_prints(reader: Reader, records: Sequence[Any]) -> None:
    """Write down that the reader prints records: in their history, and in the access log where they hold such numbers."""
    with own_session(reader.actor) as session:
        for record in records:
            _log(reader, session, record, AccessKind.print, PRINTED.text(reader.locale))


def _log(reader: Reader, session: Any, record: Any, kind: AccessKind, why: str, *, comment: str = "") -> None:
    """Write the two rows of one record: in the access log (a print only where it has masked fields) and in its history."""
    model, site_id = type(record), getattr(record, "site_id", None)
    slug = model.slug()
    if kind is AccessKind.unmask or masked_fields(reader, model, record):
        number = getattr(record, "number", None) or display(record)
        what = WHAT.format(
            register=model.__register__.label, number=number, fields=masked_names(reader, model, record)
        ).text("zh")
        _write(reader, session, kind, what, why, slug, site_id, record_id=record.id)
    session.add(HistoryEntry(
        register=slug, record_id=record.id, site_id=site_id, at=reader.now, user_id=reader.actor.user_id or None,
        actor_name=reader.actor.name, origin=reader.actor.origin, kind=kind.value, comment=comment, version=record.version,
    ))  # fmt: skip


def _write(
    reader: Reader, session: Any, kind: AccessKind, what: str, why: str, slug: str, site_id: int | None, **more: Any
) -> None:
    actor = reader.actor
    site = site_id if site_id is not None else actor.site_id or (actor.sites or (None,))[0]
    access_log.write(session, kind, actor=actor, now=reader.now, user_id=actor.user_id, site_id=site, what=what, why=why,
                     register=slug, **more)  # fmt: skip


def masked_fields(reader: Reader, model: type[Record], record: Any = None) -> list[Field]:
    """Return the masked fields of a register at a record's site, by default at the reader's."""
    site_id = reader.actor.site_id if record is None else getattr(record, "site_id", None)
    fields = access.fields_at(reader.actor, model, site_id).values()
    return [f for f in fields if f.masked or any(c.masked for c in f.rows)]


def masked_names(reader: Reader, model: type[Record], record: Any = None) -> Label:
    """Return the words of ``masked_fields``."""
    fields = masked_fields(reader, model, record)
    return L("、".join(f.label.zh for f in fields), ", ".join(f.label.en for f in fields))
