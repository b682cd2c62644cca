"""书面考核记录: written assessment of clerks (004 §5.9 每周书面考核不少于2次)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, decimal, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class WrittenAssessment(Record):
    """Written assessment of clerks."""

    __register__ = Register(
        label=L("书面考核记录", "Written assessment of clerks"),
        module=Module.hr,
        source=("004 §5.9 每周书面考核不少于2次",),
        help=L("书面考核记录。", "Written assessment of clerks."),
        icon="users",
        prefix="SK",
        title="subject",
        list=("number", "assessed_on", "staff", "subject", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "assessed_on",
                "staff",
                "subject",
                "score",
                "guidance",
            ),
        ),
        search=("number", "subject", "guidance"),
        filters=("status", "assessed_on"),
        sort="-assessed_on",
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.cs_supervisor),
        ),
        flow=record_flow(close=(Role.reception_lead, Role.cs_supervisor)),
        print=("form",),
    )

    assessed_on: Mapped[dt.date] = date(L("日期", "Assessed on"), required=True)
    staff: Mapped[Any] = ref("Staff", L("被考核人", "Staff"), required=True)
    staff_id: Mapped[int]
    subject: Mapped[str] = string(L("内容", "Subject"), required=True)
    score: Mapped[Decimal] = decimal(L("成绩", "Score"), required=True)
    guidance: Mapped[str | None] = text(L("指导意见", "Guidance"))
