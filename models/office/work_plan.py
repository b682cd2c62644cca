"""工作计划: work plan (000 §3.2, §4.2; 002 §1(1)(2)(5); 职责25 质量管理计划; 003 (一)3 目标责任书; (三)1; 004 §7.4.23)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, integer, ref, rows, string, text
from models.office.papers import LOOKING_ON
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class WorkPlanKind(LabelEnum):
    """Kind of work plan."""

    work = "work", "工作计划", "Work"
    goal = "goal", "目标责任书", "Goal"
    quality = "quality", "质量管理计划", "Quality"
    safety = "safety", "安全责任目标", "Safety"
    scheme = "scheme", "管理方案", "Scheme"
    stage = "stage", "阶段计划", "Stage"


class WorkPlanPeriodKind(LabelEnum):
    """Period kind of work plan."""

    year = "year", "年度", "Year"
    half = "half", "半年", "Half"
    quarter = "quarter", "季度", "Quarter"
    month = "month", "月度", "Month"
    week = "week", "周", "Week"
    day = "day", "日", "Day"


class WorkPlan(Record):
    """Work plan."""

    __register__ = Register(
        label=L("工作计划", "Work plan"),
        module=Module.office,
        source=("000 §3.2, §4.2", "002 §1(1)(2)(5); 职责25 质量管理计划", "003 (一)3 目标责任书; (三)1", "004 §7.4.23"),
        help=L("工作计划。", "Work plan."),
        icon="file-text",
        prefix="GJ",
        title="kind",
        list=("number", "kind", "period_kind", "period_from", "period_to", "department", "summary", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "period_kind",
                "period_from",
                "period_to",
                "department",
                "items",
                "checks",
                "summary",
            ),
        ),
        search=("number",),
        filters=("status", "kind", "period_kind", "period_from"),
        sort="-period_from",
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=(Role.staff,), edit=()),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    kind: Mapped[WorkPlanKind] = choice(WorkPlanKind, L("类别", "Kind"), required=True)
    period_kind: Mapped[WorkPlanPeriodKind] = choice(WorkPlanPeriodKind, L("周期", "Period kind"), required=True)
    period_from: Mapped[dt.date] = date(L("起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "Period to"), required=True)
    department: Mapped[Any] = ref("Department", L("部门", "Department"))
    department_id: Mapped[int | None]
    items: Mapped[list[Any]] = rows(
        L("计划项", "Items"),
        goal=string(L("goal", "Goal")),
        measure=string(L("measure", "Measure")),
        owner=ref("Staff", L("owner", "Owner")),
        due_on=date(L("due_on", "Due on")),
        progress=integer(L("progress", "Progress")),
        done_on=date(L("done_on", "Done on")),
    )
    checks: Mapped[list[Any]] = rows(
        L("执行检查与调整", "Checks"),
        on=date(L("on", "On")),
        finding=text(L("finding", "Finding")),
        adjustment=text(L("adjustment", "Adjustment")),
    )
    summary: Mapped[Any] = ref("WorkSummary", L("总结", "Summary"), alter=True)
    summary_id: Mapped[int | None]
