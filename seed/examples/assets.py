"""One believable row of every register of module ``assets``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from access import SYSTEM, acting
from models.assets.stock_item import StockItem
from models.spec import ALL_SITE_ROLES, Actor
from seed.factories import Centre


def stock_item(centre: Centre) -> StockItem:
    """The first item in store, made when there is none."""
    with acting(centre.session, SYSTEM):
        query = select(StockItem).where(StockItem.site_id == centre.site_id, StockItem.status == "active")
        found = centre.session.scalars(query.order_by(StockItem.id)).first()
    if found is not None:
        return found
    return new_stock_item(centre)


def new_stock_item(centre: Centre, *, by: str | Actor | None = None, **values: Any) -> StockItem:
    """物料: an angle valve; each example has the next code."""
    with acting(centre.session, SYSTEM):
        known = len(centre.session.scalars(select(StockItem.id).where(StockItem.site_id == centre.site_id)).all())
    given = {"code": f"WL-{known + 1:03}", "name": "角阀", "kind": "material", "measure": "个", "price": Decimal("18.50"),
             "place": "库房 A 架"}  # fmt: skip
    made: StockItem = centre.make("StockItem", given, by=by, **values)
    return made


def canteen_purchase(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """食堂采购核实, as the reception lead files it: the guard bought, he checks."""
    given = {
        "day": centre.now.date(),
        "lines": [
            {"item": "大米", "quantity": 25, "unit": "公斤", "price": Decimal("6.40"), "checked": True},
            {"item": "西红柿", "quantity": Decimal("8.5"), "unit": "公斤", "price": Decimal("4.80"), "checked": True},
        ],
        "supervision": "操作间整洁，已留样",
        "buyer": centre.staff("guard").id,
        "checker": centre.staff("reception_lead").id,
    }
    return centre.make("CanteenPurchase", given, by=by, **values)


def meal_cost(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """餐费核算表, as the reception lead files it for the month the centre's clock shows."""
    given = {
        "month": f"{centre.now:%Y-%m}",
        "meals": [
            {"staff": centre.staff("receptionist").id, "meals": 21},
            {"staff": centre.staff("technician").id, "meals": 22},
        ],
    }
    return centre.make("MealCost", given, by=by, **values)


def stock_move(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """出入库登记, as the receptionist files it: ten pieces come in."""
    given = {
        "kind": "receipt",
        "moved_at": centre.now,
        "lines": [{"item": stock_item(centre).id, "quantity": 10, "price": Decimal("18.50")}],
        "purpose": "11 月补货",
    }
    return centre.make("StockMove", given, by=by, **values)


def stock_count(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """库存盘点表, as the receptionist files it: what is there is what the books say."""
    item = stock_item(centre)
    given = {
        "month": f"{centre.now:%Y-%m}",
        "counted_on": centre.now.date(),
        "lines": [{"item": item.id, "counted": item.on_hand}],
    }
    return centre.make("StockCount", given, by=by, **values)


def fixed_asset(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """固定资产登记, as administration files it: the desk's computer."""
    given = {
        "code": "ZC-2026-001",
        "name": "前台电脑",
        "model_no": "台式 i5",
        "bought_on": dt.date(2026, 3, 2),
        "price": Decimal("4999.00"),
        "place": "客服前台",
        "keeper": centre.staff("receptionist").id,
    }
    return centre.make("FixedAsset", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "StockItem": new_stock_item,
    "CanteenPurchase": canteen_purchase,
    "MealCost": meal_cost,
    "StockMove": stock_move,
    "StockCount": stock_count,
    "FixedAsset": fixed_asset,
}


def _issued(centre: Centre, role: str) -> Any:
    stock_move(centre)
    line = {"item": stock_item(centre).id, "quantity": 1}
    return stock_move(centre, kind="issue", lines=[line], taken_by=centre.staff(role).id, purpose="更换水阀")


def _at_a_site(how: Callable[[Centre, str], Any]) -> Callable[[Centre, str], Any]:
    """Head office and administrators have no staff record that a row could name."""
    return lambda centre, role: None if role in ALL_SITE_ROLES else how(centre, role)


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "CanteenPurchase": _at_a_site(lambda centre, role: canteen_purchase(centre, buyer=centre.staff(role).id)),
    "StockMove": _at_a_site(_issued),
    "StockCount": _at_a_site(lambda centre, role: stock_count(centre, witness=centre.staff(role).id)),
    "FixedAsset": _at_a_site(lambda centre, role: fixed_asset(centre, code=f"ZC-{role}", keeper=centre.staff(role).id)),
}
"""Rows that a person bought, took, witnessed or keeps."""
