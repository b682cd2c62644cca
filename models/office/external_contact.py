"""对外联系记录: external relations (000 §3.12 外联; 002 职责30; 003 外部协调 §2)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, phone, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class ExternalContact(Record):
    """External relations."""

    __register__ = Register(
        label=L("对外联系记录", "External relations"),
        module=Module.office,
        source=("000 §3.12 外联", "002 职责30", "003 外部协调 §2"),
        help=L("对外联系记录。", "External relations."),
        icon="file-text",
        prefix="WL",
        title="organisation",
        list=("number", "organisation", "person", "contacted_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "organisation",
                "person",
                "phone",
                "contacted_at",
                "matter",
                "result",
            ),
        ),
        search=("number", "organisation", "person", "matter"),
        filters=("status", "contacted_at"),
        sort="-contacted_at",
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.cs_supervisor, Role.director)
        ),
        flow=record_flow(close=(Role.cs_supervisor, Role.director)),
    )

    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    person: Mapped[str | None] = string(L("联系人", "Person"))
    phone: Mapped[str | None] = phone(L("电话", "Phone"))
    contacted_at: Mapped[dt.datetime] = moment(L("时间", "Contacted at"), required=True)
    matter: Mapped[str] = text(L("事项", "Matter"), required=True)
    result: Mapped[str | None] = text(L("结果", "Result"))
