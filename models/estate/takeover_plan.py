"""物业接管验收方案: takeover plan (000 §4.10, §5.10)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class TakeoverPlan(Record):
    """Takeover plan."""

    __register__ = Register(
        label=L("物业接管验收方案", "Takeover plan"),
        module=Module.estate,
        source=("000 §4.10, §5.10",),
        help=L("物业接管验收方案。", "Takeover plan."),
        icon="house",
        prefix="JG",
        title="title",
        list=("number", "title", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "plan",
                "staffing",
            ),
        ),
        search=("number", "title", "plan"),
        filters=("status",),
        sort="-id",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.cs_supervisor,)),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    plan: Mapped[str] = text(L("方案", "Plan"), required=True)
    staffing: Mapped[list[Any]] = rows(
        L("人员安排", "Staffing"),
        staff=ref("Staff", L("staff", "Staff")),
        task=string(L("task", "Task")),
    )
