"""员工在岗情况表: on-post report (004 §5.7)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.declare import Record, month
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class OnPostReport(Record):
    """On-post report."""

    __register__ = Register(
        label=L("员工在岗情况表", "On-post report"),
        module=Module.hr,
        source=("004 §5.7",),
        help=L("员工在岗情况表。", "On-post report."),
        icon="users",
        prefix="ZG2",
        title="month",
        list=("number", "month", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "month",
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
