"""迁入迁出登记: move-in / move-out register (002 职责19, 25; 000 §4.9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, decimal, flag, integer, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ResidencyChangeKind(LabelEnum):
    """Kind of move-in / move-out register."""

    handover = "handover", "收房入住", "Handover"
    move_in = "move_in", "迁入", "Move in"
    move_out = "move_out", "迁出", "Move out"
    transfer = "transfer", "过户", "Transfer"


class ResidencyChange(Record):
    """Move-in / move-out register."""

    __register__ = Register(
        label=L("迁入迁出登记", "Move-in / move-out register"),
        module=Module.estate,
        source=("002 职责19, 25", "000 §4.9"),
        help=L("迁入迁出登记。", "Move-in / move-out register."),
        icon="house",
        prefix="RZ",
        title="kind",
        list=("number", "kind", "unit", "resident", "happened_on", "keys_handed", "fees_settled", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "unit",
                "resident",
                "happened_on",
                "papers",
                "meters",
                "keys_handed",
                "fees_settled",
                "goods_release",
            ),
        ),
        search=("number", "goods_release", "unit"),
        filters=("status", "kind", "happened_on"),
        sort="-happened_on",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
        print=("form",),
    )

    kind: Mapped[ResidencyChangeKind] = choice(ResidencyChangeKind, L("类别", "Kind"), required=True)
    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    resident: Mapped[Any] = ref("Resident", L("业主/住户", "Resident"), required=True)
    resident_id: Mapped[int]
    happened_on: Mapped[dt.date] = date(L("日期", "Happened on"), required=True)
    papers: Mapped[list[Any]] = rows(
        L("核对资料", "Papers"),
        item=string(L("item", "Item")),
        checked=flag(L("checked", "Checked")),
    )
    meters: Mapped[list[Any]] = rows(
        L("水电表底数", "Meters"),
        meter=string(L("meter", "Meter")),
        reading=decimal(L("reading", "Reading")),
    )
    keys_handed: Mapped[int | None] = integer(L("移交钥匙", "Keys handed"))
    fees_settled: Mapped[bool | None] = flag(L("费用已结清", "Fees settled"))
    goods_release: Mapped[str | None] = text(L("物品放行", "Goods release"))
