"""What people hold and learn: badges, beds, training; and that nobody leaves with them (001 §4; 002 职责17; 004 §3.2)."""

import datetime as dt
from typing import Any

import pytest

import workflow
from access import SYSTEM, acting
from models import by_name
from models.base.staff import Staff
from tests.registers.centre import Centre
from workflow import Forbidden, Invalid


def told(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return " ".join(r.sentence.text("zh") for r in refused.value.refusals)


def bed(centre: Centre, number: str = "1", who: str | None = "guard", **values: Any) -> Any:
    person = centre.staff[who] if who else None
    return centre.create("hr_admin", "DormitoryBed", room="101", bed=number, staff=person, **values)


# beds and badges


def test_002_duty17_one_bed_one_person_at_a_time(centre: Centre) -> None:
    first = bed(centre)
    assert first.moved_in_on == dt.date(2026, 11, 23)
    with pytest.raises(Invalid) as refused:
        bed(centre, who="technician")
    assert first.number in told(refused)
    with pytest.raises(Invalid) as refused:
        bed(centre, "2")
    assert "请先退宿" in told(refused)
    centre.do("receptionist", first, "close", moved_out_on=dt.date(2026, 11, 23))
    bed(centre, who="technician")
    bed(centre, "2")


def test_002_duty17_an_empty_bed_has_nobody_to_move_out(centre: Centre) -> None:
    with pytest.raises(Invalid):
        centre.do("receptionist", bed(centre, who=None), "close", moved_out_on=dt.date(2026, 11, 23))


def test_001_4_a_badge_is_worn_by_one(centre: Centre) -> None:
    first = centre.create("hr_admin", "Badge", staff=centre.staff["guard"], badge_no="XK-1")
    with pytest.raises(Invalid) as refused:
        centre.create("hr_admin", "Badge", staff=centre.staff["technician"], badge_no="XK-1")
    assert centre.staff["guard"].name in told(refused)
    centre.do("reception_lead", first, "close", returned_on=dt.date(2026, 11, 23))
    centre.create("hr_admin", "Badge", staff=centre.staff["technician"], badge_no="XK-1")


# leaving


def leaving(centre: Centre) -> Any:
    paper = centre.create(
        "guard", "Separation", staff=centre.staff["guard"], kind="resign", reason="回乡", last_day=dt.date(2026, 11, 23)
    )
    centre.do("guard", paper, "submit")
    centre.do("cs_supervisor", paper, "settle", assets_returned=True, dormitory_cleared=True)
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    return paper


def test_000_4_12_nobody_leaves_while_keys_assets_badge_or_bed_are_out(centre: Centre) -> None:
    guard = centre.staff["guard"]
    key = centre.create(
        "receptionist", "KeyItem", label="机房钥匙", kind="equipment", location="地下室", copies=1, keeper=guard
    )
    radio = centre.create("hr_admin", "FixedAsset", code="ZC-9", name="对讲机", keeper=guard)
    badge = centre.create("hr_admin", "Badge", staff=guard, badge_no="XK-9")
    sleeps = bed(centre)
    paper = leaving(centre)
    for thing, back in (
        ("机房钥匙", lambda: centre.edit("receptionist", key, keeper=centre.staff["security_lead"])),
        ("对讲机", lambda: centre.do("hr_admin", radio, "change", keeper=centre.staff["security_lead"], reason="交接")),
        ("XK-9", lambda: centre.do("hr_admin", badge, "close", returned_on=dt.date(2026, 11, 23))),
        ("101-1", lambda: centre.do("hr_admin", sleeps, "close", moved_out_on=dt.date(2026, 11, 23))),
    ):
        with pytest.raises(Invalid) as refused:
            centre.do("hr_admin", paper, "approve")
        assert thing in told(refused)
        back()
    centre.do("hr_admin", paper, "approve")
    assert paper.status == "approved"


def test_000_4_12_the_approver_may_say_why(centre: Centre) -> None:
    centre.create("hr_admin", "Badge", staff=centre.staff["guard"], badge_no="XK-9")
    paper = leaving(centre)
    centre.do("hr_admin", paper, "approve", reason="胸卡遗失，已扣工本费")
    assert paper.status == "approved"


# training


def session(centre: Centre, **values: Any) -> Any:
    given = {"topic": "上岗培训", "hours": 4, "content": "规程与系统操作", "attendees": []}
    return centre.create("reception_lead", "TrainingRecord", **{**given, **values})


def test_004_3_2_whoever_passes_gets_the_qualification(centre: Centre) -> None:
    lines = [
        {"staff": centre.staff["guard"], "present": True, "score": 60},
        {"staff": centre.staff["technician"], "present": True, "score": "59.5"},
        {"staff": centre.staff["cashier"], "present": False, "score": 99},
    ]
    paper = session(centre, attendees=lines, qualifies_for="computer", pass_score=60)
    assert (paper.present_count, paper.passed_count) == (2, 1)
    before = {r: len(centre.staff[r].qualifications) for r in ("guard", "technician", "cashier")}
    centre.do("reception_lead", paper, "close")
    with acting(centre.session, SYSTEM):
        after = {r: centre.session.get_one(Staff, centre.staff[r].id, populate_existing=True) for r in before}
    assert {r: len(s.qualifications) - before[r] for r, s in after.items()} == {
        "guard": 1,
        "technician": 0,
        "cashier": 0,
    }
    gained = after["guard"].qualifications[-1]
    assert (gained.kind, gained.certificate_no, gained.passed_on) == ("computer", paper.number, dt.date(2026, 11, 23))


def test_004_3_2_an_examination_is_filed_with_every_mark(centre: Centre) -> None:
    line = {"staff": centre.staff["guard"], "present": True}
    with pytest.raises(Invalid):
        centre.do("reception_lead", session(centre, attendees=[line], qualifies_for="training", pass_score=60), "close")
    with pytest.raises(Invalid):
        centre.do(
            "reception_lead", session(centre, attendees=[{**line, "score": 80}], qualifies_for="training"), "close"
        )
    centre.do("reception_lead", session(centre, attendees=[line]), "close")


def test_003_5_a_session_is_filed_with_who_took_part(centre: Centre) -> None:
    with pytest.raises(Invalid):
        centre.do("reception_lead", session(centre), "close")


def test_000_4_4_1_a_plan_offers_the_session_that_is_next(centre: Centre) -> None:
    sessions = [{"topic": "消防演练", "hours": 2}, {"topic": "投诉处理", "hours": 1}]
    plan = centre.create(
        "cs_supervisor", "TrainingPlan", period_kind="quarter", period="2026 四季度", sessions=sessions
    )
    centre.do("cs_supervisor", plan, "submit")
    centre.do("director", plan, "approve")
    held = []
    for _ in sessions:
        held.append(centre.do("reception_lead", plan, "record_session", content="按计划").created)
        centre.session.expire_all()
    assert [(r.topic, r.plan_id) for r in held] == [("消防演练", plan.id), ("投诉处理", plan.id)]


# accounts


def test_x15_only_the_administrator_ties_an_account_to_a_person(centre: Centre) -> None:
    guard, technician = centre.staff["guard"], centre.staff["technician"]
    user = guard.user_id
    workflow.edit(centre.session, guard, {"user": None}, actor=SYSTEM, now=centre.now, forced=True)
    for role in ("hr_admin", "director"):
        with pytest.raises((Invalid, Forbidden)):
            centre.edit(role, technician, user=user)


def test_g4_administration_sees_the_accounts_of_its_own_site(centre: Centre) -> None:
    def new(register: str, **values: Any) -> Any:
        return workflow.create(centre.session, by_name(register), values, actor=SYSTEM, now=centre.now)

    other = new("Site", code="YGHY", name="阳光花园")
    theirs = new("User", username="clerk@yghy")
    unknown = new("User", username="nobody@ltxy")
    workflow.edit(
        centre.session, theirs, {"grants": [{"site": other.id, "role": "guard"}]},
        actor=SYSTEM, now=centre.now, forced=True,
    )  # fmt: skip
    ours = centre.staff["guard"].user
    assert [centre.sees("hr_admin", u) for u in (ours, theirs, unknown)] == [True, False, False]
    workflow.edit(centre.session, theirs, {"grants": [{"site": centre.site.id, "role": "guard"}]},
                  actor=SYSTEM, now=centre.now, forced=True)  # fmt: skip
    assert centre.sees("hr_admin", theirs)
