"""食堂采购核实: each day's purchases, checked by somebody who did not buy them (004 §5.10; R-F04, R-F05, D-11)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.assets.stock_rules import worth
from models.base.moments import today
from models.declare import Record, date, decimal, flag, moment, money, ref, rows, string, text
from models.spec import (
    NOW,
    RECEPTION,
    Case,
    Default,
    DueRule,
    Flow,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

NOT_AHEAD = L("采购日期还没有到，请核对。", "The day of the purchase lies in the future; please check.")
SAME_PERSON = L(
    "采购人和核实人不能是同一个人：请由没有参与采购的人核实。",
    "Buyer and checker can't be the same person: have it checked by somebody who did not buy.",
)
NO_LINES = L("还没有登记采购明细。", "No purchases are entered yet.")
UNCHECKED = L(
    "“{item}”还没有核实。请当面点验数量和价格后勾选“已核实”，有出入的写明差异。",
    "“{item}” is not checked yet. Check quantity and price, tick it, and note what differs.",
)


def totalled(case: Case) -> list[Set]:
    """Return what the purchases come to."""
    return [Set("total", worth(case.record.lines))]


def bought_already(case: Case) -> Refusal | None:
    """Refuse a day to come (X-13)."""
    return Refusal(NOT_AHEAD, "day", "X-13") if case.record.day and case.record.day > today(case) else None


def checker_is_another(case: Case) -> Refusal | None:
    """Refuse a buyer who checks his own purchases (D-11)."""
    paper = case.record
    buyer = paper.buyer_id if paper.buyer_id is not None else getattr(paper.buyer, "id", None)
    checker = paper.checker_id if paper.checker_id is not None else getattr(paper.checker, "id", None)
    return Refusal(SAME_PERSON, "checker", "D-11") if buyer is not None and buyer == checker else None


def every_line_checked(case: Case) -> Refusal | None:
    """Refuse to file a day whose purchases were not all checked (004 §5.10)."""
    if not case.record.lines:
        return Refusal(NO_LINES, "lines")
    for at, row in enumerate(case.record.lines):
        if not row.checked:
            return Refusal(UNCHECKED.format(item=row.item or at + 1), f"lines-{at}-checked", "004 §5.10")
    return None


def _flow() -> Flow:
    close = {
        "label": L("核实归档", "Checked and filed"),
        "never": ("buyer",),
        "guards": (every_line_checked,),
        "sets": {"checked_at": NOW},
        "clause": "004 §5.10; D-11",
        "done": L(
            "{number}已核实归档，计入当月餐费。", "{number} is checked and filed; it counts in the month's meal cost."
        ),
    }
    return altered(record_flow(close=RECEPTION), close=close)


class CanteenPurchase(Record):
    """A day's canteen purchases and their check."""

    __register__ = Register(
        label=L("食堂采购核实", "Canteen purchase check"),
        module=Module.assets,
        switch="module.canteen",
        source=("004 §5.10",),
        help=L(
            "每天把食堂当天采购的物品逐样点验登记，核实后归档；核实人不能是采购人。归档的才计入当月餐费。",
            "Check each day's canteen purchases item by item and file them; the checker is never the buyer. Only what is "
            "filed counts in the month's meal cost.",
        ),
        icon="clipboard-check",
        prefix="ST",
        aliases=("食堂采购物品核实记录", "食堂过程监督记录"),
        title="day",
        list=("number", "day", "buyer", "checker", "total", "checked_at", "status"),
        sections=(
            Section(L("采购", "Purchases"), "day", "buyer", "lines", "total"),
            Section(L("核实与监督", "Check"), "checker", "supervision", "checked_at"),
        ),
        search=("number", "buyer", "checker", "supervision"),
        filters=("status", "day", "buyer"),
        sort="-day",
        daily=(Role.reception_lead,),
        rights=Rights(
            read=(*RECEPTION, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            own=(Role.staff,),
            create=RECEPTION,
            export=(Role.director, Role.cs_supervisor, Role.cashier, Role.hq_quality),
        ),
        locked_rights=("do:close",),
        flow=_flow(),
        deadlines=(
            DueRule(
                name="check",
                label=L("当天核实", "Check the same day"),
                starts="day",
                stops="checked_at",
                unit=Unit.same_day,
                setting="canteen.daily",
                accountable=("@checker", Role.reception_lead),
                clause="004 §5.10; T-41",
            ),
        ),
        derive=totalled,
        guards=(bought_already, checker_is_another),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True, default=Default.TODAY)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Purchases"),
        item=string(L("品名", "Item"), length=80, required=True),
        quantity=decimal(L("数量", "Quantity"), minimum=0, required=True),
        unit=string(L("单位", "Unit"), length=20),
        price=money(L("单价", "Price"), minimum=0, required=True),
        checked=flag(L("已核实", "Checked")),
        note=string(L("核实差异", "What differs"), length=120),
    )
    total: Mapped[Decimal | None] = money(L("合计", "Total"), kept=True)
    supervision: Mapped[str | None] = text(L("过程监督(卫生、留样、问题)", "Hygiene, samples kept, problems"))
    buyer: Mapped[Staff] = ref("Staff", L("采购人", "Buyer"), required=True, about=True)
    buyer_id: Mapped[int]
    checker: Mapped[Staff] = ref("Staff", L("核实人", "Checker"), required=True, involves=True, default=Default.ME)
    checker_id: Mapped[int]
    checked_at: Mapped[dt.datetime | None] = moment(L("核实时间", "Checked at"), system=True)
