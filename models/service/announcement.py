"""公告通知: announcement (002 职责12; §6(1))."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class AnnouncementKind(LabelEnum):
    """Kind of announcement."""

    public = "public", "业主公告", "Public"
    internal = "internal", "内部通知", "Internal"
    urgent = "urgent", "紧急通知", "Urgent"


class Announcement(Record):
    """Announcement."""

    __register__ = Register(
        label=L("公告通知", "Announcement"),
        module=Module.service,
        source=("002 职责12; §6(1)",),
        help=L("公告通知。", "Announcement."),
        icon="clipboard-list",
        prefix="GG",
        title="title",
        list=("number", "title", "kind", "published_from", "published_to", "places", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "kind",
                "body",
                "published_from",
                "published_to",
                "places",
            ),
        ),
        search=("number", "title", "body", "places"),
        filters=("status", "kind", "published_from", "published_to"),
        sort="-published_from",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.hr_admin,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.hr_admin),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    title: Mapped[str] = string(L("标题", "Title"), required=True)
    kind: Mapped[AnnouncementKind] = choice(AnnouncementKind, L("类别", "Kind"), required=True)
    body: Mapped[str] = text(L("正文", "Body"), required=True)
    published_from: Mapped[dt.date] = date(L("发布日期", "Published from"), required=True)
    published_to: Mapped[dt.date | None] = date(L("截止日期", "Published to"))
    places: Mapped[str | None] = string(L("张贴位置", "Places"))
