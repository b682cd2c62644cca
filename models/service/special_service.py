"""特色/特约服务单: a service beyond the usual that an owner books and pays for (002 职责27; R-E17)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.base.rules import referred
from models.base.staff import Employment, Staff
from models.declare import Record, moment, money, phone, rating, ref, string, text
from models.service.entry_rules import entry_closed, entry_is_open
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE, READERS
from models.spec import (
    RECEPTION,
    Apply,
    Case,
    Effect,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    asks,
    flow,
    void_from,
)

if TYPE_CHECKING:
    from models.base.unit import Unit
    from models.service.service_log import ServiceLog

HAS_LEFT = L("{name}已离职，请选别的服务人员。", "{name} has left; choose somebody else.")


def works_here(case: Case) -> Refusal | None:
    """Refuse an assignee who has left."""
    who = referred(case, "assignee", Staff)
    if who is None or who.employment != Employment.left:
        return None
    return Refusal(HAS_LEFT.format(name=who.name), "assignee")


def finished(case: Case) -> list[Effect]:
    """Finish the service register's entry with the result."""
    log = case.record.source_log
    return [Apply(log, "complete_entry", {"reply": case.record.result}), Apply(log, "close")] if log is not None else []


class SpecialService(Record):
    """A special service an owner booked."""

    __register__ = Register(
        label=L("特色/特约服务单", "Special service order"),
        module=Module.service,
        source=("002 职责27",),
        help=L(
            "业主预约的特约服务（保洁、代办、搬运等）：约好时间、安排人员，做完写明完成情况、收费和满意度。报修请开维修任务单。",
            "Services owners book beyond the usual (cleaning, errands, carrying): agree on a time, say who goes, then "
            "note the result, the charge and how content they are. Repairs are repair orders.",
        ),
        icon="hand-coins",
        prefix="TY",
        aliases=("特约服务", "特色服务", "有偿服务"),
        title="service",
        list=("number", "appointment_at", "unit", "requester", "service", "assignee", "charge", "status"),
        sections=(
            Section(L("预约", "Booked"), "unit", "requester", "phone", "service", "appointment_at", "source_log"),
            Section(L("安排", "Who goes"), "assignee", "charge"),
            Section(L("完成", "Done"), "result", "satisfaction"),
        ),
        search=("number", "requester", "phone", "service", "result", "unit"),
        filters=("status", "unit", "assignee", "appointment_at", "satisfaction"),
        sort="-appointment_at",
        rights=Rights(read=READERS, own=(Role.technician,), create=RECEPTION, unmask=CUSTOMER_SERVICE),
        locked_rights=("read", "unmask"),
        flow=flow(
            (
                State(name="booked", label=L("已预约", "Booked"), tone=Tone.blue, editable=True),
                State(name="done", label=L("已完成", "Done"), tone=Tone.green, final=True),
                State(name="cancelled", label=L("已取消", "Cancelled"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="finish",
                    label=L("完成", "Finish"),
                    source=("booked",),
                    to="done",
                    roles=(*RECEPTION, "@assignee"),
                    asks=asks("result", optional=("charge", "satisfaction")),
                    effects=finished,
                    primary=True,
                    clause="002 职责27",
                    done=L("{number}已完成。", "{number} is done."),
                ),
                Transition(
                    name="cancel",
                    label=L("取消", "Cancel"),
                    source=("booked",),
                    to="cancelled",
                    roles=RECEPTION,
                    asks=asks("reason"),
                    effects=entry_closed,
                    danger=True,
                    done=L("{number}已取消。", "{number} is cancelled."),
                ),
                dataclasses.replace(void_from("booked"), effects=entry_closed),
            ),
        ),
        guards=(entry_is_open("重复预约"), works_here),
        on_create=moves_on(source_log="to_special_service"),
        indexes=(("unit_id", "appointment_at"), ("assignee_id", "status")),
    )

    unit: Mapped[Unit] = ref(
        "Unit", L("楼号房号", "Unit"), required=True, prefill=(("requester", "owner_name"), ("phone", "owner_phone"))
    )
    unit_id: Mapped[int]
    requester: Mapped[str] = string(L("申请人", "Requested by"), length=60, required=True)
    phone: Mapped[str] = phone(L("电话", "Telephone"), required=True, clear=(*RECEPTION, Role.technician))
    service: Mapped[str] = string(
        L("服务项目", "Service"),
        required=True,
        help=L("例如：家庭保洁、代购、搬运", "For example: cleaning, errands, carrying"),
    )
    appointment_at: Mapped[dt.datetime] = moment(L("预约时间", "Appointment"), required=True)
    source_log: Mapped[ServiceLog | None] = ref("ServiceLog", L("来源登记", "From entry"), see=CUSTOMER_SERVICE)
    source_log_id: Mapped[int | None]
    assignee: Mapped[Staff | None] = ref("Staff", L("服务人员", "Done by"), involves=True)
    assignee_id: Mapped[int | None]
    charge: Mapped[Decimal | None] = money(
        L("收费", "Charge"), minimum=0, see=READERS, help=L("按公示价格，元。", "By the published prices, in yuan.")
    )
    result: Mapped[str | None] = text(L("完成情况", "Result"), system=True)
    satisfaction: Mapped[int | None] = rating(L("满意度", "Satisfaction"), system=True)
