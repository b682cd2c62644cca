"""请示报告: 001 请示报告制度 §1-5 (C-01, C-02, X-09, X-10, T-31)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from models.duty.deadline import Deadline
from tests.registers.centre import Centre


def report(centre: Centre, by: str = "receptionist", **more: Any) -> Any:
    values = {"matter": "danger", "facts": "配电箱冒烟", "proposal": "先断电再报修", "urgent": False, **more}
    return centre.create(by, "EscalationReport", **values)


def straight_up(centre: Centre) -> Any:
    paper = report(centre, urgent=True, skip_reason="接待主管外出联系不上")
    centre.do("receptionist", paper, "submit")
    return paper


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


def clock(centre: Centre, paper: Any) -> Deadline | None:
    query = select(Deadline).where(Deadline.register == "escalation_report", Deadline.record_id == paper.id)
    return centre.session.scalars(query, execution_options={"all_sites": True}).first()


def test_001_1_a_report_goes_up_to_the_direct_superior_first(centre: Centre) -> None:
    paper = report(centre)
    centre.do("receptionist", paper, "submit")
    assert "approve" in centre.names("reception_lead", paper)
    assert centre.names("director", paper).isdisjoint({"approve", "reject"})
    assert paper.skipped_at is None


def test_001_4_only_an_urgent_report_skips_levels(centre: Centre) -> None:
    assert refused(centre, lambda: report(centre, skip_reason="想快一点")) == ["skip_reason"]


def test_001_4_an_urgent_report_with_a_reason_goes_straight_to_the_director(centre: Centre) -> None:
    paper = straight_up(centre)
    assert paper.skipped_at == centre.now
    assert "approve" in centre.names("director", paper)
    assert not centre.sees("reception_lead", paper), "the superiors skipped don't know yet"


def test_t31_the_clock_of_telling_runs_from_the_skip_until_they_are_told(centre: Centre) -> None:
    paper = straight_up(centre)
    running = clock(centre, paper)
    assert running is not None
    assert (running.state, running.due_at) == ("running", centre.now + dt.timedelta(hours=24))
    centre.later(hours=3)
    centre.do("receptionist", paper, "tell", skipped_level_told_on=centre.now)
    centre.session.refresh(running)
    assert (running.state, running.met_at) == ("met", centre.now)


def test_x09_a_report_that_skipped_levels_is_not_finished_before_the_skipped_are_told(centre: Centre) -> None:
    paper = straight_up(centre)
    centre.do("director", paper, "approve", instruction="立即断电，通知供电抢修")
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", paper, "execute", execution="已断电")
    centre.session.rollback()
    assert "接待主管甲、客服主管甲" in caught.value.refusals[0].sentence.text("zh")
    centre.do("receptionist", paper, "tell", skipped_level_told_on=centre.now)
    assert centre.sees("reception_lead", paper)
    assert centre.sees("cs_supervisor", paper)
    centre.do("receptionist", paper, "execute", execution="已断电")
    assert paper.status == "executed"


def test_x09_a_refused_report_still_has_to_be_told(centre: Centre) -> None:
    paper = straight_up(centre)
    centre.do("director", paper, "reject", reason="不属紧急")
    running = clock(centre, paper)
    assert running is not None
    assert running.state == "running"
    centre.do("receptionist", paper, "tell", skipped_level_told_on=centre.now)


def test_001_4_nobody_is_told_before_the_report_went_up_nor_twice(centre: Centre) -> None:
    paper = straight_up(centre)
    early = centre.now - dt.timedelta(hours=1)
    assert refused(centre, lambda: centre.do("receptionist", paper, "tell", skipped_level_told_on=early)) == [
        "skipped_level_told_on"
    ]
    centre.do("receptionist", paper, "tell", skipped_level_told_on=centre.now)
    assert "tell" not in centre.names("receptionist", paper)


def test_001_4_nothing_is_skipped_where_the_director_is_the_direct_superior(centre: Centre) -> None:
    paper = report(centre, by="cs_supervisor", urgent=True, skip_reason="紧急")
    centre.do("cs_supervisor", paper, "submit")
    assert paper.skipped_at is None
    assert "tell" not in centre.names("cs_supervisor", paper)


def test_001_5_the_decision_carries_an_instruction(centre: Centre) -> None:
    paper = straight_up(centre)
    assert refused(centre, lambda: centre.do("director", paper, "approve")) == ["instruction"]


def test_x10_the_instruction_stays_word_for_word(centre: Centre) -> None:
    paper = straight_up(centre)
    centre.do("director", paper, "approve", instruction="立即断电")
    centre.session.commit()
    for role in ("receptionist", "director"):
        with pytest.raises(workflow.WorkflowError):
            centre.edit(role, paper, instruction="不用断电")
        centre.session.rollback()
    with pytest.raises(workflow.WorkflowError):
        centre.do("receptionist", paper, "execute", execution="已断电", instruction="不用断电")
    centre.session.rollback()
    centre.session.refresh(paper)
    assert paper.instruction == "立即断电"


def test_c01_it_goes_step_by_step_and_the_last_level_gives_the_instruction(centre: Centre) -> None:
    paper = report(centre)
    centre.do("receptionist", paper, "submit")
    early = {"instruction": "先观察"}
    assert refused(centre, lambda: centre.do("reception_lead", paper, "approve", **early)) == ["instruction"]
    for role in ("reception_lead", "cs_supervisor"):
        assert "approve" not in centre.names("director", paper)
        centre.do(role, paper, "approve", reason="同意上报")
    centre.do("director", paper, "approve", instruction="先观察")
    assert (paper.status, paper.instruction) == ("approved", "先观察")


def test_c02_an_objection_is_noted_beside_the_instruction(centre: Centre) -> None:
    paper = report(centre, by="engineering_lead")
    centre.do("engineering_lead", paper, "submit")
    centre.do("director", paper, "approve", instruction="先观察")
    centre.do("engineering_lead", paper, "disagree", disagreement="建议立即断电")
    assert (paper.status, paper.instruction, paper.disagreement) == ("approved", "先观察", "建议立即断电")
    centre.do("engineering_lead", paper, "execute", execution="已安排专人观察")
    assert paper.status == "executed"


def test_a_report_is_seen_by_its_writer_and_whoever_decides(centre: Centre) -> None:
    paper = report(centre, by="guard")
    assert not centre.sees("security_lead", paper)
    centre.do("guard", paper, "submit")
    assert centre.sees("security_lead", paper)
    assert not centre.sees("technician", paper)
    assert "submit" not in centre.names("director", report(centre, by="guard"))
