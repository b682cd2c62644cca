"""考勤记录: attendance (001 考勤 §1-5, §12; 004 §5.7, §7.1, §7.4.14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, moment, ref
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, base_data


class AttendanceResult(LabelEnum):
    """Result of attendance."""

    present = "present", "正常", "Present"
    late = "late", "迟到", "Late"
    early = "early", "早退", "Early"
    off_post = "off_post", "擅离职守", "Off post"
    absent = "absent", "旷工", "Absent"
    leave = "leave", "请假", "Leave"
    official = "official", "公假", "Official"
    rest = "rest", "休息", "Rest"


class Attendance(Record):
    """Attendance."""

    __register__ = Register(
        label=L("考勤记录", "Attendance"),
        module=Module.hr,
        source=("001 考勤 §1-5, §12", "004 §5.7, §7.1, §7.4.14"),
        help=L("考勤记录。", "Attendance."),
        icon="users",
        title="result",
        list=("staff", "day", "shift", "signed_in_at", "signed_out_at", "result", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "day",
                "shift",
                "signed_in_at",
                "signed_out_at",
                "result",
                "noon_out_at",
                "afternoon_in_at",
            ),
        ),
        search=(),
        filters=("status", "day", "signed_in_at", "signed_out_at"),
        sort="-day",
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.reception_lead, Role.cs_supervisor),
        ),
        flow=base_data(roles=(Role.staff, Role.reception_lead, Role.cs_supervisor)),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    shift: Mapped[Any] = ref("ShiftRoster", L("班次", "Shift"))
    shift_id: Mapped[int | None]
    signed_in_at: Mapped[dt.datetime | None] = moment(L("签到", "Signed in at"))
    signed_out_at: Mapped[dt.datetime | None] = moment(L("签退", "Signed out at"))
    result: Mapped[AttendanceResult] = choice(AttendanceResult, L("考勤结果", "Result"), required=True)
    noon_out_at: Mapped[dt.datetime | None] = moment(L("上午签退", "Noon out at"))
    afternoon_in_at: Mapped[dt.datetime | None] = moment(L("下午签到", "Afternoon in at"))
