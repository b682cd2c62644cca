"""Transitions that time itself makes, made: by the worker every few minutes and by ``flask deadlines sweep``."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from sqlalchemy.orm import Session

import workflow
from deadlines.timed import DueTransition, due_transitions
from models import register
from models.spec import Actor

log = logging.getLogger(__name__)


def make_due(session: Session, actor: Actor, now: dt.datetime) -> int:
    """Make every transition that is due at ``now`` and commit each; return how many were made.

    A record that refuses is logged and left for the next time. The session must be bound to ``actor``.
    """
    made = 0
    refused: set[DueTransition] = set()
    while fresh := [due for due in due_transitions(session, now) if due not in refused]:
        for due in fresh:
            record: Any = session.get(register(due.register), due.record_id)
            try:
                workflow.apply(session, record, due.transition, {}, actor=actor, now=now, forced=True)
                session.commit()
                made += 1
            except workflow.WorkflowError as error:
                session.rollback()
                refused.add(due)
                log.warning("%s of %s %s refused: %s", due.transition, due.register, due.record_id, error)
        if all(due in refused for due in fresh):
            break
    return made
