"""Every recurring duty of the catalogue, written down by hand: a period, when it is due, and the papers that fulfil it.

Holidays are those of the State Council's notice for 2026: 1-3 January, 15-23 February (worked: 14, 28), 4-6 April, 1-5 May
(worked: 9), 19-21 June, 25-27 September, 1-7 October (worked: 20 September, 10 October).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

import access
from deadlines.calendar import WorkingCalendar
from deadlines.duties import occurrences, settle
from deadlines.periods import period_named
from models.base.setting_keys import BY_KEY
from models.duty.duties import BY_CODE, DUTIES
from models.duty.duty_task import DutyTask, DutyTaskState
from models.spec import Role
from tests.deadlines.conftest import ZONE, Centre, _centre
from tests.deadlines.duty_papers import paper
from tests.support.databases import Databases, Kind

Papers = tuple[tuple[str, dict[str, Any]], ...]
NOTHING: Papers = ()
"""Done when nothing is left; looked at in test_duty_shapes."""


def on(month: int, day: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=ZONE).astimezone(dt.UTC)


def report(code: str, last: dt.date) -> Papers:
    return (("PeriodicReport", {"report": code, "period_from": last.replace(day=1), "period_to": last}),)


def plan(kind: str, ahead: dt.date, this: dt.date) -> Papers:
    """The coming period's plan and this period's summary, each placed by its first day."""
    return (
        ("WorkPlan", {"kind": "work", "period_kind": kind, "period_from": ahead, "period_to": ahead}),
        ("WorkSummary", {"period_kind": kind, "period_from": this, "period_to": this, "author_id": 1}),
    )


def assessed(kind: str, last: dt.date) -> Papers:
    """Of each of the two employees who aren't the supervisor or above."""
    return tuple(
        ("MonthlyAssessment", {"period_kind": kind, "period_from": last, "period_to": last, "staff_id": n})
        for n in (1, 2)
    )


