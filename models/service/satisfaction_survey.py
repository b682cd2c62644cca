"""满意度调查: satisfaction survey (002 职责10; §3(1)-(3); 003 内部管理 §4 满意率)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, decimal, integer, rating, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class SatisfactionSurvey(Record):
    """Satisfaction survey."""

    __register__ = Register(
        label=L("满意度调查", "Satisfaction survey"),
        module=Module.service,
        source=("002 职责10; §3(1)-(3)", "003 内部管理 §4 满意率"),
        help=L("满意度调查。", "Satisfaction survey."),
        icon="clipboard-list",
        prefix="MY",
        title="title",
        list=("number", "title", "period_from", "period_to", "households_sent", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "period_from",
                "period_to",
                "questions",
                "answers",
                "target_rate",
                "analysis",
                "households_sent",
            ),
        ),
        search=("number", "title", "analysis"),
        filters=("status", "period_from", "period_to"),
        sort="-period_from",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead),
        ),
        flow=approval_flow((Role.director, Role.hq_quality)),
        print=("form",),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    period_from: Mapped[dt.date] = date(L("起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "Period to"), required=True)
    questions: Mapped[list[Any]] = rows(
        L("调查项目", "Questions"),
        item=string(L("item", "Item")),
        weight=decimal(L("weight", "Weight")),
    )
    answers: Mapped[list[Any]] = rows(
        L("答卷", "Answers"),
        unit=ref("Unit", L("unit", "Unit")),
        interviewee=string(L("interviewee", "Interviewee")),
        score=rating(L("score", "Score")),
        comment=string(L("comment", "Comment")),
    )
    target_rate: Mapped[Decimal | None] = decimal(L("目标满意率", "Target rate"))
    analysis: Mapped[str | None] = text(L("统计分析", "Analysis"))
    households_sent: Mapped[int | None] = integer(L("发放户数", "Households sent"))
