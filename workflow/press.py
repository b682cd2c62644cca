"""One's own double click: the second press of the same form gets the first result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Executable, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import register
from models.declare import table_of
from models.engine import PressedForm, kept
from models.spec import Actor


def claim(session: Session, token: str | None, actor: Actor, action: str, now: dt.datetime) -> Any | None:
    """Take a form's token; return the record of the first press when it was taken before, else None.

    A token taken for another action is no second press of this one: a claim says nothing about it.
    The claim is part of the caller's transaction: a press that fails leaves the token free.
    """
    if not token:
        return None
    values = {
        "token": token[:40],
        "user_id": actor.user_id,
        "action": action[:80],
        "register": "",
        "record_id": 0,
        "at": now,
    }
    connection = session.connection()
    dialect = connection.dialect.name
    done = kept.execute(connection, ("press", dialect), lambda: _claimed(dialect), values).first()
    if done is not None:
        return None
    first = session.get(PressedForm, (token[:40], actor.user_id), populate_existing=True)
    if first is None or not first.record_id or first.action != values["action"]:
        return None
    return session.get(register(first.register), first.record_id)


def settle(session: Session, token: str | None, actor: Actor, record: Any) -> None:
    """Keep what the press led to, unless the token leads to a record already."""
    if not token:
        return
    values = {"pressed": token[:40], "presser": actor.user_id, "register": record.slug(), "record_id": record.id}
    connection = session.connection()
    kept.execute(connection, ("pressed", connection.dialect.name), _settled, values)


def _claimed(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table_of(PressedForm)).on_conflict_do_nothing().returning(table_of(PressedForm).c.token)


def _settled() -> Executable:
    form = table_of(PressedForm)
    mine = (form.c.token == bindparam("pressed"), form.c.user_id == bindparam("presser"))
    return update(form).where(*mine, form.c.record_id == 0)
