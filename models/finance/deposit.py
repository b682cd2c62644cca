"""押金: deposit (002 职责2 装修押金; 000 §4.5.4 扣装修保证金)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, money, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, flow


class DepositKind(LabelEnum):
    """Kind of deposit."""

    decoration = "decoration", "装修押金", "Decoration"
    pass_ = "pass", "出入证押金", "Pass"
    key = "key", "钥匙押金", "Key"
    other = "other", "其他", "Other"


class Deposit(Record):
    """Deposit."""

    __register__ = Register(
        label=L("押金", "Deposit"),
        module=Module.finance,
        source=("002 职责2 装修押金", "000 §4.5.4 扣装修保证金"),
        help=L("押金。", "Deposit."),
        icon="wallet",
        prefix="YJ2",
        title="payer",
        list=("number", "unit", "payer", "kind", "amount", "received_on", "refunded_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "payer",
                "kind",
                "amount",
                "received_on",
                "deductions",
                "refunded_on",
                "refunded",
                "receipt",
            ),
        ),
        search=("number", "payer", "unit"),
        filters=("status", "kind", "received_on", "refunded_on"),
        sort="-received_on",
        rights=Rights(
            read=(Role.cashier, Role.receptionist, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.cashier, Role.receptionist),
        ),
        flow=flow(
            (
                State(name="held", label=L("在押", "Held"), tone=Tone.blue, editable=True),
                State(name="refund_asked", label=L("申请退款", "Refund asked"), tone=Tone.amber),
                State(name="first_approved", label=L("初批", "First approved"), tone=Tone.amber),
                State(name="refunded", label=L("已退", "Refunded"), tone=Tone.green, final=True),
                State(name="forfeited", label=L("已扣完", "Forfeited"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="ask_refund",
                    label=L("申请退款", "Ask refund"),
                    source=("held",),
                    to="refund_asked",
                    roles=(Role.receptionist, Role.reception_lead),
                ),
                Transition(
                    name="forfeit",
                    label=L("扣完", "Forfeit"),
                    source=("held",),
                    to="forfeited",
                    by_itself=True,
                ),
                Transition(
                    name="first_approve",
                    label=L("同意退款", "First approve"),
                    source=("refund_asked",),
                    to="first_approved",
                    roles=(Role.director,),
                ),
                Transition(
                    name="refund",
                    label=L("退款", "Refund"),
                    source=("first_approved",),
                    to="refunded",
                    roles=(Role.cashier,),
                ),
            ),
        ),
        print=("form",),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    payer: Mapped[str] = string(L("缴款人", "Payer"), required=True)
    kind: Mapped[DepositKind] = choice(DepositKind, L("类别", "Kind"), required=True)
    amount: Mapped[Decimal] = money(L("金额", "Amount"), required=True)
    received_on: Mapped[dt.date] = date(L("收款日期", "Received on"), required=True)
    deductions: Mapped[list[Any]] = rows(
        L("扣款", "Deductions"),
        notice=ref("RectificationNotice", L("notice", "Notice")),
        amount=money(L("amount", "Amount")),
        reason=string(L("reason", "Reason")),
    )
    refunded_on: Mapped[dt.date | None] = date(L("退款日期", "Refunded on"))
    refunded: Mapped[Decimal | None] = money(L("退款金额", "Refunded"))
    receipt: Mapped[Any] = ref("Receipt", L("收据", "Receipt"), required=True)
    receipt_id: Mapped[int]
