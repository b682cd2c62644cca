"""押金: money held until something is returned or made good; one account, taken, deducted and refunded apart (A-25, R-D04).

002 职责2; 000 §4.5.4. Deductions come from rectification notices (``Apply(deposit, "deduct", {"deducted_now": amount,
"reason": why}``) and are never more than is held.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base.rules import changed, is_new
from models.declare import Record, choice, date, money, ref, rows, string
from models.finance.amounts import FEN, NOTHING, add, yuan
from models.finance.receipt import Method
from models.spec import (
    NOW,
    RECEPTION,
    STAY,
    Apply,
    Ask,
    Case,
    Create,
    Default,
    Effect,
    Field,
    Kind,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tone,
    Transition,
    asks,
    flow,
    void_from,
)

if TYPE_CHECKING:
    from models.base.unit import Unit
    from models.finance.receipt import Receipt

READERS = (Role.cashier, *RECEPTION, Role.cs_supervisor, Role.director, Role.hq_quality)
TOO_MUCH = L(
    "押金还剩 {left} 元，不能扣 {taken} 元。", "{left} yuan of the deposit is left, so {taken} can't be deducted."
)
NOTHING_TAKEN = L("扣款要大于零。", "A deduction is more than nothing.")
FIXED = L(
    "收据已开，金额和缴款人不能改；收错了请冲红收据后重收。",
    "The receipt is issued, so amount and payer stay; where they are wrong, reverse the receipt and take it again.",
)
NOT_BEFORE = L(
    "导入的是以前已收的押金，请填原纸质收据号；现在收的押金请在押金登记里办理，收据自动开出。",
    "What is loaded was taken before: give the number of its paper receipt. One taken now is entered in the register, which "
    "issues its receipt.",
)
REVERSE_FIRST = L(
    "这笔押金开了收据 {receipt}：请先冲红收据，押金随之作废。",
    "Receipt {receipt} was issued for this deposit: reverse it, and the deposit becomes void with it.",
)
DEDUCTED_NOW = Field(name="deducted_now", kind=Kind.money, label=L("本次扣款", "Deduct now"), required=True)


class DepositKind(LabelEnum):
    """What the deposit is for."""

    decoration = "decoration", "装修押金", "Decoration"
    pass_ = "pass", "出入证押金", "Pass"
    key = "key", "钥匙押金", "Key"
    other = "other", "其他", "Other"


def derived(case: Case) -> list[Set]:
    """Return what was deducted so far."""
    return [Set("deducted", add(line.amount for line in case.record.deductions))]


def within_amount(case: Case) -> Refusal | None:
    """Refuse deductions above what is held (000 §4.5.4)."""
    deposit = case.record
    taken = add(line.amount for line in deposit.deductions)
    if deposit.amount is None or taken <= deposit.amount:
        return None
    return Refusal(TOO_MUCH.format(left=yuan(deposit.amount), taken=yuan(taken)), "deductions", "000 §4.5.4")


def amount_stays(case: Case) -> Refusal | None:
    """Refuse to change what the receipt says."""
    deposit = case.record
    if is_new(deposit) or deposit.receipt_id is None:
        return None
    return Refusal(FIXED, "amount") if changed(deposit, "amount", "payer", "unit", "unit_id", "method") else None


def taken_before(case: Case) -> Refusal | None:
    """Refuse to load money that no paper receipt speaks of: a receipt is issued by who takes it (002 §2(3))."""
    return Refusal(NOT_BEFORE, "old_receipt", "002 §2(3)") if case.loaded and not case.record.old_receipt else None


def receipt_issued(case: Case) -> list[Effect]:
    """Issue the receipt, so that the money is banked; one already held on paper keeps its old receipt."""
    deposit = case.record
    if deposit.receipt_id is not None or deposit.old_receipt:
        return []
    name = case.setting("deposit.name") if deposit.kind == DepositKind.decoration else None
    line = {"item": name or deposit.kind.label.zh, "amount": deposit.amount}
    values = {"unit": deposit.unit_id, "payer": deposit.payer, "method": deposit.method, "lines": [line]}
    return [Create("Receipt", {**values, "paid_at": case.now})]


def used_up(case: Case) -> list[Effect]:
    """Forfeit the deposit when the deductions have reached it."""
    deposit = case.record
    return [Apply(deposit, "forfeit")] if deposit.deducted == deposit.amount else []


def deduction_fits(case: Case) -> Refusal | None:
    """Refuse to deduct nothing, and more than is left."""
    deposit, taken = case.record, case.data["deducted_now"]
    if taken is None or taken <= 0:
        return Refusal(NOTHING_TAKEN, "deducted_now")
    left = deposit.amount - deposit.deducted
    if taken <= left:
        return None
    return Refusal(TOO_MUCH.format(left=yuan(left), taken=yuan(taken)), "deducted_now", "000 §4.5.4")


def deducted(case: Case) -> list[Effect]:
    """Write the deduction down with its notice, and forfeit what is used up."""
    deposit, taken = case.record, case.data["deducted_now"]
    notice = case.via if case.via is not None and case.via.slug() == "rectification_notice" else None
    kept = [{"id": r.id, "notice": r.notice_id, "amount": r.amount, "reason": r.reason} for r in deposit.deductions]
    line = {"notice": notice, "amount": taken, "reason": (case.data.get("reason") or "")[:200] or None}
    total = deposit.deducted + taken
    out: list[Effect] = [Set("deductions", [*kept, line]), Set("deducted", total)]
    return [*out, Apply(deposit, "forfeit")] if total == deposit.amount else out


def refunded(case: Case) -> list[Effect]:
    """Give back what was not deducted (R-D04: 收、扣、退、余额)."""
    return [Set("refunded", case.record.amount - case.record.deducted)]


def receipt_reversed(case: Case) -> Refusal | None:
    """Refuse to void a deposit whose receipt stands."""
    receipt = case.record.receipt
    if receipt is None or receipt.status == "reversed":
        return None
    return Refusal(REVERSE_FIRST.format(receipt=receipt.number), source="X-17")


STATES = (
    State(name="held", label=L("在押", "Held"), tone=Tone.blue, editable=True),
    State(name="refund_asked", label=L("申请退款", "Refund asked for"), tone=Tone.amber),
    State(name="first_approved", label=L("初批", "First approved"), tone=Tone.amber),
    State(name="refunded", label=L("已退", "Refunded"), tone=Tone.green, final=True),
    State(name="forfeited", label=L("已扣完", "Used up"), tone=Tone.grey, final=True),
)
TRANSITIONS = (
    Transition(
        name="deduct",
        label=L("扣款", "Deduct"),
        source=("held",),
        to=STAY,
        roles=(Role.cs_supervisor, Role.director),
        asks=(Ask("deducted_now", own=DEDUCTED_NOW), *asks("reason")),
        guards=(deduction_fits,),
        effects=deducted,
        danger=True,
        clause="000 §4.5.4",
        done=L("{number}已扣款。", "Deducted from {number}."),
    ),
    Transition(
        name="ask_refund",
        label=L("申请退款", "Ask for refund"),
        source=("held",),
        to="refund_asked",
        roles=RECEPTION,
        primary=True,
        clause="002 职责2",
        done=L("{number}已申请退款，等主任同意。", "The refund of {number} waits for the director."),
    ),
    Transition(
        name="forfeit",
        label=L("扣完", "Used up"),
        source=("held",),
        to="forfeited",
        by_itself=True,
        clause="000 §4.5.4",
    ),
    Transition(
        name="first_approve",
        label=L("同意退款", "Agree to the refund"),
        source=("refund_asked",),
        to="first_approved",
        roles=(Role.director,),
        primary=True,
        done=L("{number}已同意退款，请收费员退款。", "The refund of {number} is agreed; the cashier pays it out."),
    ),
    Transition(
        name="refuse_refund",
        label=L("暂不退款", "Not yet"),
        source=("refund_asked", "first_approved"),
        to="held",
        roles=(Role.director,),
        asks=asks("reason"),
    ),
    Transition(
        name="refund",
        label=L("退款", "Refund"),
        source=("first_approved",),
        to="refunded",
        roles=(Role.cashier,),
        sets={"refunded_on": NOW},
        effects=refunded,
        primary=True,
        done=L("{number}已退款。", "{number} is refunded."),
    ),
    Transition(
        name="void",
        label=L("作废", "Void"),
        source=("held", "refund_asked", "first_approved"),
        to="void",
        roles=void_from().roles,
        asks=asks("reason"),
        only=(receipt_reversed,),
        danger=True,
    ),
)


class Deposit(Record):
    """Money held for somebody."""

    __register__ = Register(
        label=L("押金", "Deposit"),
        module=Module.finance,
        source=("002 职责2 装修押金", "000 §4.5.4 扣装修保证金"),
        help=L(
            "收押金时登记，收据自动开出，现金随当天缴存。违章扣款写明依据，扣完为止；退款经主任同意后由收费员办理。",
            "Enter a deposit when it is taken: its receipt is issued and the cash banked with the day's. Deductions say why "
            "and end at the amount; a refund is agreed by the director and paid by the cashier.",
        ),
        icon="lock",
        prefix="YJ2",
        aliases=("装修保证金", "装修押金", "保证金"),
        title="payer",
        list=("number", "received_on", "unit", "payer", "kind", "amount", "deducted", "status"),
        sections=(
            Section(
                L("收取", "Taken"), "unit", "payer", "kind", "amount", "method", "received_on", "receipt", "old_receipt"
            ),
            Section(L("扣款", "Deductions"), "deductions", "deducted"),
            Section(L("退款", "Refund"), "refunded_on", "refunded"),
        ),
        search=("number", "payer", "unit"),
        filters=("status", "kind", "unit", "received_on", "refunded_on"),
        sort="-received_on",
        rights=Rights(read=READERS, create=(Role.cashier, Role.receptionist), import_=(Role.cs_supervisor,)),
        locked_rights=("read", "do:first_approve", "do:refund", "do:deduct"),
        flow=flow(STATES, TRANSITIONS),
        derive=derived,
        guards=(within_amount, amount_stays, taken_before),
        on_create=receipt_issued,
        on_edit=used_up,
        print=("form",),
        indexes=(("unit_id", "kind", "status"),),
    )
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_given"),
        CheckConstraint("deducted >= 0 AND deducted <= amount", name="deducted_within_amount"),
        CheckConstraint(
            "status <> 'refunded' OR (refunded = amount - deducted AND refunded_on IS NOT NULL)",
            name="refunded_is_the_rest",
        ),
        CheckConstraint("status <> 'forfeited' OR deducted = amount", name="forfeited_is_used_up"),
    )

    unit: Mapped[Unit] = ref("Unit", L("房屋", "Unit"), required=True, prefill=(("payer", "owner_name"),))
    unit_id: Mapped[int]
    payer: Mapped[str] = string(
        L("缴款人", "Payer"), length=60, required=True, also=("业主", "业主姓名", "交款人", "缴费人")
    )
    kind: Mapped[DepositKind] = choice(DepositKind, L("类别", "Kind"), required=True, default=DepositKind.decoration)
    amount: Mapped[Decimal] = money(L("金额", "Amount"), required=True, minimum=FEN)
    method: Mapped[Method] = choice(Method, L("收款方式", "Paid by"), required=True, default=Method.cash)
    received_on: Mapped[dt.date] = date(
        L("收款日期", "Received on"), required=True, default=Default.TODAY, also=("收取日期", "缴款日期")
    )
    receipt: Mapped[Receipt | None] = ref("Receipt", L("收据", "Receipt"), system=True)
    receipt_id: Mapped[int | None]
    old_receipt: Mapped[str | None] = string(
        L("原纸质收据号", "Old paper receipt"),
        length=40,
        also=("收据号", "收据编号", "票号"),
        help=L(
            "只用于以前已收、已开纸质收据的押金；填了就不再开收据。扣过款的，金额写还在押的数。",
            "Only for one taken before, with a paper receipt; no receipt is issued then. Where some was deducted, the amount "
            "is what is still held.",
        ),
    )
    deductions: Mapped[list[Any]] = rows(
        L("扣款", "Deductions"),
        options={"system": True},
        notice=ref("RectificationNotice", L("整改通知书", "Notice")),
        amount=money(L("金额", "Amount"), required=True, minimum=FEN),
        reason=string(L("依据", "Why"), length=200),
    )
    deducted: Mapped[Decimal] = money(L("已扣", "Deducted"), kept=True, required=True, default=NOTHING)
    refunded_on: Mapped[dt.date | None] = date(L("退款日期", "Refunded on"), system=True)
    refunded: Mapped[Decimal | None] = money(L("退款金额", "Refunded"), system=True)
