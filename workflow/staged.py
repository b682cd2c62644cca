"""A prepared import written in one short step: ``INSERT … SELECT`` and ``UPDATE … FROM`` out of tables filled beforehand.

The set-based sibling of ``workflow.loading`` for rows that stand ready in *stage* tables: on SQLite an attached file,
on PostgreSQL temporary tables. Everything that takes time (reading, comparing, wording, cutting search tokens) happened
before the write lock was taken. For a model with table ``unit`` the stage holds

* ``new_unit``: ``n`` (1, 2, …; the row's id becomes base + n) and the columns of ``Part.new``; a reference named in
  ``Part.refs`` has its id in ``<column>`` or the number of a new row in ``<column>__n``;
* ``set_unit``: ``id``, ``version`` compared with, each column of ``Part.changed`` with ``old_<column>`` beside it, and
  ``history``, the ready changes as JSON.

Search entries follow in pieces of their own (``workflow.staged_search``). Nothing here commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, text

from access import SiteBreach, may
from models.declare import Moment, Record, table_of
from models.spec import Actor, L, Verb
from workflow.errors import Conflict, Forbidden

MOVED_ON = L(
    "有资料在核对之后被别人改过，没有写入任何内容。请重新核对再导入。",
    "Something was changed by somebody else since it was compared; nothing was written. Compare and import again.",
)
NOT_IMPORTED = L("您的岗位不能导入{register}。", "Your role may not import this register ({register}).")

_MAX = "SELECT coalesce(max(id), 0) FROM {table}"
_COUNT = "SELECT count(*) FROM {stage}{part}"
_LOCK = "LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"
_INSERT = "INSERT INTO {table} ({columns}) SELECT {values} FROM {stage}new_{name} AS s ORDER BY s.n"
_UPDATE = "UPDATE {table} SET {sets} FROM {stage}set_{name} AS s WHERE {table}.id = s.id"
_STRANGER = (
    "SELECT s.n FROM {stage}new_{name} AS s LEFT JOIN {target} AS t ON t.id = s.{column} "
    "WHERE s.{column} IS NOT NULL AND (t.id IS NULL OR t.site_id <> :site) LIMIT 1"
)
_HISTORY = (
    "INSERT INTO history_entry (register, record_id, site_id, at, user_id, actor_name, origin, kind, transition, from_state, "
    "to_state, comment, changes, version) SELECT CAST(:register AS {word}), {record}, :site, {at}, :user, :actor, :origin, "
    "CAST(:kind AS {word}), '', '', CAST(:state AS {word}), :comment, {changes}, {version} FROM {stage}{part} AS s ORDER BY {order}"
)
_NOW = "(SELECT t.version FROM {table} AS t WHERE t.id = s.id)"
_DELETE = "DELETE FROM {table} WHERE id > :base AND id <= :base + :count"
_SEQUENCE = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), :last)"


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a stage: which columns its new rows bring, which of changed rows are set, what points at new rows."""

    model: type[Any]
    new: tuple[str, ...]
    changed: tuple[str, ...] = ()
    refs: Mapping[str, type[Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name, which the stage's tables carry too."""
        return str(table_of(self.model).name)

    @property
    def record(self) -> bool:
        """Whether the rows are records with version and history, not child rows."""
        return issubclass(self.model, Record)


@dataclass(frozen=True, slots=True)
class Note:
    """Who writes, when, at which site, and what the history says beside it."""

    actor: Actor
    now: dt.datetime
    site_id: int
    comment: str
    kind: str = "import"


def check_rights(parts: Sequence[Part], actor: Actor, site_id: int) -> None:
    """Refuse an actor who may not import one of the registers at the site.

    Raises:
        Forbidden: with the reason in words.
        SiteBreach: the site is not one of his.
    """
    if not actor.everywhere and site_id not in actor.sites:
        raise SiteBreach(f"site {site_id} is not the actor's")
    for part in parts:
        if part.record and not may(actor, part.model, Verb.import_, site_id=site_id):
            raise Forbidden(NOT_IMPORTED.format(register=part.model.__register__.label))


def take_lock(connection: Connection, parts: Sequence[Part]) -> None:
    """Keep other writers of these tables out until the transaction ends: PostgreSQL by a lock, SQLite has one writer."""
    if connection.dialect.name != "sqlite":
        _run(connection, _LOCK, tables=", ".join(quoted(connection, part.name) for part in parts))


def write(connection: Connection, parts: Sequence[Part], stage: str, note: Note) -> dict[str, int]:
    """Write a stage; the caller holds the lock and commits. Returns, by table, after which id its new rows begin.

    Args:
        connection: in a writing transaction.
        parts: the tables, in the order in which their rows may point at each other.
        stage: the prefix of the stage's tables (``"stage."`` for an attached file).
        note: who, when, where.

    Raises:
        Forbidden, SiteBreach: the actor may not, or a row points at another site.
        Conflict: a record to be changed has moved on since it was compared.
    """
    check_rights(parts, note.actor, note.site_id)
    bases: dict[str, int] = {}
    for part in parts:
        table = quoted(connection, part.name)
        bases[part.name] = _one(connection, _MAX, table=table)
        if part.changed:
            _change(connection, part, stage, note)
        count = _one(connection, _COUNT, stage=stage, part=f"new_{part.name}")
        if count:
            _insert(connection, part, stage, note, bases)
            if connection.dialect.name != "sqlite":
                _run(connection, _SEQUENCE, {"last": bases[part.name] + count}, table=table)
            if part.record:
                _history(connection, part, stage, note, bases[part.name])
    return bases


def _insert(connection: Connection, part: Part, stage: str, note: Note, bases: Mapping[str, int]) -> None:
    values: dict[str, str] = {"id": "s.n + :base"}
    given: dict[str, Any] = {"base": bases[part.name]}
    for column in part.new:
        target = part.refs.get(column)
        if target is None:
            values[column] = f"s.{column}"
            continue
        given[f"base_{column}"] = bases[str(table_of(target).name)]
        values[column] = f"coalesce(s.{column}, s.{column}__n + :base_{column})"
        names = {"name": part.name, "column": column, "target": quoted(connection, str(table_of(target).name))}
        if "site_id" in table_of(target).c and _one(
            connection, _STRANGER, {"site": note.site_id}, stage=stage, **names
        ):
            raise SiteBreach(f"{part.name}: {column} is missing or belongs to another site")
    if part.record:
        flow = part.model.__register__.flow
        fixed = {"site_id": note.site_id, "version": 1, "created_at": note.now, "updated_at": note.now,
                 "created_by_id": note.actor.user_id or None, "updated_by_id": note.actor.user_id or None,
                 "status": flow.initial if flow else None}  # fmt: skip
        values |= {name: _typed(connection, part, name) for name in fixed}
        given |= fixed
    columns = ", ".join(quoted(connection, name) for name in values)
    clause = _clause(_INSERT, table=quoted(connection, part.name), columns=columns, values=", ".join(values.values()),
                     stage=stage, name=part.name)  # fmt: skip
    connection.execute(clause.bindparams(*_moments(given)), given)


def _typed(connection: Connection, part: Part, name: str) -> str:
    """A bound value with the column's type, which PostgreSQL does not guess in a SELECT."""
    if connection.dialect.name == "sqlite":
        return f":{name}"
    return f"CAST(:{name} AS {table_of(part.model).c[name].type.compile(connection.dialect)})"


def _change(connection: Connection, part: Part, stage: str, note: Note, *, back: bool = False) -> None:
    """Set the changed columns of a part, or ``back`` to what they were."""
    table, prefix = quoted(connection, part.name), "old_" if back else ""
    count = _one(connection, _COUNT, stage=stage, part=f"set_{part.name}")
    if not count:
        return
    sets = [f"{quoted(connection, c)} = s.{prefix}{c}" for c in part.changed]
    given: dict[str, Any] = {}
    statement = _UPDATE
    if part.record:
        sets += [f"version = {table}.version + 1", "updated_at = :at", "updated_by_id = :user"]
        given = {"at": note.now, "user": note.actor.user_id or None}
        statement += "" if back else f" AND {table}.version = s.version"
    clause = _clause(statement, table=table, sets=", ".join(sets), stage=stage, name=part.name)
    written = connection.execute(clause.bindparams(*_moments(given)), given).rowcount
    if written != count:
        raise Conflict(MOVED_ON)
    if part.record:
        _history(connection, part, stage, note, None, back=back)


def _history(
    connection: Connection, part: Part, stage: str, note: Note, base: int | None, *, back: bool = False
) -> None:
    """One line of history for each new row (``base`` given) or each changed one."""
    flow, sqlite = part.model.__register__.flow, connection.dialect.name == "sqlite"
    new = base is not None
    changes = "s.unhistory" if back else "s.history"
    if new:
        changes = "'[]'"
    given = {
        "register": part.model.slug(), "site": note.site_id, "user": note.actor.user_id or None, "at": note.now,
        "actor": note.actor.name, "origin": note.actor.origin, "kind": note.kind, "comment": note.comment,
        "state": flow.initial if flow and not (new and back) else "",
    }  # fmt: skip
    if new:
        given["base"] = base
    clause = _clause(
        _HISTORY,
        stage=stage,
        part=f"new_{part.name}" if new else f"set_{part.name}",
        record="s.n + :base" if new else "s.id",
        changes=changes if sqlite else f"CAST({changes} AS json)",
        version="1" if new else _NOW.format(table=quoted(connection, part.name)),
        order="s.n" if new else "s.id",
        word="TEXT" if sqlite else "VARCHAR",
        at=":at" if sqlite else "CAST(:at AS timestamptz)",
    )
    connection.execute(clause.bindparams(*_moments(given)), given)


def take_back(connection: Connection, parts: Sequence[Part], stage: str, bases: Mapping[str, int], note: Note) -> None:
    """Undo what ``write`` did: changed rows get their old values, new ones go; the history keeps a line for each.

    The caller has made sure, under the lock, that nothing was changed since.
    """
    check_rights(parts, note.actor, note.site_id)
    for part in parts:
        if part.changed:
            _change(connection, part, stage, note, back=True)
    for part in reversed(parts):
        count = _one(connection, _COUNT, stage=stage, part=f"new_{part.name}")
        if not count:
            continue
        if part.record:
            _history(connection, part, stage, note, bases[part.name], back=True)
        given = {"base": bases[part.name], "count": count}
        removed = connection.execute(_clause(_DELETE, table=quoted(connection, part.name)), given).rowcount
        if removed != count:
            raise Conflict(MOVED_ON)


def quoted(connection: Connection, name: str) -> str:
    """A name as the database wants it written."""
    return connection.dialect.identifier_preparer.quote(name)


def _clause(template: str, **names: str) -> TextClause:
    return text(template.format(**names))


def _moments(given: Mapping[str, Any]) -> list[Any]:
    return [bindparam(name, type_=Moment()) for name, value in given.items() if isinstance(value, dt.datetime)]


def _one(connection: Connection, template: str, given: Mapping[str, Any] | None = None, **names: str) -> int:
    return int(connection.execute(_clause(template, **names), given or {}).scalar() or 0)


def _run(connection: Connection, template: str, given: Mapping[str, Any] | None = None, **names: str) -> None:
    connection.execute(_clause(template, **names), given or {})


__all__ = ["MOVED_ON", "NOT_IMPORTED", "Note", "Part", "check_rights", "quoted", "take_back", "take_lock", "write"]
