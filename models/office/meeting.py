"""会议记录: minutes with who came, what was told, and what is to be done about it (000 §4.3; 001 会议制度 §2-4; T-73 to T-77)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, object_session

from models.base.moments import in_order
from models.declare import Record, choice, computed, date, flag, moment, readers, ref, rows, string, text
from models.engine.settings import setting
from models.office.papers import with_guards, word_for_word
from models.spec import (
    Case,
    Create,
    Default,
    Effect,
    L,
    Label,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Update,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

WRITERS = (Role.cs_supervisor, Role.reception_lead, Role.director, Role.hr_admin)


class MeetingKind(LabelEnum):
    """Which meeting it is."""

    weekly = "weekly", "每周例会", "Weekly meeting"
    morning = "morning", "晨会/早立会", "Morning meeting"
    monthly = "monthly", "月会", "Monthly meeting"
    management = "management", "管理层例会", "Management meeting"
    ad_hoc = "ad_hoc", "临时会议", "Extra meeting"


def minutes(meeting: Any) -> int | None:
    """Return how many minutes the meeting took; None while its end isn't noted."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)


def too_long(meeting: Any) -> Label | None:
    """Return the remark on a morning meeting longer than ``meeting.morning_minutes`` (T-73: about ten minutes)."""
    took, session = minutes(meeting), object_session(meeting)
    if meeting.kind != MeetingKind.morning or took is None or session is None:
        return None
    planned = setting(session, meeting.site_id, "meeting.morning_minutes")
    if planned is None or took <= planned:
        return None
    return L("开了 {took} 分钟，晨会以 {planned} 分钟左右为宜", "{took} minutes; about {planned} are meant").format(
        took=took, planned=planned
    )


def absences_explained(case: Case) -> Refusal | None:
    """Refuse to close minutes in which nobody was noted, or somebody is neither there nor excused."""
    meeting = case.record
    if not meeting.attendees:
        return Refusal(L("请登记参会人。", "Note who came."), "attendees", "000 §4.3")
    for at, row in enumerate(meeting.attendees):
        if row.present is None:
            words = L("{name}还没有登记是否到会。", "Note whether {name} came.")
            return Refusal(words.format(name=row.staff.name), f"attendees-{at}-present", "000 §4.3")
        if row.present is False and not row.reason:
            words = L("{name}没有到会，请写明原因。", "{name} was absent; please write why.")
            return Refusal(words.format(name=row.staff.name), f"attendees-{at}-reason", "000 §4.3")
    return None


def actions_assigned(case: Case) -> Refusal | None:
    """Refuse to close minutes with something to be done by nobody or at no time."""
    for at, row in enumerate(case.record.actions):
        for name, what in (("owner_id", L("负责人", "person")), ("due_on", L("期限", "day"))):
            if getattr(row, name) is None:
                words = L("“{task}”还没有{what}，会后无法督办。", "“{task}” has no {what}; nobody could follow it up.")
                found = f"actions-{at}-{name.removesuffix('_id')}"
                return Refusal(words.format(task=row.task, what=what), found, "000 §4.3.1")
    return None


def was_held(case: Case) -> Refusal | None:
    """Refuse to close the minutes of a meeting still to come."""
    if case.record.starts_at <= case.now:
        return None
    return Refusal(L("会议还没有开，会后再归档。", "The meeting is still to come."), "starts_at", "X-13")


def once_each(case: Case) -> Refusal | None:
    """Refuse the same person twice among those who came."""
    seen: set[int] = set()
    for at, row in enumerate(case.record.attendees):
        if row.staff_id in seen:
            words = L("{name}已在参会人中。", "{name} is among them already.")
            return Refusal(words.format(name=row.staff.name), f"attendees-{at}-staff")
        seen.add(row.staff_id)
    return None


def followed_up(case: Case) -> list[Effect]:
    """Turn every open line into a task the host assigns and strikes off; his own lines he just ticks (C-46)."""
    meeting = case.record
    return [
        Create(
            "AssignedTask",
            {
                "matter": row.task,
                "assigned_by": meeting.host_id,
                "assignee": row.owner_id,
                "due_on": row.due_on,
                "kind": "task",
                "meeting": meeting.id,
                "meeting_line": row.id,
            },
        )
        for row in meeting.actions
        if not row.done and row.owner_id != meeting.host_id
    ]


