"""One believable row of every register of module ``hr``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from access import SYSTEM
from models.base.staff import Staff
from models.spec import ALL_SITE_ROLES, Actor
from seed.examples import hr_leave
from seed.factories import Centre
from workflow import edit

MARKS = {
    "discipline": 5,
    "attitude": 5,
    "service_sense": 4,
    "teamwork": 5,
    "knowledge": 4,
    "skill": 4,
    "efficiency": 4,
    "self_study": 3,
    "potential": 4,
}


def newcomer(centre: Centre) -> Staff:
    """Somebody on probation at the gate, without an account yet."""
    number = f"{centre.site.code}990"
    found = centre._first(Staff, Staff.job_no == number)  # noqa: SLF001 - the centre's own look-up, kept short here
    made: Staff = found or centre.make(
        "Staff",
        name="何新",
        job_no=number,
        post=centre.post("guard").id,
        employment="probation",
        hired_on=dt.date(2026, 9, 1),
        probation_until=dt.date(2026, 11, 30),
    )
    return made


def probation_review(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """试用期考查表, as the supervisor files it about a newcomer."""
    given = {
        "staff": values.get("staff") or newcomer(centre).id,
        "period_from": dt.date(2026, 9, 1),
        "period_to": dt.date(2026, 11, 30),
        **MARKS,
        "conclusion": "confirm",
        "comment": "站岗规范，登记完整，与业主沟通有耐心，建议转正。",
    }
    return centre.make("ProbationReview", given, by=by, **values)


def reward_penalty(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """员工奖惩审批, as the reception lead files it about the receptionist."""
    given = {
        "staff": centre.staff("receptionist").id,
        "kind": ["warn", "written"],
        "happened_on": centre.now.date(),
        "facts": "上午未经批准离岗 25 分钟，前台无人接听电话。",
        "basis": "考勤制度第 12 条",
    }
    return centre.make("RewardPenalty", given, by=by, **values)


def labour_dispute(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """劳动争议登记, as administration files it."""
    given = {
        "staff": centre.staff("guard").id,
        "raised_on": centre.now.date(),
        "matter": "对 10 月加班费核算有异议，要求补发。",
    }
    return centre.make("LabourDispute", given, by=by, **values)


def badge(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """工作证胸卡登记, as administration files it."""
    given = {"staff": centre.staff("receptionist").id, "badge_no": "XK-018", "issued_on": dt.date(2026, 3, 2)}
    return centre.make("Badge", given, by=by, **values)


def monthly_assessment(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """月工作考核表, as the supervisor files it about the receptionist."""
    given = {
        "period_kind": "month",
        "period_from": dt.date(2026, 11, 1),
        "period_to": dt.date(2026, 11, 30),
        "staff": centre.staff("receptionist").id,
        "items": [
            {"item": "登记完整", "weight": 40, "score": 95},
            {"item": "服务态度", "weight": 40, "score": 90},
            {"item": "出勤", "weight": 20, "score": 100},
        ],
        "grade": "a",
    }
    return centre.make("MonthlyAssessment", given, by=by, **values)


def written_assessment(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """书面考核记录, as the reception lead files it."""
    given = {
        "assessed_on": centre.now.date(),
        "staff": centre.staff("receptionist").id,
        "subject": "报修受理话术与登记项目",
        "score": Decimal(92),
        "guidance": "预约时间要逐项向业主确认。",
    }
    return centre.make("WrittenAssessment", given, by=by, **values)


def training_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """培训学习计划, as the supervisor files it."""
    given = {
        "period_kind": "quarter",
        "period": "2026 年四季度",
        "sessions": [
            {
                "topic": "投诉处理规程",
                "teacher": centre.staff("cs_supervisor").id,
                "planned_on": dt.date(2026, 12, 3),
                "audience": "客服部全员",
                "hours": 2,
            }
        ],
    }
    return centre.make("TrainingPlan", given, by=by, **values)


def training_record(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """培训记录, as the supervisor files it."""
    given = {
        "topic": "电话接听与登记",
        "held_at": centre.now,
        "hours": Decimal("1.5"),
        "attendees": [{"staff": centre.staff("receptionist").id, "present": True, "score": 88}],
        "content": "接听铃声、问询顺序、登记项目和派单要点，现场模拟。",
        "evaluation": "能独立完成登记和派单。",
    }
    return centre.make("TrainingRecord", given, by=by, **values)


def dormitory_bed(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """员工宿舍登记, as administration files it."""
    given = {
        "room": "B1-03",
        "bed": "2",
        "staff": values.get("staff") or newcomer(centre).id,
        "moved_in_on": dt.date(2026, 6, 1),
        "inventory": "床、柜、钥匙 1 把",
    }
    return centre.make("DormitoryBed", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    **hr_leave.EXAMPLES,
    "ProbationReview": probation_review,
    "RewardPenalty": reward_penalty,
    "LabourDispute": labour_dispute,
    "Badge": badge,
    "MonthlyAssessment": monthly_assessment,
    "WrittenAssessment": written_assessment,
    "TrainingPlan": training_plan,
    "TrainingRecord": training_record,
    "DormitoryBed": dormitory_bed,
}


def _about(make: Callable[..., Any], **how: Callable[[str], Any]) -> Callable[[Centre, str], Any]:
    """Return how a row about a role's holder is made: by the supervisor, about himself by the reception lead."""

    def made(centre: Centre, role: str) -> Any:
        if role in ALL_SITE_ROLES:
            return None
        given: dict[str, Any] = {name: value(role) for name, value in how.items()}
        if make in {probation_review, reward_penalty, monthly_assessment}:
            given["by"] = "reception_lead" if role == "cs_supervisor" else "cs_supervisor"
        return make(centre, staff=centre.staff(role).id, **given)

    return made


def _on_probation(centre: Centre, role: str) -> Any:
    if role in ALL_SITE_ROLES:
        return None
    person = centre.staff(role)
    edit(centre.session, person, {"employment": "probation"}, actor=SYSTEM, now=centre.now, forced=True)
    row = _about(probation_review)(centre, role)
    edit(centre.session, person, {"employment": "regular"}, actor=SYSTEM, now=centre.now, forced=True)
    return row


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    **hr_leave.INVOLVING,
    "ProbationReview": _on_probation,
    "RewardPenalty": _about(reward_penalty),
    "MonthlyAssessment": _about(monthly_assessment),
    "WrittenAssessment": _about(written_assessment),
    "Badge": _about(badge, badge_no=lambda role: f"XK-{role}"),
    "DormitoryBed": _about(dormitory_bed, bed=lambda role: role[:20]),
}
