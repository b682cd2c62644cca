"""Rows of a list as plain text: every cell worded once, clocks and next steps loaded for the whole page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

import access
from admin_views.list_columns import ListColumns
from admin_views.reader import Reader
from admin_views.turns import RowFacts, Steps, Turns
from admin_views.viewmodels import Row
from admin_views.viewmodels import Transition as TransitionLine
from admin_views.wording import badge, clock, formatter, member
from deadlines import ledger
from models import by_name
from models.declare import Record
from models.engine import called_column
from models.spec import Creates, Field, Flow, Kind, Role, Transition, Verb

NO_STEPS = Steps()
LONGEST_CELL = 120
"""Characters of a text shown in a cell; the record page has the rest."""


def cell_formatter(field: Field, reader: Reader, *, masked: bool, site_id: int | None = None) -> Callable[[Any], str]:
    """Return the function that words one cell, masked where the reader may not see the number.

    ``site_id``: the record's, by whose titles roles are called.
    """
    if masked:
        return lambda value: access.mask(field, value) if value else ""
    word = formatter(field, reader, site_id)
    return (lambda value: _short(word(value))) if field.kind is Kind.text else word


def _line_formatter(field: Field, reader: Reader, *, masked: bool) -> Callable[[Any], str]:
    """Return the same for the narrow cell of a list: a moment of this year goes without the year."""
    if field.kind is not Kind.datetime:
        return cell_formatter(field, reader, masked=masked)
    year, zone = reader.today.year, reader.zone

    def text(value: Any) -> str:
        if value is None:
            return ""
        local = value.astimezone(zone)
        if local.year == year:
            return f"{local.month:02}-{local.day:02} {local.hour:02}:{local.minute:02}"
        return f"{local.year:04}-{local.month:02}-{local.day:02}"

    return text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CELL else line[: LONGEST_CELL - 1] + "…"


def asks(transition: Transition) -> bool:
    """Say whether a step opens a form: it asks for something, creates a document, or cannot be taken back."""
    return bool(transition.asks) or isinstance(transition.creates, Creates) or transition.danger


def asks_of(reader: Reader, record: Any, transition: Transition) -> bool:
    """Say the same of one record and this reader: what he may not fill in is no reason for an empty form."""
    if transition.asks and transition.creates is None and not transition.danger:
        return bool(access.askable(reader.actor, record, transition))
    return asks(transition)


def line(transition: Transition, reader: Reader) -> TransitionLine:
    """Return a step as lists need it."""
    return TransitionLine(
        name=transition.name,
        label=reader.say(transition.label),
        asks=asks(transition),
        bulk=transition.bulk,
        weight="danger" if transition.danger else "primary" if transition.primary else "normal",
    )


def listed(flow: Flow | None) -> list[Transition]:
    """Return the steps a list's page names, in the order by which its rows refer to them."""
    return [t for t in flow.transitions if not t.by_itself] if flow else []


def rows(reader: Reader, model: type[Record], found: Sequence[Any], columns: ListColumns, turns: Turns) -> list[Row]:
    """Return the page's rows. One statement each for clocks, pending approvals, and fields kept elsewhere."""
    spec = model.__register__
    ids = [r.id for r in found]
    names = turns.columns()
    at = {name: i for i, name in enumerate(found[0]._fields)} if found else {}
    status, site, creator = (_at(at, n) for n in ("_status", "_site_id", "_created_by_id"))
    deciding = [(n, at[f"_by_{n}"]) for n in names] if found else []
    facts = [
        RowFacts(i, status(r) or "", site(r), creator(r), {n: r[place] for n, place in deciding})
        for i, r in zip(ids, found, strict=True)
    ]
    steps = turns.steps(facts) if found else {}
    clocks = ledger.for_records(reader.session, model.slug(), ids) if columns.clock and ids else {}
    head_field = columns.rights.get(columns.head)
    head_word = cell_formatter(head_field[0], reader, masked=head_field[1]) if head_field else str
    getters = [_getter(reader, model, f, ids, at, masked=columns.rights[f.name][1]) for f in columns.shown]
    number = _at(at, "_number")
    head = _at(at, f"f_{columns.head}") if f"f_{columns.head}" in at else number
    badges = {s.name: badge(spec.flow, s.name, reader) for s in spec.flow.states} if spec.flow else {}
    lines: dict[str, TransitionLine] = {}
    places = {t.name: str(n) for n, t in enumerate(listed(spec.flow))}
    edits = _edit_states(reader, model)
    out: list[Row] = []
    for r, fact in zip(found, facts, strict=True):
        mine = steps.get(fact.id, NO_STEPS)
        running = clocks.get(fact.id)
        if mine.next is not None and mine.next.name not in lines:
            lines[mine.next.name] = line(mine.next, reader)
        out.append(Row(
            id=str(fact.id), number=number(r) or "", status=fact.status, head=head_word(head(r)) or f"#{fact.id}",
            cells=tuple(get(r) for get in getters), badge=badges.get(fact.status) if columns.badge else None,
            clock=clock(running, reader) if running else None,
            next=lines[mine.next.name] if mine.next else None, more=" ".join(places[t.name] for t in mine.others),
            may_edit=edits(fact),
        ))  # fmt: skip
    return out


