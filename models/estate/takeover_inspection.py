"""物业承接查验记录: what was found when a part was taken over, who mends it, and the recheck (002 职责24; R-E03, C-48)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.rules import referred
from models.declare import Record, choice, date, flag, ref, rows, string, text
from models.estate.people import HANDOVER
from models.estate.takeover_plan import TakeoverPlan
from models.spec import (
    STAY,
    Case,
    Default,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    approval_flow,
    asks,
)

INSPECTORS = (Role.cs_supervisor, Role.engineering_lead)


class TakeoverConclusion(LabelEnum):
    """What the inspection ends in."""

    accept = "accept", "接收", "Accepted"
    conditional = "conditional", "整改后接收", "Accepted once put right"
    refuse = "refuse", "不接收", "Refused"


def plan_is_approved(case: Case) -> Refusal | None:
    """Refuse to inspect by a plan nobody approved (X-19)."""
    plan = referred(case, "plan", TakeoverPlan)
    if plan is None or plan.status == "approved":
        return None
    words = L(
        "验收方案{number}还没有批准，不能据此查验。",
        "Plan {number} is not approved yet, so nothing is inspected by it.",
    )
    return Refusal(words.format(number=plan.number), "plan", "X-19")


def inspected_by_now(case: Case) -> Refusal | None:
    """Refuse an inspection that has not taken place yet (X-13)."""
    if case.record.inspected_on is None or case.record.inspected_on <= today(case):
        return None
    return Refusal(L("查验日期还没有到。", "The day of the inspection has not come yet."), "inspected_on", "X-13")


def fixed_means_rechecked(case: Case) -> Refusal | None:
    """Refuse a finding marked as mended that nobody looked at again (R-E03)."""
    for at, row in enumerate(case.record.findings):
        if row.fixed and row.rechecked_on is None:
            words = L("“{item}”已整改的，请填写复查日期。", "“{item}” is mended: please give the day it was rechecked.")
            return Refusal(words.format(item=row.item), f"findings-{at}-rechecked_on", "002 职责24")
    return None


def open_findings_are_not_accepted(case: Case) -> Refusal | None:
    """Refuse “accepted” while something found is not mended: that is “accepted once put right”."""
    if case.record.conclusion != TakeoverConclusion.accept:
        return None
    left = sum(1 for row in case.record.findings if not row.fixed)
    if not left:
        return None
    words = L(
        "还有{n}项没有整改，结论请选“整改后接收”或“不接收”。",
        "{n} finding(s) are not mended; conclude “accepted once put right” or “refused”.",
    )
    return Refusal(words.format(n=left), "conclusion", "002 职责24")


def _flow() -> Flow:
    chain = approval_flow((Role.director,), clause="000 §4.10; C-48")
    recheck = Transition(
        name="recheck",
        label=L("登记复查", "Record the recheck"),
        source=("submitted", "approved"),
        to=STAY,
        roles=INSPECTORS,
        asks=asks("findings"),
        guards=(fixed_means_rechecked,),
        clause="002 职责24",
        done=L("{number}的复查情况已登记。", "The recheck of {number} is recorded."),
    )
    return altered(chain, recheck)


class TakeoverInspection(Record):
    """The inspection of one part taken over."""

    __register__ = Register(
        label=L("物业承接查验记录", "Takeover inspection"),
        module=Module.estate,
        source=("000 §3.10, §4.10, §5.10 物业接管验收方案", "002 职责24"),
        help=L(
            "按验收方案逐个部位查验：一项问题写一行，注明责任方和期限，复查后勾选“已整改”；主任批准结论。",
            "One sheet a part: a line for each fault with who mends it and by when; tick it off after the recheck. The "
            "director approves the conclusion.",
        ),
        icon="clipboard-check",
        prefix="CJ",
        aliases=("承接查验", "物业交验记录"),
        title="area",
        list=("number", "inspected_on", "area", "plan", "conclusion", "status"),
        sections=(
            Section(L("查验", "Inspection"), "plan", "area", "inspected_on", "participants"),
            Section(L("问题与结论", "Findings and conclusion"), "findings", "conclusion"),
        ),
        search=("number", "area", "participants"),
        filters=("status", "inspected_on", "conclusion", "plan"),
        sort="-inspected_on",
        happened="inspected_on",
        rights=Rights(read=(*HANDOVER, Role.engineering_lead), create=INSPECTORS),
        flow=_flow(),
        guards=(plan_is_approved, inspected_by_now, fixed_means_rechecked, open_findings_are_not_accepted),
        print=("form",),
    )

    plan: Mapped[Any] = ref("TakeoverPlan", L("验收方案", "Plan"))
    plan_id: Mapped[int | None]
    area: Mapped[str] = string(L("查验范围", "Part inspected"), required=True)
    inspected_on: Mapped[dt.date] = date(L("查验日期", "Inspected on"), required=True, default=Default.TODAY)
    participants: Mapped[str | None] = text(L("参加人员", "Taking part"))
    findings: Mapped[list[Any]] = rows(
        L("查验问题", "Findings"),
        item=string(L("部位", "Where"), required=True),
        problem=text(L("问题", "Fault"), required=True),
        responsible=string(L("责任方", "Who mends it")),
        due_on=date(L("整改期限", "Due on")),
        rechecked_on=date(L("复查日期", "Rechecked on")),
        fixed=flag(L("已整改", "Mended")),
    )
    conclusion: Mapped[TakeoverConclusion] = choice(TakeoverConclusion, L("结论", "Conclusion"), required=True)
