"""汇总报表: what the registers add up to for a period, with the preparer's comment, seen by every addressee (catalogue G9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base.moments import in_order
from models.declare import Record, choice, computed, date, ref, text
from models.duty import report_rules as rules
from models.duty.report_list import REPORTS, Report
from models.spec import Default, Flow, L, Label, Module, Register, Rights, Role, Section, When, approval_flow

if TYPE_CHECKING:
    from models.base.staff import Staff

PREPARERS = (Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director)
ADDRESSEES = (Role.cashier, Role.hr_admin)


def _flow() -> Flow:
    """The approval flow in words that are true of an addressee who approves and of one who signs for it (G9)."""
    made = approval_flow(rules.chain, clause="G9", on_submit=rules.frozen)
    states = {"submitted": L("待审阅签收", "Awaiting addressees"), "approved": L("已报出", "Filed")}
    steps = {"submit": L("提交", "Submit"), "approve": L("审阅签收", "Review and sign for")}
    assert made.approval is not None  # noqa: S101 - an approval flow has one
    return replace(
        made,
        approval=replace(made.approval, receipts=True),
        states=tuple(replace(s, label=states.get(s.name, s.label)) for s in made.states),
        transitions=tuple(replace(t, label=steps.get(t.name, t.label)) for t in made.transitions),
    )


WITH_PREPARER = When("report", *(code.value for code, spec in REPORTS.items() if spec.prepare is not None))
"""Reports a person prepares; those of the system have no author."""
STANDS = sql("status NOT IN ('void', 'rejected') AND created_at >= '2026-11-23 00:00:00+00:00'")
"""Reports beside which there is no other of their period; those made before the rule was kept by the database may be double."""


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
        flow=_flow(),
        guards=(
            rules.prepared_by_its_post,
            in_order("period_from", "period_to"),
            rules.right_period,
            rules.once,
        ),
        indexes=(("report", "period_from"),),
        print=("form",),
    )
    __table_args__ = (
        Index(
            "uq_periodic_report_once",
            "site_id", "report", "period_from", "period_to",
            unique=True, sqlite_where=STANDS, postgresql_where=STANDS,
        ),
    )  # fmt: skip

    report: Mapped[Report | None] = choice(Report, L("报表", "Report"))
    period_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    figures: Mapped[Label | None] = computed(L("数据", "Figures"), rules.in_words)
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    comment: Mapped[str | None] = text(L("说明分析", "Comment"))
    author: Mapped[Staff | None] = ref(
        "Staff", L("编制人", "Prepared by"), required_when=WITH_PREPARER, default=Default.ME, involves=True
    )
    author_id: Mapped[int | None]
