"""装修违章整改通知书: decoration rectification notice (000 §4.5.4, §5.4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, choices, date, flag, money, ref, sign, text
from models.spec import (
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    When,
    asks,
    flow,
)


class RectificationNoticeViolation(LabelEnum):
    """Violation of decoration rectification notice."""

    structure = "structure", "破坏承重结构", "Structure"
    waterproof = "waterproof", "损坏防水层", "Waterproof"
    facade = "facade", "改变外立面", "Facade"
    pipe = "pipe", "改动管线", "Pipe"
    noise = "noise", "违时施工", "Noise"
    garbage = "garbage", "垃圾乱放", "Garbage"
    other = "other", "其他", "Other"


class RectificationMeasure(LabelEnum):
    """What is asked of the owner; several at once (000 §5.4)."""

    stop = "stop", "停止施工", "Stop work"
    rectify = "rectify", "限期整改并恢复", "Put right within a time"
    deduct = "deduct", "扣装修保证金", "Deduct from the deposit"
    evict = "evict", "驱逐施工单位离场", "Send the contractor off the site"


class RectificationNotice(Record):
    """Decoration rectification notice."""

    __register__ = Register(
        label=L("装修违章整改通知书", "Decoration rectification notice"),
        module=Module.estate,
        source=("000 §4.5.4, §5.4",),
        help=L("装修违章整改通知书。", "Decoration rectification notice."),
        icon="house",
        prefix="ZG",
        title="violation",
        list=("number", "application", "patrol", "violation", "major", "due_on", "deduction", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "application",
                "patrol",
                "violation",
                "major",
                "description",
                "measures",
                "due_on",
                "deduction",
                "received_sign",
                "verified_on",
                "verification",
            ),
        ),
        search=("number", "description", "measures", "verification"),
        filters=("status", "violation", "measures", "due_on", "verified_on"),
        sort="-due_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.engineering_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.engineering_lead),
        ),
        flow=flow(
            (
                State(name="draft", label=L("草稿", "Draft"), tone=Tone.blue, editable=True),
                State(name="issued", label=L("已签发", "Issued"), tone=Tone.amber),
                State(name="rectified", label=L("已整改", "Rectified"), tone=Tone.amber),
                State(name="verified", label=L("复查合格", "Verified"), tone=Tone.green, final=True),
                State(name="enforced", label=L("已强制处理", "Enforced"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="issue",
                    label=L("签发", "Issue"),
                    source=("draft",),
                    to="issued",
                    roles=(Role.cs_supervisor,),
                ),
                Transition(
                    name="rectify",
                    label=L("整改完成", "Rectify"),
                    source=("issued",),
                    to="rectified",
                    roles=(Role.cs_supervisor, Role.engineering_lead),
                ),
                Transition(
                    name="verify",
                    label=L("复查合格", "Verify"),
                    source=("rectified",),
                    to="verified",
                    roles=(Role.cs_supervisor,),
                    asks=asks("verification"),
                ),
                Transition(
                    name="fail",
                    label=L("复查不合格", "Fail"),
                    source=("rectified",),
                    to="issued",
                    roles=(Role.cs_supervisor,),
                    asks=asks("reason", "due_on"),
                ),
                Transition(
                    name="enforce",
                    label=L("强制处理", "Enforce"),
                    source=("issued",),
                    to="enforced",
                    roles=(Role.cs_supervisor, Role.director),
                    asks=asks("deduction"),
                ),
            ),
        ),
        print=("form",),
    )

    application: Mapped[Any] = ref("DecorationApplication", L("装修申请", "Application"), required=True)
    application_id: Mapped[int]
    patrol: Mapped[Any] = ref("DecorationPatrol", L("巡查记录", "Patrol"))
    patrol_id: Mapped[int | None]
    violation: Mapped[RectificationNoticeViolation] = choice(
        RectificationNoticeViolation, L("违规事项", "Violation"), required=True
    )
    major: Mapped[bool] = flag(L("重大违规", "Major"), required=True)
    description: Mapped[str] = text(L("情况说明", "Description"), required=True)
    measures: Mapped[tuple[RectificationMeasure, ...]] = choices(
        RectificationMeasure, L("处理方式", "Measures"), required=True
    )
    due_on: Mapped[dt.date | None] = date(L("整改期限", "Due on"), required_when=When("measures", "rectify"))
    deduction: Mapped[Decimal | None] = money(L("扣款金额", "Deduction"))
    received_sign: Mapped[str | None] = sign(L("签收", "Received sign"))
    verified_on: Mapped[dt.date | None] = date(L("复查日期", "Verified on"))
    verification: Mapped[str | None] = text(L("复查结果", "Verification"))
