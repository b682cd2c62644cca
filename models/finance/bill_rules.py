"""The rules of bills: what one comes to, that none is made twice, and how paying, giving back and waiving change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import object_session

from models.base.moments import local, today
from models.base.rules import changed, is_new, referred
from models.base.unit import Unit
from models.finance import billing
from models.finance.amounts import NOTHING, price, yuan
from models.finance.fee_item import Basis, FeeItem
from models.spec import Apply, Case, Effect, L, Label, Refusal, Set, Within

OPEN = ("due", "part")
OF_THE_HOME = Within("unit", OPEN, order="due_on")
"""What the look-ups of bills offer once the home is chosen: what it still owes, the oldest first."""
NO_AREA = L(
    "{home}没有登记建筑面积，不能按面积计费。请先在“房屋”里补上。",
    "{home} has no area on record, so nothing can be charged by area. Enter it under “Unit” first.",
)
TWICE = L(
    "{home}的{item}在这段时间已有账单 {number}，不能重复收。",
    "{home} has bill {number} for {item} in this period already; it can't be charged twice.",
)
NO_AMOUNT = L("数量和单价算出来是零，请核对。", "Quantity and price come to nothing; please check them.")
TOO_MUCH = L(
    "账单{number}只欠 {owed} 元，不能收 {taken} 元。",
    "Only {owed} yuan of bill {number} is owed, so {taken} can't be taken.",
)
TAKEN_BY = L(
    "{who}已于 {when} 开收据{receipt}收了 {amount} 元。", "{who} took {amount} yuan with receipt {receipt} at {when}."
)
NOT_A_PART = L(
    "“部分缴”的已收应大于 0、小于应收 {amount} 元，现在是 {paid} 元。没收过钱的写“未缴”，已缴清的不用导入。",
    "The paid part of a partly paid bill lies between nothing and its amount of {amount} yuan; here it is {paid}. With "
    "nothing paid it is due; paid in full it need not be loaded.",
)
HAS_MONEY = L(
    "这张账单已收 {paid} 元，请先冲红收据再作废。",
    "{paid} yuan of this bill is paid; reverse the receipt before voiding it.",
)
NOT_OVERDUE = L(
    "还没有到缴费期限（{day}），不能催缴。", "It is not due before {day}, so there is nothing to remind of."
)
SETTLED = L("这张账单没有欠款了。", "Nothing is owed on this bill.")


def derived(case: Case) -> list[Set]:
    """Return quantity, amount and what is owed: area by the unit, amount by the price, both to the fen.

    An amount given by a rule or by the loading of old arrears stands; a person's form has none.
    """
    bill = case.record
    item, unit = referred(case, "fee_item", FeeItem), referred(case, "unit", Unit)
    if item is None or unit is None or not (is_new(bill) or changed(bill, *_PRICED)):
        return [Set("owed", bill.amount - bill.paid)] if bill.amount and bill.status in OPEN else []
    quantity = unit.gross_area if item.basis == Basis.area and unit.gross_area else bill.quantity
    amount = case.data.get("amount") if is_new(bill) else None
    amount = Decimal(amount) if amount else price(quantity or NOTHING, item.unit_price)
    return [
        Set("quantity", quantity),
        Set("amount", amount),
        Set("owed", amount - (bill.paid or NOTHING)),
        Set("what", worded(item.name, bill.period_from, bill.period_to, unit.address)),
    ]


_PRICED = ("fee_item", "fee_item_id", "unit", "unit_id", "quantity", "period_from", "period_to")


def worded(item: str, start: dt.date, end: dt.date, home: str) -> str:
    """Return what a bill is for in one line: ``物业管理费 2026-11 3栋1单元502``."""
    same_month = (start.year, start.month) == (end.year, end.month)
    period = f"{start:%Y-%m}" if same_month else f"{start:%Y-%m} ~ {end:%Y-%m}"
    return f"{item} {period} {home}"


def area_known(case: Case) -> Refusal | None:
    """Refuse a fee by area for a home whose area nobody entered."""
    item, unit = referred(case, "fee_item", FeeItem), referred(case, "unit", Unit)
    if item is None or unit is None or item.basis != Basis.area or unit.gross_area:
        return None
    return Refusal(NO_AREA.format(home=unit.address), "unit")


def amounts_to_something(case: Case) -> Refusal | None:
    """Refuse a bill over nothing."""
    return None if case.record.amount and case.record.amount > 0 else Refusal(NO_AMOUNT, "quantity")


def partly_paid(case: Case) -> Refusal | None:
    """Refuse arrears taken over as partly paid whose paid part is nothing, or all of it."""
    bill = case.record
    if bill.amount is None or bill.paid is None or NOTHING < bill.paid < bill.amount:
        return None
    return Refusal(NOT_A_PART.format(paid=yuan(bill.paid), amount=yuan(bill.amount)), "paid")


def not_twice(case: Case) -> Refusal | None:
    """Refuse a second bill for the same home, fee and time (002 §2(1)); what is charged once may come again."""
    bill = case.record
    item, unit = referred(case, "fee_item", FeeItem), referred(case, "unit", Unit)
    if item is None or unit is None or bill.status == "void" or bill.period_from is None or bill.period_to is None:
        return None
    if not (is_new(bill) or changed(bill, *_PRICED)):
        return None
    number = billing.billed(case.session, item, bill.period_from, bill.period_to, unit.id).get(unit.id)
    if number is None or number == bill.number:
        return None
    return Refusal(TWICE.format(home=unit.address, item=item.name, number=number), "period_from", "002 §2(1)")


def who_took(session: Any, bill: Any) -> Label | None:
    """Return who took money for a bill last, when, how much and with which receipt."""
    from models.finance.receipt import Receipt, ReceiptLine  # noqa: PLC0415 - receipts build on bills

    query = (
        select(Receipt, ReceiptLine.amount)
        .join(ReceiptLine, ReceiptLine.parent_id == Receipt.id)
        .where(ReceiptLine.bill_id == bill.id, Receipt.status != "reversed")
        .order_by(Receipt.id.desc())
        .limit(1)
    )
    with session.no_autoflush:
        found = session.execute(query).first()
    if found is None:
        return None
    receipt, amount = found
    who = receipt.created_by
    name = (who.display_name or who.username) if who is not None else "-"
    when = f"{local(receipt.paid_at):%Y-%m-%d %H:%M}"
    return TAKEN_BY.format(who=name, when=when, receipt=receipt.number, amount=yuan(amount))


def too_much(session: Any, bill: Any, taken: Decimal) -> Label:
    """Return why ``taken`` can't be taken for a bill, and who was faster."""
    words = TOO_MUCH.format(number=bill.number, owed=yuan(bill.owed), taken=yuan(taken))
    who = who_took(session, bill)
    if who is None:
        return words
    return Label(words.text("zh") + who.text("zh"), words.text("en") + " " + who.text("en"))


