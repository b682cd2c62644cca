"""Who may do what in module ``service``; read ``expected_base`` for how a line is read."""

# Filled by reception_lead, cs_supervisor; chain: ['cs_supervisor']. 4-C 考核: one's own, 主管, 经理.
SERVICE_CHECK = """
receptionist     own
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own   import
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
cs_supervisor    all   create edit export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by cs_supervisor, reception_lead; chain: ['director', 'hq_quality'].
SATISFACTION_SURVEY = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
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
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by receptionist, reception_lead.
KEY_ITEM = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by receptionist, reception_lead.
KEY_LOAN = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
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
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   export unmask
director         all   export unmask
technician       own
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
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all   create edit
hq_quality       all   export
staff            all
sysadmin         all   import
"""

# Filled by receptionist, reception_lead, cs_supervisor; chain: ['cs_supervisor'].
KNOWLEDGE_ARTICLE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all
hq_quality       all   export
staff            all
sysadmin         all   import
"""

# Filled by cs_supervisor, reception_lead; whoever is responsible sees his own.
COORDINATION = """
receptionist     own
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own   import
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
DESK = "receptionist reception_lead cs_supervisor"
CUSTOMER_SERVICE = f"{DESK} director"

INVOLVED = {
    ("ServiceCheck", "receptionist"), ("Coordination", "technician"), ("SpecialService", "technician"),
}  # fmt: skip
WROTE = {"ServiceCheck": "reception_lead", "Coordination": "cs_supervisor", "SpecialService": "receptionist"}
ONLY = {
    # the hotline's entries are customer service's own
    "OwnerSuggestion": {"source_log": CUSTOMER_SERVICE},
    # the technician sees name, home, telephone, appointment and request
    "SpecialService": {"source_log": CUSTOMER_SERVICE, "charge": f"{CUSTOMER_SERVICE} hq_quality"},
    # who is responsible for the work need not know who complained
    "Coordination": dict.fromkeys(("complaint", "suggestion"), f"{CUSTOMER_SERVICE} hq_quality"),
}
MASKED = {"SpecialService": {"phone": "receptionist reception_lead technician"}}
