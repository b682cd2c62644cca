"""创优评比与荣誉: honours and contests (002 职责22)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, flag, ref, rows, string
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class Honour(Record):
    """Honours and contests."""

    __register__ = Register(
        label=L("创优评比与荣誉", "Honours and contests"),
        module=Module.office,
        source=("002 职责22",),
        help=L("创优评比与荣誉。", "Honours and contests."),
        icon="file-text",
        prefix="RY",
        title="title",
        list=("number", "title", "level", "awarded_by", "awarded_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "level",
                "awarded_by",
                "awarded_on",
                "preparation",
                "scan",
            ),
        ),
        search=("number", "title", "level", "awarded_by"),
        filters=("status", "awarded_on"),
        sort="-awarded_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.hr_admin, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.hr_admin),
        ),
        flow=record_flow(close=(Role.cs_supervisor, Role.hr_admin)),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    level: Mapped[str] = string(L("级别", "Level"), required=True)
    awarded_by: Mapped[str] = string(L("授予单位", "Awarded by"), required=True)
    awarded_on: Mapped[dt.date] = date(L("日期", "Awarded on"), required=True)
    preparation: Mapped[list[Any]] = rows(
        L("迎检准备", "Preparation"),
        item=string(L("item", "Item")),
        owner=ref("Staff", L("owner", "Owner")),
        due_on=date(L("due_on", "Due on")),
        done=flag(L("done", "Done")),
    )
    scan: Mapped[Any] = files(L("证书", "Scan"))
