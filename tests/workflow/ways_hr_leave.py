"""Every transition of leave, overtime, outings, attendance, rosters and the monthly sheets; read ``flow_tables``."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

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


WAYS = (
    ("OffPostRecord", "OffPostRecord", OFF_POST_RECORD, _off_post_record, "draft submitted approved rejected void"),
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
)
