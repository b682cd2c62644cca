"""创优评比与荣誉: contests prepared for and honours won (002 职责22; R-I17)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, flag, ref, rows, string
from models.office.papers import ADMINISTRATION
from models.spec import L, Module, Register, Rights, Role, Section, record_flow

FILLERS = (Role.cs_supervisor, Role.hr_admin)


class Honour(Record):
    """An honour or a contest."""

    __register__ = Register(
        label=L("创优评比与荣誉", "Honours and contests"),
        module=Module.office,
        source=("002 职责22",),
        help=L(
            "登记获得的荣誉和创优评比；迎检准备分条列出负责人和期限，证书扫描上传后归档。",
            "Honours won and contests prepared for: who prepares what by when; upload the certificate, then close.",
        ),
        icon="award",
        prefix="RY",
        aliases=("荣誉台账", "创优评比"),
        title="title",
        list=("number", "awarded_on", "title", "level", "awarded_by", "status"),
        sections=(
            Section(L("荣誉", "Honour"), "title", "level", "awarded_by", "awarded_on", "scan"),
            Section(L("迎检准备", "Preparation"), "preparation"),
        ),
        search=("number", "title", "level", "awarded_by"),
        filters=("status", "awarded_on"),
        sort="-awarded_on",
        rights=Rights(read=ADMINISTRATION, create=FILLERS),
        flow=record_flow(close=FILLERS),
    )

    title: Mapped[str] = string(L("名称", "Name"), required=True)
    level: Mapped[str] = string(
        L("级别", "Level"), length=60, required=True, help=L("例如：市级、省级、公司级。", "City, province, company.")
    )
    awarded_by: Mapped[str] = string(L("授予单位", "Awarded by"), required=True)
    awarded_on: Mapped[dt.date] = date(
        L("日期", "Date"), required=True, help=L("评比的写评定日期。", "For a contest the day it is judged.")
    )
    preparation: Mapped[list[Any]] = rows(
        L("迎检准备", "Preparation"),
        item=string(L("准备事项", "Item"), length=200, required=True),
        owner=ref("Staff", L("负责人", "Who")),
        due_on=date(L("期限", "Due on")),
        done=flag(L("已完成", "Done")),
    )
    scan: Mapped[Any] = files(L("证书", "Certificate"))
