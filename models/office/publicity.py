"""品牌宣传记录: publicity record (002 职责4, 12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, files, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class PublicityMedium(LabelEnum):
    """Medium of publicity record."""

    board = "board", "宣传栏", "Board"
    screen = "screen", "电子屏", "Screen"
    wechat = "wechat", "微信", "Wechat"
    leaflet = "leaflet", "单页", "Leaflet"
    event = "event", "活动", "Event"


class Publicity(Record):
    """Publicity record."""

    __register__ = Register(
        label=L("品牌宣传记录", "Publicity record"),
        module=Module.office,
        source=("002 职责4, 12",),
        help=L("品牌宣传记录。", "Publicity record."),
        icon="file-text",
        prefix="XC",
        title="topic",
        list=("number", "topic", "medium", "published_on", "removed_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "topic",
                "medium",
                "published_on",
                "content",
                "photos",
                "removed_on",
            ),
        ),
        search=("number", "topic", "content"),
        filters=("status", "medium", "published_on", "removed_on"),
        sort="-published_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.receptionist, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.receptionist),
        ),
        flow=approval_flow((Role.director,)),
    )

    topic: Mapped[str] = string(L("主题", "Topic"), required=True)
    medium: Mapped[PublicityMedium] = choice(PublicityMedium, L("形式", "Medium"), required=True)
    published_on: Mapped[dt.date] = date(L("日期", "Published on"), required=True)
    content: Mapped[str | None] = text(L("内容", "Content"))
    photos: Mapped[Any] = files(L("照片", "Photos"))
    removed_on: Mapped[dt.date | None] = date(L("撤下日期", "Removed on"))
