"""工作计划: plans at six levels, approved before they are carried out, checked and adjusted (000 §4.2; 002 §1(2); C-17, X-19)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped, object_session

from models.base.user import UserGrant
from models.declare import Record, choice, date, integer, moment, ref, rows, string, text
from models.office.papers import LOOKING_ON, filled, submitted_by_author
from models.office.periods import in_period
from models.spec import (
    STAY,
    Case,
    Creates,
    Default,
    DueRule,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    Unit,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.base.department import Department
    from models.base.staff import Staff
    from models.office.work_summary import WorkSummary

LEADING = (Role.director, Role.cs_supervisor, Role.engineering_lead, Role.security_lead, Role.hr_admin)
"""Whose plans go to the director; everybody else's go to the supervisor (C-18)."""
CHECKERS = (Role.cs_supervisor, Role.director, Role.hq_quality)
PLANNED = ("goal", "measure", "owner_id", "due_on")
"""What of a line was approved and stays."""


class PlanKind(LabelEnum):
    """What kind of plan it is."""

    work = "work", "工作计划", "Work plan"
    goal = "goal", "目标责任书", "Letter of responsibility"
    quality = "quality", "质量管理计划", "Quality plan"
    safety = "safety", "安全责任目标", "Safety targets"
    scheme = "scheme", "管理方案", "Management scheme"
    stage = "stage", "阶段计划", "Plan for a stage"


class PlanPeriod(LabelEnum):
    """The period it is for (A-60)."""

    year = "year", "年度", "Year"
    half = "half", "半年", "Half year"
    quarter = "quarter", "季度", "Quarter"
    month = "month", "月度", "Month"
    week = "week", "周", "Week"
    day = "day", "日", "Day"


def chain(plan: Any) -> tuple[str, ...]:
    """Return who approves: head office targets, the supervisor what employees plan, the director what leaders plan."""
    if plan.kind in {PlanKind.goal, PlanKind.safety}:
        return (Role.hq_quality,)
    session = object_session(plan)
    if plan.kind == PlanKind.stage or session is None:
        return (Role.cs_supervisor,)
    query = select(UserGrant.role).where(
        UserGrant.parent_id == plan.created_by_id, UserGrant.site_id == plan.site_id, UserGrant.role.in_(LEADING)
    )
    return (Role.director,) if session.scalars(query.limit(1)).first() is not None else (Role.cs_supervisor,)


def handed_in_by(case: Case) -> list[Effect]:
    """Work out the day next month's plan is due: the last one before the month (T-84)."""
    plan = case.record
    monthly = plan.period_kind == PlanPeriod.month and plan.period_from is not None
    return [Set("hand_in_by", plan.period_from - dt.timedelta(days=1) if monthly else None)]


def handed_in(case: Case) -> list[Effect]:
    """Note when it was handed in first."""
    return [] if case.record.submitted_at else [Set("submitted_at", case.now)]


def goals_stay(case: Case) -> Refusal | None:
    """Refuse any change but progress: what was approved is adjusted in the checks, or planned anew (C-17, X-19)."""
    plan = case.record
    words = L(
        "批准的目标、措施、责任人和期限不能改；需要调整请在“执行检查与调整”中写明，或作废后重报。",
        "Approved goals, measures, persons and days stay; write adjustments into the checks, or plan anew.",
    )
    if inspect(plan).attrs["items"].history.deleted:
        return Refusal(words, "items", "000 §4.2.2")
    for at, row in enumerate(plan.items):
        state = inspect(row)
        changed = not state.persistent or any(state.attrs[name].history.has_changes() for name in PLANNED)
        if changed:
            return Refusal(words, f"items-{at}-goal", "000 §4.2.2")
    return None


def progress_makes_sense(case: Case) -> Refusal | None:
    """Refuse a progress beyond 100, and one below that on a line that is done."""
    for at, row in enumerate(case.record.items):
        if row.progress is not None and not 0 <= row.progress <= 100:
            return Refusal(L("进度在 0 到 100 之间。", "Progress lies between 0 and 100."), f"items-{at}-progress")
        if row.done_on is not None and row.progress is not None and row.progress < 100:
            words = L("已完成的进度应为 100。", "What is done stands at 100.")
            return Refusal(words, f"items-{at}-progress")
    return None


def not_summed_up(case: Case) -> Refusal | None:
    """Refuse a second summary of one plan."""
    summary = case.record.summary
    if summary is None:
        return None
    return Refusal(L("已有总结{number}。", "{number} sums it up already.").format(number=summary.number))


def as_summary(plan: Any) -> dict[str, Any]:
    """Return what a summary takes over from its plan."""
    lines = [f"{row.goal}：{row.progress or 0}%" for row in plan.items]
    return {
        "period_kind": str(plan.period_kind),
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "achievements": "\n".join(lines) or None,
    }


