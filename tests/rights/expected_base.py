"""Who may do what with base data, the store, the access log and the ledger: written by a person from the catalogue.

One line a role: the role, which rows it reads, then the verbs it holds. Sources: catalogue ``fill`` and ``see``,
requirements 3-B, 4-C, 6 (X-01, X-16, X-24), and docs/decisions where the catalogue leaves it open.
"""

# Everybody may know the sites he works at; only the administrator opens one, its director keeps address and hotline.
SITE = """
receptionist     all
reception_lead   all
cs_supervisor    all
director         all   edit
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all
hq_quality       all
staff            all
sysadmin         all   create edit export import
"""

# The organisation is no secret; administration, the director and the supervisor keep it.
DEPARTMENT = """
receptionist     all
reception_lead   all
cs_supervisor    all   create edit export
director         all   create edit export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all   create edit export
hq_quality       all   export
staff            all
sysadmin         all   create edit export import
"""

# Chain: cs_supervisor, director. Those who lead people draft the posts below them.
POST = """
receptionist     all
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       all
engineering_lead all   create edit
security_lead    all   create edit
guard            all
cashier          all
hr_admin         all   create edit export
hq_quality       all   export
staff            all
sysadmin         all   create edit export import
"""

# the personnel file is administration's and the director's; colleagues see name, number and post.
STAFF = """
receptionist     all
reception_lead   all
cs_supervisor    all   export
director         all   create edit export unmask
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all   create edit export import unmask
hq_quality       all
staff            all
sysadmin         all   create edit export import
"""

# accounts are the administrator's; administration looks whether a leaver's is closed.
USER = """
receptionist     none
reception_lead   none
cs_supervisor    none
director         none
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all
hq_quality       none
staff            none
sysadmin         all   create edit export import
"""

BUILDING = """
receptionist     all
reception_lead   all
cs_supervisor    all   create edit export
director         all   create edit export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all
hq_quality       all   export
staff            none
sysadmin         all   create edit export import
"""

UNIT = """
receptionist     all
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   create edit export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all
hq_quality       all   export
staff            none
sysadmin         all   create edit export import
"""

# 4-C 业主资料: 客服、接待、主管、经理; not cleaning, security, maintenance. The cashier holds the fee file (收费账).
RESIDENT = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   create edit export unmask
director         all   create edit export unmask
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all
hr_admin         none
hq_quality       all
staff            none
sysadmin         all   create edit import
"""

WORK_CALENDAR = """
receptionist     all
reception_lead   all
cs_supervisor    all
director         all   create edit export
technician       all
engineering_lead all
security_lead    all
guard            all
cashier          all
hr_admin         all   create edit export import
hq_quality       all   export
staff            all
sysadmin         all   create edit export import
"""

CHECKLIST_ITEM = """
receptionist     all
reception_lead   all   create edit export
cs_supervisor    all   create edit export
director         all   create edit export
technician       all
engineering_lead all   create edit export
security_lead    all   create edit export
guard            all
cashier          all
hr_admin         all   create edit export
hq_quality       all   export
staff            all
sysadmin         all   create edit export import
"""

SETTING = """
receptionist     none
reception_lead   none
cs_supervisor    all
director         all   create edit export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         all   create edit export import
"""

# Fields a site adds without code: the system administrator alone.
SITE_FIELD = """
receptionist     none
reception_lead   none
cs_supervisor    none
director         all
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all
staff            none
sysadmin         all   create edit export
"""

# Filled by receptionist, reception_lead. 4-C 库存: 经手人、经理、财务部; maintenance takes what it uses from here (G12)..
STOCK_ITEM = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       all
engineering_lead all
security_lead    none
guard            none
cashier          all
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         all   create edit import
"""

# "nobody can edit or delete it"; read by those who answer for the customers' data.
SECRET_ACCESS_LOG = """
receptionist     none
reception_lead   none
cs_supervisor    none
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         all
"""

# Written by the engine; who leads sees everybody's clocks, everybody his own.
DEADLINE = """
receptionist     own
reception_lead   all
cs_supervisor    all   export
director         all   export
technician       own
engineering_lead all
security_lead    all
guard            own
cashier          own
hr_admin         all
hq_quality       all   export
staff            own
sysadmin         all
"""

BASE = {
    "Site": SITE, "Department": DEPARTMENT, "Post": POST, "Staff": STAFF, "User": USER, "Building": BUILDING, "Unit": UNIT,
    "Resident": RESIDENT, "WorkCalendar": WORK_CALENDAR, "ChecklistItem": CHECKLIST_ITEM, "Setting": SETTING,
    "SiteField": SITE_FIELD, "StockItem": STOCK_ITEM, "SecretAccessLog": SECRET_ACCESS_LOG, "Deadline": DEADLINE,
}  # fmt: skip
