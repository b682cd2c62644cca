"""跨部门协调记录: what departments agreed on, who does it and by when (002 §3.2.1-4(4), §3.1权力3; 004 §5.5; C-44, C-53)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead, today
from models.declare import Record, date, ref, refs, text
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE
from models.spec import (
    Case,
    DueRule,
    Effect,
    L,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    altered,
    asks,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.service.complaint import Complaint
    from models.service.owner_suggestion import OwnerSuggestion

COORDINATORS = (Role.cs_supervisor, Role.reception_lead)


def done_today(case: Case) -> list[Effect]:
    """Note the day it was done, unless it is given."""
    return [] if case.record.done_on else [Set("done_on", today(case))]


class Coordination(Record):
    """What departments agreed on."""

    __register__ = Register(
        label=L("跨部门协调记录", "Inter-department coordination"),
        module=Module.service,
        source=("002 §3.2.1-4(4); §3.1权力3", "004 §5.5"),
        help=L(
            "需要几个部门一起解决的事记在这里：商定意见、责任人和期限，办完归档。可由投诉和意见征询带入。",
            "Matters several departments settle together: what they agreed on, who does it and by when; filed when "
            "done. Opened from complaints and suggestions too.",
        ),
        icon="git-merge",
        prefix="XT",
        aliases=("部门协调", "部门沟通记录"),
        title="matter",
        list=("number", "created_at", "matter", "owner", "due_on", "done_on", "status"),
        sections=(
            Section(L("事项", "Matter"), "matter", "departments", "complaint", "suggestion"),
            Section(L("商定", "Agreed"), "agreed", "owner", "due_on", "done_on"),
        ),
        search=("number", "matter", "agreed", "owner"),
        filters=("status", "owner", "departments", "due_on", "done_on"),
        sort="-created_at",
        rights=Rights(
            read=(*COORDINATORS, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=COORDINATORS,
        ),
        flow=altered(
            record_flow(close=(*COORDINATORS, "@owner")),
            close={
                "asks": asks(optional=("done_on",)),
                "guards": (not_ahead("done_on"),),
                "effects": done_today,
                "label": L("归档", "Close"),
                "done": L("{number}已办完归档。", "{number} is done and filed."),
            },
        ),
        deadlines=(
            DueRule(
                name="due",
                label=L("商定期限", "Agreed date"),
                starts="created_at",
                stops="state:closed,void",
                unit=Unit.at_field,
                field="due_on",
                accountable=("@owner",),
                clause="002 §3.2.1-4(4)",
            ),
        ),
        guards=(not_ahead("done_on"),),
        on_create=moves_on(complaint="coordinate", suggestion="coordinate"),
    )

    matter: Mapped[str] = text(L("事项", "Matter"), required=True)
    departments: Mapped[list[Any]] = refs("Department", L("涉及部门", "Departments"), required=True)
    agreed: Mapped[str] = text(L("商定意见", "Agreed on"), required=True)
    owner: Mapped[Staff | None] = ref("Staff", L("责任人", "Responsible person"), involves=True)
    owner_id: Mapped[int | None]
    due_on: Mapped[dt.date | None] = date(L("期限", "Due on"))
    done_on: Mapped[dt.date | None] = date(
        L("完成日期", "Done on"), help=L("归档时留空即今天。", "Empty on closing means today.")
    )
    complaint: Mapped[Complaint | None] = ref(
        "Complaint", L("相关投诉", "Complaint"), see=(*CUSTOMER_SERVICE, Role.hq_quality)
    )
    complaint_id: Mapped[int | None]
    suggestion: Mapped[OwnerSuggestion | None] = ref(
        "OwnerSuggestion", L("相关意见", "Suggestion"), see=(*CUSTOMER_SERVICE, Role.hq_quality)
    )
    suggestion_id: Mapped[int | None]
