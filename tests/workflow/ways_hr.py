"""Every transition of the registers of module ``hr``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

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


# Filled by reception_lead, security_lead, cs_supervisor.
OFF_POST_RECORD = """
submit   | draft                    | submitted | reception_lead security_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                              |
return_  | submitted                | draft     | cs_supervisor                              | reason
reject   | submitted                | rejected  | cs_supervisor                              | reason
withdraw | submitted                | draft     | reception_lead                             |
void     | draft submitted approved | void      | cs_supervisor director                     | reason
"""


def _off_post_record(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OffPostRecord"), state, "reception_lead", ("cs_supervisor",))


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


# Filled by staff, reception_lead, cs_supervisor.
ATTENDANCE = """
archive | active   | archived | staff reception_lead cs_supervisor | reason
restore | archived | active   | staff reception_lead cs_supervisor |
"""


def _attendance(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "Attendance"), state)


# Filled by cs_supervisor, reception_lead, security_lead.
SHIFT_ROSTER = """
archive | active   | archived | cs_supervisor reception_lead security_lead | reason
restore | archived | active   | cs_supervisor reception_lead security_lead |
"""


def _shift_roster(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "ShiftRoster"), state)


# Filled by reception_lead, receptionist.
MONTHLY_ATTENDANCE = """
submit   | draft                                | submitted | reception_lead receptionist |
approve  | submitted                            | submitted | director                    |
approve  | submitted/2                          | approved  | hr_admin                    |
return_  | submitted                            | draft     | director                    | reason
return_  | submitted/2                          | draft     | hr_admin                    | reason
reject   | submitted                            | rejected  | director                    | reason
reject   | submitted/2                          | rejected  | hr_admin                    | reason
withdraw | submitted                            | draft     | reception_lead              |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director      | reason
"""


def _monthly_attendance(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "MonthlyAttendance"), state, "reception_lead", ("director", "hr_admin")
    )


# Filled by reception_lead, receptionist.
ON_POST_REPORT = """
submit   | draft                                | submitted | reception_lead receptionist |
approve  | submitted                            | submitted | director                    |
approve  | submitted/2                          | approved  | hr_admin                    |
return_  | submitted                            | draft     | director                    | reason
return_  | submitted/2                          | draft     | hr_admin                    | reason
reject   | submitted                            | rejected  | director                    | reason
reject   | submitted/2                          | rejected  | hr_admin                    | reason
withdraw | submitted                            | draft     | reception_lead              |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director      | reason
"""


def _on_post_report(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OnPostReport"), state, "reception_lead", ("director", "hr_admin"))


# Filled by reception_lead, receptionist.
DEPARTMENT_RANKING = """
submit   | draft                                | submitted | reception_lead receptionist |
approve  | submitted                            | submitted | director                    |
approve  | submitted/2                          | approved  | hr_admin                    |
return_  | submitted                            | draft     | director                    | reason
return_  | submitted/2                          | draft     | hr_admin                    | reason
reject   | submitted                            | rejected  | director                    | reason
reject   | submitted/2                          | rejected  | hr_admin                    | reason
withdraw | submitted                            | draft     | reception_lead              |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director      | reason
"""


def _department_ranking(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "DepartmentRanking"), state, "reception_lead", ("director", "hr_admin")
    )


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
    ("OffPostRecord", "OffPostRecord", OFF_POST_RECORD, _off_post_record, "draft submitted approved rejected void"),
    ("LabourDispute", "LabourDispute", LABOUR_DISPUTE, _labour_dispute, "open closed void"),
    ("Badge", "Badge", BADGE, _badge, "open closed void"),
    ("Attendance", "Attendance", ATTENDANCE, _attendance, "active archived"),
    ("ShiftRoster", "ShiftRoster", SHIFT_ROSTER, _shift_roster, "active archived"),
    (
        "MonthlyAttendance",
        "MonthlyAttendance",
        MONTHLY_ATTENDANCE,
        _monthly_attendance,
        "draft submitted submitted/2 approved rejected void",
    ),
    (
        "OnPostReport",
        "OnPostReport",
        ON_POST_REPORT,
        _on_post_report,
        "draft submitted submitted/2 approved rejected void",
    ),
    (
        "DepartmentRanking",
        "DepartmentRanking",
        DEPARTMENT_RANKING,
        _department_ranking,
        "draft submitted submitted/2 approved rejected void",
    ),
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
