"""客户座谈会记录: customer forum record (002 §4(1))."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, flag, moment, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class CustomerForum(Record):
    """Customer forum record."""

    __register__ = Register(
        label=L("客户座谈会记录", "Customer forum record"),
        module=Module.service,
        source=("002 §4(1)",),
        help=L("客户座谈会记录。", "Customer forum record."),
        icon="clipboard-list",
        prefix="ZT",
        title="place",
        list=("number", "held_at", "place", "host", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "held_at",
                "place",
                "host",
                "attendees",
                "opinions",
                "summary",
            ),
        ),
        search=("number", "place", "attendees", "summary"),
        filters=("status", "held_at"),
        sort="-held_at",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.cs_supervisor,)),
        flow=record_flow(close=(Role.cs_supervisor,)),
    )

    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True)
    place: Mapped[str | None] = string(L("地点", "Place"))
    host: Mapped[Any] = ref("Staff", L("主持人", "Host"), required=True)
    host_id: Mapped[int]
    attendees: Mapped[str | None] = text(L("参加人", "Attendees"))
    opinions: Mapped[list[Any]] = rows(
        L("意见", "Opinions"),
        unit=ref("Unit", L("unit", "Unit")),
        opinion=text(L("opinion", "Opinion")),
        owner_department=ref("Department", L("owner_department", "Owner department")),
        due_on=date(L("due_on", "Due on")),
        done=flag(L("done", "Done")),
    )
    summary: Mapped[str | None] = text(L("纪要", "Summary"))