STEPS = (
    Transition(
        name="update_progress",
        label=L("登记进度", "Update progress"),
        source=("approved",),
        to=STAY,
        roles=("@creator",),
        asks=asks("items"),
        guards=(goals_stay, progress_makes_sense),
        clause="000 §4.2.2",
        done=L("{number}的进度已更新。", "Progress of {number} is updated."),
    ),
    Transition(
        name="check",
        label=L("登记检查与调整", "Check and adjust"),
        source=("approved",),
        to=STAY,
        roles=CHECKERS,
        asks=asks("checks"),
        clause="000 §3.2, §4.2.2; C-17",
        done=L("{number}的检查与调整已登记。", "The check of {number} is recorded."),
    ),
    Transition(
        name="summarise",
        label=L("写总结", "Sum up"),
        source=("approved",),
        to=STAY,
        roles=("@creator",),
        only=(not_summed_up,),
        creates=Creates(register="WorkSummary", link="plan", prefill=as_summary),
        primary=True,
        clause="000 §4.2.3",
        done=L("{number}的总结已保存，提交后由上级批阅。", "The summary of {number} is saved; submit it."),
    ),
)


class WorkPlan(Record):
    """A plan."""

    __register__ = Register(
        label=L("工作计划", "Work plan"),
        module=Module.office,
        source=("000 §3.2, §4.2", "002 §1(1)(2)(5); 职责25 质量管理计划", "003 (一)3 目标责任书; (三)1", "004 §7.4.23"),
        help=L(
            "年、季、月、周、日计划和目标责任书：写明目标、措施、责任人和期限，批准后执行，随时登记进度，期末写总结。",
            "Plans for any period: goals, measures, who and by when. Approved first, then carried out; note progress and sum "
            "up at the end.",
        ),
        icon="list-checks",
        prefix="GJ",
        aliases=("年度计划", "月度计划", "周计划", "目标责任书", "管理方案", "质量管理计划"),
        title="kind",
        list=("number", "period_from", "period_kind", "kind", "author", "department", "submitted_at", "status"),
        sections=(
            Section(L("计划", "Plan"), "kind", "period_kind", "period_from", "period_to", "department", "author"),
            Section(L("计划项", "Items"), "items"),
            Section(L("执行检查与调整", "Checks and adjustments"), "checks"),
            Section(L("总结", "Summary"), "summary", "submitted_at", "hand_in_by"),
        ),
        search=("number", "author", "department"),
        filters=("status", "kind", "period_kind", "period_from", "author", "department"),
        sort="-period_from",
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=(Role.staff,), edit=()),
        locked_rights=("edit", "do:approve"),
        flow=altered(
            submitted_by_author(
                approval_flow(
                    chain,
                    clause="000 §4.2.1; C-17, C-18; D-13",
                    submit_guards=(filled("items", L("请至少写一项计划。", "Plan at least one thing."), "000 §4.2"),),
                    on_submit=handed_in,
                )
            ),
            *STEPS,
        ),
        deadlines=(
            DueRule(
                name="month",
                label=L("上月底前报月计划", "Handed in before the month"),
                starts="created_at",
                stops="submitted_at",
                unit=Unit.at_field,
                field="hand_in_by",
                setting="plan.month",
                applies=lambda plan: plan.hand_in_by is not None,
                accountable=("@author",),
                clause="004 §7.4.23; T-84",
            ),
        ),
        guards=(in_period, progress_makes_sense),
        derive=handed_in_by,
        print=("form",),
    )

    kind: Mapped[PlanKind] = choice(PlanKind, L("类别", "Kind"), required=True, default=PlanKind.work)
    period_kind: Mapped[PlanPeriod] = choice(PlanPeriod, L("周期", "Period"), required=True, default=PlanPeriod.month)
    period_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    department: Mapped[Department | None] = ref("Department", L("部门", "Department"), default=Default.MY_DEPARTMENT)
    department_id: Mapped[int | None]
    author: Mapped[Staff | None] = ref(
        "Staff", L("编制人", "Planned by"), system=True, default=Default.ME, involves=True
    )
    author_id: Mapped[int | None]
    items: Mapped[list[Any]] = rows(
        L("计划项", "Items"),
        goal=string(L("目标任务", "Goal"), length=200, required=True),
        measure=string(L("措施", "Measure"), length=200),
        owner=ref("Staff", L("责任人", "Who")),
        due_on=date(L("期限", "By")),
        progress=integer(L("进度(%)", "Progress (%)")),
        done_on=date(L("完成日期", "Done on")),
    )
    checks: Mapped[list[Any]] = rows(
        L("执行检查与调整", "Checks and adjustments"),
        options={"system": True},
        on=date(L("日期", "Date"), required=True),
        finding=text(L("检查情况", "Finding"), required=True),
        adjustment=text(L("调整与纠正措施", "Adjustment")),
    )
    summary: Mapped[WorkSummary | None] = ref("WorkSummary", L("总结", "Summary"), alter=True, system=True)
    summary_id: Mapped[int | None]
    submitted_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Handed in at"), system=True)
    hand_in_by: Mapped[dt.date | None] = date(L("应报日期", "Due to be handed in"), system=True)
