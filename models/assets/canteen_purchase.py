"""食堂采购核实: canteen purchase check (004 §5.10)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, decimal, flag, money, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class CanteenPurchase(Record):
    """Canteen purchase check."""

    __register__ = Register(
        label=L("食堂采购核实", "Canteen purchase check"),
        module=Module.assets,
        source=("004 §5.10",),
        help=L("食堂采购核实。", "Canteen purchase check."),
        icon="boxes",
        prefix="ST",
        title="supervision",
        list=("number", "day", "buyer", "checker", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "day",
                "lines",
                "supervision",
                "buyer",
                "checker",
            ),
        ),
        search=("number", "supervision"),
        filters=("status", "day"),
        sort="-day",
        rights=Rights(
            read=(Role.reception_lead, Role.receptionist, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.receptionist),
        ),
        flow=record_flow(close=(Role.reception_lead, Role.receptionist)),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        item=string(L("item", "Item")),
        quantity=decimal(L("quantity", "Quantity")),
        unit=string(L("unit", "Unit")),
        price=money(L("price", "Price")),
        checked=flag(L("checked", "Checked")),
    )
    supervision: Mapped[str | None] = text(L("过程监督(卫生、留样、问题)", "Supervision"))
    buyer: Mapped[Any] = ref("Staff", L("采购人", "Buyer"), required=True)
    buyer_id: Mapped[int]
    checker: Mapped[Any] = ref("Staff", L("核实人", "Checker"), required=True)
    checker_id: Mapped[int]
