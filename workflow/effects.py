"""Carrying out what rules return: data in, writes through the same operations as people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import by_name
from models.spec import Actor, Apply, CloseAccount, Create, Freeze, Redact, Set, Tell, Update
from workflow import figures, forgetting, handover, notices, operations


def perform(session: Session, record: Any, effects: Sequence[Any], *, actor: Actor, now: dt.datetime, via: Any) -> None:
    """Perform each effect in order, in the caller's transaction; the rule, not the actor's role, is what allows it."""
    for effect in effects:
        match effect:
            case Set() | Update() | Freeze():
                _write(session, record, effect, actor, now)
            case Apply(record=other, transition=name, data=data, quiet=quiet):
                flow = type(other).__register__.flow
                session.refresh(other)
                if quiet and other.status not in flow.transition(name).source:
                    continue
                operations.apply(session, other, name, data, actor=actor, now=now, via=via, forced=True)
            case Create(register=name, values=values):
                operations.create(
                    session,
                    by_name(name),
                    values,
                    actor=actor,
                    now=now,
                    site_id=getattr(record, "site_id", None),
                    via=record,
                    forced=True,
                )
            case Tell(to=to, sentence=sentence):
                occasion = f"{getattr(record, 'status', '')}@{record.version}"
                notices.tell(session, record, to, sentence, actor=actor, now=now, occasion=occasion)
            case CloseAccount(user=user, successor=successor):
                if user is not None and user.active:
                    handover.disable(session, user, actor=actor, now=now, successor=successor, forced=True)
            case Redact(fields=fields, stand_in=stand_in):
                forgetting.redact(session, record, fields, stand_in)
            case _:
                msg = f"unknown effect {effect!r}"
                raise TypeError(msg)


def _write(session: Session, record: Any, effect: Set | Update | Freeze, actor: Actor, now: dt.datetime) -> None:
    match effect:
        case Set(field=field, value=value):
            operations.edit(session, record, {field: value}, actor=actor, now=now, forced=True)
        case Update(record=other, values=values):
            operations.edit(session, other, values, actor=actor, now=now, forced=True)
        case Freeze(column=column):
            figures.freeze(session, record, column, now)
