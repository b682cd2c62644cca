"""Notices: who is meant by a rule's words, what waits for whose decision, and what a person has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from access import line_above
from models.base.department import Department
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.engine import ApprovalStep, Notice, display
from models.engine.notice import put
from models.spec import ALL_SITE_ROLES, Actor, L, Label, Role
from workflow.approval import holders, steps_of
from workflow.reading import persons

WAITS = L("{register} {number} 等您审批。", "{register} {number} waits for your decision.")
WAITING = "waits"
"""How the occasion of a pending approval begins; deciding it marks such notices read."""
MADE = "export:"
"""How the occasion of an export that is ready begins; its key follows."""


def tell(
    session: Session, record: Any, to: Iterable[str], sentence: Label, *, actor: Actor, now: dt.datetime, occasion: str
) -> int:
    """Leave ``sentence`` for the active users meant by ``to``, the actor aside; return how many were told.

    ``occasion`` names the news: the same person is told once of it.
    """
    return _put(session, record, people(session, record, to), sentence, actor=actor, now=now, occasion=occasion)


def page(register: str, record_id: int, occasion: str = "") -> str:
    """Return the address that news of a record leads to; a recurring duty's leads on to wherever it is done.

    ``record_id`` 0 stands for the desk, or for the export that ``occasion`` names.
    """
    if occasion.startswith(MADE):
        return f"/admin/{register}/export/made/{occasion.removeprefix(MADE)}/"
    if not record_id:
        return "/admin/"
    return f"/admin/{register}/{'do' if register == 'duty_task' else 'details'}/?id={record_id}"


def told_of(session: Session, actor: Actor, register: str, record_id: int) -> bool:
    """Say whether the actor was ever told of a record."""
    query = select(Notice.id).where(
        Notice.user_id == actor.user_id, Notice.register == register, Notice.record_id == record_id
    )
    return session.scalars(query.limit(1)).first() is not None


def people(session: Session, record: Any, to: Iterable[str]) -> set[int]:
    """Return the active accounts meant by role codes and ``@`` words, seen from a record."""
    site_id = getattr(record, "site_id", None)
    users: set[int | None] = set()
    staff: set[int | None] = set()
    for who in map(str, to):
        if who in {"@creator", "@filler", "@submitter"}:
            users.add(record.created_by_id)
        elif who == "@line":
            staff |= line_above(session, record.created_by_id)
        elif who == "@head":
            staff.add(session.execute(select(Department.head_id).where(Department.id == record.department_id)).scalar())
        elif who.startswith("@"):
            target, ids = persons(record, who[1:])
            (users if target == "User" else staff).update(ids)
        elif who == Role.staff:
            users |= set(session.scalars(_everybody(site_id)))
        else:
            users |= {u.id for u in holders(session, site_id, Role(who))}
    return _active(session, users, staff)


def follow(session: Session, record: Any, *, actor: Actor, now: dt.datetime) -> None:
    """After a submission, decision or withdrawal: what waited is settled, whoever decides next is told."""
    session.execute(
        update(Notice)
        .where(
            Notice.register == record.slug(), Notice.record_id == record.id, Notice.read_at.is_(None),
            Notice.occasion.startswith(WAITING),
        )
        .values(read_at=now)
    )  # fmt: skip
    step = next((s for s in steps_of(session, record) if s.state == "pending"), None)
    if step is not None:
        who = _deciders(session, step) - {step.submitted_by_id, record.created_by_id}
        occasion = f"{WAITING}:{step.round}.{step.step}"
        _put(session, record, who, WAITS, actor=actor, now=now, occasion=occasion)


def unread(actor: Actor) -> Select[Any]:
    """Return the person's own unread notices of sites he still reaches, newest first."""
    return _own(actor).where(Notice.read_at.is_(None))


def latest(actor: Actor, limit: int) -> Select[Any]:
    """Return the person's own notices of sites he still reaches, newest first."""
    return _own(actor).limit(limit)


def read(session: Session, actor: Actor, now: dt.datetime, notice_id: int | None = None) -> Notice | None:
    """Mark one of the person's own notices read and return it (None: it is not his); without an id all of them."""
    mine = update(Notice).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None)).values(read_at=now)
    if notice_id is None:
        session.execute(mine)
        return None
    found = session.scalars(_own(actor).where(Notice.id == notice_id)).first()
    session.execute(mine.where(Notice.id == notice_id))
    return found


def _own(actor: Actor) -> Select[Any]:
    reach = or_(Notice.site_id.is_(None), Notice.site_id.in_(actor.sites))
    return select(Notice).where(Notice.user_id == actor.user_id, reach).order_by(Notice.id.desc())


def _put(
    session: Session, record: Any, users: Iterable[int | None], sentence: Label, *, actor: Actor, now: dt.datetime,
    occasion: str,
) -> int:  # fmt: skip
    told = sorted(u for u in users if u is not None and u != actor.user_id)
    if not told:
        return 0
    words = sentence.format(register=type(record).__register__.label, number=display(record), who=actor.name)
    news = {
        "site_id": getattr(record, "site_id", None), "register": record.slug(), "record_id": record.id,
        "occasion": occasion[:80], "zh": words.text("zh"), "en": words.text("en"), "at": now,
    }  # fmt: skip
    return put(session, [{**news, "user_id": user} for user in told])


def _deciders(session: Session, step: ApprovalStep) -> set[int]:
    if step.staff_id is not None:
        return _active(session, (), (step.staff_id,))
    return {u.id for u in holders(session, step.site_id, Role(step.role))}


def _everybody(site_id: int | None) -> Select[Any]:
    here = UserGrant.site_id == site_id if site_id is not None else UserGrant.role.not_in(sorted(ALL_SITE_ROLES))
    return select(UserGrant.parent_id).where(here).distinct()


def _active(session: Session, users: Iterable[int | None], staff: Iterable[int | None]) -> set[int]:
    wanted: Any = User.id.in_([u for u in users if u is not None])
    named: Sequence[int] = [s for s in staff if s is not None]
    if named:
        wanted = or_(wanted, User.id.in_(select(Staff.user_id).where(Staff.id.in_(named))))
    return set(session.scalars(select(User.id).where(wanted, User.active.is_(True), User.status == "active")))


def count(session: Session, actor: Actor) -> int:
    """Return how many notices the person has not read."""
    return session.execute(select(func.count()).select_from(unread(actor).order_by(None).subquery())).scalar_one()
