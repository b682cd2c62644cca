"""What repair orders come to: tallies and rates that several summaries share (003 (二)1-3; 004 §5.8, §6.3, §6.4; T-01, T-02)."""

from __future__ import annotations

from typing import Any

from models.service.repair_order import RepairOrder, RepairScope
from models.spec import L, Label
from reports.callbacks import called_back, called_back_in_time, called_back_judged, returned
from reports.clocks import in_time, judged, never_late
from reports.lines import sum_of
from reports.spec import Conditions, Measure, Rate, Span, Tally, standing


def reported(span: Span) -> Conditions:
    """Orders reported in the period: what a month of repairs is counted by."""
    return standing(RepairOrder), *span.during(RepairOrder.reported_at)


def undone(span: Span) -> Conditions:
    """Of those, the ones not mended by the end of the period."""
    done = RepairOrder.completed_at
    return *reported(span), done.is_(None) | (done >= span.upto)


def _arrival_judged(span: Span) -> Conditions:
    return *reported(span), judged(RepairOrder, "arrive", span, every_round=True)


def _arrived(span: Span) -> Conditions:
    return *_arrival_judged(span), never_late(RepairOrder, "arrive", span)


def _orders(code: str, label: Label, *more: Any, shown: bool = True, **counted: Any) -> Tally:
    """Return a tally of the period's orders that fulfil further conditions."""
    return Tally(
        code=code, label=label, register=RepairOrder, where=lambda s: (*reported(s), *more), shown=shown, **counted
    )


ORDERS = _orders("orders", L("报修任务单", "Repair orders"))
HOMES = _orders("homes", L("其中户内", "Of these, in homes"), RepairOrder.scope == RepairScope.private)
PUBLIC = _orders("public", L("其中公共部位", "Of these, common parts"), RepairOrder.scope == RepairScope.public)
HOUSEHOLDS = _orders("households", L("报修户数", "Households that reported"), each="unit", measure=Measure.households)
DONE = Tally(
    code="done", label=L("已完工", "Completed"), register=RepairOrder,
    where=lambda s: (*reported(s), RepairOrder.completed_at < s.upto),
)  # fmt: skip
UNDONE = Tally(code="undone", label=L("未完工", "Not completed"), register=RepairOrder, where=undone)
DONE_RATE = Rate(code="done_rate", label=L("完工率", "Share completed"), of="done", among="orders", clause="003 (二)1")

ARRIVAL = (
    Tally(code="arrival_judged", label=L("到场时限已到或已到场", "Arrived, or due to have"), register=RepairOrder,
          where=_arrival_judged, shown=False),
    Tally(code="arrived", label=L("及时到场", "Arrived in time"), register=RepairOrder, where=_arrived),
    Rate(code="arrival_rate", label=L("到场及时率", "Share arrived in time"), of="arrived", among="arrival_judged",
         clause="003 (二)2; T-01; A-09"),
)  # fmt: skip
"""Within half an hour, or at the time agreed on; every round of a rework has to be in time."""

SAME_DAY = (
    Tally(code="same_day_judged", label=L("须当天完成", "To be finished the same day"), register=RepairOrder,
          where=lambda s: (*reported(s), judged(RepairOrder, "finish", s)), shown=False),
    Tally(code="same_day", label=L("当天完成", "Finished the same day"), register=RepairOrder,
          where=lambda s: (*reported(s), judged(RepairOrder, "finish", s), in_time(RepairOrder, "finish"))),
    Rate(code="same_day_rate", label=L("当天完成率(不含预约)", "Share finished the same day (without appointment)"),
         of="same_day", among="same_day_judged", clause="003 (二)2; T-02; A-10; A-74"),
)  # fmt: skip
"""The first mending counts; orders with an appointment are exempt."""

DISPATCH = (
    Tally(code="dispatch_judged", label=L("派单时限已到或已派单", "Dispatched, or due to be"), register=RepairOrder,
          where=lambda s: (*reported(s), judged(RepairOrder, "dispatch", s)), shown=False),
    Tally(code="dispatched", label=L("及时派单", "Dispatched in time"), register=RepairOrder,
          where=lambda s: (*reported(s), judged(RepairOrder, "dispatch", s), in_time(RepairOrder, "dispatch"))),
    Rate(code="dispatch_rate", label=L("派单及时率", "Share dispatched in time"), of="dispatched",
         among="dispatch_judged", clause="004 §6.3; T-06"),
)  # fmt: skip

REWORKED = _orders("reworked", L("返工任务单", "Reworked"), RepairOrder.rework_count > 0)
SATISFIED = (
    _orders("asked", L("业主已表态", "Owner said whether satisfied"), RepairOrder.satisfied.is_not(None), shown=False),
    _orders("satisfied", L("业主满意", "Owner satisfied"), RepairOrder.satisfied.is_(True)),
    Rate(code="satisfied_rate", label=L("维修满意率", "Share satisfied with the repair"), of="satisfied", among="asked",
         clause="003 (二)2; T-03"),
)  # fmt: skip
"""What the owner said when the work was done."""

CALLBACKS = (
    Tally(code="returned", label=L("返回任务单", "Slips returned"), register=RepairOrder, where=returned),
    Tally(code="called_back", label=L("其中已回访", "Of these, called back"), register=RepairOrder, where=called_back),
    Rate(code="callback_rate", label=L("维修回访率", "Call-back rate"), of="called_back", among="returned",
         target="callback.rate_min", clause="004 §6.4; T-09; A-12"),
    Tally(code="callback_judged", label=L("24小时时限已到或已回访", "24 hours up, or called back"), register=RepairOrder,
          where=called_back_judged, shown=False),
    Tally(code="callback_in_time", label=L("24小时内回访", "Called back within 24 hours"), register=RepairOrder,
          where=called_back_in_time, shown=False),
    Rate(code="callback_rate_24h", label=L("24小时内回访率", "Share called back within 24 hours"), of="callback_in_time",
         among="callback_judged", clause="A-12"),
)  # fmt: skip
"""Counted among the slips that came back in the period, whenever the trouble was reported."""

CHARGE = _orders("charge", L("维修收费", "Charged"), add="charge", measure=Measure.yuan)
MATERIALS = _orders(
    "materials", L("用料金额", "Materials used"), add=sum_of(RepairOrder, "materials", "amount"), measure=Measure.yuan
)

NOT_DISPATCHED = L("还没有派单", "Not dispatched yet")
APPOINTED = L("已派单，预约 {at} 上门", "Dispatched, appointment on {at}")
ON_THE_WAY = L("已派单，未到场", "Dispatched, not there yet")
WORKING = L("已到场，正在维修", "At work on it")
ROUND = L("第 {n} 次返工，{why}", "Rework {n}; {why}")
MOVED = L("{why}；改约原因：{said}", "{why}; moved because: {said}")


def why_undone(order: Any, span: Span) -> Label:
    """Say where an order that is not mended yet stands: nobody sent, on the way, an appointment, a rework."""
    why = NOT_DISPATCHED
    if order.status == "arrived" or order.arrived_at:
        why = WORKING
    elif order.appointment_at and order.appointment_at >= span.now:
        why = APPOINTED.format(at=f"{span.local(order.appointment_at):%m-%d %H:%M}")
    elif order.technician_id:
        why = ON_THE_WAY
    if order.reschedules:
        why = MOVED.format(why=why, said=order.reschedules[-1].reason or "")
    return ROUND.format(n=order.rework_count, why=why) if order.rework_count else why
