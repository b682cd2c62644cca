"""What each bill still asked for at the end of a period: what it asks for now, with what happened since taken back.

A receipt settles its bills at the moment on it, a reversed one until its reversal; a bill waived or void since then was owed
until it was. So a statement of an earlier month says the same whenever it is worked out, and one of today what bills say today.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, literal_column, not_, select, type_coerce, union_all
from sqlalchemy.orm import Session, object_session

from models.engine.history import HistoryEntry
from models.finance.bill import Bill
from models.finance.bill_rules import OPEN
from models.finance.receipt import Receipt, ReceiptLine
from reports.counting import here
from reports.spec import Conditions, Span

COUNTS = ("due", "part", "paid")
"""States of bills that ask for money; a waived one asks for none."""
GIVEN_UP = ("waived", "void")
HOLDS = ("issued", "reversal_asked")
"""States of receipts that hold: a reversal asked for is not yet one."""
STOOD = "stood"
"""The name of the subquery that ``stood_open`` joins."""
OWED_THEN: ColumnElement[Any] = type_coerce(literal_column(f"{STOOD}.owed"), Bill.amount.type)
"""What a bill asked for then, in a query of rows that ``stood_open``."""
UNPAID: ColumnElement[Any] = type_coerce(Bill.amount - Bill.paid, Bill.amount.type)
"""What a bill still asked for when it was waived."""


def stood_open(span: Span) -> Conditions:
    """Return the conditions of bills of the site, made and due by the end of the period (``span.upto``), of which something was owed then.

    The site and the days stand within the subquery alone: beside the join they would have SQLite walk over every bill there is.
    """
    return (Bill.id == _stood(span).c.bill_id,)


def owed_then(bill: Bill, span: Span) -> Any:
    """Return what one bill asked for at the end of the period, in yuan."""
    session: Session | None = object_session(bill)
    if session is None or span.end > span.now:
        return bill.owed
    rows = _stood(span, bill.id)
    return session.execute(select(rows.c.owed)).scalar()


def _stood(span: Span, bill_id: int | None = None) -> Subquery:
    """Return (bill_id, owed) of what was owed at the end of the period, of all bills or of one."""
    rest = select(Bill.id.label("bill_id"), Bill.owed.label("owed"))
    given_up = exists().where(
        HistoryEntry.register == Bill.slug(), HistoryEntry.record_id == Bill.id,
        HistoryEntry.from_state.in_(COUNTS), HistoryEntry.to_state == Bill.status, _since(span, HistoryEntry.at),
    ).correlate(Bill)  # fmt: skip
    bills: Conditions = (*here(Bill, span), *_fell_due(span)) if bill_id is None else (Bill.id == bill_id,)
    lines: Conditions = (
        (*_fell_due(span), *here(Receipt, span)) if bill_id is None else (ReceiptLine.bill_id == bill_id,)
    )
    if bill_id is None:  # most of what came in since is for newer bills: they are passed over unread
        newest = select(Bill.id).where(not_(_since(span, Bill.created_at))).order_by(Bill.id.desc()).limit(1)
        lines = ReceiptLine.bill_id <= newest.scalar_subquery(), *lines
    line, back = (
        select(ReceiptLine.bill_id, amount)
        .join(Receipt, Receipt.id == ReceiptLine.parent_id)
        .join(Bill, Bill.id == ReceiptLine.bill_id)
        for amount in (ReceiptLine.amount, -ReceiptLine.amount)
    )
    settled_since = _since(span, Receipt.paid_at)
    if span.end > span.now:  # a desk's clock may run ahead: what is written down already is settled
        settled_since = and_(settled_since, _since(span, Receipt.created_at))
    reversed_since = _since(span, Receipt.reversed_at)
    parts = union_all(
        rest.where(Bill.status.in_(OPEN), *bills),
        select(Bill.id, UNPAID).where(Bill.status.in_(GIVEN_UP), _since(span, Bill.updated_at), given_up, *bills),
        line.where(Receipt.status.in_(HOLDS), settled_since, *lines),
        back.where(Receipt.status == "reversed", reversed_since, not_(settled_since), *lines),
    ).subquery()
    owed = func.sum(parts.c.owed)
    return select(parts.c.bill_id, owed.label("owed")).group_by(parts.c.bill_id).having(owed > 0).subquery(STOOD)


def _fell_due(span: Span) -> Conditions:
    return Bill.due_on <= span.until, not_(_since(span, Bill.created_at))


def _since(span: Span, moment: Any) -> ColumnElement[bool]:
    """Return the condition that a moment lies after the end of the period; what is written down at this moment does not."""
    after: ColumnElement[bool] = moment >= span.end if span.end <= span.now else moment > span.now
    return after
