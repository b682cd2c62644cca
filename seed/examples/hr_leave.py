"""Examples of leave, overtime, outings, attendance, rosters and the monthly sheets; part of module ``hr``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def _me(centre: Centre, by: str | Actor | None) -> int | None:
    """The staff record of who files, so that papers of one's own are one's own."""
    actor = centre.actor(by) if isinstance(by, str) else by
    return actor.staff_id if actor is not None else None


def leave_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """请假单: a day of personal leave, asked for two days ahead."""
    starts = centre.now.replace(hour=0, minute=20) + 2 * DAY
    given = {
        "staff": _me(centre, by),
        "kind": "personal",
        "starts_at": starts,
        "ends_at": starts + 9 * HOUR,
        "reason": "陪老人到医院复查",
    }
    return centre.make("LeaveRequest", {**given, **values}, by=by)


def overtime_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """加班申请: two hours on the evening of the same day."""
    starts = centre.now.replace(hour=10, minute=0)
    given = {
        "staff": _me(centre, by),
        "starts_at": starts,
        "ends_at": starts + 2 * HOUR,
        "reason": "3 号楼夜间更换供水阀门，须在用水低峰施工",
    }
    return centre.make("OvertimeRequest", {**given, **values}, by=by)


def outing_request(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """因公外出登记: buying parts."""
    given = {
        "staff": _me(centre, by),
        "leaves_at": centre.now + HOUR,
        "destination": "建材市场",
        "reason": "采购 3 号楼更换用的阀门和软管",
    }
    return centre.make("OutingRequest", {**given, **values}, by=by)


def off_post_record(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """擅离职守登记: 35 minutes away from the reception desk."""
    given = {
        "staff": centre.staff("receptionist").id,
        "left_at": centre.now - HOUR,
        "back_at": centre.now - HOUR + dt.timedelta(minutes=35),
        "permitted": False,
    }
    return centre.make("OffPostRecord", {**given, **values}, by=by)


def attendance(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """考勤记录: who files it signs himself in."""
    return centre.make("Attendance", values, by=by)


def shift_roster(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """排班表: the receptionist's day shift of today."""
    given = {
        "day": centre.now.date(),
        "staff": centre.staff("receptionist").id,
        "shift": "day",
        "starts_at": dt.time(8, 20),
        "noon_out": dt.time(12, 0),
        "afternoon_in": dt.time(13, 30),
        "ends_at": dt.time(17, 30),
    }
    return centre.make("ShiftRoster", {**given, **values}, by=by)


def monthly_attendance(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """考勤表 of the site's customer service, for November."""
    given = {"month": "2026-11", "department": centre.department().id}
    return centre.make("MonthlyAttendance", {**given, **values}, by=by)


def on_post_report(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """员工在岗情况表 for November."""
    return centre.make("OnPostReport", {"month": "2026-11", **values}, by=by)


def department_ranking(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """部门排序表 of customer service for November, out of its attendance sheet."""
    given = {"month": "2026-11", "department": centre.department().id}
    return centre.make("DepartmentRanking", {**given, **values}, by=by)


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


NO_STAFF = {"hq_quality", "sysadmin"}


def _about(make: Callable[..., Any], by: str, **values: Callable[[Centre], Any]) -> Callable[[Centre, str], Any]:
    """Return how a paper about a role's holder is filed by another one."""

    def file(centre: Centre, role: str) -> Any:
        if role in NO_STAFF:
            return None
        given = {name: value(centre) for name, value in values.items()}
        return make(centre, by=by, staff=centre.staff(role).id, **given)

    return file


def _morning(centre: Centre, days: int) -> dt.datetime:
    return centre.now.replace(hour=0, minute=20) + days * DAY


def _sheet(centre: Centre, role: str) -> Any:
    """A sheet the clerk compiled herself."""
    return monthly_attendance(centre, by=role, month="2026-09")


def _ranking(centre: Centre, role: str) -> Any:
    """A ranking its compiler made, or one of the department a lead heads."""
    if role in {"receptionist", "reception_lead"}:
        month, department, by = ("2026-08" if role == "receptionist" else "2026-07"), centre.department().id, role
    else:
        made = centre.make("Department", name=f"{centre.staff(role).name}组", head=centre.staff(role).id)
        month, department, by = "2026-08", made.id, None
    monthly_attendance(centre, by=None, month=month, department=department)
    return department_ranking(centre, by=by, month=month, department=department)


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "MonthlyAttendance": _sheet,
    "DepartmentRanking": _ranking,
    "LeaveRequest": _about(
        leave_request,
        "reception_lead",
        kind=lambda _: "sick",
        starts_at=lambda c: _morning(c, 4),
        ends_at=lambda c: _morning(c, 4) + 9 * HOUR,
    ),
    "OvertimeRequest": _about(
        overtime_request,
        "cs_supervisor",
        starts_at=lambda c: _morning(c, 3) + 10 * HOUR,
        ends_at=lambda c: _morning(c, 3) + 12 * HOUR,
    ),
    "OutingRequest": _about(outing_request, "cs_supervisor"),
    "OffPostRecord": _about(off_post_record, "cs_supervisor"),
    "Attendance": _about(attendance, "cs_supervisor", day=lambda c: c.now.date() - DAY),
    "ShiftRoster": _about(shift_roster, "cs_supervisor", day=lambda c: c.now.date() + DAY),
}
