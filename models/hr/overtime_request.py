"""加班申请: overtime request (001 考勤 §7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, moment, ref, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class OvertimeRequestCompensation(LabelEnum):
    """Compensation of overtime request."""

    pay = "pay", "加班费", "Pay"
    time_off = "time_off", "补休", "Time off"


class OvertimeRequest(Record):
    """Overtime request."""

    __register__ = Register(
        label=L("加班申请", "Overtime request"),
        module=Module.hr,
        source=("001 考勤 §7",),
        help=L("加班申请。", "Overtime request."),
        icon="users",
        prefix="JB",
        title="compensation",
        list=("number", "staff", "starts_at", "ends_at", "compensation", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "starts_at",
                "ends_at",
                "reason",
                "compensation",
                "time_off_reason",
            ),
        ),
        search=("number", "reason", "time_off_reason"),
        filters=("status", "starts_at", "ends_at", "compensation"),
        sort="-starts_at",
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.cs_supervisor),
        ),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    starts_at: Mapped[dt.datetime] = moment(L("开始", "Starts at"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "Ends at"), required=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
    compensation: Mapped[OvertimeRequestCompensation] = choice(
        OvertimeRequestCompensation, L("补偿", "Compensation"), required=True, default=OvertimeRequestCompensation.pay
    )
    time_off_reason: Mapped[str | None] = text(L("补休理由", "Time off reason"))
