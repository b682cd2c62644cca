"""What is charged and what came in: the week's takings, the month's statement, the collection rate (004 §5.1, §5.6; 003 (四)2; S-01, S-02, S-38).

Due is what the bills of the period ask for, by the day they fall due; paid on them is what had come in when the summary was worked
out. Taken is what the receipts of the period say, whatever they pay for; a reversed receipt is no money.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from models.duty.report_list import Report
from models.finance.bill import Bill
from models.finance.cash_deposit import CashDeposit
from models.finance.fee_item import FeeItem
from models.finance.receipt import Receipt, ReceiptLine
from models.spec import L, Label
from reports.arrears import BY_AGE, OWED, OWING
from reports.owing import COUNTS, UNPAID
from reports.row_tables import RowTable, Sum
from reports.spec import Breakdown, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Where, Worked, standing

SERVICE_FEE = "fee.service_name"
RECEIPTS, TAKEN = L("收据张数", "Receipts"), L("实收金额", "Money taken")
what_for = func.coalesce(FeeItem.name, ReceiptLine.item, "")
"""What a line of a receipt is for."""


def _taken(span: Span) -> Conditions:
    """Receipts of the period that hold: a reversal asked for is not yet a reversal."""
    return Receipt.status != "reversed", *span.during(Receipt.paid_at)


def _reversed(span: Span) -> Conditions:
    return Receipt.status == "reversed", *span.during(Receipt.reversed_at)


def _cash(span: Span) -> Conditions:
    return *_taken(span), Receipt.method == "cash"


def _banked(span: Span) -> Conditions:
    return standing(CashDeposit), *span.days(CashDeposit.business_date)


def _differing(span: Span) -> Conditions:
    return *_banked(span), CashDeposit.difference != 0


def _fell_due(span: Span) -> Conditions:
    return Bill.status.in_(COUNTS), *span.days(Bill.due_on)


def _in_the_year(span: Span) -> Conditions:
    """Due since 1 January of the year the period ends in."""
    return Bill.status.in_(COUNTS), Bill.due_on >= span.until.replace(month=1, day=1), Bill.due_on <= span.until


def _waived(span: Span) -> Conditions:
    return Bill.status == "waived", *span.days(Bill.due_on)


def _service(span: Span) -> Any:
    """The condition that a bill is for the property service fee: its item's name holds the site's word for it."""
    named = select(FeeItem.id).where(FeeItem.name.contains(str(span.setting(SERVICE_FEE)), autoescape=True))
    return Bill.fee_item_id.in_(named)


def _with_fee(query: Select[Any]) -> Select[Any]:
    """Join what a line pays for: its bill and the bill's fee."""
    return query.outerjoin(Bill, Bill.id == ReceiptLine.bill_id).outerjoin(FeeItem, FeeItem.id == Bill.fee_item_id)


TAKEN_PARTS = (
    Tally(code="receipts", label=RECEIPTS, register=Receipt, where=_taken),
    Tally(code="households", label=L("缴费户数", "Households that paid"), register=Receipt, where=_taken, each="unit",
          measure=Measure.households),
    Tally(code="taken", label=TAKEN, register=Receipt, where=_taken, add="total", measure=Measure.yuan),
    Tally(code="reversed", label=L("冲红金额", "Reversed"), register=Receipt, where=_reversed, add="total",
          measure=Measure.yuan),
)  # fmt: skip
TAKEN_BY_FEE = RowTable(
    code="by_item",
    label=L("按收费项目", "By fee"),
    document=Receipt,
    rows=ReceiptLine,
    where=_taken,
    by=what_for,
    joined=_with_fee,
    columns=(
        Sum(code="taken", label=TAKEN, of=ReceiptLine.amount, measure=Measure.yuan),
        Sum(code="receipts", label=RECEIPTS),
    ),
)
BY_ITEM = Worked(code=TAKEN_BY_FEE.code, label=TAKEN_BY_FEE.label, work=TAKEN_BY_FEE)
BY_METHOD = Breakdown(
    code="by_method", label=L("按收款方式", "By way of paying"), by="method", tallies=("receipts", "taken")
)
REVERSALS = Listing(
    code="reversals", label=L("冲红的收据", "Reversed receipts"), register=Receipt, where=_reversed, sort="reversed_at",
    columns=("number", "unit", "payer", "total", "paid_at", "reversal_asked_by", "reversed_by", "reversed_at"),
)  # fmt: skip

