"""What is owed: by age for the month's statement, household by household for the daily dunning list (003 (三)2; S-37; T-43, T-44; A-46)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from models.duty.report_list import Report
from models.finance import dunning_rules
from models.finance.bill import Bill
from models.finance.dunning import Dunning
from models.spec import Kind, L
from reports.moves import in_state, state_then
from reports.owing import OWED_THEN, owed_then, stood_open
from reports.spec import Band, Breakdown, Column, Conditions, Listing, Measure, Span, Summary, Tally

UNLETTERED = ("new", "reminded")
DUNNED = (*UNLETTERED, "lettered", "visited", "legal")
AGES = ((30, "30"), (90, "90"), (180, "180"), (365, "365"))
"""Days overdue up to which a bill belongs to an age, with the age's code."""


def ages(span: Span) -> tuple[Band, ...]:
    """Return the ages of a debt, in days past its due day, counted to the end of the period."""
    bands, least = [], 0
    for most, code in AGES:
        label = L(f"{least}-{most} 天", f"{least} to {most} days")
        bands.append(Band(code=code, label=label, where=(Bill.due_on >= span.until - dt.timedelta(days=most),)))
        least = most + 1
    older = L(f"{AGES[-1][0]} 天以上", f"Over {AGES[-1][0]} days")
    return *bands, Band(code="older", label=older, where=(Bill.due_on <= span.until,))


OWED = Tally(code="owed", label=L("欠费金额", "Owed"), register=Bill, where=stood_open, add=OWED_THEN,
             measure=Measure.yuan, sited=True)  # fmt: skip
OWING = Tally(code="owing", label=L("欠费户数", "Households owing"), register=Bill, where=stood_open, each="unit",
              measure=Measure.households, sited=True)  # fmt: skip
BY_AGE = Breakdown(code="by_age", label=L("按账龄", "By age"), by=ages, tallies=("owing", "owed"))


def _in(span: Span, *states: str) -> Conditions:
    """Dunnings begun by the end of the period that stood in one of these states then."""
    return Dunning.created_at < span.upto, *in_state(Dunning, span, *states)


def _running(span: Span) -> Conditions:
    return _in(span, *DUNNED)


def _letter_due(span: Span) -> Conditions:
    """Three months after the first call and still no letter."""
    return *_in(span, *UNLETTERED), Dunning.letter_from <= span.until


def _letter_soon(span: Span) -> Conditions:
    later = Dunning.letter_from > span.until
    return *_in(span, *UNLETTERED), later, Dunning.letter_from <= span.until + dt.timedelta(days=7)


def _never_reminded(span: Span) -> Conditions:
    """Overdue bills that no open dunning held."""
    held = select(Bill.id).join(Dunning.bills).where(*_running(span))
    return *stood_open(span), Bill.id.not_in(held)


def _broken(span: Span) -> Conditions:
    return *_running(span), Dunning.promise_on < span.until


def _first_call(paper: Any, span: Span) -> dt.date | None:
    moment = dunning_rules.first_call(paper, sms=bool(span.setting(dunning_rules.SMS_COUNTS)))
    return None if moment is None else span.local(moment).date()


def _days_since(paper: Any, span: Span) -> int | None:
    """Days from the first call to the end of the period; None before anybody called."""
    first = _first_call(paper, span)
    return None if first is None else (span.until - first).days


def _steps(span: Span) -> tuple[Band, ...]:
    """Return the steps of dunning, by the state a household's stood in at the end of the period."""
    then, states = state_then(Dunning, span), Dunning.__register__.flow
    return tuple(Band(code=s, label=states.state(s).label, where=(then == s,)) for s in DUNNED) if states else ()


OWED_BY_THEN = Column(code="owed", label=L("未缴", "Still owed"), value=owed_then, kind=Kind.money)
LADDER: tuple[str | Column, ...] = (
    "number", "unit", "resident", "amount", "first_due_on", "status",
    Column(code="first_call", label=L("首次电话", "First call"), value=_first_call, kind=Kind.date),
    Column(code="days", label=L("距首次电话天数", "Days since the first call"), value=_days_since, kind=Kind.int),
    "letter_from", "promise_on",
)  # fmt: skip

ARREARS_AGEING = Summary(
    report=Report.arrears_ageing,
    parts=(
        OWED,
        OWING,
        Tally(code="dunned", label=L("催缴中户数", "Households being dunned"), register=Dunning, where=_running, each="unit",
              measure=Measure.households),
        Tally(code="never_reminded", label=L("到期未缴、还没催缴的户数", "Overdue and not yet reminded"), register=Bill,
              where=_never_reminded, each="unit", measure=Measure.households, sited=True, clause="T-43"),
        Tally(code="letter_due", label=L("满三个月应发催缴函", "Letters due"), register=Dunning, where=_letter_due,
              measure=Measure.households, clause="003 (三)2; T-44"),
        Tally(code="letter_soon", label=L("七天内满三个月", "Letters due within seven days"), register=Dunning,
              where=_letter_soon, measure=Measure.households),
        Tally(code="broken", label=L("承诺已过未缴", "Promises past"), register=Dunning, where=_broken,
              measure=Measure.households),
        BY_AGE,
        Tally(code="cases", label=L("催缴中", "Being dunned"), register=Dunning, where=_running, shown=False),
        Tally(code="amount", label=L("金额", "Amount"), register=Dunning, where=_running, add="amount",
              measure=Measure.yuan, shown=False),
        Breakdown(code="by_step", label=L("按催缴步骤", "By step"), by=_steps, tallies=("cases", "amount")),
        Listing(code="letters", label=L("应发催缴函（首次电话已满三个月）", "Letters due: three months since the first call"),
                register=Dunning, where=_letter_due, columns=LADDER, sort="letter_from"),
        Listing(code="ladder", label=L("催缴中的业主", "Households being dunned"), register=Dunning, where=_running,
                columns=LADDER, sort="first_due_on"),
        Listing(code="unreminded", label=L("到期未缴、还没催缴的账单", "Overdue bills nobody was reminded of"), register=Bill,
                where=_never_reminded, columns=("number", "unit", "resident", "fee_item", "due_on", OWED_BY_THEN),
                sort="due_on"),
    ),
)  # fmt: skip

SUMMARIES = (ARREARS_AGEING,)
