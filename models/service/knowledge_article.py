"""统一答复口径/设施介绍: standard answer (001 会议制度 §4 统一的答复口径; 002 职责26)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class KnowledgeArticleKind(LabelEnum):
    """Kind of standard answer."""

    answer = "answer", "答复口径", "Answer"
    script = "script", "话术", "Script"
    facility = "facility", "设施介绍", "Facility"


class KnowledgeArticle(Record):
    """Standard answer."""

    __register__ = Register(
        label=L("统一答复口径/设施介绍", "Standard answer"),
        module=Module.service,
        source=("001 会议制度 §4 统一的答复口径", "002 职责26"),
        help=L("统一答复口径/设施介绍。", "Standard answer."),
        icon="clipboard-list",
        prefix="KJ",
        title="question",
        list=("number", "question", "category", "valid_from", "kind", "meeting", "version_no", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "question",
                "answer",
                "category",
                "valid_from",
                "kind",
                "meeting",
                "version_no",
            ),
        ),
        search=("number", "question", "answer", "category"),
        filters=("status", "valid_from", "kind"),
        sort="-valid_from",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
    )

    question: Mapped[str] = string(L("问题", "Question"), required=True)
    answer: Mapped[str] = text(L("答复口径", "Answer"), required=True)
    category: Mapped[str | None] = string(L("类别", "Category"))
    valid_from: Mapped[dt.date | None] = date(L("生效日期", "Valid from"))
    kind: Mapped[KnowledgeArticleKind | None] = choice(KnowledgeArticleKind, L("类别", "Kind"))
    meeting: Mapped[Any] = ref("Meeting", L("来源会议", "Meeting"))
    meeting_id: Mapped[int | None]
    version_no: Mapped[str | None] = string(L("版本", "Version no"))
