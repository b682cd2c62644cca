"""部门预算: department budget (002 §1(6); 003 (四)1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, money, ref, rows, string, text, year
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class Budget(Record):
    """Department budget."""

    __register__ = Register(
        label=L("部门预算", "Department budget"),
        module=Module.finance,
        source=("002 §1(6)", "003 (四)1"),
        help=L("部门预算。", "Department budget."),
        icon="wallet",
        prefix="YS3",
        title="note",
        list=("number", "department", "period", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "department",
                "period",
                "lines",
                "note",
            ),
        ),
        search=("number", "note"),
        filters=("status",),
        sort="-id",
        rights=Rights(
            read=(Role.cs_supervisor, Role.hr_admin, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.hr_admin),
        ),
        flow=approval_flow((Role.director,)),
    )

    department: Mapped[Any] = ref("Department", L("部门", "Department"), required=True)
    department_id: Mapped[int]
    period: Mapped[int] = year(L("年度", "Period"), required=True)
    lines: Mapped[list[Any]] = rows(
        L("科目", "Lines"),
        subject=string(L("subject", "Subject")),
        planned=money(L("planned", "Planned")),
        spent=money(L("spent", "Spent")),
    )
    note: Mapped[str | None] = text(L("说明", "Note"))