def fits(case: Case) -> Refusal | None:
    """Refuse to take more than is owed, judged on the row as it is now, held against others."""
    bill, taken = case.record, case.data["taken"]
    if taken is not None and NOTHING < taken <= bill.owed:
        return None
    return Refusal(too_much(case.session, bill, taken or NOTHING), "lines", "002 §2(1)")


def received(case: Case) -> list[Effect]:
    """Add what a receipt took, and settle the dunning of a household that owes nothing more."""
    bill = case.record
    return _paid(bill, bill.paid + case.data["taken"]) + recounted(case)


def restored(case: Case) -> list[Effect]:
    """Take back what a reversed receipt had paid; the bill is owed again as it was before."""
    bill = case.record
    return _paid(bill, bill.paid - case.data["given_back"]) + recounted(case)


def _paid(bill: Any, paid: Decimal) -> list[Effect]:
    owed = bill.amount - paid
    state = "paid" if owed == 0 else "due" if paid == 0 else "part"
    return [Set("paid", paid), Set("owed", owed), Set("status", state)]


def forgiven(case: Case) -> list[Effect]:
    """A waived or void bill is owed no longer."""
    return [Set("owed", NOTHING), *recounted(case)]


def recounted(case: Case) -> list[Effect]:
    """Have the household's open dunning counted anew."""
    from models.finance.dunning import Dunning  # noqa: PLC0415 - dunning builds on bills
    from models.finance.dunning_rules import ENDED  # noqa: PLC0415 - the same

    query = select(Dunning).where(Dunning.bills.any(id=case.record.id), Dunning.status.not_in(ENDED))
    with case.session.no_autoflush:
        return [Apply(d, "recount") for d in case.session.scalars(query)]


def nothing_paid(case: Case) -> Refusal | None:
    """Refuse to void a bill that money was taken for: the receipt comes first."""
    paid = case.record.paid
    return Refusal(HAS_MONEY.format(paid=yuan(paid)), source="004 §5.3") if paid else None


def overdue(case: Case) -> Refusal | None:
    """Refuse to remind of a bill that is not due yet (003 (三)2: 到期未缴)."""
    bill = case.record
    return None if bill.due_on < today(case) else Refusal(NOT_OVERDUE.format(day=bill.due_on), source="003 (三)2")


def still_owed(case: Case) -> Refusal | None:
    """Offer the counter only while something is owed."""
    return None if case.record.owed else Refusal(SETTLED)


def no_more(_case: Case) -> list[Effect]:
    """Return nothing: the document that was made says it all."""
    return []


def open_bills(bill: Any) -> list[Any]:
    """Return everything the bill's home owes, the oldest first."""
    session = object_session(bill)
    if session is None:
        return [bill]
    model = type(bill)
    query = select(model).where(model.unit_id == bill.unit_id, model.status.in_(OPEN)).order_by(model.due_on, model.id)
    return list(session.scalars(query))


def as_receipt(bill: Any) -> Mapping[str, Any]:
    """Return what a receipt takes over: the home, who pays, and everything it owes."""
    return {
        "unit": bill.unit_id,
        "payer": bill.resident.name if bill.resident is not None else None,
        "lines": [{"bill": b.id, "amount": b.owed} for b in open_bills(bill)],
    }


def as_dunning(bill: Any) -> Mapping[str, Any]:
    """Return what a dunning takes over: the household and everything of it due no later than this bill."""
    late = [b.id for b in open_bills(bill) if b.due_on <= bill.due_on]
    return {"unit": bill.unit_id, "resident": bill.resident_id, "bills": late}
