"""出入库登记: stock movement (002 职责15; 004 §5.4 库存账)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, decimal, moment, money, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class StockMoveKind(LabelEnum):
    """Kind of stock movement."""

    receipt = "receipt", "入库", "Receipt"
    issue = "issue", "领用", "Issue"
    return_ = "return_", "退库", "Return"
    scrap = "scrap", "报废", "Scrap"
    adjust = "adjust", "盘盈盘亏", "Adjust"


class StockMove(Record):
    """Stock movement."""

    __register__ = Register(
        label=L("出入库登记", "Stock movement"),
        module=Module.assets,
        source=("002 职责15", "004 §5.4 库存账"),
        help=L("出入库登记。", "Stock movement."),
        icon="boxes",
        prefix="CK",
        title="purpose",
        list=("number", "kind", "moved_at", "taken_by", "repair_order", "purpose", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "moved_at",
                "lines",
                "taken_by",
                "repair_order",
                "purpose",
            ),
        ),
        search=("number", "purpose"),
        filters=("status", "kind", "moved_at"),
        sort="-moved_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead)),
    )

    kind: Mapped[StockMoveKind] = choice(StockMoveKind, L("类别", "Kind"), required=True)
    moved_at: Mapped[dt.datetime] = moment(L("时间", "Moved at"), required=True)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        item=ref("StockItem", L("item", "Item")),
        quantity=decimal(L("quantity", "Quantity")),
        price=money(L("price", "Price")),
    )
    taken_by: Mapped[Any] = ref("Staff", L("领用人", "Taken by"))
    taken_by_id: Mapped[int | None]
    repair_order: Mapped[Any] = ref("RepairOrder", L("维修任务单", "Repair order"))
    repair_order_id: Mapped[int | None]
    purpose: Mapped[str | None] = string(L("用途", "Purpose"))
