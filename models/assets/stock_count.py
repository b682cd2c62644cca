"""库存盘点表: monthly stock count (004 §5.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, decimal, month, ref, rows, string
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class StockCount(Record):
    """Monthly stock count."""

    __register__ = Register(
        label=L("库存盘点表", "Monthly stock count"),
        module=Module.assets,
        source=("004 §5.4",),
        help=L("库存盘点表。", "Monthly stock count."),
        icon="boxes",
        prefix="PD",
        title="month",
        list=("number", "month", "counted_on", "witness", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "month",
                "counted_on",
                "lines",
                "witness",
            ),
        ),
        search=("number",),
        filters=("status", "counted_on"),
        sort="-counted_on",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    month: Mapped[str] = month(L("月份", "Month"), required=True)
    counted_on: Mapped[dt.date] = date(L("盘点日期", "Counted on"), required=True)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        item=ref("StockItem", L("item", "Item")),
        book=decimal(L("book", "Book")),
        counted=decimal(L("counted", "Counted")),
        reason=string(L("reason", "Reason")),
    )
    witness: Mapped[Any] = ref("Staff", L("监盘人", "Witness"))
    witness_id: Mapped[int | None]
