"""特色/特约服务单: special service order (002 职责27)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, money, phone, rating, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class SpecialService(Record):
    """Special service order."""

    __register__ = Register(
        label=L("特色/特约服务单", "Special service order"),
        module=Module.service,
        source=("002 职责27",),
        help=L("特色/特约服务单。", "Special service order."),
        icon="clipboard-list",
        prefix="TY",
        title="requester",
        list=("number", "unit", "requester", "service", "appointment_at", "assignee", "charge", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "requester",
                "phone",
                "service",
                "appointment_at",
                "assignee",
                "charge",
                "result",
                "satisfaction",
            ),
        ),
        search=("number", "requester", "service", "result", "unit"),
        filters=("status", "appointment_at"),
        sort="-appointment_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="booked", label=L("已预约", "Booked"), tone=Tone.blue, editable=True),
                State(name="done", label=L("已完成", "Done"), tone=Tone.green, final=True),
                State(name="cancelled", label=L("已取消", "Cancelled"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="finish",
                    label=L("完成", "Finish"),
                    source=("booked",),
                    to="done",
                    roles=(Role.receptionist, Role.reception_lead, Role.technician),
                    asks=asks("result"),
                ),
                Transition(
                    name="cancel",
                    label=L("取消", "Cancel"),
                    source=("booked",),
                    to="cancelled",
                    roles=(Role.receptionist, Role.reception_lead),
                    asks=asks("reason"),
                ),
            ),
        ),
    )

    unit: Mapped[Any] = ref("Unit", L("楼号房号", "Unit"), required=True)
    unit_id: Mapped[int]
    requester: Mapped[str] = string(L("申请人", "Requester"), required=True)
    phone: Mapped[str] = phone(L("电话", "Phone"), required=True)
    service: Mapped[str] = string(L("服务项目", "Service"), required=True)
    appointment_at: Mapped[dt.datetime] = moment(L("预约时间", "Appointment at"), required=True)
    assignee: Mapped[Any] = ref("Staff", L("服务人员", "Assignee"))
    assignee_id: Mapped[int | None]
    charge: Mapped[Decimal | None] = money(L("收费", "Charge"))
    result: Mapped[str | None] = text(L("完成情况", "Result"))
    satisfaction: Mapped[int | None] = rating(L("满意度", "Satisfaction"))
