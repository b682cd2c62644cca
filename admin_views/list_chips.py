"""What the chips of a list leave: one criterion for any statement, or several that are each one walk along an index."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select

import access
from admin_views.list_state import ListState
from admin_views.reader import Reader
from admin_views.turns import Turns
from deadlines.queries import late_records
from models import by_name
from models.declare import Record, table_of
from models.spec import Field, Kind

MOST_WALKS = 40
"""More walks than this are not put together; the list is then walked by its order."""
MOST_STATES = 8
NOW: Any = bindparam("now", type_=table_of(by_name("Deadline")).c.due_at.type)
"""The moment "overdue" is judged at."""


def criterion(model: type[Any], state: ListState, turns: Turns) -> ColumnElement[bool] | None:
    """Return what the chip leaves, for a statement that reads all of it or has few rows to choose from."""
    chip, reader = state.chip, turns.reader
    if not chip:
        return None
    if chip == "mine":
        return or_(*(model.id.in_(select(model.id).where(part)) for part in _mine(model, reader)))
    if chip == "waiting":
        return or_(false(), *turns.waiting())
    if chip == "overdue":
        overdue: ColumnElement[bool] = model.id.in_(late(model, state, reader))
        return overdue
    return _since(model, chip, reader)


def walks(model: type[Any], state: ListState, turns: Turns) -> list[ColumnElement[bool]]:
    """Return criteria one of which holds for every row that chip and filter by state leave; none where one walk does.

    Ordered rows of each are an index's to give, so the first page is among the first rows of each: a few of one person
    or one state are found without walking what others have.
    """
    parts: list[ColumnElement[bool]] = []
    if state.search:
        return parts
    if state.chip == "mine":
        sites = turns.sites() if hasattr(model, "site_id") else (None,)
        here = [[model.site_id == site] if site is not None else [] for site in sites]
        parts = [and_(part, *at) for part in _mine(model, turns.reader) for at in here]
    elif state.chip == "waiting":
        parts = turns.waiting() or [false()]
    elif not state.chip:
        named = next((c.values for c in state.conditions if c.field.name == "status" and c.op == "in"), ())
        parts = [model.status == value for value in sorted(set(named))] if len(named) <= MOST_STATES else []
    return parts if len(parts) <= MOST_WALKS else []


def when_field(model: type[Record]) -> Field:
    """Return the field with the moment "today" and "this week" are about: the order's own, else when it was written."""
    declared = model.__fields__.get(model.__register__.sort.lstrip("-"))
    return declared if declared and declared.kind in {Kind.date, Kind.datetime} else model.__fields__["created_at"]


def late(model: type[Any], state: ListState, reader: Reader) -> Select[tuple[int]]:
    """Return the statement of the ids, under the name ``record_id``, of records with an overdue clock."""
    site = state.site_of(reader.actor) if hasattr(model, "site_id") else None
    return late_records(model.slug(), NOW, site_id=site)


def _mine(model: type[Any], reader: Reader) -> list[ColumnElement[bool]]:
    """Return the criteria that a row was written by the reader, or names him in a field of people it involves."""
    actor = reader.actor
    parts = [model.created_by_id == actor.user_id]
    for name in access.person_fields(model):
        me = actor.user_id if model.__fields__[name].target == "User" else actor.staff_id
        if me is not None:
            parts.append(getattr(model, f"{name}_id") == me)
    return parts


def _since(model: type[Any], chip: str, reader: Reader) -> ColumnElement[bool]:
    declared = when_field(model)
    column: Any = getattr(model, declared.name)
    today = reader.today
    start = {"today": today, "week": today - dt.timedelta(days=today.weekday()), "month": today.replace(day=1)}[chip]
    end = {
        "today": today + dt.timedelta(days=1),
        "week": start + dt.timedelta(days=7),
        "month": (start + dt.timedelta(days=32)).replace(day=1),
    }[chip]
    if declared.kind is Kind.date:
        return and_(column >= start, column < end)
    midnight = dt.time()
    return and_(
        column >= dt.datetime.combine(start, midnight, reader.zone),
        column < dt.datetime.combine(end, midnight, reader.zone),
    )
