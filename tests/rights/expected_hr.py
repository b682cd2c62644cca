"""Who may do what in module ``hr``; read ``expected_base`` for how a line is read."""

from tests.rights import expected_hr_leave

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['director', 'hr_admin']; 4-C: who it is
# about, his superiors, director, administration.
PROBATION_REVIEW = """
receptionist     own
reception_lead   own   create
cs_supervisor    all   create
director         all   export
technician       own
engineering_lead own   create
security_lead    own   create
guard            own
cashier          own
hr_admin         all   export
hq_quality       own
staff            own
sysadmin         own
"""

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['cs_supervisor', 'director', 'hr_admin'];
# see: ['register: [@staff own, @line, director, hr_admin, cashier]'].
REWARD_PENALTY = """
receptionist     own
reception_lead   own   create
cs_supervisor    own   create
director         all   export
technician       own
engineering_lead own   create
security_lead    own   create
guard            own
cashier          all
hr_admin         all   export
hq_quality       own
staff            own
sysadmin         own
"""

# Filled by hr_admin, director; X-24.
LABOUR_DISPUTE = """
receptionist     none
reception_lead   none
cs_supervisor    none
director         all   create edit export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit export
hq_quality       all
staff            none
sysadmin         none
"""

# Filled by hr_admin, reception_lead; who wears it sees his own.
BADGE = """
receptionist     own
reception_lead   all   create edit
cs_supervisor    all
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         all   create edit export import
hq_quality       all
staff            own
sysadmin         own   import
"""

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead; chain: ['director', 'hr_admin'];
# see: ['register: [@staff own, @line, director, hr_admin]'].
MONTHLY_ASSESSMENT = """
receptionist     own
reception_lead   own   create
cs_supervisor    own   create
director         all   export
technician       own
engineering_lead own   create
security_lead    own   create
guard            own
cashier          own
hr_admin         all   export
hq_quality       own
staff            own
sysadmin         own
"""

# Filled by reception_lead, cs_supervisor; 4-C: who is assessed, his superiors, director, administration.
WRITTEN_ASSESSMENT = """
receptionist     own
reception_lead   all   create edit
cs_supervisor    all   create edit
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         all   export
hq_quality       all
staff            own
sysadmin         own
"""

# Filled by cs_supervisor, hr_admin; chain: ['director'].
TRAINING_PLAN = """
receptionist     none
reception_lead   all
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all
security_lead    all
guard            none
cashier          none
hr_admin         all   create edit export
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
engineering_lead all
security_lead    all
guard            none
cashier          none
hr_admin         all   create edit export
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by hr_admin, receptionist, reception_lead; 4-C 宿舍; who sleeps there sees his own.
DORMITORY_BED = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          all
hr_admin         all   create edit export import
hq_quality       all
staff            own
sysadmin         own   import
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
INVOLVED = {
    *expected_hr_leave.INVOLVED,
    ("ProbationReview", "security_lead"),
    ("RewardPenalty", "receptionist"),
    ("RewardPenalty", "reception_lead"),
    ("RewardPenalty", "cs_supervisor"),
    ("MonthlyAssessment", "receptionist"),
    ("MonthlyAssessment", "reception_lead"),
    ("MonthlyAssessment", "cs_supervisor"),
    ("WrittenAssessment", "receptionist"),
    ("Badge", "receptionist"),
}
WROTE = {
    **expected_hr_leave.WROTE,
    "ProbationReview": "cs_supervisor",
    "RewardPenalty": "reception_lead",
    "MonthlyAssessment": "cs_supervisor",
}
SEEN_BY_MORE = {
    *getattr(expected_hr_leave, "SEEN_BY_MORE", set()),
    "ProbationReview",
    "RewardPenalty",
    "MonthlyAssessment",
}
"""An employee's superiors by post see what is about him."""
ONLY = {**expected_hr_leave.ONLY}
BY_PERSON = {**expected_hr_leave.BY_PERSON}
