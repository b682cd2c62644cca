"""钥匙登记: key register (002 职责14)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, integer, ref, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class KeyItemKind(LabelEnum):
    """Kind of key register."""

    owner = "owner", "业主委托", "Owner"
    public = "public", "公共区域", "Public"
    equipment = "equipment", "设备房", "Equipment"
    office = "office", "管理处", "Office"
    vacant = "vacant", "空置房", "Vacant"
    vehicle = "vehicle", "车辆", "Vehicle"


class KeyItem(Record):
    """Key register."""

    __register__ = Register(
        label=L("钥匙登记", "Key register"),
        module=Module.service,
        source=("002 职责14",),
        help=L("钥匙登记。", "Key register."),
        icon="clipboard-list",
        prefix="YS",
        title="label",
        list=("number", "label", "kind", "unit", "location", "copies", "keeper", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "label",
                "kind",
                "unit",
                "location",
                "copies",
                "keeper",
            ),
        ),
        search=("number", "label", "location", "unit"),
        filters=("status", "kind"),
        sort="-id",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead)),
    )

    label: Mapped[str] = string(L("钥匙标识", "Label"), required=True)
    kind: Mapped[KeyItemKind] = choice(KeyItemKind, L("类别", "Kind"), required=True)
    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"))
    unit_id: Mapped[int | None]
    location: Mapped[str | None] = string(L("部位", "Location"))
    copies: Mapped[int] = integer(L("数量", "Copies"), required=True)
    keeper: Mapped[Any] = ref("Staff", L("保管人", "Keeper"), required=True)
    keeper_id: Mapped[int]
