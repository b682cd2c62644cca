"""Who may do what in module ``estate``; read ``expected_base`` for how a line is read."""

# Filled by cs_supervisor; chain: ['director'].
HANDOVER_PLAN = """
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

# Filled by receptionist, reception_lead, cs_supervisor; chain: ['cs_supervisor'].
RESIDENCY_CHANGE = """
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

# Filled by cs_supervisor; chain: ['director'].
TAKEOVER_PLAN = """
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

# Filled by cs_supervisor, engineering_lead; chain: ['director'].
TAKEOVER_INSPECTION = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead.
DECORATION_APPLICATION = """
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

# Filled by receptionist, cs_supervisor, engineering_lead, guard.
DECORATION_PATROL = """
receptionist     all   create edit
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    none
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cs_supervisor, engineering_lead.
RECTIFICATION_NOTICE = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all   create edit
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

RIGHTS = {
    "HandoverPlan": HANDOVER_PLAN,
    "ResidencyChange": RESIDENCY_CHANGE,
    "TakeoverPlan": TAKEOVER_PLAN,
    "TakeoverInspection": TAKEOVER_INSPECTION,
    "DecorationApplication": DECORATION_APPLICATION,
    "DecorationPatrol": DECORATION_PATROL,
    "RectificationNotice": RECTIFICATION_NOTICE,
}