FEE_WEEKLY = Summary(
    report=Report.fee_weekly,
    parts=(
        *TAKEN_PARTS,
        Tally(code="cash", label=L("其中现金", "Of it, cash"), register=Receipt, where=_cash, add="total",
              measure=Measure.yuan),
        Tally(code="banked", label=L("现金缴存", "Cash banked"), register=CashDeposit, where=_banked, add="deposited",
              measure=Measure.yuan, clause="004 §5.3"),
        Tally(code="differing", label=L("缴存有差额的天数", "Days banked with a difference"), register=CashDeposit,
              where=_differing, measure=Measure.days, target=Decimal(0), more_is_better=False, clause="S-36"),
        BY_ITEM,
        BY_METHOD,
        Breakdown(code="by_day", label=L("按日", "By day"), by="paid_at:day", tallies=("receipts", "taken")),
        REVERSALS,
    ),
)  # fmt: skip


def _owed_of(where: Where, code: str, label: Label) -> tuple[Tally, Tally, Rate]:
    """Return what such bills ask for, what came in on them, and the share: the collection rate."""
    due = Tally(
        code=f"{code}due",
        label=L("{what}应收", "{what}: due").format(what=label),
        register=Bill,
        where=where,
        add="amount",
        measure=Measure.yuan,
    )
    paid = Tally(
        code=f"{code}paid",
        label=L("{what}已收", "{what}: paid").format(what=label),
        register=Bill,
        where=where,
        add="paid",
        measure=Measure.yuan,
    )
    rate = Rate(
        code=f"{code}rate",
        label=L("{what}收缴率", "{what}: collection rate").format(what=label),
        of=paid.code,
        among=due.code,
        target="target.collection",
        clause="003 (四)2; T-48; A-63",
    )
    return due, paid, rate  # fmt: skip


PERIOD, YEAR = L("本期", "This period"), L("本年累计", "This year")
FEE_MONTHLY = Summary(
    report=Report.fee_monthly,
    parts=(
        *_owed_of(_fell_due, "", PERIOD),
        Tally(code="waived", label=L("本期减免", "Waived"), register=Bill, where=_waived, add=UNPAID,
              measure=Measure.yuan),
        *TAKEN_PARTS,
        OWED,
        OWING,
        Breakdown(code="by_fee", label=L("按收费项目：应收、已收", "By fee: due and paid"), by="fee_item",
                  tallies=("due", "paid"), rates=("rate",)),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building", tallies=("due", "paid", "owed"),
                  rates=("rate",)),
        BY_AGE,
        BY_ITEM,
        BY_METHOD,
        REVERSALS,
    ),
)  # fmt: skip


def _service_due(span: Span) -> Conditions:
    return *_fell_due(span), _service(span)


def _service_year(span: Span) -> Conditions:
    return *_in_the_year(span), _service(span)


COLLECTION_RATE = Summary(
    report=Report.collection_rate,
    parts=(
        *_owed_of(_service_due, "", PERIOD),
        *_owed_of(_service_year, "year_", YEAR),
        Breakdown(code="by_building", label=L("本年按楼栋", "This year, by building"), by="unit.building",
                  tallies=("year_due", "year_paid"), rates=("year_rate",)),
        Breakdown(code="by_fee", label=L("本年按收费项目", "This year, by fee"), by="fee_item",
                  tallies=("year_due", "year_paid"), rates=("year_rate",)),
    ),
)  # fmt: skip

SUMMARIES = (FEE_WEEKLY, FEE_MONTHLY, COLLECTION_RATE)
