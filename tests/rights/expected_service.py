"""Who may do what in module ``service``; read ``expected_base`` for how a line is read."""

# Filled by reception_lead, cs_supervisor; chain: ['cs_supervisor'].
SERVICE_CHECK = """
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

# Filled by receptionist, reception_lead, cs_supervisor.
HOUSEHOLD_VISIT = """
receptionist     all   create edit
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

# Filled by receptionist, reception_lead, cs_supervisor; chain: ['cs_supervisor'].
OWNER_SUGGESTION = """
receptionist     all   create edit
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

# Filled by cs_supervisor, reception_lead; chain: ['director', 'hq_quality'].
SATISFACTION_SURVEY = """
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

# Filled by cs_supervisor.
CUSTOMER_FORUM = """
receptionist     none
reception_lead   none
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

# Filled by receptionist, reception_lead, guard.
CUSTODY_ITEM = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead.
KEY_ITEM = """
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

# Filled by receptionist, reception_lead.
KEY_LOAN = """
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

# Filled by receptionist, reception_lead, cs_supervisor.
LISTING_ENTRUSTMENT = """
receptionist     all   create edit
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

# Filled by receptionist, reception_lead.
SPECIAL_SERVICE = """
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

# Filled by receptionist, reception_lead, cs_supervisor, hr_admin; chain: ['director'].
ANNOUNCEMENT = """
receptionist     all   create edit
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

# Filled by receptionist, reception_lead, cs_supervisor; chain: ['cs_supervisor'].
KNOWLEDGE_ARTICLE = """
receptionist     all   create edit
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

# Filled by cs_supervisor, reception_lead.
COORDINATION = """
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

# Filled by receptionist, reception_lead.
MEETING_SERVICE = """
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
    "ServiceCheck": SERVICE_CHECK,
    "HouseholdVisit": HOUSEHOLD_VISIT,
    "OwnerSuggestion": OWNER_SUGGESTION,
    "SatisfactionSurvey": SATISFACTION_SURVEY,
    "CustomerForum": CUSTOMER_FORUM,
    "CustodyItem": CUSTODY_ITEM,
    "KeyItem": KEY_ITEM,
    "KeyLoan": KEY_LOAN,
    "ListingEntrustment": LISTING_ENTRUSTMENT,
    "SpecialService": SPECIAL_SERVICE,
    "Announcement": ANNOUNCEMENT,
    "KnowledgeArticle": KNOWLEDGE_ARTICLE,
    "Coordination": COORDINATION,
    "MeetingService": MEETING_SERVICE,
}
