"""The papers for the monthly meeting, counted by hand: tasks, goals, checks, rewards, next month's plans."""

import datetime as dt
from decimal import Decimal
from typing import Any

from models.declare import Record
from models.duty.report_list import Report
from models.hr.reward_penalty import RewardPenalty
from models.office.assigned_task import AssignedTask
from models.office.work_inspection import WorkInspection
from models.office.work_plan import WorkPlan
from reports.row_tables import lines_of
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import PREPARED, each_figure_has_its_rows, lines, month, shown, values

PACK = Report.monthly_meeting_pack
NOTE, GOAL, CHECK = lines_of(AssignedTask, "progress"), lines_of(WorkPlan, "items"), lines_of(WorkInspection, "items")


def task(centre: Centre, due: dt.date, reported: dt.datetime | None = None, **values: Any) -> AssignedTask:
    base = {"number": f"DB-{next(centre.numbers)}", "status": "assigned", "site_id": 1, "matter": "清理楼道",
            "assigned_by_id": 3, "assignee_id": 1, "due_on": due}  # fmt: skip
    centre.tick("01 09:00")
    made = AssignedTask(**centre.base(), **{**base, **values})
    centre.write(made)
    if reported:
        centre.now = reported
        centre.write(made, reported_at=reported, status="reported", result="已办")
    return made


def plan(centre: Centre, first: dt.date, last: dt.date, *goals: tuple[str, int], **values: Any) -> WorkPlan:
    base = {"number": f"GJ-{next(centre.numbers)}", "status": "approved", "site_id": 1, "kind": "work",
            "period_kind": "month", "period_from": first, "period_to": last, "author_id": 3}  # fmt: skip
    made = WorkPlan(**centre.base(), **{**base, **values}, items=[GOAL(goal=g, progress=p) for g, p in goals])
    centre.add(made)
    return made


def inspection(centre: Centre, when: dt.datetime, *results: str, **values: Any) -> Record:
    base = {"number": f"JC-{next(centre.numbers)}", "status": "approved", "site_id": 1, "kind": "quality", "post_id": 1,
            "subject": "hygiene", "evaluation": "好", "inspected_at": when}  # fmt: skip
    rows = [CHECK(item=f"第{n}项", result=r, problem="有灰" if r == "fail" else None) for n, r in enumerate(results, 1)]
    made = WorkInspection(**centre.base(), **{**base, **values}, items=rows)
    centre.add(made)
    return made


def reward(centre: Centre, day: int, *kinds: str, **values: Any) -> None:
    base = {"number": f"JF-{next(centre.numbers)}", "status": "approved", "site_id": 1, "staff_id": 1, "facts": "拾金不昧",
            "basis": "第5条", "happened_on": dt.date(2026, 11, day)}  # fmt: skip
    centre.add(RewardPenalty(**centre.base(), **{**base, "kind": kinds, **values}))


def written(centre: Centre) -> dict[str, Any]:
    first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    made: dict[str, Any] = {
        "in time": task(centre, dt.date(2026, 11, 10), at("10 17:00")),
        "late": task(centre, dt.date(2026, 11, 1), at("12 17:00"), assignee_id=2),
        "open": task(centre, last, progress=[NOTE(at=at("20 09:00"), text="已联系厂家")]),
        "told in december": task(centre, dt.date(2026, 11, 20), PREPARED),
    }
    task(centre, dt.date(2026, 10, 31))
    task(centre, dt.date(2026, 12, 1))
    task(centre, last, status="void")
    task(centre, last, site_id=2)
    made["plan"] = plan(centre, first, last, ("回访率98%", 100), ("培训两次", 50), ("清洗水箱", 0))
    plan(centre, first, last, ("草稿", 100), status="draft")
    plan(centre, first, dt.date(2026, 11, 7), ("周计划", 100), period_kind="week")
    december = (dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    made["next"] = plan(centre, *december, ("迎新年", 0), ("巡楼", 0), status="submitted")
    plan(centre, *december, ("作废", 0), status="void")
    plan(centre, dt.date(2027, 1, 1), dt.date(2027, 1, 31), ("一月", 0))
    made["clean"] = inspection(centre, at("01 00:00"), "pass", "pass")
    made["faulty"] = inspection(centre, at("30 23:59"), "pass", "fail")
    inspection(centre, at("20 09:00"), "fail", status="draft")
    inspection(centre, PREPARED, "fail")
    reward(centre, 5, "reward", amount=Decimal("200.00"))
    reward(centre, 30, "wage", "bonus", amount=Decimal("88.80"))
    reward(centre, 30, "warn")
    reward(centre, 5, "reward", amount=Decimal(999), status="submitted")
    return made


def test_s32_the_meeting_s_papers_as_counted_by_hand(centre_on_both: Centre) -> None:
    """001 会议制度 §3: what the month did, checks with rewards and penalties, next month's plans."""
    centre = centre_on_both
    made = written(centre)
    found = month(centre, PACK)
    seen = values(found)
    own = (
        "tasks tasks_done tasks_open task_rate task_time_rate goals goals_done goal_rate inspections failures pass_rate "
        "rewards reward_amount penalties penalty_amount next_plans next_goals orders received trainings"
    )
    assert {k: seen[k] for k in own.split()} == {
        "tasks": 4,
        "tasks_done": 2,
        "tasks_open": 2,  # one was reported in December
        "task_rate": Decimal("50.00"),
        "task_time_rate": Decimal("25.00"),
        "goals": 3,
        "goals_done": 1,
        "goal_rate": Decimal("33.33"),
        "inspections": 2,
        "failures": 1,
        "pass_rate": Decimal("75.00"),
        "rewards": 1,
        "reward_amount": Decimal("200.00"),
        "penalties": 2,
        "penalty_amount": Decimal("88.80"),
        "next_plans": 1,
        "next_goals": 2,
        "orders": 0,
        "received": 0,
        "trainings": 0,
    }
    assert {name: line[:3] for name, line in lines(found.table("by_assignee")).items()} == {
        "员工1": (3, 1, 2),
        "员工2": (1, 1, 0),
        "合计": (4, 2, 2),
    }
    assert found.rows("tasks_left").ids == (made["told in december"].id, made["open"].id)
    assert shown(found, "tasks_left")[1][-1] == "最近进展（11-20）：已联系厂家"
    assert shown(found, "plans")[0][-1] == "培训两次 50%；清洗水箱 0%"
    assert (found.rows("next").ids, shown(found, "next")[0][-2]) == ((made["next"].id,), "迎新年；巡楼")
    assert (found.rows("faults").ids, shown(found, "faults")[0][5]) == ((made["faulty"].id,), "第2项：有灰")
    assert each_figure_has_its_rows(centre, found) > 25
