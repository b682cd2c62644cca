"""排班表: shift roster (001 会议制度 §1; 004 §7.1-7.3, §7.4.24; 003 保安部)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, time
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, base_data


class ShiftRosterShift(LabelEnum):
    """Shift of shift roster."""

    day = "day", "白班", "Day"
    night = "night", "夜班", "Night"
    middle = "middle", "中班", "Middle"
    rest = "rest", "休", "Rest"


class ShiftRoster(Record):
    """Shift roster."""

    __register__ = Register(
        label=L("排班表", "Shift roster"),
        module=Module.hr,
        source=("001 会议制度 §1", "004 §7.1-7.3, §7.4.24", "003 保安部"),
        help=L("排班表。", "Shift roster."),
        icon="users",
        title="shift",
        list=("day", "staff", "shift", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "day",
                "staff",
                "shift",
                "starts_at",
                "ends_at",
                "noon_out",
                "afternoon_in",
            ),
        ),
        search=(),
        filters=("status", "day", "shift"),
        sort="-day",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.security_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead, Role.security_lead),
        ),
        flow=base_data(roles=(Role.cs_supervisor, Role.reception_lead, Role.security_lead)),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    shift: Mapped[ShiftRosterShift] = choice(ShiftRosterShift, L("班次", "Shift"), required=True)
    starts_at: Mapped[dt.time] = time(L("上班", "Starts at"), required=True)
    ends_at: Mapped[dt.time] = time(L("下班", "Ends at"), required=True)
    noon_out: Mapped[dt.time | None] = time(L("上午下班", "Noon out"))
    afternoon_in: Mapped[dt.time | None] = time(L("下午上班", "Afternoon in"))
