"""Who may do what in module ``safety``; read ``expected_base`` for how a line is read."""

# Filled by receptionist, cs_supervisor, guard, engineering_lead; their leads read along.
FACILITY_PATROL = """
receptionist     all   create edit
reception_lead   all
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    all
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by security_lead, cs_supervisor, engineering_lead; chain: ['director'].
SAFETY_CHECK = """
receptionist     none
reception_lead   none
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

# Filled by security_lead, engineering_lead.
FIRE_EQUIPMENT = """
receptionist     none
reception_lead   none
cs_supervisor    all   export
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

# Filled by staff, receptionist, guard, security_lead, cs_supervisor; chain: @line up to the director; one's own, but for those who answer for safety.
INCIDENT = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       own   create edit
engineering_lead own   create edit
security_lead    all   create edit
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

# Filled by guard, receptionist, security_lead; let in by either reception post.
RESTRICTED_ENTRY = """
receptionist     all   create edit
reception_lead   all
cs_supervisor    all   export unmask
director         all   export unmask
technician       none
engineering_lead none
security_lead    all   create edit unmask
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by staff, engineering_lead, technician; one's own, or watched over, but for those who decide.
HOT_WORK_PERMIT = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all   create edit
director         all   create edit export
technician       own   create edit
engineering_lead all   create edit
security_lead    all   create edit export
guard            own   create edit
cashier          own   create edit
hr_admin         own   create edit
hq_quality       all   create edit export
staff            own   create edit
sysadmin         own   create edit import
"""

RIGHTS = {
    "FacilityPatrol": FACILITY_PATROL,
    "SafetyCheck": SAFETY_CHECK,
    "FireEquipment": FIRE_EQUIPMENT,
    "Incident": INCIDENT,
    "RestrictedEntry": RESTRICTED_ENTRY,
    "HotWorkPermit": HOT_WORK_PERMIT,
}

INVOLVED = {("Incident", "technician"), ("HotWorkPermit", "technician"), ("HotWorkPermit", "receptionist")}
WROTE = {
    "FacilityPatrol": "guard", "SafetyCheck": "security_lead", "FireEquipment": "security_lead", "Incident": "technician",
    "RestrictedEntry": "guard", "HotWorkPermit": "technician",
}  # fmt: skip
MASKED = {"RestrictedEntry": {"id_number": ""}}
