"""值班记录: duty log (000 §4.5.2 值班记录; 004 §7.3 夜班记录)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, text, time
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class DutyLogKind(LabelEnum):
    """Kind of duty log."""

    duty = "duty", "值班记录", "Duty"
    night = "night", "夜班记录", "Night"
    post = "post", "岗位工作记录", "Post"


class DutyLogShift(LabelEnum):
    """Shift of duty log."""

    day = "day", "白班", "Day"
    night = "night", "夜班", "Night"
    middle = "middle", "中班", "Middle"


class DutyLog(Record):
    """Duty log."""

    __register__ = Register(
        label=L("值班记录", "Duty log"),
        module=Module.office,
        source=("000 §4.5.2 值班记录", "004 §7.3 夜班记录"),
        help=L("值班记录。", "Duty log."),
        icon="file-text",
        prefix="ZB",
        title="kind",
        list=("number", "kind", "day", "shift", "staff", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "day",
                "shift",
                "staff",
                "events",
            ),
        ),
        search=("number",),
        filters=("status", "kind", "day", "shift"),
        sort="-day",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.guard,
                Role.technician,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.guard, Role.technician, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.guard, Role.technician, Role.reception_lead)),
    )

    kind: Mapped[DutyLogKind] = choice(DutyLogKind, L("类别", "Kind"), required=True)
    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    shift: Mapped[DutyLogShift] = choice(DutyLogShift, L("班次", "Shift"), required=True)
    staff: Mapped[Any] = ref("Staff", L("值班人", "Staff"), required=True)
    staff_id: Mapped[int]
    events: Mapped[list[Any]] = rows(
        L("情况", "Events"),
        at=time(L("at", "At")),
        event=text(L("event", "Event")),
        treatment=text(L("treatment", "Treatment")),
    )
