"""Who has a duty at a moment: those who hold the post, and whoever stands in while they are on leave.

Somebody on leave passes his duties to the deputy his leave names, where the deputy may do them; without one they go to
the others on the post, and where nobody is there to the nearest superior at work who may do them. When he is back they are
his again. Nothing is kept of this: it follows from the approved leaves and the rights, so a leave approved, voided or cut
short is followed at once.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deadlines.duty_people import Holder, People
from models.duty.duties import BY_CODE
from models.spec import ALL_SITE_ROLES, Duty, Role, superiors


class Why(enum.StrEnum):
    """For what reason somebody has a duty."""

    own = "own"
    """It is his."""
    deputy = "deputy"
    """He is named as deputy in the leave of whose duty it is, and may do it."""
    fellow = "fellow"
    """He holds the same post, and whose duty it is named no deputy who may do it."""
    superior = "superior"
    """Nobody on the post is there, so it is his as the superior."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody who has a duty; ``instead_of``: the employee he stands in for, None for his own and for a vacant post.

    ``able`` is False for the superior who has it in the last resort, no superior being allowed to do it himself.
    """

    user_id: int
    staff_id: int | None
    why: Why
    instead_of: int | None = None
    able: bool = True


class Cover:
    """Who has which duty of one site at the moment ``at`` (aware)."""

    def __init__(self, people: People, at: dt.datetime) -> None:
        self._people = people
        self._at = at
        self._known: dict[tuple[str, Role, int | None], tuple[Charge, ...]] = {}
        self._there: dict[Role, frozenset[int]] = {}

    def of(self, task: Mapping[str, Any]) -> tuple[Charge, ...]:
        """Return who has a task (``duty``, ``role``, ``staff_id``); empty only where nobody up the line has an account."""
        return self.of_duty(BY_CODE.get(task.get("duty", "")), Role(task["role"]), task["staff_id"])

    def of_duty(self, duty: Duty | None, role: Role, staff_id: int | None = None) -> tuple[Charge, ...]:
        """Return who has a duty of a post, or of one employee on it; without ``duty`` nobody's rights are asked."""
        key = (duty.code if duty is not None else "", role, staff_id)
        if key not in self._known:
            found = self._of_post(duty, role) if staff_id is None else self._of_person(duty, staff_id, role)
            self._known[key] = found
        return self._known[key]

    def has(self, user_id: int, task: Mapping[str, Any]) -> Charge | None:
        """Return for what reason an account has a task; None when it hasn't."""
        return next((charge for charge in self.of(task) if charge.user_id == user_id), None)

    def at_work(self, role: Role) -> frozenset[int]:
        """Return the accounts that hold a role and are there, else those of the next superior who is."""
        if role not in self._there:
            here = (h for r in (role, *superiors(role)) for h in [self._of(r)[0]] if h)
            self._there[role] = frozenset(h.user_id for h in next(here, ()))
        return self._there[role]

    def _of_post(self, duty: Duty | None, role: Role) -> tuple[Charge, ...]:
        """Its holders at work, the deputies of the others, else the superior."""
        here, absent = self._of(role)
        out = {h.user_id: Charge(h.user_id, h.staff_id or None, Why.own) for h in here}
        for holder in absent:
            if (deputy := self._deputy(duty, holder.staff_id)) is not None:
                out.setdefault(deputy.user_id, Charge(deputy.user_id, deputy.staff_id, Why.deputy, holder.staff_id))
        found = tuple(out.values()) or self._above(duty, role, absent[0].staff_id if absent else None)
        return found or tuple(Charge(h.user_id, h.staff_id or None, Why.own) for h in absent)

    def _of_person(self, duty: Duty | None, staff_id: int, role: Role) -> tuple[Charge, ...]:
        """Whose own it is, his deputy, else the others on the post; the duties of a leaver go to the superior."""
        here, absent = self._of(role)
        mine = next((h for h in here if h.staff_id == staff_id), None)
        if mine is not None:
            return (Charge(mine.user_id, staff_id, Why.own),)
        if all(h.staff_id != staff_id for h in absent):
            return self._above(duty, role, staff_id)
        deputy = self._deputy(duty, staff_id)
        if deputy is not None:
            return (Charge(deputy.user_id, deputy.staff_id, Why.deputy, staff_id),)
        fellows = tuple(Charge(h.user_id, h.staff_id, Why.fellow, staff_id) for h in here if h.staff_id)
        return fellows or self._above(duty, role, staff_id)

    def _of(self, role: Role) -> tuple[list[Holder], list[Holder]]:
        """Return the holders of a role who are at work, and those on leave."""
        holders = [h for h in self._people.all_holders() if h.role is role]
        away = {h.staff_id for h in holders if h.staff_id and self._people.away(h.staff_id, self._at)}
        return [h for h in holders if h.staff_id not in away], [h for h in holders if h.staff_id in away]

    def _deputy(self, duty: Duty | None, staff_id: int) -> Holder | None:
        """Return who stands in for somebody on leave: his deputy, the deputy's when that one is away; None if he may not."""
        accounts = {h.staff_id: h for h in self._people.all_holders() if h.staff_id}
        seen = {staff_id}
        while (leave := self._people.away(staff_id, self._at)) is not None:
            if leave.deputy_id is None or leave.deputy_id in seen:
                return None
            staff_id = leave.deputy_id
            seen.add(staff_id)
        found = accounts.get(staff_id)
        return found if found is not None and self._people.able(found.user_id, duty) else None

    def _above(self, duty: Duty | None, role: Role, instead_of: int | None) -> tuple[Charge, ...]:
        """Return the nearest superiors of the site who may do it, or their deputies; else the nearest who is at work.

        Head office comes last: what is done every day at a site does not leave it because a superior there lacks a right.
        """
        line = [(superior, *self._of(superior)) for superior in superiors(role)]
        for superior, here, absent in line:
            deputies = [d for h in absent if (d := self._deputy(duty, h.staff_id)) is not None]
            able = [h for h in here if self._people.able(h.user_id, duty)] + deputies
            if able and superior not in ALL_SITE_ROLES:
                return _charged(able, instead_of, lambda _holder: True)
        nearest = next((here for _, here, _ in line if here), None) or next((away for _, _, away in line if away), [])
        return _charged(nearest, instead_of, lambda h: self._people.able(h.user_id, duty))


def _charged(holders: list[Holder], instead_of: int | None, able: Callable[[Holder], bool]) -> tuple[Charge, ...]:
    found = {h.user_id: Charge(h.user_id, h.staff_id or None, Why.superior, instead_of, able(h)) for h in holders}
    return tuple(found.values())


__all__ = ["Charge", "Cover", "Why"]
