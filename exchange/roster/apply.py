"""Writes a planned roster into the register in one short transaction, then its search entries in pieces."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exchange.batches.life import Store, move, release
from exchange.batches.words import BROKE, GONE, MOVED, Cancelled, ImportRefused, Tell, quiet
from exchange.roster import register
from exchange.roster.plan import compare
from exchange.roster.stage import PARTS, Stage, linked, opened
from models.declare import table_of
from models.engine import ImportBatch, ImportState
from models.spec import Actor
from workflow import staged, staged_search
from workflow.errors import Conflict

TRIES = 3
"""How often a plan that was overtaken is made anew before the person is asked again."""


class _Overtaken(Exception):
    """Somebody wrote at the site since the plan was made."""


def apply_batch(
    engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> ImportBatch:
    """Write a plan somebody said yes to (``apply_asked``): all of it, or nothing.

    If the register moved on since the plan was made it is made anew; when that leads to the same, it is written, else
    the import waits to be confirmed again and says so. The write lock is held for the rows and their history only.

    Args:
        engine: the register's database.
        store: where imports keep their files.
        batch_id: an import in state ``applying``.
        actor: who said yes.
        now: the moment (aware).
        tell: told of progress; may raise Cancelled until the rows are being written.

    Raises:
        Cancelled: asked for by ``tell`` in time; nothing was written and the files are gone.
        ImportRefused: somebody works on it already.
        Forbidden, SiteBreach: the actor may not import there.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        if not move(session, batch, ImportState.applying, start=(ImportState.applying,), started_at=now):
            session.rollback()
            return batch
        session.commit()
        try:
            staged.check_rights(PARTS, actor, batch.site_id or 0)
            written = _write(engine, store, batch, actor=actor, now=now, tell=tell)
        except (Cancelled, ImportRefused) as stop:
            release(session, store, batch, stop.label if isinstance(stop, ImportRefused) else stop.fault, now)
            session.commit()
            if isinstance(stop, Cancelled):
                raise
        except BaseException:
            session.rollback()
            release(session, store, batch, BROKE, now)
            session.commit()
            raise
        else:
            session.refresh(batch)
            session.commit()
            if written:
                finish_index(engine, store, batch, tell=tell)
        session.refresh(batch)
        session.commit()
        return batch


def _write(engine: Engine, store: Store, batch: ImportBatch, *, actor: Actor, now: dt.datetime, tell: Tell) -> bool:
    """Try to write; False when the plan came out otherwise and waits to be confirmed again."""
    for _ in range(TRIES):
        path = store.stage(batch.id)
        if not path.exists():
            raise ImportRefused(GONE)
        with Stage(path) as stage:
            total, digest = int(batch.summary.get("rows", 0)), stage.meta("digest")
        tell("applying", 0, total)
        try:
            with linked(engine, path, lambda: tell("applying", 0, total)) as (connection, prefix):  # noqa: B023 - called at once
                _transaction(connection, prefix, path, batch, actor=actor, now=now)
        except (_Overtaken, Conflict, IntegrityError):
            made = compare(engine, store, batch, actor=actor, now=now, tell=tell)
            if made.digest == digest:
                continue
            summary = {**made.summary, "moved": {"zh": MOVED.zh, "en": MOVED.en}}
            with Session(engine) as session:
                own = session.get_one(ImportBatch, batch.id)
                move(session, own, ImportState.planned, start=(ImportState.applying,), counts=made.counts, summary=summary,
                     started_at=None)  # fmt: skip
                session.commit()
            return False
        else:
            return True
    raise ImportRefused(MOVED)


def _transaction(
    connection: Connection, prefix: str, path: Any, batch: ImportBatch, *, actor: Actor, now: dt.datetime
) -> None:
    """The one short step: compare the stamp, write rows and history, mark the import as done."""
    site_id = batch.site_id or 0
    with opened(path) as stage:
        stamp, counts, parts = stage.meta("stamp"), stage.counts(), stage.parts
    with connection.begin():
        held = time.monotonic()
        staged.take_lock(connection, PARTS)
        if register.stamp(connection, site_id) != stamp:
            raise _Overtaken
        note = staged.Note(actor, now, site_id, f"#{batch.id} {batch.file_name}")
        bases = staged.write(connection, parts, prefix, note)
        todo = sum(1 for _ in staged_search.pieces(PARTS, counts))
        summary = {
            **batch.summary,
            "bases": bases,
            "unindexed": todo,
            "held_ms": round((time.monotonic() - held) * 1000),
        }
        summary.pop("moved", None)
        own = table_of(ImportBatch)
        done = connection.execute(
            update(own)
            .where(own.c.id == batch.id, own.c.state == ImportState.applying.value)
            .values(state=ImportState.done.value, applied_at=now, summary=summary, fault=None)
        )
        if not done.rowcount:
            raise ImportRefused(GONE)


def finish_index(engine: Engine, store: Store, batch: ImportBatch, *, tell: Tell = quiet) -> None:
    """Write what is left of the search entries of an import that is done: pieces of a short transaction each.

    Also called for one whose worker died in between; the rows are there, and found again piece by piece.
    """
    todo = int(batch.summary.get("unindexed", 0))
    path = store.stage(batch.id)
    if not todo or not path.exists():
        return
    with Stage(path) as stage:
        counts = stage.counts()
    pieces = list(staged_search.pieces(PARTS, counts))
    by_name = {part.name: part for part in PARTS}
    bases = batch.summary["bases"]
    with linked(engine, path, lambda: None) as (connection, prefix):
        for at, piece in enumerate(pieces[len(pieces) - todo :], start=len(pieces) - todo + 1):
            with connection.begin():
                part = by_name[piece[1]]
                staged_search.write_piece(connection, part, prefix, bases[part.name], piece)
                _left(connection, batch.id, {**batch.summary, "unindexed": len(pieces) - at})
            try:
                tell("indexing", at, len(pieces))
            except Cancelled:
                continue  # too late: the rows are written, and shall be found


def _left(connection: Connection, batch_id: int, summary: dict[str, Any]) -> None:
    given = {"id": batch_id, "summary": json.dumps(summary, ensure_ascii=False)}
    cast = "CAST(:summary AS json)" if connection.dialect.name == "postgresql" else ":summary"
    connection.execute(text(_SUMMARY.format(cast=cast)), given)


_SUMMARY = "UPDATE import_batch SET summary = {cast} WHERE id = :id"