END = "23:59:59"
TABLE: tuple[tuple[str, str, str, Papers], ...] = (
    ("morning_meeting", "2026-11-23", "2026-11-23 08:30:00", (("Meeting", {"kind": "morning", "starts_at": at(11, 23, 8)}),)),
    ("night_handover", "2026-10-10", "2026-10-10 08:40:00",
     (("ShiftHandover", {"shift": "night", "handed_at": at(10, 10, 8), "status": "taken", "giver_id": 1, "taker_id": 2}),)),
    ("open_items_check", "2026-10-08", "2026-10-08 08:30:00", NOTHING),
    ("cash_banking", "2026-10-01", "2026-10-01 17:00:00", (("CashDeposit", {"business_date": on(10, 1), "deposited": 0, "cash_received": 0, "difference": 0}),)),
    ("daily_log", "2026-11-23", "2026-11-23 23:59:00", (("DailyLog", {"day": on(11, 23), "author_id": 3}),)),
    ("daily_spot_check", "2026-11-23", f"2026-11-23 {END}", (("WorkInspection", {"kind": "daily", "inspected_at": at(11, 23)}),)),
    ("canteen_check", "2026-11-23", f"2026-11-23 {END}", NOTHING),
    ("office_check", "2026-11-23", "2026-11-23 08:20:00", (("OfficeEnvironmentCheck", {"day": on(11, 23)}),)),
    ("management_meeting", "2026-W40", f"2026-09-30 {END}", (("Meeting", {"kind": "management", "starts_at": at(9, 29)}),)),
    ("weekly_meeting", "2026-W07", f"2026-02-14 {END}", (("Meeting", {"kind": "weekly", "starts_at": at(2, 10)}),)),
    ("weekly_inspection", "2026-W39", f"2026-09-24 {END}", (("WorkInspection", {"kind": "weekly", "inspected_at": at(9, 22), "post_id": 1}),)),
    ("written_assessment", "2026-W47", f"2026-11-20 {END}",
     (("WrittenAssessment", {"assessed_on": on(11, 17), "staff_id": 3}), ("WrittenAssessment", {"assessed_on": on(11, 19), "staff_id": 3}))),
    ("monday_approval", "2026-W15", f"2026-04-07 {END}", report("callback_weekly", on(4, 5))),
    ("weekly_fee_summary", "2026-W19", f"2026-05-09 {END}", report("fee_weekly", on(5, 10))),
    ("weekly_summary", "2026-W18", f"2026-04-30 {END}",
     (("WorkSummary", {"period_kind": "week", "period_from": on(4, 27), "period_to": on(5, 3), "author_id": 3}),)),
    ("attendance_sheets", "2026-10", f"2026-10-05 {END}",
     tuple((name, {"month": "2026-09"}) for name in ("MonthlyAttendance", "OnPostReport", "DepartmentRanking"))),
    ("meal_cost", "2026-11", f"2026-11-13 {END}", (("MealCost", {"month": "2026-10"}),)),
    ("stock_count", "2026-10", f"2026-10-23 {END}", (("StockCount", {"month": "2026-10"}),)),
    ("fee_statistics", "2026-09", f"2026-09-24 {END}", report("fee_monthly", on(9, 24))),
    ("callback_sample", "2026-10", f"2026-10-30 {END}",
     tuple(("Callback", {"kind": "sample", "reached": True, "called_at": at(10, 29, 8)}) for _ in range(20))),
    ("order_handover", "2026-02", f"2026-02-28 {END}", report("repair_handover", on(2, 28))),
    ("complaint_summary", "2026-01", f"2026-01-30 {END}", report("complaint_monthly", on(1, 31))),
    ("month_plan", "2026-05", f"2026-05-29 {END}", plan("month", on(6, 1), on(5, 1))),
    ("month_assessment", "2026-11", f"2026-11-30 {END}", assessed("month", on(11, 30))),
    ("monthly_meeting", "2026-08", f"2026-08-31 {END}", (("Meeting", {"kind": "monthly", "starts_at": at(8, 28)}),)),
    ("safety_check", "2026-06", f"2026-06-30 {END}", (("SafetyCheck", {"kind": "regular", "checked_on": on(6, 9)}),)),
    ("quarter_assessment", "2026-Q1", f"2026-03-31 {END}", assessed("quarter", on(3, 31))),
    ("half_year_summary", "2026-H1", f"2026-06-30 {END}",
     (("WorkSummary", {"period_kind": "half", "period_from": on(1, 1), "period_to": on(6, 30), "author_id": 1}),)),
    ("year_assessment", "2026", f"2026-12-31 {END}", assessed("year", on(12, 31))),
    ("quarter_plan", "2026-Q3", f"2026-09-30 {END}", plan("quarter", on(10, 1), on(7, 1))),
    ("week_plan", "2026-W47", f"2026-11-20 {END}", plan("week", on(11, 23), on(11, 16))),
    ("day_plan", "2026-11-23", f"2026-11-23 {END}", plan("day", on(11, 23), on(11, 23))),
    ("regular_visits", "2026-10", f"2026-10-30 {END}", (("Callback", {"kind": "regular", "reached": True, "called_at": at(10, 12)}),)),
    ("customer_forum", "2026-Q4", f"2026-12-31 {END}", (("CustomerForum", {"held_at": at(11, 5)}),)),
    ("department_talk", "2026-W40", f"2026-09-30 {END}", (("Coordination", {"created_at": at(9, 29)}),)),
    ("survey", "2026-H2", f"2026-12-31 {END}", (("SatisfactionSurvey", {"period_from": on(7, 1), "period_to": on(9, 30)}),)),
    ("archive_collect", "2026-02", f"2026-02-28 {END}", (("ArchiveItem", {"created_at": at(2, 11)}),)),
    ("rule_study", "2026-Q2", f"2026-06-30 {END}", (("TrainingRecord", {"held_at": at(5, 12)}),)),
    ("year_plan", "2026", f"2026-12-31 {END}", plan("year", on(1, 1, 2027), on(1, 1))),
)  # fmt: skip
"""Duty, period, due by the clock of Shanghai, and what fulfils it."""
PERIODS = {
    "periodic.regular_visits": "month", "periodic.customer_forum": "quarter", "periodic.department_talk": "week",
    "periodic.survey": "half_year", "periodic.archive_collect": "month", "periodic.rule_study": "quarter",
}  # fmt: skip
"""What the site sets where the documents say "regularly" (A-32)."""
PLACED = ("period_from", "period_to", "day", "business_date", "month", "assessed_on", "checked_on", "starts_at", "handed_at",
          "inspected_at", "called_at", "held_at", "created_at")  # fmt: skip


