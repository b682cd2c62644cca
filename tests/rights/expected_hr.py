"""Who may do what in module ``hr``; read ``expected_base`` for how a line is read."""

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['director', 'hr_admin'].
PROBATION_REVIEW = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    all   create edit
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['cs_supervisor', 'director', 'hr_admin']; see: ['register: [@staff own, @line, director, hr_admin, cashier]'].
REWARD_PENALTY = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    all   create edit
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

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

# Filled by hr_admin, director.
LABOUR_DISPUTE = """
receptionist     none
reception_lead   none
cs_supervisor    all   export
director         all   create edit export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by hr_admin, reception_lead.
BADGE = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
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

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['director', 'hr_admin']; see: ['register: [@staff own, @line, director, hr_admin]'].
MONTHLY_ASSESSMENT = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    all   create edit
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by reception_lead, cs_supervisor.
WRITTEN_ASSESSMENT = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
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

# Filled by cs_supervisor, hr_admin; chain: ['director'].
TRAINING_PLAN = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cs_supervisor, reception_lead, hr_admin.
TRAINING_RECORD = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by hr_admin, receptionist, reception_lead.
DORMITORY_BED = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
hq_quality       all   export
staff            none
sysadmin         none  import
"""

RIGHTS = {
    "ProbationReview": PROBATION_REVIEW,
    "RewardPenalty": REWARD_PENALTY,
    "LeaveRequest": LEAVE_REQUEST,
    "OvertimeRequest": OVERTIME_REQUEST,
    "OutingRequest": OUTING_REQUEST,
    "OffPostRecord": OFF_POST_RECORD,
    "LabourDispute": LABOUR_DISPUTE,
    "Badge": BADGE,
    "Attendance": ATTENDANCE,
    "ShiftRoster": SHIFT_ROSTER,
    "MonthlyAttendance": MONTHLY_ATTENDANCE,
    "OnPostReport": ON_POST_REPORT,
    "DepartmentRanking": DEPARTMENT_RANKING,
    "MonthlyAssessment": MONTHLY_ASSESSMENT,
    "WrittenAssessment": WRITTEN_ASSESSMENT,
    "TrainingPlan": TRAINING_PLAN,
    "TrainingRecord": TRAINING_RECORD,
    "DormitoryBed": DORMITORY_BED,
}
