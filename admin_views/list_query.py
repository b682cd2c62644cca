"""The one statement behind a list page: ids from an index first, then the shown columns of those rows as tuples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    String,
    and_,
    asc,
    bindparam,
    desc,
    false,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

import access
from admin_views import list_chips
from admin_views.list_filters import Condition, column_of, sql
from admin_views.list_order import Order, directions, key_text, key_value
from admin_views.list_state import Cursor, ListState
from admin_views.reader import Reader
from admin_views.turns import Turns
from models import by_name
from models.declare import Record
from models.engine import called_column, display_column
from models.engine.search import match, match_values
from models.spec import Field, Kind, Scope

CAP = 1000
"""Rows counted exactly; more are "1,000+"."""
MOST_HITS = 2000
"""Search hits looked at when another order than newest first is asked for."""
BELIEVED = dt.timedelta(minutes=1)
"""How long a list of more than ``CAP`` rows is taken to have that many still."""
EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
MOST_KEPT = 5000
_many: dict[Hashable, dt.datetime] = {}
PLAIN = frozenset(Kind) - {Kind.refs, Kind.rows, Kind.files, Kind.computed, Kind.readers, Kind.ref}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ordering:
    """The name of what a list is ordered by (empty: newest hit of a search first); ``shown`` when it was asked for."""

    name: str = ""
    descending: bool = True
    shown: str = ""
    refused: bool = False


@dataclass(kw_only=True, slots=True)
class Found:
    """One page of rows. ``total`` is None when not counted; ``capped`` when there are more than ``total``."""

    rows: list[Any] = field(default_factory=list)
    has_next: bool = False
    has_previous: bool = False
    first: Cursor | None = None
    last: Cursor | None = None
    total: int = 0
    capped: bool = False
    sorted_by: str = ""
    refused_sort: bool = False


@dataclass(kw_only=True)
class ListQuery:
    """Builds and runs the statements of one list page."""

    reader: Reader
    model: type[Record]
    state: ListState
    fields: Sequence[Field]
    turns: Turns
    restricted: bool = False
    """Whether the search may look in fields that only some roles may see."""
    own: tuple[str, ...] = ()
    """The site's own fields that the search looks in as well."""
    _terms: dict[str, Any] | None = None

    def run(self) -> Found:
        """Fetch the page that the state names."""
        state = self.state
        found = Found()
        far = bool(state.sort and not state.search and not indexed(self.model, state.sort))
        if far:
            found.total, found.capped = self._count()
        ordering = self._ordering(many=found.capped)
        found.sorted_by, found.refused_sort = ordering.shown, ordering.refused
        rows = list(self._page(ordering))
        more = len(rows) > state.page_size
        rows = rows[: state.page_size]
        forward = state.before is None
        if not forward:
            rows.reverse()
        found.rows = rows
        found.has_next = more if forward else True
        found.has_previous = more if not forward else state.by_cursor or state.page > 1
        if rows:
            found.first = Cursor(key=key_text(rows[0].cursor_key), id=rows[0].cursor_id)
            found.last = Cursor(key=key_text(rows[-1].cursor_key), id=rows[-1].cursor_id)
        if state.by_cursor and not far:
            found.capped = True
        elif not far and not more and (rows or state.page == 1):
            counted = (state.page - 1) * state.page_size + len(rows)
            found.total, found.capped = min(counted, CAP), counted > CAP
        elif not far:
            found.total, found.capped = self._count()
        return found

    def _page(self, ordering: _Ordering) -> Iterable[Any]:
        """Fetch one row more than a page holds, by a statement that is kept for lists of this shape."""
        state = self.state
        forward = state.before is None
        cursor = state.after if forward else state.before
        way = "at" if cursor is None else "after" if forward else "before"
        values = self._values()
        skip = 0 if cursor is not None else (state.page - 1) * state.page_size
        if skip:
            values["skip"] = skip
        if cursor is not None:
            declared = self._fields().get(ordering.name)
            kind = declared.kind if declared else Kind.int
            values["at_key"], values["at_id"] = key_value(cursor.key, kind), cursor.id
        keyless = cursor is not None and values["at_key"] is None

        def part(walk: ColumnElement[bool] | None = None) -> tuple[Select[Any], Order]:
            if self._looks_up:
                order = self._order(ordering)
                rows = self._looked_up(order.column).subquery("rows")
                keyed, order = select(rows), order.among(rows)
            else:
                ids, order = self.ids(walk), self._order(ordering)
                keyed = ids.add_columns(order.column.label("k"), order.id.label("i"))
            if cursor is not None:
                keyed = keyed.where(self._beyond(order, keyless=keyless, forward=forward))
            return keyed.order_by(*directions(order, reverse=not forward)), order

        def build() -> Select[Any]:
            size, offset = state.page_size + 1, bindparam("skip", type_=Integer)
            walks = self._walks()
            if walks:
                first = size + offset if skip else size
                parts = [part(walk) for walk in walks]
                order = parts[0][1]
                rows = union(*(select(q.limit(first).subquery()) for q, _ in parts)).subquery("rows")
                keyed = select(rows).order_by(*directions(order.among(rows), reverse=not forward))
            else:
                keyed, order = part()
            keyed = keyed.limit(size).offset(offset) if skip else keyed.limit(size)
            return self._columns(keyed, order, reverse=not forward)

        fields = tuple(f.name for f in self.fields)
        key = ("page", self._shape(), fields, ordering, way, keyless, skip > 0, state.page_size)
        return access.execute_kept(self.reader.session, key, build, values)

    def _shape(self) -> Hashable:
        """Return everything the statement of ids depends on, save what ``_values`` hands over."""
        state = self.state
        return (
            self.model.slug(), access.sight(self.reader.actor), self.restricted, self.own, tuple(sorted(self._sought())),
            bool(state.search), bool(state.sort), state.chip, self.reader.today if state.chip else None,
            self.turns.heirs() if state.chip == "waiting" else None, self.reader.zone.key,
            tuple((c.field.name, c.op, c.values) for c in state.conditions),
        )  # fmt: skip

    def _values(self) -> dict[str, Any]:
        return {**self._sought(), **({"now": self.reader.now} if self.state.chip == "overdue" else {})}

    def _sought(self) -> dict[str, Any]:
        """Return the parameters of the search, by name."""
        if not self.state.search:
            return {}
        if self._terms is None:
            self._terms = match_values(
                self.reader.session, self.model.slug(), self.state.search, restricted=self.restricted,
                own=self.own, site_id=self._site(),
            )  # fmt: skip
        return self._terms

    def everything(self, at_once: int) -> CursorResult[Any]:
        """Run the statement of all rows of this list in the register's own order, for an export.

        ``at_once``: rows fetched at a time. A row is its id and what stands in ``fields``; choices and moments come as the
        database holds them (SQLite keeps moments as text in UTC).
        """

        def build() -> Select[Any]:
            query = self.ids()
            order = self._order(self._ordering(many=True))
            columns, joins = self._declared(stored=True)
            columns.insert(0, self._id().label("id"))
            query = query.with_only_columns(*columns, maintain_column_froms=True)
            for target, on in joins:
                query = query.outerjoin(target, on)
            return query.order_by(*directions(order, reverse=False)).execution_options(yield_per=at_once)

        key = ("everything", self._shape(), tuple(f.name for f in self.fields), at_once)
        return access.execute_kept(self.reader.session, key, build, self._values())

    def ids(self, walk: ColumnElement[bool] | None = None) -> Select[Any]:
        """Return the statement of ids of all rows of this list, in no order; with ``walk``, of this part of them."""
        model: Any = self.model
        query = select(model.id.label("id"))
        if self.state.search:
            hits = match(
                self.reader.session, self.model.slug(), self.state.search, restricted=self.restricted, own=self.own, site_id=self._site(),
                limit=MOST_HITS if self.state.sort else None, named=True,
            )  # fmt: skip
            if hits is None:
                return query.where(false())
            self._hits = hits.subquery("hits")
            query = query.join(self._hits, self._hits.c.record_id == model.id)
        query = access.visible(query, self.model, self.reader.actor)
        site = self._site()
        if site is not None:
            here = model.site_id == site
            query = query.where(
                here if self.model.__register__.scope is Scope.site else or_(here, model.site_id.is_(None))
            )
        for condition in self.state.conditions:
            query = query.where(self._condition(condition))
        chip = list_chips.criterion(self.model, self.state, self.turns) if walk is None else walk
        return query if chip is None else query.where(chip)

    @property
    def _looks_up(self) -> bool:
        return self.state.chip == "overdue" and not self.state.search

    def _looked_up(self, column: Any) -> Select[Any]:
        """Return id and ``column`` of the rows with an overdue clock, each looked up by its id.

        Asked for rows whose id is among them, SQLite would walk all of the site's instead: the index looks better to it.
        """
        late = list_chips.late(self.model, self.state, self.reader).distinct().subquery("late")
        row = self.ids(self._id() == late.c.record_id)
        found = (
            row.with_only_columns(c, maintain_column_froms=True).correlate(late).scalar_subquery().label(name)
            for c, name in ((self._id(), "id"), (column, "k"))
        )
        rows = select(*found).select_from(late).offset(0).subquery()
        return select(rows, rows.c.id.label("i")).where(rows.c.id.is_not(None))

    def _walks(self) -> list[ColumnElement[bool]]:
        return list_chips.walks(self.model, self.state, self.turns)

    def _fields(self) -> Mapping[str, Field]:
        return access.fields_at(self.reader.actor, self.model, self._site())

    def _site(self) -> int | None:
        return self.state.site_of(self.reader.actor) if self.model.__register__.scope is not Scope.none else None

    def _condition(self, condition: Condition) -> ColumnElement[bool]:
        made = sql(self.model, condition)
        if condition.op == "contains" and condition.field.name in self.model.__register__.search:
            hits = match(
                self.reader.session, self.model.slug(), condition.values[0], restricted=self.restricted, site_id=self._site()
            )  # fmt: skip
            if hits is not None:
                return and_(self._id().in_(select(hits.subquery().c.record_id)), made)
        return made

    def _id(self) -> Any:
        return self.model.id

    def _count(self) -> tuple[int, bool]:
        """Return (rows, whether there are more than ``CAP``). That there are more is believed for a minute."""
        key, values = ("count", self._shape()), self._values()
        told = (key, self.state.search)
        if _many.get(told, EVER) + BELIEVED > self.reader.now:
            return CAP, True

        def build() -> Select[Any]:
            walks = self._walks()
            parts = [select(self.ids(walk).limit(CAP + 1).subquery()) for walk in walks]
            # rows of "mine" may be one's own and name one besides; the others' parts have no row in common
            put = union if self.state.chip == "mine" else union_all
            plain = self._looked_up(self._id()) if self._looks_up else self.ids()
            rows = put(*parts) if walks else plain
            return select(func.count()).select_from(rows.limit(CAP + 1).subquery())

        counted = access.execute_kept(self.reader.session, key, build, values).scalar_one()
        if counted > CAP:
            if len(_many) >= MOST_KEPT:
                _many.clear()
            _many[told] = self.reader.now
        return min(counted, CAP), counted > CAP

    def _ordering(self, *, many: bool) -> _Ordering:
        """Return what the list is ordered by; ``many``: too many rows for an order that no index has."""
        name, descending = self.state.sort, self.state.desc
        refused = bool(name and many and not self.state.search and not indexed(self.model, name))
        if refused:
            name = ""
        shown = name
        if not name and self._sought():
            return _Ordering(refused=refused)
        if not name:
            sort = self.model.__register__.sort
            name, descending = sort.lstrip("-"), sort.startswith("-")
        return _Ordering(name=name, descending=descending, shown=shown, refused=refused)

    def _order(self, ordering: _Ordering) -> Order:
        model: Any = self.model
        if not ordering.name:
            return Order(column=self._hits.c.id, id=self._hits.c.id, descending=True)
        if ordering.name in {"id", "number"}:
            return Order(column=model.id, id=model.id, descending=ordering.descending)
        declared = self._fields()[ordering.name]
        column = column_of(self.model, declared)
        nullable = declared.local or bool(column.property.columns[0].nullable)
        return Order(column=column, id=model.id, descending=ordering.descending, nullable=nullable)

    def _beyond(self, order: Order, *, keyless: bool, forward: bool) -> ColumnElement[bool]:
        """Return the criterion of rows after (or before) the cursor in this order; NULL sorts as the database sorts it."""
        down = order.descending == forward
        at_id = bindparam("at_id", type_=Integer)
        further: ColumnElement[bool] = order.id < at_id if down else order.id > at_id
        if order.column is order.id:
            return further
        at_key = bindparam("at_key", type_=order.column.type)
        if not order.nullable:
            if keyless:
                return false()
            place, here = tuple_(order.column, order.id), tuple_(at_key, at_id)
            return place < here if down else place > here
        nulls_end = (self.reader.session.get_bind().dialect.name == "sqlite") == down
        if keyless:
            within = and_(order.column.is_(None), further)
            return within if nulls_end else or_(within, order.column.is_not(None))
        past = order.column < at_key if down else order.column > at_key
        within = or_(past, and_(order.column == at_key, further))
        return or_(within, order.column.is_(None)) if nulls_end else within

    def _columns(self, keyed: Select[Any], order: Order, *, reverse: bool) -> Select[Any]:
        page = keyed.subquery("page")
        (first, *columns), joins = self._shown()
        columns = [first, page.c.k.label("cursor_key"), page.c.i.label("cursor_id"), *columns]
        query = select(*columns).select_from(page).join(self.model, self._id() == page.c.id)
        for target, on in joins:
            query = query.outerjoin(target, on)
        way = asc if order.descending == reverse else desc
        return query.order_by(way(page.c.k), way(page.c.i))

    def _shown(self) -> tuple[list[Any], list[tuple[Any, Any]]]:
        """Return the columns a row is made of, first its id, last those of ``fields``, and what must be joined for them."""
        model: Any = self.model
        columns: list[Any] = [model.id.label("id")]
        always = (n for n in ("number", "status", "site_id", "created_by_id") if hasattr(model, n))
        columns += [getattr(model, n).label(f"_{n}") for n in always]
        columns += [c.label(f"_by_{n}") for n, c in self.turns.columns().items()]
        declared, joins = self._declared()
        return [*columns, *declared], joins

    def _declared(self, *, stored: bool = False) -> tuple[list[Any], list[tuple[Any, Any]]]:
        """Return the columns of ``fields`` and what must be joined; ``stored``: choices and moments as the database has them."""
        model: Any = self.model
        columns: list[Any] = []
        joins: list[tuple[Any, Any]] = []
        for declared in self.fields:
            if declared.kind in PLAIN:
                column = column_of(model, declared)
                as_text = (
                    stored and declared.kind in {Kind.datetime, Kind.enum} and declared.name in self.model.__fields__
                )
                columns.append((type_coerce(column, String) if as_text else column).label(f"f_{declared.name}"))
            elif declared.kind is Kind.ref and declared.target:
                target: Any = aliased(by_name(declared.target))
                joins.append((target, target.id == getattr(model, f"{declared.name}_id")))
                named = display_column(target) if stored else called_column(target)
                columns.append(named.label(f"f_{declared.name}"))
        return columns, joins


def indexed(model: type[Record], name: str) -> bool:
    """Say whether a list of any length may be ordered by a field: its order is an index's."""
    spec = model.__register__
    if name == spec.sort.lstrip("-") or name == "id":
        return True
    return any(columns[:1] == (name,) or columns[:2] == ("site_id", name) for columns in spec.indexes)
