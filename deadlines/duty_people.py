"""Who has a duty at a site, and of whom everyone must be covered by a paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.spec import Duty, Each, Role, superiors

ALL_SITES = {"all_sites": True}


@dataclass(frozen=True, slots=True)
class Holder:
    """An employee with an active account who holds ``role``, since his account was opened."""

    staff_id: int
    role: Role
    since: dt.datetime


class People:
    """The people of one site, read once."""

    def __init__(self, session: Session, site_id: int) -> None:
        self._session = session
        self._site_id = site_id
        self._holders: list[Holder] | None = None

    def holders(self, roles: Iterable[Role]) -> list[Holder]:
        """Return those who hold one of ``roles``, each once, with the first of them he holds."""
        found: dict[int, Holder] = {}
        for role in roles:
            for holder in self._all():
                if holder.role is role:
                    found.setdefault(holder.staff_id, holder)
        return list(found.values())

    def covered(self, duty: Duty, each: Each) -> set[int]:
        """Return the ids, of employees or of posts, that the papers of a duty must name each (A-75)."""
        if each is Each.clerk:
            return {holder.staff_id for holder in self.holders((Role.receptionist,))}
        staff = self._session.execute(
            select(Staff.id, Staff.post_id).where(Staff.site_id == self._site_id, Staff.status == "active"),
            execution_options=ALL_SITES,
        ).all()
        if each is Each.post:
            return {post for _, post in staff}
        above = {role for own in duty.roles for role in (own, *superiors(own))}
        return {who for who, _ in staff} - {holder.staff_id for holder in self.holders(sorted(above))}

    def _all(self) -> list[Holder]:
        if self._holders is None:
            query = (
                select(Staff.id, UserGrant.role, User.created_at)
                .join(User, User.id == Staff.user_id)
                .join(UserGrant, UserGrant.parent_id == User.id)
                .where(Staff.site_id == self._site_id, UserGrant.site_id == self._site_id, User.active.is_(True))
                .where(Staff.status == "active")
                .order_by(Staff.id)
            )
            rows = self._session.execute(query, execution_options=ALL_SITES)
            self._holders = [Holder(staff_id, Role(role), since) for staff_id, role, since in rows]
        return self._holders
