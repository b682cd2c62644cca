"""Who may do what in module ``finance``; read ``expected_base`` for how a line is read."""

# Filled by -.
FEE_ITEM = """
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

# Filled by cashier, receptionist, reception_lead.
BILL = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead, cashier.
RECEIPT = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cashier, cs_supervisor.
RECEIPT_BOOK = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cashier, receptionist.
DEPOSIT = """
receptionist     all   create edit
reception_lead   none
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead; chain: ['cashier']; see: ['register: [@creator, cs_supervisor, director, cashier]'].
CASH_DEPOSIT = """
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

# Filled by receptionist, reception_lead, cs_supervisor, cashier.
DUNNING = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead.
FEE_APPOINTMENT = """
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

# Filled by cashier, cs_supervisor; chain: ['director'].
EXPENSE = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cs_supervisor, hr_admin; chain: ['director'].
BUDGET = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          none
hr_admin         all   create edit
hq_quality       all   export
staff            none
sysadmin         none  import
"""

RIGHTS = {
    "FeeItem": FEE_ITEM,
    "Bill": BILL,
    "Receipt": RECEIPT,
    "ReceiptBook": RECEIPT_BOOK,
    "Deposit": DEPOSIT,
    "CashDeposit": CASH_DEPOSIT,
    "Dunning": DUNNING,
    "FeeAppointment": FEE_APPOINTMENT,
    "Expense": EXPENSE,
    "Budget": BUDGET,
}
