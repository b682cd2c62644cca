"""The demo centre: two sites opened from their packs, and a month of work up to now, through the functions people use.

``seed(session_factory, 1, password="…", now=now)``; the same number and moment give the same centre. Everything is written
in one transaction: an interrupted run leaves the database as empty as it was.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import ALL_SITES, SYSTEM, acting
from deadlines.duties import roll
from deadlines.sweep import sweep
from exchange import site_pack
from models.base.site import Site
from models.spec import Role
from seed import (
    month_duties,
    month_estate,
    month_finance,
    month_office,
    month_papers,
    month_people,
    month_safety,
    month_service,
    month_stores,
    papers,
    service,
    waiting,
    words,
)
from seed.month import Month
from seed.stage import ZONE, Clock, Keep, Scene, after, local
from workflow import accounts

PACKS = Path(__file__).parent / "packs"
MONTH = (
    month_finance,
    month_service,
    month_estate,
    month_people,
    month_office,
    month_papers,
    month_stores,
    month_safety,
)
DAYS = 31
"""How far back the centre's work goes."""
HEAD_OFFICE = {Role.hq_quality: "总部品质督导", Role.sysadmin: "系统管理员"}


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What was made: account name -> the words of its roles, and how many records of each register."""

    accounts: Mapping[str, str]
    records: Mapping[str, int]


def is_empty(session: Session) -> bool:
    """Say whether the database holds no site yet."""
    query = select(Site.id).limit(1)
    return session.execute(query, execution_options={ALL_SITES: True}).first() is None


def seed(
    session_factory: Callable[[], Session],
    seed: int = 1,
    *,
    password: str,
    now: dt.datetime,
    keep: Keep | None = None,
) -> SeedReport:
    """Fill an empty database with the demo centre and commit.

    Args:
        session_factory: makes the session; it is closed again.
        seed: another number, another month.
        password: of every account; it need not be changed at the first sign-in.
        now: the moment up to which the month goes (aware).
        keep: stores a drawn signature and returns its key; without it signatures have keys but no picture.

    Raises:
        ValueError: the database holds a site already.
    """
    with session_factory() as session:
        if not is_empty(session):
            raise ValueError("the demo centre goes into an empty database only")
        random = Random(seed)
        with acting(session, SYSTEM):
            handed = _head_office(session, password, now)
            scenes = []
            for pack in ("ltxy", "yghy"):
                handed |= _open(session, pack, password, _first_day(now))
        with acting(session, SYSTEM):
            for site in session.scalars(select(Site).order_by(Site.id)):
                scene = Scene(session, site, Clock(now), random, keep)
                scene.open()
                scenes.append(scene)
        for scene, share in zip(scenes, (1.0, 0.25), strict=True):
            _stores(scene, after(_first_day(now), 60))
            _month(scene, now, share)
            if share == 1:
                waiting.leave_open(scene, now)
                _every_register(scene, now, seed)
            month_duties.plan(Month(scene, now), every=1 if share == 1 else 2)
            scene.clock.play()
        sweep(session, now)
        roll(session, now)
        session.commit()
    made: Counter[str] = Counter()
    for scene in scenes:
        made.update(scene.made)
    return SeedReport(handed, dict(made))


def _first_day(now: dt.datetime) -> dt.datetime:
    return local(now.astimezone(ZONE).date() - dt.timedelta(days=DAYS), 8)


def _head_office(session: Session, password: str, now: dt.datetime) -> dict[str, str]:
    for role, name in HEAD_OFFICE.items():
        accounts.create_account(
            session, username=role.value, actor=SYSTEM, now=after(_first_day(now), -30), role=role, display_name=name,
            password=password, must_change=False,
        )  # fmt: skip
    return {role.value: role.label.zh for role in HEAD_OFFICE}


def _open(session: Session, pack: str, password: str, when: dt.datetime) -> dict[str, str]:
    path = PACKS / f"{pack}.xlsx"
    plan = site_pack.plan(path, path.name, session)
    result = site_pack.apply(session, plan, SYSTEM, when, password=password, must_change=False)
    return {a.username: "、".join(role.label.zh for role in a.roles) for a in result.accounts}


def _stores(scene: Scene, when: dt.datetime) -> None:
    for code, name, measure, price in words.ITEMS:
        values = {
            "code": code, "name": name, "kind": "material", "measure": measure, "price": Decimal(price), "min_quantity": 5,
            "place": "1 号库房",
        }  # fmt: skip
        scene.items[name] = scene.create("StockItem", Role.receptionist, when, values).id


def _month(scene: Scene, now: dt.datetime, share: float) -> None:
    """Plan every day of the month; ``share`` says how busy the site is."""
    first = _first_day(now).astimezone(ZONE).date()
    last = now.astimezone(ZONE).date()
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    for number, day in enumerate(days):
        _calls(scene, day, share, late=number >= len(days) - 3)
        if scene.workday(day):
            _workday(scene, day, number, share)
    if share == 1:
        major = service.Case(scene, words.MAJOR, scene.random.choice(scene.homes), major=True)
        scene.clock.at(local(days[9], 9, 5), major.call)
        _personnel(scene, days)


def _every_register(scene: Scene, now: dt.datetime, seed: int) -> None:
    """Plan the month's paper in all the other registers; its chances are its own, so the calls stay as they are."""
    month = Month(dataclasses.replace(scene, random=Random(seed + 1)), now)
    for part in MONTH:
        part.plan(month)


