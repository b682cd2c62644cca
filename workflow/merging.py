"""Joining two records of base data that are one and the same person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from access import acting, gate, may
from models import REGISTERS
from models.declare import table_of
from models.engine import Attachment, display
from models.engine.search import index
from models.spec import Actor, Kind, L, Refusal, Verb
from workflow import changes
from workflow.coercion import empty
from workflow.errors import Forbidden, Invalid

SAME = L("请选择两条不同的记录。", "Please choose two different records.")
APART = L("两条记录不在同一个项目，不能合并。", "The two records belong to different sites and can't be merged.")
DONE = L("这条记录已经合并过。", "This record has been merged already.")
INTO = L("合并到 {name}", "Merged into {name}")


def merge(session: Session, keep: Any, drop: Any, *, actor: Actor, now: dt.datetime) -> Any:
    """Join ``drop`` into ``keep`` and return ``keep``.

    Empty fields of ``keep`` are filled from ``drop``; child rows, files and every reference of every register move
    over; ``drop`` is archived and points at ``keep``. Both histories say so. Raises Forbidden, Invalid.
    """
    model = type(keep)
    with acting(session, actor):
        for record in (keep, drop):
            if not (verdict := may(actor, model, Verb.edit, record)):
                raise Forbidden(verdict.reason or SAME)
        faults = [SAME] if keep.id == drop.id or type(drop) is not model else []
        faults += [APART] if getattr(keep, "site_id", None) != getattr(drop, "site_id", None) else []
        faults += [DONE] if "archived" in {keep.status, drop.status} else []
        if faults:
            raise Invalid([Refusal(f) for f in faults])
        with session.no_autoflush, gate(session):
            before_keep, before_drop = changes.snapshot(keep), changes.snapshot(drop)
            _fill(keep, drop)
            _move_rows(keep, drop)
            _repoint(session, model, keep, drop)
            drop.merged_into_id = keep.id
            drop.status = "archived"
            for record in (keep, drop):
                record.updated_at, record.updated_by_id = now, actor.user_id or None
            session.flush()
            for record, before, other in ((keep, before_keep, drop), (drop, before_drop, keep)):
                changes.write(
                    session,
                    record,
                    actor,
                    now,
                    "merge",
                    comment=display(other),
                    changes=changes.difference(before, changes.snapshot(record)),
                )
            index(session, [keep, drop])
    return keep


def _fill(keep: Any, drop: Any) -> None:
    if getattr(drop, "site_values", None):
        keep.site_values = {**drop.site_values, **(keep.site_values or {})}
    for name, field in type(keep).__fields__.items():
        if field.system or field.kind in {Kind.rows, Kind.refs, Kind.files, Kind.computed, Kind.readers}:
            continue
        attribute = f"{name}_id" if field.kind is Kind.ref else name
        if empty(getattr(keep, attribute)) and not empty(getattr(drop, attribute)):
            setattr(keep, attribute, getattr(drop, attribute))


def _move_rows(keep: Any, drop: Any) -> None:
    """Move child rows over, leaving behind those that say the same as one already there."""
    for name, field in type(keep).__fields__.items():
        if field.kind is not Kind.rows:
            continue
        keys = [f"{f.name}_id" if f.kind is Kind.ref else f.name for f in field.rows]
        have = {tuple(str(getattr(r, k)) for k in keys) for r in getattr(keep, name)}
        for row in list(getattr(drop, name)):
            if tuple(str(getattr(row, k)) for k in keys) not in have:
                getattr(drop, name).remove(row)
                getattr(keep, name).append(row)


def _repoint(session: Session, model: type[Any], keep: Any, drop: Any) -> None:
    connection = session.connection()
    for other in REGISTERS:
        for name, field in other.__fields__.items():
            if field.kind is Kind.ref and field.target == model.__name__ and not field.system:
                column = table_of(other).c[f"{name}_id"]
                connection.execute(update(table_of(other)).where(column == drop.id).values({column: keep.id}))
    files = table_of(Attachment)
    connection.execute(
        update(files).where(files.c.register == model.slug(), files.c.record_id == drop.id).values(record_id=keep.id)
    )
