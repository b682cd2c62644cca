"""The rows of ``ImportBatch`` that stand for workbooks of one register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import may
from exchange.reading.refusals import FileRefused
from exchange.registers.plan import Plan
from exchange.roster.words import ImportRefused
from models.engine import ImportBatch, ImportState
from models.spec import Actor, L, Verb

GONE = L("这次导入已经不在等待确认，请重新上传。", "This import no longer waits to be confirmed; send the file again.")
TWICE = L(
    "这个文件已经导入过（第 {id} 次导入），没有再写入。",
    "This file was imported before (import {id}); nothing was written again.",
)


def kept(
    session: Session, model: type[Any], site_id: int, name: str, sha256: str, size: int, actor: Actor, now: dt.datetime, plan: Plan
) -> ImportBatch:  # fmt: skip
    """Keep an import with its findings, to be confirmed."""
    batch = ImportBatch(
        kind=model.slug(), site_id=site_id, state=ImportState.planned.value, file_name=name, sha256=sha256, size=size,
        user_id=actor.user_id or None, actor_name=actor.name, origin=actor.origin, created_at=now, mapping={}, options={},
        counts={}, summary={},
    )  # fmt: skip
    again(batch, plan)
    session.add(batch)
    session.flush()
    return batch


def again(batch: ImportBatch, plan: Plan, applied_at: dt.datetime | None = None) -> None:
    """Write what was found now; with ``applied_at``, that it was written then."""
    batch.counts = plan.counts
    batch.summary = {
        "unknown": plan.unknown, "last": plan.last, "made": plan.made if applied_at else [],
        "rows": [
            {"sheet": r.sheet, "row": r.row, "title": r.title, "problems": [
                {"column": p.column, "header": p.header, "zh": p.message.text("zh"), "en": p.message.text("en")} for p in r.problems]}
            for r in plan.rows
        ],
    }  # fmt: skip
    if applied_at is not None:
        batch.state, batch.started_at, batch.applied_at = ImportState.done.value, applied_at, applied_at


def opened(session: Session, model: type[Any], number: int, actor: Actor) -> ImportBatch | None:
    """Return an import of ``model`` at a site where the actor may import it; None otherwise."""
    batch = session.get(ImportBatch, number, populate_existing=True) if number < 2**31 else None
    if batch is None or batch.kind != model.slug() or batch.site_id is None:
        return None
    if not actor.everywhere and batch.site_id not in actor.sites:
        return None
    return batch if may(actor, model, Verb.import_, site_id=batch.site_id) else None


def must_be_new(session: Session, model: type[Any], site_id: int, sha256: str) -> None:
    """Raise FileRefused where the very same file was written already."""
    query = select(ImportBatch.id).where(
        ImportBatch.kind == model.slug(), ImportBatch.site_id == site_id, ImportBatch.sha256 == sha256,
        ImportBatch.state == ImportState.done.value,
    )  # fmt: skip
    if (first := session.scalar(query.limit(1))) is not None:
        raise FileRefused(TWICE.format(id=first))


def must_wait(session: Session, batch: ImportBatch) -> None:
    """Raise ImportRefused unless the import, read afresh, still waits to be confirmed."""
    session.refresh(batch)
    if batch.state != ImportState.planned.value:
        raise ImportRefused(GONE)
