"""上门收费预约: doorstep collection appointment (003 (三)1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, phone, ref, refs, string
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class FeeAppointment(Record):
    """Doorstep collection appointment."""

    __register__ = Register(
        label=L("上门收费预约", "Doorstep collection appointment"),
        module=Module.finance,
        source=("003 (三)1",),
        help=L("上门收费预约。", "Doorstep collection appointment."),
        icon="wallet",
        prefix="SM",
        title="contact",
        list=("number", "unit", "contact", "owner_name", "appointment_at", "collector", "receipt", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "contact",
                "owner_name",
                "phone",
                "appointment_at",
                "bills",
                "collector",
                "receipt",
            ),
        ),
        search=("number", "contact", "owner_name", "unit"),
        filters=("status", "appointment_at"),
        sort="-appointment_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="booked", label=L("已预约", "Booked"), tone=Tone.blue, editable=True),
                State(name="collected", label=L("已收", "Collected"), tone=Tone.green, final=True),
                State(name="missed", label=L("未遇", "Missed"), tone=Tone.green, final=True),
                State(name="cancelled", label=L("取消", "Cancelled"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="collect",
                    label=L("收费", "Collect"),
                    source=("booked",),
                    to="collected",
                    roles=(Role.receptionist, Role.reception_lead, Role.cashier),
                ),
                Transition(
                    name="miss",
                    label=L("未遇", "Miss"),
                    source=("booked",),
                    to="missed",
                    roles=(Role.receptionist, Role.reception_lead, Role.cashier),
                    asks=asks("reason"),
                ),
                Transition(
                    name="cancel",
                    label=L("取消", "Cancel"),
                    source=("booked",),
                    to="cancelled",
                    roles=(Role.receptionist, Role.reception_lead, Role.cashier),
                ),
            ),
        ),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    contact: Mapped[str] = string(L("联系人", "Contact"), required=True)
    owner_name: Mapped[str] = string(L("业主姓名", "Owner name"), required=True)
    phone: Mapped[str] = phone(L("电话", "Phone"), required=True)
    appointment_at: Mapped[dt.datetime] = moment(L("上门时间", "Appointment at"), required=True)
    bills: Mapped[list[Any]] = refs("Bill", L("应收费用", "Bills"))
    collector: Mapped[Any] = ref("Staff", L("收费人", "Collector"))
    collector_id: Mapped[int | None]
    receipt: Mapped[Any] = ref("Receipt", L("收据", "Receipt"))
    receipt_id: Mapped[int | None]
