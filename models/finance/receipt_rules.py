"""The rules of receipts: what may be taken, what a receipt settles, and what its reversal gives back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from models.base.rules import is_new
from models.finance.amounts import NOTHING, add, yuan
from models.finance.bill_rules import OPEN, too_much
from models.spec import Apply, Case, Effect, L, Refusal, Set, Update

NO_LINES = L("请至少写一行收的什么费、多少钱。", "Please write at least one line: what for, and how much.")
WHAT_FOR = L("请选择账单；没有账单的，写明收的什么费。", "Choose the bill; where there is none, write what it is for.")
OTHER_HOME = L("账单{number}是{home}的，不是这户的。", "Bill {number} is {home}'s, not this home's.")
SAME_TWICE = L("账单{number}写了两行，请合成一行。", "Bill {number} stands on two lines; please make it one.")
NOT_OPEN = L("账单{number}现在是“{state}”，不能收款。", "Bill {number} is “{state}”, so nothing can be taken for it.")
TOO_LITTLE = L("实收 {received} 元，不够应收的 {total} 元。", "{received} yuan is less than the {total} yuan due.")
NOT_IN_BOOK = L(
    "票号{number}不在领用册 {book}（{first} 至 {last}）里。", "{number} is not in book {book} ({first} to {last})."
)
OTHER_KIND = L("领用册 {book} 是{kind}。", "Book {book} holds {kind}.")
USED = L("票号{number}已用在收据{receipt}上。", "{number} is on receipt {receipt} already.")
VOIDED = L("票号{number}已登记作废。", "{number} is entered as void.")
NO_BOOK = L(
    "没有哪本领用的{kind}里有票号{number}，请先登记领用。",
    "No {kind} book taken out holds {number}; enter the book first.",
)
MORE_THAN_TOTAL = L(
    "票据共 {sum} 元，多于收款的 {total} 元。", "The vouchers come to {sum} yuan, more than the {total} yuan taken."
)
DEPOSIT_MOVED = L(
    "押金{number}已经扣过或退过，它的收据不能冲红。",
    "Deposit {number} was deducted from or refunded; its receipt can't be reversed.",
)


def derived(case: Case) -> list[Set]:
    """Return the total and the change; a receipt's figures are worked out once and stay."""
    receipt = case.record
    if not is_new(receipt):
        return []
    total = add(line.amount for line in receipt.lines)
    if receipt.method != "cash":
        return [Set("total", total), Set("received", None), Set("change", None)]
    received = total if receipt.received is None else receipt.received
    return [Set("total", total), Set("received", received), Set("change", max(received - total, NOTHING))]


def has_lines(case: Case) -> Refusal | None:
    """Refuse a receipt that does not say what for."""
    receipt = case.record
    if not is_new(receipt):
        return None
    if not receipt.lines:
        return Refusal(NO_LINES, "lines")
    for at, line in enumerate(receipt.lines):
        if line.bill is None and not line.item:
            return Refusal(WHAT_FOR, f"lines-{at}-bill")
    return None


def bills_can_be_paid(case: Case) -> Refusal | None:
    """Refuse another home's bill, one that is settled, and more than is owed, saying who was faster (002 §2(1))."""
    receipt = case.record
    if not is_new(receipt):
        return None
    seen: set[int] = set()
    for at, line in enumerate(receipt.lines):
        bill, field = line.bill, f"lines-{at}-bill"
        if bill is None:
            continue
        if bill.unit_id != receipt.unit_id:
            return Refusal(OTHER_HOME.format(number=bill.number, home=bill.unit.address), field)
        if bill.id in seen:
            return Refusal(SAME_TWICE.format(number=bill.number), field)
        seen.add(bill.id)
        if bill.status not in (*OPEN, "paid"):
            state = type(bill).__register__.flow.state(bill.status).label
            return Refusal(NOT_OPEN.format(number=bill.number, state=state), field)
        if line.amount is not None and line.amount > bill.owed:
            return Refusal(too_much(case.session, bill, line.amount), f"lines-{at}-amount", "002 §2(1)")
    return None


