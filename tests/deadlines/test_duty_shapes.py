"""Each shape of fulfilment: at least N, each of them, none left, about another period, late, taken back, waived."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

import access
from access import load_actor
from deadlines.calendar import calendar_for
from deadlines.duties import roll, settle
from deadlines.duty_desk import todos
from deadlines.duty_papers import days, progress
from deadlines.periods import DAY
from models.duty.duties import BY_CODE
from models.duty.duty_task import DutyTask
from models.engine.history import HistoryEntry
from models.spec import Actor
from tests.deadlines.conftest import Centre, _centre, at, shown
from tests.deadlines.duty_papers import paper
from tests.deadlines.test_duty_cover import CLERK, CLERK2, DIRECTOR, LEAD, SUPERVISOR, Office
from tests.support.databases import Databases, Kind
from workflow.errors import Forbidden, Invalid
from workflow.waiving import may_waive, reinstate, waive

TUESDAY = dt.date(2026, 11, 17)


@pytest.fixture(scope="module")
def built(databases: Databases, small_sites: dict[Kind, str]) -> Iterator[Office]:
    for made in _centre(databases, small_sites, "sqlite"):
        office = Office(made.engine)
        office.open()
        yield office
        office.session.close()


def file(c: Centre, register: str, when: str, **values: Any) -> Any:
    made = paper(c, register, at=at(when), **values)
    settle(c.session, made, now=at(when))
    return made


def task(c: Centre, duty: str, period: str) -> DutyTask:
    query = select(DutyTask).where(DutyTask.duty == duty, DutyTask.period == period, DutyTask.site_id == 1)
    return c.session.scalars(query, execution_options={"all_sites": True, "populate_existing": True}).one()


def stands(c: Centre, duty: str, period: str) -> tuple[str, str | None]:
    found = task(c, duty, period)
    return found.state.value, shown(found.done_at)


def reckoned(c: Centre, duty: str, period: str) -> list[tuple[int, int, tuple[int, ...]]]:
    found = task(c, duty, period)
    values = {"site_id": 1, "period": found.period, "staff_id": found.staff_id, "role": found.role}
    return [(p.got, p.wanted, p.missing) for p in progress(c.session, BY_CODE[duty], values)]


# ------------------------------------------------------------------------------------------------------ so many, of each


def test_t65_a75_two_assessments_of_each_clerk_and_the_desk_says_how_many(office: Office) -> None:
    def assess(staff: int, when: str) -> None:
        file(office, "WrittenAssessment", when, assessed_on=at(when).date(), staff_id=staff)

    assert reckoned(office, "written_assessment", "2026-W47") == [(0, 4, (CLERK, CLERK2))]
    assess(CLERK, "17 10:00")
    assess(CLERK, "17 11:00")
    assess(CLERK, "17 12:00")
    assert reckoned(office, "written_assessment", "2026-W47") == [(2, 4, (CLERK2,))]
    on_desk = todos(office.session, 1, office.user(LEAD), at("17 12:00"), limit=60).items
    assert [(t.got, t.wanted) for t in on_desk if t.duty.code == "written_assessment"] == [(2, 4)]
    assess(CLERK2, "18 10:00")
    assert stands(office, "written_assessment", "2026-W47") == ("pending", None)
    assess(CLERK2, "19 10:00")
    assert stands(office, "written_assessment", "2026-W47") == ("done", "19 10:00")
    left = todos(office.session, 1, office.user(LEAD), at("19 12:00"), limit=60).items
    assert "written_assessment" not in {t.duty.code for t in left}


def test_t65_the_number_is_the_sites(office: Office) -> None:
    office.setting("assessment.clerk_weekly", "1")
    for staff in (CLERK, CLERK2):
        file(office, "WrittenAssessment", "18 10:00", assessed_on=TUESDAY, staff_id=staff)
    assert stands(office, "written_assessment", "2026-W47") == ("done", "18 10:00")


def test_t67_every_post_somebody_holds_is_inspected(office: Office) -> None:
    assert reckoned(office, "weekly_inspection", "2026-W47") == [(0, 1, (1,))]
    file(office, "WorkInspection", "17 15:00", kind="weekly", inspected_at=at("17 15:00"), post_id=1)
    assert stands(office, "weekly_inspection", "2026-W47") == ("done", "17 15:00")


def test_t11_the_twentieth_household_completes_the_sample_and_an_unreached_one_never_counts(office: Office) -> None:
    def call(n: int, **values: Any) -> None:
        file(office, "Callback", f"17 {10 + n // 60}:{n % 60:02}", kind="sample", called_at=at("17 09:30"), **values)

    for n in range(19):
        call(n, reached=True)
    call(20, reached=False)
    assert stands(office, "callback_sample", "2026-11") == ("pending", None)
    assert reckoned(office, "callback_sample", "2026-11")[0][:2] == (19, 20)
    call(30, reached=True)
    assert stands(office, "callback_sample", "2026-11") == ("done", "17 10:30")


# ---------------------------------------------------------------------------------------------- when it counts, and how


def test_a_draft_counts_only_when_it_is_handed_in(office: Office) -> None:
    made = file(office, "StockCount", "17 10:00", month="2026-11", status="draft")
    assert stands(office, "stock_count", "2026-11") == ("pending", None)
    with access.gate(office.session):
        made.status = "submitted"
        office.add(
            HistoryEntry(
                register="stock_count", record_id=made.id, at=at("18 11:00"), kind="transition", transition="submit"
            )
        )
        office.session.flush()
    settle(office.session, made, now=at("18 11:00"))
    assert stands(office, "stock_count", "2026-11") == ("done", "18 11:00")


def test_a_paper_after_the_limit_is_done_late_and_a_voided_one_is_taken_back(office: Office) -> None:
    made = file(office, "OfficeEnvironmentCheck", "17 09:05", day=TUESDAY)
    assert stands(office, "office_check", "2026-11-17") == ("late", "17 09:05")
    office.write(made, status="void")
    settle(office.session, made, now=at("17 10:00"))
    assert stands(office, "office_check", "2026-11-17") == ("overdue", None)
    assert "office_check" in {
        t.duty.code for t in todos(office.session, 1, office.user(CLERK), at("17 10:00"), limit=60).items
    }


def test_t81_the_plan_of_the_coming_week_and_the_summary_of_this_one(office: Office) -> None:
    plan = {"kind": "work", "period_kind": "week", "period_to": dt.date(2026, 11, 29)}
    file(office, "WorkPlan", "17 10:00", period_from=dt.date(2026, 11, 16), **plan)
    file(
        office,
        "WorkSummary",
        "18 10:00",
        period_kind="week",
        period_from=dt.date(2026, 11, 16),
        period_to=TUESDAY,
        author_id=SUPERVISOR,
    )
    assert stands(office, "week_plan", "2026-W47") == ("pending", None)
    file(office, "WorkPlan", "19 10:00", period_from=dt.date(2026, 11, 23), **plan)
    assert stands(office, "week_plan", "2026-W47") == ("done", "19 10:00")


def test_g6_a_duty_the_site_has_not_set_is_not_there_until_it_is(office: Office) -> None:
    found = select(DutyTask).where(DutyTask.duty == "survey")
    roll(office.session, at("18 09:00"))
    assert list(office.session.scalars(found)) == []
    office.setting("periodic.survey", "quarter")
    roll(office.session, at("18 09:05"))
    assert [t.period for t in office.session.scalars(found) if t.site_id == 1] == ["2026-Q4"]


def test_t84_t86_what_the_site_switches_off_does_not_come_round(office: Office) -> None:
    office.setting("safety.monthly", "否")
    office.setting("plan.month", "否")
    before = {(t.duty, t.period) for t in office.session.scalars(select(DutyTask))}
    roll(office.session, dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC), site="LTXY")
    new = {(t.duty, t.period) for t in office.session.scalars(select(DutyTask))} - before
    assert ("stock_count", "2026-12") in new
    assert {duty for duty, _ in new}.isdisjoint({"safety_check", "month_plan"})


# ------------------------------------------------------------------------------------------------------- nothing left


def question(c: Centre, taken: str, entered: str = "") -> Any:
    return paper(c, "ServiceLog", at=at(entered or taken), received_at=at(taken))


def answered(c: Centre, entry: Any, when: str, *, tell: bool = True) -> None:
    with access.gate(c.session):
        entry.status = "answered"
        c.session.add(HistoryEntry(register="service_log", record_id=entry.id, at=at(when), kind="transition", transition="answer",
                                   from_state="open", to_state="answered"))  # fmt: skip
        c.session.flush()
    if tell:
        settle(c.session, entry, now=at(when))


def test_t07_yesterdays_open_entries_are_arranged(office: Office) -> None:
    entry = question(office, "17 16:00")
    roll(office.session, at("18 00:05"))
    assert stands(office, "open_items_check", "2026-11-18") == ("pending", None)
    answered(office, entry, "18 08:20")
    assert stands(office, "open_items_check", "2026-11-18") == ("done", "18 08:20")


def test_t07_with_nothing_open_it_is_done_as_the_day_begins_and_stays_so(office: Office) -> None:
    answered(office, question(office, "17 16:00"), "17 17:00")
    roll(office.session, at("18 00:05"))
    assert stands(office, "open_items_check", "2026-11-18") == ("done", "18 00:00")
    late = question(office, "17 18:00", entered="18 10:00")
    settle(office.session, late, now=at("18 10:00"))
    assert stands(office, "open_items_check", "2026-11-18") == ("done", "18 00:00")


@pytest.mark.parametrize(("when", "state"), [("18 08:20", "done"), ("18 09:40", "late")])
def test_t07_a_roll_that_was_down_says_the_same_as_one_that_ran(office: Office, when: str, state: str) -> None:
    """The entry was answered while no task was there to be ticked off: the history says when."""
    entry = question(office, "17 16:00")
    answered(office, entry, when, tell=False)
    roll(office.session, at("20 12:00"))
    assert stands(office, "open_items_check", "2026-11-18") == (state, when)
    assert stands(office, "open_items_check", "2026-11-19") == ("done", "19 00:00")


def test_t41_what_the_canteen_bought_is_checked_the_same_day(office: Office) -> None:
    bought = [
        paper(office, "CanteenPurchase", at=at("17 07:00"), day=TUESDAY, buyer_id=1, checker_id=2) for _ in range(2)
    ]
    roll(office.session, at("17 09:10"))
    office.write(bought[0], checked_at=at("17 10:00"))
    settle(office.session, bought[0], now=at("17 10:00"))
    assert stands(office, "canteen_check", "2026-11-17") == ("pending", None)
    office.write(bought[1], checked_at=at("17 11:00"))
    settle(office.session, bought[1], now=at("17 11:00"))
    assert stands(office, "canteen_check", "2026-11-17") == ("done", "17 11:00")


# ---------------------------------------------------------------------------------------------------- a day with cash


def test_t36_a43_cash_of_a_day_off_is_banked_that_day_and_what_comes_after_five_the_next(office: Office) -> None:
    paper(office, "Building", at=at("17 09:00"), id=1, code="1", status="active")
    paper(office, "Unit", at=at("17 09:00"), id=1, building_id=1, entrance="1", room="101", status="active")
    for when in ("20 17:30", "22 10:00"):  # Friday after five, Sunday
        paper(office, "Receipt", at=at(when), method="cash", paid_at=at(when), status="issued", total=1)
    sunday, found = dt.date(2026, 11, 22), BY_CODE["cash_banking"]
    saturday = sunday - DAY
    assert not calendar_for(office.session, 1).is_workday(sunday)
    assert days(office.session, 1, found, TUESDAY, dt.date(2026, 11, 24)) == {saturday, sunday}
    roll(office.session, at("23 09:00"))
    assert shown(task(office, "cash_banking", "2026-11-22").due_at) == "22 17:00"
    file(
        office,
        "CashDeposit",
        "23 10:00",
        business_date=dt.date(2026, 11, 23),
        deposited=0,
        cash_received=0,
        difference=0,
    )
    assert stands(office, "cash_banking", "2026-11-21") == ("late", "23 10:00")
    assert stands(office, "cash_banking", "2026-11-22") == ("late", "23 10:00")


def test_a43_where_banks_are_closed_on_days_off_it_is_the_next_workdays(office: Office) -> None:
    office.setting("cash.bank_closed", "是")
    paper(office, "Building", at=at("17 09:00"), id=1, code="1", status="active")
    paper(office, "Unit", at=at("17 09:00"), id=1, building_id=1, entrance="1", room="101", status="active")
    for when in ("20 17:30", "22 10:00"):
        paper(office, "Receipt", at=at(when), method="cash", paid_at=at(when), status="issued", total=1)
    roll(office.session, at("23 09:00"))
    found = office.session.scalars(select(DutyTask).where(DutyTask.duty == "cash_banking")).all()
    assert [(t.period, shown(t.due_at)) for t in found] == [("2026-11-23", "23 17:00")]


# ------------------------------------------------------------------------------------------------------------- waiving


def person(c: Office, staff: int) -> Actor:
    found = load_actor(c.session, c.user(staff), site_id=1)
    assert found is not None
    return found


def allowed(c: Office, duty: str, period: str, staff: int, when: str = "17 10:00") -> bool:
    return bool(may_waive(c.session, task(c, duty, period), person(c, staff), at(when)))


def test_a_superior_of_the_post_waives_and_nobody_his_own(office: Office) -> None:
    assert allowed(office, "office_check", "2026-11-17", LEAD)
    assert allowed(office, "office_check", "2026-11-17", DIRECTOR)
    assert not allowed(office, "office_check", "2026-11-17", CLERK)
    assert not allowed(office, "morning_meeting", "2026-11-17", SUPERVISOR)
    assert not allowed(office, "morning_meeting", "2026-11-17", LEAD)
    assert allowed(office, "morning_meeting", "2026-11-17", DIRECTOR)


def test_a_superior_who_stands_in_has_it_himself_and_cannot_waive_it(office: Office) -> None:
    assert allowed(office, "written_assessment", "2026-W47", SUPERVISOR)
    office.leave(LEAD, "17 08:00", "18 18:00")
    assert not allowed(office, "written_assessment", "2026-W47", SUPERVISOR)
    assert allowed(office, "written_assessment", "2026-W47", DIRECTOR)


def test_a_waived_duty_stays_so_with_its_reason_until_it_is_taken_back(office: Office) -> None:
    session, boss = office.session, person(office, DIRECTOR)
    found = task(office, "morning_meeting", "2026-11-17")
    with pytest.raises(Invalid, match="理由"):
        waive(session, found, " ", actor=boss, now=at("17 10:00"))
    with pytest.raises(Forbidden):
        waive(session, found, "开全体大会", actor=person(office, SUPERVISOR), now=at("17 10:00"))
    waive(session, found, "开全体大会", actor=boss, now=at("17 10:00"))
    assert (found.state.value, found.waived_reason, found.waived_by_id) == ("waived", "开全体大会", boss.user_id)
    entry = session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "duty_task", HistoryEntry.record_id == found.id)
    ).one()
    assert (entry.comment, entry.user_id, entry.at) == ("开全体大会", boss.user_id, at("17 10:00"))
    file(office, "Meeting", "17 11:00", kind="morning", starts_at=at("17 08:20"))
    roll(session, at("18 00:05"))
    assert stands(office, "morning_meeting", "2026-11-17") == ("waived", None)
    reinstate(session, task(office, "morning_meeting", "2026-11-17"), "会议未开", actor=boss, now=at("18 09:00"))
    assert stands(office, "morning_meeting", "2026-11-17") == ("late", "17 11:00")
    assert task(office, "morning_meeting", "2026-11-17").waived_reason is None


def test_what_is_done_is_not_waived(office: Office) -> None:
    file(office, "OfficeEnvironmentCheck", "17 08:10", day=TUESDAY)
    with pytest.raises(Invalid):
        waive(
            office.session,
            task(office, "office_check", "2026-11-17"),
            "不用查",
            actor=person(office, LEAD),
            now=at("17 10:00"),
        )
