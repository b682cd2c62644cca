"""周期工作任务: what comes round by itself, for which post, until when, and by which paper it was done (000 §4; 001; 003; 004 §5)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Record, choice, computed, integer, moment, ref, string
from models.duty.deadline import RISEN, UNTOLD
from models.duty.duties import BY_CODE, DUTIES
from models.spec import RECEPTION, L, Label, LabelEnum, Module, Register, Rights, Role, Section

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.user import User

READERS = (
    *RECEPTION,
    Role.cs_supervisor,
    Role.engineering_lead,
    Role.security_lead,
    Role.director,
    Role.hr_admin,
    Role.hq_quality,
    Role.sysadmin,
)


class DutyTaskState(LabelEnum):
    """How a duty stands."""

    pending = "pending", "待办", "To be done"
    done = "done", "已办", "Done"
    late = "late", "逾期办结", "Done late"
    overdue = "overdue", "已逾期", "Overdue"
    waived = "waived", "免除", "Waived"


def duty_name(task: Any) -> Label | None:
    """Return the words for the duty."""
    duty = BY_CODE.get(task.duty)
    return duty.label if duty else L(task.duty, task.duty)


def _once(name: str, whose: str, where: str) -> Index:
    """A duty is there once a period: for a role, or for a person."""
    only = text(where)
    return Index(name, "site_id", "duty", "period", whose, unique=True, sqlite_where=only, postgresql_where=only)


class DutyTask(Record):
    """One duty in one period: written by the calendar, shown to people."""

    __register__ = Register(
        label=L("周期工作任务", "Recurring duty"),
        module=Module.duty,
        source=("000 §4; 001; 003; 004 §5",),
        help=L(
            "每日、每周、每月固定的工作按岗位自动列在这里，做完形成文件后自动销项；由系统记录，不能手工填写。",
            "What each post does daily, weekly, monthly: listed by itself and ticked off by the paper that fulfils it; kept "
            "by the system.",
        ),
        icon="calendar-days",
        title="period",
        list=("period", "duty_name", "due_at", "state", "role", "staff", "document", "done_at"),
        sections=(
            Section(L("任务", "Duty"), "duty_name", "period", "role", "staff", "state", "escalated_to", "escalated_at"),
            Section(L("时间", "Times"), "due_at", "done_at"),
            Section(L("形成文件", "Fulfilled by"), "document"),
            Section(L("免除", "Waiver"), "waived_by", "waived_reason"),
        ),
        search=("duty", "period", "document"),
        filters=("state", "duty", "role", "staff", "due_at", "done_at"),
        sort="-due_at",
        flow=None,
        rights=Rights(read=READERS, import_=()),
        locked_rights=("create", "edit", "import"),
        read_only=True,
        indexes=(("site_id", "state", "due_at"), ("register", "record_id"), ("state", "due_at")),
    )
    __table_args__ = (
        CheckConstraint("state NOT IN ('done', 'late') OR done_at IS NOT NULL", name="done_moment"),
        _once("uq_duty_task_role", "role", "staff_id IS NULL"),
        _once("uq_duty_task_person", "staff_id", "staff_id IS NOT NULL"),
        Index("ix_duty_task_untold", "state", "site_id", sqlite_where=text(UNTOLD), postgresql_where=text(UNTOLD)),
        Index("ix_duty_task_risen", "state", "escalated_at", sqlite_where=text(RISEN), postgresql_where=text(RISEN)),
    )

    duty_name: Mapped[Label | None] = computed(L("任务", "Task"), duty_name)
    duty: Mapped[str] = string(
        L("事项", "Duty"), length=60, required=True, system=True, words=tuple((d.code, d.label) for d in DUTIES)
    )
    period: Mapped[str] = string(L("期间", "Period"), length=20, required=True, system=True)
    role: Mapped[Role] = choice(Role, L("责任岗位", "Post"), required=True, system=True)
    staff: Mapped[Staff | None] = ref("Staff", L("责任人", "Person"), system=True)
    staff_id: Mapped[int | None]
    due_at: Mapped[dt.datetime] = moment(L("到期", "Due"), required=True, system=True)
    done_at: Mapped[dt.datetime | None] = moment(L("完成", "Done"), system=True)
    document: Mapped[str | None] = string(L("形成文件", "Fulfilled by"), length=120, system=True)
    register: Mapped[str | None] = string(L("台账", "Register"), length=60, system=True)
    record_id: Mapped[int | None] = integer(L("记录序号", "Record id"), system=True)
    waived_by: Mapped[User | None] = ref("User", L("免除人", "Waived by"), system=True)
    waived_by_id: Mapped[int | None]
    waived_reason: Mapped[str | None] = string(L("免除理由", "Why it was waived"), length=300, system=True)
    state: Mapped[DutyTaskState] = choice(
        DutyTaskState, L("状况", "State"), required=True, system=True, default=DutyTaskState.pending
    )
    escalated_to: Mapped[Role | None] = choice(Role, L("已上报", "Escalated to"), system=True)
    escalated_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Escalated at"), system=True)

    # the sweep's own marks; no fields, so that no screen shows them
    level: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    """How many levels up it was told."""
    told: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    """What was told: 0 nothing, 1 that it is due soon, 2 + ``level`` that it is late."""
