"""Every transition of the registers of module ``hr``; read ``flow_tables`` for how a line is read."""

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
withdraw | submitted                                        | draft     | cs_supervisor                                               |
void     | draft submitted submitted/2 submitted/3 approved | void      | cs_supervisor director                                      | reason
"""


def _reward_penalty(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "RewardPenalty"), state, "cs_supervisor", ("cs_supervisor", "director", "hr_admin")
    )


# Filled by hr_admin, director.
LABOUR_DISPUTE = """
close | open        | closed | hr_admin director      |
void  | open closed | void   | cs_supervisor director | reason
"""


def _labour_dispute(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "LabourDispute"), state, "hr_admin")


# Filled by hr_admin, reception_lead.
BADGE = """
close | open        | closed | hr_admin reception_lead |
void  | open closed | void   | cs_supervisor director  | reason
"""


def _badge(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Badge"), state, "hr_admin")


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
close | open        | closed | hr_admin receptionist reception_lead |
void  | open closed | void   | cs_supervisor director               | reason
"""


def _dormitory_bed(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "DormitoryBed"), state, "hr_admin")


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
