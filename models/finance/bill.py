"""应收账单: bill (002 职责2; §2(1); 003 (三)1 已交费情况、应交费月份)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, decimal, money, ref
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class Bill(Record):
    """Bill."""

    __register__ = Register(
        label=L("应收账单", "Bill"),
        module=Module.finance,
        source=("002 职责2; §2(1)", "003 (三)1 已交费情况、应交费月份"),
        help=L("应收账单。", "Bill."),
        icon="wallet",
        prefix="YS2",
        title="period_from",
        list=("number", "unit", "resident", "fee_item", "period_from", "period_to", "amount", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "resident",
                "fee_item",
                "period_from",
                "period_to",
                "quantity",
                "amount",
                "due_on",
            ),
        ),
        search=("number", "unit"),
        filters=("status", "period_from", "period_to", "due_on"),
        sort="-period_from",
        rights=Rights(
            read=(
                Role.cashier,
                Role.receptionist,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.cashier, Role.receptionist, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="due", label=L("未缴", "Due"), tone=Tone.blue, editable=True),
                State(name="part", label=L("部分缴", "Part"), tone=Tone.amber),
                State(name="paid", label=L("已缴", "Paid"), tone=Tone.amber),
                State(name="waived", label=L("减免", "Waived"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="waive",
                    label=L("减免", "Waive"),
                    source=("due", "part"),
                    to="waived",
                    roles=(Role.director,),
                    asks=asks("reason"),
                ),
                Transition(
                    name="receive",
                    label=L("收款", "Receive"),
                    source=("due", "part"),
                    to="paid",
                    by_itself=True,
                ),
                Transition(
                    name="restore",
                    label=L("恢复", "Restore"),
                    source=("part", "paid"),
                    to="part",
                    by_itself=True,
                ),
            ),
        ),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    resident: Mapped[Any] = ref("Resident", L("缴费人", "Resident"))
    resident_id: Mapped[int | None]
    fee_item: Mapped[Any] = ref("FeeItem", L("收费项目", "Fee item"), required=True)
    fee_item_id: Mapped[int]
    period_from: Mapped[dt.date] = date(L("费用起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("费用止", "Period to"), required=True)
    quantity: Mapped[Decimal] = decimal(L("数量/面积/用量", "Quantity"), required=True)
    amount: Mapped[Decimal] = money(L("应收", "Amount"), required=True)
    due_on: Mapped[dt.date] = date(L("缴费期限", "Due on"), required=True)
