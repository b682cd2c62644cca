"""培训记录: training record (000 §4.4, §5.2; 003 (一)5 会后有记录)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, decimal, flag, moment, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class TrainingRecord(Record):
    """Training record."""

    __register__ = Register(
        label=L("培训记录", "Training record"),
        module=Module.hr,
        source=("000 §4.4, §5.2", "003 (一)5 会后有记录"),
        help=L("培训记录。", "Training record."),
        icon="users",
        prefix="PL",
        title="topic",
        list=("number", "plan", "topic", "teacher", "held_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "plan",
                "topic",
                "teacher",
                "held_at",
                "hours",
                "attendees",
                "content",
                "evaluation",
            ),
        ),
        search=("number", "topic", "content", "evaluation"),
        filters=("status", "held_at"),
        sort="-held_at",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.hr_admin, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead, Role.hr_admin),
        ),
        flow=record_flow(close=(Role.cs_supervisor, Role.reception_lead, Role.hr_admin)),
    )

    plan: Mapped[Any] = ref("TrainingPlan", L("计划", "Plan"))
    plan_id: Mapped[int | None]
    topic: Mapped[str] = string(L("主题", "Topic"), required=True)
    teacher: Mapped[Any] = ref("Staff", L("讲师", "Teacher"))
    teacher_id: Mapped[int | None]
    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True)
    hours: Mapped[Decimal] = decimal(L("课时", "Hours"), required=True)
    attendees: Mapped[list[Any]] = rows(
        L("参加人", "Attendees"),
        staff=ref("Staff", L("staff", "Staff")),
        present=flag(L("present", "Present")),
        score=decimal(L("score", "Score")),
    )
    content: Mapped[str] = text(L("内容", "Content"), required=True)
    evaluation: Mapped[str | None] = text(L("效果评估", "Evaluation"))