def _calls(scene: Scene, day: dt.date, share: float, *, late: bool) -> None:
    """The calls of a day: repairs, questions, now and then a complaint (none so ``late`` that it could not be heard out)."""
    random, clock, work = scene.random, scene.clock, scene.workday(day)
    for _ in range(_about(random, (2.0 if work else 1.1) * share)):
        clock.at(_some_time(random, day), _repair(scene))
    for _ in range(_about(random, (1.4 if work else 0.6) * share)):
        clock.at(_some_time(random, day), partial(service.talk, scene))
    if random.random() < 0.24 * share and not late:
        case = service.Case(scene, random.choice(words.GRIEVANCES), random.choice(scene.homes))
        clock.at(_some_time(random, day), case.call)


def _workday(scene: Scene, day: dt.date, number: int, share: float) -> None:
    """What a working day brings besides: visits, Monday's approvals, the month's end, inspections."""
    random, clock = scene.random, scene.clock
    if random.random() < 0.3 * share:
        clock.at(local(day, 15, random.randrange(50)), partial(service.visit, scene))
    if day.weekday() == 0:
        clock.at(local(day, 9, 20), partial(service.monday, scene))
    if scene.calendar is not None and day == scene.calendar.last_workday_of_month(day.year, day.month):
        clock.at(local(day, 16, 30), partial(service.month_end, scene))
        for nth in range(round(20 * share)):
            clock.at(local(day, 14, 2 * nth), partial(service.visit, scene, kind="sample"))
    if share == 1 or day.weekday() in {1, 3}:
        clock.at(local(day, 10, random.randrange(50)), partial(_spot_check, scene, number=number))
    if day.weekday() == 2 and share == 1 and number < DAYS - 8:
        clock.at(local(day, 11, 10), partial(papers.settled_action, scene, nth=number // 7))


def _personnel(scene: Scene, days: Sequence[dt.date]) -> None:
    scene.clock.at(local(days[3], 9, 30), partial(papers.dismissal, scene))

    def wanted(moment: dt.datetime) -> None:
        papers.demand(scene, moment, Role.security_lead, papers.guard_wanted(scene), Role.director, Role.hr_admin)

    scene.clock.at(local(days[16], 10, 15), wanted)


def _repair(scene: Scene) -> Callable[[dt.datetime], Any]:
    random = scene.random
    if random.random() < 0.14:
        trouble, place = random.choice(words.PUBLIC_TROUBLES)
        return service.Repair(scene, trouble, None, place.format(block=random.choice(scene.homes).block)).call
    return service.Repair(scene, random.choice(words.HOME_TROUBLES), random.choice(scene.homes)).call


def _spot_check(scene: Scene, when: dt.datetime, *, number: int) -> None:
    paper = papers.inspection(scene, when, "daily" if number % 5 else "weekly", number)
    papers.approve_later(scene, when, paper, Role.director)


def _about(random: Random, mean: float) -> int:
    return int(mean) + (random.random() < mean - int(mean))


def _some_time(random: Random, day: dt.date) -> dt.datetime:
    """Return a moment of the desk's day; few before nine and at noon, some in the evening."""
    hour = random.choices((8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20), weights=(2, 6, 6, 4, 1, 2, 5, 5, 4, 3, 2, 1))[
        0
    ]
    return local(day, hour, random.randrange(35, 60) if hour == 8 else random.randrange(60))
