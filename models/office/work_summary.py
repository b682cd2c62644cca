"""工作总结: what a period came to, beside the site's figures for it (000 §4.2.3; 001 会议制度 §5; 004 §7.4.23; T-78 to T-84)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, decimal, moment, ref, rows, text
from models.office.papers import LOOKING_ON, at_most_one, living_index, ones_own, submitted_by_author
from models.office.periods import Figure, figures, in_period
from models.spec import (
    RECEPTION,
    Apply,
    Case,
    Default,
    DueRule,
    Effect,
    L,
    Label,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    approval_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.office.work_plan import WorkPlan


class SummaryPeriod(LabelEnum):
    """The period summed up (A-60)."""

    day = "day", "日", "Day"
    week = "week", "周", "Week"
    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    half = "half", "半年", "Half year"
    year = "year", "年", "Year"


def counted(case: Case) -> list[Effect]:
    """Count the figures anew while the summary is a draft."""
    return [Set("figures", figures(case))] if case.record.status == "draft" else []


def handed_in(case: Case) -> list[Effect]:
    """Count the figures for the last time and note when it was handed in first; both stay."""
    out: list[Effect] = [Set("figures", figures(case))]
    return out if case.record.submitted_at else [*out, Set("submitted_at", case.now)]


def told_the_plan(case: Case) -> list[Effect]:
    """Put the summary on its plan."""
    summary = case.record
    return [Apply(summary.plan, "summarise", {"summary": summary.id})] if summary.plan is not None else []


def of(*kinds: SummaryPeriod) -> Callable[[Any], bool]:
    """Return the condition that the summary is of one of these kinds."""
    return lambda summary: summary.period_kind in kinds


def _due(name: str, label: Label, clause: str, *kinds: SummaryPeriod) -> DueRule:
    return DueRule(
        name=name,
        label=label,
        starts="created_at",
        stops="submitted_at",
        unit=Unit.at_field,
        field="period_to",
        applies=of(*kinds),
        accountable=("@author",),
        clause=clause,
    )


class WorkSummary(Record):
    """A summary."""

    __register__ = Register(
        label=L("工作总结", "Work summary"),
        module=Module.office,
        source=("000 §4.2.3", "001 会议制度 §5 半年和年度总结", "002 §1(2)", "004 §7.4.23"),
        help=L(
            "期末写完成情况、不足和下期打算；报修、回访、投诉、收费等数据由系统按期间统计，提交后定格。",
            "At the end of a period: what was achieved, what fell short, what comes next. The figures are counted from the "
            "registers and stay as they are once submitted.",
        ),
        icon="file-text",
        prefix="ZJ",
        aliases=("周总结", "月总结", "年终总结", "半年总结"),
        title="achievements",
        list=("number", "period_from", "period_kind", "author", "achievements", "submitted_at", "status"),
        sections=(
            Section(L("期间", "Period"), "period_kind", "period_from", "period_to", "plan", "author", "submitted_at"),
            Section(L("总结", "Summary"), "achievements", "shortcomings", "next_steps"),
            Section(L("数据", "Figures"), "figures"),
        ),
        search=("number", "achievements", "shortcomings", "next_steps", "author"),
        filters=("status", "period_kind", "period_from", "period_to", "author"),
        sort="-period_from",
        daily=RECEPTION,
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=(Role.staff,), edit=()),
        locked_rights=("edit", "do:approve"),
        flow=submitted_by_author(
            approval_flow(
                (Role.cs_supervisor, Role.director), clause="004 §7.4.23; C-18; 000 §4.2.3", on_submit=handed_in
            )
        ),
        deadlines=(
            _due("week", L("周末前报周总结", "By the end of the week"), "004 §7.4.23; T-83", SummaryPeriod.week),
            _due("month", L("月底前报月总结", "By the end of the month"), "004 §7.4.23; T-84", SummaryPeriod.month),
            _due(
                "half_and_year",
                L("期末报半年、年度总结", "By the end of the half year or year"),
                "001 会议制度 §5; T-78",
                SummaryPeriod.half,
                SummaryPeriod.year,
            ),
        ),
        guards=(ones_own("author"), in_period, at_most_one("author_id", "period_kind", "period_from")),
        derive=counted,
        on_create=told_the_plan,
        print=("form",),
    )
    __table_args__ = (living_index("uq_work_summary_period", "author_id", "period_kind", "period_from"),)

    period_kind: Mapped[SummaryPeriod] = choice(
        SummaryPeriod, L("周期", "Period"), required=True, default=SummaryPeriod.week
    )
    period_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    plan: Mapped[WorkPlan | None] = ref("WorkPlan", L("对应计划", "Plan"))
    plan_id: Mapped[int | None]
    achievements: Mapped[str] = text(L("完成情况", "What was achieved"), required=True)
    figures: Mapped[list[Any]] = rows(
        L("数据", "Figures"),
        options={"kept": True},
        figure=choice(Figure, L("项目", "Figure")),
        value=decimal(L("数值", "Value")),
    )
    shortcomings: Mapped[str | None] = text(L("不足", "What fell short"))
    next_steps: Mapped[str] = text(L("改进措施/下期计划", "Improvements and next plan"), required=True)
    author: Mapped[Staff] = ref("Staff", L("填报人", "Author"), required=True, default=Default.ME, involves=True)
    author_id: Mapped[int]
    submitted_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Handed in at"), system=True)
