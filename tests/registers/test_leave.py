"""001 考勤、请假制度 §5-11: who asks for leave, how far ahead, who decides, and what a certificate must cover."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

import access
import workflow
from access import SYSTEM, Purpose, acting
from deadlines.timed import due_transitions
from models import by_name
from models.base.moments import LOCAL
from models.duty.deadline import Deadline
from models.engine import ApprovalStep, Attachment
from models.hr.leave_rules import WORKING_DAY, leave_hours
from models.hr.reward_penalty import RewardPenalty
from tests.registers.centre import Centre

MONDAY = dt.date(2026, 11, 23)


def at(day: int, clock: str) -> dt.datetime:
    """A moment of November 2026 on the site's clock."""
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), LOCAL)


def ask(centre: Centre, who: str = "receptionist", by: str = "", **values: Any) -> Any:
    given = {"kind": "personal", "starts_at": at(25, "08:20"), "ends_at": at(25, "17:30"), "reason": "家中有事"}
    return centre.create(by or who, "LeaveRequest", **{**given, "staff": centre.staff[who], **values})


def sick(centre: Centre, who: str = "receptionist", first: int = 24, last: int = 25, **values: Any) -> Any:
    given = {"kind": "sick", "starts_at": at(first, "08:20"), "ends_at": at(last, "17:30"), "reason": "发烧"}
    return ask(centre, who, **{**given, **values})


def approved(centre: Centre, paper: Any, by: str = "receptionist") -> Any:
    """Every step by the person it waits for."""
    centre.do(by, paper, "submit")
    while paper.status == "submitted":
        centre.do(turn(centre, paper), paper, "approve", reason="同意")
    return paper


def turn(centre: Centre, paper: Any) -> str:
    with acting(centre.session, SYSTEM):
        step = centre.session.scalars(
            select(ApprovalStep).where(ApprovalStep.record_id == paper.id, ApprovalStep.state == "pending")
        ).one()
    people = {staff.id: role for role, staff in centre.staff.items()}
    return people[step.staff_id] if step.staff_id else step.role


def line(centre: Centre, paper: Any) -> list[str]:
    """Whom a paper goes to, in order."""
    with acting(centre.session, SYSTEM):
        steps = centre.session.scalars(
            select(ApprovalStep).where(ApprovalStep.record_id == paper.id, ApprovalStep.register == "leave_request")
            .where(ApprovalStep.state != "skipped").order_by(ApprovalStep.round, ApprovalStep.step)
        ).all()  # fmt: skip
    people = {staff.id: str(role) for role, staff in centre.staff.items()}
    return [people[s.staff_id] if s.staff_id else s.role for s in steps]


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def certificate(centre: Centre, key: str = "c" * 32) -> str:
    kept = Attachment(key=key, register="leave_request", name="病假证明.jpg", mime="image/jpeg", size=9, sha256="0" * 64,
                                  uploaded_by_id=centre.staff["receptionist"].user_id, at=centre.now)  # fmt: skip
    centre.session.add(kept)
    centre.session.flush()
    return key


# --- §9, D-03, X-08: step by step along one's own line


def test_001_9_leave_goes_up_step_by_step_to_the_director(centre: Centre) -> None:
    paper = ask(centre)
    centre.do("receptionist", paper, "submit")
    assert line(centre, paper) == ["reception_lead", "cs_supervisor", "director"]
    for other in ("cs_supervisor", "director", "engineering_lead", "security_lead", "hr_admin"):
        with pytest.raises(workflow.Forbidden):
            centre.do(other, paper, "approve")
    centre.do("reception_lead", paper, "approve")
    with pytest.raises(workflow.Forbidden):
        centre.do("director", paper, "approve")
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    assert paper.status == "approved"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("technician", ["engineering_lead", "director"]),
        ("guard", ["security_lead", "director"]),
        ("reception_lead", ["cs_supervisor", "director"]),
        ("cs_supervisor", ["director"]),
        ("director", ["hq_quality"]),
    ],
)
def test_d_03_never_across_departments_and_never_ones_own(centre: Centre, who: str, expected: list[str]) -> None:
    paper = ask(centre, who)
    centre.do(who, paper, "submit")
    assert line(centre, paper) == expected


def test_g3_a_post_nobody_holds_is_passed_over(centre: Centre) -> None:
    gone = {"employment": "left", "left_on": MONDAY}
    workflow.edit(centre.session, centre.staff["reception_lead"], gone, actor=SYSTEM, now=centre.now, forced=True)
    paper = ask(centre)
    centre.do("receptionist", paper, "submit")
    assert line(centre, paper) == ["cs_supervisor", "director"]


