"""One believable row of every register of module ``assets``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def canteen_purchase(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """食堂采购核实, as reception_lead files it."""
    given = {
        "day": centre.now.date(),
        "buyer": centre.staff("receptionist").id,
        "checker": centre.staff("receptionist").id,
    }
    return centre.make("CanteenPurchase", given, by=by, **values)


def meal_cost(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """餐费核算表, as reception_lead files it."""
    given = {
        "month": "2026-11",
    }
    return centre.make("MealCost", given, by=by, **values)


def stock_move(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """出入库登记, as receptionist files it."""
    given = {
        "kind": "receipt",
        "moved_at": centre.now,
    }
    return centre.make("StockMove", given, by=by, **values)


def stock_count(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """库存盘点表, as receptionist files it."""
    given = {
        "month": "2026-11",
        "counted_on": centre.now.date(),
    }
    return centre.make("StockCount", given, by=by, **values)


def fixed_asset(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """固定资产登记, as hr_admin files it."""
    given = {
        "code": "示例",
        "name": "示例",
        "keeper": centre.staff("receptionist").id,
        "condition": "in_use",
    }
    return centre.make("FixedAsset", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "CanteenPurchase": canteen_purchase,
    "MealCost": meal_cost,
    "StockMove": stock_move,
    "StockCount": stock_count,
    "FixedAsset": fixed_asset,
}
