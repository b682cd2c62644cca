"""Every transition of leave, overtime, outings, attendance, rosters and the monthly sheets; read ``flow_tables``."""

import datetime as dt
from typing import Any

from access import SYSTEM
from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# The technician's own leave: his lead, then the director; nobody of another department (001 考勤 §9, D-03).
LEAVE_REQUEST = """
submit           | draft                                       | submitted | technician                                              |
approve          | submitted                                   | submitted | engineering_lead                                        |
approve          | submitted/2                                 | approved  | director                                                |
return_          | submitted                                   | draft     | engineering_lead                                        | reason
return_          | submitted/2                                 | draft     | director                                                | reason
reject           | submitted                                   | rejected  | engineering_lead                                        | reason
reject           | submitted/2                                 | rejected  | director                                                | reason
withdraw         | submitted                                   | draft     | technician                                              |
hand_certificate | submitted submitted/2 approved              | =         | technician hr_admin                                     | certificate_from certificate_to
hand_slip        | approved                                    | =         | reception_lead cs_supervisor hr_admin                   |
report_back      | approved                                    | =         | technician reception_lead cs_supervisor hr_admin        | back_on
reinstate        | lapsed                                      | approved  | director                                                | reason
void             | draft submitted submitted/2 approved lapsed | void      | cs_supervisor director                                  | reason
"""

# Official leave needs the company's word too (C-29, A-55): administration decides last.
LEAVE_OFFICIAL = """
approve | submitted   | submitted | engineering_lead |
approve | submitted/2 | submitted | director         |
approve | submitted/3 | approved  | hr_admin         |
"""


def _sick(centre: Centre, **values: Any) -> Any:
    """Two days of sick leave that began yesterday, told in time."""
    starts = centre.now.replace(hour=0, minute=20) - dt.timedelta(days=1)
    ends = starts + dt.timedelta(days=1, hours=9)
    told = starts - dt.timedelta(hours=1)
    return example(centre, "LeaveRequest", kind="sick", starts_at=starts, ends_at=ends, applied_at=told,
                   late_reason="夜里发病，次日才能填单", **values)  # fmt: skip


def _leave_request(centre: Centre, state: str) -> Any:
    if state == "lapsed":
        paper = stages.approval(centre, _sick(centre), "approved", "technician", ("engineering_lead", "director"))
        return centre.do(paper, "lapse", SYSTEM)
    return stages.approval(centre, _sick(centre), state, "technician", ("engineering_lead", "director"))


def _leave_official(centre: Centre, state: str) -> Any:
    paper = example(centre, "LeaveRequest", kind="official", official_kind="study")
    return stages.approval(centre, paper, state, "technician", ("engineering_lead", "director", "hr_admin"))


