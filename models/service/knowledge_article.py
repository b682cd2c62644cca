"""统一答复口径/设施介绍: the one answer everybody gives, approved and read by all (001 会议制度 §4; 002 职责26; X-23; R-H20)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.declare import Record, choice, date, readers, ref, string, text
from models.spec import (
    DESK,
    Case,
    Effect,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Scope,
    Section,
    Set,
    Transition,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.office.meeting import Meeting


class ArticleKind(LabelEnum):
    """What it is."""

    answer = "answer", "答复口径", "Answer"
    script = "script", "话术", "What to say"
    facility = "facility", "设施介绍", "About a facility"


def published(case: Case) -> list[Effect]:
    """Let it hold from today, unless a later day is given."""
    return [] if case.record.valid_from else [Set("valid_from", today(case))]


def next_version(text: str | None) -> str:
    """Return the version after this one: the last figure in it goes up by one; the first is followed by 2."""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", text or "1")
    if found is None:
        return f"{text}-2"
    head, number, tail = found.groups()
    return f"{head}{int(number) + 1}{tail}"


def taken_up(case: Case) -> list[Effect]:
    """Begin a new version, valid from its own approval (G5)."""
    return [Set("version_no", next_version(case.record.version_no)), Set("valid_from", None)]


class KnowledgeArticle(Record):
    """An answer, script or description everybody uses."""

    __register__ = Register(
        label=L("统一答复口径/设施介绍", "Standard answer"),
        module=Module.service,
        source=("001 会议制度 §4 统一的答复口径", "002 职责26"),
        help=L(
            "常见问题的统一说法：客服主管批准后生效，接电话时在服务登记里搜索选用，全员都要阅读；改动用“修订”，版本自动加一。",
            "One answer to what is often asked: valid once the supervisor approves, found from the service register "
            "while on the phone, read by everybody. Revise it to change it; the version goes up.",
        ),
        icon="book-open",
        prefix="KJ",
        scope=Scope.site_or_all,
        aliases=("答复口径", "话术", "知识库"),
        title="question",
        list=("number", "question", "kind", "category", "valid_from", "version_no", "site", "status"),
        sections=(
            Section(L("问题与口径", "Question and answer"), "question", "answer"),
            Section(L("归类与来源", "Kind and origin"), "kind", "category", "meeting"),
            Section(L("版本", "Version"), "version_no", "valid_from", "read_by"),
        ),
        search=("number", "question", "answer", "category"),
        filters=("status", "kind", "category", "valid_from"),
        sort="-valid_from",
        daily=(Role.receptionist,),
        rights=Rights(read=(*DESK, Role.director, Role.hq_quality, Role.staff), create=DESK),
        locked_rights=("do:approve",),
        flow=altered(
            approval_flow((Role.cs_supervisor,), clause="X-23", on_approved=published),
            Transition(
                name="revise",
                label=L("修订", "Revise"),
                source=("approved",),
                to="draft",
                roles=DESK,
                asks=asks("reason"),
                effects=taken_up,
                clause="X-20; X-23",
                done=L(
                    "{number}退回草稿，改好后重新提交；批准前不能引用。",
                    "{number} is a draft again; it can be cited once approved.",
                ),
            ),
        ),
    )

    question: Mapped[str] = string(
        L("问题", "Question"),
        length=200,
        required=True,
        help=L("按业主的问法写，搜索时好找。", "As owners ask it, so that it is found."),
    )
    answer: Mapped[str] = text(L("答复口径", "Answer"), required=True)
    kind: Mapped[ArticleKind | None] = choice(ArticleKind, L("类别", "Kind"), default=ArticleKind.answer)
    category: Mapped[str | None] = string(
        L("类别", "Subject"), length=60, help=L("例如：收费、装修、停车", "For example: fees, decoration, parking")
    )
    meeting: Mapped[Meeting | None] = ref(
        "Meeting", L("来源会议", "From meeting"), help=L("口径由哪次例会定的。", "The meeting that settled it.")
    )
    meeting_id: Mapped[int | None]
    version_no: Mapped[str | None] = string(L("版本", "Version"), length=20, default="1")
    valid_from: Mapped[dt.date | None] = date(
        L("生效日期", "Valid from"), help=L("留空即批准之日。", "Empty: the day it is approved.")
    )
    read_by = readers(L("已阅", "Read by"), who=(Role.staff,), source="X-23")
