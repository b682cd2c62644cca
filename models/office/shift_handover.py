"""交接班记录: shift handover record (001 会议制度 §1; 002 职责11; 004 §7.3 与值夜班人员交接)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, moment, ref, rows, string, text
from models.office.papers import DEPARTMENT
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, flow


class ShiftHandoverShift(LabelEnum):
    """Shift of shift handover record."""

    day = "day", "白班", "Day"
    night = "night", "夜班", "Night"
    middle = "middle", "中班", "Middle"


class ShiftHandover(Record):
    """Shift handover record."""

    __register__ = Register(
        label=L("交接班记录", "Shift handover record"),
        module=Module.office,
        source=("001 会议制度 §1", "002 职责11", "004 §7.3 与值夜班人员交接"),
        help=L("交接班记录。", "Shift handover record."),
        icon="file-text",
        prefix="JJ",
        title="shift",
        list=("number", "shift", "handed_at", "giver", "taker", "night_log", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "shift",
                "handed_at",
                "giver",
                "taker",
                "business_changes",
                "notices",
                "suggestions",
                "complaints",
                "equipment_changes",
                "night_log",
                "arranged",
            ),
        ),
        search=("number", "business_changes", "notices", "suggestions"),
        filters=("status", "shift", "handed_at"),
        sort="-handed_at",
        rights=Rights(
            read=(*DEPARTMENT, Role.engineering_lead, Role.security_lead),
            own=(Role.guard, Role.technician),
            create=(Role.receptionist, Role.reception_lead, Role.guard, Role.technician),
        ),
        flow=flow(
            (
                State(name="given", label=L("已交班", "Given"), tone=Tone.blue, editable=True),
                State(name="taken", label=L("已接班", "Taken"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="take",
                    label=L("接班确认", "Take"),
                    source=("given",),
                    to="taken",
                    roles=("@taker",),
                ),
            ),
        ),
    )

    shift: Mapped[ShiftHandoverShift] = choice(ShiftHandoverShift, L("班次", "Shift"), required=True)
    handed_at: Mapped[dt.datetime] = moment(L("交班时间", "Handed at"), required=True)
    giver: Mapped[Any] = ref("Staff", L("交班人", "Giver"), required=True, involves=True)
    giver_id: Mapped[int]
    taker: Mapped[Any] = ref("Staff", L("接班人", "Taker"), required=True, involves=True)
    taker_id: Mapped[int]
    business_changes: Mapped[str | None] = text(L("业务增加变动", "Business changes"))
    notices: Mapped[str | None] = text(L("上级通知", "Notices"))
    suggestions: Mapped[str | None] = text(L("客户建议", "Suggestions"))
    complaints: Mapped[str | None] = text(L("投诉及流程", "Complaints"))
    equipment_changes: Mapped[str | None] = text(L("设备变动", "Equipment changes"))
    night_log: Mapped[Any] = ref("DutyLog", L("夜班记录", "Night log"))
    night_log_id: Mapped[int | None]
    arranged: Mapped[list[Any]] = rows(
        L("需处理问题安排", "Arranged"),
        task=string(L("task", "Task")),
        owner=ref("Staff", L("owner", "Owner")),
        log=ref("ServiceLog", L("log", "Log")),
        result=string(L("result", "Result")),
    )
