"""Who may do what with leave, overtime, outings, attendance, rosters and the monthly sheets (module ``hr``)."""

# Everybody files his own and sees it with his superiors' decisions; the sick may be asked for by another (001 考勤 §10).
# X-24, 4-C: staff papers are read by who keeps attendance, decides and administers; import is no way past the chain.
LEAVE_REQUEST = """
receptionist     own   create
reception_lead   all   create
cs_supervisor    all   create
director         all   create export
technician       own   create
engineering_lead own   create
security_lead    own   create
guard            own   create
cashier          own   create
hr_admin         all   create export
hq_quality       all   create
staff            own   create
sysadmin         own   create
"""

OVERTIME_REQUEST = """
receptionist     own   create
reception_lead   all   create
cs_supervisor    all   create export
director         all   create export
technician       own   create
engineering_lead own   create
security_lead    own   create
guard            own   create
cashier          own   create
hr_admin         all   create export
hq_quality       all   create
staff            own   create
sysadmin         own   create
"""

OUTING_REQUEST = OVERTIME_REQUEST

# Filled by the leads; whom it is about reads his own.
OFF_POST_RECORD = """
receptionist     own
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       own
engineering_lead own
security_lead    all   create edit
guard            own
cashier          own
hr_admin         all   export
hq_quality       all
staff            own
sysadmin         own
"""

# Everybody signs for himself; nobody edits an entry, it is corrected with a reason and confirmed (X-07, D-01).
ATTENDANCE = OVERTIME_REQUEST

SHIFT_ROSTER = """
receptionist     own
reception_lead   all   create edit export import
cs_supervisor    all   create edit export import
director         all   export
technician       own
engineering_lead all
security_lead    all   create edit export import
guard            own
cashier          own
hr_admin         all   export
hq_quality       all   export
staff            own
sysadmin         own   import
"""

# The sheet carries everybody's scores: the clerk reads what she compiled (4-C 考核).
MONTHLY_ATTENDANCE = """
receptionist     own   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   export
hq_quality       all   export
staff            none
sysadmin         none
"""

ON_POST_REPORT = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   export
hq_quality       all   export
staff            none
sysadmin         none
"""

# see: [@line, director, hr_admin]; who compiled it sees his own, a lead that of the department he heads.
DEPARTMENT_RANKING = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all
director         all   export
technician       none
engineering_lead own
security_lead    own
guard            none
cashier          none
hr_admin         all   export
hq_quality       none
staff            none
sysadmin         none
"""

RIGHTS = {
    "LeaveRequest": LEAVE_REQUEST,
    "OvertimeRequest": OVERTIME_REQUEST,
    "OutingRequest": OUTING_REQUEST,
    "OffPostRecord": OFF_POST_RECORD,
    "Attendance": ATTENDANCE,
    "ShiftRoster": SHIFT_ROSTER,
    "MonthlyAttendance": MONTHLY_ATTENDANCE,
    "OnPostReport": ON_POST_REPORT,
    "DepartmentRanking": DEPARTMENT_RANKING,
}
INVOLVED: set[tuple[str, str]] = {
    ("LeaveRequest", "technician"),
    ("OvertimeRequest", "technician"),
    ("OutingRequest", "technician"),
    ("LeaveRequest", "engineering_lead"),
    ("OvertimeRequest", "engineering_lead"),
    ("OutingRequest", "engineering_lead"),
    ("Attendance", "engineering_lead"),
    ("OffPostRecord", "receptionist"),
    ("Attendance", "technician"),
    ("ShiftRoster", "receptionist"),
    ("DepartmentRanking", "reception_lead"),
}
SEEN_BY_MORE = {"LeaveRequest", "OvertimeRequest", "OutingRequest", "OffPostRecord", "Attendance", "ShiftRoster"}
"""An employee's superiors by post see what concerns him (``@line``)."""
WROTE: dict[str, str] = {
    "LeaveRequest": "technician",
    "OvertimeRequest": "technician",
    "OutingRequest": "technician",
    "Attendance": "technician",
}
ONLY: dict[str, dict[str, str]] = {}
BY_PERSON: dict[str, set[str]] = {"LeaveRequest": {"certificate"}}
"""Fields seen by persons of the record besides roles (``see: [@staff, @line, hr_admin]``): told in test_leave."""
