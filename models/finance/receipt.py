"""收款收据: money taken, what it settles, and its reversal by two people (002 §2(3); 003 标准(三)1; 004 §5.1, §5.3, §7.4.13).

A receipt is never edited, voided or deleted; a wrong one is reversed (冲红). The number has no gap (X-17).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, Row, choice, moment, money, ref, rows, string
from models.finance import receipt_rules as rules
from models.finance.amounts import COUNTER, FEN, MONEY
from models.finance.bill_rules import OF_THE_HOME
from models.spec import (
    ME,
    NOW,
    Default,
    DueRule,
    L,
    LabelEnum,
    Module,
    Paper,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    Unit,
    When,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.unit import Unit as Home
    from models.finance.bill import Bill
    from models.finance.receipt_book import ReceiptBook


class Method(LabelEnum):
    """How it was paid."""

    cash = "cash", "现金", "Cash"
    card = "card", "刷卡", "Card"
    transfer = "transfer", "转账", "Bank transfer"
    wechat = "wechat", "微信", "WeChat Pay"
    alipay = "alipay", "支付宝", "Alipay"


class VoucherKind(LabelEnum):
    """The paper handed over (A-48)."""

    receipt = "receipt", "收据", "Receipt"
    invoice = "invoice", "发票", "Invoice"


class ReceiptLine(Row):
    """What part of the money is for: a bill, or something without one (a deposit, a letting fee)."""

    __tablename__ = "receipt_lines"
    __parent__ = "receipt"

    if TYPE_CHECKING:
        parent_id: Mapped[int]
    bill: Mapped[Bill | None] = ref("Bill", L("账单", "Bill"), prefill=(("amount", "owed"),), within=OF_THE_HOME)
    bill_id: Mapped[int | None]
    item: Mapped[str | None] = string(L("收费名目（无账单）", "What for, without a bill"), length=80)
    amount: Mapped[Decimal] = money(L("金额", "Amount"), required=True, minimum=FEN)


class ReceiptVoucher(Row):
    """A numbered paper handed over with the money."""

    __tablename__ = "receipt_vouchers"
    __parent__ = "receipt"
    __table_args__ = (UniqueConstraint("book_id", "number"),)

    if TYPE_CHECKING:
        parent_id: Mapped[int]
    kind: Mapped[VoucherKind] = choice(VoucherKind, L("票种", "Kind"), required=True, default=VoucherKind.receipt)
    number: Mapped[str] = string(L("票号", "Number"), length=40, required=True)
    amount: Mapped[Decimal | None] = money(L("金额", "Amount"), minimum=0)
    book: Mapped[ReceiptBook | None] = ref(
        "ReceiptBook", L("领用册", "Book"), help=L("留空即按票号自动找。", "Left empty, it is found by the number.")
    )
    book_id: Mapped[int | None]


class Receipt(Record):
    """One payment."""

    __register__ = Register(
        label=L("收款收据", "Receipt"),
        module=Module.finance,
        source=("002 §2(3) 收据管理", "003 (三)1 费用明细表", "004 §5.1, §5.3, §7.4.13 五分钟内办理完毕"),
        help=L(
            "收一笔钱开一张收据，账单随即变为已缴；五分钟内办完。收据不能改、不能删，开错了申请冲红，由主任冲红后重开。",
            "One receipt for each payment; its bills turn to paid at once. Five minutes are allowed. A receipt is never "
            "changed or deleted: ask for its reversal, the director reverses it, and issue a new one.",
        ),
        icon="receipt",
        prefix="SJ",
        aliases=("收费登记", "费用明细表", "交费"),
        title="payer",
        list=("number", "paid_at", "unit", "payer", "total", "method", "created_by", "status"),
        sections=(
            Section(L("收谁的", "From whom"), "unit", "payer", "method"),
            Section(L("收什么", "What for"), "lines", "total", "received", "change"),
            Section(L("票据和时间", "Papers and times"), "vouchers", "started_at", "paid_at", "cash_deposit"),
            Section(
                L("冲红", "Reversal"),
                "reversal_asked_by",
                "reversal_asked_at",
                "reversed_by",
                "reversed_at",
                "reversal_deposit",
            ),
        ),
        search=("number", "payer", "unit"),
        filters=("status", "paid_at", "unit", "method", "total", "cash_deposit"),
        sort="-paid_at",
        happened="paid_at",
        daily=COUNTER,
        rights=Rights(read=MONEY, create=COUNTER, edit=(), import_=()),
        locked_rights=("read", "edit", "import", "do:ask_reversal", "do:reverse", "do:refuse_reversal"),
        flow=flow(
            (
                State(name="issued", label=L("已开具", "Issued"), tone=Tone.green),
                State(name="reversal_asked", label=L("申请冲红", "Reversal asked for"), tone=Tone.amber),
                State(name="reversed", label=L("已冲红", "Reversed"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="ask_reversal",
                    label=L("申请冲红", "Ask for reversal"),
                    source=("issued",),
                    to="reversal_asked",
                    roles=(Role.cashier, Role.receptionist),
                    asks=asks("reason"),
                    sets={"reversal_asked_by": ME, "reversal_asked_at": NOW},
                    guards=(rules.deposit_is_whole,),
                    danger=True,
                    clause="002 §2(3); D-09",
                    done=L(
                        "{number}已申请冲红，等主任办理。", "Reversal of {number} is asked for; the director decides."
                    ),
                ),
                Transition(
                    name="reverse",
                    label=L("冲红", "Reverse"),
                    source=("reversal_asked",),
                    to="reversed",
                    roles=(Role.director,),
                    never=("reversal_asked_by",),
                    asks=asks("reason"),
                    sets={"reversed_by": ME, "reversed_at": NOW},
                    guards=(rules.deposit_is_whole,),
                    effects=rules.given_back,
                    primary=True,
                    danger=True,
                    clause="002 §2(3); X-17",
                    done=L("{number}已冲红，账单恢复欠费。", "{number} is reversed; its bills are owed again."),
                ),
                Transition(
                    name="refuse_reversal",
                    label=L("不予冲红", "Refuse reversal"),
                    source=("reversal_asked",),
                    to="issued",
                    roles=(Role.director,),
                    never=("reversal_asked_by",),
                    asks=asks("reason"),
                    clears=("reversal_asked_by", "reversal_asked_at"),
                    clause="002 §2(3)",
                ),
            ),
            voidable=False,
        ),
        deadlines=(
            DueRule(
                name="counter",
                label=L("交费办理", "Payment taken"),
                starts="started_at",
                stops="created_at",
                unit=Unit.minutes,
                limit=5,
                setting="fee.pay_minutes",
                accountable=(Role.reception_lead,),
                clause="004 §7.4.13; T-35",
            ),
        ),
        derive=rules.derived,
        guards=(
            not_ahead("paid_at", "started_at"),
            rules.has_lines,
            rules.bills_can_be_paid,
            rules.cash_is_enough,
            rules.vouchers_are_ours,
        ),
        on_create=rules.settled,
        print=(
            Paper(
                name="receipt",
                title=L("收款收据", "Receipt"),
                fields=("unit", "payer", "method", "paid_at", "lines", "total", "received", "change"),
                boxes=((L("收款人", "Received by"), "created_by"), (L("缴费人", "Paid by"), "")),
            ),
            Paper(
                name="statement",
                title=L("费用明细表", "Statement of charges"),
                fields=("unit", "payer", "lines", "total"),
            ),
        ),
        indexes=(("site_id", "method", "cash_deposit_id", "paid_at"), ("unit_id", "paid_at")),
    )
    __table_args__ = (
        CheckConstraint("total > 0", name="total_given"),
        CheckConstraint("received IS NULL OR received >= total", name="received_covers_total"),
        CheckConstraint("status = 'issued' OR reversal_asked_by_id IS NOT NULL", name="reversal_has_asker"),
        CheckConstraint(
            "status <> 'reversed' OR (reversed_by_id IS NOT NULL AND reversed_by_id <> reversal_asked_by_id)",
            name="reversed_by_another",
        ),
    )

    unit: Mapped[Home] = ref("Unit", L("房屋", "Home"), required=True, prefill=(("payer", "owner_name"),))
    unit_id: Mapped[int]
    payer: Mapped[str] = string(L("缴费人", "Payer"), length=60, required=True)
    method: Mapped[Method] = choice(Method, L("方式", "Paid by"), required=True, default=Method.cash)
    lines: Mapped[list[Any]] = rows(L("明细", "Lines"), ReceiptLine)
    total: Mapped[Decimal] = money(L("合计", "Total"), kept=True, required=True)
    received: Mapped[Decimal | None] = money(
        L("实收现金", "Cash handed over"),
        minimum=0,
        shown_when=When("method", "cash"),
        help=L("留空即刚好；多给的自动算出找零。", "Left empty when exact; more gives the change."),
    )
    change: Mapped[Decimal | None] = money(L("找零", "Change"), kept=True)
    vouchers: Mapped[list[Any]] = rows(L("票据", "Vouchers"), ReceiptVoucher)
    started_at: Mapped[dt.datetime | None] = moment(L("开始办理", "Began"), default=Default.NOW)
    paid_at: Mapped[dt.datetime] = moment(L("收款时间", "Paid at"), required=True, default=Default.NOW)
    cash_deposit: Mapped[Any] = ref("CashDeposit", L("缴存单", "Banked with"), system=True)
    cash_deposit_id: Mapped[int | None]
    reversal_asked_by: Mapped[Any] = ref("User", L("冲红申请人", "Reversal asked for by"), system=True)
    reversal_asked_by_id: Mapped[int | None]
    reversal_asked_at: Mapped[dt.datetime | None] = moment(L("申请冲红时间", "Reversal asked for at"), system=True)
    reversed_by: Mapped[Any] = ref("User", L("冲红人", "Reversed by"), system=True)
    reversed_by_id: Mapped[int | None]
    reversed_at: Mapped[dt.datetime | None] = moment(L("冲红时间", "Reversed at"), system=True)
    reversal_deposit: Mapped[Any] = ref("CashDeposit", L("冲红计入缴存单", "Reversal counted in"), system=True)
    reversal_deposit_id: Mapped[int | None]
