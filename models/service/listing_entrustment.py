"""房屋租售委托: letting and sale entrustment (004 §7.4.15)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, money, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class ListingEntrustmentDeal(LabelEnum):
    """Deal of letting and sale entrustment."""

    let = "let", "出租", "Let"
    sell = "sell", "出售", "Sell"


class ListingEntrustment(Record):
    """Letting and sale entrustment."""

    __register__ = Register(
        label=L("房屋租售委托", "Letting and sale entrustment"),
        module=Module.service,
        source=("004 §7.4.15",),
        help=L("房屋租售委托。", "Letting and sale entrustment."),
        icon="clipboard-list",
        prefix="ZS",
        title="counterparty",
        list=("number", "unit", "owner", "deal", "asking_price", "fee", "receipt", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "owner",
                "deal",
                "asking_price",
                "terms",
                "fee",
                "receipt",
                "counterparty",
                "closed_on",
            ),
        ),
        search=("number", "terms", "counterparty", "unit"),
        filters=("status", "deal", "closed_on"),
        sort="-closed_on",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=flow(
            (
                State(name="listed", label=L("挂牌", "Listed"), tone=Tone.blue, editable=True),
                State(name="dealt", label=L("成交", "Dealt"), tone=Tone.green, final=True),
                State(name="withdrawn", label=L("撤销", "Withdrawn"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="deal_done",
                    label=L("成交", "Deal done"),
                    source=("listed",),
                    to="dealt",
                    roles=(Role.reception_lead, Role.cs_supervisor),
                    asks=asks("counterparty", "closed_on", "fee"),
                ),
                Transition(
                    name="withdraw_listing",
                    label=L("撤销", "Withdraw listing"),
                    source=("listed",),
                    to="withdrawn",
                    roles=(Role.reception_lead, Role.cs_supervisor),
                    asks=asks("reason"),
                ),
            ),
        ),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    owner: Mapped[Any] = ref("Resident", L("委托人", "Owner"), required=True)
    owner_id: Mapped[int]
    deal: Mapped[ListingEntrustmentDeal] = choice(ListingEntrustmentDeal, L("方式", "Deal"), required=True)
    asking_price: Mapped[Decimal] = money(L("价格", "Asking price"), required=True)
    terms: Mapped[str | None] = text(L("条件", "Terms"))
    fee: Mapped[Decimal | None] = money(L("服务费", "Fee"))
    receipt: Mapped[Any] = ref("Receipt", L("收据", "Receipt"))
    receipt_id: Mapped[int | None]
    counterparty: Mapped[str | None] = string(L("成交方", "Counterparty"))
    closed_on: Mapped[dt.date | None] = date(L("成交日期", "Closed on"))
