"""社区文化活动: community event (002 职责6, 16; §5(1); §6(2))."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, files, integer, moment, money, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class CommunityEventKind(LabelEnum):
    """Kind of community event."""

    culture = "culture", "社区文化活动", "Culture"
    service = "service", "客户服务活动", "Service"
    third_party = "third_party", "外部活动监督", "Third party"


class CommunityEvent(Record):
    """Community event."""

    __register__ = Register(
        label=L("社区文化活动", "Community event"),
        module=Module.office,
        source=("002 职责6, 16; §5(1); §6(2)",),
        help=L("社区文化活动。", "Community event."),
        icon="file-text",
        prefix="HD",
        title="title",
        list=("number", "kind", "title", "held_at", "place", "budget", "attendance", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "title",
                "held_at",
                "place",
                "plan",
                "budget",
                "safety_plan",
                "staffing",
                "attendance",
                "result",
                "photos",
            ),
        ),
        search=("number", "title", "place", "plan"),
        filters=("status", "kind", "held_at"),
        sort="-held_at",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    kind: Mapped[CommunityEventKind] = choice(CommunityEventKind, L("类别", "Kind"), required=True)
    title: Mapped[str] = string(L("名称", "Title"), required=True)
    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True)
    place: Mapped[str] = string(L("地点", "Place"), required=True)
    plan: Mapped[str] = text(L("方案", "Plan"), required=True)
    budget: Mapped[Decimal | None] = money(L("预算", "Budget"))
    safety_plan: Mapped[str] = text(L("现场安全秩序安排", "Safety plan"), required=True)
    staffing: Mapped[list[Any]] = rows(
        L("分工", "Staffing"),
        staff=ref("Staff", L("staff", "Staff")),
        task=string(L("task", "Task")),
    )
    attendance: Mapped[int | None] = integer(L("参加人数", "Attendance"))
    result: Mapped[str | None] = text(L("总结", "Result"))
    photos: Mapped[Any] = files(L("照片", "Photos"))
