"""The slips of repair orders: the month's count of them, and the month's handing over by area (003 (二)1; 004 §5.8, §7.4.10)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from models.duty.report_list import Report
from models.service.repair_order import RepairOrder, RepairScope
from models.service.repair_rules import LEAK
from models.spec import L, Label
from reports import hotline, repairs
from reports.clocks import in_time, judged
from reports.moves import in_state, moved, state_then
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Where

WHY_UNDONE = Column(code="reason", label=L("未完工原因", "Why not"), value=repairs.why_undone)


def _withdrawn(span: Span) -> Conditions:
    return RepairOrder.status.in_(("cancelled", "void")), *span.during(RepairOrder.reported_at)


REPAIR_STATISTICS = Summary(
    report=Report.repair_statistics,
    parts=(
        repairs.ORDERS,
        repairs.HOMES,
        repairs.PUBLIC,
        repairs.HOUSEHOLDS,
        Tally(code="withdrawn", label=L("另有取消、作废", "Cancelled or void besides"), register=RepairOrder, where=_withdrawn),
        repairs.DONE,
        repairs.UNDONE,
        repairs.DONE_RATE,
        *repairs.ARRIVAL,
        *repairs.SAME_DAY,
        Tally(code="slip_judged", label=L("须回单", "Slips due"), register=RepairOrder, shown=False,
              where=lambda s: (*repairs.reported(s), judged(RepairOrder, "slip_return", s))),
        Tally(code="slip_in_time", label=L("按时回单", "Slip returned in time"), register=RepairOrder,
              where=lambda s: (*repairs.reported(s), judged(RepairOrder, "slip_return", s),
                               in_time(RepairOrder, "slip_return"))),
        Rate(code="slip_rate", label=L("按时回单率", "Share of slips returned in time"), of="slip_in_time",
             among="slip_judged", clause="A-06"),
        *repairs.CALLBACKS,
        repairs.REWORKED,
        *repairs.SATISFIED,
        repairs.CHARGE,
        repairs.MATERIALS,
        hotline.ENTRIES,
        hotline.ASKED_REPAIR,
        Breakdown(code="by_category", label=L("按维修类别", "By category"), by="category", every=True,
                  tallies=("orders", "done", "undone", "reworked", "charge", "materials"),
                  rates=("done_rate", "arrival_rate", "same_day_rate", "satisfied_rate")),
        Breakdown(code="by_technician", label=L("按维修人员", "By technician"), by="technician",
                  tallies=("orders", "done", "undone", "reworked", "charge"),
                  rates=("done_rate", "arrival_rate", "same_day_rate", "slip_rate", "satisfied_rate")),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building",
                  tallies=("orders", "done", "undone", "reworked", "charge"), rates=("done_rate",)),
        Breakdown(code="by_entry", label=L("服务登记本(按类别)", "Service register by kind"), by="kind",
                  tallies=("entries",), every=True),
        Listing(
            code="not_done",
            label=L("未完工任务单及原因", "Not completed, and why"),
            register=RepairOrder,
            where=repairs.undone,
            columns=("number", "reported_at", "unit", "location", "category", "priority", "content", "technician",
                     WHY_UNDONE),
            sort="reported_at",
        ),
    ),
)  # fmt: skip


def _handed(span: Span) -> Conditions:
    """Orders handed over in the period: what the register's history says (004 §5.8)."""
    return RepairOrder.status == "handed_over", moved(RepairOrder, "hand_over", span)


def _ready(span: Span) -> Conditions:
    """Slips at the desk that may go now: approved, a leak looked at again where the site asks for it (A-07)."""
    return RepairOrder.returned_at < span.upto, *in_state(RepairOrder, span, "approved"), ~_leak_waits(span)


def _stays(span: Span) -> Conditions:
    """Slips at the desk that cannot go yet: not called back, not approved, or a leak that nobody looked at again."""
    at_desk = in_state(RepairOrder, span, "returned", "called_back", "approved")
    waits = or_(state_then(RepairOrder, span) != "approved", _leak_waits(span))
    return RepairOrder.returned_at < span.upto, *at_desk, waits


