"""行政发文: official document (002 职责9)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class OfficialDocumentDirection(LabelEnum):
    """Direction of official document."""

    incoming = "incoming", "收文", "Incoming"
    outgoing = "outgoing", "发文", "Outgoing"


class OfficialDocument(Record):
    """Official document."""

    __register__ = Register(
        label=L("行政发文", "Official document"),
        module=Module.office,
        source=("002 职责9",),
        help=L("行政发文。", "Official document."),
        icon="file-text",
        prefix="FWN",
        title="title",
        list=("number", "title", "doc_no", "direction", "issued_on", "recipients", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "doc_no",
                "direction",
                "issued_on",
                "body",
                "recipients",
            ),
        ),
        search=("number", "title", "doc_no", "body"),
        filters=("status", "direction", "issued_on"),
        sort="-issued_on",
        rights=Rights(
            read=(Role.hr_admin, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.hr_admin, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    title: Mapped[str] = string(L("标题", "Title"), required=True)
    doc_no: Mapped[str] = string(L("文号", "Doc no"), required=True)
    direction: Mapped[OfficialDocumentDirection] = choice(
        OfficialDocumentDirection, L("收发", "Direction"), required=True
    )
    issued_on: Mapped[dt.date] = date(L("日期", "Issued on"), required=True)
    body: Mapped[str | None] = text(L("内容", "Body"))
    recipients: Mapped[str | None] = string(L("主送", "Recipients"))
