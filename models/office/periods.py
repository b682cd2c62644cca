"""Periods of plans and summaries, and the figures of a site for one of them (002 §1(2); A-60; S-19 to S-25)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from models.base.moments import LOCAL
from models.spec import Case, L, LabelEnum, Refusal, Role

MONEY_SEEN_BY = (Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.cashier)
"""Who may know what was collected (4-C 收费账)."""
LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}
"""Days a period has at most."""


class Figure(LabelEnum):
    """What is counted."""

    calls = "calls", "来电来访登记(件)", "Calls and visits"
    orders = "orders", "报修(单)", "Repairs reported"
    orders_done = "orders_done", "维修完成(单)", "Repairs completed"
    callbacks = "callbacks", "已回访(次)", "Call-backs reached"
    complaints = "complaints", "受理投诉(件)", "Complaints received"
    complaints_closed = "complaints_closed", "办结投诉(件)", "Complaints closed"
    collected = "collected", "实收费用(元)", "Fees collected (yuan)"
    my_orders = "my_orders", "本人完成维修(单)", "Repairs completed by the author"


def in_period(case: Case) -> Refusal | None:
    """Refuse a period that ends before it begins, or is longer than its kind."""
    paper = case.record
    if paper.period_from is None or paper.period_to is None:
        return None
    if paper.period_to < paper.period_from:
        words = L("结束日期早于开始日期。", "The last day lies before the first.")
        return Refusal(words, "period_to")
    days = (paper.period_to - paper.period_from).days + 1
    most = LONGEST.get(str(paper.period_kind))
    if most is None or days <= most:
        return None
    kind = type(paper).__fields__["period_kind"].enum(paper.period_kind).label
    words = L("“{kind}”最长 {most} 天，这里写了 {days} 天。", "“{kind}” has {most} days at most; this is {days}.")
    return Refusal(words.format(kind=kind, most=most, days=days), "period_to")


def figures(case: Case) -> list[dict[str, Any]]:
    """Return the site's figures for the paper's period, each counted from its register.

    What was collected is left out for authors who may not know it; a technician's own repairs are added for him.
    """
    from models.finance.receipt import Receipt  # noqa: PLC0415 - other modules know nothing of the office
    from models.service.callback import Callback  # noqa: PLC0415 - as above
    from models.service.complaint import Complaint  # noqa: PLC0415 - as above
    from models.service.repair_order import RepairOrder  # noqa: PLC0415 - as above
    from models.service.service_log import ServiceLog  # noqa: PLC0415 - as above

    paper = case.record
    if paper.period_from is None or paper.period_to is None:
        return []
    begin = dt.datetime.combine(paper.period_from, dt.time(), LOCAL).astimezone(dt.UTC)
    end = dt.datetime.combine(paper.period_to + dt.timedelta(days=1), dt.time(), LOCAL).astimezone(dt.UTC)

    def between(column: Any) -> ColumnElement[bool]:
        return and_(column >= begin, column < end)

    def count(model: Any, when: Any, *more: Any) -> Decimal:
        query = select(func.count()).select_from(model).where(model.site_id == paper.site_id, between(when), *more)
        return Decimal(case.session.execute(query).scalar() or 0)

    living = RepairOrder.status.not_in(("void", "cancelled"))
    done = (RepairOrder.completed_at, living)
    found = [
        (Figure.calls, count(ServiceLog, ServiceLog.received_at)),
        (Figure.orders, count(RepairOrder, RepairOrder.reported_at, living)),
        (Figure.orders_done, count(RepairOrder, *done)),
        (
            Figure.callbacks,
            count(Callback, Callback.called_at, Callback.reached.is_(True), Callback.status != "void"),
        ),
        (Figure.complaints, count(Complaint, Complaint.received_at)),
        (Figure.complaints_closed, count(Complaint, Complaint.received_at, Complaint.status == "closed")),
    ]
    if case.actor.holds(paper.site_id, *MONEY_SEEN_BY):
        query = select(func.sum(Receipt.total)).where(
            Receipt.site_id == paper.site_id, between(Receipt.paid_at), Receipt.status != "reversed"
        )
        found.append((Figure.collected, case.session.execute(query).scalar() or Decimal(0)))
    mine = count(RepairOrder, *done, RepairOrder.technician_id == paper.author_id) if paper.author_id else 0
    if mine:
        found.append((Figure.my_orders, Decimal(mine)))
    return [{"figure": figure, "value": value} for figure, value in found]
