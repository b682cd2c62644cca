"""One's own double click: the second press of the same form gets the first result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import register
from models.engine import PressedForm
from models.spec import Actor


def claim(session: Session, token: str | None, actor: Actor, action: str, now: dt.datetime) -> Any | None:
    """Take a form's token; return the record of the first press when it was taken before, else None.

    A token taken for another action is no second press of this one: a claim says nothing about it.
    The claim is part of the caller's transaction: a press that fails leaves the token free.
    """
    if not token:
        return None
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "token": token[:40],
        "user_id": actor.user_id,
        "action": action[:80],
        "register": "",
        "record_id": 0,
        "at": now,
    }
    done = (
        session.connection()
        .execute(insert(PressedForm).values(**values).on_conflict_do_nothing().returning(PressedForm.token))
        .first()
    )
    if done is not None:
        return None
    first = session.get(PressedForm, (token[:40], actor.user_id), populate_existing=True)
    if first is None or not first.record_id or first.action != values["action"]:
        return None
    return session.get(register(first.register), first.record_id)


def settle(session: Session, token: str | None, actor: Actor, record: Any) -> None:
    """Keep what the press led to."""
    pressed = session.get(PressedForm, (token[:40], actor.user_id)) if token else None
    if pressed is not None and not pressed.record_id:
        pressed.register, pressed.record_id = record.slug(), record.id
