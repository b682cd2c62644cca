"""The papers for the monthly meeting: what was done, quality checks with rewards and penalties, next month's plans (001 会议制度 §3; S-32)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import or_

from models.duty.report_list import Report
from models.hr.reward_penalty import RewardKind, RewardPenalty
from models.hr.training_record import TrainingRecord
from models.office.assigned_task import AssignedTask
from models.office.corrective_action import CorrectiveAction
from models.office.work_inspection import WorkInspection, failed
from models.office.work_plan import PlanPeriod, WorkPlan
from models.office.work_summary import SummaryPeriod, WorkSummary
from models.spec import L, Label
from reports import complaints, repairs, staff, training
from reports.clocks import in_time, judged
from reports.lines import holds, how_many
from reports.moves import in_state
from reports.row_tables import lines_of
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Worked, standing

DAY = dt.timedelta(days=1)
ITEM = lines_of(WorkPlan, "items")
ITEM_DONE = or_(ITEM.done_on.is_not(None), ITEM.progress >= 100)


def _tasks(span: Span) -> Conditions:
    """Tasks due in the period."""
    return standing(AssignedTask), *span.days(AssignedTask.due_on)


def _reported(span: Span) -> Conditions:
    return *_tasks(span), AssignedTask.reported_at < span.upto


def _unreported(span: Span) -> Conditions:
    told = AssignedTask.reported_at
    return *_tasks(span), or_(told.is_(None), told >= span.upto)


def _plans(span: Span) -> Conditions:
    """The month's approved plans."""
    within = WorkPlan.period_from >= span.since, WorkPlan.period_to <= span.until
    return WorkPlan.status == "approved", WorkPlan.period_kind == PlanPeriod.month, *within


def _next_plans(span: Span) -> Conditions:
    """Plans of the month that follows, handed in or approved (004 §7.4.23)."""
    first = span.until + DAY
    after = (first.replace(day=1) + 32 * DAY).replace(day=1)
    monthly = WorkPlan.period_kind == PlanPeriod.month
    return standing(WorkPlan), monthly, WorkPlan.period_from >= first, WorkPlan.period_from < after


def _summaries(span: Span) -> Conditions:
    monthly = WorkSummary.period_kind == SummaryPeriod.month
    return standing(WorkSummary), monthly, *span.days(WorkSummary.period_to)


def _unsettled(span: Span) -> Conditions:
    """Corrective actions that nobody has verified yet, whenever they were opened."""
    return CorrectiveAction.created_at < span.upto, *in_state(CorrectiveAction, span, "open", "planned", "done")


REWARD = holds(RewardPenalty.kind, RewardKind.reward)


def _rewards(span: Span) -> Conditions:
    return *staff.settled(span), REWARD


def _penalties(span: Span) -> Conditions:
    return *staff.settled(span), ~REWARD


REPORTED = L("已汇报，等待销号", "Reported, to be struck off")
NO_PROGRESS = L("没有进展记录", "No progress noted")
LAST_NOTE = L("最近进展（{on}）：{said}", "Last noted ({on}): {said}")


def how_it_stands(task: Any, span: Span) -> Label:
    """Say how a task stands: its last line of progress, or that there is none."""
    if task.status == "reported":
        return REPORTED
    if not task.progress:
        return NO_PROGRESS
    last = task.progress[-1]
    return LAST_NOTE.format(on=f"{span.local(last.at):%m-%d}" if last.at else "", said=last.text or "")


def goals(plan: Any, _span: Span) -> str:
    """Return a plan's goals in a row."""
    return "；".join(row.goal for row in plan.items)


def goals_left(plan: Any, _span: Span) -> str:
    """Return the goals of a plan that are not reached, with how far they are."""
    left = [row for row in plan.items if row.done_on is None and (row.progress or 0) < 100]
    return "；".join(f"{row.goal} {row.progress or 0}%" for row in left)


def faults(inspection: Any, _span: Span) -> str:
    """Return what failed in an inspection."""
    return "；".join(f"{row.item}：{row.problem}" if row.problem else row.item for row in failed(inspection))


def _plan_tally(code: str, label: Label, where: Any, *done: Any) -> Tally:
    return Tally(code=code, label=label, register=WorkPlan, where=where, add=how_many(WorkPlan, "items", *done))


