"""Decoration: notices of violation, what was ordered and whether it was put right (000 §4.5.4; S-44, T-69, T-72, R-E07)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from models.base.unit import Unit
from models.duty.report_list import Report
from models.estate.decoration_application import DecorationApplication
from models.estate.decoration_patrol import DecorationPatrol
from models.estate.rectification_notice import RectificationMeasure, RectificationNotice
from models.spec import Kind, L, Label
from reports.clocks import in_time, judged
from reports.lines import holds
from reports.moves import in_state
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, standing

Notice = RectificationNotice


def issued(span: Span) -> Conditions:
    """Notices issued in the period; a draft is none, a void one no longer."""
    return standing(Notice), *span.during(Notice.issued_at)


def _put_right(span: Span) -> Conditions:
    return *issued(span), Notice.rectified_at < span.upto


def _verified(span: Span) -> Conditions:
    return *issued(span), *in_state(Notice, span, "verified")


def _enforced(span: Span) -> Conditions:
    return *issued(span), *in_state(Notice, span, "enforced")


def _pending(span: Span) -> Conditions:
    """Notices that are neither verified nor enforced, of earlier months too."""
    return Notice.issued_at < span.upto, *in_state(Notice, span, "issued", "rectified")


def _ordered(measure: RectificationMeasure) -> ColumnElement[bool]:
    return holds(Notice.measures, measure)


def _notices(code: str, label: Label, *more: Any, **counted: Any) -> Tally:
    return Tally(code=code, label=label, register=Notice, where=lambda s: (*issued(s), *more), **counted)


def _patrols(span: Span) -> Conditions:
    return standing(DecorationPatrol), *span.during(DecorationPatrol.patrolled_at)


def _working(span: Span) -> Conditions:
    """Homes in which work went on, or was stopped, at the end of the period."""
    begun = DecorationApplication.created_at < span.upto
    return begun, *in_state(DecorationApplication, span, "working", "stopped")


def _stopped(span: Span) -> Conditions:
    return DecorationApplication.created_at < span.upto, *in_state(DecorationApplication, span, "stopped")


TO_PUT_RIGHT = L("整改期限 {due}，还没有整改", "To be put right by {due}")
OVERDUE = L("已过整改期限 {due}", "The day to put it right, {due}, has passed")
NO_DAY = L("已签发，还没有整改", "Issued, not put right yet")
TO_CHECK = L("已整改，等待复查", "Put right, to be checked again")
AGAIN = L("第 {n} 次复查不合格；{why}", "Failed recheck {n}; {why}")


def why_pending(notice: Any, span: Span) -> Label:
    """Say what a notice waits for: the recheck, the day it was given, or a day that has passed."""
    if notice.status == "rectified":
        why = TO_CHECK
    elif notice.due_on is None:
        why = NO_DAY
    else:
        words = OVERDUE if notice.due_on < span.local(span.now).date() else TO_PUT_RIGHT
        why = words.format(due=f"{notice.due_on:%m-%d}")
    return AGAIN.format(n=notice.failures, why=why) if notice.failures else why


def home(notice: Any, _span: Span) -> str:
    """Return the address of the home a notice is about."""
    unit: Unit | None = notice.application.unit
    return unit.address if unit is not None else ""


HOME = Column(code="unit", label=L("房屋", "Home"), value=home, kind=Kind.str)

DECORATION_MONTHLY = Summary(
    report=Report.decoration_monthly,
    parts=(
        _notices("issued", L("整改通知书", "Notices issued")),
        _notices("major", L("其中重大违规", "Of these, major"), Notice.major.is_(True), clause="000 §4.5.4"),
        Tally(code="put_right", label=L("已整改", "Put right"), register=Notice, where=_put_right),
        Tally(code="verified", label=L("复查合格", "Verified"), register=Notice, where=_verified),
        Rate(code="put_right_rate", label=L("整改率", "Share put right"), of="put_right", among="issued"),
        Tally(code="judged", label=L("整改期限已到或已整改", "Put right, or due to be"), register=Notice, shown=False,
              where=lambda s: (*issued(s), judged(Notice, "rectify", s))),
        Tally(code="in_time", label=L("按期整改", "Put right in time"), register=Notice,
              where=lambda s: (*issued(s), judged(Notice, "rectify", s), in_time(Notice, "rectify"))),
        Rate(code="in_time_rate", label=L("按期整改率", "Share put right in time"), of="in_time", among="judged",
             clause="000 §4.5.4; T-72"),
        Tally(code="enforced", label=L("已强制处理", "Enforced"), register=Notice, where=_enforced),
        Tally(code="deducted", label=L("扣保证金", "Deducted from deposits"), register=Notice,
              where=lambda s: (*_enforced(s), _ordered(RectificationMeasure.deduct)), add="deduction",
              measure=Measure.yuan),
        Tally(code="pending", label=L("未办结合计", "Not settled, in all"), register=Notice, where=_pending),
        _notices("stop", L("处理方式：停止施工", "Measure: stop work"), _ordered(RectificationMeasure.stop)),
        _notices("rectify", L("处理方式：限期整改", "Measure: put right in time"), _ordered(RectificationMeasure.rectify)),
        _notices("deduct", L("处理方式：扣保证金", "Measure: deduct from the deposit"), _ordered(RectificationMeasure.deduct)),
        _notices("evict", L("处理方式：驱逐离场", "Measure: send the contractor away"), _ordered(RectificationMeasure.evict)),
        Tally(code="working", label=L("在装修户数", "Homes being decorated"), register=DecorationApplication, where=_working,
              each="unit", measure=Measure.households),
        Tally(code="stopped", label=L("其中停工", "Of these, stopped"), register=DecorationApplication, where=_stopped,
              each="unit", measure=Measure.households),
        Tally(code="patrols", label=L("装修巡查", "Patrols"), register=DecorationPatrol, where=_patrols,
              clause="000 §4.5.4; T-69"),
        Tally(code="found", label=L("巡查发现违规", "Patrols that found a violation"), register=DecorationPatrol,
              where=lambda s: (*_patrols(s), DecorationPatrol.violation.is_(True))),
        Rate(code="found_rate", label=L("巡查违规率", "Share that found a violation"), of="found", among="patrols",
             more_is_better=False),
        Breakdown(code="by_violation", label=L("按违规事项", "By violation"), by="violation", every=True,
                  tallies=("issued", "major", "put_right", "verified", "enforced"), rates=("put_right_rate",)),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="application.unit.building",
                  tallies=("issued", "major", "put_right", "enforced", "deducted"), rates=("put_right_rate",)),
        Breakdown(code="by_contractor", label=L("按施工单位", "By contractor"), by="application.contractor",
                  tallies=("issued", "major", "put_right", "enforced", "deducted"), rates=("put_right_rate",)),
        Listing(
            code="all",
            label=L("本月整改通知书", "The month's notices"),
            register=Notice,
            where=issued,
            columns=("number", "issued_at", HOME, "application", "violation", "major", "measures", "due_on", "rectified_at",
                     "verification", "deduction", "status"),
            sort="issued_at",
        ),
        Listing(
            code="waiting",
            label=L("未办结的通知书及原因", "Notices not settled, and why"),
            register=Notice,
            where=_pending,
            columns=("number", "issued_at", HOME, "application", "violation", "measures", "due_on",
                     Column(code="reason", label=L("进度", "Where it stands"), value=why_pending)),
            sort="issued_at",
        ),
    ),
)  # fmt: skip

SUMMARIES = (DECORATION_MONTHLY,)
