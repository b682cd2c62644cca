"""公告通知: what owners or employees are told, approved before it goes up (002 职责12, §6(1); X-32; R-E22)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.declare import Record, choice, date, files, readers, string, text
from models.spec import (
    DESK,
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
    When,
    altered,
    approval_flow,
    asks,
)

WRITERS = (*DESK, Role.hr_admin)


class AnnouncementKind(LabelEnum):
    """Whom it is for."""

    public = "public", "业主公告", "To owners"
    internal = "internal", "内部通知", "To employees"
    urgent = "urgent", "紧急通知", "Urgent"


POSTED = When("kind", AnnouncementKind.public)


class Announcement(Record):
    """A notice to owners or employees."""

    __register__ = Register(
        label=L("公告通知", "Announcement"),
        module=Module.service,
        source=("002 职责12; §6(1)",),
        help=L(
            "对业主的公告和对员工的通知，主任批准后才张贴、发布，可直接打印；内部通知由员工点“已阅”，撤下时登记日期。",
            "Notices to owners and employees; they go up once the director approves and can be printed. Employees mark "
            "internal ones read; note the day one is taken down.",
        ),
        icon="megaphone",
        prefix="GG",
        aliases=("通知", "公告", "温馨提示"),
        title="title",
        list=("number", "published_from", "kind", "title", "places", "published_to", "removed_on", "status"),
        sections=(
            Section(L("公告", "Notice"), "kind", "title", "body", "picture"),
            Section(L("发布", "Where and when"), "published_from", "published_to", "places", "removed_on", "read_by"),
        ),
        search=("number", "title", "body", "places"),
        filters=("status", "kind", "published_from", "published_to", "removed_on"),
        sort="-published_from",
        rights=Rights(read=(*WRITERS, Role.director, Role.hq_quality, Role.staff), create=WRITERS),
        locked_rights=("do:approve",),
        flow=altered(
            approval_flow((Role.director,), clause="002 职责12; X-32"),
            Transition(
                name="take_down",
                label=L("撤下", "Take down"),
                source=("approved",),
                to=STAY,
                roles=WRITERS,
                asks=asks("removed_on"),
                guards=(in_order("published_from", "removed_on"),),
                bulk=True,
                clause="002 职责12; R-E22",
                done=L("{number}已撤下。", "{number} is taken down."),
            ),
        ),
        guards=(in_order("published_from", "published_to"),),
        print=("form",),
    )

    kind: Mapped[AnnouncementKind] = choice(AnnouncementKind, L("类别", "Kind"), required=True)
    title: Mapped[str] = string(L("标题", "Title"), required=True)
    body: Mapped[str] = text(L("正文", "Text"), required=True)
    picture: Mapped[Any] = files(L("张贴照片", "Picture of it posted"))
    published_from: Mapped[dt.date] = date(L("发布日期", "From"), required=True, default=Default.TODAY)
    published_to: Mapped[dt.date | None] = date(L("截止日期", "Until"))
    places: Mapped[str | None] = string(
        L("张贴位置", "Where it hangs"),
        length=200,
        required_when=POSTED,
        help=L("例如：各单元门厅、南门宣传栏", "For example: every entrance hall, board at the south gate"),
    )
    removed_on: Mapped[dt.date | None] = date(L("撤下日期", "Taken down on"), system=True)
    read_by = readers(L("已阅", "Read by"), who=(Role.staff,), shown_when=When("kind", "internal", "urgent"))
