"""案例: a case told, analysed and talked over so that it does not come again (000 §3.13; 001 会议制度 §4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, string, text
from models.office.papers import DEPARTMENT
from models.spec import STAY, L, Module, Register, Rights, Role, Section, Transition, altered, approval_flow, asks

if TYPE_CHECKING:
    from models.service.complaint import Complaint

WRITERS = (Role.cs_supervisor, Role.reception_lead)
DISCUSS = Transition(
    name="discuss",
    label=L("登记讨论", "Record the discussion"),
    source=("approved",),
    to=STAY,
    roles=WRITERS,
    asks=asks("discussed_on", "participants"),
    clause="001 会议制度 §4; C-41",
    done=L("{number}的讨论已登记。", "The discussion of {number} is recorded."),
)


class CaseStudy(Record):
    """A case."""

    __register__ = Register(
        label=L("案例", "Case study"),
        module=Module.office,
        source=("000 §3.13", "001 会议制度 §4 案例分析"),
        help=L(
            "把典型的投诉或事故写成案例，经客服主管审核后在例会上讨论。正文请勿写业主姓名、电话。",
            "Write up a telling complaint or mishap; once the supervisor has approved it, it is discussed at a meeting. "
            "Leave owners' names and telephone numbers out.",
        ),
        icon="book-open",
        prefix="AL",
        aliases=("案例分析", "案例教育"),
        title="title",
        list=("number", "title", "discussed_on", "complaint", "status"),
        sections=(
            Section(L("案例", "Case"), "title", "facts", "complaint"),
            Section(L("分析", "Analysis"), "analysis", "lesson"),
            Section(L("讨论", "Discussion"), "discussed_on", "participants"),
        ),
        search=("number", "title", "facts", "analysis", "lesson"),
        filters=("status", "discussed_on"),
        sort="-created_at",
        rights=Rights(read=DEPARTMENT, create=WRITERS),
        flow=altered(approval_flow((Role.cs_supervisor,), clause="000 §3.13"), DISCUSS),
    )

    title: Mapped[str] = string(L("标题", "Title"), required=True)
    facts: Mapped[str] = text(L("经过", "What happened"), required=True)
    analysis: Mapped[str] = text(L("分析", "Analysis"), required=True)
    lesson: Mapped[str] = text(L("启示", "Lesson"), required=True)
    discussed_on: Mapped[dt.date | None] = date(L("讨论日期", "Discussed on"))
    participants: Mapped[str | None] = text(L("参加人", "Present"))
    complaint: Mapped[Complaint | None] = ref("Complaint", L("相关投诉", "Complaint"))
    complaint_id: Mapped[int | None]
