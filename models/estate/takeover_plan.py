"""物业接管验收方案: how the centre takes part in taking over a property, and whom it sends (000 §4.10, §5.10; R-E02)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, ref, rows, string, text
from models.estate.people import HANDOVER
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class TakeoverPlan(Record):
    """The plan of one takeover."""

    __register__ = Register(
        label=L("物业接管验收方案", "Takeover plan"),
        module=Module.estate,
        source=("000 §4.10, §5.10",),
        help=L(
            "接管新楼前安排本部门人员和查验步骤，主任批准后按方案逐项查验，查验结果记入“物业承接查验记录”。",
            "Before new buildings are taken over: whom we send and what is inspected in which order. Once the director has "
            "approved, each part goes into a takeover inspection.",
        ),
        icon="building-2",
        prefix="JG",
        aliases=("接管验收方案",),
        title="title",
        list=("number", "title", "created_at", "status"),
        sections=(
            Section(L("方案", "Plan"), "title", "plan"),
            Section(L("人员安排", "People"), "staffing"),
        ),
        search=("number", "title", "plan"),
        filters=("status", "created_at"),
        sort="-created_at",
        rights=Rights(read=(*HANDOVER, Role.engineering_lead), create=(Role.cs_supervisor,)),
        flow=approval_flow((Role.director,), clause="000 §4.10; C-48"),
        print=("form",),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    plan: Mapped[str] = text(L("方案", "Plan"), required=True)
    staffing: Mapped[list[Any]] = rows(
        L("人员安排", "People"),
        staff=ref("Staff", L("人员", "Employee"), required=True),
        task=string(L("工作", "Task"), length=200, required=True),
    )
