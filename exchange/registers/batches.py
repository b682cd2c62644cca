"""Imports of papers as rows of ``ImportBatch``: sent, found again, small enough to be done at once."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from access import may
from exchange.batches import life
from exchange.reading.refusals import FileRefused
from exchange.reading.workbook import open_workbook
from models import register
from models.declare import Record
from models.engine import ImportBatch, ImportState
from models.spec import Actor, L, Verb

TWICE: Final = L(
    "这个文件已经导入过（第 {id} 次导入），没有再写入。",
    "This file was imported before (import {id}); nothing was written again.",
)
AT_ONCE: Final = 120
"""Rows done while the person waits; more go through the job queue."""


def upload(
    session: Session, store: life.Store, stream: BinaryIO, filename: str, *, model: type[Record], site_id: int,
    actor: Actor, now: dt.datetime,
) -> ImportBatch:  # fmt: skip
    """Take a workbook of ``model`` in, to be planned. The caller commits, then has it planned.

    Raises:
        Forbidden: the actor may not import the register at the site.
        FileRefused: by the checks before parsing, or the very same file was written whole already.
    """
    verdict = may(actor, model, Verb.import_, site_id=site_id)
    if not verdict or not (actor.everywhere or site_id in actor.sites):
        raise workflow.Forbidden(verdict.reason or model.__register__.label)
    batch = life.upload(session, store, stream, filename, kind=model.slug(), site_id=site_id, actor=actor, now=now)
    query = select(ImportBatch).where(
        ImportBatch.kind == model.slug(), ImportBatch.site_id == site_id, ImportBatch.sha256 == batch.sha256,
        ImportBatch.state == ImportState.done.value,
    )  # fmt: skip
    for first in session.scalars(query):
        if not first.counts.get("refused"):
            store.drop(batch.id)
            raise FileRefused(TWICE.format(id=first.id))
    return batch


def open_batch(session: Session, batch_id: int, actor: Actor, model: type[Record]) -> ImportBatch | None:
    """Return an import of ``model`` at a site where the actor may import it; None otherwise."""
    return life.open_batch(session, batch_id, actor, model.slug(), (model,))


def is_short(store: life.Store, batch: ImportBatch) -> bool:
    """Say whether an import is short enough to be done while the person waits. A file that can't be read is."""
    try:
        with open_workbook(store.source(batch.id), batch.file_name) as book:
            return all(s.height for s in book.sheets) and sum(s.height for s in book.sheets) <= AT_ONCE * 2
    except FileRefused:
        return True


def is_papers(batch: ImportBatch) -> bool:
    """Say whether an import is one of a register's papers."""
    try:
        register(batch.kind)
    except KeyError:
        return False
    return batch.kind != "site"


__all__ = ["AT_ONCE", "is_papers", "is_short", "open_batch", "upload"]