def _edit_states(reader: Reader, model: type[Record]) -> Callable[[RowFacts], bool]:
    """Return whether a row's form may be changed, from its state, site and who filled it in."""
    spec = model.__register__
    open_states = {s.name for s in spec.flow.states if s.editable} if spec.flow else None
    known: dict[int | None, tuple[bool, bool]] = {}

    def may(fact: RowFacts) -> bool:
        if spec.read_only or (open_states is not None and fact.status not in open_states):
            return False
        if fact.site_id not in known:
            known[fact.site_id] = (
                access.holds(reader.actor, model, Verb.edit, fact.site_id),
                access.holds(reader.actor, model, Verb.create, fact.site_id),
            )
        every, own = known[fact.site_id]
        return every or (own and fact.created_by_id == reader.actor.user_id)

    return may


def _at(places: Mapping[str, int], name: str) -> Callable[[Any], Any]:
    """Return what takes a value out of a row by its place, much quicker than by name; None where there is none."""
    place = places.get(name)
    return (lambda _row: None) if place is None else itemgetter(place)


def _getter(
    reader: Reader, model: type[Record], field: Field, ids: Sequence[int], at: Mapping[str, int], *, masked: bool
) -> Callable[[Any], str]:
    word = _line_formatter(field, reader, masked=masked)
    if field.kind is Kind.refs:
        many = many_words(reader, model, field, ids)
        return lambda row: many.get(row.id, "")
    if field.kind is Kind.computed:
        figures = _figures(reader, model, field, ids)
        return lambda row: word(figures.get(row.id))
    value, instead = _at(at, f"f_{field.name}"), _at(at, f"f_{field.otherwise}")
    if field.otherwise:
        return lambda row: word(value(row) or instead(row))
    if field.enum is Role:
        site = _at(at, "_site_id")
        return lambda row: member(Role(role), reader, site(row)) if (role := value(row)) else ""
    return lambda row: word(value(row))


def many_words(reader: Reader, model: type[Any], field: Field, ids: Sequence[int]) -> dict[int, str]:
    """Return what the references of a ``refs`` field are called, by row; one statement."""
    target: Any = by_name(field.target or "")
    query = select(model.id, called_column(target)).join(getattr(model, field.name)).where(model.id.in_(ids))
    out: dict[int, list[str]] = {}
    for row_id, text in reader.session.execute(query):
        out.setdefault(row_id, []).append(str(text))
    return {k: "、".join(v) if reader.locale == "zh" else ", ".join(v) for k, v in out.items()}


def whole(model: type[Any], ids: Sequence[int]) -> Select[Any]:
    """Return the query of the records a figure is worked out from, their child rows fetched together."""
    lines = (selectinload(getattr(model, n)) for n, f in model.__fields__.items() if f.kind is Kind.rows)
    return select(model).where(model.id.in_(ids)).options(*lines)


def _figures(reader: Reader, model: type[Any], field: Field, ids: Sequence[int]) -> dict[int, Any]:
    records = reader.session.scalars(whole(model, ids))
    return {r.id: field.compute(r) for r in records} if field.compute else {}
