"""业主收房活动方案: handover event plan (000 §4.9, §5.8; 002 职责24-25)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, refs, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class HandoverPlan(Record):
    """Handover event plan."""

    __register__ = Register(
        label=L("业主收房活动方案", "Handover event plan"),
        module=Module.estate,
        source=("000 §4.9, §5.8", "002 职责24-25"),
        help=L("业主收房活动方案。", "Handover event plan."),
        icon="house",
        prefix="SF",
        aliases=("收房活动方案",),
        title="title",
        list=("number", "title", "date_from", "date_to", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "date_from",
                "date_to",
                "buildings",
                "staffing",
                "plan",
                "result",
            ),
        ),
        search=("number", "title", "plan", "result"),
        filters=("status", "date_from", "date_to"),
        sort="-date_from",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.cs_supervisor,)),
        flow=approval_flow((Role.director,)),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    date_from: Mapped[dt.date] = date(L("起", "Date from"), required=True)
    date_to: Mapped[dt.date] = date(L("止", "Date to"), required=True)
    buildings: Mapped[list[Any]] = refs("Building", L("楼栋", "Buildings"))
    staffing: Mapped[list[Any]] = rows(
        L("人员分工", "Staffing"),
        staff=ref("Staff", L("staff", "Staff")),
        task=string(L("task", "Task")),
    )
    plan: Mapped[str] = text(L("方案", "Plan"), required=True)
    result: Mapped[str | None] = text(L("实施情况", "Result"))
