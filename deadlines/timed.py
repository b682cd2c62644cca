"""Transitions that time itself makes: which records are due for one. Returned as data; ``jobs`` applies them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from deadlines.calendar import zone_for
from deadlines.queries import OPEN
from models.declare import Record
from models.duty.deadline import Deadline
from models.spec import Kind, Timed

SOME = 500
"""Transitions returned at a time: the caller applies them and asks again."""


@dataclass(frozen=True, slots=True)
class DueTransition:
    """A record that is to be moved by itself: the slug of its register, its id, the transition's name."""

    register: str
    record_id: int
    transition: str


def due_transitions(session: Session, now: dt.datetime, *, limit: int = SOME) -> list[DueTransition]:
    """Return up to ``limit`` records whose day has ended, or whose moment has passed, by their registers' ``timed``.

    A day ends with the site's day. A record already moved (its ``unless`` field is filled, or it stands in a state the
    transition doesn't start from) is not returned, so asking again after applying gives the rest.
    """
    found: list[DueTransition] = []
    for model in models.REGISTERS:
        for timed in model.__register__.timed:
            if len(found) < limit:
                due = _missed if timed.rule else _due
                ids = due(session, model, timed, now, limit - len(found))
                found += [DueTransition(model.slug(), record_id, timed.transition) for record_id in ids]
    return found


def _missed(session: Session, model: type[Any], timed: Timed, now: dt.datetime, limit: int) -> Iterable[int]:
    """Return the records whose limit ``timed.rule`` was missed and which still stand where the transition starts."""
    query = (
        select(model.id)
        .join(Deadline, (Deadline.record_id == model.id) & (Deadline.register == model.slug()))
        .where(Deadline.rule == timed.rule, Deadline.state.in_(OPEN), Deadline.due_at < now)
        .where(model.status.in_(model.__register__.flow.transition(timed.transition).source))
        .order_by(Deadline.due_at, model.id)
    )
    if timed.unless:
        query = query.where(getattr(model, timed.unless).is_(None))
    return session.scalars(query.limit(limit), execution_options={"all_sites": True}).all()


def _due(session: Session, model: type[Record], timed: Timed, now: dt.datetime, limit: int) -> Iterable[int]:
    when = getattr(model, timed.due)
    by_day = model.__fields__[timed.due].kind is Kind.date
    query = select(model.id, model.site_id, when).where(when.is_not(None)).order_by(when, model.id)
    if timed.unless:
        column: Any = getattr(model, f"{timed.unless}_id", None) or getattr(model, timed.unless)
        query = query.where(column.is_(None))
    if model.__register__.flow is not None:
        query = query.where(model.status.in_(model.__register__.flow.transition(timed.transition).source))
    latest = now.date() + dt.timedelta(days=1) if by_day else now  # somewhere it is already tomorrow
    query = query.where(when < latest).limit(limit)
    for record_id, site_id, value in session.execute(query, execution_options={"all_sites": True}).all():
        if not by_day or value < now.astimezone(zone_for(session, site_id)).date():
            yield record_id
