"""会议记录: meeting minutes (000 §3.3, §4.3; 001 会议制度 §2-4; 003 (一)5; 002 职责31 会议服务)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, moment, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class MeetingKind(LabelEnum):
    """Kind of meeting minutes."""

    weekly = "weekly", "每周例会", "Weekly"
    morning = "morning", "晨会/早立会", "Morning"
    monthly = "monthly", "月会", "Monthly"
    management = "management", "管理层例会", "Management"
    ad_hoc = "ad_hoc", "临时会议", "Ad hoc"


class Meeting(Record):
    """Meeting minutes."""

    __register__ = Register(
        label=L("会议记录", "Meeting minutes"),
        module=Module.office,
        source=("000 §3.3, §4.3", "001 会议制度 §2-4", "003 (一)5", "002 职责31 会议服务"),
        help=L("会议记录。", "Meeting minutes."),
        icon="file-text",
        prefix="HY",
        title="kind",
        list=("number", "kind", "starts_at", "ends_at", "host", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "starts_at",
                "ends_at",
                "host",
                "attendees",
                "instructions",
                "review",
                "actions",
                "agenda",
            ),
        ),
        search=("number", "instructions", "review", "agenda"),
        filters=("status", "kind", "starts_at", "ends_at"),
        sort="-starts_at",
        rights=Rights(
            read=(Role.staff,), create=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hr_admin)
        ),
        flow=record_flow(close=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hr_admin)),
        print=("form",),
    )

    kind: Mapped[MeetingKind] = choice(MeetingKind, L("类别", "Kind"), required=True)
    starts_at: Mapped[dt.datetime] = moment(L("时间", "Starts at"), required=True)
    ends_at: Mapped[dt.datetime | None] = moment(L("结束", "Ends at"))
    host: Mapped[Any] = ref("Staff", L("主持人", "Host"), required=True)
    host_id: Mapped[int]
    attendees: Mapped[list[Any]] = rows(
        L("参会人", "Attendees"),
        staff=ref("Staff", L("staff", "Staff")),
        present=flag(L("present", "Present")),
        reason=string(L("reason", "Reason")),
    )
    instructions: Mapped[str | None] = text(L("传达上级指示", "Instructions"))
    review: Mapped[str] = text(L("总结及问题", "Review"), required=True)
    actions: Mapped[list[Any]] = rows(
        L("整改与工作安排", "Actions"),
        task=string(L("task", "Task")),
        owner=ref("Staff", L("owner", "Owner")),
        due_on=date(L("due_on", "Due on")),
        done=flag(L("done", "Done")),
    )
    agenda: Mapped[str | None] = text(L("会前准备", "Agenda"))


def line_done(task: Any) -> list[Any]:
    """Return what ticks the meeting's line off when the task that came from it is struck off."""
    del task
    return []
