"""What happened to a row and when, from the registers' own history: conditions for steps that leave no date on the row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_

from models.declare import Record
from models.engine.history import HistoryEntry
from reports.spec import Conditions, Span


def moved(model: type[Record], transition: str, span: Span) -> ColumnElement[bool]:
    """Return the condition that the row took a step (``hand_over``) within the period."""
    return _entry(model, HistoryEntry.transition == transition, *span.during(HistoryEntry.at))


def ended(model: type[Record], state: str, span: Span) -> Conditions:
    """Return the conditions that the row had reached a final state by the end of the period."""
    status: Any = model.status
    return status == state, ~_entry(model, HistoryEntry.to_state == state, HistoryEntry.at >= span.end)


def not_ended(model: type[Record], state: str, span: Span) -> ColumnElement[bool]:
    """Return the condition that the row had not reached that final state by the end of the period."""
    status: Any = model.status
    return or_(status != state, _entry(model, HistoryEntry.to_state == state, HistoryEntry.at >= span.end))


def _entry(model: type[Record], *what: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = (HistoryEntry.register == model.slug(), HistoryEntry.record_id == model.id)
    return exists().where(*mine, *what).correlate(model)
