"""001 考勤、请假制度 §1-5, §12; 004 §7.1, §7.4.14, §7.4.21-24: who signs for whom, and how a day is judged."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

import workflow
from access import SYSTEM, acting
from models import by_name
from models.base.moments import LOCAL
from models.engine import HistoryEntry
from models.hr.attendance_rules import Day, Result, judge
from models.hr.hours import Hours, minutes, off_time
from models.hr.reward_penalty import RewardPenalty
from tests.registers.centre import Centre

TODAY = dt.date(2026, 11, 23)


def at(clock: str, day: int = 23) -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), LOCAL)


HOURS = Hours(at("08:20"), at("17:30"), at("12:00"), at("13:30"))


def clock(centre: Centre, text: str, day: int = 23) -> None:
    centre.now = at(text, day).astimezone(dt.UTC)


def sign(centre: Centre, who: str = "receptionist", at_: str = "08:15", **values: Any) -> Any:
    clock(centre, at_)
    return centre.create(who, "Attendance", **values)


def set_to(centre: Centre, key: str, value: str) -> None:
    workflow.create(centre.session, by_name("Setting"), {"key": key, "value": value}, actor=SYSTEM, now=centre.now,
                    site_id=centre.site.id)  # fmt: skip


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


# --- X-07, D-01: one signs for oneself


def test_x_07_signing_in_notes_the_moment_of_the_account_that_presses(centre: Centre) -> None:
    entry = sign(centre)
    assert (entry.staff_id, entry.day, entry.signed_in_at, entry.status, entry.result) == (
        centre.staff["receptionist"].id, TODAY, centre.now, "active", "present",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["staff", "day", "signed_in_at"])
def test_x_07_nobody_writes_his_own_times_or_anothers_name(centre: Centre, field: str) -> None:
    value = {"staff": centre.staff["guard"].id, "day": TODAY, "signed_in_at": at("08:00")}[field]
    with pytest.raises(workflow.Invalid) as caught:
        sign(centre, "technician", **{field: value})
    assert wrong(caught) == [field]


def test_d_01_what_a_lead_notes_for_another_waits_for_confirmation(centre: Centre) -> None:
    guard = centre.staff["guard"]
    entry = sign(centre, "reception_lead", "10:00", staff=guard, signed_in_at=at("08:18"))
    assert (entry.status, entry.result) == ("pending", "present")
    for nobody in ("reception_lead", "guard", "security_lead", "hr_admin"):
        with pytest.raises(workflow.Forbidden):
            centre.do(nobody, entry, "confirm")
    centre.do("cs_supervisor", entry, "confirm")
    assert entry.status == "active"


def test_d_01_the_leads_own_late_entry_goes_to_the_director(centre: Centre) -> None:
    entry = sign(centre, "reception_lead", "10:00", signed_in_at=at("08:10"))
    assert entry.status == "pending"
    for nobody in ("reception_lead", "cs_supervisor"):
        with pytest.raises(workflow.Forbidden):
            centre.do(nobody, entry, "confirm")
    centre.do("director", entry, "confirm")
    assert entry.status == "active"


def test_x_07_a_correction_keeps_who_and_why_and_counts_once_confirmed(centre: Centre) -> None:
    entry = sign(centre, at_="08:45")
    assert (entry.result, entry.minutes_late, entry.violation) == ("late", 25, True)
    clock(centre, "09:30")
    centre.do("reception_lead", entry, "correct", new_signed_in_at=at("08:12"), reason="签到机故障，监控显示 8:12 到岗")
    assert (entry.status, entry.signed_in_at, entry.result) == ("correcting", at("08:45"), "late")
    with pytest.raises(workflow.Forbidden):
        centre.do("reception_lead", entry, "confirm")
    centre.do("cs_supervisor", entry, "confirm")
    assert (entry.status, entry.signed_in_at, entry.result) == ("active", at("08:12"), "present")
    assert (entry.corrected_by_id, entry.correction_reason) == (
        centre.staff["reception_lead"].id, "签到机故障，监控显示 8:12 到岗",
    )  # fmt: skip
    with acting(centre.session, SYSTEM):
        told = centre.session.scalars(select(HistoryEntry).where(HistoryEntry.transition == "correct")).one()
    assert (told.actor_name, told.comment) == (centre.staff["reception_lead"].name, "签到机故障，监控显示 8:12 到岗")


def test_x_07_a_correction_that_is_declined_leaves_the_entry_as_it_was(centre: Centre) -> None:
    entry = sign(centre, at_="08:45")
    clock(centre, "09:30")
    centre.do("reception_lead", entry, "correct", new_signed_in_at=at("08:12"), reason="本人要求")
    centre.do("director", entry, "decline", reason="监控显示 8:45 到岗")
    assert (entry.status, entry.signed_in_at, entry.new_signed_in_at) == ("active", at("08:45"), None)


def test_a_correction_must_correct_something(centre: Centre) -> None:
    entry = sign(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("reception_lead", entry, "correct", reason="x")
    assert wrong(caught) == ["new_signed_in_at"]


def test_004_7_4_21_signing_out_is_ones_own_and_on_the_day(centre: Centre) -> None:
    entry = sign(centre)
    clock(centre, "12:05")
    with pytest.raises(workflow.Forbidden):
        centre.do("reception_lead", entry, "noon_out")
    centre.do("receptionist", entry, "noon_out")
    clock(centre, "17:10")
    centre.do("receptionist", entry, "sign_out")
    assert (entry.result, entry.minutes_early) == ("early", 20)
    clock(centre, "17:35")
    centre.do("receptionist", entry, "sign_out")
    assert (entry.result, entry.minutes_early) == ("present", 0), "who comes back and leaves later is judged by that"
    clock(centre, "08:00", day=24)
    with pytest.raises(workflow.Forbidden):
        centre.do("receptionist", entry, "sign_out")


def test_one_entry_a_day(centre: Centre) -> None:
    sign(centre)
    with pytest.raises(workflow.Invalid) as caught:
        sign(centre, at_="09:00")
    assert wrong(caught) == ["day"]


def test_a_refused_late_entry_leaves_the_day_free(centre: Centre) -> None:
    entry = sign(centre, "reception_lead", "10:00", staff=centre.staff["guard"], signed_in_at=at("08:18"))
    centre.do("director", entry, "refuse", reason="监控没有到岗记录")
    assert entry.status == "archived"
    assert sign(centre, "guard", "10:30").status == "active"


# --- §1-3, §12, A-18: late, early, off post, the 20 minutes


@pytest.mark.parametrize(
    ("came", "result", "late"),
    [("08:20", "present", 0), ("08:21", "late", 1), ("08:39", "late", 19), ("08:40", "late", 20)],
)
def test_t_51_late_is_who_comes_after_8_20(centre: Centre, came: str, result: str, late: int) -> None:
    entry = sign(centre, at_=came)
    assert (entry.result, entry.minutes_late, entry.violation) == (result, late, late >= 20)


def test_g6_without_a_limit_nothing_is_a_breach(centre: Centre) -> None:
    set_to(centre, "attendance.violation_minutes", "未配置")
    assert sign(centre, at_="09:30").violation is False


@pytest.mark.parametrize(
    ("season", "day", "expected"),
    [
        (("05-01", "09-30"), dt.date(2026, 11, 23), dt.time(17, 30)),
        (("05-01", "09-30"), dt.date(2026, 5, 1), dt.time(18)),
        (("05-01", "09-30"), dt.date(2026, 9, 30), dt.time(18)),
        (("05-01", "09-30"), dt.date(2026, 10, 1), dt.time(17, 30)),
        (None, dt.date(2026, 7, 1), dt.time(17, 30)),
    ],
)
def test_t_54_a_45_winter_ends_at_17_30_and_summer_at_18(
    season: tuple[str, ...] | None, day: dt.date, expected: dt.time
) -> None:
    settings = {
        "attendance.off_winter": dt.time(17, 30),
        "attendance.off_summer": dt.time(18),
        "attendance.season_dates": season,
    }
    assert off_time(day, settings.get) == expected


def test_the_roster_goes_before_the_sites_hours(centre: Centre) -> None:
    centre.create("cs_supervisor", "ShiftRoster", day=TODAY, staff=centre.staff["receptionist"], shift="middle",
                  starts_at=dt.time(10), ends_at=dt.time(19))  # fmt: skip
    entry = sign(centre, at_="10:05")
    assert (entry.shift.shift, entry.result, entry.minutes_late) == ("middle", "late", 5)


def test_a_night_shift_is_signed_out_of_the_next_morning(centre: Centre) -> None:
    centre.create("security_lead", "ShiftRoster", day=TODAY, staff=centre.staff["guard"], shift="night",
                  starts_at=dt.time(20), ends_at=dt.time(8))  # fmt: skip
    entry = sign(centre, "guard", "19:55")
    clock(centre, "08:02", day=24)
    centre.do("guard", entry, "sign_out")
    assert (entry.result, entry.minutes_early) == ("present", 0)


def test_t_56_off_post_from_20_minutes_on_is_a_breach_and_shows_in_the_day(centre: Centre) -> None:
    entry = sign(centre)
    clock(centre, "15:00")
    away = {"staff": centre.staff["receptionist"], "left_at": at("14:00"), "permitted": False}
    short = centre.create("cs_supervisor", "OffPostRecord", **away, back_at=at("14:19"))
    assert (short.minutes, short.violation) == (19, False)
    long = centre.create("reception_lead", "OffPostRecord", **away, back_at=at("14:20"))
    assert (long.minutes, long.violation) == (20, True)
    centre.do("reception_lead", long, "submit")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("cs_supervisor", long, "approve")
    assert wrong(caught) == ["treatment"]
    centre.do("cs_supervisor", long, "approve", treatment="punish")
    with acting(centre.session, SYSTEM):
        centre.session.refresh(entry)
    assert (entry.result, entry.violation) == ("off_post", True)
    made = centre.do("reception_lead", long, "open_penalty").created
    assert (made.staff_id, made.status, long.reward_penalty_id) == (centre.staff["receptionist"].id, "draft", made.id)
    with pytest.raises(workflow.Forbidden):
        centre.do("reception_lead", long, "open_penalty")


def test_001_13_an_approved_outing_is_not_off_post_and_excuses_its_time(centre: Centre) -> None:
    clock(centre, "08:00")
    outing = centre.create(
        "technician", "OutingRequest", leaves_at=at("08:20"), destination="建材市场", reason="买阀门"
    )
    centre.do("technician", outing, "submit")
    centre.do("engineering_lead", outing, "approve")
    clock(centre, "10:00")
    centre.do("technician", outing, "come_back", back_at=at("09:55"))
    entry = sign(centre, "technician", "10:00")
    assert (entry.result, entry.minutes_late) == ("late", 5)
    with pytest.raises(workflow.Invalid) as caught:
        centre.create("security_lead", "OffPostRecord", staff=centre.staff["technician"], left_at=at("08:30"),
                      back_at=at("09:30"), permitted=False)  # fmt: skip
    assert wrong(caught) == ["permitted"]


# --- §5, §8: absence


def test_001_5_absence_opens_the_draft_of_a_penalty_once(centre: Centre) -> None:
    entry = sign(centre, "reception_lead", "18:00", staff=centre.staff["guard"])
    assert (entry.status, entry.result) == ("pending", "absent")
    with acting(centre.session, SYSTEM):
        assert centre.session.scalars(select(RewardPenalty)).all() == [], "not before it is confirmed"
    centre.do("cs_supervisor", entry, "confirm")
    centre.do("cs_supervisor", entry, "recount")
    with acting(centre.session, SYSTEM):
        (draft,) = centre.session.scalars(select(RewardPenalty)).all()
    assert (draft.staff_id, draft.happened_on, draft.status) == (centre.staff["guard"].id, TODAY, "draft")
    assert {str(k) for k in draft.kind} == {"written", "wage", "bonus"}


def test_001_8_leave_cleared_afterwards_turns_absence_into_leave(centre: Centre) -> None:
    entry = sign(centre, "reception_lead", "18:00", staff=centre.staff["technician"])
    centre.do("cs_supervisor", entry, "confirm")
    assert entry.result == "absent"
    paper = centre.create("technician", "LeaveRequest", kind="personal", starts_at=at("08:00"), ends_at=at("18:00"),
                          reason="家中急事", late_reason="手机没电，无法联系")  # fmt: skip
    centre.do("technician", paper, "submit")
    centre.do("engineering_lead", paper, "approve", reason="情况属实，同意补批")
    with acting(centre.session, SYSTEM):
        centre.session.refresh(entry)
    assert entry.result == "absent", "not before the last decision (X-19)"
    centre.do("director", paper, "approve", reason="同意")
    with acting(centre.session, SYSTEM):
        centre.session.refresh(entry)
        assert entry.result == "leave"
        assert paper.number in entry.papers.zh


# --- the judgement itself


def test_half_a_days_leave_excuses_its_half() -> None:
    day = Day(HOURS, signed_in=at("13:30"), signed_out=at("17:30"), leaves=[(at("08:20"), at("12:00"))])
    assert judge(day).result is Result.present
    assert judge(Day(HOURS, signed_in=at("13:45"), leaves=day.leaves)).late == 15


def test_leaving_at_noon_before_12_is_early() -> None:
    day = Day(HOURS, signed_in=at("08:10"), noon_out=at("11:50"), afternoon_in=at("13:40"), signed_out=at("17:30"))
    found = judge(day)
    assert (found.result, found.late, found.early) == (Result.late, 10, 10)


def test_a_day_off_is_no_absence() -> None:
    assert judge(Day(None, rest=True)).result is Result.rest


moments = st.integers(0, 1439).map(lambda m: at("00:00") + dt.timedelta(minutes=m))
spans = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair)))


@given(came=moments, left=moments, leaves=st.lists(spans, max_size=3), more=spans)
def test_more_leave_never_makes_anyone_later(
    came: dt.datetime, left: dt.datetime, leaves: list[Any], more: tuple[dt.datetime, dt.datetime]
) -> None:
    came, left = min(came, left), max(came, left)
    before = judge(Day(HOURS, signed_in=came, signed_out=left, leaves=leaves))
    after = judge(Day(HOURS, signed_in=came, signed_out=left, leaves=[*leaves, more]))
    whole = minutes(HOURS.stretches)
    assert 0 <= after.late <= before.late <= whole
    assert 0 <= after.early <= before.early <= whole


@given(spans_=st.lists(spans, max_size=4), excused=st.lists(spans, max_size=4))
def test_minutes_excused_and_left_add_up(spans_: list[Any], excused: list[Any]) -> None:
    """Minute by minute, counted another way."""
    taken = {m for a, b in excused for m in range(_of(a), _of(b))}
    expected = sum(len(set(range(_of(a), _of(b))) - taken) for a, b in spans_)
    assert minutes(spans_, excused) == expected


def _of(moment: dt.datetime) -> int:
    return int((moment - at("00:00")).total_seconds()) // 60
