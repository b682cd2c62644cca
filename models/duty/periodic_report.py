"""汇总报表: what the registers add up to for a period, with the preparer's comment, seen by every addressee (catalogue G9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from models.base.moments import in_order
from models.declare import Record, choice, computed, date, ref, text
from models.duty.report_list import REPORTS, Report
from models.spec import Case, Default, L, Module, Refusal, Register, Rights, Role, Section, approval_flow

if TYPE_CHECKING:
    from models.base.staff import Staff

PREPARERS = (Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director)
ADDRESSEES = (Role.cashier, Role.hr_admin)


def chain(report: Any) -> tuple[str, ...]:
    """Return who must have seen the report, in order: its addressees."""
    return REPORTS[Report(report.report)].to


def prepared_by_its_post(case: Case) -> Refusal | None:
    """Refuse a report nobody chose, one the system prepares, and one prepared by another post (D-10, G9)."""
    paper = case.record
    if paper.report is None:
        return Refusal(L("请选择报表。", "Choose the report."), "report")
    if case.actor.system:
        return None
    spec = REPORTS[Report(paper.report)]
    if spec.prepare is not None and case.actor.holds(paper.site_id, spec.prepare):
        return None
    who = L("系统", "the system") if spec.prepare is None else spec.prepare.label
    words = L("“{report}”由{who}编制。", "“{report}” is prepared by: {who}.")
    return Refusal(words.format(report=Report(paper.report).label, who=who), "report", spec.clause)


class PeriodicReport(Record):
    """One summary of one period."""

    __register__ = Register(
        label=L("汇总报表", "Periodic summary"),
        module=Module.duty,
        source=("catalogue: reports",),
        help=L(
            "选报表和期间，数据由系统从各登记簿汇总；编制人写分析后提交，接收人都审阅了才算报出。",
            "Choose report and period: the figures come from the registers. The preparer comments and submits; it is filed "
            "when every addressee has seen it.",
        ),
        icon="layout-dashboard",
        prefix="HZ",
        aliases=("报表", "月报", "周报", "统计表"),
        title="report",
        list=("number", "report", "period_from", "period_to", "author", "status"),
        sections=(
            Section(L("报表", "Report"), "report", "period_from", "period_to", "author"),
            Section(L("数据与分析", "Figures and comment"), "figures", "comment"),
        ),
        search=("number", "comment", "author"),
        filters=("status", "report", "period_from", "period_to", "author"),
        sort="-period_from",
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.receptionist, Role.reception_lead, *ADDRESSEES),
            create=PREPARERS,
            edit=(),
        ),
        locked_rights=("edit", "do:approve"),
        flow=approval_flow(chain, clause="G9"),
        guards=(prepared_by_its_post, in_order("period_from", "period_to")),
        print=("form",),
    )

    report: Mapped[Report | None] = choice(Report, L("报表", "Report"))
    period_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    figures: Mapped[Any] = computed(L("数据", "Figures"), lambda report: report.data)
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    comment: Mapped[str | None] = text(L("说明分析", "Comment"))
    author: Mapped[Staff] = ref("Staff", L("编制人", "Prepared by"), required=True, default=Default.ME, involves=True)
    author_id: Mapped[int]
