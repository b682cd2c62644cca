"""工作证胸卡登记: staff badge register (001 工作制度 §4; 004 §7.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, string
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class Badge(Record):
    """Staff badge register."""

    __register__ = Register(
        label=L("工作证胸卡登记", "Staff badge register"),
        module=Module.hr,
        source=("001 工作制度 §4", "004 §7.1"),
        help=L("工作证胸卡登记。", "Staff badge register."),
        icon="users",
        prefix="XK",
        title="badge_no",
        list=("number", "staff", "badge_no", "issued_on", "returned_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "badge_no",
                "issued_on",
                "returned_on",
            ),
        ),
        search=("number", "badge_no"),
        filters=("status", "issued_on", "returned_on"),
        sort="-issued_on",
        rights=Rights(
            read=(Role.hr_admin, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.hr_admin, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.reception_lead)),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    badge_no: Mapped[str] = string(L("证号", "Badge no"), required=True)
    issued_on: Mapped[dt.date] = date(L("发放日期", "Issued on"), required=True)
    returned_on: Mapped[dt.date | None] = date(L("收回日期", "Returned on"))
