"""Who may do what in module ``assets``; read ``expected_base`` for how a line is read."""

# Filled by reception_lead, receptionist.
CANTEEN_PURCHASE = """
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

# Filled by reception_lead, receptionist; chain: ['cashier'].
MEAL_COST = """
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

# Filled by receptionist, reception_lead.
STOCK_MOVE = """
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

# Filled by receptionist, reception_lead; chain: ['director'].
STOCK_COUNT = """
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

# Filled by hr_admin, receptionist, reception_lead.
FIXED_ASSET = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
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
    "CanteenPurchase": CANTEEN_PURCHASE,
    "MealCost": MEAL_COST,
    "StockMove": STOCK_MOVE,
    "StockCount": STOCK_COUNT,
    "FixedAsset": FIXED_ASSET,
}
