"""Who may do what in module ``base``; read ``expected_base`` for how a line is read."""

# Filled by receptionist, reception_lead, guard, security_lead.
VEHICLE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    all   create edit import
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
ONLY = {
    # 4-C 业主资料: guards know the home of a car, not whose it is
    "Vehicle": {"resident": "receptionist reception_lead cs_supervisor director hq_quality"},
}
