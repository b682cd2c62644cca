"""Who may do what in module ``assets``; read ``expected_base`` for how a line is read.

Requirements 4-C: canteen, dormitory and stores are for who handles them, director and finance; nobody else but the
persons a paper names sees it.
"""

# Filled by reception_lead, receptionist; who bought or checked sees his own.
CANTEEN_PURCHASE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          all   export
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own   import
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
cashier          all   export
hr_admin         none
hq_quality       all   export
staff            none
sysadmin         none  import
"""

# Filled by receptionist, reception_lead; who took goods sees his own.
STOCK_MOVE = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          all   export
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own   import
"""

# Filled by receptionist, reception_lead; chain: ['director']; the witness sees his own.
STOCK_COUNT = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all   export
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          all   export
hr_admin         own
hq_quality       all   export
staff            own
sysadmin         own   import
"""

# Filled by hr_admin, receptionist, reception_lead; the keeper sees his own.
FIXED_ASSET = """
receptionist     all   create edit
reception_lead   all   create edit
cs_supervisor    all
director         all   export
technician       own
engineering_lead own
security_lead    own
guard            own
cashier          all   export
hr_admin         all   create edit export import
hq_quality       all   export
staff            own
sysadmin         own   import
"""

RIGHTS = {
    "CanteenPurchase": CANTEEN_PURCHASE,
    "MealCost": MEAL_COST,
    "StockMove": STOCK_MOVE,
    "StockCount": STOCK_COUNT,
    "FixedAsset": FIXED_ASSET,
}
INVOLVED = {("CanteenPurchase", "guard")}
WROTE = {
    "CanteenPurchase": "reception_lead",
    "MealCost": "reception_lead",
    "StockMove": "receptionist",
    "StockCount": "receptionist",
    "FixedAsset": "hr_admin",
}
