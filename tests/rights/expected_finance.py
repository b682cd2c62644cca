"""Who may do what in module ``finance``; read ``expected_base`` for how a line is read."""

# No filler named: the supervisor and the director keep the price list, who takes money reads it.
FEE_ITEM = """
receptionist     all
reception_lead   all
cs_supervisor    all   create edit export
director         all   create edit export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cashier, receptionist, reception_lead. 4-C 收费账: 经手人、客服主管、经理、财务部.
BILL = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by receptionist, reception_lead, cashier; never edited, never loaded from a file.
RECEIPT = """
receptionist     all   create
reception_lead   all   create
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by cashier, cs_supervisor; who took a book out sees it (4-C 票据: 经手人).
RECEIPT_BOOK = """
receptionist     own
reception_lead   own
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

# Filled by cashier, receptionist; reception_lead asks for refunds too.
DEPOSIT = """
receptionist     all   create edit
reception_lead   all
cs_supervisor    all   export import
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all   create edit
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none
"""

# Filled by receptionist, reception_lead; see: register: [@creator, cs_supervisor, director, cashier].
CASH_DEPOSIT = """
receptionist     own   create edit
reception_lead   own   create edit
cs_supervisor    all   export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all
hr_admin         none
hq_quality       none
staff            none
sysadmin         none
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
sysadmin         none
"""

# Filled by receptionist, reception_lead; the cashier may go and collect.
FEE_APPOINTMENT = """
receptionist     all   create edit unmask
reception_lead   all   create edit unmask
cs_supervisor    all   export unmask
director         all   export unmask
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by cashier, cs_supervisor; chain: director.
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

# Filled by cs_supervisor, hr_admin; chain: director. The cashier chooses it for expenses.
BUDGET = """
receptionist     none
reception_lead   none
cs_supervisor    all   create edit export
director         all   export
technician       none
engineering_lead none
security_lead    none
guard            none
cashier          all
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
INVOLVED = {("ReceiptBook", "receptionist"), ("CashDeposit", "receptionist")}
WROTE = {
    "FeeItem": "cs_supervisor", "Bill": "cashier", "Receipt": "receptionist", "ReceiptBook": "cashier", "Deposit": "cashier",
    "CashDeposit": "receptionist", "Dunning": "receptionist", "FeeAppointment": "receptionist", "Expense": "cashier",
    "Budget": "cs_supervisor",
}  # fmt: skip
ONLY = {
    # nothing that leads back to who complained, but for customer service and the director
    "Dunning": {"complaint": "receptionist reception_lead cs_supervisor director"},
}
MASKED = {"FeeAppointment": {"phone": "receptionist reception_lead cs_supervisor director cashier"}}
