"""劳动争议登记: labour dispute (003 内部管理 §2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class LabourDispute(Record):
    """Labour dispute."""

    __register__ = Register(
        label=L("劳动争议登记", "Labour dispute"),
        module=Module.hr,
        source=("003 内部管理 §2",),
        help=L("劳动争议登记。", "Labour dispute."),
        icon="users",
        prefix="LD",
        title="matter",
        list=("number", "staff", "raised_on", "closed_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "raised_on",
                "matter",
                "treatment",
                "closed_on",
            ),
        ),
        search=("number", "matter", "treatment"),
        filters=("status", "raised_on", "closed_on"),
        sort="-raised_on",
        rights=Rights(
            read=(Role.hr_admin, Role.director, Role.cs_supervisor, Role.hq_quality),
            create=(Role.hr_admin, Role.director),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.director)),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    raised_on: Mapped[dt.date] = date(L("日期", "Raised on"), required=True)
    matter: Mapped[str] = text(L("事由", "Matter"), required=True)
    treatment: Mapped[str | None] = text(L("处理", "Treatment"))
    closed_on: Mapped[dt.date | None] = date(L("结案日期", "Closed on"))
