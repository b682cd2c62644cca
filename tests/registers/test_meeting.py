"""会议与督办: 000 §4.3; 001 会议制度; 003 经理(五) (C-46, T-73, X-10)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import SYSTEM, acting
from models import by_name
from models.duty.deadline import Deadline
from tests.registers.centre import Centre

DUE = dt.date(2026, 11, 27)


def meet(centre: Centre, **more: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "weekly",
        "starts_at": centre.now,
        "attendees": [{"staff": centre.staff["receptionist"], "present": True}],
        "review": "本周两单超时",
        "actions": [{"task": "整理超时原因", "owner": centre.staff["receptionist"], "due_on": DUE}],
        **more,
    }
    return centre.create("cs_supervisor", "Meeting", **values)


def tasks(centre: Centre) -> list[Any]:
    model: Any = by_name("AssignedTask")
    with acting(centre.session, SYSTEM):
        return list(centre.session.scalars(select(model).order_by(model.id)))


def assign(centre: Centre, by: str = "director", to: str = "receptionist", **more: Any) -> Any:
    return centre.create(by, "AssignedTask", matter="统计漏水住户", assignee=centre.staff[to], due_on=DUE, **more)


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


def test_000_4_3_an_absence_has_its_reason(centre: Centre) -> None:
    paper = meet(centre, attendees=[{"staff": centre.staff["technician"], "present": False}])
    assert refused(centre, lambda: centre.do("cs_supervisor", paper, "close")) == ["attendees-0-reason"]


@pytest.mark.parametrize(("left_out", "field"), [("owner", "actions-0-owner"), ("due_on", "actions-0-due_on")])
def test_000_4_3_1_what_is_to_be_done_has_a_person_and_a_day(centre: Centre, left_out: str, field: str) -> None:
    line = {"task": "整理超时原因", "owner": centre.staff["receptionist"], "due_on": DUE}
    paper = meet(centre, actions=[{k: v for k, v in line.items() if k != left_out}])
    assert refused(centre, lambda: centre.do("cs_supervisor", paper, "close")) == [field]


def test_the_minutes_of_a_meeting_to_come_are_not_closed(centre: Centre) -> None:
    paper = meet(centre, starts_at=centre.now + dt.timedelta(hours=2))
    assert refused(centre, lambda: centre.do("cs_supervisor", paper, "close")) == ["starts_at"]


def test_c46_what_is_to_be_done_becomes_a_task_that_the_host_strikes_off(centre: Centre) -> None:
    own = {"task": "约谈维修班", "owner": centre.staff["cs_supervisor"], "due_on": DUE}
    line = {"task": "整理超时原因", "owner": centre.staff["receptionist"], "due_on": DUE}
    paper = meet(centre, actions=[own, line])
    assert paper.open_lines == 2
    centre.do("reception_lead", paper, "close")
    (task,) = tasks(centre)
    assert (task.matter, task.assigned_by, task.assignee, task.due_on, task.meeting) == (
        "整理超时原因", centre.staff["cs_supervisor"], centre.staff["receptionist"], DUE, paper,
    )  # fmt: skip
    centre.do("receptionist", task, "report", result="三单因改约未备案")
    centre.do("cs_supervisor", task, "close")
    centre.session.refresh(paper)
    assert [(row.task, bool(row.done)) for row in paper.actions] == [("约谈维修班", False), ("整理超时原因", True)]
    assert (paper.open_lines, paper.status) == (1, "closed")


def test_x10_instructions_passed_on_stay_word_for_word(centre: Centre) -> None:
    paper = meet(centre, instructions="十二月起前台延时一小时")
    assert refused(centre, lambda: centre.edit("cs_supervisor", paper, instructions="十二月起前台延时两小时")) == [
        "instructions"
    ]
    centre.edit("cs_supervisor", paper, review="本周三单超时", instructions="十二月起前台延时一小时")
    assert paper.review == "本周三单超时"


def test_an_instruction_may_be_added_once(centre: Centre) -> None:
    paper = meet(centre)
    centre.edit("cs_supervisor", paper, instructions="十二月起前台延时一小时")
    assert paper.instructions == "十二月起前台延时一小时"


def test_t73_a_morning_meeting_longer_than_ten_minutes_is_remarked_not_refused(centre: Centre) -> None:
    ends = centre.now + dt.timedelta(minutes=25)
    assert str(meet(centre, kind="morning", ends_at=ends).too_long) == "开了 25 分钟，晨会以 10 分钟左右为宜"
    assert meet(centre, ends_at=ends).too_long is None


def test_nobody_comes_twice(centre: Centre) -> None:
    twice = [{"staff": centre.staff["receptionist"], "present": True}] * 2
    assert refused(centre, lambda: meet(centre, attendees=twice)) == ["attendees-1-staff"]


def test_003_5_a_task_is_reported_by_who_does_it_and_struck_off_by_who_assigned_it(centre: Centre) -> None:
    task = assign(centre)
    assert centre.sees("receptionist", task)
    assert not centre.sees("guard", task)
    centre.do("receptionist", task, "note", note="已查两个月")
    assert [row.text for row in task.progress] == ["已查两个月"]
    centre.do("receptionist", task, "report", result="共四户")
    assert "close" not in centre.names("receptionist", task)
    assert "close" not in centre.names("cs_supervisor", task)
    centre.do("director", task, "close")
    assert task.status == "closed"


def test_003_5_what_is_sent_back_runs_against_the_clock_again(centre: Centre) -> None:
    task = assign(centre)
    centre.do("receptionist", task, "report", result="共四户")
    centre.do("director", task, "return_", reason="缺三号楼")
    assert (task.status, task.reported_at, task.returns) == ("assigned", None, 1)
    assert [row.text for row in task.progress] == ["退回：缺三号楼"]
    query = select(Deadline.state).where(Deadline.register == "assigned_task", Deadline.record_id == task.id)
    states = centre.session.scalars(query.order_by(Deadline.id), execution_options={"all_sites": True}).all()
    assert states == ["met", "running"]


def test_003_5_nobody_assigns_himself_a_task(centre: Centre) -> None:
    assert refused(centre, lambda: assign(centre, by="cs_supervisor", to="cs_supervisor")) == ["assignee"]


def test_x10_what_was_assigned_stays_word_for_word(centre: Centre) -> None:
    task = assign(centre)
    assert refused(centre, lambda: centre.edit("director", task, matter="统计全部住户")) == ["matter"]
    centre.edit("director", task, due_on=dt.date(2026, 11, 30))
    assert task.due_on == dt.date(2026, 11, 30)


def test_a_task_filed_for_the_director_is_struck_off_by_him(centre: Centre) -> None:
    task = assign(centre, by="reception_lead", assigned_by=centre.staff["director"])
    centre.do("receptionist", task, "report", result="共四户")
    assert "close" not in centre.names("reception_lead", task)
    assert "close" in centre.names("director", task)
