"""A whole year of a site, swept by the hour, against a calculation of its own; broken off and repeated on the way."""

import datetime as dt
import random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import access
import workflow
from access import SYSTEM
from deadlines.sweep import sweep
from models import by_name
from models.connect import make_engine
from models.duty.deadline import Deadline
from models.engine import Notice
from seed import factories
from seed.factories import Centre
from tests.conftest import BOTH
from tests.deadlines.a_year import ABOVE, CHANGED, DAY, HOUR, HOURS8, Year, everybody, judged
from tests.support.databases import Databases, Kind

BUILT = dt.datetime(2026, 2, 2, 1, 0, tzinfo=dt.UTC)
FIRST = dt.datetime(2025, 1, 2, tzinfo=HOURS8)
EVERY_HOUR = (CHANGED.replace(hour=0, minute=0) - 7 * DAY, CHANGED.replace(hour=0, minute=0) + 7 * DAY)
"""The weeks swept without a gap."""
LEVELS = max(len(above) for above in ABOVE.values())
MONTHS: dict[Kind, int] = {"sqlite": 12, "postgres": 7}


def run(session: Session, centre: Centre, year: Year, until: dt.datetime) -> None:
    """Let everything happen in its order, with a sweep on every hour that may tell something; now and then one breaks off or is
    made twice. Of the others one in thirty is swept, and every one of the weeks around the change of settings: nothing happens.
    """
    chance = random.Random(7)  # noqa: S311 - a made-up year, no secret
    steps: list[tuple[dt.datetime, int, Any, Any]] = [(CHANGED, -1, change_settings, None)]
    steps += [(at, n, do, story) for n, story in enumerate(year.stories) for at, do in story.steps]
    steps.sort(key=lambda step: step[:2])
    at, hour = 0, FIRST
    telling = hours_that_tell(year)
    while hour <= until:
        if hour not in telling and EVERY_HOUR[0] <= hour < EVERY_HOUR[1]:
            telling.add(hour)
        if hour not in telling and chance.random() > 0.03:
            hour += HOUR
            continue
        while at < len(steps) and steps[at][0] < hour:
            moment, _, do, story = steps[at]
            centre.now = moment.astimezone(dt.UTC)
            do(story, centre)
            session.commit()
            at += 1
        if chance.random() < 0.01:
            sweep(session, hour)
            session.rollback()
        done = sweep(session, hour)
        assert hour in telling or (done.marked_overdue, done.escalated) == (0, 0), f"nothing happens at {hour}"
        if chance.random() < 0.01:
            again = sweep(session, hour)
            assert (again.marked_overdue, again.escalated, again.told) == (0, 0, 0)
        session.commit()
        hour += HOUR
    assert at == len(steps) or steps[at][0] > until


def hours_that_tell(year: Year) -> set[dt.datetime]:
    """The full hours after a step, a start or a limit, those at which the next one up hears of it, and the hour before each."""
    moments = [at for story in year.stories for at, _ in story.steps]
    clocks = [clock for story in year.stories for clock in story.clocks]
    moments += [clock.since for clock in clocks] + [clock.ended for clock in clocks if clock.ended]
    for clock in clocks:
        late = max(clock.due, clock.since) + dt.timedelta(seconds=1)
        moments += [
            up for up in (late + n * DAY for n in range(LEVELS + 1)) if clock.ended is None or up < clock.ended + HOUR
        ]
    full = {(at - dt.timedelta(microseconds=1)).replace(minute=0, second=0, microsecond=0) + HOUR for at in moments}
    return full | {hour - HOUR for hour in full}


def change_settings(_story: Any, centre: Centre) -> None:
    for key, value in (("repair.arrive_minutes", "45"), ("repair.night_clock", "是")):
        workflow.create(centre.session, by_name("Setting"), {"key": key, "value": value}, actor=SYSTEM, now=centre.now,
                        site_id=centre.site_id)  # fmt: skip


@pytest.mark.parametrize("kind", BOTH)
def test_a_year_of_clocks_agrees_with_an_independent_calculation(kind: Kind, databases: Databases) -> None:
    months = MONTHS[kind]
    until = FIRST + dt.timedelta(days=30 * months + 4)
    url = databases.fresh(kind)
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        centre = factories.centre(session, BUILT)
        everybody(centre)
        session.commit()
        year = Year(seed=20250102, months=months)
        run(session, centre, year, until)
        session.expire_all()
        wanted, got = {}, {}
        for n, story in enumerate(year.stories):
            wanted[n] = sorted(judged(clock, until) for clock in story.clocks)
            rows = session.scalars(
                select(Deadline).where(Deadline.register == story.record.slug(), Deadline.record_id == story.record.id)
            )
            got[n] = sorted(
                (r.rule, r.cycle, r.due_at, r.met_at, r.state.value, r.level,
                 r.escalated_to and str(r.escalated_to))
                for r in rows
            )  # fmt: skip
        assert got == wanted
        assert sum(len(rows) for rows in got.values()) > 15 * months
        late = session.scalars(select(Deadline.id).where(Deadline.level > 0)).all()
        told = select(func.count(), func.count(Notice.occasion.distinct())).where(Notice.occasion.startswith("over:"))
        assert session.execute(told).one() == (len(late), len(late)), "whoever answers heard of each, and once"
    engine.dispose()
    databases.drop(url)
