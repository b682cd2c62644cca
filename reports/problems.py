"""Problems that recur: categories whose households in the period reach the site's threshold (003 (二)4; T-12, S-13, A-14).

What is counted as the same: repairs of one category, complaints of one nature, suggestions of one topic. Rows without a home
count no household. Without a threshold nothing recurs (G6).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, tuple_

from models.declare import Record
from models.duty.report_list import Report
from models.service.complaint import Complaint
from models.service.owner_suggestion import OwnerSuggestion
from models.service.repair_order import RepairOrder
from models.spec import L, Label
from reports import complaints, repairs
from reports.counting import here
from reports.spec import Breakdown, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Where, standing

THRESHOLD = "analysis.threshold"


def suggested(span: Span) -> Conditions:
    """Suggestions collected in the period."""
    return standing(OwnerSuggestion), *span.days(OwnerSuggestion.received_on)


def recurring(model: type[Record], field: Any, where: Where) -> Where:
    """Return the rows of ``where`` in a category (a column of ``model``) that recurs at its site in the period."""
    row: Any = model

    def conditions(span: Span) -> Conditions:
        return *where(span), _recurs(row, field, where, span)

    return conditions


def _recurs(row: Any, field: Any, where: Where, span: Span) -> ColumnElement[bool]:
    least = span.setting(THRESHOLD)
    if not least:
        return false()
    often = reaching(row, field, where, span, least).with_only_columns(row.site_id, field)
    return tuple_(row.site_id, field).in_(often.correlate(None))


def reaching(model: Any, field: Any, where: Where, span: Span, least: int) -> Select[Any]:
    """Return site, category and number of households of what at least ``least`` households had in the period."""
    households = func.count(model.unit_id.distinct())
    query = select(model.site_id, field, households).where(*here(model, span), *where(span), model.unit_id.is_not(None))
    return query.group_by(model.site_id, field).having(households >= least)


ORDERS = recurring(RepairOrder, RepairOrder.category, repairs.reported)
COMPLAINTS = recurring(Complaint, Complaint.nature, complaints.received)
SUGGESTIONS = recurring(OwnerSuggestion, OwnerSuggestion.topic, suggested)


def _both(code: str, zh: str, en: str, model: type[Record], where: Where) -> tuple[Tally, Tally]:
    """Return the households and the rows of a kind of problem that recurs."""
    return (
        Tally(code=f"{code}_households", label=L(f"{zh}户数", f"{en}: households"), register=model, where=where,
              each="unit", measure=Measure.households),
        Tally(code=code, label=L(f"{zh}次数", f"{en}: entries"), register=model, where=where),
    )  # fmt: skip


def _table(code: str, label: Label, by: str, tally: str, *more: str, rates: tuple[str, ...] = ()) -> Breakdown:
    return Breakdown(code=code, label=label, by=by, tallies=(f"{tally}_households", tally, *more), rates=rates)


PROBLEM_ANALYSIS = Summary(
    report=Report.problem_analysis,
    parts=(
        Tally(code="repair_kinds", label=L("达到户数的维修类别(类)", "Repair categories that recur"), register=RepairOrder,
              where=ORDERS, each="category", clause="003 (二)4; A-14"),
        Tally(code="complaint_kinds", label=L("达到户数的投诉性质(类)", "Natures of complaint that recur"), register=Complaint,
              where=COMPLAINTS, each="nature"),
        Tally(code="topics", label=L("达到户数的意见类别(类)", "Topics of suggestions that recur"), register=OwnerSuggestion,
              where=SUGGESTIONS, each="topic"),
        *_both("repairs", "同类报修", "Repairs that recur", RepairOrder, ORDERS),
        Tally(code="reworked", label=L("其中返工", "Of these, reworked"), register=RepairOrder,
              where=lambda s: (*ORDERS(s), RepairOrder.rework_count > 0)),
        Tally(code="asked", label=L("业主已表态", "Owner said whether satisfied"), register=RepairOrder, shown=False,
              where=lambda s: (*ORDERS(s), RepairOrder.satisfied.is_not(None))),
        Tally(code="satisfied", label=L("业主满意", "Owner satisfied"), register=RepairOrder, shown=False,
              where=lambda s: (*ORDERS(s), RepairOrder.satisfied.is_(True))),
        Rate(code="satisfied_rate", label=L("满意率", "Share satisfied"), of="satisfied", among="asked"),
        *_both("complaints", "同类投诉", "Complaints that recur", Complaint, COMPLAINTS),
        *_both("suggestions", "同类意见", "Suggestions that recur", OwnerSuggestion, SUGGESTIONS),
        _table("by_category", L("同类报修(按类别)", "Repairs that recur, by category"), "category", "repairs", "reworked",
               rates=("satisfied_rate",)),
        _table("by_nature", L("同类投诉(按性质)", "Complaints that recur, by nature"), "nature", "complaints"),
        _table("by_topic", L("同类意见(按类别)", "Suggestions that recur, by topic"), "topic", "suggestions"),
        _table("by_building", L("同类报修(按楼栋)", "Repairs that recur, by building"), "unit.building", "repairs", "reworked"),
        Listing(code="repair_rows", label=L("同类报修明细", "The repairs"), register=RepairOrder, where=ORDERS,
                columns=("category", "number", "reported_at", "unit", "location", "content", "technician", "result",
                         "rework_count", "satisfied"),
                sort="category"),
        Listing(code="complaint_rows", label=L("同类投诉明细", "The complaints"), register=Complaint, where=COMPLAINTS,
                columns=("nature", "number", "received_at", "unit", "summary", "investigation", "department", "result"),
                sort="nature"),
        Listing(code="suggestion_rows", label=L("同类意见明细", "The suggestions"), register=OwnerSuggestion, where=SUGGESTIONS,
                columns=("topic", "number", "received_on", "unit", "content", "improvement", "reply"), sort="topic"),
    ),
)  # fmt: skip

SUMMARIES = (PROBLEM_ANALYSIS,)
