"""收款收据: receipt (002 §2(3) 收据管理; 003 (三)1 费用明细表; 004 §5.1, §5.3, §7.4.13 五分钟内办理完毕)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, moment, money, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class ReceiptMethod(LabelEnum):
    """Method of receipt."""

    cash = "cash", "现金", "Cash"
    card = "card", "刷卡", "Card"
    transfer = "transfer", "转账", "Transfer"
    wechat = "wechat", "微信", "Wechat"
    alipay = "alipay", "支付宝", "Alipay"


class ReceiptVouchersKind(LabelEnum):
    """Kind of a line."""

    receipt = "receipt", "收据", "Receipt"
    invoice = "invoice", "发票", "Invoice"


class Receipt(Record):
    """Receipt."""

    __register__ = Register(
        label=L("收款收据", "Receipt"),
        module=Module.finance,
        source=("002 §2(3) 收据管理", "003 (三)1 费用明细表", "004 §5.1, §5.3, §7.4.13 五分钟内办理完毕"),
        help=L("收款收据。", "Receipt."),
        icon="wallet",
        prefix="SJ",
        title="payer",
        list=("number", "unit", "payer", "paid_at", "method", "received", "started_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "payer",
                "paid_at",
                "method",
                "lines",
                "received",
                "vouchers",
                "started_at",
                "cash_deposit",
            ),
        ),
        search=("number", "payer", "unit"),
        filters=("status", "paid_at", "method", "started_at"),
        sort="-paid_at",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.reception_lead,
                Role.cashier,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.reception_lead, Role.cashier),
        ),
        flow=flow(
            (
                State(name="issued", label=L("已开具", "Issued"), tone=Tone.blue, editable=True),
                State(name="reversal_asked", label=L("申请冲红", "Reversal asked"), tone=Tone.amber),
                State(name="reversed", label=L("已冲红", "Reversed"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="ask_reversal",
                    label=L("申请冲红", "Ask reversal"),
                    source=("issued",),
                    to="reversal_asked",
                    roles=(Role.cashier, Role.receptionist),
                    asks=asks("reason"),
                ),
                Transition(
                    name="reverse",
                    label=L("冲红", "Reverse"),
                    source=("reversal_asked",),
                    to="reversed",
                    roles=(Role.director,),
                    asks=asks("reason"),
                ),
            ),
        ),
        print=("收款收据", "费用明细表"),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    payer: Mapped[str] = string(L("缴费人", "Payer"), required=True)
    paid_at: Mapped[dt.datetime] = moment(L("收款时间", "Paid at"), required=True)
    method: Mapped[ReceiptMethod] = choice(ReceiptMethod, L("方式", "Method"), required=True)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        bill=ref("Bill", L("bill", "Bill")),
        amount=money(L("amount", "Amount")),
    )
    received: Mapped[Decimal | None] = money(L("实收现金", "Received"))
    vouchers: Mapped[list[Any]] = rows(
        L("票据", "Vouchers"),
        kind=choice(ReceiptVouchersKind, L("kind", "Kind")),
        number=string(L("number", "Number")),
        amount=money(L("amount", "Amount")),
        book=ref("ReceiptBook", L("book", "Book")),
    )
    started_at: Mapped[dt.datetime | None] = moment(L("开始办理", "Started at"))
    cash_deposit: Mapped[Any] = ref("CashDeposit", L("缴存单", "Cash deposit"))
    cash_deposit_id: Mapped[int | None]
