"""领导交办事项督办单: what a superior assigned, reported, and struck off by him (003 经理(五); 000 §3.14; C-46)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, integer, moment, ref, rows, string, text
from models.office.papers import LOOKING_ON, word_for_word
from models.spec import (
    NOW,
    STAY,
    Ask,
    Case,
    Default,
    DueRule,
    Effect,
    Field,
    Kind,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tell,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.office.meeting import Meeting

ASSIGNERS = (Role.director, Role.cs_supervisor, Role.reception_lead)
NOTE = Field(
    name="note",
    kind=Kind.str,
    label=L("进展情况", "How it stands"),
    required=True,
    length=400,
    help=L("写明做了什么、还差什么。", "What was done and what is missing."),
)


class TaskKind(LabelEnum):
    """What was assigned."""

    task = "task", "交办", "Assigned task"
    support = "support", "人事行政协助", "Help with people and administration"


def two_people(case: Case) -> Refusal | None:
    """Refuse a task somebody gives himself: he would strike off his own work."""
    task = case.record
    if task.assignee_id is None or task.assignee_id != task.assigned_by_id:
        return None
    words = L("承办人和交办人不能是同一人。", "Who assigns a task and who does it must be two people.")
    return Refusal(words, "assignee", "003 经理(五)")


def noted(case: Case) -> list[Effect]:
    """Add a line to the progress; earlier lines stay as they are."""
    kept = [{"id": r.id, "at": r.at, "text": r.text} for r in case.record.progress]
    return [Set("progress", [*kept, {"at": case.now, "text": case.data["note"]}])]


def sent_back(case: Case) -> list[Effect]:
    """Begin another round: its own clock, and a line that says why."""
    task = case.record
    kept = [{"id": r.id, "at": r.at, "text": r.text} for r in task.progress]
    why = {"at": case.now, "text": f"退回：{case.data['reason']}"[:400]}
    again = Tell(("@assignee",), L("{who}退回了{number}，请再办。", "{who} sent {number} back to you."))
    return [Set("returns", (task.returns or 0) + 1), Set("progress", [*kept, why]), again]


def told_to_do(case: Case) -> list[Effect]:
    """Tell whoever is to do it."""
    del case
    return [Tell(("@assignee",), L("{who}交办了{number}，请按期汇报。", "{who} assigned you {number}."))]


def told_of_result(case: Case) -> list[Effect]:
    """Tell the assigner that the result is there."""
    del case
    return [Tell(("@assigned_by",), L("{number}已汇报，请销号或退回。", "{number} is reported; strike it off or not."))]


def ticked_off(case: Case) -> list[Effect]:
    """Tick the meeting's line off when the task that came from it is done."""
    from models.office.meeting import line_done  # noqa: PLC0415 - the meeting creates tasks

    return line_done(case.record)


