"""What happened to a row and when, from the registers' own history: where a step or a state leaves no date on the row itself.

A summary says how things stood at the end of its period, or when it was worked out while the period runs (``span.upto``):
work that goes on afterwards must not change it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from models.declare import Record
from models.engine.history import HistoryEntry
from reports.spec import Conditions, Span


def moved(model: type[Record], transition: str, span: Span) -> ColumnElement[bool]:
    """Return the condition that the row took a step (``hand_over``) within the period.

    A row that was not written since the period began took none: its history is not looked at.
    """
    when = HistoryEntry.at >= span.start, HistoryEntry.at < span.upto
    taken = exists().where(*_mine(model), HistoryEntry.transition == transition, *when).correlate(model)
    return and_(model.updated_at >= span.start, taken)


def in_state(model: type[Record], span: Span, *states: str) -> Conditions:
    """Return the conditions that the row stood in one of these states at the end of the period."""
    status: Any = model.status
    candidate = or_(status.in_(states), model.updated_at >= span.upto)
    return candidate, state_then(model, span).in_(states)


def state_then(model: type[Record], span: Span) -> ColumnElement[str]:
    """Return the state the row was in at the end of the period: the one its next step led away from, else today's."""
    later = select(HistoryEntry.from_state).where(
        *_mine(model), HistoryEntry.at >= span.upto, HistoryEntry.from_state != ""
    )
    return func.coalesce(later.order_by(HistoryEntry.id).limit(1).correlate(model).scalar_subquery(), model.status)


def _mine(model: type[Record]) -> Conditions:
    return HistoryEntry.register == model.slug(), HistoryEntry.record_id == model.id
