"""Writes a planned workbook: a short one in one transaction, a long one in pieces between which others write."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from exchange.batches.columns import both
from exchange.batches.life import Store, begun, move, release
from exchange.batches.rows_file import RowsFile
from exchange.batches.words import BROKE, GONE, Cancelled, ImportRefused, Interrupted, Tell, quiet
from exchange.registers import numbers
from exchange.registers.plan import PAUSE, compare, desk_of, detail
from exchange.registers.sheets import PaperRow
from exchange.registers.undo import take_back, undoable
from exchange.registers.writing import Desk, Task, pieces, write
from models.engine import ImportBatch, ImportState
from models.spec import Actor, L
from workflow.errors import WorkflowError

REFUSED_NOW = L(
    "核对之后有 {n} 行不能导入了，没有写入任何内容；原因见“不能导入”。",
    "{n} rows can't be imported any more since they were checked; nothing was written. See “Refused” for the reasons.",
)


class _Refused(Exception):
    """Rows are refused by now and not only the good ones are wanted."""

    def __init__(self, rows: list[PaperRow]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


def apply_papers(
    engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> ImportBatch:
    """Write a plan somebody said yes to (``apply_asked``), or carry on where a worker left it.

    Each row is written by ``workflow.create``. A row refused by now leaves nothing written, unless the person wanted the
    good rows only (or the register keeps for ever what it has). Stopped by the machine it is carried on later; called off
    by the person, what stands is taken back.

    Arguments and errors are those of ``exchange.roster.apply_batch``.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        if not move(session, batch, ImportState.applying, start=(ImportState.applying,), started_at=now):
            session.rollback()
            return batch
        session.commit()
        desk: Desk | None = None
        try:
            desk = desk_of(engine, batch, actor, now)
            _write(desk, store, batch_id, tell)
        except _Refused as refused:
            _put_back(desk, store, batch_id, refused.rows)
        except Interrupted as stop:
            if not _begun(session, batch):
                release(session, store, batch, stop.fault, now)
                session.commit()
            raise
        except Cancelled:
            if desk is not None and _begun(session, batch):
                take_back(desk, batch_id)
            release(session, store, session.get_one(ImportBatch, batch_id, populate_existing=True), None, now)
            session.commit()
            raise
        except (ImportRefused, WorkflowError) as refused:
            words = refused.label if isinstance(refused, ImportRefused) else refused.sentence
            release(session, store, batch, words, now)
        except BaseException:
            session.rollback()
            if not _begun(session, batch):
                release(session, store, batch, BROKE, now)
                session.commit()
            raise
        session.commit()
        return session.get_one(ImportBatch, batch_id, populate_existing=True)


def _begun(session: Session, batch: ImportBatch) -> bool:
    session.refresh(batch)
    found = begun(batch)
    session.commit()
    return found


def _write(desk: Desk, store: Store, batch_id: int, tell: Tell) -> None:
    path = store.stage(batch_id)
    with desk.session() as session:
        batch = session.get_one(ImportBatch, batch_id)
        if not path.exists() or not store.source(batch_id).exists():
            raise ImportRefused(GONE)
        done = {int(entry[4]) for entry in batch.summary.get("made", ())}
        partly = bool(batch.options.get("good_rows_only")) or not undoable(desk.model)
        session.commit()
    found = compare(desk, store, batch)
    with RowsFile(path) as stage:
        wanted = {at for (at,) in stage.connection.execute("SELECT n FROM row WHERE kind IN ('new', 'changed')")}
    tasks = [t for t in found.tasks if t.row.at in wanted]
    gone = [r for r in found.papers.rows if r.at in wanted and r.problems]
    if gone and not partly:
        raise _Refused(gone)
    _refused_rows(store, batch_id, gone)
    left = [t for t in tasks if t.row.at not in done]
    cut = list(pieces(left))
    total, at = len(tasks), len(tasks) - len(left)
    tell("applying", at, total)
    _keep_numbers(desk, batch_id, found.numbers)
    for number, piece in enumerate(cut or [[]]):
        if number:
            time.sleep(PAUSE)
        _piece(desk, store, batch_id, piece, partly=partly, last=number >= len(cut) - 1)
        at += len(piece)
        if undoable(desk.model) and at < total:
            tell("applying", at, total)


def _piece(desk: Desk, store: Store, batch_id: int, piece: Sequence[Task], *, partly: bool, last: bool) -> None:
    with desk.session() as session:
        batch = session.get_one(ImportBatch, batch_id, with_for_update=True)
        if batch.state != ImportState.applying.value:
            raise ImportRefused(GONE)
        made = write(desk, session, piece)
        wrong = [t.row for t in piece if t.row.problems]
        if wrong and not partly:
            session.rollback()
            raise _Refused(wrong)
        batch = session.get_one(ImportBatch, batch_id, populate_existing=True)
        batch.summary = {**batch.summary, "made": [*batch.summary.get("made", ()), *(m.plain() for m in made)]}
        if wrong:
            batch.counts = _recounted(batch.counts, piece, wrong)
        if last:
            batch.state, batch.applied_at, batch.fault = ImportState.done.value, desk.now, None
            batch.summary = {k: v for k, v in batch.summary.items() if k != "moved"}
        session.commit()
    _refused_rows(store, batch_id, wrong)


def _keep_numbers(desk: Desk, batch_id: int, found: list[list[Any]]) -> None:
    """Keep the last numbers of the paper books before the first row takes one."""
    if not found:
        return
    with desk.session() as session:
        batch = session.get_one(ImportBatch, batch_id, with_for_update=True)
        if not batch.summary.get("kept"):
            numbers.keep(session, desk.site_id, found)
            batch.summary = {**batch.summary, "kept": True, "numbers": found}
        session.commit()


def _recounted(counts: dict[str, Any], piece: Sequence[Task], wrong: list[PaperRow]) -> dict[str, Any]:
    out = dict(counts)
    ats = {row.at for row in wrong}
    for task in piece:
        if task.row.at in ats:
            out["changed" if task.of else "new"] -= 1
            out["refused"] = int(out.get("refused", 0)) + 1
    return out


def _refused_rows(store: Store, batch_id: int, rows: Sequence[PaperRow]) -> None:
    """Write into the findings that rows are refused by now."""
    if not rows:
        return
    with RowsFile(store.stage(batch_id)) as stage:
        stage.connection.executemany(
            "UPDATE row SET kind = 'refused', detail = ? WHERE n = ?", [(detail(r.problems), r.at) for r in rows]
        )


def _put_back(desk: Desk | None, store: Store, batch_id: int, rows: list[PaperRow]) -> None:
    """Take back what stands and let the import wait to be confirmed again, with the rows that are refused by now."""
    if desk is None:
        return
    take_back(desk, batch_id)
    _refused_rows(store, batch_id, rows)
    with RowsFile(store.stage(batch_id)) as stage:
        counts = dict(stage.connection.execute("SELECT kind, count(*) FROM row GROUP BY kind").fetchall())
    with desk.session() as session:
        batch = session.get_one(ImportBatch, batch_id)
        batch.counts = {k: counts.get(k, 0) for k in ("new", "changed", "unchanged", "refused")}
        batch.summary = {**batch.summary, "moved": both(REFUSED_NOW.format(n=len(rows)))}
        batch.state, batch.started_at = ImportState.planned.value, None
        session.commit()


__all__ = ["apply_papers"]
