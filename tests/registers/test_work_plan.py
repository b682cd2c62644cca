"""计划、总结、日清: 000 §4.2; 002 §1(2); 004 §7.4.23 (C-17, C-18, D-13, T-80 to T-84, X-19)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from models.duty.deadline import Deadline
from tests.registers.centre import Centre

TODAY = dt.date(2026, 11, 23)
MONTH = {"period_kind": "month", "period_from": dt.date(2026, 12, 1), "period_to": dt.date(2026, 12, 31)}
WEEK = {"period_kind": "week", "period_from": TODAY, "period_to": dt.date(2026, 11, 29)}


def plan(centre: Centre, by: str = "cs_supervisor", **more: Any) -> Any:
    line = {"goal": "回访率 98%", "owner": centre.staff["receptionist"], "due_on": dt.date(2026, 12, 31)}
    return centre.create(by, "WorkPlan", **{"kind": "work", **MONTH, "items": [line], **more})


def approved(centre: Centre, paper: Any, by: str = "cs_supervisor", *chain: str) -> Any:
    centre.do(by, paper, "submit")
    for role in chain or ("director",):
        centre.do(role, paper, "approve")
    return paper


def summary(centre: Centre, by: str = "receptionist", **more: Any) -> Any:
    return centre.create(
        by, "WorkSummary", **{**WEEK, "achievements": "接待 40 人次", "next_steps": "整理档案", **more}
    )


def log(centre: Centre, by: str = "receptionist", **more: Any) -> Any:
    tasks = [{"task": "整理任务单", "planned": True, "result": "done"}]
    return centre.create(by, "DailyLog", **{"day": TODAY, "tasks": tasks, **more})


def clocks(centre: Centre, paper: Any) -> dict[str, Deadline]:
    query = select(Deadline).where(Deadline.register == paper.slug(), Deadline.record_id == paper.id)
    return {d.rule: d for d in centre.session.scalars(query, execution_options={"all_sites": True})}


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


@pytest.mark.parametrize(
    ("by", "kind", "decider"),
    [
        ("cs_supervisor", "work", "director"),
        ("engineering_lead", "quality", "director"),
        ("receptionist", "work", "cs_supervisor"),
        ("guard", "work", "cs_supervisor"),
        ("engineering_lead", "stage", "cs_supervisor"),
        ("director", "goal", "hq_quality"),
        ("director", "safety", "hq_quality"),
    ],
)
def test_c17_c18_who_approves_depends_on_kind_and_filler(centre: Centre, by: str, kind: str, decider: str) -> None:
    paper = plan(centre, by=by, kind=kind)
    centre.do(by, paper, "submit")
    assert "approve" in centre.names(decider, paper)
    assert all(
        "approve" not in centre.names(r, paper) for r in ("director", "cs_supervisor", "hq_quality") if r != decider
    )


def test_x19_nothing_is_carried_out_before_it_is_approved(centre: Centre) -> None:
    paper = plan(centre)
    assert centre.names("cs_supervisor", paper).isdisjoint({"update_progress", "check", "summarise"})


def test_000_4_2_2_progress_is_noted_and_the_approved_goal_stays(centre: Centre) -> None:
    paper = approved(centre, plan(centre))
    (row,) = paper.items
    centre.do("cs_supervisor", paper, "update_progress", items=[{"id": row.id, "progress": 60}])
    assert (paper.items[0].goal, paper.items[0].progress) == ("回访率 98%", 60)
    changed = [{"id": row.id, "goal": "回访率 90%", "progress": 60}]
    assert refused(centre, lambda: centre.do("cs_supervisor", paper, "update_progress", items=changed)) == [
        "items-0-goal"
    ]
    assert (
        refused(centre, lambda: centre.do("cs_supervisor", paper, "update_progress", items=[{"goal": "新目标"}])) != []
    )


def test_c17_a_check_writes_its_adjustment_beside_the_plan(centre: Centre) -> None:
    paper = approved(centre, plan(centre))
    line = {"on": TODAY, "finding": "进度落后", "adjustment": "每周核对"}
    centre.do("director", paper, "check", checks=[line])
    assert [row.adjustment for row in paper.checks] == ["每周核对"]


def test_t84_next_months_plan_is_due_before_the_month(centre: Centre) -> None:
    paper = plan(centre)
    limit = clocks(centre, paper)["month"]
    assert limit.due_at == dt.datetime(2026, 11, 30, 15, 59, 59, tzinfo=dt.UTC)
    centre.do("cs_supervisor", paper, "submit")
    centre.session.refresh(limit)
    assert limit.state == "met"


def test_a_period_is_as_long_as_its_kind(centre: Centre) -> None:
    assert refused(centre, lambda: plan(centre, period_to=dt.date(2026, 11, 1))) == ["period_to"]
    assert refused(centre, lambda: plan(centre, period_kind="week")) == ["period_to"]


def test_000_4_2_3_a_plan_is_summed_up_once(centre: Centre) -> None:
    paper = approved(centre, plan(centre, by="receptionist"), "receptionist", "cs_supervisor")
    made = centre.do("receptionist", paper, "summarise", next_steps="下月继续").created
    assert (made.plan, made.period_from, made.achievements) == (paper, MONTH["period_from"], "回访率 98%：0%")
    assert paper.summary == made
    assert "summarise" not in centre.names("receptionist", paper)


def repair(centre: Centre) -> Any:
    order = centre.create("receptionist", "RepairOrder", scope="private", unit=centre.units[0], reporter="赵一",
                          phone="19800000001", category="water", content="漏水")  # fmt: skip
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    return order


def counted(paper: Any) -> dict[str, Decimal]:
    return {row.figure.value: row.value for row in paper.figures}


def test_002_1_2_the_figures_are_counted_from_the_registers_of_the_period(centre: Centre) -> None:
    repair(centre)
    done = repair(centre)
    cancelled = repair(centre)
    centre.do("receptionist", cancelled, "cancel", reason="重复")
    centre.do("technician", done, "arrive")
    centre.do("technician", done, "complete", result="已修", satisfied=True, owner_sign="0" * 32)
    centre.create("receptionist", "Complaint", complainant="钱二", unit=centre.units[1], phone="19800000002", nature="security",
                  summary="夜间噪声")  # fmt: skip
    found = counted(summary(centre))
    assert {k: int(v) for k, v in found.items()} == {
        "calls": 0, "orders": 2, "orders_done": 1, "callbacks": 0, "complaints": 1, "complaints_closed": 0, "collected": 0,
    }  # fmt: skip
    earlier: dict[str, Any] = {"period_from": dt.date(2026, 11, 16), "period_to": dt.date(2026, 11, 22)}
    assert not any(counted(summary(centre, **earlier)).values())
    assert int(counted(summary(centre, by="technician"))["my_orders"]) == 1


def test_4c_what_was_collected_is_not_for_everybody(centre: Centre) -> None:
    assert "collected" in counted(summary(centre))
    assert "collected" not in counted(summary(centre, by="guard"))


def test_the_figures_stay_once_submitted(centre: Centre) -> None:
    paper = summary(centre)
    repair(centre)
    centre.do("receptionist", paper, "submit")
    assert int(counted(paper)["orders"]) == 1, "counted for the last time when submitted"
    repair(centre)
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    centre.session.refresh(paper)
    assert int(counted(paper)["orders"]) == 1


def test_t83_a_weeks_summary_is_due_by_its_end(centre: Centre) -> None:
    limits = clocks(centre, summary(centre))
    assert set(limits) == {"week"}


def test_a_period_is_summed_up_once_and_by_oneself(centre: Centre) -> None:
    summary(centre)
    assert refused(centre, lambda: summary(centre)) == ["period_from"]
    assert refused(centre, lambda: summary(centre, author=centre.staff["guard"])) == ["author"]


def test_004_7_4_23_the_daily_log_is_ones_own_and_goes_to_the_direct_superior(centre: Centre) -> None:
    paper = log(centre)
    assert refused(centre, lambda: log(centre, author=centre.staff["guard"])) == ["author"]
    assert not centre.sees("guard", paper)
    assert "submit" not in centre.names("cs_supervisor", paper)
    centre.do("receptionist", paper, "submit")
    assert "approve" in centre.names("reception_lead", paper)
    assert "approve" not in centre.names("cs_supervisor", paper)


def test_004_7_4_23_one_log_a_day_none_ahead(centre: Centre) -> None:
    log(centre)
    assert refused(centre, lambda: log(centre)) == ["day"]
    assert refused(centre, lambda: log(centre, by="guard", day=TODAY + dt.timedelta(days=1))) == ["day"]


@pytest.mark.parametrize(
    ("line", "field"),
    [({"task": "巡查"}, "tasks-0-result"), ({"task": "巡查", "result": "not_done"}, "tasks-0-reason")],
)
def test_004_7_4_23_every_line_has_its_result_and_what_was_left_its_reason(
    centre: Centre, line: dict[str, Any], field: str
) -> None:
    paper = log(centre, tasks=[line])
    assert refused(centre, lambda: centre.do("receptionist", paper, "submit")) == [field]


def test_t82_the_daily_log_is_handed_in_the_same_day(centre: Centre) -> None:
    paper = log(centre)
    limit = clocks(centre, paper)["daily"]
    assert limit.due_at == dt.datetime(2026, 11, 23, 15, 59, tzinfo=dt.UTC)  # 23:59 by ``dailylog.time``
    centre.later(hours=20)
    centre.do("receptionist", paper, "submit")
    centre.session.refresh(limit)
    assert limit.state == "late"
