"""Who holds which role at which site, read once for a sweep; who is to be told of a limit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deadlines.books import ask
from deadlines.duty_cover import Cover
from deadlines.duty_people import People, people_of
from deadlines.duty_rights import sees
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.declare import table_of
from models.spec import ALL_SITE_ROLES, Role, superiors

ALL_SITES = {"all_sites": True}


class Holders:
    """The active accounts of the sites ``sites`` by role."""

    def __init__(self, session: Session, now: dt.datetime, sites: Sequence[int]) -> None:
        self.sites = sites
        self._session = session
        self._now = now
        self._covers: dict[int, Cover] = {}
        self._staff: dict[int, int | None] = {}

    @cached_property
    def _held(self) -> dict[tuple[int | None, str], set[int]]:
        held: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        for site_id, role, user_id in ask(self._session, ("holders",), _grants):
            held[None if Role(role) in ALL_SITE_ROLES else site_id, str(role)].add(user_id)
        return held

    def of(self, site_id: int, role: str) -> set[int]:
        """Return the accounts that hold a role at a site, or for all sites."""
        return self._held.get((site_id, role), set()) | self._held.get((None, role), set())

    def above(self, site_id: int, role: str) -> str | None:
        """Return the next role up that somebody holds, else the next one; None at the top (A-77)."""
        up = [r.value for r in superiors(Role(role))]
        return next((r for r in up if self.of(site_id, r)), up[0] if up else None)

    def answering(
        self, site_id: int, role: str, staff_id: int | None, record: tuple[str, int] | None = None
    ) -> set[int]:
        """Return the accounts of whoever answers for a limit: the person named, else all who hold the role.

        Who is on leave is told, and so is the deputy he named; one who may not see the ``record`` (slug, id) is passed
        over for the superior at work. Where nobody of them has an account, the next role up that somebody holds is asked
        instead; nobody is told only because a document names no person and its role is "any employee".
        """
        if staff_id is not None and (user_id := self.account(staff_id)) is not None:
            leave = self.people(site_id).away(staff_id, self._now)
            deputy = self.account(leave.deputy_id) if leave is not None and leave.deputy_id is not None else None
            if deputy is None:
                return {user_id}
            if record is None or sees(self._session, deputy, *record):
                return {user_id, deputy}
            above = self.above(site_id, role)
            return {user_id} | (self.told_up(site_id, above) if above else set())
        users = self.of(site_id, role) if staff_id is None and role != Role.staff else set()
        up = self.above(site_id, role)
        return users or (self.of(site_id, up) if up else set())

    def having(self, site_id: int, duty: str, role: str, staff_id: int | None) -> set[int]:
        """Return the accounts that have the recurring duty ``duty`` (a code) now: its holders at work, and those who stand in.

        Where no employee up the line has it, whoever holds the role.
        """
        task = {"duty": duty, "role": role, "staff_id": staff_id}
        found = {charge.user_id for charge in self._cover(site_id).of(task)}
        return found or self.answering(site_id, role, staff_id)

    def told_up(self, site_id: int, role: str) -> set[int]:
        """Return the accounts that hear of what went up to a role: its holders at work, else the next superior who is."""
        return set(self._cover(site_id).at_work(Role(role))) or self.of(site_id, role)

    def _cover(self, site_id: int) -> Cover:
        if site_id not in self._covers:
            self._covers[site_id] = Cover(self.people(site_id), self._now)
        return self._covers[site_id]

    def people(self, site_id: int) -> People:
        """Return the people of a site."""
        return self._people[site_id]

    @cached_property
    def _people(self) -> dict[int, People]:
        return people_of(self._session, self.sites)

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

    def account(self, staff_id: int) -> int | None:
        """Return the active account of an employee."""
        self.know([staff_id])
        return self._staff[staff_id]


def _grants() -> Select[Any]:
    grants, users = table_of(UserGrant), table_of(User)
    return (
        select(grants.c.site_id, grants.c.role, grants.c.parent_id)
        .join(users, users.c.id == grants.c.parent_id)
        .where(users.c.active.is_(True), users.c.status == "active")
    )
