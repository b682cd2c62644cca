"""因公外出登记: outing on business (001 考勤 §13)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class OutingRequest(Record):
    """Outing on business."""

    __register__ = Register(
        label=L("因公外出登记", "Outing on business"),
        module=Module.hr,
        source=("001 考勤 §13",),
        help=L("因公外出登记。", "Outing on business."),
        icon="users",
        prefix="WC",
        title="destination",
        list=("number", "staff", "leaves_at", "back_at", "destination", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "leaves_at",
                "back_at",
                "destination",
                "reason",
            ),
        ),
        search=("number", "destination", "reason"),
        filters=("status", "leaves_at", "back_at"),
        sort="-leaves_at",
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hq_quality), own=(Role.staff,), create=(Role.staff,)
        ),
        flow=approval_flow(("@line",)),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    leaves_at: Mapped[dt.datetime] = moment(L("外出时间", "Leaves at"), required=True)
    back_at: Mapped[dt.datetime | None] = moment(L("返回时间", "Back at"))
    destination: Mapped[str] = string(L("地点", "Destination"), required=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
