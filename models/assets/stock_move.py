"""出入库登记: the stock ledger, entry by entry (002 职责15; 004 §5.4 库存账; R-F02)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.assets import stock_rules as rules
from models.base.moments import not_ahead
from models.declare import Record, choice, decimal, moment, money, ref, rows, string
from models.spec import (
    RECEPTION,
    Default,
    Flow,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    When,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.assets.stock_count import StockCount
    from models.base.staff import Staff
    from models.service.repair_order import RepairOrder


class StockMoveKind(LabelEnum):
    """Which way goods go, and why."""

    receipt = "receipt", "入库", "Receipt"
    issue = "issue", "领用", "Issue"
    return_ = "return_", "退库", "Return to store"
    scrap = "scrap", "报废", "Scrap"
    adjust = "adjust", "盘盈盘亏", "Count difference"


def _flow() -> Flow:
    """Return the flow of a ledger entry: booked when saved, never rewritten, taken off the books when voided (G5)."""
    plain = record_flow(close=RECEPTION)
    states = tuple(dataclasses.replace(s, editable=False) for s in plain.states)
    void = {"guards": (rules.void_leaves_enough,), "effects": rules.unbooked}
    return dataclasses.replace(altered(plain, void=void), states=states)


class StockMove(Record):
    """A movement of stock."""

    __register__ = Register(
        label=L("出入库登记", "Stock movement"),
        module=Module.assets,
        switch="module.stock",
        source=("002 职责15", "004 §5.4 库存账"),
        help=L(
            "物料入库、领用、退库、报废都在这里登记，保存即记账，“现存”随之增减；登错了请作废后重新登记，不能改。",
            "Enter what comes in, is issued, returned or scrapped. It is booked when saved and changes what is on hand; "
            "a mistake is voided and entered again.",
        ),
        icon="warehouse",
        prefix="CK",
        aliases=("库存账", "入库单", "出库单", "领料单"),
        title="purpose",
        list=("number", "kind", "moved_at", "taken_by", "repair_order", "purpose", "total", "status"),
        sections=(
            Section(L("出入库", "Movement"), "kind", "moved_at", "lines", "total"),
            Section(L("领用与用途", "Issued to, what for"), "taken_by", "repair_order", "purpose", "count"),
        ),
        search=("number", "purpose", "taken_by", "repair_order"),
        filters=("status", "kind", "taken_by", "moved_at"),
        sort="-moved_at",
        happened="moved_at",
        daily=(Role.receptionist, Role.reception_lead),
        rights=Rights(
            read=(*RECEPTION, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            own=(Role.staff,),
            create=RECEPTION,
            export=(Role.director, Role.cs_supervisor, Role.cashier, Role.hq_quality),
        ),
        flow=_flow(),
        derive=rules.valued,
        guards=(not_ahead("moved_at"), rules.quantities_are_right, rules.never_below_zero),
        on_create=rules.booked,
        print=("form",),
    )

    kind: Mapped[StockMoveKind] = choice(
        StockMoveKind,
        L("类别", "Kind"),
        required=True,
        default=StockMoveKind.issue,
        ruled=(StockMoveKind.adjust.value,),
    )
    moved_at: Mapped[dt.datetime] = moment(L("时间", "Moved at"), required=True, default=Default.NOW)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        item=ref("StockItem", L("物料", "Item"), required=True, prefill=(("price", "price"),)),
        quantity=decimal(L("数量", "Quantity"), required=True),
        price=money(L("单价", "Price"), minimum=0),
    )
    total: Mapped[Decimal | None] = money(L("金额合计", "Worth"), kept=True)
    taken_by: Mapped[Staff | None] = ref(
        "Staff",
        L("领用人", "Taken by"),
        about=True,
        required_when=When("kind", "issue"),
        shown_when=When("kind", "issue", "return_", "scrap"),
    )
    taken_by_id: Mapped[int | None]
    repair_order: Mapped[RepairOrder | None] = ref(
        "RepairOrder",
        L("维修任务单", "Repair order"),
        shown_when=When("kind", "issue", "return_"),
        help=L(
            "为哪张维修单领的料；完工不会自动减库存。",
            "The order the goods are for; completing it takes nothing off stock.",
        ),
    )
    repair_order_id: Mapped[int | None]
    purpose: Mapped[str | None] = string(L("用途", "Purpose"), length=200)
    count: Mapped[StockCount | None] = ref("StockCount", L("盘点表", "Stock count"), system=True)
    count_id: Mapped[int | None]
