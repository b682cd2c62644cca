"""周期工作任务: recurring duty (000 §4; 001; 003; 004 §5)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, moment, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, base_data


class DutyTaskState(LabelEnum):
    """State of recurring duty."""

    pending = "pending", "待办", "Pending"
    done = "done", "已办", "Done"
    late = "late", "逾期办结", "Late"
    overdue = "overdue", "已逾期", "Overdue"
    waived = "waived", "免除", "Waived"


class DutyTask(Record):
    """Recurring duty."""

    __register__ = Register(
        label=L("周期工作任务", "Recurring duty"),
        module=Module.duty,
        source=("000 §4; 001; 003; 004 §5",),
        help=L("周期工作任务。", "Recurring duty."),
        icon="calendar",
        title="duty",
        list=("duty", "period", "due_at", "done_at", "state", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "duty",
                "period",
                "due_at",
                "done_at",
                "state",
            ),
        ),
        search=("duty", "period"),
        filters=("status", "due_at", "done_at", "state"),
        sort="-due_at",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.sysadmin,)),
        flow=base_data(roles=(Role.sysadmin,)),
    )

    duty: Mapped[str] = string(L("事项", "Duty"), required=True)
    period: Mapped[str] = string(L("期间", "Period"), required=True)
    due_at: Mapped[dt.datetime] = moment(L("到期", "Due at"), required=True)
    done_at: Mapped[dt.datetime | None] = moment(L("完成", "Done at"))
    state: Mapped[DutyTaskState | None] = choice(DutyTaskState, L("状况", "State"))