def line_done(task: Any) -> list[Effect]:
    """Return what ticks the meeting's line off when the task that came from it is struck off."""
    meeting = task.meeting
    if meeting is None:
        return []
    lines = [
        {
            "id": row.id,
            "task": row.task,
            "owner": row.owner_id,
            "due_on": row.due_on,
            "done": bool(row.done) or row.id == task.meeting_line,
        }
        for row in meeting.actions
    ]
    return [Update(meeting, {"actions": lines})]


def open_lines(meeting: Any) -> int | None:
    """Return how many things of the meeting are still to be done."""
    return sum(not row.done for row in meeting.actions) if inspect(meeting).persistent else None


class Meeting(Record):
    """A meeting."""

    __register__ = Register(
        label=L("会议记录", "Meeting minutes"),
        module=Module.office,
        source=("000 §3.3, §4.3", "001 会议制度 §2-4", "003 (一)5", "002 职责31 会议服务"),
        help=L(
            "会前写好准备事项，会后记到会、指示、问题和工作安排；归档后每条安排自动成为督办单，由主持人销号。",
            "Prepare before, note afterwards who came, what was told and what is to be done. On closing, each thing to do "
            "becomes an assigned task that the host strikes off.",
        ),
        icon="message-square",
        prefix="HY",
        aliases=("会议纪要", "晨会记录", "例会记录", "早立会"),
        title="review",
        list=("number", "starts_at", "kind", "host", "review", "status"),
        sections=(
            Section(L("会议", "Meeting"), "kind", "starts_at", "ends_at", "minutes", "too_long", "host", "agenda"),
            Section(L("参会", "Attendance"), "attendees"),
            Section(L("内容", "What was said"), "instructions", "review"),
            Section(L("整改与工作安排", "To be done"), "actions", "open_lines", "read_by"),
        ),
        search=("number", "host", "instructions", "review", "agenda"),
        filters=("status", "kind", "starts_at", "host"),
        sort="-starts_at",
        happened="starts_at",
        daily=(Role.cs_supervisor,),
        rights=Rights(read=(Role.staff,), create=WRITERS),
        flow=with_guards(
            record_flow(close=WRITERS), "close", was_held, absences_explained, actions_assigned, effects=followed_up
        ),
        guards=(in_order("starts_at", "ends_at"), word_for_word("instructions"), once_each),
        print=("form",),
    )

    kind: Mapped[MeetingKind] = choice(MeetingKind, L("类别", "Kind"), required=True)
    starts_at: Mapped[dt.datetime] = moment(L("时间", "Begins"), required=True, default=Default.NOW)
    ends_at: Mapped[dt.datetime | None] = moment(L("结束", "Ends"))
    minutes: Mapped[int | None] = computed(L("时长(分钟)", "Minutes"), minutes)
    too_long: Mapped[Label | None] = computed(L("时长提示", "Length"), too_long, source="000 §4.3.2; T-73")
    host: Mapped[Staff] = ref("Staff", L("主持人", "Chaired by"), required=True, default=Default.ME)
    host_id: Mapped[int]
    attendees: Mapped[list[Any]] = rows(
        L("参会人", "Attendance"),
        staff=ref("Staff", L("人员", "Person"), required=True),
        present=flag(L("到会", "Present")),
        reason=string(L("缺席原因", "Reason for absence"), length=200),
    )
    instructions: Mapped[str | None] = text(
        L("传达上级指示", "Instructions passed on"),
        help=L("按原话记载，保存后不能改。", "Word for word; it can't be changed once saved."),
    )
    review: Mapped[str] = text(L("总结及问题", "Review and problems"), required=True)
    actions: Mapped[list[Any]] = rows(
        L("整改与工作安排", "To be done"),
        task=string(L("事项", "What"), length=400, required=True),
        owner=ref("Staff", L("负责人", "Who")),
        due_on=date(L("期限", "Due on")),
        done=flag(L("已完成", "Done")),
    )
    open_lines: Mapped[int | None] = computed(L("未完成(项)", "Still open"), open_lines)
    read_by = readers(L("已传达", "Passed on to"), who=(Role.staff,), states=("closed",))
    agenda: Mapped[str | None] = text(L("会前准备", "Prepared beforehand"))
