"""寄存及代收物品登记: custody and parcel register (002 职责20)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, flag, moment, ref, sign, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class CustodyItemKind(LabelEnum):
    """Kind of custody and parcel register."""

    storage = "storage", "业主寄存", "Storage"
    parcel = "parcel", "代收", "Parcel"
    handover = "handover", "代转", "Handover"


class CustodyItem(Record):
    """Custody and parcel register."""

    __register__ = Register(
        label=L("寄存及代收物品登记", "Custody and parcel register"),
        module=Module.service,
        source=("002 职责20",),
        help=L("寄存及代收物品登记。", "Custody and parcel register."),
        icon="clipboard-list",
        prefix="JC",
        title="depositor",
        list=("number", "kind", "unit", "depositor", "recipient", "description", "received_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "unit",
                "depositor",
                "recipient",
                "description",
                "received_at",
                "location",
                "collected_at",
                "id_checked",
                "collector_sign",
                "depositor_sign",
            ),
        ),
        search=("number", "depositor", "recipient", "description", "unit"),
        filters=("status", "kind", "received_at", "collected_at"),
        sort="-received_at",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.reception_lead,
                Role.guard,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.reception_lead, Role.guard),
        ),
        flow=flow(
            (
                State(name="kept", label=L("保管中", "Kept"), tone=Tone.blue, editable=True),
                State(name="collected", label=L("已领取", "Collected"), tone=Tone.green, final=True),
                State(name="returned", label=L("已退回", "Returned"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="collect",
                    label=L("领取", "Collect"),
                    source=("kept",),
                    to="collected",
                    roles=(Role.receptionist, Role.reception_lead, Role.guard),
                    asks=asks("recipient", "id_checked", "collector_sign"),
                ),
                Transition(
                    name="return_item",
                    label=L("退回", "Return item"),
                    source=("kept",),
                    to="returned",
                    roles=(Role.receptionist, Role.reception_lead, Role.guard),
                    asks=asks("reason"),
                ),
            ),
        ),
    )

    kind: Mapped[CustodyItemKind] = choice(CustodyItemKind, L("类别", "Kind"), required=True)
    unit: Mapped[Any] = ref("Unit", L("楼号房号", "Unit"), required=True)
    unit_id: Mapped[int]
    depositor: Mapped[str] = string(L("寄存人", "Depositor"), required=True)
    recipient: Mapped[str | None] = string(L("领取人", "Recipient"))
    description: Mapped[str] = string(L("物品名称数量", "Description"), required=True)
    received_at: Mapped[dt.datetime] = moment(L("收存时间", "Received at"), required=True)
    location: Mapped[str | None] = string(L("存放处", "Location"))
    collected_at: Mapped[dt.datetime | None] = moment(L("领取时间", "Collected at"))
    id_checked: Mapped[bool | None] = flag(L("已核对身份", "Id checked"))
    collector_sign: Mapped[str | None] = sign(L("领取签字", "Collector sign"))
    depositor_sign: Mapped[str | None] = sign(L("存入签字", "Depositor sign"))
