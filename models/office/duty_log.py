"""值班记录: duty, night and post logs; reception reads the night's at half past eight (000 §4.5.2; 004 §7.3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, text, time
from models.office.papers import DEPARTMENT, at_most_one, filled, living_index, with_guards
from models.spec import (
    Default,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

KEEPERS = (Role.receptionist, Role.guard, Role.technician, Role.reception_lead)


class DutyLogKind(LabelEnum):
    """Which log it is (R-H22, R-H23, R-H24)."""

    duty = "duty", "值班记录", "Duty log"
    night = "night", "夜班记录", "Night log"
    post = "post", "岗位工作记录", "Post log"


class Shift(LabelEnum):
    """The part of the day."""

    day = "day", "白班", "Day"
    night = "night", "夜班", "Night"
    middle = "middle", "中班", "Middle"


class DutyLog(Record):
    """What happened during one person's shift."""

    __register__ = Register(
        label=L("值班记录", "Duty log"),
        module=Module.office,
        source=("000 §4.5.2 值班记录", "004 §7.3 夜班记录"),
        help=L(
            "值班时随时记下情况和处理，下班前归档；夜班记录次日 8:30 交接班时由接待查看。",
            "Note what happens and what you did about it; close it at the end of the shift. Reception reads the night log "
            "at the 8:30 hand-over.",
        ),
        icon="moon",
        prefix="ZB",
        aliases=("夜班记录", "岗位工作记录", "值班日志"),
        title="kind",
        list=("number", "day", "shift", "kind", "staff", "status"),
        sections=(
            Section(L("值班", "Duty"), "kind", "day", "shift", "staff"),
            Section(L("情况", "What happened"), "events"),
        ),
        search=("number", "staff"),
        filters=("status", "kind", "day", "shift", "staff"),
        sort="-day",
        happened="day",
        daily=(Role.guard, Role.technician),
        rights=Rights(
            read=(*DEPARTMENT, Role.guard, Role.technician, Role.engineering_lead, Role.security_lead), create=KEEPERS
        ),
        flow=with_guards(
            record_flow(close=("@creator", "@staff", Role.reception_lead, Role.cs_supervisor)),
            "close",
            filled(
                "events",
                L("请记下值班情况，没有情况写“一切正常”。", "Write what happened; if nothing did, write “All quiet”."),
                "000 §4.5.2",
            ),
        ),
        guards=(at_most_one("day", "shift", "kind", "staff_id"),),
    )
    __table_args__ = (living_index("uq_duty_log_shift", "day", "shift", "kind", "staff_id"),)

    kind: Mapped[DutyLogKind] = choice(DutyLogKind, L("类别", "Kind"), required=True, default=DutyLogKind.duty)
    day: Mapped[dt.date] = date(
        L("日期", "Day"),
        required=True,
        default=Default.TODAY,
        help=L("夜班写开始值班的那一天。", "For a night shift the day it began."),
    )
    shift: Mapped[Shift] = choice(Shift, L("班次", "Shift"), required=True)
    staff: Mapped[Staff] = ref("Staff", L("值班人", "On duty"), required=True, default=Default.ME)
    staff_id: Mapped[int]
    events: Mapped[list[Any]] = rows(
        L("情况", "Events"),
        at=time(L("时间", "Time")),
        event=text(L("情况", "What happened"), required=True),
        treatment=text(L("处理", "What was done")),
    )
