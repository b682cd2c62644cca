"""案例: case study (000 §3.13; 001 会议制度 §4 案例分析)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class CaseStudy(Record):
    """Case study."""

    __register__ = Register(
        label=L("案例", "Case study"),
        module=Module.office,
        source=("000 §3.13", "001 会议制度 §4 案例分析"),
        help=L("案例。", "Case study."),
        icon="file-text",
        prefix="AL",
        title="title",
        list=("number", "title", "discussed_on", "complaint", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "facts",
                "analysis",
                "lesson",
                "discussed_on",
                "participants",
                "complaint",
            ),
        ),
        search=("number", "title", "facts", "analysis"),
        filters=("status", "discussed_on"),
        sort="-discussed_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
    )

    title: Mapped[str] = string(L("标题", "Title"), required=True)
    facts: Mapped[str] = text(L("经过", "Facts"), required=True)
    analysis: Mapped[str] = text(L("分析", "Analysis"), required=True)
    lesson: Mapped[str] = text(L("启示", "Lesson"), required=True)
    discussed_on: Mapped[dt.date | None] = date(L("讨论日期", "Discussed on"))
    participants: Mapped[str | None] = text(L("参加人", "Participants"))
    complaint: Mapped[Any] = ref("Complaint", L("相关投诉", "Complaint"))
    complaint_id: Mapped[int | None]
