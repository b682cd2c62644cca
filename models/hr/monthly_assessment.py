"""月工作考核表: monthly assessment (000 §3.9, §4.4.3, §4.5.1; 003 内部管理 §3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, decimal, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class MonthlyAssessmentPeriodKind(LabelEnum):
    """Period kind of monthly assessment."""

    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    year = "year", "年", "Year"


class MonthlyAssessmentGrade(LabelEnum):
    """Grade of monthly assessment."""

    a = "a", "优", "A"
    b = "b", "良", "B"
    c = "c", "中", "C"
    d = "d", "差", "D"


class MonthlyAssessment(Record):
    """Monthly assessment."""

    __register__ = Register(
        label=L("月工作考核表", "Monthly assessment"),
        module=Module.hr,
        source=("000 §3.9, §4.4.3, §4.5.1", "003 内部管理 §3"),
        help=L("月工作考核表。", "Monthly assessment."),
        icon="users",
        prefix="KH",
        title="period_kind",
        list=("number", "period_kind", "period_from", "period_to", "staff", "grade", "reward_penalty", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "period_kind",
                "period_from",
                "period_to",
                "staff",
                "items",
                "grade",
                "problems",
                "correction",
                "reward_penalty",
                "verified_by",
            ),
        ),
        search=("number", "problems", "correction"),
        filters=("status", "period_kind", "period_from", "period_to"),
        sort="-period_from",
        rights=Rights(
            read=(
                Role.cs_supervisor,
                Role.reception_lead,
                Role.engineering_lead,
                Role.security_lead,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.cs_supervisor, Role.reception_lead, Role.engineering_lead, Role.security_lead),
        ),
        flow=approval_flow((Role.director, Role.hr_admin)),
        print=("form",),
    )

    period_kind: Mapped[MonthlyAssessmentPeriodKind] = choice(
        MonthlyAssessmentPeriodKind, L("周期", "Period kind"), required=True
    )
    period_from: Mapped[dt.date] = date(L("考核期起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("考核期止", "Period to"), required=True)
    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    items: Mapped[list[Any]] = rows(
        L("考核项目", "Items"),
        item=string(L("item", "Item")),
        weight=decimal(L("weight", "Weight")),
        score=decimal(L("score", "Score")),
        note=string(L("note", "Note")),
    )
    grade: Mapped[MonthlyAssessmentGrade | None] = choice(MonthlyAssessmentGrade, L("等级", "Grade"))
    problems: Mapped[str | None] = text(L("问题", "Problems"))
    correction: Mapped[str | None] = text(L("纠正及验证", "Correction"))
    reward_penalty: Mapped[Any] = ref("RewardPenalty", L("奖惩", "Reward penalty"))
    reward_penalty_id: Mapped[int | None]
    verified_by: Mapped[Any] = ref("Staff", L("验证人", "Verified by"))
    verified_by_id: Mapped[int | None]
