"""会议服务登记: meeting-room service (002 职责31)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.declare import Record, integer, moment, money, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class MeetingService(Record):
    """Meeting-room service."""

    __register__ = Register(
        label=L("会议服务登记", "Meeting-room service"),
        module=Module.service,
        source=("002 职责31",),
        help=L("会议服务登记。", "Meeting-room service."),
        icon="clipboard-list",
        prefix="HF2",
        title="user",
        list=("number", "user", "room", "starts_at", "ends_at", "headcount", "charge", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "user",
                "room",
                "starts_at",
                "ends_at",
                "headcount",
                "supplies",
                "charge",
            ),
        ),
        search=("number", "user", "room", "supplies"),
        filters=("status", "starts_at", "ends_at"),
        sort="-starts_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead)),
    )

    user: Mapped[str] = string(L("使用方", "User"), required=True)
    room: Mapped[str] = string(L("会议室", "Room"), required=True)
    starts_at: Mapped[dt.datetime] = moment(L("开始", "Starts at"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "Ends at"), required=True)
    headcount: Mapped[int | None] = integer(L("人数", "Headcount"))
    supplies: Mapped[str | None] = text(L("物品", "Supplies"))
    charge: Mapped[Decimal | None] = money(L("收费", "Charge"))