def test_a_55_official_leave_ends_with_administration_and_the_companys_word(centre: Centre) -> None:
    paper = ask(centre, kind="official", official_kind="study")
    centre.do("receptionist", paper, "submit")
    assert line(centre, paper) == ["reception_lead", "cs_supervisor", "director", "hr_admin"]
    for who in ("reception_lead", "cs_supervisor", "director"):
        centre.do(who, paper, "approve")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("hr_admin", paper, "approve")
    assert wrong(caught) == ["reason"]
    centre.do("hr_admin", paper, "approve", reason="公司通知培训〔2026〕8 号")
    assert paper.status == "approved"


# --- §8: how far ahead


@pytest.mark.parametrize(("asked", "in_time"), [(at(24, "23:59"), True), (at(25, "00:01"), False)])
def test_t_58_personal_leave_is_asked_for_a_day_ahead(centre: Centre, asked: dt.datetime, *, in_time: bool) -> None:
    centre.now = asked.astimezone(dt.UTC)
    if in_time:
        assert ask(centre).asked_late is False
        return
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre)
    assert wrong(caught) == ["late_reason"]


@pytest.mark.parametrize(("asked", "in_time"), [(at(25, "07:20"), True), (at(25, "07:21"), False)])
def test_t_59_urgent_leave_is_asked_for_an_hour_before_the_shift(
    centre: Centre, asked: dt.datetime, *, in_time: bool
) -> None:
    centre.now = asked.astimezone(dt.UTC)
    if in_time:
        assert ask(centre, kind="urgent_personal").asked_late is False
        return
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, kind="urgent_personal")
    assert wrong(caught) == ["late_reason"]


def test_t_59_the_shift_is_the_one_on_the_roster(centre: Centre) -> None:
    times = {"starts_at": dt.time(14), "ends_at": dt.time(22)}
    centre.create("cs_supervisor", "ShiftRoster", day=dt.date(2026, 11, 25), staff=centre.staff["receptionist"],
                  shift="middle", **times)  # fmt: skip
    centre.now = at(25, "12:30").astimezone(dt.UTC)
    assert ask(centre, kind="urgent_personal", ends_at=at(25, "22:00")).asked_late is False


def test_t_60_a_late_request_holds_only_when_a_superior_writes_that_he_clears_it(centre: Centre) -> None:
    centre.now = at(25, "07:30").astimezone(dt.UTC)
    paper = ask(centre, late_reason="孩子半夜发烧")
    assert paper.asked_late is True
    centre.do("receptionist", paper, "submit")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("reception_lead", paper, "approve")
    assert wrong(caught) == ["reason"]
    centre.do("reception_lead", paper, "approve", reason="情况属实，同意补批")


def test_x_08_ones_own_leave_is_asked_for_when_it_is_submitted(centre: Centre) -> None:
    """Neither an earlier 申请时间 nor an old draft buys the day ahead."""
    paper = ask(centre, applied_at=at(20, "09:00"))
    centre.now = at(25, "07:30").astimezone(dt.UTC)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", paper, "submit")
    assert wrong(caught) == ["late_reason"]


def test_g6_an_unset_limit_is_not_judged(centre: Centre) -> None:
    with acting(centre.session, SYSTEM):
        workflow.create(centre.session, by_name("Setting"),
                        {"key": "leave.personal_days", "value": "未配置"}, actor=SYSTEM, now=centre.now, site_id=centre.site.id)  # fmt: skip
    centre.now = at(25, "08:00").astimezone(dt.UTC)
    assert ask(centre).asked_late is False


# --- §10, D-02: in person


@pytest.mark.parametrize("kind", ["personal", "urgent_personal"])
def test_d_02_personal_leave_is_never_asked_for_by_another(centre: Centre, kind: str) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, by="reception_lead", kind=kind, late_reason="x")
    assert "staff" in wrong(caught)


def test_001_10_sick_leave_may_be_asked_for_by_another(centre: Centre) -> None:
    paper = sick(centre, by="guard")
    assert paper.by_proxy == centre.staff["guard"].name
    centre.do("guard", paper, "submit")
    assert line(centre, paper) == ["reception_lead", "cs_supervisor", "director"], "the line is the sick one's"


def test_g3_who_asked_for_another_does_not_decide(centre: Centre) -> None:
    paper = sick(centre, by="reception_lead")
    centre.do("reception_lead", paper, "submit")
    assert line(centre, paper) == ["cs_supervisor", "director"]


# --- §11: certificates


