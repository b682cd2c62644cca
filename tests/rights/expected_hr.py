"""Who may do what in module ``hr``; read ``expected_base`` for how a line is read."""

from tests.rights import expected_hr_leave

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
    **expected_hr_leave.RIGHTS,
    "ProbationReview": PROBATION_REVIEW,
    "RewardPenalty": REWARD_PENALTY,
    "LabourDispute": LABOUR_DISPUTE,
    "Badge": BADGE,
    "MonthlyAssessment": MONTHLY_ASSESSMENT,
    "WrittenAssessment": WRITTEN_ASSESSMENT,
    "TrainingPlan": TRAINING_PLAN,
    "TrainingRecord": TRAINING_RECORD,
    "DormitoryBed": DORMITORY_BED,
}
INVOLVED = {*expected_hr_leave.INVOLVED}
WROTE = {**expected_hr_leave.WROTE}
ONLY = {**expected_hr_leave.ONLY}
