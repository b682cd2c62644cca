"""Every transition of the registers of module ``assets``; read ``flow_tables`` for how a line is read."""

from collections.abc import Mapping
from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by reception_lead, receptionist.
CANTEEN_PURCHASE = """
close | open        | closed | reception_lead receptionist |
void  | open closed | void   | cs_supervisor director      | reason
"""


def _canteen_purchase(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "CanteenPurchase"), state, "reception_lead")


# Filled by reception_lead, receptionist.
MEAL_COST = """
submit   | draft                    | submitted | reception_lead receptionist |
approve  | submitted                | approved  | cashier                     |
return_  | submitted                | draft     | cashier                     | reason
reject   | submitted                | rejected  | cashier                     | reason
withdraw | submitted                | draft     | reception_lead              |
void     | draft submitted approved | void      | cs_supervisor director      | reason
"""


def _meal_cost(centre: Centre, state: str) -> Any:
    centre.do(example(centre, "CanteenPurchase"), "close", "reception_lead")
    return stages.approval(centre, example(centre, "MealCost"), state, "reception_lead", ("cashier",))


# Filled by receptionist, reception_lead.
STOCK_MOVE = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
"""


def _stock_move(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "StockMove"), state, "receptionist")


# Filled by receptionist, reception_lead.
STOCK_COUNT = """
submit   | draft                    | submitted | receptionist reception_lead |
approve  | submitted                | approved  | director                    |
return_  | submitted                | draft     | director                    | reason
reject   | submitted                | rejected  | director                    | reason
withdraw | submitted                | draft     | receptionist                |
void     | draft submitted approved | void      | cs_supervisor director      | reason
"""


def _stock_count(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "StockCount"), state, "receptionist", ("director",))


# Filled by hr_admin, receptionist, reception_lead; a scrapped one, which alone can be filed.
FIXED_ASSET = """
change | open        | =      | hr_admin receptionist reception_lead | reason
close  | open        | closed | hr_admin receptionist reception_lead |
void   | open closed | void   | cs_supervisor director               | reason
"""


def _fixed_asset(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "FixedAsset", condition="scrapped"), state, "hr_admin")


def answers(_centre: Centre, _record: Any, transition: str) -> Mapping[str, Any] | None:
    return {"place": "库房", "reason": "换位置"} if transition == "change" else None


WAYS = (
    ("CanteenPurchase", "CanteenPurchase", CANTEEN_PURCHASE, _canteen_purchase, "open closed void"),
    ("MealCost", "MealCost", MEAL_COST, _meal_cost, "draft submitted approved rejected void"),
    ("StockMove", "StockMove", STOCK_MOVE, _stock_move, "open closed void"),
    ("StockCount", "StockCount", STOCK_COUNT, _stock_count, "draft submitted approved rejected void"),
    ("FixedAsset", "FixedAsset", FIXED_ASSET, _fixed_asset, "open closed void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
