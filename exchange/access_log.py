"""The log of full numbers (001 安全保密制度 §1; X-01): the one place that writes it, for screens and for commands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

import workflow
from models.safety.secret_access_log import AccessKind, SecretAccessLog
from models.spec import Actor


def write(
    session: Session, kind: AccessKind, *, actor: Actor, now: dt.datetime, user_id: int, site_id: int | None, what: str,
    why: str, register: str, **more: Any,
) -> None:  # fmt: skip
    """Write down who saw or takes out numbers in full; the caller commits before they are shown.

    Args:
        session: one that writes nothing else.
        kind: how they are seen.
        actor: who writes.
        now: the moment (aware).
        user_id: the account that sees them: the actor's, or that of who sits at the terminal.
        site_id: whose customers they are.
        what: what is seen.
        why: the reason given.
        register: the register's name in addresses.
        more: ``record_id``, ``row_count``.
    """
    values = {"at": now, "user": user_id, "kind": kind, "what": what, "why": why, "register": register, **more}
    workflow.create(session, SecretAccessLog, values, actor=actor, now=now, site_id=site_id, forced=True)


__all__ = ["write"]