def hand_in(centre: Centre, paper: Any, first: int, last: int) -> None:
    days = {"certificate_from": dt.date(2026, 11, first), "certificate_to": dt.date(2026, 11, last)}
    centre.do("receptionist", paper, "hand_certificate", certificate=[certificate(centre)], **days)


@pytest.mark.parametrize(("first", "last", "field"), [(25, 25, "certificate_from"), (24, 24, "certificate_to")])
def test_t_61_a_certificate_with_a_gap_is_refused(centre: Centre, first: int, last: int, field: str) -> None:
    paper = approved(centre, sick(centre))
    with pytest.raises(workflow.Invalid) as caught:
        hand_in(centre, paper, first, last)
    assert wrong(caught) == [field]


def test_t_61_a_certificate_covers_the_leave_without_a_gap(centre: Centre) -> None:
    paper = approved(centre, sick(centre))
    hand_in(centre, paper, 24, 25)
    assert paper.certified_at == centre.now


def test_t_61_a_certificate_is_a_file(centre: Centre) -> None:
    paper = approved(centre, sick(centre))
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", paper, "hand_certificate",
                  certificate_from=dt.date(2026, 11, 24), certificate_to=dt.date(2026, 11, 25))  # fmt: skip
    assert wrong(caught) == ["certificate"]


def clocks(centre: Centre, paper: Any) -> dict[str, tuple[str, str]]:
    with acting(centre.session, SYSTEM):
        rows = centre.session.scalars(
            select(Deadline).where(Deadline.register == "leave_request", Deadline.record_id == paper.id)
        ).all()
    return {r.rule: (f"{r.due_at.astimezone(LOCAL):%m-%d}", str(r.state)) for r in rows}


def test_t_61_due_on_the_first_workday_after_and_t_63_the_slip_a_day_after(centre: Centre) -> None:
    paper = approved(centre, sick(centre, first=26, last=27))
    assert clocks(centre, paper) == {"certificate": ("11-30", "running"), "sick_slip": ("11-28", "running")}


def test_a_30_less_than_a_day_needs_no_certificate_but_the_slip(centre: Centre) -> None:
    paper = approved(centre, sick(centre, ends_at=at(24, "12:00")))
    assert set(clocks(centre, paper)) == {"sick_slip"}


def test_001_11_without_a_certificate_the_days_become_absence(centre: Centre) -> None:
    paper = approved(centre, sick(centre))
    centre.later(days=2)
    day = centre.create("cs_supervisor", "Attendance", staff=centre.staff["receptionist"], day=dt.date(2026, 11, 24))
    centre.do("director", day, "confirm")
    assert day.result == "leave"
    with acting(centre.session, SYSTEM):
        assert due_transitions(centre.session, centre.now) == []
        centre.later(days=2)
        (due,) = due_transitions(centre.session, centre.now)
        assert (due.record_id, due.transition) == (paper.id, "lapse")
        workflow.apply(centre.session, paper, "lapse", actor=SYSTEM, now=centre.now)
        assert due_transitions(centre.session, centre.now) == []
        penalties = centre.session.scalars(select(RewardPenalty)).all()
        assert (paper.status, day.result) == ("lapsed", "absent")
        assert [(p.staff_id, p.happened_on, p.status) for p in penalties] == [
            (centre.staff["receptionist"].id, dt.date(2026, 11, 24), "draft")
        ]
    centre.do("director", paper, "reinstate", reason="住院证明后补，情况属实")
    with acting(centre.session, SYSTEM):
        centre.session.refresh(day)
    assert (paper.status, day.result) == ("approved", "leave")


def test_a_29_the_certificate_of_an_emergency_follows_and_never_lapses(centre: Centre) -> None:
    paper = approved(
        centre, sick(centre, kind="emergency_sick", called_at=centre.now, by="reception_lead"), "reception_lead"
    )
    assert set(clocks(centre, paper)) == {"emergency_cert", "sick_slip"}
    with acting(centre.session, SYSTEM):
        centre.later(days=20)
        assert due_transitions(centre.session, centre.now) == []


def test_t_62_an_emergency_is_told_before_the_shift(centre: Centre) -> None:
    centre.now = at(24, "10:00").astimezone(dt.UTC)
    with pytest.raises(workflow.Invalid) as caught:
        sick(centre, kind="emergency_sick", called_at=at(24, "08:21"))
    assert wrong(caught) == ["late_reason"]
    assert sick(centre, kind="emergency_sick", called_at=at(24, "08:20"), starts_at=at(24, "08:20")).asked_late is False


