"""业主意见征询表: owner suggestion (000 §3.7; 002 职责23; §4(1)(3); 003 (三)3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, moment, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class OwnerSuggestionChannel(LabelEnum):
    """Channel of owner suggestion."""

    survey = "survey", "征询表", "Survey"
    forum = "forum", "座谈会", "Forum"
    box = "box", "意见箱", "Box"
    hotline = "hotline", "热线", "Hotline"
    visit = "visit", "走访", "Visit"
    letter = "letter", "来信", "Letter"
    callback = "callback", "回访", "Callback"


class OwnerSuggestion(Record):
    """Owner suggestion."""

    __register__ = Register(
        label=L("业主意见征询表", "Owner suggestion"),
        module=Module.service,
        source=("000 §3.7", "002 职责23; §4(1)(3)", "003 (三)3"),
        help=L("业主意见征询表。", "Owner suggestion."),
        icon="clipboard-list",
        prefix="YJ",
        title="name",
        list=("number", "received_on", "unit", "name", "channel", "topic", "replied_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "received_on",
                "unit",
                "name",
                "channel",
                "topic",
                "content",
                "improvement",
                "reply",
                "replied_at",
            ),
        ),
        search=("number", "name", "topic", "content", "unit"),
        filters=("status", "received_on", "channel", "replied_at"),
        sort="-received_on",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
    )

    received_on: Mapped[dt.date] = date(L("收集日期", "Received on"), required=True)
    unit: Mapped[Any] = ref("Unit", L("楼号房号", "Unit"))
    unit_id: Mapped[int | None]
    name: Mapped[str | None] = string(L("姓名", "Name"))
    channel: Mapped[OwnerSuggestionChannel] = choice(OwnerSuggestionChannel, L("途径", "Channel"), required=True)
    topic: Mapped[str] = string(L("类别", "Topic"), required=True)
    content: Mapped[str] = text(L("意见建议", "Content"), required=True)
    improvement: Mapped[str | None] = text(L("整改建议", "Improvement"))
    reply: Mapped[str | None] = text(L("回复", "Reply"))
    replied_at: Mapped[dt.datetime | None] = moment(L("回复时间", "Replied at"))
