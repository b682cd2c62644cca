"""培训学习计划: training plan (000 §3.4, §4.4.1; 002 职责28; §1(4); 003 (一)5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, decimal, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class TrainingPlanPeriodKind(LabelEnum):
    """Period kind of training plan."""

    year = "year", "年", "Year"
    quarter = "quarter", "季", "Quarter"
    month = "month", "月", "Month"


class TrainingPlan(Record):
    """Training plan."""

    __register__ = Register(
        label=L("培训学习计划", "Training plan"),
        module=Module.hr,
        source=("000 §3.4, §4.4.1", "002 职责28; §1(4)", "003 (一)5"),
        help=L("培训学习计划。", "Training plan."),
        icon="users",
        prefix="PJ",
        title="period",
        list=("number", "period_kind", "period", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "period_kind",
                "period",
                "sessions",
                "note",
            ),
        ),
        search=("number", "period", "note"),
        filters=("status", "period_kind"),
        sort="-id",
        rights=Rights(
            read=(Role.cs_supervisor, Role.hr_admin, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.hr_admin),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    period_kind: Mapped[TrainingPlanPeriodKind] = choice(
        TrainingPlanPeriodKind, L("周期", "Period kind"), required=True
    )
    period: Mapped[str] = string(L("期间", "Period"), required=True)
    sessions: Mapped[list[Any]] = rows(
        L("课程", "Sessions"),
        topic=string(L("topic", "Topic")),
        teacher=ref("Staff", L("teacher", "Teacher")),
        planned_on=date(L("planned_on", "Planned on")),
        audience=string(L("audience", "Audience")),
        hours=decimal(L("hours", "Hours")),
    )
    note: Mapped[str | None] = text(L("说明", "Note"))
