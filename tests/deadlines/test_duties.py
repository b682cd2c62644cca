"""Recurring duties over a simulated year, against a calculation of its own (A-36, A-37; T-13, T-37 to T-40, T-64, T-71)."""

import calendar as months
import datetime as dt
from typing import Any

import chinese_calendar
import pytest
from sqlalchemy import select, update

import access
from deadlines.calendar import WorkingCalendar
from deadlines.duties import RollResult, occurrences, roll
from deadlines.periods import period_named, period_of
from models.base.setting_keys import BY_KEY
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import User
from models.duty.duties import BY_CODE
from models.duty.duty_task import DutyTask
from models.spec import Rhythm, Role
from tests.deadlines.conftest import ZONE, Centre, at

EVERYWHERE = {"all_sites": True}
YEAR = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
WEEKS = YEAR[:70]
"""New Year and Spring Festival among them."""
WORKED = [day for day in YEAR if chinese_calendar.is_workday(day)]
"""The library the site's calendar also stands on, asked day by day."""
DAYS = {"stock_count": 24, "fee_statistics": 26, "attendance_sheets": 5, "meal_cost": 15}


def default(key: str) -> Any:
    return BY_KEY[key].default


def due_days(code: str, settings: Any = default) -> list[dt.date]:
    found = occurrences(BY_CODE[code], WorkingCalendar(), ZONE, YEAR[0], YEAR[-1], settings)
    return [o.due.astimezone(ZONE).date() for o in found]


def by(month: int, day: int) -> dt.date:
    """The last workday of the month up to a day; the day itself when the month has none before it."""
    before = [d for d in WORKED if d.month == month and d.day <= day]
    return before[-1] if before else dt.date(2026, month, day)


def last_of_weeks() -> list[dt.date]:
    weeks = {d.isocalendar()[:2]: d for d in WORKED}
    return [day for week, day in sorted(weeks.items()) if dt.date.fromisocalendar(*week, 7) <= YEAR[-1]]


def test_a36_a_workdays_duty_comes_on_workdays_only_at_its_time() -> None:
    found = list(occurrences(BY_CODE["morning_meeting"], WorkingCalendar(), ZONE, YEAR[0], YEAR[-1], default))
    assert [o.due.astimezone(ZONE).date() for o in found] == WORKED
    assert {o.due.astimezone(ZONE).time() for o in found} == {dt.time(8, 30)}


@pytest.mark.parametrize("code", DAYS)
def test_a36_t38_t39_t40_t64_a_day_of_the_month_moves_to_the_workday_before(code: str) -> None:
    assert due_days(code) == [by(month, DAYS[code]) for month in range(1, 13)]


def test_a36_a_site_may_keep_the_day_itself() -> None:
    days = due_days("stock_count", lambda key: False if key == "duty.holiday_shift" else default(key))
    assert days == [dt.date(2026, month, 24) for month in range(1, 13)]


@pytest.mark.parametrize("code", ["month_assessment", "order_handover", "complaint_summary", "callback_sample"])
def test_a37_t71_the_last_workday_of_the_month(code: str) -> None:
    assert due_days(code) == [by(month, months.monthrange(2026, month)[1]) for month in range(1, 13)]


def test_t71_the_assessment_keeps_to_the_last_workday_whatever_the_site_says() -> None:
    kept = due_days("month_assessment", lambda key: False if key == "duty.holiday_shift" else default(key))
    assert kept == due_days("month_assessment")


def test_t37_a_weeks_summary_is_due_on_its_last_workday() -> None:
    found = [day for day in due_days("weekly_fee_summary") if day <= dt.date(2026, 12, 27)]
    assert found == last_of_weeks()


def test_t13_mondays_approval_moves_to_the_next_workday_of_the_week() -> None:
    mondays = {d.isocalendar()[:2]: d for d in reversed(WORKED)}
    found = [d for d in due_days("monday_approval") if d <= dt.date(2026, 12, 27)]
    assert found == [
        day for week, day in sorted(mondays.items()) if dt.date(2026, 1, 5) <= day <= dt.date(2026, 12, 27)
    ]


def test_g6_nothing_is_rolled_while_its_setting_is_unset_and_a61_while_its_module_is_off() -> None:
    assert due_days("survey") == []
    assert len(due_days("survey", lambda key: "quarter" if key == "periodic.survey" else default(key))) == 4
    assert due_days("meal_cost", lambda key: False if key == "module.canteen" else default(key)) == []
    assert due_days("stock_count", lambda key: None if key == "stock.count_day" else default(key)) == []


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_a_periods_name_gives_the_period_back(rhythm: Rhythm) -> None:
    for day in YEAR:
        period = period_of(rhythm, day)
        assert period.first <= day <= period.last
        assert period_named(period.text) == period == period.moved(3).moved(-3)


def rows(c: Centre) -> list[tuple[Any, ...]]:
    t = DutyTask
    query = select(t.site_id, t.duty, t.period, t.role, t.staff_id, t.due_at, t.state, t.done_at)
    return sorted(tuple(map(str, row)) for row in c.session.execute(query, execution_options=EVERYWHERE))


def opened(c: Centre, day: dt.date) -> None:
    """Both sites and their accounts are as old as the year."""
    c.now = dt.datetime.combine(day, dt.time(8), ZONE).astimezone(dt.UTC)
    c.account("clerk@one", (1, Role.receptionist))
    account = c.session.scalars(select(User.id).where(User.username == "clerk@one")).one()
    with access.gate(c.session):
        c.session.execute(update(Staff).where(Staff.id == 3).values(user_id=account), execution_options=EVERYWHERE)
        c.session.execute(update(Site).values(created_at=c.now), execution_options=EVERYWHERE)


def test_t_weeks_rolled_day_by_day_are_the_weeks_rolled_at_once(centre: Centre) -> None:
    c = centre
    opened(c, YEAR[0])
    code = c.session.scalars(select(Site.code).where(Site.id == 1)).one()
    nested = c.session.begin_nested()
    for day in WEEKS:
        roll(c.session, dt.datetime.combine(day, dt.time(0, 5), ZONE), site=code)
    end = dt.datetime.combine(WEEKS[-1], dt.time(23), ZONE)
    roll(c.session, end, site=code)
    daily = rows(c)
    nested.rollback()
    assert rows(c) == []
    roll(c.session, end, site=code)
    assert rows(c) == daily
    morning = [row for row in daily if row[:2] == ("1", "morning_meeting")]
    assert [row[2] for row in morning] == [day.isoformat() for day in WORKED if day in WEEKS]
    assert {row[1] for row in daily} >= {"daily_log", "stock_count", "year_plan", "half_year_summary"}


def test_g9_a_roll_run_again_changes_nothing(centre_on_both: Centre) -> None:
    c = centre_on_both
    first = roll(c.session, at("17 12:00"))
    assert first.made > 20
    before = rows(c)
    again = roll(c.session, at("17 12:00"))
    assert again == RollResult(made=0, marked_overdue=0, pending=first.pending, overdue=first.overdue)
    assert rows(c) == before
