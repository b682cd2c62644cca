"""Who has a duty at a moment: those who hold the post, and whoever stands in while they are on leave.

Somebody on leave passes his duties to the deputy his leave names; without one they go to the others on the post, and
where nobody is there to the nearest superior who is. When he is back they are his again. Nothing is kept of this: it
follows from the approved leaves, so a leave approved, voided or cut short is followed at once.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deadlines.duty_people import Holder, People
from models.spec import Role, superiors


class Why(enum.StrEnum):
    """For what reason somebody has a duty."""

    own = "own"
    """It is his."""
    deputy = "deputy"
    """He is named as deputy in the leave of whose duty it is."""
    fellow = "fellow"
    """He holds the same post, and whose duty it is named no deputy."""
    superior = "superior"
    """Nobody on the post is there, so it is his as the superior."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody who has a duty; ``instead_of``: the employee he stands in for, None for his own and for a vacant post."""

    user_id: int
    staff_id: int | None
    why: Why
    instead_of: int | None = None


class Cover:
    """Who has which duty of one site at the moment ``at`` (aware)."""

    def __init__(self, people: People, at: dt.datetime) -> None:
        self._people = people
        self._at = at
        self._by_role: dict[Role, tuple[Charge, ...]] = {}

    def of(self, task: Mapping[str, Any]) -> tuple[Charge, ...]:
        """Return who has a task (``role`` and ``staff_id``); empty only where no superior has an account either."""
        role = Role(task["role"])
        staff_id = task["staff_id"]
        return self.of_role(role) if staff_id is None else self.of_person(staff_id, role)

    def of_role(self, role: Role) -> tuple[Charge, ...]:
        """Return who has the duties of a post: its holders at work, the deputies of the others, else the superior."""
        if role in self._by_role:
            return self._by_role[role]
        here, absent = self._of(role)
        out = {h.user_id: Charge(h.user_id, h.staff_id or None, Why.own) for h in here}
        for holder in absent:
            if (deputy := self._deputy(holder.staff_id)) is not None:
                out.setdefault(deputy.user_id, Charge(deputy.user_id, deputy.staff_id, Why.deputy, holder.staff_id))
        found = tuple(out.values()) or self._above(role, absent[0].staff_id if absent else None)
        self._by_role[role] = found
        return found

    def of_person(self, staff_id: int, role: Role) -> tuple[Charge, ...]:
        """Return who has the duties that are one employee's own; those of a leaver go to the superior."""
        here, absent = self._of(role)
        mine = next((h for h in here if h.staff_id == staff_id), None)
        if mine is not None:
            return (Charge(mine.user_id, staff_id, Why.own),)
        if all(h.staff_id != staff_id for h in absent):
            return self._above(role, staff_id)
        deputy = self._deputy(staff_id)
        if deputy is not None:
            return (Charge(deputy.user_id, deputy.staff_id, Why.deputy, staff_id),)
        fellows = tuple(Charge(h.user_id, h.staff_id, Why.fellow, staff_id) for h in here if h.staff_id)
        return fellows or self._above(role, staff_id)

    def has(self, user_id: int, task: Mapping[str, Any]) -> Charge | None:
        """Return for what reason an account has a task; None when it hasn't."""
        return next((charge for charge in self.of(task) if charge.user_id == user_id), None)

    def _of(self, role: Role) -> tuple[list[Holder], list[Holder]]:
        """Return the holders of a role who are at work, and those on leave."""
        holders = [h for h in self._people.all_holders() if h.role is role]
        away = {h.staff_id for h in holders if h.staff_id and self._people.away(h.staff_id, self._at)}
        return [h for h in holders if h.staff_id not in away], [h for h in holders if h.staff_id in away]

    def _deputy(self, staff_id: int) -> Holder | None:
        """Return who stands in for somebody on leave: his deputy, the deputy's when that one is away as well."""
        accounts = {h.staff_id: h for h in self._people.all_holders() if h.staff_id}
        seen = {staff_id}
        while (leave := self._people.away(staff_id, self._at)) is not None:
            if leave.deputy_id is None or leave.deputy_id in seen:
                return None
            staff_id = leave.deputy_id
            seen.add(staff_id)
        return accounts.get(staff_id)

    def _above(self, role: Role, instead_of: int | None) -> tuple[Charge, ...]:
        for superior in superiors(role)[:1]:
            return tuple(replace(c, why=Why.superior, instead_of=instead_of) for c in self.of_role(superior))
        return ()


__all__ = ["Charge", "Cover", "Why"]
