"""Who may do what with the papers of service, office and people; read ``expected_base`` for how a line is read."""

# see: register: [@creator, receptionist, reception_lead, cs_supervisor, director]; 4-C 热线/通话记录; X-02.
SERVICE_LOG = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   create edit export import unmask
director         all   export unmask
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       none
staff            none
sysadmin         none
"""

# Filled by DESK. X-29, 4-C: maintenance only its own order; cleaning, security, cash nothing..
REPAIR_ORDER = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   create edit export import unmask
director         all   export unmask
technician       own
engineering_lead all
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by DESK (X-12 single intake). The leads handle; anybody may be the person responsible..
COMPLAINT = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   create edit export import unmask
director         all   export unmask
technician       own
engineering_lead all
security_lead    all
guard            own
cashier          own
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own
"""

# Filled by DESK and the director; a major one is decided by head office..
CALLBACK = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   create edit export import unmask
director         all   create edit export unmask
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

# Filled by cs_supervisor, reception_lead, engineering_lead, security_lead, hq_quality. 4-C 考核: one's own, 主管, 经理, 综合管理部..
WORK_INSPECTION = """
receptionist     own
reception_lead   own   create edit
cs_supervisor    all   create edit import
director         all   export
technician       own
engineering_lead own   create edit
security_lead    own   create edit
guard            own
cashier          own
hr_admin         all   export
hq_quality       all   create edit export
staff            own
sysadmin         own
"""

# Filled by the same; verified by cs_supervisor, director, hq_quality..
CORRECTIVE_ACTION = """
receptionist     own
reception_lead   own   create edit
cs_supervisor    all   create edit import
director         all   export
technician       own
engineering_lead own   create edit
security_lead    own   create edit
guard            own
cashier          own
hr_admin         all
hq_quality       all   create edit export
staff            own
sysadmin         own
"""

# Filled by the four leads; chain director, hr_admin..
STAFF_REQUISITION = """
receptionist     none
reception_lead   own   create edit
cs_supervisor    own   create edit
director         all   export
technician       none
engineering_lead own   create edit
security_lead    own   create edit
guard            none
cashier          none
hr_admin         all   export import
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by staff and the leads: every employee his own resignation. X-24. Nobody changes another's paper..
SEPARATION = """
receptionist     own   create
reception_lead   own   create
cs_supervisor    all   create
director         all   create export
technician       own   create
engineering_lead own   create
security_lead    own   create
guard            own   create
cashier          own   create
hr_admin         all   create export
hq_quality       all   create
staff            own   create
sysadmin         own   create
"""

PAPERS = {
    "ServiceLog": SERVICE_LOG, "RepairOrder": REPAIR_ORDER, "Complaint": COMPLAINT, "Callback": CALLBACK,
    "WorkInspection": WORK_INSPECTION, "CorrectiveAction": CORRECTIVE_ACTION, "StaffRequisition": STAFF_REQUISITION,
    "Separation": SEPARATION,
}  # fmt: skip
