"""Taking a person's words out of what the engine keeps beside his record (A-69): the one change of a written history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import REGISTERS
from models.declare import table_of
from models.engine import Attachment, Draft, HistoryEntry, Notice
from models.engine.search import index

SHORTEST: Final = 2
"""Characters a word must have to be looked for in sentences; a single one stands in too many."""
FILE: Final = "附件{n}{end}"


def redact(session: Session, record: Any, fields: Sequence[str], stand_in: str) -> None:
    """Take what ``fields`` ever held out of the record's history, file names, notices, drafts and search entries.

    The record was emptied and its history says that it was forgotten; nothing is committed.
    """
    session.flush()
    entries = list(session.scalars(_history(record)))
    named = {*fields, *_local(record, entries)}
    words = _words(entries, named)
    _rewrite(session, entries, named, words, stand_in)
    if getattr(record, "site_values", None):
        table = table_of(type(record))
        session.execute(update(table).where(table.c.id == record.id).values(site_values=None))
    of_record = (record.slug(), record.id)
    files = select(Attachment).where(Attachment.register == of_record[0], Attachment.record_id == of_record[1])
    for n, file in enumerate(session.scalars(files.order_by(Attachment.id)), 1):
        file.name = FILE.format(n=n, end=PurePath(file.name).suffix)
    session.execute(delete(Notice).where(Notice.register == of_record[0], Notice.record_id == of_record[1]))
    session.execute(delete(Draft).where(Draft.form == f"{of_record[0]}:{of_record[1]}"))
    session.flush()
    session.expire(record)
    index(session, [record, *_pointing(session, record)])


def _history(record: Any) -> Any:
    own = (HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id)
    return select(HistoryEntry).where(*own).order_by(HistoryEntry.id)


def _local(record: Any, entries: Iterable[Any]) -> set[str]:
    """Return the site's own fields the history names: what they hold tells of the person too."""
    declared = type(record).__fields__
    return {str(c.get("field")) for e in entries for c in e.changes} - set(declared)


def _words(entries: Iterable[Any], named: set[str]) -> list[str]:
    """Return every word the fields ever held, the longest first."""
    held = {c.get(side) for e in entries for c in e.changes if c.get("field") in named for side in ("old", "new")}
    return sorted({w for w in held if isinstance(w, str) and len(w) >= SHORTEST}, key=len, reverse=True)


def _rewrite(session: Session, entries: Iterable[Any], named: set[str], words: list[str], stand_in: str) -> None:
    table = table_of(HistoryEntry)
    for entry in entries:
        changes = [
            {**c, **{s: stand_in if c.get(s) not in (None, "", []) else c.get(s) for s in ("old", "new")}}
            if c.get("field") in named
            else c
            for c in entry.changes
        ]
        comment = entry.comment
        for word in words:
            comment = comment.replace(word, stand_in) if word != stand_in else comment
        if changes != entry.changes or comment != entry.comment:
            session.execute(update(table).where(table.c.id == entry.id).values(changes=changes, comment=comment))
            session.expire(entry)


def _pointing(session: Session, record: Any) -> list[Any]:
    """Return the records that are found by this one's name, to be found by what stands in its place."""
    out: list[Any] = []
    for model in REGISTERS:
        for name in model.__register__.search:
            field = model.__fields__.get(name.split(".", maxsplit=1)[0])
            if field is not None and field.target == type(record).__name__ and hasattr(model, f"{field.name}_id"):
                out += session.scalars(select(model).where(getattr(model, f"{field.name}_id") == record.id))
    return out


__all__ = ["redact"]
