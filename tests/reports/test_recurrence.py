"""Who is told that a problem recurs, and how often; rows and households counted by hand."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event, func, select

import reports
from models.base.user import User
from models.duty.periodic_report import PeriodicReport
from models.engine import Notice
from models.service.repair_order import RepairOrder
from models.spec import Role
from reports import recurrence
from tests.deadlines.conftest import ZONE, Centre, at
from tests.reports.sheets import homes
from tests.reports.test_samples_and_problems import suggestion

DAY = dt.timedelta(days=1)


@pytest.fixture
def staffed(centre_on_both: Centre) -> Centre:
    c = centre_on_both
    c.account("clerk", (1, Role.receptionist))
    c.account("lead", (1, Role.reception_lead))
    c.account("director", (1, Role.director))
    c.account("other", (2, Role.receptionist), (2, Role.reception_lead))
    c.session.commit()
    return c


def water(c: Centre, when: str | dt.datetime, unit: int, **values: Any) -> RepairOrder:
    """An order about water in a home, reported then."""
    c.now = at(when) if isinstance(when, str) else when
    order = c.order(unit_id=unit, **{"scope": "private", "location": None, **values})
    c.session.commit()
    return order


def told(c: Centre) -> list[str]:
    """Every notice there is: `who: words`, in order."""
    query = select(User.username, Notice.zh).join(Notice, Notice.user_id == User.id).order_by(Notice.id)
    return [f"{who}: {words}" for who, words in c.session.execute(query)]


def test_s13_three_households_are_told_of_once_and_two_are_not(staffed: Centre) -> None:
    c = staffed
    one, two, three = homes(c, "101", "102", "201")
    c.session.commit()
    water(c, "05 09:00", one)
    water(c, "06 09:00", one)  # the same home twice
    water(c, "20 09:00", two)
    water(c, "20 09:00", three, status="void")
    water(c, "20 09:00", three, category="power")
    water(c, "20 09:00", three, site_id=2)  # another site's
    water(c, dt.datetime(2026, 10, 22, 15, 59, tzinfo=dt.UTC), three)  # 23:59, the minute before the 30 days
    assert recurrence.tell(c.session, at("22 09:00")) == 0, "two households"
    water(c, "22 23:59", three)
    assert recurrence.tell(c.session, at("22 23:59")) == 0, "the day still runs"
    assert recurrence.tell(c.session, at("23 00:50")) == 2
    words = "“给排水”类报修 30 天内已有 3 户（2026-10-24 至 2026-11-22），请编制“类似问题统计分析报告”。"
    assert told(c) == [f"clerk: {words}", f"lead: {words}"]
    for again in ("23 00:50", "23 18:00", "24 09:00", "25 09:00"):
        assert recurrence.tell(c.session, at(again)) == 0, again
    (problem,) = recurrence.waiting(c.session, 1)
    span = reports.span_of(c.session, 1, problem.since, problem.until, at("23 09:00"))
    behind = reports.rows_behind(c.session, problem.rows, span)
    rows = select(func.count()).select_from(RepairOrder).where(*behind.where)
    assert (behind.register, c.session.scalar(rows)) == (RepairOrder, 4)
    assert recurrence.waiting(c.session, 2) == []


def test_s13_it_is_told_again_after_it_fell_below_and_thirty_days_on(staffed: Centre) -> None:
    """Reached on the 7th, two homes from the 10th on by hindsight, three again on the 12th, and so it stays."""
    c = staffed
    one, two, three = homes(c, "101", "102", "201")
    water(c, "05 09:00", one)
    water(c, "06 09:00", two)
    gone = water(c, "07 09:00", three)
    seen = []
    for n in range(54):  # 8 November to 31 December, looked at three times a day
        now = at("08 09:00") + n * DAY
        if n == 2:
            c.write(gone, status="void")
        if n == 4:
            water(c, now, three)
        if n in {12, 32}:
            for unit in (one, two, three):
                water(c, now, unit)
        looks = [now + dt.timedelta(hours=hours) for hours in (0, 3, 6)]
        seen += [f"{look.astimezone(ZONE):%m-%d %H:%M}" for look in looks if recurrence.tell(c.session, look)]
    assert seen == ["11-08 09:00", "11-13 09:00", "12-13 09:00"]
    assert len(told(c)) == 6
    (last,) = recurrence.waiting(c.session, 1)
    assert (last.since, last.until) == (dt.date(2026, 11, 13), dt.date(2026, 12, 12))


def test_s13_complaints_and_suggestions_count_too_and_a_broken_look_is_made_up_for(staffed: Centre) -> None:
    c = staffed
    for unit in homes(c, "101", "102", "201"):
        c.complaint(nature="clean", unit_id=unit, received_at=at("10 09:00"))
        suggestion(c, 12, unit, "绿化" * 30)  # as long as a topic may be
        suggestion(c, 12, unit, "停车", status="draft")
    c.session.commit()

    def dies(_session: Any) -> None:
        raise RuntimeError("killed before the commit")

    event.listen(c.session, "before_commit", dies)
    with pytest.raises(RuntimeError):
        recurrence.tell(c.session, at("13 09:00"))
    event.remove(c.session, "before_commit", dies)
    c.session.rollback()
    assert told(c) == []
    assert recurrence.tell(c.session, at("14 09:00")) == 4
    assert {line[:11] for line in told(c) if line.startswith("clerk")} == {"clerk: “保洁”", "clerk: “绿化绿"}
    assert recurrence.tell(c.session, at("15 09:00")) == 0


def test_s13_it_waits_until_an_analysis_of_its_period_is_there(staffed: Centre) -> None:
    c = staffed
    for unit in homes(c, "101", "102", "201"):
        water(c, "10 09:00", unit)
    recurrence.tell(c.session, at("11 09:00"))
    assert [p.value for p in recurrence.waiting(c.session, 1)] == ["water"]

    def paper(since: dt.date, until: dt.date, **more: Any) -> PeriodicReport:
        made = PeriodicReport(
            **c.base(), **{"site_id": 1, "report": "problem_analysis", "status": "draft", "period_from": since,
                           "period_to": until, **more})  # fmt: skip
        c.add(made)
        c.session.flush()
        return made

    period = (dt.date(2026, 10, 12), dt.date(2026, 11, 10))
    paper(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    paper(*period, site_id=2)
    paper(*period, status="void")
    paper(*period, report="opinion_analysis")
    assert len(recurrence.waiting(c.session, 1)) == 1
    made = paper(*period)
    assert recurrence.waiting(c.session, 1) == []
    c.write(made, status="rejected")
    assert len(recurrence.waiting(c.session, 1)) == 1
    c.setting("analysis.threshold", "无")
    assert recurrence.waiting(c.session, 1) == []
    assert recurrence.tell(c.session, at("12 09:00")) == 0