class AssignedTask(Record):
    """A task assigned."""

    __register__ = Register(
        label=L("领导交办事项督办单", "Assigned task"),
        module=Module.office,
        source=("003 经理(五)", "000 §3.14", "001 请示报告 §5"),
        help=L(
            "领导交办的事按原话记下，承办人随时记进展、按期汇报结果，由交办人销号；结果不合要求的退回再办。",
            "What a superior assigns, in his own words. The person doing it notes progress and reports the result in time; "
            "who assigned it strikes it off or sends it back.",
        ),
        icon="flag",
        prefix="DB",
        aliases=("督办单", "交办事项", "上级指示记录"),
        title="matter",
        list=("number", "created_at", "matter", "assigned_by", "assignee", "due_on", "status"),
        sections=(
            Section(L("交办", "Assignment"), "matter", "kind", "assigned_by", "assignee", "due_on", "meeting"),
            Section(L("办理", "Work"), "progress", "result", "reported_at", "returns"),
        ),
        search=("number", "matter", "result", "assignee", "assigned_by"),
        filters=("status", "kind", "assigned_by", "assignee", "due_on"),
        sort="-created_at",
        daily=(Role.director, Role.cs_supervisor),
        cycle="returns",
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=ASSIGNERS, edit=()),
        locked_rights=("do:report", "do:return_", "do:close"),
        flow=flow(
            (
                State(name="assigned", label=L("已交办", "Assigned"), tone=Tone.blue, editable=True),
                State(name="reported", label=L("已汇报", "Reported"), tone=Tone.amber),
                State(name="closed", label=L("已销号", "Struck off"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="note",
                    label=L("记进展", "Note progress"),
                    source=("assigned",),
                    to=STAY,
                    roles=("@assignee",),
                    asks=(Ask("note", own=NOTE),),
                    effects=noted,
                    clause="000 §3.14",
                    done=L("{number}的进展已记下。", "Progress of {number} is noted."),
                ),
                Transition(
                    name="report",
                    label=L("汇报", "Report"),
                    source=("assigned",),
                    to="reported",
                    roles=("@assignee",),
                    asks=asks("result"),
                    sets={"reported_at": NOW},
                    effects=told_of_result,
                    primary=True,
                    clause="003 经理(五); C-46",
                    done=L("{number}已汇报，等交办人销号。", "{number} is reported; the assigner strikes it off."),
                ),
                Transition(
                    name="return_",
                    label=L("退回", "Send back"),
                    source=("reported",),
                    to="assigned",
                    roles=("@assigned_by",),
                    asks=asks("reason", optional=("due_on",)),
                    clears=("reported_at",),
                    effects=sent_back,
                    clause="C-46",
                    done=L("{number}已退回，请承办人再办。", "{number} goes back to be done again."),
                ),
                Transition(
                    name="close",
                    label=L("销号", "Strike off"),
                    source=("reported",),
                    to="closed",
                    roles=("@assigned_by",),
                    effects=ticked_off,
                    primary=True,
                    clause="C-46",
                    done=L("{number}已销号。", "{number} is struck off."),
                ),
            ),
        ),
        deadlines=(
            DueRule(
                name="due",
                label=L("办结汇报", "Reported"),
                starts="created_at",
                stops="reported_at",
                unit=Unit.at_field,
                field="due_on",
                accountable=("@assignee",),
                clause="003 经理(五)",
            ),
        ),
        guards=(two_people, word_for_word("matter")),
        on_create=told_to_do,
        print=("form",),
    )

    matter: Mapped[str] = text(
        L("事项", "Matter"),
        required=True,
        help=L("按领导原话记载，保存后不能改。", "In the superior's own words; it can't be changed once saved."),
    )
    assigned_by: Mapped[Staff] = ref(
        "Staff",
        L("交办人", "Assigned by"),
        required=True,
        default=Default.ME,
        involves=True,
        help=L("代领导登记的请选该领导，由他销号。", "Filed for somebody else: choose him; he strikes it off."),
    )
    assigned_by_id: Mapped[int]
    assignee: Mapped[Staff] = ref("Staff", L("承办人", "Done by"), required=True, involves=True)
    assignee_id: Mapped[int]
    due_on: Mapped[dt.date] = date(L("期限", "Due on"), required=True)
    progress: Mapped[list[Any]] = rows(
        L("进展", "Progress"),
        options={"system": True},
        at=moment(L("时间", "Time")),
        text=string(L("情况", "How it stands"), length=400),
    )
    result: Mapped[str | None] = text(L("结果汇报", "Result"), system=True)
    kind: Mapped[TaskKind | None] = choice(TaskKind, L("类别", "Kind"), default=TaskKind.task)
    meeting: Mapped[Meeting | None] = ref("Meeting", L("来源会议", "From the meeting"), system=True)
    meeting_id: Mapped[int | None]
    meeting_line: Mapped[int | None] = integer(L("会议事项序号", "Line of the minutes"), system=True)
    reported_at: Mapped[dt.datetime | None] = moment(L("汇报时间", "Reported at"), system=True)
    returns: Mapped[int | None] = integer(L("退回次数", "Times sent back"), system=True, default=0)
