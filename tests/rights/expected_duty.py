"""Who may do what in module ``duty``; read ``expected_base`` for how a line is read."""

# Filled by -.
DUTY_TASK = """
receptionist     none
reception_lead   none
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

# Filled by -; chain: by report.
PERIODIC_REPORT = """
receptionist     none
reception_lead   none
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
    "DutyTask": DUTY_TASK,
    "PeriodicReport": PERIODIC_REPORT,
}
