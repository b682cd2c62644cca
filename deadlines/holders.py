"""Who holds which role at which site, read once for a sweep; who is to be told of a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.spec import ALL_SITE_ROLES, Role, superiors

ALL_SITES = {"all_sites": True}


class Holders:
    """The active accounts of all sites by role."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        self._staff: dict[int, int | None] = {}
        query = (
            select(UserGrant.site_id, UserGrant.role, UserGrant.parent_id)
            .join(User, User.id == UserGrant.parent_id)
            .where(User.active.is_(True), User.status == "active")
        )
        for site_id, role, user_id in session.execute(query, execution_options=ALL_SITES):
            self._held[None if Role(role) in ALL_SITE_ROLES else site_id, str(role)].add(user_id)

    def of(self, site_id: int, role: str) -> set[int]:
        """Return the accounts that hold a role at a site, or for all sites."""
        return self._held.get((site_id, role), set()) | self._held.get((None, role), set())

    def above(self, site_id: int, role: str) -> str | None:
        """Return the next role up that somebody holds, else the next one; None at the top (A-77)."""
        up = [r.value for r in superiors(Role(role))]
        return next((r for r in up if self.of(site_id, r)), up[0] if up else None)

    def answering(self, site_id: int, role: str, staff_id: int | None) -> set[int]:
        """Return the accounts of whoever answers for a limit: the person named, else all who hold the role.

        Where nobody of them has an account, the next role up that somebody holds is asked instead; nobody is told only
        because a document names no person and its role is "any employee".
        """
        if staff_id is not None and (user_id := self._account(staff_id)) is not None:
            return {user_id}
        users = self.of(site_id, role) if staff_id is None and role != Role.staff else set()
        up = self.above(site_id, role)
        return users or (self.of(site_id, up) if up else set())

    def know(self, staff_ids: Iterable[int]) -> None:
        """Read the accounts of some employees with one statement."""
        wanted = sorted(set(staff_ids) - self._staff.keys())
        if not wanted:
            return
        self._staff |= dict.fromkeys(wanted)
        query = (
            select(Staff.id, Staff.user_id)
            .join(User, User.id == Staff.user_id)
            .where(Staff.id.in_(wanted), User.active.is_(True), User.status == "active")
        )
        for staff_id, user_id in self._session.execute(query, execution_options=ALL_SITES):
            self._staff[staff_id] = user_id

    def _account(self, staff_id: int) -> int | None:
        self.know([staff_id])
        return self._staff[staff_id]