def cash_is_enough(case: Case) -> Refusal | None:
    """Refuse less cash than is due."""
    receipt = case.record
    if not is_new(receipt) or receipt.received is None or receipt.received >= receipt.total:
        return None
    return Refusal(TOO_LITTLE.format(received=yuan(receipt.received), total=yuan(receipt.total)), "received")


def vouchers_are_ours(case: Case) -> Refusal | None:
    """Refuse paper numbers outside the books, used before or void, and more than was taken (A-48, X-17)."""
    receipt = case.record
    if not is_new(receipt):
        return None
    for at, line in enumerate(receipt.vouchers):
        sentence = _voucher(case, line)
        if sentence is not None:
            return Refusal(sentence, f"vouchers-{at}-number", "X-17")
    total = add(line.amount for line in receipt.vouchers)
    if total > receipt.total:
        return Refusal(MORE_THAN_TOTAL.format(sum=yuan(total), total=yuan(receipt.total)), "vouchers", "A-48")
    return None


def _voucher(case: Case, line: Any) -> Any:
    from models.finance.receipt import Receipt, ReceiptVoucher  # noqa: PLC0415 - the register names this module
    from models.finance.receipt_book import holding  # noqa: PLC0415 - the same

    book = line.book or holding(case.session, case.record.site_id, line.kind, line.number)
    if book is None:
        return NO_BOOK.format(kind=line.kind.label, number=line.number)
    if book.kind.value != line.kind.value:
        return OTHER_KIND.format(book=book.number, kind=book.kind.label)
    if not book.holds(line.number):
        return NOT_IN_BOOK.format(number=line.number, book=book.number, first=book.number_from, last=book.number_to)
    line.book, line.book_id = book, book.id
    if any(v.number == line.number for v in book.voided):
        return VOIDED.format(number=line.number)
    query = (
        select(Receipt.number)
        .join(ReceiptVoucher, ReceiptVoucher.parent_id == Receipt.id)
        .where(ReceiptVoucher.book_id == book.id, ReceiptVoucher.number == line.number)
    )
    with case.session.no_autoflush:
        used = case.session.execute(query).scalar()
    return None if used is None else USED.format(number=line.number, receipt=used)


def settled(case: Case) -> list[Effect]:
    """Pay the bills, always in the same order so that two counters never wait for each other; answer the deposit."""
    receipt = case.record
    out: list[Effect] = [
        Apply(line.bill, "receive", {"taken": line.amount}, quiet=False) for line in _in_order(receipt.lines)
    ]
    if case.via is not None and case.via.slug() == "deposit":
        out.append(Update(case.via, {"receipt": receipt}))
    return out


def _in_order(lines: Iterable[Any]) -> list[Any]:
    return sorted((line for line in lines if line.bill is not None), key=lambda line: line.bill.id)


def deposits_of(case: Case) -> list[Any]:
    """Return the deposits this receipt was issued for, those void left out."""
    from models.finance.deposit import Deposit  # noqa: PLC0415 - deposits issue receipts

    query = select(Deposit).where(Deposit.receipt_id == case.record.id, Deposit.status != "void")
    with case.session.no_autoflush:
        return list(case.session.scalars(query))


def deposit_is_whole(case: Case) -> Refusal | None:
    """Refuse to reverse the receipt of a deposit that was already deducted from or refunded."""
    for deposit in deposits_of(case):
        if deposit.status != "held" or deposit.deducted:
            return Refusal(DEPOSIT_MOVED.format(number=deposit.number))
    return None


def given_back(case: Case) -> list[Effect]:
    """Make the bills owed again exactly as they were, and the deposit void; a bill waived since stays waived."""
    out: list[Effect] = []
    for line in _in_order(case.record.lines):
        bill = line.bill
        if bill.status in {"part", "paid"}:
            out.append(Apply(bill, "restore", {"given_back": line.amount}, quiet=False))
        else:
            out.append(Update(bill, {"paid": bill.paid - line.amount}))
    reason = {"reason": case.data.get("reason")}
    return [*out, *(Apply(d, "void", reason, quiet=False) for d in deposits_of(case))]