MONTHLY_MEETING_PACK = Summary(
    report=Report.monthly_meeting_pack,
    parts=(
        Tally(code="tasks", label=L("本月到期交办事项", "Assigned tasks due"), register=AssignedTask, where=_tasks),
        Tally(code="tasks_done", label=L("其中已汇报结果", "Of these, reported"), register=AssignedTask, where=_reported),
        Tally(code="tasks_open", label=L("未完成", "Not done"), register=AssignedTask, where=_unreported),
        Rate(code="task_rate", label=L("交办完成率", "Share done"), of="tasks_done", among="tasks"),
        Tally(code="tasks_judged", label=L("期限已到或已汇报", "Reported, or due to be"), register=AssignedTask, shown=False,
              where=lambda s: (*_tasks(s), judged(AssignedTask, "due", s))),
        Tally(code="tasks_in_time", label=L("按期完成", "Done in time"), register=AssignedTask, shown=False,
              where=lambda s: (*_tasks(s), judged(AssignedTask, "due", s), in_time(AssignedTask, "due"))),
        Rate(code="task_time_rate", label=L("按期完成率", "Share done in time"), of="tasks_in_time", among="tasks_judged",
             clause="003 经理(五)"),
        _plan_tally("goals", L("本月计划项", "Goals planned"), _plans),
        _plan_tally("goals_done", L("其中已完成", "Of these, reached"), _plans, ITEM_DONE),
        Rate(code="goal_rate", label=L("计划完成率", "Share of goals reached"), of="goals_done", among="goals"),
        repairs.ORDERS,
        repairs.DONE,
        repairs.DONE_RATE,
        *repairs.ARRIVAL,
        *repairs.SAME_DAY,
        *repairs.CALLBACKS,
        complaints.RECEIVED,
        complaints.CLOSED,
        complaints.CLOSED_RATE,
        complaints.UNCLOSED_ALL,
        Tally(code="inspections", label=L("质检、工作检查", "Inspections"), register=WorkInspection, where=staff.inspections),
        Tally(code="failures", label=L("有不合格项的检查", "Inspections with failures"), register=WorkInspection,
              where=staff.with_failures),
        Worked(code="pass_rate", label=staff.PASSED, work=staff.pass_rate),
        Tally(code="actions", label=L("未验证的纠正措施", "Corrective actions not verified"), register=CorrectiveAction,
              where=_unsettled),
        Tally(code="rewards", label=L("奖励", "Rewards"), register=RewardPenalty, where=_rewards),
        Tally(code="reward_amount", label=L("奖励金额", "Amount of the rewards"), register=RewardPenalty, where=_rewards,
              add="amount", measure=Measure.yuan),
        Tally(code="penalties", label=L("处罚", "Penalties"), register=RewardPenalty, where=_penalties),
        Tally(code="penalty_amount", label=L("处罚金额", "Amount of the penalties"), register=RewardPenalty, where=_penalties,
              add="amount", measure=Measure.yuan),
        Tally(code="trainings", label=L("业务培训场次", "Training sessions"), register=TrainingRecord,
              where=training.held),
        Tally(code="next_plans", label=L("下月计划", "Plans for next month"), register=WorkPlan, where=_next_plans),
        _plan_tally("next_goals", L("下月计划项", "Goals for next month"), _next_plans),
        Breakdown(code="by_assignee", label=L("交办事项(按承办人)", "Assigned tasks by person"), by="assignee",
                  tallies=("tasks", "tasks_done", "tasks_open"), rates=("task_rate", "task_time_rate")),
        Breakdown(code="by_post", label=L("检查(按岗位)", "Inspections by post"), by="post", tallies=("inspections", "failures")),
        Breakdown(code="by_technician", label=L("维修(按维修人员)", "Repairs by technician"), by="technician",
                  tallies=("orders", "done"), rates=("done_rate", "arrival_rate", "same_day_rate")),
        Listing(
            code="tasks_left",
            label=L("未完成的交办事项及情况", "Tasks not done, and how they stand"),
            register=AssignedTask,
            where=_unreported,
            columns=("number", "matter", "assigned_by", "assignee", "due_on",
                     Column(code="reason", label=L("情况", "How it stands"), value=how_it_stands)),
            sort="due_on",
        ),
        Listing(code="plans", label=L("本月计划执行", "The month's plans"), register=WorkPlan, where=_plans, sort="period_from",
                columns=("number", "department", "author", "period_from", "period_to",
                         Column(code="left", label=L("未完成项", "Goals not reached"), value=goals_left))),
        Listing(code="reviews", label=L("各岗位本月工作及问题", "What each post reports"), register=WorkSummary, where=_summaries,
                columns=("author", "achievements", "shortcomings", "next_steps"), sort="id"),
        Listing(code="faults", label=L("检查发现的问题", "What inspections found"), register=WorkInspection,
                where=staff.with_failures, sort="inspected_at",
                columns=("number", "inspected_at", "post", "staff", "subject",
                         Column(code="fault", label=L("不合格项", "What failed"), value=faults), "correction",
                         "corrective_action")),
        Listing(code="rewarded", label=L("奖惩", "Rewards and penalties"), register=RewardPenalty, where=staff.settled,
                columns=("number", "staff", "kind", "happened_on", "facts", "basis", "amount"), sort="happened_on"),
        Listing(code="next", label=L("下月计划及目标", "Plans for next month"), register=WorkPlan, where=_next_plans, sort="period_from",
                columns=("number", "department", "author", "period_from", "period_to",
                         Column(code="goals", label=L("目标任务", "Goals"), value=goals), "status")),
    ),
)  # fmt: skip

SUMMARIES = (MONTHLY_MEETING_PACK,)
