"""考勤表: monthly attendance sheet (004 §5.7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, month, ref
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class MonthlyAttendance(Record):
    """Monthly attendance sheet."""

    __register__ = Register(
        label=L("考勤表", "Monthly attendance sheet"),
        module=Module.hr,
        source=("004 §5.7",),
        help=L("考勤表。", "Monthly attendance sheet."),
        icon="users",
        prefix="KQ",
        title="month",
        list=("number", "month", "department", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "month",
                "department",
            ),
        ),
        search=("number",),
        filters=("status",),
        sort="-id",
        rights=Rights(
            read=(Role.reception_lead, Role.receptionist, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.receptionist),
        ),
        flow=approval_flow((Role.director, Role.hr_admin)),
        print=("form",),
    )

    month: Mapped[str] = month(L("月份", "Month"), required=True)
    department: Mapped[Any] = ref("Department", L("部门", "Department"))
    department_id: Mapped[int | None]
