"""In time or late, as the deadline ledger has it: conditions for rows by the outcome of one of their limits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_

from models.declare import Record
from models.duty.deadline import Deadline, DeadlineState
from reports.spec import Span


def in_time(model: type[Record], rule: str) -> ColumnElement[bool]:
    """Return the condition that the limit ``rule`` of a row was met in time, in its present round."""
    return _with(model, rule, Deadline.state == DeadlineState.met)


def late(model: type[Record], rule: str, span: Span) -> ColumnElement[bool]:
    """Return the condition that the limit was met late, or has passed unmet by ``span.now``."""
    return _with(model, rule, _missed(span))


def judged(model: type[Record], rule: str, span: Span, *, every_round: bool = False) -> ColumnElement[bool]:
    """Return the condition that the limit was met by ``span.now``, in time or late, or has passed: what a share is among.

    Of the present round; with ``every_round`` of any.
    """
    passed = (Deadline.due_at < span.now) & (Deadline.state != DeadlineState.waived)
    return _with(model, rule, or_(Deadline.met_at <= span.now, passed), every_round=every_round)


def never_late(model: type[Record], rule: str, span: Span) -> ColumnElement[bool]:
    """Return the condition that the limit was not missed in any round: taking a row up again does not mend it (A-10)."""
    return ~_with(model, rule, _missed(span), every_round=True)


def _missed(span: Span) -> ColumnElement[bool]:
    passed = Deadline.met_at.is_(None) & (Deadline.due_at < span.now) & (Deadline.state != DeadlineState.waived)
    return or_((Deadline.met_at > Deadline.due_at) & (Deadline.due_at < span.now), passed)


def _with(model: Any, rule: str, state: ColumnElement[bool], *, every_round: bool = False) -> ColumnElement[bool]:
    spec = model.__register__
    declared = next((d for d in spec.deadlines if d.name == rule), None)
    if declared is None:
        raise LookupError(f"{model.__name__} has no limit {rule}")
    mine = [Deadline.register == model.slug(), Deadline.record_id == model.id, Deadline.rule == rule]
    if spec.cycle and not declared.once and not every_round:
        mine.append(Deadline.cycle == func.coalesce(getattr(model, spec.cycle), 0))
    return exists().where(*mine, state).correlate(model)
