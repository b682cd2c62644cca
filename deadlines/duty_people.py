"""The people of a site as the calendar of duties needs them: who holds a post, who is away, whom papers must cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deadlines.calendar import zone_for
from deadlines.due import at_time
from deadlines.duty_rights import Able, able_at
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.hr.leave_request import LeaveRequest
from models.spec import Duty, Each, Role, superiors

ALL_SITES = {"all_sites": True}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with an active account who holds ``role``, since his account was opened; head office is no employee."""

    user_id: int
    role: Role
    since: dt.datetime
    staff_id: int = 0


@dataclass(frozen=True, slots=True)
class Leave:
    """An approved leave from ``start`` to ``end`` (UTC), the end being when he came back where that was earlier."""

    start: dt.datetime
    end: dt.datetime
    deputy_id: int | None


class People:
    """The people of one site, read once."""

    def __init__(self, session: Session, site_id: int) -> None:
        self._session = session
        self.site_id = site_id
        self._holders: list[Holder] | None = None
        self._leaves: dict[int, list[Leave]] | None = None
        self._active: list[tuple[int, int]] | None = None
        self._roles: dict[int, frozenset[Role]] | None = None
        self._able: Able | None = None

    def holders(self, roles: Iterable[Role]) -> list[Holder]:
        """Return the employees who hold one of ``roles``, each once, with the first of them he holds."""
        found: dict[int, Holder] = {}
        for role in roles:
            for holder in self.all_holders():
                if holder.role is role and holder.staff_id:
                    found.setdefault(holder.staff_id, holder)
        return list(found.values())

    def away(self, staff_id: int, at: dt.datetime) -> Leave | None:
        """Return the approved leave an employee is on at a moment; None when he is at work."""
        if self._leaves is None:
            self._leaves = self._read_leaves()
        return next((leave for leave in self._leaves.get(staff_id, ()) if leave.start <= at < leave.end), None)

    def supposing(self, staff_id: int, leave: Leave) -> People:
        """Return the same people as they would be if an employee were on ``leave`` besides."""
        leaves = self._leaves if self._leaves is not None else self._read_leaves()
        other = copy(self)
        other._leaves = {**leaves, staff_id: [leave, *leaves.get(staff_id, ())]}  # noqa: SLF001 - its own kind
        return other

    def able(self, user_id: int, duty: Duty | None) -> bool:
        """Say whether an account's roles at the site may do a duty; what is declared no more anybody may."""
        if duty is None:
            return True
        if self._roles is None:
            held: dict[int, set[Role]] = {}
            for holder in self.all_holders():
                held.setdefault(holder.user_id, set()).add(holder.role)
            self._roles = {user: frozenset(roles) for user, roles in held.items()}
        if self._able is None:
            self._able = able_at(self._session, [self.site_id])
        return self._able(self.site_id, self._roles.get(user_id, frozenset()), duty)

    def covered(self, duty: Duty, each: Each) -> set[int]:
        """Return the ids, of employees or of posts, that the papers of a duty must name each (A-75)."""
        if each is Each.clerk:
            return {holder.staff_id for holder in self.holders((Role.receptionist,))}
        if self._active is None:
            query = select(Staff.id, Staff.post_id).where(Staff.site_id == self.site_id, Staff.status == "active")
            self._active = [(who, post) for who, post in self._session.execute(query, execution_options=ALL_SITES)]
        if each is Each.post:
            return {post for _, post in self._active}
        above = {role for own in duty.roles for role in (own, *superiors(own))}
        return {who for who, _ in self._active} - {holder.staff_id for holder in self.holders(sorted(above))}

    def all_holders(self) -> list[Holder]:
        """Return a holder for each role somebody holds at the site or everywhere; employees of the site first."""
        if self._holders is None:
            self._holders = _holders(self._session, [self.site_id])[self.site_id]
        return self._holders

    def _read_leaves(self) -> dict[int, list[Leave]]:
        return _leaves(self._session, [self.site_id])[self.site_id]


def people_of(session: Session, site_ids: Collection[int]) -> dict[int, People]:
    """Return the people of many sites, their holders and leaves read with one statement each."""
    holders, leaves = _holders(session, site_ids), _leaves(session, site_ids)
    found = {site_id: People(session, site_id) for site_id in site_ids}
    able = _later(session, site_ids)
    for site_id, people in found.items():
        people._holders, people._leaves = holders[site_id], leaves[site_id]  # noqa: SLF001 - filled where they are made
        people._able = able  # noqa: SLF001 - the same
    return found


def _later(session: Session, site_ids: Collection[int]) -> Able:
    """Return who may do what at these sites; rights are read with the first question, for all of them."""
    read: list[Able] = []

    def able(site_id: int, roles: frozenset[Role], duty: Duty) -> bool:
        if not read:
            read.append(able_at(session, site_ids))
        return read[0](site_id, roles, duty)

    return able


def _holders(session: Session, site_ids: Collection[int]) -> dict[int, list[Holder]]:
    here = Staff.site_id == UserGrant.site_id
    query = (
        select(UserGrant.site_id, User.id, UserGrant.role, User.created_at, Staff.id)
        .join(UserGrant, UserGrant.parent_id == User.id)
        .outerjoin(Staff, (Staff.user_id == User.id) & here & (Staff.status == "active"))
        .where(UserGrant.site_id.in_(site_ids) | UserGrant.site_id.is_(None), User.active.is_(True))
        .order_by(Staff.id.is_(None), Staff.id, User.id)
    )
    found: dict[int, list[Holder]] = {site_id: [] for site_id in site_ids}
    everywhere: list[Holder] = []
    rows: Any = session.execute(query, execution_options=ALL_SITES)
    for site_id, user, role, since, staff in rows:
        if site_id is None:
            everywhere.append(Holder(user, Role(role), since))
        elif staff is not None:
            found[site_id].append(Holder(user, Role(role), since, staff))
    return {site_id: own + everywhere for site_id, own in found.items()}


def _leaves(session: Session, site_ids: Collection[int]) -> dict[int, dict[int, list[Leave]]]:
    query = select(
        LeaveRequest.site_id, LeaveRequest.staff_id, LeaveRequest.starts_at, LeaveRequest.ends_at, LeaveRequest.back_on,
        LeaveRequest.deputy_id,
    ).where(LeaveRequest.site_id.in_(site_ids), LeaveRequest.status == "approved")  # fmt: skip
    found: dict[int, dict[int, list[Leave]]] = {site_id: {} for site_id in site_ids}
    for site_id, who, start, end, back, deputy in session.execute(query, execution_options=ALL_SITES):
        until = min(end, at_time(back, dt.time(), zone_for(session, site_id))) if back is not None else end
        found[site_id].setdefault(who, []).append(Leave(start, until, deputy))
    return found