def settings(key: str) -> Any:
    return PERIODS.get(key, BY_KEY[key].default)


def test_the_table_names_every_duty_of_the_catalogue_once() -> None:
    assert sorted(row[0] for row in TABLE) == sorted(duty.code for duty in DUTIES)
    assert len(TABLE) == 39


@pytest.mark.parametrize(("code", "period", "due"), [row[:3] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_duty_is_due_at(code: str, period: str, due: str) -> None:
    days = period_named(period)
    found = occurrences(BY_CODE[code], WorkingCalendar(), ZONE, days.first, days.last, settings)
    moments = {o.period.text: o.due.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S") for o in found}
    assert moments[period] == due


@pytest.fixture(scope="module")
def shared(databases: Databases, small_sites: dict[Kind, str]) -> Iterator[Centre]:
    """The small centre with a clerk (staff 3) and a supervisor without a staff record; every test takes back what it wrote."""
    for made in _centre(databases, small_sites, "sqlite"):
        made.account("clerk@one", (1, Role.receptionist))
        made.account("technician@one", (1, Role.technician))
        made.session.flush()
        people(made, {"clerk@one": 3})
        yield made


def people(c: Centre, accounts: dict[str, int]) -> None:
    from models.base.staff import Staff
    from models.base.user import User

    with access.gate(c.session):
        for name, staff in accounts.items():
            user = c.session.scalars(select(User).where(User.username == name)).one()
            c.session.get_one(Staff, staff).user_id = user.id
        c.session.flush()


@pytest.mark.parametrize(
    ("code", "period", "due", "papers"), [r for r in TABLE if r[3]], ids=[r[0] for r in TABLE if r[3]]
)
def test_its_papers_fulfil_it_and_none_of_another_period_does(
    shared: Centre, code: str, period: str, due: str, papers: Papers
) -> None:
    c, duty = shared, BY_CODE[code]
    limit = dt.datetime.fromisoformat(due).replace(tzinfo=ZONE).astimezone(dt.UTC)
    nested = c.session.begin_nested()
    try:
        if code == "month_assessment" or (code.endswith("_assessment") and code != "written_assessment"):
            three_is_the_supervisor(c)
        task = DutyTask(site_id=1, duty=code, period=period, role=duty.roles[0], due_at=limit, state=DutyTaskState.pending,
                        staff_id=3 if duty.personal else None, created_at=limit, updated_at=limit, version=1)  # fmt: skip
        c.add(task)
        c.session.flush()
        early, last = limit - dt.timedelta(hours=2), None
        for n, (register, values) in enumerate(papers):
            settle(c.session, paper(c, register, at=values.get("created_at", early), **elsewhere(values)), now=early)
            assert state(c, task) == ("pending", None), f"{register} of another period"
            last = paper(c, register, **{"at": early + dt.timedelta(minutes=n), **values})
            settle(c.session, last, now=early)
            if n + 1 < len(papers):
                assert state(c, task) == ("pending", None), f"{n + 1} of {len(papers)} papers"
        assert last is not None
        assert state(c, task) == ("done", last.slug())
    finally:
        nested.rollback()


def elsewhere(values: dict[str, Any]) -> dict[str, Any]:
    """The same paper, two years before."""
    out = dict(values)
    for name in PLACED:
        value = values.get(name)
        if isinstance(value, str):
            out[name] = f"{int(value[:4]) - 2}{value[4:]}"
        elif value is not None:
            out[name] = value - dt.timedelta(days=735)
    return out


def three_is_the_supervisor(c: Centre) -> None:
    """Assessments cover everybody below the supervisor: employees 1 and 2."""
    c.account("supervisor@one", (1, Role.cs_supervisor))
    c.session.flush()
    people(c, {"supervisor@one": 3})


def state(c: Centre, task: DutyTask) -> tuple[str, str | None]:
    c.session.expire(task)
    return task.state.value, task.register
