"""办公环境核查表: office environment checklist (004 §7.1; 001 卫生管理制度)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, flag, ref, rows, string
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class OfficeEnvironmentCheck(Record):
    """Office environment checklist."""

    __register__ = Register(
        label=L("办公环境核查表", "Office environment checklist"),
        module=Module.office,
        source=("004 §7.1", "001 卫生管理制度"),
        help=L("办公环境核查表。", "Office environment checklist."),
        icon="file-text",
        prefix="HJ",
        title="day",
        list=("number", "day", "tools_ready", "checker", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "day",
                "items",
                "tools_ready",
                "checker",
            ),
        ),
        search=("number",),
        filters=("status", "day"),
        sort="-day",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead)),
        print=("form",),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    items: Mapped[list[Any]] = rows(
        L("核查项", "Items"),
        item=string(L("item", "Item")),
        ok=flag(L("ok", "Ok")),
        note=string(L("note", "Note")),
    )
    tools_ready: Mapped[bool] = flag(L("作业工具备齐", "Tools ready"), required=True)
    checker: Mapped[Any] = ref("Staff", L("核查人", "Checker"), required=True)
    checker_id: Mapped[int]
