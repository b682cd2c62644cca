"""物业承接查验记录: takeover inspection (000 §3.10, §4.10, §5.10 物业接管验收方案; 002 职责24)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class TakeoverInspectionConclusion(LabelEnum):
    """Conclusion of takeover inspection."""

    accept = "accept", "接收", "Accept"
    conditional = "conditional", "整改后接收", "Conditional"
    refuse = "refuse", "不接收", "Refuse"


class TakeoverInspection(Record):
    """Takeover inspection."""

    __register__ = Register(
        label=L("物业承接查验记录", "Takeover inspection"),
        module=Module.estate,
        source=("000 §3.10, §4.10, §5.10 物业接管验收方案", "002 职责24"),
        help=L("物业承接查验记录。", "Takeover inspection."),
        icon="house",
        prefix="CJ",
        title="area",
        list=("number", "plan", "area", "inspected_on", "conclusion", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "plan",
                "area",
                "inspected_on",
                "participants",
                "findings",
                "conclusion",
            ),
        ),
        search=("number", "area", "participants"),
        filters=("status", "inspected_on", "conclusion"),
        sort="-inspected_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.engineering_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.engineering_lead),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    plan: Mapped[Any] = ref("TakeoverPlan", L("验收方案", "Plan"))
    plan_id: Mapped[int | None]
    area: Mapped[str] = string(L("查验范围", "Area"), required=True)
    inspected_on: Mapped[dt.date] = date(L("查验日期", "Inspected on"), required=True)
    participants: Mapped[str | None] = text(L("参加人员", "Participants"))
    findings: Mapped[list[Any]] = rows(
        L("查验问题", "Findings"),
        item=string(L("item", "Item")),
        problem=text(L("problem", "Problem")),
        responsible=string(L("responsible", "Responsible")),
        due_on=date(L("due_on", "Due on")),
        rechecked_on=date(L("rechecked_on", "Rechecked on")),
        fixed=flag(L("fixed", "Fixed")),
    )
    conclusion: Mapped[TakeoverInspectionConclusion] = choice(
        TakeoverInspectionConclusion, L("结论", "Conclusion"), required=True
    )
