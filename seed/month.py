"""How a month's paper is filed: created on its day by the one who fills it, then walked on, step by step, by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from access import acting
from models.base.resident import Occupancy, Relation
from models.base.staff import Staff
from models.base.unit import Unit
from models.spec import Role
from seed.stage import ZONE, Home, Scene, after, local
from workflow import offered

Data = Mapping[str, Any]
Given = Data | Callable[[dt.datetime], Data]
"""Values, or a function of the moment that looks up what was made before."""
LEADS = (
    Role.reception_lead, Role.security_lead, Role.engineering_lead, Role.cs_supervisor, Role.director, Role.hr_admin,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A transition ``minutes`` after the step before; without a role whichever superior may."""

    name: str
    role: Role | None
    minutes: float = 60
    data: Given | None = None


@dataclass(slots=True)
class Slot:
    """A record that the clock has still to make."""

    paper: Any = None

    @property
    def id(self) -> int:
        """Its id; only a later story may ask."""
        number: int = self.paper.id
        return number


def step(name: str, role: Role | None, minutes: float = 60, **data: Any) -> Step:
    """Return a step with plain data."""
    return Step(name, role, minutes, data)


def submit(role: Role, minutes: float = 8) -> Step:
    """Return the handing in."""
    return Step("submit", role, minutes)


def approve(role: Role | None, minutes: float = 200, **data: Any) -> Step:
    """Return an approval; ``role`` None: the superior whose turn it is."""
    return Step("approve", role, minutes, data)


class Month:
    """The stage, seen from the day the demo is looked at."""

    def __init__(self, scene: Scene, now: dt.datetime) -> None:
        """Take the site and its people."""
        self.scene = scene
        self.today = now.astimezone(ZONE).date()
        self.slots: dict[str, Slot] = {}
        """Records that several stories share, by a short name."""

    def day(self, ago: int) -> dt.date:
        """Return the day ``ago`` days before; negative: to come."""
        return self.today - dt.timedelta(days=ago)

    def at(self, ago: int, hour: int, minute: int = 0) -> dt.datetime:
        """Return a moment of such a day at the site."""
        return local(self.day(ago), hour, minute)

    def workdays(self, count: int, ago: int = 1) -> list[dt.date]:
        """Return ``count`` working days up to the day ``ago`` days before, oldest first; fewer in a long holiday."""
        days = (self.day(n) for n in range(ago, ago + 20))
        return sorted([d for d in days if self.scene.workday(d)][:count])

    def last_month(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the month before this one."""
        last = self.today.replace(day=1) - dt.timedelta(days=1)
        return last.replace(day=1), last

    def who(self, role: Role) -> int:
        """Return the staff record of a role."""
        return self.scene.staff[role]

    def post(self, name: str, nth: int = 0) -> int:
        """Return the ``nth`` employee on a post."""
        return self.scene.on_post[name][nth]

    def home(self, nth: int) -> Home:
        """Return a home with a telephone, the same for the same number."""
        homes = self.scene.homes
        return homes[nth * 37 % len(homes)]

    def owner(self, unit_id: int) -> int:
        """Return the owner of a home (a Resident's id)."""
        query = select(Occupancy.parent_id).where(Occupancy.unit_id == unit_id, Occupancy.relation == Relation.owner)
        with self._looking():
            found: int = self.scene.session.execute(query.order_by(Occupancy.id).limit(1)).scalar_one()
        return found

    def area(self, unit_id: int) -> Decimal:
        """Return the gross area of a home in square metres."""
        query = select(Unit.gross_area).where(Unit.id == unit_id)
        with self._looking():
            return self.scene.session.execute(query).scalar_one() or Decimal(80)

    def one(self, model: type[Any], key: int) -> Any:
        """Return a record by its id, as it is at the clock's moment."""
        with self._looking():
            return self.scene.session.get_one(model, key)

    def every(self, model: type[Any], *where: ColumnElement[bool]) -> list[Any]:
        """Return the site's records of a register that fulfil the conditions, by id."""
        query = select(model).where(model.site_id == self.scene.site.id, *where)
        with self._looking():
            return list(self.scene.session.scalars(query.order_by(model.id)))

    def on_probation(self) -> list[int]:
        """Return the employees on probation, by staff number."""
        query = select(Staff.id).where(Staff.site_id == self.scene.site.id, Staff.employment == "probation")
        with self._looking():
            return list(self.scene.session.scalars(query.order_by(Staff.job_no)))

    def homes(self, occupancy: str) -> list[Unit]:
        """Return the homes of an occupancy (``decorating``) that have an owner, by id."""
        owned = Unit.id.in_(select(Occupancy.unit_id).where(Occupancy.relation == Relation.owner))
        query = select(Unit).where(Unit.site_id == self.scene.site.id, Unit.occupancy == occupancy, owned)
        with self._looking():
            return list(self.scene.session.scalars(query.order_by(Unit.id)))

    def _looking(self) -> AbstractContextManager[Session]:
        return acting(self.scene.session, self.scene.actors[Role.director])

    def sign(self, moment: dt.datetime) -> str:
        """Return the key of a signature."""
        return self.scene.sign(moment)

    def file(self, when: dt.datetime, register: str, role: Role, values: Given, *steps: Step) -> Slot:
        """Plan a record and its way; what lies after the demo's moment is left undone.

        Args:
            when: when it is filled in.
            register: the model's name.
            role: who fills it in.
            values: its fields.
            steps: what happens to it then, one after the other.

        Returns:
            The slot that holds the record once its time has come.
        """
        slot = Slot()

        def begin(moment: dt.datetime) -> None:
            slot.paper = self.scene.create(register, role, moment, values(moment) if callable(values) else values)
            self._next(slot.paper, moment, steps)

        self.scene.clock.at(when, begin)
        return slot

    def walk(self, when: dt.datetime, paper: Any, *steps: Step) -> None:
        """Plan the way of a record that is there already."""
        self._next(paper, when, steps)

    def _next(self, paper: Any, moment: dt.datetime, steps: tuple[Step, ...]) -> None:
        if not steps:
            return

        def take(now: dt.datetime) -> None:
            first = steps[0]
            data = first.data(now) if callable(first.data) else first.data or {}
            self.scene.do(paper, first.name, first.role or self._superior(paper, first.name, now), now, **data)
            self._next(paper, now, steps[1:])

        self.scene.clock.at(after(moment, steps[0].minutes), take)

    def _superior(self, paper: Any, name: str, now: dt.datetime) -> Role:
        for role in LEADS:
            if any(o.transition.name == name and o.verdict for o in offered(paper, self.scene.actors[role], now)):
                return role
        raise LookupError(f"nobody may {name} {paper!r}")
