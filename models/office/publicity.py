"""品牌宣传记录: what the centre puts up and sends out, agreed beforehand, taken down in time (002 职责4, 12; X-32)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.declare import Record, choice, date, files, string, text
from models.office.papers import DEPARTMENT
from models.spec import (
    STAY,
    Default,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    approval_flow,
    asks,
)

FILLERS = (Role.cs_supervisor, Role.receptionist)


class Medium(LabelEnum):
    """How it is made public."""

    board = "board", "宣传栏", "Notice board"
    screen = "screen", "电子屏", "Screen"
    wechat = "wechat", "微信", "WeChat"
    leaflet = "leaflet", "单页", "Leaflet"
    event = "event", "活动", "Event"


TAKE_DOWN = Transition(
    name="take_down",
    label=L("登记撤下", "Take down"),
    source=("approved",),
    to=STAY,
    roles=FILLERS,
    asks=asks("removed_on", optional=("photos",)),
    guards=(in_order("published_on", "removed_on"),),
    clause="002 职责12",
    done=L("{number}已登记撤下。", "{number} is taken down."),
)


class Publicity(Record):
    """A piece of publicity."""

    __register__ = Register(
        label=L("品牌宣传记录", "Publicity record"),
        module=Module.office,
        source=("002 职责4, 12",),
        help=L(
            "对外宣传先报主任审批再发布，到期撤下后登记撤下日期；业主公告请用公告通知。",
            "Publicity is approved by the director before it goes out; record the day it comes down. Notices to owners "
            "have a register of their own.",
        ),
        icon="image",
        prefix="XC",
        aliases=("宣传栏", "品牌宣传"),
        title="topic",
        list=("number", "published_on", "topic", "medium", "removed_on", "status"),
        sections=(
            Section(L("宣传", "Publicity"), "topic", "medium", "published_on", "removed_on"),
            Section(L("内容", "Content"), "content", "photos"),
        ),
        search=("number", "topic", "content"),
        filters=("status", "medium", "published_on", "removed_on"),
        sort="-published_on",
        rights=Rights(read=DEPARTMENT, create=FILLERS),
        flow=altered(approval_flow((Role.director,), clause="X-32"), TAKE_DOWN),
        guards=(in_order("published_on", "removed_on"),),
    )

    topic: Mapped[str] = string(L("主题", "Topic"), required=True)
    medium: Mapped[Medium] = choice(Medium, L("形式", "Form"), required=True)
    published_on: Mapped[dt.date] = date(L("日期", "Published on"), required=True, default=Default.TODAY)
    content: Mapped[str | None] = text(L("内容", "Content"))
    photos: Mapped[Any] = files(L("照片", "Photographs"))
    removed_on: Mapped[dt.date | None] = date(L("撤下日期", "Taken down on"), system=True)
