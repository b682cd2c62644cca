"""Steps held by nobody, or only by those they are barred to, pass to the next superior (catalogue G3; A-77)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, object_session

from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.spec import SUPERIOR, Actor, Role, Transition


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with an active account who holds one of the roles looked at."""

    user_id: int
    staff_id: int | None


Barred = Callable[[Holder], bool]


def levels(codes: Iterable[str]) -> list[frozenset[Role]]:
    """Return the roles named, then those next above them, and so on to the top; no role twice."""
    named = {Role(c) for c in codes if not str(c).startswith("@")}
    out: list[frozenset[Role]] = []
    seen: set[Role] = set()
    while named - seen:
        level = frozenset(named - seen)
        out.append(level)
        seen |= level
        named = {SUPERIOR[r] for r in level if r in SUPERIOR}
    return out


def holders(session: Session, site_id: int | None, roles: Iterable[Role]) -> frozenset[Holder]:
    """Return who holds one of ``roles`` at the site with an active account."""
    query = (
        select(User.id, Staff.id)
        .join(UserGrant, UserGrant.parent_id == User.id)
        .outerjoin(Staff, Staff.user_id == User.id)
        .where(
            UserGrant.role.in_(list(roles)),
            or_(UserGrant.site_id == site_id, UserGrant.site_id.is_(None)),
            User.active.is_(True),
            User.status == "active",
        )
    )
    return frozenset(Holder(user, staff) for user, staff in session.execute(query))


def granted(person: Any, role: str, site_id: int | None) -> ColumnElement[bool]:
    """Return the criterion that an employee's account holds ``role`` at the site (None: at any site).

    ``person`` is ``Staff`` or an alias of it. The look-ups of a reference with ``limit_to`` and its check both use it.
    """
    held = (UserGrant.parent_id == person.user_id) & (UserGrant.role == role)
    if site_id is not None:
        held &= or_(UserGrant.site_id == site_id, UserGrant.site_id.is_(None))
    return exists().where(held)


def before(session: Session, actor: Actor, codes: Iterable[str], site_id: int | None) -> frozenset[Holder] | None:
    """Return who stands before the actor in a step's line of succession; None where he does not stand in it.

    The step is his when every one of them is barred from it.
    """
    mine = actor.roles_at(site_id) - {Role.staff}
    below: set[Role] = set()
    for at, level in enumerate(levels(codes)):
        if mine & level:
            return holders(session, site_id, below) if at else None
        below |= level
    return None


def barred(t: Transition, record: Any) -> Barred:
    """Return whether somebody may not take the step on this record, whatever he holds."""
    fields = type(record).__fields__
    named = [(getattr(record, f"{n}_id", None), fields[n].target == "User" if n in fields else True) for n in t.never]
    users = {v for v, account in named if account and v is not None}
    staff = {v for v, account in named if not account and v is not None}
    if t.decides:
        users.add(record.created_by_id)
    return lambda holder: holder.user_id in users or holder.staff_id in staff


def inherits(actor: Actor, t: Transition, codes: Iterable[str], record: Any, site_id: int | None) -> bool:
    """Say whether the step has passed to the actor: nobody before him may take it."""
    session = object_session(record)
    if not t.inherited or session is None:
        return False
    line = before(session, actor, codes, site_id)
    return line is not None and all(map(barred(t, record), line))


def roles_now(session: Session, t: Transition, codes: Iterable[str], record: Any) -> tuple[Role, ...]:
    """Return the plain roles that take the step on this record as things stand: those named, or who they pass to."""
    line = levels(codes)
    bar = barred(t, record)
    for level in line if t.inherited else ():
        found = [
            r for r in Role if r in level and not all(map(bar, holders(session, getattr(record, "site_id", None), [r])))
        ]
        if found:
            return tuple(found)
    return tuple(r for r in Role if line and r in line[0])
