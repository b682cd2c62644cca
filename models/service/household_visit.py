"""巡访记录表: household visit record (000 §5.7 巡访、回访记录表)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class HouseholdVisit(Record):
    """Household visit record."""

    __register__ = Register(
        label=L("巡访记录表", "Household visit record"),
        module=Module.service,
        source=("000 §5.7 巡访、回访记录表",),
        help=L("巡访记录表。", "Household visit record."),
        icon="clipboard-list",
        prefix="XF",
        aliases=("巡访、回访记录表",),
        title="interviewee",
        list=("number", "visited_at", "unit", "interviewee", "purpose", "visitor", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "visited_at",
                "unit",
                "interviewee",
                "purpose",
                "opinion",
                "treatment",
                "visitor",
            ),
        ),
        search=("number", "interviewee", "purpose", "opinion", "unit"),
        filters=("status", "visited_at"),
        sort="-visited_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead, Role.cs_supervisor)),
        print=("form",),
    )

    visited_at: Mapped[dt.datetime] = moment(L("走访时间", "Visited at"), required=True)
    unit: Mapped[Any] = ref("Unit", L("楼号房号", "Unit"), required=True)
    unit_id: Mapped[int]
    interviewee: Mapped[str | None] = string(L("受访人", "Interviewee"))
    purpose: Mapped[str] = string(L("目的", "Purpose"), required=True)
    opinion: Mapped[str | None] = text(L("意见", "Opinion"))
    treatment: Mapped[str | None] = text(L("处理", "Treatment"))
    visitor: Mapped[Any] = ref("Staff", L("走访人", "Visitor"), required=True)
    visitor_id: Mapped[int]
