"""The people of a site as the calendar of duties needs them: who holds a post, who is away, whom papers must cover."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deadlines.calendar import zone_for
from deadlines.due import at_time
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
            here = UserGrant.site_id == self.site_id
            query = (
                select(User.id, UserGrant.role, User.created_at, Staff.id, UserGrant.site_id)
                .join(UserGrant, UserGrant.parent_id == User.id)
                .outerjoin(
                    Staff, (Staff.user_id == User.id) & (Staff.site_id == self.site_id) & (Staff.status == "active")
                )
                .where(here | UserGrant.site_id.is_(None), User.active.is_(True))
                .order_by(Staff.id.is_(None), Staff.id, User.id)
            )
            rows: Any = self._session.execute(query, execution_options=ALL_SITES)
            self._holders = [
                Holder(user, Role(role), since, (staff or 0) if site is not None else 0)
                for user, role, since, staff, site in rows
                if staff is not None or site is None
            ]
        return self._holders

    def _read_leaves(self) -> dict[int, list[Leave]]:
        zone = zone_for(self._session, self.site_id)
        query = select(
            LeaveRequest.staff_id, LeaveRequest.starts_at, LeaveRequest.ends_at, LeaveRequest.back_on,
            LeaveRequest.deputy_id,
        ).where(LeaveRequest.site_id == self.site_id, LeaveRequest.status == "approved")  # fmt: skip
        found: dict[int, list[Leave]] = defaultdict(list)
        for who, start, end, back, deputy in self._session.execute(query, execution_options=ALL_SITES):
            until = min(end, at_time(back, dt.time(), zone)) if back is not None else end
            found[who].append(Leave(start, until, deputy))
        return dict(found)
