"""接待活动: reception of guests (002 职责21)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, integer, moment, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class ReceptionEvent(Record):
    """Reception of guests."""

    __register__ = Register(
        label=L("接待活动", "Reception of guests"),
        module=Module.office,
        source=("002 职责21",),
        help=L("接待活动。", "Reception of guests."),
        icon="file-text",
        prefix="JD",
        title="guests",
        list=("number", "guests", "organisation", "visited_at", "headcount", "purpose", "host", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "guests",
                "organisation",
                "visited_at",
                "headcount",
                "purpose",
                "arrangement",
                "host",
            ),
        ),
        search=("number", "guests", "organisation", "purpose"),
        filters=("status", "visited_at"),
        sort="-visited_at",
        rights=Rights(
            read=(Role.hr_admin, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.hr_admin, Role.cs_supervisor),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.cs_supervisor)),
    )

    guests: Mapped[str] = string(L("来宾", "Guests"), required=True)
    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    visited_at: Mapped[dt.datetime] = moment(L("时间", "Visited at"), required=True)
    headcount: Mapped[int | None] = integer(L("人数", "Headcount"))
    purpose: Mapped[str] = string(L("事由", "Purpose"), required=True)
    arrangement: Mapped[str | None] = text(L("安排", "Arrangement"))
    host: Mapped[Any] = ref("Staff", L("接待人", "Host"), required=True)
    host_id: Mapped[int]
