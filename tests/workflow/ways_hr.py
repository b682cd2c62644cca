"""Every transition of the registers of module ``hr``; read ``flow_tables`` for how a line is read."""

from collections.abc import Mapping
from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages, ways_hr_leave

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead.
PROBATION_REVIEW = """
submit   | draft                                | submitted | cs_supervisor reception_lead engineering_lead security_lead |
approve  | submitted                            | submitted | director                                                    |
approve  | submitted/2                          | approved  | hr_admin                                                    |
return_  | submitted                            | draft     | director                                                    | reason
return_  | submitted/2                          | draft     | hr_admin                                                    | reason
reject   | submitted                            | rejected  | director                                                    | reason
reject   | submitted/2                          | rejected  | hr_admin                                                    | reason
withdraw | submitted                            | draft     | cs_supervisor                                               |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director                                      | reason
"""


def _probation_review(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "ProbationReview"), state, "cs_supervisor", ("director", "hr_admin"))


# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead.
REWARD_PENALTY = """
submit   | draft                                            | submitted | cs_supervisor reception_lead engineering_lead security_lead |
approve  | submitted                                        | submitted | cs_supervisor                                               |
approve  | submitted/2                                      | submitted | director                                                    |
approve  | submitted/3                                      | approved  | hr_admin                                                    |
return_  | submitted                                        | draft     | cs_supervisor                                               | reason
return_  | submitted/2                                      | draft     | director                                                    | reason
return_  | submitted/3                                      | draft     | hr_admin                                                    | reason
reject   | submitted                                        | rejected  | cs_supervisor                                               | reason
reject   | submitted/2                                      | rejected  | director                                                    | reason
reject   | submitted/3                                      | rejected  | hr_admin                                                    | reason
withdraw | submitted                                        | draft     | reception_lead                                              |
hand_in  | submitted submitted/2 submitted/3 approved       | =         | receptionist                                                | self_criticism
void     | draft submitted submitted/2 submitted/3 approved | void      | cs_supervisor director                                      | reason
"""


def _reward_penalty(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "RewardPenalty"), state, "reception_lead", ("cs_supervisor", "director", "hr_admin")
    )


# Filled by hr_admin, director.
LABOUR_DISPUTE = """
close | open        | closed | hr_admin director | treatment closed_on
void  | open closed | void   | director          | reason
"""


def _labour_dispute(centre: Centre, state: str) -> Any:
    return _closed(centre, example(centre, "LabourDispute"), state, "hr_admin")


# Filled by hr_admin, reception_lead.
BADGE = """
close | open        | closed | hr_admin reception_lead | returned_on
void  | open closed | void   | cs_supervisor director  | reason
"""


def _badge(centre: Centre, state: str) -> Any:
    return _closed(centre, example(centre, "Badge"), state, "hr_admin")


# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead.
MONTHLY_ASSESSMENT = """
submit   | draft                                | submitted | cs_supervisor reception_lead engineering_lead security_lead |
approve  | submitted                            | submitted | director                                                    |
approve  | submitted/2                          | approved  | hr_admin                                                    |
return_  | submitted                            | draft     | director                                                    | reason
return_  | submitted/2                          | draft     | hr_admin                                                    | reason
reject   | submitted                            | rejected  | director                                                    | reason
reject   | submitted/2                          | rejected  | hr_admin                                                    | reason
withdraw | submitted                            | draft     | cs_supervisor                                               |
verify   | approved                             | =         | cs_supervisor reception_lead engineering_lead security_lead director | correction
open_reward | submitted submitted/2 approved      | =         | cs_supervisor reception_lead engineering_lead security_lead |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director                                      | reason
"""


def _monthly_assessment(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "MonthlyAssessment"), state, "cs_supervisor", ("director", "hr_admin")
    )


# Filled by reception_lead, cs_supervisor.
WRITTEN_ASSESSMENT = """
close | open        | closed | reception_lead cs_supervisor |
void  | open closed | void   | cs_supervisor director       | reason
"""


def _written_assessment(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "WrittenAssessment"), state, "reception_lead")


# Filled by cs_supervisor, hr_admin.
TRAINING_PLAN = """
submit   | draft                    | submitted | cs_supervisor hr_admin |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
record_session | approved           | =         | cs_supervisor reception_lead hr_admin |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _training_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "TrainingPlan"), state, "cs_supervisor", ("director",))


# Filled by cs_supervisor, reception_lead, hr_admin.
TRAINING_RECORD = """
close | open        | closed | cs_supervisor reception_lead hr_admin |
void  | open closed | void   | cs_supervisor director                | reason
"""


def _training_record(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "TrainingRecord"), state, "cs_supervisor")


# Filled by hr_admin, receptionist, reception_lead.
DORMITORY_BED = """
close | open        | closed | hr_admin receptionist reception_lead | moved_out_on
void  | open closed | void   | cs_supervisor director               | reason
"""


def _dormitory_bed(centre: Centre, state: str) -> Any:
    return _closed(centre, example(centre, "DormitoryBed"), state, "hr_admin")


def _closed(centre: Centre, paper: Any, state: str, by: str) -> Any:
    if state != "closed":
        return stages.record(centre, paper, state, by)
    return centre.do(paper, "close", by, **(answers(centre, paper, "close") or {}))


def answers(centre: Centre, record: Any, transition: str) -> Mapping[str, Any] | None:
    on = centre.now.date()
    own: Mapping[tuple[str, str], Mapping[str, Any]] = {
        ("labour_dispute", "close"): {"treatment": "核对打卡记录后补发", "closed_on": on},
        ("badge", "close"): {"returned_on": on},
        ("dormitory_bed", "close"): {"moved_out_on": on, "condition": "物品齐全"},
        ("reward_penalty", "hand_in"): {"self_criticism": ["0" * 32]},
        ("monthly_assessment", "verify"): {"correction": "已按要求补登"},
        ("monthly_assessment", "open_reward"): {"kind": ["reward"], "facts": "考核优秀", "happened_on": on},
        ("training_plan", "record_session"): {"content": "规程讲解与案例", "held_at": centre.now},
    }
    return own.get((record.slug(), transition)) or _others(centre, record, transition)


_others = getattr(ways_hr_leave, "answers", lambda _centre, _record, _transition: None)


WAYS = (
    *ways_hr_leave.WAYS,
    (
        "ProbationReview",
        "ProbationReview",
        PROBATION_REVIEW,
        _probation_review,
        "draft submitted submitted/2 approved rejected void",
    ),
    (
        "RewardPenalty",
        "RewardPenalty",
        REWARD_PENALTY,
        _reward_penalty,
        "draft submitted submitted/2 submitted/3 approved rejected void",
    ),
    ("LabourDispute", "LabourDispute", LABOUR_DISPUTE, _labour_dispute, "open closed void"),
    ("Badge", "Badge", BADGE, _badge, "open closed void"),
    (
        "MonthlyAssessment",
        "MonthlyAssessment",
        MONTHLY_ASSESSMENT,
        _monthly_assessment,
        "draft submitted submitted/2 approved rejected void",
    ),
    ("WrittenAssessment", "WrittenAssessment", WRITTEN_ASSESSMENT, _written_assessment, "open closed void"),
    ("TrainingPlan", "TrainingPlan", TRAINING_PLAN, _training_plan, "draft submitted approved rejected void"),
    ("TrainingRecord", "TrainingRecord", TRAINING_RECORD, _training_record, "open closed void"),
    ("DormitoryBed", "DormitoryBed", DORMITORY_BED, _dormitory_bed, "open closed void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
