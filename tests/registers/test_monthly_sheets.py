"""004 §5.7: the three monthly sheets, compiled from the registers, frozen when submitted, due by the 5th (S-05 to S-07, T-64)."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

import workflow
from access import SYSTEM, acting
from models import by_name
from models.base.moments import LOCAL
from models.duty.deadline import Deadline
from models.hr.sheet_rules import due_on, month_of, ranked
from tests.registers.centre import Centre


def at(day: int, clock: str) -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), LOCAL)


def make(centre: Centre, register: str, **values: Any) -> Any:
    """File something as the system does: the sheets only read it."""
    return workflow.create(
        centre.session, by_name(register), values, actor=SYSTEM, now=centre.now, site_id=centre.site.id
    )


def november(centre: Centre) -> None:
    """A month of customer service, counted by hand below."""
    centre.now = at(30, "20:00").astimezone(dt.UTC)
    receptionist, lead = centre.staff["receptionist"], centre.staff["reception_lead"]
    for day, came, left in ((2, "08:15", "17:30"), (3, "08:30", "17:30"), (4, "08:15", "17:00"), (5, "08:20", "17:31")):
        _signed(centre, receptionist, day, came, left)
    _absent(centre, receptionist, 6)
    _signed(centre, lead, 2, "08:00", "18:00")
    _leave(centre, receptionist, "personal", at(9, "08:20"), at(10, "17:30"))  # Monday and Tuesday: 2 days
    _leave(centre, receptionist, "sick", at(13, "08:00"), at(16, "12:00"))  # Friday, the weekend off, Monday half
    overtime = make(
        centre, "OvertimeRequest", staff=receptionist, starts_at=at(17, "18:00"), ends_at=at(17, "20:30"), reason="盘点"
    )
    _decide(centre, overtime)
    make(
        centre, "OvertimeRequest", staff=receptionist, starts_at=at(18, "18:00"), ends_at=at(18, "20:00"), reason="未批"
    )


def _signed(centre: Centre, staff: Any, day: int, came: str, left: str) -> None:
    entry = make(centre, "Attendance", staff=staff, day=dt.date(2026, 11, day), signed_in_at=at(day, came),
                 signed_out_at=at(day, left))  # fmt: skip
    workflow.apply(centre.session, entry, "confirm", actor=SYSTEM, now=centre.now)


def _absent(centre: Centre, staff: Any, day: int) -> None:
    entry = make(centre, "Attendance", staff=staff, day=dt.date(2026, 11, day))
    workflow.apply(centre.session, entry, "confirm", actor=SYSTEM, now=centre.now)


def _leave(centre: Centre, staff: Any, kind: str, first: dt.datetime, last: dt.datetime) -> Any:
    paper = make(centre, "LeaveRequest", staff=staff, kind=kind, starts_at=first, ends_at=last, reason="x",
                 applied_at=first - dt.timedelta(days=3))  # fmt: skip
    return _decide(centre, paper)


def _decide(centre: Centre, paper: Any) -> Any:
    workflow.apply(centre.session, paper, "submit", actor=SYSTEM, now=centre.now)
    while paper.status == "submitted":
        workflow.apply(centre.session, paper, "approve", {"reason": "同意"}, actor=SYSTEM, now=centre.now)
    return paper


def sheet(centre: Centre, **values: Any) -> Any:
    given_ = {"month": "2026-11", "department": centre.departments["客服部"], **values}
    return centre.create("reception_lead", "MonthlyAttendance", **given_)


def of(paper: Any, staff: Any) -> Any:
    return next(row for row in paper.lines if row.staff_id == staff.id)


def test_s_05_the_lines_are_the_registers_counted_by_hand(centre: Centre) -> None:
    november(centre)
    paper = sheet(centre)
    assert {row.staff_id for row in paper.lines} == {
        centre.staff[r].id for r in ("cs_supervisor", "reception_lead", "receptionist")
    }
    row = of(paper, centre.staff["receptionist"])
    assert (row.days_present, row.late, row.early, row.absent) == (4, 1, 1, 1)
    assert (row.personal, row.sick, row.official) == (Decimal(2), Decimal("1.50"), Decimal(0))
    assert row.overtime_hours == Decimal("2.50"), "what was not approved does not count (X-19)"
    assert (of(paper, centre.staff["reception_lead"]).days_present, row.score) == (1, None)


def test_s_05_the_score_is_the_months_assessment(centre: Centre) -> None:
    november(centre)
    centre.now = at(30, "21:00").astimezone(dt.UTC)
    assessed(centre, "receptionist", 92)
    assert of(sheet(centre), centre.staff["receptionist"]).score == Decimal(92)


def assessed(centre: Centre, who: str, score: int) -> None:
    paper = make(
        centre, "MonthlyAssessment", period_kind="month", period_from=dt.date(2026, 11, 1), period_to=dt.date(2026, 11, 30),
        staff=centre.staff[who], items=[{"item": "工作质量", "weight": Decimal(100), "score": Decimal(score)}],
    )  # fmt: skip
    workflow.apply(centre.session, paper, "submit", actor=SYSTEM, now=centre.now)


def test_d_05_once_submitted_the_lines_stand(centre: Centre) -> None:
    november(centre)
    paper = sheet(centre)
    _signed(centre, centre.staff["receptionist"], 11, "08:15", "17:30")
    centre.do("reception_lead", paper, "recount")
    assert of(paper, centre.staff["receptionist"]).days_present == 5
    _signed(centre, centre.staff["receptionist"], 12, "08:15", "17:30")
    centre.do("reception_lead", paper, "submit")
    assert of(paper, centre.staff["receptionist"]).days_present == 6, "compiled a last time"
    _signed(centre, centre.staff["receptionist"], 18, "08:15", "17:30")
    with pytest.raises(workflow.WorkflowError):
        centre.do("reception_lead", paper, "recount")
    centre.session.refresh(paper)
    assert of(paper, centre.staff["receptionist"]).days_present == 6
    with pytest.raises(workflow.Forbidden):
        centre.do("reception_lead", paper, "approve")
    centre.do("director", paper, "approve")
    centre.do("hr_admin", paper, "approve")
    assert paper.status == "approved"


def test_t_64_due_by_the_5th_and_met_when_the_director_approves(centre: Centre) -> None:
    november(centre)
    paper = sheet(centre)
    clock = centre.session.scalars(
        select(Deadline).where(Deadline.register == "monthly_attendance"), execution_options={"all_sites": True}
    ).one()
    assert f"{clock.due_at.astimezone(LOCAL):%m-%d %H:%M}" == "12-04 23:59", "the 5th is a Saturday (A-36)"
    centre.now = (at(30, "20:00") + dt.timedelta(days=3)).astimezone(dt.UTC)
    centre.do("reception_lead", paper, "submit")
    centre.do("director", paper, "approve")
    centre.session.refresh(clock)
    assert (str(clock.state), clock.met_at) == ("met", centre.now)


def test_one_sheet_a_month_and_department(centre: Centre) -> None:
    november(centre)
    sheet(centre)
    with pytest.raises(workflow.Invalid) as caught:
        sheet(centre)
    assert [r.field for r in caught.value.refusals] == ["month"]


def test_a_35_the_last_month_is_the_default(centre: Centre) -> None:
    centre.now = dt.datetime(2026, 12, 2, 2, tzinfo=dt.UTC)
    assert centre.create("reception_lead", "MonthlyAttendance").month == "2026-11"


def test_a_lapsed_sick_leave_counts_as_absence(centre: Centre) -> None:
    november(centre)
    paper = _leave(centre, centre.staff["reception_lead"], "sick", at(19, "08:00"), at(20, "18:00"))
    workflow.apply(centre.session, paper, "lapse", actor=SYSTEM, now=centre.now)
    row = of(sheet(centre), centre.staff["reception_lead"])
    assert (row.sick, row.absent) == (Decimal(0), 2)


def test_s_06_posts_with_their_people_and_vacancies(centre: Centre) -> None:
    centre.now = at(30, "20:00").astimezone(dt.UTC)
    with acting(centre.session, SYSTEM):
        post = centre.posts["guard"]
        workflow.edit(centre.session, post, {"headcount": 3}, actor=SYSTEM, now=centre.now, forced=True)
        leaver = {"employment": "left", "left_on": dt.date(2026, 11, 20), "hired_on": dt.date(2026, 1, 1)}
        workflow.edit(centre.session, centre.staff["guard"], leaver, actor=SYSTEM, now=centre.now, forced=True)
        make(
            centre,
            "Staff",
            name="保安乙",
            job_no="G90",
            post=post,
            employment="probation",
            hired_on=dt.date(2026, 11, 9),
        )
        make(
            centre,
            "Staff",
            name="保安丙",
            job_no="G91",
            post=post,
            employment="probation",
            hired_on=dt.date(2026, 12, 1),
        )
        workflow.edit(
            centre.session, centre.posts["cashier"], {"headcount": None}, actor=SYSTEM, now=centre.now, forced=True
        )
    report = centre.create("receptionist", "OnPostReport", month="2026-11")
    rows = {r.post_id: (r.establishment, r.on_post, r.joined, r.left, r.vacancies) for r in report.lines}
    assert rows[post.id] == (3, 1, 1, 1, 2)
    assert rows[centre.posts["cashier"].id] == (None, 1, 0, 0, None), "no establishment, no vacancies (G6)"


def test_s_07_ranked_by_score_then_absence_then_lateness(centre: Centre) -> None:
    november(centre)
    with pytest.raises(workflow.Invalid) as caught:
        ranking(centre)
    assert [r.field for r in caught.value.refusals] == ["month"], "the attendance sheet comes first"
    sheet(centre)
    assessed(centre, "receptionist", 90)
    assessed(centre, "reception_lead", 90)
    rows = [(r.rank, r.staff_id, r.score) for r in ranking(centre).lines]
    lead, clerk, boss = (centre.staff[r].id for r in ("reception_lead", "receptionist", "cs_supervisor"))
    assert rows == [(1, lead, Decimal(90)), (2, clerk, Decimal(90)), (3, boss, None)]


def ranking(centre: Centre) -> Any:
    return centre.create(
        "reception_lead", "DepartmentRanking", month="2026-11", department=centre.departments["客服部"]
    )


def test_4_c_a_ranking_is_not_for_colleagues(centre: Centre) -> None:
    november(centre)
    sheet(centre)
    paper = ranking(centre)
    seeing = {str(r) for r in (*centre.staff, "hq_quality") if centre.sees(r, paper)}
    assert seeing == {"reception_lead", "cs_supervisor", "director", "hr_admin"}


def test_three_hundred_people_take_a_few_queries(centre: Centre) -> None:
    november(centre)
    with acting(centre.session, SYSTEM):
        for n in range(40):
            make(
                centre,
                "Staff",
                name=f"员工{n}",
                job_no=f"S{n:03}",
                post=centre.posts["receptionist"],
                employment="regular",
            )
    few = _queries(centre, "财务部")
    many = _queries(centre, "客服部")
    assert many - few <= 2, "the number of questions does not grow with the people"


def _queries(centre: Centre, department: str) -> int:
    asked: Counter[str] = Counter()

    def note(*args: Any) -> None:
        asked[str(args[2]).split(" ", 1)[0].upper()] += 1

    engine = centre.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        sheet(centre, department=centre.departments[department])
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked["SELECT"]


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_months_follow_one_another(year: int, month: int) -> None:
    first, last = month_of(f"{year}-{month:02}")
    assert (first.day, (last + dt.timedelta(days=1)).day) == (1, 1)
    assert due_on(f"{year}-{month:02}", 5) == (last + dt.timedelta(days=5))
    assert due_on(f"{year}-{month:02}", None) is None


marks = st.fixed_dictionaries(
    {"score": st.none() | st.decimals(0, 100, places=2), "absent": st.integers(0, 5), "late": st.integers(0, 9)}
)


@given(st.lists(marks, max_size=12))
def test_nobody_ranks_before_who_did_better(lines: list[dict[str, Any]]) -> None:
    found = ranked(lines)
    assert [r["rank"] for r in found] == sorted(r["rank"] for r in found)
    for one in found:
        for other in found:
            if one["score"] is not None and (other["score"] is None or one["score"] > other["score"]):
                assert one["rank"] < other["rank"]
            if one["score"] == other["score"] and one["absent"] < other["absent"]:
                assert one["rank"] < other["rank"]
