"""交接班: 001 会议制度 §1; 004 §7.3 (C-15, C-16, T-74)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from models.duty.deadline import Deadline
from tests.registers.centre import Centre


def hand_over(centre: Centre, by: str = "receptionist", to: str = "reception_lead", **more: Any) -> Any:
    return centre.create(by, "ShiftHandover", shift=more.pop("shift", "day"), taker=centre.staff[to], **more)


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


def clocks(centre: Centre, paper: Any) -> dict[str, Deadline]:
    query = select(Deadline).where(Deadline.register == "shift_handover", Deadline.record_id == paper.id)
    return {d.rule: d for d in centre.session.scalars(query, execution_options={"all_sites": True})}


def test_001_1_the_taker_takes_over_himself(centre: Centre) -> None:
    paper = hand_over(centre)
    for role in ("receptionist", "cs_supervisor", "director", "guard"):
        assert "take" not in centre.names(role, paper)
    centre.later(minutes=10)
    centre.do("reception_lead", paper, "take")
    assert (paper.status, paper.taken_at) == ("taken", centre.now)


def test_001_1_giver_and_taker_are_two_people(centre: Centre) -> None:
    assert refused(centre, lambda: hand_over(centre, to="receptionist")) == ["taker"]


def test_001_1_nobody_hands_over_in_anothers_name_but_his_lead(centre: Centre) -> None:
    assert refused(centre, lambda: hand_over(centre, by="guard", giver=centre.staff["technician"])) == ["giver"]
    paper = hand_over(centre, by="reception_lead", giver=centre.staff["receptionist"])
    assert paper.giver == centre.staff["receptionist"]


def test_001_1_what_is_unfinished_is_kept_as_it_stands_at_the_hour(centre: Centre) -> None:
    order = centre.create("receptionist", "RepairOrder", scope="private", unit=centre.units[0], reporter="赵一",
                          phone="19800000001", category="water", content="漏水")  # fmt: skip
    complaint = centre.create("receptionist", "Complaint", complainant="钱二", unit=centre.units[1], phone="19800000002",
                              nature="security", summary="夜间噪声")  # fmt: skip
    centre.later(minutes=5)
    paper = hand_over(centre)
    kept = [(row.kind.value, row.doc, row.stage) for row in paper.unfinished]
    assert kept == [
        ("order", order.number, "已登记 / Registered"),
        ("complaint", complaint.number, "已登记 / Registered"),
    ]
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    centre.do("receptionist", order, "cancel", reason="业主自行修好")
    centre.edit("receptionist", paper, notices="明日停水")
    centre.do("reception_lead", paper, "take")
    centre.session.refresh(paper)
    assert [(row.kind.value, row.doc, row.stage) for row in paper.unfinished] == kept


def test_4c_no_customers_name_stands_among_what_is_unfinished(centre: Centre) -> None:
    centre.create("receptionist", "Complaint", complainant="钱二", unit=centre.units[1], phone="19800000002", nature="security",
                  summary="夜间噪声")  # fmt: skip
    paper = hand_over(centre, by="guard", to="security_lead")
    (row,) = paper.unfinished
    assert not {"钱二", "19800000002", "夜间噪声"} & {row.doc, row.stage}


def test_the_limit_runs_from_the_hand_over(centre: Centre) -> None:
    paper = hand_over(centre)
    assert clocks(centre, paper)["take"].due_at == centre.now + dt.timedelta(minutes=30)
    assert set(clocks(centre, paper)) == {"take"}


def test_t74_a_night_shift_is_taken_over_by_8_40(centre: Centre) -> None:
    centre.now = dt.datetime(2026, 11, 24, 0, 25, tzinfo=dt.UTC)  # 8:25 on the site's clock
    log = centre.create("guard", "DutyLog", kind="night", shift="night", day=dt.date(2026, 11, 23),
                        events=[{"event": "四号楼水管滴漏"}])  # fmt: skip
    paper = hand_over(centre, by="guard", to="receptionist", shift="night")
    assert paper.night_log == log
    limit = clocks(centre, paper)["take_night"]
    assert limit.due_at == dt.datetime(2026, 11, 24, 0, 40, tzinfo=dt.UTC)
    centre.later(minutes=16)
    centre.do("receptionist", paper, "take", arranged=[{"task": "四号楼水管滴漏", "result": "已派维修"}])
    centre.session.refresh(limit)
    assert limit.state == "late"
    assert [row.task for row in paper.arranged] == ["四号楼水管滴漏"]


def test_004_7_3_reception_notes_afterwards_what_came_of_it(centre: Centre) -> None:
    paper = hand_over(centre)
    centre.do("reception_lead", paper, "take")
    centre.do("receptionist", paper, "arrange", arranged=[{"task": "四号楼水管滴漏", "result": "已修好"}])
    assert [row.result for row in paper.arranged] == ["已修好"]
