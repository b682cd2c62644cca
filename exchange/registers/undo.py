"""Takes a loaded workbook back while nothing was done with its records: numbered ones are made void, others go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import workflow
from access import may
from exchange.roster.words import CHANGED_SINCE, NOT_DONE, ImportRefused
from models.declare import Base, Record, Row, table_of
from models.engine import ImportBatch, ImportState, display
from models.spec import Actor, L, Verb
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


def undo(session: Session, batch: ImportBatch, model: type[Any], actor: Actor, now: dt.datetime) -> None:
    """Take back what an import made. The caller commits.

    Raises:
        ImportRefused: it wrote nothing, the register keeps what it has, or a record was changed or used since.
        Forbidden: the actor may not import there.
    """
    verdict = may(actor, model, Verb.import_, site_id=batch.site_id)
    if not verdict:
        raise workflow.Forbidden(verdict.reason or model.__register__.label)
    if not undoable(model):
        raise ImportRefused(STAYS)
    own = table_of(ImportBatch)
    mine = update(own).where(own.c.id == batch.id, own.c.state == ImportState.done.value)
    stamp = {"state": ImportState.undone.value, "undone_at": now, "undone_by": actor.name}
    if not session.connection().execute(mine.values(**stamp)).rowcount:
        raise ImportRefused(NOT_DONE)
    session.expire(batch)
    made = {int(i): int(v) for i, v in batch.summary.get("made", ())}
    query = select(model).where(model.id.in_(made)).execution_options(populate_existing=True)
    records = {r.id: r for r in session.scalars(query)}
    changed = [
        display(records[i]) if i in records else f"#{i}"
        for i, v in made.items()
        if i not in records or records[i].version != v
    ]
    _refuse(CHANGED_SINCE, changed)
    _refuse(IN_USE, list(_used(session, model, list(made))))
    if _voidable(model):
        words = REASON.format(name=f"#{batch.id} {batch.file_name}").text("zh")
        for record in records.values():
            workflow.apply(session, record, "void", {"reason": words}, actor=actor, now=now, forced=True)
    else:
        unload(session, model, list(made), actor=actor, now=now, batch=f"#{batch.id} {batch.file_name}")


def _voidable(model: type[Any]) -> bool:
    flow = model.__register__.flow
    return flow is not None and any(t.name == "void" and flow.initial in t.source for t in flow.transitions)


def _refuse(label: Any, names: list[str]) -> None:
    if names:
        shown = "、".join(dict.fromkeys(names[:_SHOWN])) + ("…" if len(names) > _SHOWN else "")
        raise ImportRefused(label.format(count=len(names), names=shown))


def _used(session: Session, model: type[Any], ids: list[int]) -> Iterator[str]:
    """Names of records that point at one of ``ids``, their own lines left aside."""
    for mapper in Base.registry.mappers:
        other: Any = mapper.class_
        if issubclass(other, Row) and getattr(other, "__parent__", "") == model.slug():
            continue
        for column in table_of(other).c:
            if not any(key.column.table.name == table_of(model).name for key in column.foreign_keys):
                continue
            for number in session.connection().execute(select(table_of(other).c.id).where(column.in_(ids))).scalars():
                yield display(session.get(other, number)) if issubclass(other, Record) else table_of(other).name
