"""What this person may do with a record now, and whose turn it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from access import Verdict, may
from access.succession import roles_now
from models.base.staff import Staff
from models.engine import display, title_of
from models.spec import STAY, Actor, L, Label, Role, Transition
from workflow.approval import holders, steps_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition that starts from the record's state, and whether this person may make it."""

    transition: Transition
    verdict: Verdict


def offered(record: Any, actor: Actor, now: dt.datetime | None = None) -> list[Offer]:
    """Return the transitions this person may make now, in declared order (those of the engine itself left out).

    ``now`` is for steps whose rules look at the clock (a letter three months after a call); without it the record's last
    change stands in.
    """
    flow = type(record).__register__.flow
    if flow is None:
        return []
    out = [
        Offer(t, may(actor, type(record), f"do:{t.name}", record, now=now))
        for t in flow.leaving(record.status)
        if not t.by_itself
    ]
    return [o for o in out if o.verdict]


def whose_turn(session: Session, record: Any) -> Label | None:
    """Return who must act next: the approver of the pending step with his name, or the roles of the next main step."""
    flow = type(record).__register__.flow
    if flow is None or flow.state(record.status).final:
        return None
    pending = next((s for s in steps_of(session, record) if s.state == "pending"), None) if flow.approval else None
    if pending is not None:
        if pending.staff_id:
            name = display(session.get(Staff, pending.staff_id))
            return Label(name, name)
        role = Role(pending.role)
        called = title_of(session, pending.site_id, role)
        names = "、".join(
            u.display_name or u.username
            for u in holders(session, pending.site_id, role, but=pending.submitted_by_id)[:4]
            if u.id != record.created_by_id
        )
        return Label(f"{called.zh} {names}".strip(), f"{called.en} {names}".strip())
    if flow.state(record.status).waits is not None:
        return None
    main = [t for t in flow.leaving(record.status) if not t.by_itself and not t.danger and t.to != STAY]
    chosen = next((t for t in main if t.primary), main[0] if main else None)
    if chosen is None:
        return None
    words: list[Label] = []
    codes: tuple[str, ...] = chosen.roles_of(record) or chosen.roles
    if chosen.inherited:
        codes = (*(c for c in codes if str(c).startswith("@")), *roles_now(session, chosen, codes, record))
    for code in codes:
        if str(code).startswith("@"):
            name = _name(record, str(code)[1:])
            if name and all(w.zh != name for w in words):
                words.insert(0, Label(name, name))
        else:
            words.append(title_of(session, getattr(record, "site_id", None), Role(code)))
    words = words[:2]
    return Label("、".join(w.zh for w in words), ", ".join(w.en for w in words)) if words else L("系统", "the system")


def _name(record: Any, code: str) -> str:
    """Return the name behind ``@code`` of a record; "" when nobody is named yet."""
    if code in {"creator", "filler", "submitter"}:
        user = record.created_by
        return (user.display_name or user.username) if user is not None else ""
    person = record.department.head if code == "head" and record.department is not None else getattr(record, code, None)
    return display(person) if person is not None else ""
