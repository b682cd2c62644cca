"""Who may do what in module ``office``; read ``expected_base`` for how a line is read."""

# Filled by reception (004 §7.1).
OFFICE_ENVIRONMENT_CHECK = """
receptionist     all  create edit
reception_lead   all  create edit
cs_supervisor    all  export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Filled by director, cs_supervisor, reception_lead; whoever assigned it or is to do it sees it.
ASSIGNED_TASK = """
receptionist     own
reception_lead   own  create
cs_supervisor    all  create export
director         all  create export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         own
hq_quality       all  export
staff            own
sysadmin         own  import
"""

# Filled by cs_supervisor, reception_lead (002 权力1-5).
PROPOSAL = """
receptionist     none
reception_lead   own  create edit
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Everybody plans; leaders read all, others their own.
WORK_PLAN = """
receptionist     own  create
reception_lead   own  create
cs_supervisor    all  create export
director         all  create export
technician       own  create
engineering_lead own  create
security_lead    own  create
guard            own  create
cashier          own  create
hr_admin         own  create
hq_quality       all  create export
staff            own  create
sysadmin         own  create import
"""

# Everybody sums up his own period.
WORK_SUMMARY = """
receptionist     own  create
reception_lead   own  create
cs_supervisor    all  create export
director         all  create export
technician       own  create
engineering_lead own  create
security_lead    own  create
guard            own  create
cashier          own  create
hr_admin         own  create
hq_quality       all  create export
staff            own  create
sysadmin         own  create import
"""

# One's own day; the superior approves (004 §7.4.23).
DAILY_LOG = """
receptionist     own  create
reception_lead   own  create
cs_supervisor    all  create export
director         all  create export
technician       own  create
engineering_lead own  create
security_lead    own  create
guard            own  create
cashier          own  create
hr_admin         own  create
hq_quality       all  create export
staff            own  create
sysadmin         own  create import
"""

# Minutes are passed on to everybody (001 会议制度 §4).
MEETING = """
receptionist     all
reception_lead   all  create edit
cs_supervisor    all  create edit export
director         all  create edit export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all  create edit
hq_quality       all  export
staff            all
sysadmin         all  import
"""

# Filled by the shifts; guards and technicians read the ones they gave or took.
SHIFT_HANDOVER = """
receptionist     all  create
reception_lead   all  create
cs_supervisor    all  export
director         all  export
technician       own  create
engineering_lead all
security_lead    all
guard            own  create
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Filled by the shifts; reception reads the night's (004 §7.3).
DUTY_LOG = """
receptionist     all  create edit
reception_lead   all  create edit
cs_supervisor    all  export
director         all  export
technician       all  create edit
engineering_lead all
security_lead    all
guard            all  create edit
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# One's own, and whoever it goes up to (001 请示报告).
ESCALATION_REPORT = """
receptionist     own  create
reception_lead   own  create
cs_supervisor    own  create
director         all  create export
technician       own  create
engineering_lead own  create
security_lead    own  create
guard            own  create
cashier          own  create
hr_admin         own  create
hq_quality       all  create export
staff            own  create
sysadmin         own  create import
"""

# Everybody keeps to them, so everybody reads them (001 工作制度 §5).
REGULATION = """
receptionist     all
reception_lead   all
cs_supervisor    all  create edit export
director         all  export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all  create edit export
hq_quality       all  export
staff            all
sysadmin         all  import
"""

# Filled by hr_admin, cs_supervisor.
OFFICIAL_DOCUMENT = """
receptionist     none
reception_lead   none
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all  create edit export
hq_quality       all  export
staff            none
sysadmin         none import
"""

# 4-C 档案室: authorised staff.
ARCHIVE_ITEM = """
receptionist     none
reception_lead   all  create edit
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all  create edit
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Customer service discusses them.
CASE_STUDY = """
receptionist     all
reception_lead   all  create edit
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Security keeps order on the spot.
COMMUNITY_EVENT = """
receptionist     all
reception_lead   all  create edit
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    all
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# The host sees his own.
RECEPTION_EVENT = """
receptionist     own
reception_lead   own
cs_supervisor    all  create edit export
director         all  export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          own
hr_admin         all  create edit
hq_quality       all  export
staff            own
sysadmin         own  import
"""

# Filled by cs_supervisor, director, who see the telephone.
EXTERNAL_CONTACT = """
receptionist     none
reception_lead   none
cs_supervisor    all  create edit export unmask
director         all  create edit export unmask
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Filled by cs_supervisor, hr_admin.
HONOUR = """
receptionist     none
reception_lead   none
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all  create edit
hq_quality       all  export
staff            none
sysadmin         none import
"""

# Filled by cs_supervisor, hr_admin, hq_quality.
SYSTEM_AUDIT = """
receptionist     none
reception_lead   none
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all  create edit
hq_quality       all  create edit export
staff            none
sysadmin         none import
"""

# Filled by cs_supervisor, receptionist.
PUBLICITY = """
receptionist     all  create edit
reception_lead   all
cs_supervisor    all  create edit export
director         all  export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all  export
staff            none
sysadmin         none import
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

INVOLVED = {
    ("WorkSummary", "technician"),
    ("DailyLog", "technician"),
    ("EscalationReport", "technician"),
    ("AssignedTask", "receptionist"),
}
WROTE = {
    "WorkSummary": "technician",
    "DailyLog": "technician",
    "EscalationReport": "technician",
    "WorkPlan": "cs_supervisor",
    "AssignedTask": "director",
    "ShiftHandover": "receptionist",
}
MASKED = {"ExternalContact": {"phone": "cs_supervisor director"}}
