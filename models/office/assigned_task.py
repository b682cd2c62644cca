"""领导交办事项督办单: assigned task (003 经理(五); 000 §3.14; 001 请示报告 §5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, moment, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class AssignedTaskKind(LabelEnum):
    """Kind of assigned task."""

    task = "task", "交办", "Task"
    support = "support", "人事行政协助", "Support"


class AssignedTask(Record):
    """Assigned task."""

    __register__ = Register(
        label=L("领导交办事项督办单", "Assigned task"),
        module=Module.office,
        source=("003 经理(五)", "000 §3.14", "001 请示报告 §5"),
        help=L("领导交办事项督办单。", "Assigned task."),
        icon="file-text",
        prefix="DB",
        title="kind",
        list=("number", "assigned_by", "assignee", "due_on", "kind", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "matter",
                "assigned_by",
                "assignee",
                "due_on",
                "progress",
                "result",
                "kind",
            ),
        ),
        search=("number", "matter", "result"),
        filters=("status", "due_on", "kind"),
        sort="-due_on",
        rights=Rights(
            read=(Role.director, Role.cs_supervisor, Role.reception_lead, Role.hq_quality),
            create=(Role.director, Role.cs_supervisor, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="assigned", label=L("已交办", "Assigned"), tone=Tone.blue, editable=True),
                State(name="reported", label=L("已汇报", "Reported"), tone=Tone.amber),
                State(name="closed", label=L("已销号", "Closed"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="report",
                    label=L("汇报", "Report"),
                    source=("assigned",),
                    to="reported",
                    roles=("@assignee",),
                    asks=asks("result"),
                ),
                Transition(
                    name="return_",
                    label=L("退回", "Return"),
                    source=("reported",),
                    to="assigned",
                    roles=("@creator",),
                    asks=asks("reason"),
                ),
                Transition(
                    name="close",
                    label=L("销号", "Close"),
                    source=("reported",),
                    to="closed",
                    roles=("@creator",),
                ),
            ),
        ),
        print=("form",),
    )

    matter: Mapped[str] = text(L("事项", "Matter"), required=True)
    assigned_by: Mapped[Any] = ref("Staff", L("交办人", "Assigned by"), required=True)
    assigned_by_id: Mapped[int]
    assignee: Mapped[Any] = ref("Staff", L("承办人", "Assignee"), required=True)
    assignee_id: Mapped[int]
    due_on: Mapped[dt.date] = date(L("期限", "Due on"), required=True)
    progress: Mapped[list[Any]] = rows(
        L("进展", "Progress"),
        at=moment(L("at", "At")),
        text=string(L("text", "Text")),
    )
    result: Mapped[str | None] = text(L("结果汇报", "Result"))
    kind: Mapped[AssignedTaskKind | None] = choice(AssignedTaskKind, L("类别", "Kind"))
