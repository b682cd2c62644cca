"""工作总结: work summary (000 §4.2.3; 001 会议制度 §5 半年和年度总结; 002 §1(2); 004 §7.4.23)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, text
from models.office.papers import LOOKING_ON, submitted_by_author
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class WorkSummaryPeriodKind(LabelEnum):
    """Period kind of work summary."""

    day = "day", "日", "Day"
    week = "week", "周", "Week"
    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    half = "half", "半年", "Half"
    year = "year", "年", "Year"


class WorkSummary(Record):
    """Work summary."""

    __register__ = Register(
        label=L("工作总结", "Work summary"),
        module=Module.office,
        source=("000 §4.2.3", "001 会议制度 §5 半年和年度总结", "002 §1(2)", "004 §7.4.23"),
        help=L("工作总结。", "Work summary."),
        icon="file-text",
        prefix="ZJ",
        title="period_kind",
        list=("number", "period_kind", "period_from", "period_to", "plan", "author", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "period_kind",
                "period_from",
                "period_to",
                "plan",
                "achievements",
                "shortcomings",
                "next_steps",
                "author",
            ),
        ),
        search=("number", "achievements", "shortcomings", "next_steps"),
        filters=("status", "period_kind", "period_from", "period_to"),
        sort="-period_from",
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=(Role.staff,), edit=()),
        flow=submitted_by_author(approval_flow((Role.cs_supervisor, Role.director))),
        print=("form",),
    )

    period_kind: Mapped[WorkSummaryPeriodKind] = choice(WorkSummaryPeriodKind, L("周期", "Period kind"), required=True)
    period_from: Mapped[dt.date] = date(L("起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "Period to"), required=True)
    plan: Mapped[Any] = ref("WorkPlan", L("对应计划", "Plan"))
    plan_id: Mapped[int | None]
    achievements: Mapped[str] = text(L("完成情况", "Achievements"), required=True)
    shortcomings: Mapped[str | None] = text(L("不足", "Shortcomings"))
    next_steps: Mapped[str] = text(L("改进措施/下期计划", "Next steps"), required=True)
    author: Mapped[Any] = ref("Staff", L("填报人", "Author"), required=True, involves=True)
    author_id: Mapped[int]
