"""Takes an import back as long as nothing it wrote was changed since; says what was, when it can't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exchange.batches.life import Store
from exchange.batches.words import CHANGED_SINCE, GONE, IN_USE, NOT_DONE, ImportRefused
from exchange.roster.apply import finish_index
from exchange.roster.stage import PARTS, linked, opened
from models.declare import Base, Record, table_of
from models.engine import ImportBatch, ImportState
from models.engine.display import display_name
from models.spec import Actor
from workflow import staged, staged_search
from workflow.errors import Conflict

_SHOWN = 5
_TAKEN_BACK = (
    "2 * (SELECT count(*) FROM history_entry AS h WHERE h.register = '{plain}' AND h.record_id = t.id AND h.kind = 'undo' "
    "AND h.version > {since})"
)
_NEWER = "SELECT t.{name} FROM {table} AS t WHERE t.id > :base AND t.id <= :base + :count AND t.version <> 1 + {back}"
_CHANGED = "SELECT t.{name} FROM {table} AS t JOIN {stage}set_{plain} AS s ON s.id = t.id WHERE t.version <> s.version + 1 + {back}"
_POINTING = "SELECT {shown} FROM {table} AS t WHERE t.{column} > :base AND t.{column} <= :base + :count"
_NOT_OURS = " AND NOT (t.id > :own AND t.id <= :own + :ours)"


def undo_batch(engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime) -> ImportBatch:
    """Take an import back: what it changed gets its old values, what it made goes; the history keeps both.

    Raises:
        ImportRefused: it wrote nothing, its files are gone, or something it wrote was changed or used since (named).
        Forbidden, SiteBreach: the actor may not import there.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        staged.check_rights(PARTS, actor, batch.site_id or 0)
        if batch.state != ImportState.done.value:
            raise ImportRefused(NOT_DONE)
        path = store.stage(batch_id)
        if not path.exists():
            raise ImportRefused(GONE)
        session.commit()
        finish_index(engine, store, batch)
        with opened(path) as stage:
            counts, parts = stage.counts(), stage.parts
        try:
            with linked(engine, path, lambda: None) as (connection, prefix), connection.begin():
                _take_back(connection, prefix, batch, counts, parts, actor=actor, now=now)
        except IntegrityError as error:
            raise ImportRefused(IN_USE.format(names="…")) from error
        except Conflict as error:
            raise ImportRefused(CHANGED_SINCE.format(count=1, names="…")) from error
        session.expire_all()
        return session.get_one(ImportBatch, batch_id)


def _take_back(
    connection: Connection, prefix: str, batch: ImportBatch, counts: dict[str, int], parts: tuple[staged.Part, ...], *,
    actor: Actor, now: dt.datetime,
) -> None:  # fmt: skip
    bases = batch.summary["bases"]
    staged.take_lock(connection, PARTS)
    _refuse(CHANGED_SINCE, list(_changed(connection, prefix, bases, counts)))
    _refuse(IN_USE, list(_used(connection, bases, counts)))
    note = staged.Note(actor, now, batch.site_id or 0, f"#{batch.id} {batch.file_name}", kind="undo")
    staged.take_back(connection, parts, prefix, bases, note)
    for part in PARTS:
        if part.record:
            staged_search.drop_new(connection, part, bases[part.name], counts[f"new_{part.name}"])
            for piece in staged_search.pieces([part], counts, ("back",)):
                staged_search.write_piece(connection, part, prefix, bases[part.name], piece)
    own = table_of(ImportBatch)
    done = connection.execute(
        update(own)
        .where(own.c.id == batch.id, own.c.state == ImportState.done.value)
        .values(state=ImportState.undone.value, undone_at=now, undone_by=actor.name)
    )
    if not done.rowcount:
        raise ImportRefused(NOT_DONE)


def _refuse(label: Any, names: list[str]) -> None:
    if names:
        shown = "、".join(dict.fromkeys(names[:_SHOWN])) + ("…" if len(names) > _SHOWN else "")
        raise ImportRefused(label.format(count=len(names), names=shown))


def _changed(connection: Connection, prefix: str, bases: dict[str, int], counts: dict[str, int]) -> Iterator[str]:
    """Names of records the import wrote that were written again since; a later import that was undone does not count."""
    for part in PARTS:
        if not part.record:
            continue
        names = {"name": display_name(part.model), "table": staged.quoted(connection, part.name), "plain": part.name}
        given = {"base": bases[part.name], "count": counts[f"new_{part.name}"]}
        back = _TAKEN_BACK.format(plain=part.name, since="1")
        yield from map(str, connection.execute(text(_NEWER.format(back=back, **names)), given).scalars())
        if part.changed:
            back = _TAKEN_BACK.format(plain=part.name, since="s.version + 1")
            yield from map(str, connection.execute(text(_CHANGED.format(stage=prefix, back=back, **names))).scalars())


def _used(connection: Connection, bases: dict[str, int], counts: dict[str, int]) -> Iterator[str]:
    """Names of rows outside the import that point at something it made."""
    ours = {part.name for part in PARTS}
    made = {name: counts[f"new_{name}"] for name in ours if counts.get(f"new_{name}")}
    for mapper in Base.registry.mappers:
        table = table_of(mapper.class_)
        for column in table.c:
            targets = {key.column.table.name for key in column.foreign_keys} & made.keys()
            for target in targets:
                record = issubclass(mapper.class_, Record)
                shown = f"t.{display_name(mapper.class_)}" if record else f"'{table.name}'"
                given = {"base": bases[target], "count": made[target]}
                query = _POINTING
                if table.name in ours:
                    given |= {"own": bases[table.name], "ours": counts[f"new_{table.name}"]}
                    query += _NOT_OURS
                clause = text(
                    query.format(shown=shown, table=staged.quoted(connection, table.name), column=column.name)
                )
                yield from map(str, connection.execute(clause, given).scalars())
