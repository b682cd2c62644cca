"""Who may do what with leave, overtime, outings, attendance, rosters and the monthly sheets (module ``hr``)."""

# Filled by staff, receptionist, reception_lead; chain: @line up to the director; then hr_admin when official; see: ['certificate: [@staff, @line, hr_admin]'].
LEAVE_REQUEST = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead own   create edit
security_lead    own   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by staff, cs_supervisor; chain: @line.
OVERTIME_REQUEST = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead own   create edit
security_lead    own   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by staff; chain: @line.
OUTING_REQUEST = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead own   create edit
security_lead    own   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by reception_lead, security_lead, cs_supervisor; chain: ['cs_supervisor'].
OFF_POST_RECORD = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    all   create edit
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by staff, reception_lead, cs_supervisor.
ATTENDANCE = """
receptionist     own   create edit
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead own   create edit
security_lead    own   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by cs_supervisor, reception_lead, security_lead.
SHIFT_ROSTER = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    all   create edit
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by reception_lead, receptionist; chain: ['director', 'hr_admin'].
MONTHLY_ATTENDANCE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by reception_lead, receptionist; chain: ['director', 'hr_admin'].
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
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by reception_lead, receptionist; chain: ['director', 'hr_admin']; see: ['register: [@line, director, hr_admin]'].
DEPARTMENT_RANKING = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
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
INVOLVED: set[tuple[str, str]] = set()
WROTE: dict[str, str] = {}
ONLY: dict[str, dict[str, str]] = {}
