"""书面考核记录: the clerks' written assessments, at least two a week (004 §5.9; D-06, T-65, A-75)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.staff import Staff
from models.declare import Record, date, decimal, ref, string, text
from models.hr.people import not_about_oneself, works_here
from models.spec import (
    Case,
    Default,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    altered,
    record_flow,
)

ASSESSORS = (Role.reception_lead, Role.cs_supervisor)
NOT_YET = L("考核日期还没有到，请核对。", "The day of the assessment lies in the future; please check.")


def held_already(case: Case) -> Refusal | None:
    """Refuse a day to come (X-13)."""
    on = case.record.assessed_on
    return Refusal(NOT_YET, "assessed_on", "X-13") if on and on > today(case) else None


class WrittenAssessment(Record):
    """A clerk's written assessment."""

    __register__ = Register(
        label=L("书面考核记录", "Written assessment of clerks"),
        module=Module.hr,
        source=("004 §5.9 每周书面考核不少于2次",),
        help=L(
            "接待主管对每名接待专员每周至少书面考核 2 次，写明内容、成绩和指导意见；专员不能给自己考核。",
            "The reception lead assesses each clerk in writing at least twice a week: subject, mark, guidance. Nobody assesses "
            "himself.",
        ),
        icon="clipboard-pen",
        prefix="SK",
        aliases=("接待专员书面考核",),
        title="subject",
        list=("number", "assessed_on", "staff", "subject", "score", "status"),
        sections=(
            Section(L("考核", "Assessment"), "assessed_on", "staff", "subject", "score"),
            Section(L("指导", "Guidance"), "guidance"),
        ),
        search=("number", "staff", "subject", "guidance"),
        filters=("status", "staff", "assessed_on"),
        sort="-assessed_on",
        daily=(Role.reception_lead,),
        rights=Rights(
            read=(*ASSESSORS, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=ASSESSORS,
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "create", "edit", "export"),
        flow=altered(record_flow(close=ASSESSORS), close={"never": ("staff",)}),
        guards=(held_already, not_about_oneself("staff", clause="004 §5.9; D-06"), works_here("staff")),
        print=("form",),
    )

    assessed_on: Mapped[dt.date] = date(L("日期", "Assessed on"), required=True, default=Default.TODAY)
    staff: Mapped[Staff] = ref("Staff", L("被考核人", "Who is assessed"), required=True, about=True)
    staff_id: Mapped[int]
    subject: Mapped[str] = string(L("内容", "Subject"), length=200, required=True)
    score: Mapped[Decimal] = decimal(L("成绩", "Mark"), places=1, required=True, minimum=0, maximum=100)
    guidance: Mapped[str | None] = text(L("指导意见", "Guidance"))
