"""Who may do what in module ``duty``; read ``expected_base`` for how a line is read."""

# Written by the calendar; every leader and reception look at it.
DUTY_TASK = """
receptionist     all
reception_lead   all
cs_supervisor    all  export
director         all  export
technician       none
engineering_lead all
security_lead    all
guard            none
cashier          none
hr_admin         all
hq_quality       all  export
staff            none
sysadmin         all
"""

# Prepared by the post each report names; addressees see what waits for them.
PERIODIC_REPORT = """
receptionist     own  create
reception_lead   own  create
cs_supervisor    all  create export
director         all  create export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          own
hr_admin         own
hq_quality       all  export
staff            none
sysadmin         none import
"""

RIGHTS = {
    "DutyTask": DUTY_TASK,
    "PeriodicReport": PERIODIC_REPORT,
}
INVOLVED = {("PeriodicReport", "reception_lead")}
WROTE = {"PeriodicReport": "reception_lead"}
SEEN_BY_MORE = {"PeriodicReport"}
