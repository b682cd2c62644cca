"""对外联系记录: whom the centre dealt with outside, about what, and with what result (000 §3.12; 002 职责30; R-H32)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, moment, phone, string, text
from models.office.papers import LOOKING_ON
from models.spec import Default, L, Module, Register, Rights, Role, Section, record_flow

LIAISON = (Role.cs_supervisor, Role.director)


class ExternalContact(Record):
    """One contact with an outside body."""

    __register__ = Register(
        label=L("对外联系记录", "External relations"),
        module=Module.office,
        source=("000 §3.12 外联", "002 职责30", "003 外部协调 §2"),
        help=L(
            "与街道、社区、公用事业、合作单位联系后登记，下次打交道时有据可查。",
            "Note each contact with the neighbourhood office, utilities and partners, so that the next person knows.",
        ),
        icon="link",
        prefix="WL",
        aliases=("外联记录", "公共关系"),
        title="organisation",
        list=("number", "contacted_at", "organisation", "person", "matter", "status"),
        sections=(
            Section(L("联系", "Contact"), "organisation", "person", "phone", "contacted_at"),
            Section(L("事项", "Matter"), "matter", "result"),
        ),
        search=("number", "organisation", "person", "matter", "result"),
        filters=("status", "contacted_at"),
        sort="-contacted_at",
        happened="contacted_at",
        rights=Rights(read=LOOKING_ON, create=LIAISON, unmask=LIAISON),
        flow=record_flow(close=LIAISON),
        guards=(not_ahead("contacted_at"),),
    )

    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    person: Mapped[str | None] = string(L("联系人", "Contact person"))
    phone: Mapped[str | None] = phone(L("电话", "Telephone"), clear=LIAISON)
    contacted_at: Mapped[dt.datetime] = moment(L("时间", "Time"), required=True, default=Default.NOW)
    matter: Mapped[str] = text(L("事项", "Matter"), required=True)
    result: Mapped[str | None] = text(L("结果", "Result"))
