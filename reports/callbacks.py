"""What call-backs come to: the week's, for approval on Monday (004 §5.8, §6.4, §7.4.10; T-08, T-09, A-06, A-12)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_

from models.duty.report_list import Report
from models.service.repair_order import RepairOrder
from models.spec import L, Label
from reports.clocks import in_time, judged
from reports.spec import Column, Conditions, Listing, Rate, Span, Summary, Tally, standing

CALLED = L("打过 {n} 次，最近 {at}，没有联系上{said}", "Called {n} times, last on {at}; not reached{said}")
NEVER = L("还没有打过", "Not called yet")


def returned(span: Span) -> Conditions:
    """Orders whose slip came back in the week: what the call-back rate is counted among (A-12)."""
    return standing(RepairOrder), *span.during(RepairOrder.returned_at)


def called_back(span: Span) -> Conditions:
    """Of those, the ones called back by the end of the week."""
    return *returned(span), RepairOrder.called_back_at < span.end


def _batch(span: Span) -> Conditions:
    """What goes to the director: called back in the week, whenever the slip came back (004 §7.4.10)."""
    return standing(RepairOrder), *span.during(RepairOrder.called_back_at)


def _open(span: Span) -> Conditions:
    """Slip back, but nobody reached by the end of the week: these roll into the next one."""
    called = RepairOrder.called_back_at
    return standing(RepairOrder), RepairOrder.returned_at < span.end, or_(called.is_(None), called >= span.end)


def _carried(span: Span) -> Conditions:
    """What came over from the weeks before: slip back before this one, not called back when it began."""
    called = RepairOrder.called_back_at
    return standing(RepairOrder), RepairOrder.returned_at < span.start, or_(called.is_(None), called >= span.start)


def called_back_judged(span: Span) -> Conditions:
    """Of the slips that came back, the ones whose 24 hours are over, one way or the other."""
    return *returned(span), judged(RepairOrder, "callback", span)


def called_back_in_time(span: Span) -> Conditions:
    """Of those, the ones called back within the 24 hours (A-12)."""
    return *called_back_judged(span), in_time(RepairOrder, "callback")


def why_not(order: Any, span: Span) -> Label:
    """Say why an order was not called back by the end of the period: never tried, or nobody was reached."""
    tries = [c for c in order.callbacks if c.kind == "repair" and c.status != "void" and c.called_at < span.end]
    tries = [c for c in tries if order.returned_at is None or c.called_at >= order.returned_at]
    if not tries:
        return NEVER
    last = max(tries, key=lambda c: c.called_at)
    said = L("：{words}", ": {words}").format(words=last.treatment) if last.treatment else L("", "")
    return CALLED.format(n=len(tries), at=f"{span.local(last.called_at):%m-%d %H:%M}", said=said)


PLACE = Column(
    code="place",
    label=L("地点", "Where"),
    value=lambda order, _span: order.unit.address if order.unit else order.location,
)

CALLBACK_WEEKLY = Summary(
    report=Report.callback_weekly,
    parts=(
        Tally(code="returned", label=L("本周返回任务单", "Slips returned in the week"), register=RepairOrder,
              where=returned),
        Tally(code="called_back", label=L("其中已回访", "Of these, called back"), register=RepairOrder, where=called_back),
        Rate(code="rate", label=L("维修回访率", "Call-back rate"), of="called_back", among="returned",
             target="callback.rate_min", clause="004 §6.4; T-09; A-12"),
        Tally(code="judged", label=L("24小时时限已到或已回访", "24 hours up, or called back"), register=RepairOrder,
              where=called_back_judged, shown=False),
        Tally(code="in_time", label=L("24小时内回访", "Called back within 24 hours"), register=RepairOrder,
              where=called_back_in_time),
        Rate(code="rate_24h", label=L("24小时内回访率", "Share called back within 24 hours"), of="in_time", among="judged",
             clause="A-12"),
        Tally(code="carried", label=L("上周结转未回访", "Open from the weeks before"), register=RepairOrder, where=_carried),
        Tally(code="open", label=L("未回访，转入下周", "Not called back, rolls into next week"), register=RepairOrder,
              where=_open),
        Listing(
            code="batch",
            label=L("已回访任务单（报批）", "Called back, for approval"),
            register=RepairOrder,
            where=_batch,
            columns=("number", PLACE, "category", "technician", "returned_at", "called_back_at", "satisfied", "status"),
            loads=("unit",),
            sort="called_back_at",
        ),
        Listing(
            code="not_called_back",
            label=L("未回访任务单及原因（转入下周）", "Not called back, and why (rolls into next week)"),
            register=RepairOrder,
            where=_open,
            loads=("unit", "callbacks"),
            columns=("number", PLACE, "technician", "returned_at",
                     Column(code="reason", label=L("未回访原因", "Why not"), value=why_not)),
            sort="returned_at",
        ),
    ),
)  # fmt: skip

SUMMARIES = (CALLBACK_WEEKLY,)
