"""Many rows at once: the set-based side of ``create`` and ``edit``, for rosters and site packs.

```python
units = load(session, Unit, [{"site_id": 1, "building_id": 7, "entrance": "1", "room": "502", ...}], actor=me, now=now)
load(session, Occupancy, [{"parent_id": resident, "unit_id": units[0], "relation": Relation.owner}], actor=me, now=now)
alter(session, Resident, [Change(9, 3, {"phone": "139…", "phone_tail": "1234"}, {"phone": "138…"})], actor=me, now=now)
unload(session, Unit, units, actor=me, now=now)
```

Rows are mappings of column names to Python values that the caller has validated; derived columns (``address_key``,
``name_pinyin``) are the caller's to give. Written besides: ids, version, state and stamps, one line of history a record,
its search entry. Checked here: the right to import, the site of every row and of what it points at. A few passes over
columns, no ORM object: 100,000 rows cost about as much as writing them. Nothing is committed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnDefault, FromClause, Table, select
from sqlalchemy.orm import Session

from access import SiteBreach, may
from models import by_name, register
from models.declare import Record, Row, table_of
from models.engine import HistoryEntry, display_name
from models.engine.search import index_many, unindex_many
from models.spec import Actor, Default, Kind, L, Scope, Verb
from workflow import changes as history
from workflow import many
from workflow.errors import Conflict, Forbidden

MOVED_ON = L(
    "有 {n} 条记录在核对之后被别人改过，没有写入任何内容。请重新核对再导入。",
    "{n} records were changed by somebody else since they were compared; nothing was written. Compare and import again.",
)
NOT_IMPORTED = L("您的岗位不能导入{register}。", "Your role may not import this register ({register}).")


@dataclass(frozen=True, slots=True)
class Change:
    """New values of one row.

    ``version`` is the one compared with (ignored for child rows); ``before`` holds the old values that belong into the
    history, by the same column names as ``values``; ``lines`` are ready lines of history, for child rows written apart:
    ``{"field": "occupancies", "old": [...], "new": [...]}``.
    """

    id: int
    version: int
    values: Mapping[str, Any]
    before: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    """Who writes, when, and what the history says of it."""

    actor: Actor
    now: dt.datetime
    kind: str
    batch: str | None

    @property
    def user_id(self) -> int | None:
        return self.actor.user_id or None


def load(
    session: Session,
    model: type[Any],
    rows: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    now: dt.datetime,
    kind: str = "import",
    batch: str | None = None,
) -> list[int]:
    """Insert ``rows`` and return their ids in the same order.

    Args:
        session: the caller's; pending changes are flushed first, loaded objects are expired, nothing is committed.
        model: a register of base data (no number, no deadlines) or a child table (rows then carry ``parent_id``).
        rows: column name -> value. A column absent from every row keeps its declared default, else stays empty.
        actor: who imports; must hold ``import`` at the site of every row.
        now: the moment (aware), for stamps and history.
        kind: the kind of the history lines. They name no fields: what a row began with is what its changes lead back to.
        batch: what the history says beside it: the import's number or the file's name.

    Raises:
        Forbidden: the actor may not import this register at one of the sites.
        SiteBreach: a row points at a row of another site.
        ValueError: the register has numbers or deadlines; such records are made by ``create``.
    """
    if not rows:
        return []
    session.flush()
    note, connection, table = _Note(actor, now, kind, batch), session.connection(), _table(model)
    record = issubclass(model, Record)
    if record:
        _rights(model, {row.get("site_id") for row in rows}, actor)
    ids = many.new_ids(connection, table, len(rows))
    names = sorted(set().union(*rows))
    fixed = {name: value for name, value in _defaults(model, table, note).items() if name not in names}
    for first in range(0, len(rows), many.CHUNK):
        part, numbers = rows[first : first + many.CHUNK], ids[first : first + many.CHUNK]
        given: dict[str, Iterable[Any]] = {name: [row.get(name) for row in part] for name in names}
        many.insert(connection, table, {"id": numbers, **given}, fixed, len(part))
        if record:
            sites = [row.get("site_id") for row in part]
            _write_history(
                session, model, {"record_id": numbers, "site_id": sites}, {"changes": [], "version": 1}, note
            )
            _search(session, model, numbers, part, sites)
    _check_sites(session, model, ids, actor)
    session.expire_all()
    return ids


def alter(
    session: Session,
    model: type[Any],
    changed: Sequence[Change],
    *,
    actor: Actor,
    now: dt.datetime,
    kind: str = "import",
    batch: str | None = None,
    words: Mapping[str, Mapping[int, str]] | None = None,
) -> None:
    """Change many rows, each only in the columns it names, with history and search entries.

    ``words`` gives, by column name, what the history calls a referenced row instead of its id. A record whose version
    moved on since it was compared refuses the whole call.

    Raises:
        Forbidden: the actor may not import this register at one of the sites.
        SiteBreach: a row would point at a row of another site.
        Conflict: somebody changed one of the records meanwhile.
    """
    if not changed:
        return
    session.flush()
    note, table = _Note(actor, now, kind, batch), _table(model)
    ids = [change.id for change in changed]
    sites = _sites(session, model, ids, actor)
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changed:
        alike[tuple(change.values)].append(change)
    written = sum(_update(session, table, names, part, note) for names, part in alike.items())
    if written != len(changed):
        raise Conflict(MOVED_ON.format(n=len(changed) - written))
    if issubclass(model, Record):
        columns: dict[str, Sequence[Any]] = {
            "record_id": ids,
            "site_id": [sites[i] for i in ids],
            "changes": [[*_lines(model, change, words or {}), *change.lines] for change in changed],
            "version": [change.version + 1 for change in changed],
        }
        _write_history(session, model, columns, {}, note)
        _search_again(session, model, changed, sites)
    _check_sites(session, model, ids, actor)
    session.expire_all()


def unload(
    session: Session,
    model: type[Any],
    ids: Sequence[int],
    *,
    actor: Actor,
    now: dt.datetime,
    kind: str = "undo",
    batch: str | None = None,
) -> None:
    """Take loaded rows away again: the undo of an import, which has made sure that nothing was changed since.

    A line of history stays. A row that others point at is refused by the database (IntegrityError).

    Raises:
        Forbidden: the actor may not import this register at one of the sites.
    """
    if not ids:
        return
    session.flush()
    table, sites = _table(model), _sites(session, model, ids, actor)
    if issubclass(model, Record):
        columns: dict[str, Sequence[Any]] = {"record_id": list(sites), "site_id": list(sites.values())}
        note = _Note(actor, now, kind, batch)
        _write_history(session, model, columns, {"changes": [], "version": 1, "to_state": ""}, note)
        unindex_many(session, model.slug(), ids)
    for part in many.ranges(table, ids, alone=False):
        session.connection().execute(table.delete().where(part))
    session.expire_all()


def _table(model: type[Any]) -> Table:
    if issubclass(model, Record) and (model.__register__.prefix or model.__register__.deadlines):
        raise ValueError(f"{model.__name__} has numbers or deadlines: its records are made by workflow.create")
    return table_of(model)


def _owner(model: type[Any]) -> type[Record]:
    return register(model.__parent__) if issubclass(model, Row) else model


def _rights(model: type[Any], sites: Iterable[int | None], actor: Actor) -> None:
    owner = _owner(model)
    for site_id in sites:
        if site_id is not None and not actor.everywhere and site_id not in actor.sites:
            raise SiteBreach(f"{owner.slug()}: site {site_id} is not the actor's")
        if not may(actor, owner, Verb.import_, site_id=site_id):
            raise Forbidden(NOT_IMPORTED.format(register=owner.__register__.label))


def _sites(session: Session, model: type[Any], ids: Sequence[int], actor: Actor) -> dict[int, int | None]:
    """Return the site of each row that is there, after making sure the actor may import there."""
    own = table_of(model)
    home, joined = _home(model)
    found: dict[int, int | None] = {}
    site = home.c.site_id if "site_id" in home.c else None
    for part in many.ranges(own, ids, alone=False):
        columns = [own.c.id] if site is None else [own.c.id, site]
        for row in session.connection().execute(select(*columns).select_from(joined).where(part)):
            found[row[0]] = None if site is None else row[1]
    _rights(model, set(found.values()), actor)
    return {i: found[i] for i in ids if i in found}


def _home(model: type[Any]) -> tuple[Table, FromClause]:
    """Return the table that names the site of a model's rows, and the model's own table joined with it."""
    own = table_of(model)
    if not issubclass(model, Row):
        return own, own
    home = table_of(_owner(model))
    return home, own.join(home, home.c.id == own.c.parent_id)


def _defaults(model: type[Any], table: Table, note: _Note) -> dict[str, Any]:
    """Return the columns that are the same in every row unless the rows name them."""
    out: dict[str, Any] = {
        c.name: c.default.arg for c in table.c if isinstance(c.default, ColumnDefault) and c.default.is_scalar
    }
    for name, field in model.__fields__.items():
        if field.default is not None and not isinstance(field.default, Default) and field.kind is not Kind.ref:
            out[name] = field.default
    if issubclass(model, Record):
        out |= {"version": 1, "created_at": note.now, "updated_at": note.now}
        out |= {"created_by_id": note.user_id, "updated_by_id": note.user_id}
    return out


def _update(session: Session, table: Table, names: tuple[str, ...], part: list[Change], note: _Note) -> int:
    columns = {name: [change.values[name] for change in part] for name in names}
    where = {"id": [change.id for change in part]}
    fixed: dict[str, Any] = {}
    if "version" in table.c:
        where["version"] = [change.version for change in part]
        fixed = {"updated_at": note.now, "updated_by_id": note.user_id}
    return many.update(session.connection(), table, columns, fixed, where)


def _lines(model: type[Any], change: Change, words: Mapping[str, Mapping[int, str]]) -> list[dict[str, Any]]:
    out = []
    for column, old in change.before.items():
        new = change.values[column]
        if old == new:
            continue
        field = column if column in model.__fields__ else column.removesuffix("_id")
        named = words.get(column, {})
        worded = [named.get(value, history.plain(value)) for value in (old, new)]
        out.append({"field": field, "old": worded[0], "new": worded[1]})
    return out


def _write_history(
    session: Session, model: type[Any], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any], note: _Note
) -> None:
    flow = model.__register__.flow
    fixed = {
        "register": model.slug(), "at": note.now, "user_id": note.user_id, "actor_name": note.actor.name,
        "origin": note.actor.origin, "kind": note.kind, "transition": "", "from_state": "",
        "to_state": flow.initial if flow else "", "comment": note.batch or "", **same,
    }  # fmt: skip
    many.insert(session.connection(), table_of(HistoryEntry), columns, fixed, len(columns["record_id"]))


def _search(
    session: Session,
    model: type[Any],
    ids: Sequence[int],
    rows: Sequence[Mapping[str, Any]],
    sites: Sequence[int | None],
) -> None:
    """Put new records into the search index, under the same words as ``models.engine.search.searchable`` finds."""
    plain: list[list[str]] = [[] for _ in rows]
    restricted: list[list[str]] = [[] for _ in rows]
    for path in model.__register__.search:
        if "." in path:
            raise ValueError(f"{model.__name__}: loading can't follow the search path {path}")
        field = model.__fields__[path]
        values = [row.get(path) for row in rows]
        if field.kind is Kind.ref:
            values = _named(session, field.target or "", [row.get(f"{path}_id") for row in rows])
        for line, value in zip(restricted if field.see else plain, values, strict=True):
            if value is not None:
                line.append(str(value))
    if model.__register__.search:
        texts = ((" \n ".join(p), " \n ".join(r)) for p, r in zip(plain, restricted, strict=True))
        entries = [(i, site, p, r) for i, site, (p, r) in zip(ids, sites, texts, strict=True)]
        index_many(session, model.slug(), entries)


def _named(session: Session, target: str, ids: Sequence[int | None]) -> list[str | None]:
    model = by_name(target)
    wanted = sorted({i for i in ids if i is not None})
    names = dict(many.by_ids(session.connection(), table_of(model), wanted, display_name(model)))
    return [None if i is None else str(names.get(i) or f"#{i}") for i in ids]


def _search_again(session: Session, model: type[Any], changed: Sequence[Change], sites: Mapping[int, Any]) -> None:
    """Renew the search entries of records in which something searchable changed."""
    table = table_of(model)
    searched = sorted(p if p in table.c else f"{p}_id" for p in model.__register__.search)
    ids = [change.id for change in changed if not change.values.keys().isdisjoint(searched)]
    if not ids:
        return
    unindex_many(session, model.slug(), ids)
    for part in many.ranges(table, ids, alone=False):
        query = select(table.c.id, *(table.c[name] for name in searched)).where(part)
        rows = [dict(row) for row in session.connection().execute(query).mappings()]
        numbers = [row["id"] for row in rows]
        _search(session, model, numbers, rows, [sites[i] for i in numbers])


def _check_sites(session: Session, model: type[Any], ids: Sequence[int], actor: Actor) -> None:
    """Refuse rows that point at a row of another site, and child rows of a record the actor may not reach."""
    connection, own = session.connection(), table_of(model)
    home, joined = _home(model)
    if "site_id" not in home.c:
        return
    alone = connection.dialect.name == "sqlite"
    if home is not own:
        found: set[int | None] = set()
        for part in many.ranges(own, ids, alone=alone):
            found.update(
                connection.execute(select(home.c.site_id).select_from(joined).where(part).distinct()).scalars()
            )
        _rights(model, found, actor)
    for name, field in model.__fields__.items():
        if field.kind is not Kind.ref or f"{name}_id" not in own.c:
            continue
        target = by_name(field.target or "")
        if target.__register__.scope is Scope.none:
            continue
        other = table_of(target).alias("pointed_at")
        pointing = joined.join(other, other.c.id == own.c[f"{name}_id"])
        for part in many.ranges(own, ids, alone=alone):
            query = select(own.c.id).select_from(pointing).where(part, other.c.site_id != home.c.site_id).limit(1)
            if (wrong := connection.execute(query).scalar()) is not None:
                raise SiteBreach(f"{own.name} #{wrong}: {name} belongs to another site")


__all__ = ["Change", "alter", "load", "unload"]
