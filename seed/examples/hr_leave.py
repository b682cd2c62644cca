"""Examples of leave, overtime, outings, attendance, rosters and the monthly sheets; part of module ``hr``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def leave_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """请假单, as technician files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "kind": "personal",
        "starts_at": centre.now,
        "ends_at": centre.now,
        "reason": "情况说明",
        "applied_at": centre.now,
    }
    return centre.make("LeaveRequest", given, by=by, **values)


def overtime_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """加班申请, as technician files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "starts_at": centre.now,
        "ends_at": centre.now,
        "reason": "情况说明",
        "compensation": "pay",
    }
    return centre.make("OvertimeRequest", given, by=by, **values)


def outing_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """因公外出登记, as technician files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "leaves_at": centre.now,
        "destination": "示例",
        "reason": "情况说明",
    }
    return centre.make("OutingRequest", given, by=by, **values)


def off_post_record(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """擅离职守登记, as reception_lead files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "left_at": centre.now,
        "permitted": False,
    }
    return centre.make("OffPostRecord", given, by=by, **values)


def attendance(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """考勤记录, as technician files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "day": centre.now.date(),
        "result": "present",
    }
    return centre.make("Attendance", given, by=by, **values)


def shift_roster(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """排班表, as cs_supervisor files it."""
    given = {
        "day": centre.now.date(),
        "staff": centre.staff("receptionist").id,
        "shift": "day",
        "starts_at": dt.time(8, 30),
        "ends_at": dt.time(8, 30),
    }
    return centre.make("ShiftRoster", given, by=by, **values)


def monthly_attendance(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """考勤表, as reception_lead files it."""
    given = {
        "month": "2026-11",
    }
    return centre.make("MonthlyAttendance", given, by=by, **values)


def on_post_report(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """员工在岗情况表, as reception_lead files it."""
    given = {
        "month": "2026-11",
    }
    return centre.make("OnPostReport", given, by=by, **values)


def department_ranking(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """部门排序表, as reception_lead files it."""
    given = {
        "month": "2026-11",
        "department": centre.department().id,
    }
    return centre.make("DepartmentRanking", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "LeaveRequest": leave_request,
    "OvertimeRequest": overtime_request,
    "OutingRequest": outing_request,
    "OffPostRecord": off_post_record,
    "Attendance": attendance,
    "ShiftRoster": shift_roster,
    "MonthlyAttendance": monthly_attendance,
    "OnPostReport": on_post_report,
    "DepartmentRanking": department_ranking,
}
INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {}
