"""The stage of the demo: a site with its people and homes, and a clock that plays what happens in order of time."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import load_actor
from deadlines.calendar import WorkingCalendar, calendar_for
from models import by_name
from models.base.department import Department
from models.base.post import Post
from models.base.resident import Occupancy, Relation, Resident
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User, UserGrant
from models.spec import Actor, Role
from workflow import apply, create

ZONE = ZoneInfo("Asia/Shanghai")
Action = Callable[[dt.datetime], None]
Keep = Callable[[Session, Actor, dt.datetime, int, bytes], str]
"""``keep(session, actor, now, site_id, png) -> key``: stores a drawn signature as the web does."""


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """Return a moment of the site's clock."""
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE).astimezone(dt.UTC)


def after(moment: dt.datetime, minutes: float) -> dt.datetime:
    """Return the moment ``minutes`` later."""
    return moment + dt.timedelta(minutes=minutes)


def in_hours(moment: dt.datetime) -> dt.datetime:
    """Return the moment, or the next time the desk is open (8:35 to 17:30) when it is not."""
    here = moment.astimezone(ZONE)
    if here.time() < dt.time(8, 35):
        return local(here.date(), 8, 35 + moment.second % 20)
    if here.time() > dt.time(17, 30):
        return local(here.date() + dt.timedelta(days=1), 8, 35 + moment.second % 20)
    return moment


class Clock:
    """Plays actions in order of time up to ``until``; what lies behind it is left for people to do."""

    def __init__(self, until: dt.datetime) -> None:
        """Start empty."""
        self.until = until
        self._agenda: list[tuple[dt.datetime, int, Action]] = []
        self._count = itertools.count()

    def limited(self, until: dt.datetime) -> Clock:
        """Return a clock on the same agenda that takes nothing after ``until``: a story left in the middle."""
        clock = Clock(min(until, self.until))
        clock._agenda, clock._count = self._agenda, self._count
        return clock

    def at(self, moment: dt.datetime, action: Action) -> None:
        """Plan an action."""
        if moment <= self.until:
            heapq.heappush(self._agenda, (moment, next(self._count), action))

    def play(self) -> None:
        """Do everything that is planned, and what that plans in turn."""
        while self._agenda:
            moment, _, action = heapq.heappop(self._agenda)
            action(moment)


@dataclass(frozen=True, slots=True)
class Home:
    """A home with somebody to ring up."""

    unit_id: int
    block: str
    caller: str
    phone: str


@dataclass(slots=True)
class Scene:
    """One site: who works there, who lives there, what is in store."""

    session: Session
    site: Site
    clock: Clock
    random: Random
    keep: Keep | None
    actors: dict[Role, Actor] = field(default_factory=dict)
    staff: dict[Role, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    on_post: dict[str, list[int]] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)
    items: dict[str, int] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    calendar: WorkingCalendar | None = None

    def open(self) -> None:
        """Look around: accounts by role, departments, posts, homes with a telephone."""
        session, site_id = self.session, self.site.id
        self.calendar = calendar_for(session, site_id)
        grants = select(UserGrant.role, User.id).join(User, User.id == UserGrant.parent_id)
        for role, user_id in session.execute(grants.where(UserGrant.site_id == site_id).order_by(UserGrant.id)):
            actor = load_actor(session, user_id, site_id=site_id, origin="demo")
            named = actor is not None and actor.username.startswith(f"{role.value}@")
            if actor is not None and actor.staff_id is not None and (named or role not in self.actors):
                self.actors[role], self.staff[role] = actor, actor.staff_id
        for role in (Role.hq_quality, Role.sysadmin):
            user_id = session.execute(select(User.id).where(User.username == role.value)).scalar_one()
            actor = load_actor(session, user_id, site_id=site_id, origin="demo")
            if actor is not None:
                self.actors[role] = actor
        for model, into in ((Department, self.departments), (Post, self.posts)):
            into.update(session.execute(select(model.name, model.id).where(model.site_id == site_id)).all())
        people = select(Post.name, Staff.id).join(Post, Post.id == Staff.post_id).where(Staff.site_id == site_id)
        for post, staff_id in session.execute(people.order_by(Staff.id)):
            self.on_post.setdefault(post, []).append(staff_id)
        lives = (Relation.owner, Relation.tenant)
        query = (
            select(Unit.id, Unit.address, Resident.name, Resident.phone, Resident.gender)
            .join(Occupancy, Occupancy.unit_id == Unit.id)
            .join(Resident, Resident.id == Occupancy.parent_id)
            .where(Unit.site_id == site_id, Unit.occupancy.in_(("occupied", "let")), Occupancy.relation.in_(lives))
            .order_by(Unit.id, Occupancy.relation.desc(), Resident.id)
        )
        homes: dict[int, Home] = {}
        for unit_id, address, name, phone, gender in session.execute(query):
            if phone:
                title = {"f": "女士", "m": "先生"}.get(gender or "", "")
                homes.setdefault(
                    unit_id, Home(unit_id, address.split("栋")[0], name[0] + title if title else name, phone)
                )
        self.homes = list(homes.values())

    def create(self, register: str, role: Role, when: dt.datetime, values: Mapping[str, Any]) -> Any:
        """Let somebody fill in a record."""
        self.made[register] += 1
        return create(self.session, by_name(register), values, actor=self.actors[role], now=when, site_id=self.site.id)

    def do(self, record: Any, transition: str, role: Role, when: dt.datetime, **data: Any) -> Any:
        """Let somebody take a step; returns the document it created, if it did."""
        created = apply(self.session, record, transition, data, actor=self.actors[role], now=when).created
        if created is not None:
            self.made[type(created).__name__] += 1
        return created

    def later(self, when: dt.datetime, record: Any, transition: str, role: Role, **data: Any) -> None:
        """Plan a step."""
        self.clock.at(when, lambda moment: self.do(record, transition, role, moment, **data))

    def workday(self, day: dt.date) -> bool:
        """Say whether the site works on ``day``."""
        return self.calendar is None or self.calendar.is_workday(day)

    def sign(self, when: dt.datetime) -> str:
        """Return the key of an owner's signature."""
        from seed.signature import draw  # noqa: PLC0415 - Pillow is loaded only where a signature is drawn

        if self.keep is None:
            return f"{self.random.getrandbits(128):032x}"
        actor = self.actors[Role.technician]
        return self.keep(self.session, actor, when, self.site.id, draw(self.random))
