"""One believable row of every register of module ``hr``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def probation_review(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """试用期考查表, as cs_supervisor files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
        "discipline": 5,
        "attitude": 5,
        "service_sense": 5,
        "teamwork": 5,
        "knowledge": 5,
        "skill": 5,
        "efficiency": 5,
        "self_study": 5,
        "potential": 5,
        "conclusion": "confirm",
        "comment": "情况说明",
    }
    return centre.make("ProbationReview", given, by=by, **values)


def reward_penalty(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """员工奖惩审批, as cs_supervisor files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "happened_on": centre.now.date(),
        "facts": "情况说明",
        "basis": "示例",
    }
    return centre.make("RewardPenalty", given, by=by, **values)


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


def labour_dispute(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """劳动争议登记, as hr_admin files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "raised_on": centre.now.date(),
        "matter": "情况说明",
    }
    return centre.make("LabourDispute", given, by=by, **values)


def badge(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """工作证胸卡登记, as hr_admin files it."""
    given = {
        "staff": centre.staff("receptionist").id,
        "badge_no": "示例",
        "issued_on": centre.now.date(),
    }
    return centre.make("Badge", given, by=by, **values)


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


def monthly_assessment(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """月工作考核表, as cs_supervisor files it."""
    given = {
        "period_kind": "month",
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
        "staff": centre.staff("receptionist").id,
    }
    return centre.make("MonthlyAssessment", given, by=by, **values)


def written_assessment(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """书面考核记录, as reception_lead files it."""
    given = {
        "assessed_on": centre.now.date(),
        "staff": centre.staff("receptionist").id,
        "subject": "示例",
        "score": Decimal(1),
    }
    return centre.make("WrittenAssessment", given, by=by, **values)


def training_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """培训学习计划, as cs_supervisor files it."""
    given = {
        "period_kind": "year",
        "period": "示例",
    }
    return centre.make("TrainingPlan", given, by=by, **values)


def training_record(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """培训记录, as cs_supervisor files it."""
    given = {
        "topic": "示例",
        "held_at": centre.now,
        "hours": Decimal(1),
        "content": "情况说明",
    }
    return centre.make("TrainingRecord", given, by=by, **values)


def dormitory_bed(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """员工宿舍登记, as hr_admin files it."""
    given = {
        "room": "示例",
        "bed": "示例",
    }
    return centre.make("DormitoryBed", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "ProbationReview": probation_review,
    "RewardPenalty": reward_penalty,
    "LeaveRequest": leave_request,
    "OvertimeRequest": overtime_request,
    "OutingRequest": outing_request,
    "OffPostRecord": off_post_record,
    "LabourDispute": labour_dispute,
    "Badge": badge,
    "Attendance": attendance,
    "ShiftRoster": shift_roster,
    "MonthlyAttendance": monthly_attendance,
    "OnPostReport": on_post_report,
    "DepartmentRanking": department_ranking,
    "MonthlyAssessment": monthly_assessment,
    "WrittenAssessment": written_assessment,
    "TrainingPlan": training_plan,
    "TrainingRecord": training_record,
    "DormitoryBed": dormitory_bed,
}
