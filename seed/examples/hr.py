"""One believable row of every register of module ``hr``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Actor
from seed.examples import hr_leave
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
INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {**hr_leave.INVOLVING}
