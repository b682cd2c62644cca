"""固定资产登记: fixed asset (002 职责15)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, money, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class FixedAssetCondition(LabelEnum):
    """Condition of fixed asset."""

    in_use = "in_use", "在用", "In use"
    idle = "idle", "闲置", "Idle"
    repair = "repair", "维修", "Repair"
    scrapped = "scrapped", "报废", "Scrapped"


class FixedAsset(Record):
    """Fixed asset."""

    __register__ = Register(
        label=L("固定资产登记", "Fixed asset"),
        module=Module.assets,
        source=("002 职责15",),
        help=L("固定资产登记。", "Fixed asset."),
        icon="boxes",
        prefix="ZC",
        title="code",
        list=("number", "code", "name", "model_no", "bought_on", "price", "place", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "code",
                "name",
                "model_no",
                "bought_on",
                "price",
                "place",
                "keeper",
                "condition",
                "moves",
            ),
        ),
        search=("number", "code", "name", "model_no"),
        filters=("status", "bought_on", "condition"),
        sort="-bought_on",
        rights=Rights(
            read=(
                Role.hr_admin,
                Role.receptionist,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.hr_admin, Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.receptionist, Role.reception_lead)),
    )

    code: Mapped[str] = string(L("资产编号", "Code"), required=True)
    name: Mapped[str] = string(L("名称", "Name"), required=True)
    model_no: Mapped[str | None] = string(L("规格型号", "Model no"))
    bought_on: Mapped[dt.date | None] = date(L("购置日期", "Bought on"))
    price: Mapped[Decimal | None] = money(L("原值", "Price"))
    place: Mapped[str | None] = string(L("使用地点", "Place"))
    keeper: Mapped[Any] = ref("Staff", L("保管人", "Keeper"), required=True)
    keeper_id: Mapped[int]
    condition: Mapped[FixedAssetCondition] = choice(FixedAssetCondition, L("状态", "Condition"), required=True)
    moves: Mapped[list[Any]] = rows(
        L("变动", "Moves"),
        on=date(L("on", "On")),
        place_before=string(L("place_before", "Place before")),
        place_after=string(L("place_after", "Place after")),
        reason=string(L("reason", "Reason")),
    )
