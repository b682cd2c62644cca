"""行政发文: documents sent and received, with their numbers (002 职责9; R-H30)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, string, text
from models.office.papers import ADMINISTRATION, at_most_one, living_index
from models.spec import Default, L, LabelEnum, Module, Register, Rights, Role, Section, When, approval_flow

FILLERS = (Role.hr_admin, Role.cs_supervisor)


class Direction(LabelEnum):
    """Which way the document goes."""

    incoming = "incoming", "收文", "Received"
    outgoing = "outgoing", "发文", "Sent"


class OfficialDocument(Record):
    """A document received or sent."""

    __register__ = Register(
        label=L("行政发文", "Official document"),
        module=Module.office,
        source=("002 职责9",),
        help=L(
            "登记管理处的收文和发文；发文经主任签发后才算发出，收文由主任阅批。原件请作附件上传。",
            "Documents received and sent. One to be sent is out when the director has signed it; one received is read by "
            "him. Upload the original.",
        ),
        icon="send",
        prefix="FWN",
        aliases=("收文登记", "发文登记", "公文"),
        title="title",
        list=("number", "issued_on", "direction", "doc_no", "title", "recipients", "status"),
        sections=(
            Section(L("文件", "Document"), "direction", "doc_no", "title", "issued_on"),
            Section(L("往来", "From and to"), "sender", "recipients"),
            Section(L("内容", "Content"), "body"),
        ),
        search=("number", "doc_no", "title", "sender", "recipients", "body"),
        filters=("status", "direction", "issued_on"),
        sort="-issued_on",
        rights=Rights(read=ADMINISTRATION, create=FILLERS, export=(*ADMINISTRATION,)),
        flow=approval_flow((Role.director,), clause="002 职责9"),
        guards=(
            at_most_one(
                "direction",
                "doc_no",
                sentence=L("这个文号已登记为{number}。", "This document number is registered as {number} already."),
            ),
        ),
        print=("form",),
    )
    __table_args__ = (living_index("uq_official_document_doc_no", "direction", "doc_no"),)

    title: Mapped[str] = string(L("标题", "Title"), length=200, required=True)
    doc_no: Mapped[str] = string(
        L("文号", "Document number"),
        length=60,
        required=True,
        help=L(
            "发文按本处文号顺序编，收文照抄来文文号。", "Ours in sequence when sent; the sender's own when received."
        ),
    )
    direction: Mapped[Direction] = choice(Direction, L("收发", "Direction"), required=True)
    issued_on: Mapped[dt.date] = date(L("日期", "Date"), required=True, default=Default.TODAY)
    sender: Mapped[str | None] = string(
        L("来文单位", "From"),
        required_when=When("direction", Direction.incoming),
        shown_when=When("direction", Direction.incoming),
    )
    body: Mapped[str | None] = text(L("内容", "Content"))
    recipients: Mapped[str | None] = string(
        L("主送", "To"), length=200, required_when=When("direction", Direction.outgoing)
    )
