"""房屋租售委托: a home its owner wants let or sold through the centre (004 §7.4.15; C-47; R-E12, R-D21)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, date, files, money, ref, string, text
from models.service.people import READERS
from models.spec import (
    DESK,
    STAY,
    Case,
    L,
    LabelEnum,
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
)

if TYPE_CHECKING:
    from models.base.resident import Resident
    from models.base.unit import Unit
    from models.finance.receipt import Receipt

DEALERS = (Role.reception_lead, Role.cs_supervisor)


class Deal(LabelEnum):
    """What the owner wants."""

    let = "let", "出租", "To let"
    sell = "sell", "出售", "For sale"


LISTED = L(
    "这套房的{deal}委托{number}还在挂牌，请在原单上修改。",
    "This home is listed already ({deal}, {number}); change that one.",
)
REVERSED = L("收据{number}已冲红，请选有效的收据。", "Receipt {number} was reversed; choose a valid one.")


def not_listed_twice(case: Case) -> Refusal | None:
    """Refuse a second open entrustment of the same home and kind."""
    mine = case.record
    home = mine.unit_id or getattr(mine.unit, "id", None)
    if home is None or mine.deal is None or mine.status != "listed":
        return None
    query = select(ListingEntrustment.number).where(
        ListingEntrustment.unit_id == home, ListingEntrustment.deal == mine.deal, ListingEntrustment.status == "listed"
    )
    if mine.id is not None:
        query = query.where(ListingEntrustment.id != mine.id)
    with case.session.no_autoflush:
        number = case.session.scalars(query.limit(1)).first()
    return None if number is None else Refusal(LISTED.format(deal=Deal(mine.deal).label, number=number), "unit")


def receipt_valid(case: Case) -> Refusal | None:
    """Refuse a receipt that was reversed (R-D21)."""
    receipt = case.record.receipt
    if receipt is None or receipt.status not in {"reversed", "void"}:
        return None
    return Refusal(REVERSED.format(number=receipt.number), "receipt")


class ListingEntrustment(Record):
    """A home to be let or sold for its owner."""

    __register__ = Register(
        label=L("房屋租售委托", "Letting and sale entrustment"),
        module=Module.service,
        switch="module.rental",
        source=("004 §7.4.15",),
        help=L(
            "业主委托出租、出售的房屋登记挂牌，附委托书；成交时填成交方和服务费，收费后补登收据。",
            "List homes their owners want let or sold, with the mandate attached; note the deal and the fee, then the "
            "receipt when it is paid.",
        ),
        icon="door-open",
        prefix="ZS",
        aliases=("租售登记", "房屋出租", "房屋出售"),
        title="terms",
        list=("number", "unit", "deal", "asking_price", "owner", "closed_on", "fee", "status"),
        sections=(
            Section(L("委托", "Entrusted"), "unit", "owner", "deal", "asking_price", "terms", "mandate"),
            Section(L("成交与收费", "Deal and fee"), "counterparty", "closed_on", "fee", "receipt"),
        ),
        search=("number", "terms", "counterparty", "unit", "owner"),
        filters=("status", "deal", "unit", "asking_price", "closed_on"),
        sort="-id",
        rights=Rights(read=READERS, create=DESK),
        locked_rights=("read",),
        flow=flow(
            (
                State(name="listed", label=L("挂牌", "Listed"), tone=Tone.blue, editable=True),
                State(name="dealt", label=L("成交", "Dealt"), tone=Tone.green),
                State(name="withdrawn", label=L("撤销", "Withdrawn"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="deal_done",
                    label=L("成交", "Deal done"),
                    source=("listed",),
                    to="dealt",
                    roles=DEALERS,
                    asks=asks("counterparty", "closed_on", "fee", optional=("receipt",)),
                    guards=(not_ahead("closed_on"), receipt_valid),
                    primary=True,
                    clause="004 §7.4.15",
                    done=L(
                        "{number}已成交，收取服务费后登记收据。",
                        "{number} is dealt; note the receipt when the fee is paid.",
                    ),
                ),
                Transition(
                    name="record_receipt",
                    label=L("登记收据", "Note the receipt"),
                    source=("dealt",),
                    to=STAY,
                    roles=DESK,
                    asks=asks("receipt"),
                    guards=(receipt_valid,),
                    clause="004 §7.4.15; R-D21",
                    done=L("{number}的服务费收据已登记。", "The receipt of {number} is noted."),
                ),
                Transition(
                    name="withdraw_listing",
                    label=L("撤销", "Withdraw"),
                    source=("listed",),
                    to="withdrawn",
                    roles=DEALERS,
                    asks=asks("reason"),
                    danger=True,
                    done=L("{number}已撤销。", "{number} is withdrawn."),
                ),
            ),
        ),
        guards=(not_listed_twice,),
    )
    __table_args__ = (
        CheckConstraint(
            "status <> 'dealt' OR (counterparty IS NOT NULL AND closed_on IS NOT NULL AND fee IS NOT NULL)",
            name="dealt_is_complete",
        ),
        Index(
            "uq_listing_entrustment_listed",
            "unit_id",
            "deal",
            unique=True,
            sqlite_where=sql("status = 'listed'"),
            postgresql_where=sql("status = 'listed'"),
        ),
    )

    unit: Mapped[Unit] = ref("Unit", L("房屋", "Home"), required=True, prefill=(("owner", "resident"),))
    unit_id: Mapped[int]
    owner: Mapped[Resident] = ref("Resident", L("委托人", "Owner"), required=True)
    owner_id: Mapped[int]
    deal: Mapped[Deal] = choice(Deal, L("方式", "To let or sell"), required=True)
    asking_price: Mapped[Decimal] = money(
        L("价格", "Price asked"),
        minimum=0.01,
        required=True,
        help=L("出租为每月租金，出售为总价（元）。", "Rent a month, or the whole price, in yuan."),
    )
    terms: Mapped[str | None] = text(
        L("条件", "Terms"), help=L("例如：两室一厅带家具，半年起租", "For example: furnished, half a year at least")
    )
    mandate: Mapped[Any] = files(L("委托书", "Mandate"))
    fee: Mapped[Decimal | None] = money(L("服务费", "Fee"), minimum=0, system=True)
    receipt: Mapped[Receipt | None] = ref("Receipt", L("收据", "Receipt"), system=True)
    receipt_id: Mapped[int | None]
    counterparty: Mapped[str | None] = string(L("成交方", "Let or sold to"), length=60, system=True)
    closed_on: Mapped[dt.date | None] = date(L("成交日期", "Dealt on"), system=True)
