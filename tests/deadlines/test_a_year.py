"""A whole year of a site, swept hour by hour, against a calculation of its own; broken off and repeated on the way."""

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
from tests.deadlines.a_year import CHANGED, HOUR, HOURS8, Year, everybody, judged
from tests.support.databases import Databases, Kind

BUILT = dt.datetime(2026, 2, 2, 1, 0, tzinfo=dt.UTC)
FIRST = dt.datetime(2025, 1, 2, tzinfo=HOURS8)
MONTHS: dict[Kind, int] = {"sqlite": 12, "postgres": 3}


def run(session: Session, centre: Centre, year: Year, until: dt.datetime) -> None:
    """Let everything happen in its order, with a sweep on every hour; now and then one breaks off or is made twice."""
    chance = random.Random(7)  # noqa: S311 - a made-up year, no secret
    steps: list[tuple[dt.datetime, int, Any, Any]] = [(CHANGED, -1, change_settings, None)]
    steps += [(at, n, do, story) for n, story in enumerate(year.stories) for at, do in story.steps]
    steps.sort(key=lambda step: step[:2])
    at, hour = 0, FIRST
    while hour <= until:
        while at < len(steps) and steps[at][0] < hour:
            moment, _, do, story = steps[at]
            centre.now = moment.astimezone(dt.UTC)
            do(story, centre)
            session.commit()
            at += 1
        if chance.random() < 0.01:
            sweep(session, hour)
            session.rollback()
        sweep(session, hour)
        if chance.random() < 0.01:
            again = sweep(session, hour)
            assert (again.marked_overdue, again.escalated, again.told) == (0, 0, 0)
        session.commit()
        hour += HOUR
    assert at == len(steps) or steps[at][0] > until


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
        assert sum(len(rows) for rows in got.values()) > 20 * months
        late = session.scalars(select(Deadline.id).where(Deadline.level > 0)).all()
        told = select(func.count(), func.count(Notice.occasion.distinct())).where(Notice.occasion.startswith("over:"))
        assert session.execute(told).one() == (len(late), len(late)), "whoever answers heard of each, and once"
    engine.dispose()
    databases.drop(url)
