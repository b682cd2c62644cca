"""Who may do what in module ``office``; read ``expected_base`` for how a line is read."""

# Filled by receptionist, reception_lead.
OFFICE_ENVIRONMENT_CHECK = """
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

# Filled by director, cs_supervisor, reception_lead.
ASSIGNED_TASK = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
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

# Filled by cs_supervisor, reception_lead; chain: ['director'].
PROPOSAL = """
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

# Filled by director, cs_supervisor, reception_lead, engineering_lead, security_lead, hr_admin, receptionist, staff; chain: by kind and filler: goal, safety -> hq_quality; a clerk's, an employee's or a stage plan -> cs_supervisor; else director.
WORK_PLAN = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead all   create edit
security_lead    all   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         all   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by staff, receptionist, reception_lead, cs_supervisor; chain: ['cs_supervisor', 'director'].
WORK_SUMMARY = """
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

# Filled by staff, receptionist, reception_lead; chain: @line (one step).
DAILY_LOG = """
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

# Filled by cs_supervisor, reception_lead, director, hr_admin.
MEETING = """
receptionist     none
reception_lead   all   create edit
cs_supervisor    all   create edit export
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

# Filled by receptionist, reception_lead, guard, technician.
SHIFT_HANDOVER = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       all   create edit
engineering_lead none
security_lead    none
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, guard, technician, reception_lead.
DUTY_LOG = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       all   create edit
engineering_lead none
security_lead    none
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by staff, receptionist, reception_lead, cs_supervisor; chain: @line up to the director.
ESCALATION_REPORT = """
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

# Filled by cs_supervisor, hr_admin; chain: ['cs_supervisor', 'director'].
REGULATION = """
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

# Filled by hr_admin, cs_supervisor; chain: ['director'].
OFFICIAL_DOCUMENT = """
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

# Filled by hr_admin, cs_supervisor, reception_lead.
ARCHIVE_ITEM = """
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

# Filled by cs_supervisor, reception_lead; chain: ['cs_supervisor'].
CASE_STUDY = """
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

# Filled by cs_supervisor, reception_lead; chain: ['director'].
COMMUNITY_EVENT = """
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

# Filled by hr_admin, cs_supervisor.
RECEPTION_EVENT = """
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

# Filled by cs_supervisor, director.
EXTERNAL_CONTACT = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   create edit export
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

# Filled by cs_supervisor, hr_admin.
HONOUR = """
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

# Filled by cs_supervisor, hr_admin, hq_quality; chain: ['director'].
SYSTEM_AUDIT = """
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
hq_quality       all   create edit export
staff            none
sysadmin         none  import
"""

# Filled by cs_supervisor, receptionist; chain: ['director'].
PUBLICITY = """
receptionist     all   create edit
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

RIGHTS = {
    "OfficeEnvironmentCheck": OFFICE_ENVIRONMENT_CHECK,
    "AssignedTask": ASSIGNED_TASK,
    "Proposal": PROPOSAL,
    "WorkPlan": WORK_PLAN,
    "WorkSummary": WORK_SUMMARY,
    "DailyLog": DAILY_LOG,
    "Meeting": MEETING,
    "ShiftHandover": SHIFT_HANDOVER,
    "DutyLog": DUTY_LOG,
    "EscalationReport": ESCALATION_REPORT,
    "Regulation": REGULATION,
    "OfficialDocument": OFFICIAL_DOCUMENT,
    "ArchiveItem": ARCHIVE_ITEM,
    "CaseStudy": CASE_STUDY,
    "CommunityEvent": COMMUNITY_EVENT,
    "ReceptionEvent": RECEPTION_EVENT,
    "ExternalContact": EXTERNAL_CONTACT,
    "Honour": HONOUR,
    "SystemAudit": SYSTEM_AUDIT,
    "Publicity": PUBLICITY,
}