def _leak_waits(span: Span) -> ColumnElement[bool]:
    asked = true() if span.setting("repair.leak_callback_days") else false()
    checked = RepairOrder.leak_checked_at
    return and_(RepairOrder.category == LEAK, or_(checked.is_(None), checked >= span.upto), asked)


def _going(span: Span) -> Conditions:
    """What the list of the month holds: handed over already, or to be handed over now."""
    return (or_(and_(*_handed(span)), and_(*_ready(span))),)


def _scoped(where: Where, scope: RepairScope) -> Where:
    return lambda span: (*where(span), RepairOrder.scope == scope)


NOT_CALLED = L("还没有回访", "Not called back yet")
NOT_APPROVED = L("已回访，等主任审批", "Called back, waits for the director")
LEAK_WAITS = L("渗漏还没有复查", "The leak has not been checked again")


def why_stays(order: Any, _span: Span) -> Label:
    """Say why a slip cannot be handed over yet."""
    if order.status == "approved":
        return LEAK_WAITS
    return NOT_CALLED if order.status == "returned" else NOT_APPROVED


PAPER = ("number", "area_keeper", "unit", "location", "category", "technician", "completed_at", "called_back_at", "charge",
         "custodian", "status")  # fmt: skip

REPAIR_HANDOVER = Summary(
    report=Report.repair_handover,
    parts=(
        Tally(code="going", label=L("本月移交任务单", "Orders to hand over this month"), register=RepairOrder, where=_going),
        Tally(code="going_homes", label=L("其中户内(转客服主管)", "Of these, homes (to the supervisor)"),
              register=RepairOrder, where=_scoped(_going, RepairScope.private), clause="004 §5.8"),
        Tally(code="going_public", label=L("其中公共(接待收存)", "Of these, common parts (kept at the desk)"),
              register=RepairOrder, where=_scoped(_going, RepairScope.public), clause="004 §7.4.10; A-40"),
        Tally(code="handed", label=L("已移交归档", "Handed over"), register=RepairOrder, where=_handed),
        Tally(code="ready", label=L("已审批，待移交", "Approved, to be handed over"), register=RepairOrder, where=_ready),
        Tally(code="stays", label=L("已回单，还不能移交", "Slip back, cannot go yet"), register=RepairOrder, where=_stays),
        Tally(code="charge", label=L("移交任务单收费", "Charged on the orders handed over"), register=RepairOrder, where=_going,
              add="charge", measure=Measure.yuan),
        Breakdown(code="by_area", label=L("按辖区", "By area"), by="area_keeper",
                  tallies=("going_homes", "going_public", "handed", "ready", "stays")),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building",
                  tallies=("going", "handed", "ready", "stays")),
        Breakdown(code="by_category", label=L("按维修类别", "By category"), by="category",
                  tallies=("going_homes", "going_public", "charge")),
        Listing(code="homes", label=L("户内任务单清单(转客服主管)", "Orders in homes (to the supervisor)"), register=RepairOrder,
                where=_scoped(_going, RepairScope.private), columns=PAPER, sort="area_keeper_id", most=1000),
        Listing(code="public", label=L("公共任务单清单(接待收存)", "Orders on common parts (kept at the desk)"),
                register=RepairOrder, where=_scoped(_going, RepairScope.public), columns=PAPER, sort="number", most=1000),
        Listing(
            code="kept_back",
            label=L("还不能移交的任务单及原因", "Orders that cannot be handed over yet, and why"),
            register=RepairOrder,
            where=_stays,
            columns=("number", "area_keeper", "unit", "location", "technician", "returned_at",
                     Column(code="reason", label=L("原因", "Why"), value=why_stays)),
            sort="returned_at",
        ),
    ),
)  # fmt: skip

SUMMARIES = (REPAIR_STATISTICS, REPAIR_HANDOVER)