def test_x_24_a_certificate_is_seen_by_the_sick_one_his_line_and_administration(centre: Centre) -> None:
    paper = sick(centre, by="guard")
    seen = {role for role in (*centre.staff, "hq_quality") if sees_certificate(centre, role, paper)}
    assert seen == {"receptionist", "reception_lead", "cs_supervisor", "director", "hr_admin"}
    form = access.fields_for(centre.actor("guard"), type(paper), Purpose.form)
    assert "certificate" in {r.name for r in form}, "who fills in a new one may add it"


def sees_certificate(centre: Centre, role: str, paper: Any) -> bool:
    with acting(centre.session, centre.actor(role)):
        return "certificate" in centre.fields(role, paper)


# --- §7: time off


def overtime(centre: Centre, hours: int = 8, **values: Any) -> Any:
    given = {"starts_at": at(21, "09:00"), "ends_at": at(21, "09:00") + dt.timedelta(hours=hours), "reason": "盘点",
             "compensation": "time_off", "time_off_reason": "本人要求"}  # fmt: skip
    paper = centre.create("receptionist", "OvertimeRequest", staff=centre.staff["receptionist"], **{**given, **values})
    centre.do("receptionist", paper, "submit")
    return paper


def test_001_7_time_off_is_set_against_approved_overtime_once(centre: Centre) -> None:
    worked = overtime(centre)
    half = {"kind": "time_off", "overtime": worked, "ends_at": at(25, "14:20")}
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, **half)
    assert wrong(caught) == ["overtime"], "not approved yet (X-19)"
    centre.session.rollback()
    worked = overtime(centre)
    centre.do("reception_lead", worked, "approve")
    centre.do("cs_supervisor", worked, "approve")
    ask(centre, **{**half, "overtime": worked})
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, kind="time_off", overtime=worked, starts_at=at(26, "08:20"), ends_at=at(26, "11:20"))
    assert wrong(caught) == ["overtime"], "6 of its 8 hours are taken"
    ask(centre, kind="time_off", overtime=worked, starts_at=at(26, "08:20"), ends_at=at(26, "10:20"))


def test_001_7_time_off_is_never_set_against_anothers_overtime(centre: Centre) -> None:
    worked = overtime(centre)
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, "guard", kind="time_off", overtime=worked)
    assert wrong(caught) == ["overtime"]


@given(
    starts=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 1)),  # noqa: DTZ001 - given a zone below
    minutes=st.integers(1, 20_000),
    more=st.integers(0, 5_000),
)
def test_hours_of_leave_grow_with_it_and_never_beyond_eight_a_day(starts: dt.datetime, minutes: int, more: int) -> None:
    first = starts.replace(tzinfo=LOCAL)
    last = first + dt.timedelta(minutes=minutes)
    taken = leave_hours(first, last)
    days = (last.date() - first.date()).days + 1
    assert Decimal(0) <= taken <= WORKING_DAY * days
    assert taken <= leave_hours(first, last + dt.timedelta(minutes=more))
    assert taken <= Decimal(minutes) / 60


def test_the_same_days_are_not_asked_for_twice(centre: Centre) -> None:
    ask(centre)
    with pytest.raises(workflow.Invalid) as caught:
        ask(centre, starts_at=at(25, "14:00"))
    assert wrong(caught) == ["starts_at"]


def test_nobody_submits_anothers_leave(centre: Centre) -> None:
    paper = ask(centre)
    assert "submit" in centre.names("receptionist", paper)
    assert "submit" not in centre.names("reception_lead", paper)


def test_the_deputy_is_a_colleague_who_is_there_meanwhile(centre: Centre) -> None:
    def refused(**values: Any) -> str:
        with pytest.raises(workflow.Invalid) as wrong:
            ask(centre, **values)
        assert [r.field for r in wrong.value.refusals] == ["deputy"]
        return wrong.value.sentence.text("zh")

    assert "不能是请假人自己" in refused(deputy=centre.staff["receptionist"])
    away = approved(centre, ask(centre, "reception_lead", starts_at=at(25, "13:00")), "reception_lead")
    assert away.number in refused(deputy=centre.staff["reception_lead"])
    with acting(centre.session, SYSTEM):
        workflow.edit(centre.session, centre.staff["guard"], {"user": None}, actor=SYSTEM, now=centre.now)
    assert "没有登录账号" in refused(deputy=centre.staff["guard"])
    fine = ask(centre, deputy=centre.staff["cs_supervisor"])
    assert (fine.deputy_id, fine.status) == (centre.staff["cs_supervisor"].id, "draft")
