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

# Filled by cs_supervisor; chain: ['director']; engineering inspects by it.
TAKEOVER_PLAN = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead all
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

# Filled by receptionist, reception_lead; the cashier closes it; patrols look it up.
DECORATION_APPLICATION = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by receptionist, cs_supervisor, engineering_lead, guard; their leads read along.
DECORATION_PATROL = """
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

OWNERS_PAPERS = "receptionist reception_lead cs_supervisor director cashier engineering_lead hq_quality"
ONLY = {
    # 4-C: guards on patrol see the home and the workmen, not the owner or his money
    "DecorationApplication": dict.fromkeys(("applicant", "deposit", "garbage_fee", "garbage_receipt"), OWNERS_PAPERS),
}
MASKED = {"DecorationApplication": {"contractor_phone": f"{OWNERS_PAPERS} guard security_lead"}}
WROTE = {
    "HandoverPlan": "cs_supervisor", "ResidencyChange": "receptionist", "TakeoverPlan": "cs_supervisor",
    "TakeoverInspection": "cs_supervisor", "DecorationApplication": "receptionist", "DecorationPatrol": "guard",
    "RectificationNotice": "cs_supervisor",
}  # fmt: skip
