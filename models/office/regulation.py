"""规章制度: regulation (000 §3.1, §4.1; 002 §1(1); 003 (一)2-3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class RegulationCategory(LabelEnum):
    """Category of regulation."""

    duty = "duty", "岗位职责", "Duty"
    procedure = "procedure", "工作规程", "Procedure"
    system = "system", "管理制度", "System"
    standard = "standard", "服务规范", "Standard"
    plan = "plan", "方案", "Plan"


class Regulation(Record):
    """Regulation."""

    __register__ = Register(
        label=L("规章制度", "Regulation"),
        module=Module.office,
        source=("000 §3.1, §4.1", "002 §1(1)", "003 (一)2-3"),
        help=L("规章制度。", "Regulation."),
        icon="file-text",
        prefix="ZD",
        title="title",
        list=("number", "title", "category", "version_no", "effective_on", "replaces", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "category",
                "version_no",
                "effective_on",
                "body",
                "replaces",
                "study",
                "amendment_reason",
                "checks",
                "distribution",
            ),
        ),
        search=("number", "title", "version_no", "body"),
        filters=("status", "category", "effective_on"),
        sort="-effective_on",
        rights=Rights(
            read=(Role.staff,),
            create=(Role.cs_supervisor, Role.hr_admin),
            export=(Role.director, Role.cs_supervisor, Role.hq_quality, Role.hr_admin),
        ),
        flow=approval_flow((Role.cs_supervisor, Role.director)),
        print=("form",),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    category: Mapped[RegulationCategory] = choice(RegulationCategory, L("分类", "Category"), required=True)
    version_no: Mapped[str] = string(L("版次", "Version no"), required=True)
    effective_on: Mapped[dt.date] = date(L("生效日期", "Effective on"), required=True)
    body: Mapped[str] = text(L("正文", "Body"), required=True)
    replaces: Mapped[Any] = ref("Regulation", L("替代", "Replaces"))
    replaces_id: Mapped[int | None]
    study: Mapped[list[Any]] = rows(
        L("组织学习", "Study"),
        on=date(L("on", "On")),
        attendees=text(L("attendees", "Attendees")),
    )
    amendment_reason: Mapped[str | None] = text(L("修订原因", "Amendment reason"))
    checks: Mapped[list[Any]] = rows(
        L("实施督查", "Checks"),
        on=date(L("on", "On")),
        finding=text(L("finding", "Finding")),
    )
    distribution: Mapped[list[Any]] = rows(
        L("分发", "Distribution"),
        receiver=string(L("receiver", "Receiver")),
        on=date(L("on", "On")),
    )
