"""Takes a loaded workbook back while nothing was done with its records: numbered ones are made void, others go.

What the workbook changed gets its old values. A long one is taken back in pieces, like it was written.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import workflow
from exchange.batches.life import Store, move
from exchange.batches.words import CHANGED_SINCE, NOT_DONE, ImportRefused, Tell, quiet
from exchange.registers import numbers
from exchange.registers.known import MANY, Made, made_of
from exchange.registers.plan import PAUSE, desk_of
from exchange.registers.writing import PIECE, WHOLE, Desk
from models.declare import Base, Record, Row, table_of
from models.engine import ImportBatch, ImportState, display
from models.spec import VOID, Actor, L
from workflow.loading import unload

STAYS = L(
    "这个台账的记录按规定不能删除也不能作废，导入后不能撤销。",
    "Records of this register may neither be deleted nor voided, so this cannot be undone.",
)
IN_USE = L(
    "不能撤销：有 {count} 份别的单据已经用到导入的记录，例如 {names}。",
    "It can't be undone: {count} other records use what was imported, for instance {names}.",
)
REASON = L("撤销导入：{name}", "Import undone: {name}")
_SHOWN = 5


def undoable(model: type[Any]) -> bool:
    """Say whether records of ``model`` can be taken back at all."""
    spec = model.__register__
    return _voidable(model) or not (spec.prefix or spec.deadlines)


def undo_papers(
    engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> ImportBatch:
    """Take back what an import made, or carry on taking it back.

    Raises:
        ImportRefused: it wrote nothing, the register keeps what it has, or a record was changed or used since.
        Forbidden: the actor may not import there.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        desk = desk_of(engine, batch, actor, now)
        if not undoable(desk.model):
            raise ImportRefused(STAYS)
        state = batch.state
        session.commit()
        if state == ImportState.done.value:
            with desk.session() as looking:
                _check(looking, desk, made_of(batch))
        start = (ImportState.done, ImportState.undoing)
        if not move(session, batch, ImportState.undoing, start=start, started_at=now):
            raise ImportRefused(NOT_DONE)
        session.commit()
        try:
            take_back(desk, batch_id, tell)
        except (ImportRefused, workflow.WorkflowError):
            move(session, batch, ImportState.done, start=(ImportState.undoing,))
            session.commit()
            raise
        stamp = {"undone_at": now, "undone_by": actor.name}
        move(session, batch, ImportState.undone, start=(ImportState.undoing,), **stamp)
        session.commit()
        return session.get_one(ImportBatch, batch_id, populate_existing=True)


def take_back(desk: Desk, batch_id: int, tell: Tell = quiet) -> None:
    """Take back what stands of an import, the newest first, a piece in a transaction. Raises what the rules refuse."""
    with desk.session() as session:
        total = len(made_of(session.get_one(ImportBatch, batch_id)))
    size = total if total <= WHOLE else PIECE
    left = total
    while True:
        with desk.session() as session:
            batch = session.get_one(ImportBatch, batch_id, with_for_update=True)
            every = made_of(batch)
            piece = every[-size:] if size else []
            _back(session, desk, piece, f"#{batch.id} {batch.file_name}")
            batch = session.get_one(ImportBatch, batch_id, populate_existing=True)
            kept = every[: len(every) - len(piece)]
            batch.summary = {**batch.summary, "made": [m.plain() for m in kept]}
            if not kept and batch.summary.get("kept"):
                numbers.forget(session, desk.site_id, batch.summary.get("numbers", []))
                batch.summary = {k: v for k, v in batch.summary.items() if k != "kept"}
            session.commit()
        left -= len(piece)
        if not kept:
            return
        tell("undoing", total - left, total)
        time.sleep(PAUSE)


def _back(session: Session, desk: Desk, piece: Sequence[Made], name: str) -> None:
    records = _records(session, desk.model, [m.id for m in piece])
    changed = [m for m in piece if m.before is not None]
    for made in changed:
        if made.before:
            workflow.edit(
                session, records[made.id], made.before, actor=desk.actor, now=desk.now, forced=True, kind="undo"
            )
    fresh = [m.id for m in piece if m.before is None]
    if _voidable(desk.model):
        words = REASON.format(name=name).text("zh")
        for number in reversed(fresh):
            record = records[number]
            workflow.apply(session, record, "void", {"reason": words}, actor=desk.actor, now=desk.now, forced=True)
    else:
        unload(session, desk.model, fresh, actor=desk.actor, now=desk.now, batch=name)


def _records(session: Session, model: type[Any], ids: Sequence[int]) -> dict[int, Any]:
    out: dict[int, Any] = {}
    for first in range(0, len(ids), MANY):
        query = select(model).where(model.id.in_(ids[first : first + MANY])).execution_options(populate_existing=True)
        out |= {r.id: r for r in session.scalars(query)}
    return out


def _check(session: Session, desk: Desk, made: list[Made]) -> None:
    records = _records(session, desk.model, [m.id for m in made])
    changed = [
        display(records[m.id]) if m.id in records else f"#{m.id}"
        for m in made
        if m.id not in records or records[m.id].version != m.version
    ]
    _refuse(CHANGED_SINCE, changed)
    _refuse(IN_USE, list(_used(session, desk.model, [m.id for m in made if m.before is None])))


def _voidable(model: type[Any]) -> bool:
    flow = model.__register__.flow
    return flow is not None and any(t.name == "void" and flow.initial in t.source for t in flow.transitions)


def _refuse(label: Any, names: list[str]) -> None:
    if names:
        shown = "、".join(dict.fromkeys(names[:_SHOWN])) + ("…" if len(names) > _SHOWN else "")
        raise ImportRefused(label.format(count=len(names), names=shown))


def _used(session: Session, model: type[Any], ids: list[int]) -> Iterator[str]:
    """Names of records that point at one of ``ids``, their own lines left aside; where both become void, void ones too."""
    for mapper in Base.registry.mappers:
        other: Any = mapper.class_
        if issubclass(other, Row) and getattr(other, "__parent__", "") == model.slug():
            continue
        for column in table_of(other).c:
            if not any(key.column.table.name == table_of(model).name for key in column.foreign_keys):
                continue
            for first in range(0, len(ids), MANY):
                query = select(table_of(other).c.id).where(column.in_(ids[first : first + MANY]))
                if _voidable(model) and issubclass(other, Record) and _voidable(other):
                    query = query.where(table_of(other).c.status != VOID.name)
                for number in session.connection().execute(query).scalars():
                    yield display(session.get(other, number)) if issubclass(other, Record) else table_of(other).name


__all__ = ["STAYS", "take_back", "undo_papers", "undoable"]