# The technician's overtime and outings: his direct superior heads the department (C-27, C-28).
OVERTIME_REQUEST = """
submit   | draft                    | submitted | technician             |
approve  | submitted                | approved  | engineering_lead       |
return_  | submitted                | draft     | engineering_lead       | reason
reject   | submitted                | rejected  | engineering_lead       | reason
withdraw | submitted                | draft     | technician             |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""

# The receptionist's go on from the reception lead to the supervisor, who manages the department.
OVERTIME_OF_THE_DESK = """
approve | submitted   | submitted | reception_lead |
approve | submitted/2 | approved  | cs_supervisor  |
"""

OUTING_REQUEST = f"""{OVERTIME_REQUEST.rstrip()}
come_back | approved | = | technician reception_lead cs_supervisor | back_at
"""


def _overtime_request(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OvertimeRequest"), state, "technician", ("engineering_lead",))


def _overtime_of_the_desk(centre: Centre, state: str) -> Any:
    paper = example(centre, "OvertimeRequest", by="receptionist")
    return stages.approval(centre, paper, state, "receptionist", ("reception_lead", "cs_supervisor"))


def _outing_request(centre: Centre, state: str) -> Any:
    leaves = centre.now - dt.timedelta(hours=1)
    paper = example(centre, "OutingRequest", leaves_at=leaves)
    return stages.approval(centre, paper, state, "technician", ("engineering_lead",))


OFF_POST_RECORD = """
submit       | draft                    | submitted | reception_lead security_lead cs_supervisor |
approve      | submitted                | approved  | cs_supervisor                              |
return_      | submitted                | draft     | cs_supervisor                              | reason
reject       | submitted                | rejected  | cs_supervisor                              | reason
withdraw     | submitted                | draft     | reception_lead                             |
open_penalty | approved                 | =         | reception_lead security_lead cs_supervisor |
void         | draft submitted approved | void      | cs_supervisor director                     | reason
"""


def _off_post_record(centre: Centre, state: str) -> Any:
    paper = example(centre, "OffPostRecord", treatment="punish")
    return stages.approval(centre, paper, state, "reception_lead", ("cs_supervisor",))


# One signs for oneself; a lead corrects and others confirm (X-07, D-01). ``active/new``: nothing signed yet.
ATTENDANCE = """
noon_out     | active            | =          | technician                  |
afternoon_in | active            | =          | technician                  |
sign_out     | active            | =          | technician                  |
correct      | active            | correcting | reception_lead cs_supervisor | reason
recount      | active pending    | =          | reception_lead cs_supervisor |
confirm      | pending           | active     | director                    |
confirm      | correcting        | active     | cs_supervisor director      |
refuse       | pending           | archived   | director                    | reason
decline      | correcting        | active     | cs_supervisor director      | reason
archive      | active            | archived   | cs_supervisor director      | reason
restore      | archived          | active     | cs_supervisor director      |
"""
SIGNING_IN = """
sign_in      | active | = | technician |
"""


def _attendance(centre: Centre, state: str) -> Any:
    if state == "pending":
        staff = centre.staff("technician").id
        return example(centre, "Attendance", by="cs_supervisor", staff=staff, signed_in_at=centre.now)
    entry = example(centre, "Attendance")
    if state == "correcting":
        early = centre.now - dt.timedelta(minutes=30)
        return centre.do(entry, "correct", "reception_lead", new_signed_in_at=early, reason="漏签，监控可查")
    return stages.kept(centre, entry, state)


def _unsigned(centre: Centre, state: str) -> Any:
    """Filed by the supervisor for a technician who had not come yet, and confirmed."""
    entry = example(centre, "Attendance", by="cs_supervisor", staff=centre.staff("technician").id)
    return centre.do(entry, "confirm", "director")


SHIFT_ROSTER = """
repeat  | active   | =        | cs_supervisor reception_lead security_lead |
archive | active   | archived | cs_supervisor reception_lead security_lead | reason
restore | archived | active   | cs_supervisor reception_lead security_lead |
"""


def _shift_roster(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "ShiftRoster"), state)


# Compiled at the desk, reviewed by the director, then administration (004 §5.7, D-05).
SHEET = """
submit   | draft                                | submitted | reception_lead receptionist |
recount  | draft                                | =         | reception_lead receptionist |
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
    paper = example(centre, "MonthlyAttendance")
    return stages.approval(centre, paper, state, "reception_lead", ("director", "hr_admin"))


def _on_post_report(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OnPostReport"), state, "reception_lead", ("director", "hr_admin"))


def _department_ranking(centre: Centre, state: str) -> Any:
    example(centre, "MonthlyAttendance")
    paper = example(centre, "DepartmentRanking")
    return stages.approval(centre, paper, state, "reception_lead", ("director", "hr_admin"))


def answers(centre: Centre, record: Any, transition: str) -> dict[str, Any] | None:
    """What the steps of these registers ask."""
    day, days = centre.now.date(), dt.timedelta(days=1)
    asked: dict[str, dict[str, Any]] = {
        "hand_certificate": {
            "certificate_from": day - 3 * days,
            "certificate_to": day + 2 * days,
            "certificate": ["1" * 32],
        },
        "report_back": {"back_on": day},
        "come_back": {"back_at": centre.now},
        "open_penalty": {"kind": ["written"]},
        "correct": {"new_signed_in_at": centre.now - dt.timedelta(minutes=40), "reason": "漏签，监控可查"},
        **{key: {"reason": "核对过"} for key in ("reinstate", "confirm", "refuse", "decline")},
    }
    return asked.get(transition)


DECIDED = "draft submitted approved rejected void"
TWICE = "draft submitted submitted/2 approved rejected void"
WAYS = (
    ("LeaveRequest", "LeaveRequest", LEAVE_REQUEST, _leave_request, f"{TWICE} lapsed"),
    ("official leave", "LeaveRequest", LEAVE_OFFICIAL, _leave_official, "submitted submitted/2 submitted/3"),
    ("OvertimeRequest", "OvertimeRequest", OVERTIME_REQUEST, _overtime_request, DECIDED),
    ("overtime at the desk", "OvertimeRequest", OVERTIME_OF_THE_DESK, _overtime_of_the_desk, "submitted submitted/2"),
    ("OutingRequest", "OutingRequest", OUTING_REQUEST, _outing_request, DECIDED),
    ("OffPostRecord", "OffPostRecord", OFF_POST_RECORD, _off_post_record, DECIDED),
    ("Attendance", "Attendance", ATTENDANCE, _attendance, "active pending correcting archived"),
    ("signing in", "Attendance", SIGNING_IN, _unsigned, "active"),
    ("ShiftRoster", "ShiftRoster", SHIFT_ROSTER, _shift_roster, "active archived"),
    ("MonthlyAttendance", "MonthlyAttendance", SHEET, _monthly_attendance, TWICE),
    ("OnPostReport", "OnPostReport", SHEET, _on_post_report, TWICE),
    ("DepartmentRanking", "DepartmentRanking", SHEET, _department_ranking, TWICE),
)
