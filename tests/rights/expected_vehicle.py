"""Who may do what in module ``base``; read ``expected_base`` for how a line is read."""

# Filled by receptionist, reception_lead, guard, security_lead.
VEHICLE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    all   create edit
guard            all   create edit
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

RIGHTS = {
    "Vehicle": VEHICLE,
}
