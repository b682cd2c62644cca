"""跨部门协调记录: inter-department coordination (002 §3.2.1-4(4); §3.1权力3; 004 §5.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, refs, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class Coordination(Record):
    """Inter-department coordination."""

    __register__ = Register(
        label=L("跨部门协调记录", "Inter-department coordination"),
        module=Module.service,
        source=("002 §3.2.1-4(4); §3.1权力3", "004 §5.5"),
        help=L("跨部门协调记录。", "Inter-department coordination."),
        icon="clipboard-list",
        prefix="XT",
        title="matter",
        list=("number", "owner", "due_on", "done_on", "complaint", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "matter",
                "departments",
                "agreed",
                "owner",
                "due_on",
                "done_on",
                "complaint",
            ),
        ),
        search=("number", "matter", "agreed"),
        filters=("status", "due_on", "done_on"),
        sort="-due_on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.cs_supervisor, Role.reception_lead)),
    )

    matter: Mapped[str] = text(L("事项", "Matter"), required=True)
    departments: Mapped[list[Any]] = refs("Department", L("涉及部门", "Departments"), required=True)
    agreed: Mapped[str] = text(L("商定意见", "Agreed"), required=True)
    owner: Mapped[Any] = ref("Staff", L("责任人", "Owner"))
    owner_id: Mapped[int | None]
    due_on: Mapped[dt.date | None] = date(L("期限", "Due on"))
    done_on: Mapped[dt.date | None] = date(L("完成日期", "Done on"))
    complaint: Mapped[Any] = ref("Complaint", L("相关投诉", "Complaint"))
    complaint_id: Mapped[int | None]
