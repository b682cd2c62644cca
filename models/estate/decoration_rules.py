"""Decoration: money before work, stops and resumptions, what a deduction may take (000 §4.5.4; 002 职责2; C-36, R-E06 to R-E08)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.spec import Case, Effect, L, Refusal, Set

NO_DEPOSIT = L(
    "还没有收到装修押金，不能开工：先收押金，再在这里选上。",
    "The decoration deposit has not been received: take it, choose it here, then start.",
)
WRONG_DEPOSIT = L(
    "{number}不是这套房屋在押的装修押金，请另选。",
    "{number} is no decoration deposit held for this home; choose another.",
)
NO_GARBAGE_FEE = L(
    "垃圾清运费还没有缴清，不能开工：先收费，再在这里选上账单。",
    "The garbage fee is not paid: take it, choose the bill here, then start.",
)
NOT_LOADED = L(
    "系统里没有这户在押的装修押金：请先在“押金”里导入（填原纸质收据号），再导入这份申请。",
    "No decoration deposit is held here for this home: load it in the register of deposits first (with the number of its "
    "paper receipt), then this application.",
)
NO_PAPER_RECEIPT = L(
    "已经开工的，请填“清运费原纸质收据号”；还没收清运费的，状态写“已批准”。",
    "Work that has started needs the number of the garbage fee's paper receipt; where the fee was not taken yet the state is "
    "“Approved”.",
)
WRONG_BILL = L("账单{number}不是这套房屋的，请另选。", "Bill {number} is not this home's; choose another.")
STILL_STOPPED = L(
    "{number}要求停工整改，还没有复查合格，不能复工。",
    "{number} stopped the work and is not verified yet; work can't resume.",
)
NOT_REFUNDED = L(
    "押金{number}还没有退还或扣完，先在押金登记里办理退款。",
    "Deposit {number} is neither refunded nor used up yet; settle it in the register of deposits first.",
)
WRONG_REFUND = L(
    "押金{number}应退{due}元，实退{paid}元，请财务核对。",
    "Deposit {number} should give back ¥{due}, not ¥{paid}; have it checked.",
)
OVER_DEPOSIT = L(
    "扣款{amount}元超过在押的{left}元，请改小。", "¥{amount} is more than the ¥{left} of deposit still held; lower it."
)
NOTHING_HELD = L(
    "这户没有在押的装修押金，不能扣款。", "No decoration deposit is held for this home, so nothing can be deducted."
)


def held(deposit: Any) -> Decimal:
    """Return what is left of a deposit after its deductions, in yuan; 0 when it is no longer held."""
    if deposit is None or deposit.status != "held":
        return Decimal(0)
    return left_of(deposit.amount, [row.amount for row in deposit.deductions])


def left_of(amount: Decimal, deductions: list[Decimal | None]) -> Decimal:
    """Return a deposit less its deductions: what is refunded in the end (000 §4.5.4)."""
    return amount - sum((d for d in deductions if d is not None), Decimal(0))


def found_deposit(case: Case) -> Any | None:
    """Return the deposit of an application: the one chosen, else the newest decoration deposit held for its home."""
    paper = case.record
    from models.finance.deposit import Deposit  # noqa: PLC0415 - finance refers to decoration papers itself

    with case.session.no_autoflush:
        if paper.deposit_id is not None:
            return case.session.get(Deposit, paper.deposit_id)
        query = select(Deposit).where(
            Deposit.unit_id == paper.unit_id, Deposit.kind == "decoration", Deposit.status == "held"
        )
        return case.session.scalars(query.order_by(Deposit.id.desc()).limit(1)).first()


def found_bill(case: Case) -> Any | None:
    """Return the bill of the garbage fee: the one chosen, else the newest paid one of its home."""
    paper = case.record
    from models.finance.bill import Bill  # noqa: PLC0415 - finance refers to decoration papers itself
    from models.finance.fee_item import FeeItem  # noqa: PLC0415 - the same

    with case.session.no_autoflush:
        if paper.garbage_fee_id is not None:
            return case.session.get(Bill, paper.garbage_fee_id)
        query = (
            select(Bill)
            .join(FeeItem, FeeItem.id == Bill.fee_item_id)
            .where(
                Bill.unit_id == paper.unit_id,
                Bill.status == "paid",
                FeeItem.name.in_(GARBAGE_FEES),
                Bill.created_at >= paper.created_at,
            )
        )
        return case.session.scalars(query.order_by(Bill.id.desc()).limit(1)).first()


GARBAGE_FEES = ("垃圾清运费", "装修垃圾清运费")
"""What the fee item is called (002 职责2); the second where household refuse is charged as well."""


def no_deposit_yet(case: Case) -> Refusal | None:
    """Refuse to take a second deposit for the same decoration."""
    deposit = case.record.deposit
    if deposit is None or deposit.status == "void":
        return None
    return Refusal(L("已经收过押金{number}。", "Deposit {number} was taken already.").format(number=deposit.number))


def as_deposit(paper: Any) -> dict[str, Any]:
    """Return what the deposit takes over from the application."""
    return {"unit": paper.unit_id, "payer": paper.applicant.name, "kind": "decoration"}


def deposit_received(case: Case) -> Refusal | None:
    """Refuse to start before the decoration deposit is held (002 职责2)."""
    deposit = found_deposit(case)
    if deposit is None:
        return Refusal(NOT_LOADED if case.loaded else NO_DEPOSIT, "deposit", "002 职责2")
    if deposit.unit_id != case.record.unit_id or deposit.kind != "decoration" or deposit.status != "held":
        return Refusal(WRONG_DEPOSIT.format(number=deposit.number), "deposit", "002 职责2")
    return None


def garbage_fee_received(case: Case) -> Refusal | None:
    """Refuse to start before the garbage fee is paid, here or on paper before the system (002 职责2)."""
    bill = found_bill(case)
    if bill is None and case.record.garbage_receipt:
        return None
    if bill is None and case.loaded:
        return Refusal(NO_PAPER_RECEIPT, "garbage_receipt", "002 职责2")
    if bill is None:
        return Refusal(NO_GARBAGE_FEE, "garbage_fee", "002 职责2")
    if bill.unit_id != case.record.unit_id:
        return Refusal(WRONG_BILL.format(number=bill.number), "garbage_fee", "002 职责2")
    return None if bill.status == "paid" else Refusal(NO_GARBAGE_FEE, "garbage_fee", "002 职责2")


def started(case: Case) -> list[Effect]:
    """Keep which deposit and bill let the work start."""
    deposit, bill = found_deposit(case), found_bill(case)
    return [
        *([Set("deposit", deposit.id)] if deposit is not None else []),
        *([Set("garbage_fee", bill.id)] if bill is not None else []),
    ]


def notices_settled(case: Case) -> Refusal | None:
    """Refuse to resume while a notice that stopped the work is not verified (000 §4.5.4).

    After an enforced one work resumes with the verification of a later notice.
    """
    from models.estate.rectification_notice import RectificationNotice  # noqa: PLC0415 - it names this module

    query = (
        select(RectificationNotice)
        .where(
            RectificationNotice.application_id == case.record.id,
            RectificationNotice.status.in_(("issued", "rectified", "verified", "enforced")),
        )
        .order_by(RectificationNotice.id)
    )
    waiting: Any = None
    enforced: Any = None
    for notice in case.session.scalars(query):
        if notice.status == "verified":
            enforced = None
        elif notice.status == "enforced" and {"stop", "evict"}.intersection(notice.measures):
            enforced = notice
        elif "stop" in notice.measures:
            waiting = notice
    waiting = waiting or enforced
    if waiting is None:
        return None
    return Refusal(STILL_STOPPED.format(number=waiting.number), None, "000 §4.5.4")


def deposit_settled(case: Case) -> Refusal | None:
    """Refuse to close before the deposit is refunded less its deductions, or used up (000 §4.5.4)."""
    deposit = case.record.deposit
    if deposit is None or deposit.status not in {"refunded", "forfeited"}:
        number = deposit.number if deposit is not None else ""
        return Refusal(NOT_REFUNDED.format(number=number), "deposit", "000 §4.5.4")
    due = left_of(deposit.amount, [row.amount for row in deposit.deductions])
    if deposit.status == "refunded" and deposit.refunded is not None and deposit.refunded != due:
        words = WRONG_REFUND.format(number=deposit.number, due=due, paid=deposit.refunded)
        return Refusal(words, "deposit", "000 §4.5.4")
    return None
