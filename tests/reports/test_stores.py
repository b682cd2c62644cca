"""The month's stock account and meal cost, counted by hand (004 §5.4, §5.10, §6.6)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

import reports
from models.assets.canteen_purchase import CanteenPurchase
from models.assets.meal_cost import MealCost
from models.assets.stock_count import StockCount
from models.assets.stock_item import StockItem, StockKind
from models.assets.stock_move import StockMove
from models.duty.report_list import Report
from reports.row_tables import lines_of
from tests.deadlines.conftest import Centre, at
from tests.reports.money import numbers

D = Decimal
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def item(centre: Centre, key: int, on_hand: str, site_id: int = 1, **more: Any) -> None:
    named = {"code": f"W{key}", "name": f"物料{key}", "measure": "个", "kind": next(iter(StockKind))}
    centre.add(
        StockItem(**centre.base(), status="active", id=key, site_id=site_id, on_hand=D(on_hand), **named, **more)
    )


def move(
    centre: Centre, kind: str, when: dt.datetime, *lines: tuple[int, str, str], site_id: int = 1, **more: Any
) -> None:
    rows = [lines_of(StockMove)(item_id=i, quantity=D(q), price=D(p)) for i, q, p in lines]
    total = sum((D(q) * D(p) for _, q, p in lines), D(0))
    number = f"CK-{next(centre.numbers)}"
    made = {"status": "open", "number": number, "taken_by_id": 1 if kind == "issue" else None, **more}
    centre.add(
        StockMove(**centre.base(), site_id=site_id, kind=kind, moved_at=when, lines=rows, total=total, **made)
    )  # fmt: skip


def stock(centre: Centre) -> None:
    """Item 1: 10 before, +5, -3.5, +0.5 by the count, -2 after the month: 10 now. Item 2: never moved. Item 9: site 2."""
    item(centre, 1, "10")
    item(centre, 2, "4", min_quantity=D(5), low=True)
    item(centre, 9, "99", site_id=2)
    centre.session.flush()
    before = at("01 00:00") - dt.timedelta(seconds=1)
    move(centre, "receipt", before, (1, "10", "2.00"))
    move(centre, "receipt", at("01 00:00"), (1, "5", "2.00"))
    move(centre, "issue", at("10 09:00"), (1, "4", "2.00"))
    move(centre, "return_", at("11 09:00"), (1, "0.5", "2.00"))
    move(centre, "issue", at("12 09:00"), (1, "100", "2.00"), status="void")
    move(centre, "adjust", at("24 09:00"), (1, "0.5", "2.00"))
    move(centre, "issue", at("30 23:59") + dt.timedelta(minutes=1), (1, "2", "2.00"))
    move(centre, "issue", at("10 09:00"), (9, "7", "1.00"), site_id=2)
    line = lines_of(StockCount)
    rows = [
        line(item_id=1, book=D("11.5"), counted=D(12), reason="少登一笔"),
        line(item_id=2, book=D(4), counted=D(4)),
    ]
    made = {
        "number": "PD-1",
        "status": "approved",
        "month": "2026-11",
        "counted_on": dt.date(2026, 11, 23),
        "lines": rows,
    }
    centre.add(StockCount(**centre.base(), site_id=1, **made))


def worked(centre: Centre, report: Report) -> tuple[reports.Result, reports.Span]:
    centre.session.flush()
    centre.session.expire_all()
    span = reports.span_of(centre.session, 1, FIRST, LAST, at("30 23:00"))
    return reports.summarise(centre.session, reports.summary_of(report), span), span


def test_the_stock_account(centre_on_both: Centre) -> None:
    """S-03: what there was, came, went, was corrected and is left; beside what was counted."""
    stock(centre_on_both)
    found, span = worked(centre_on_both, Report.stock_monthly)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "counts": 1,
        "differences": 1,
        "received": D("11.00"),  # 5 and half a one brought back, at 2
        "issued": D("8.00"),
        "low": 1,
    }
    assert found.figure("differences").verdict == "missed"
    assert numbers(found.table("account")) == {
        "物料1（个）": (D(10), D("5.5"), D(4), D("0.5"), D(12), D(12)),
        "物料2（个）": (D(4), D(0), D(0), D(0), D(4), D(4)),
    }
    cell = found.table("account").lines[0].cells[0]
    behind = reports.rows_behind(centre_on_both.session, cell.drill, span)
    assert len(list(centre_on_both.session.scalars(select(StockMove.id).where(*behind.where)))) == 4


def test_the_meal_cost(centre_on_both: Centre) -> None:
    """S-04; 004 §5.10: purchases to the fen by goods, those nobody checked, shares by employee."""
    centre = centre_on_both
    bought = lines_of(CanteenPurchase)
    for day, checked, lines in (
        (1, True, [("大米", "10", "3.335"), ("青菜", "1.5", "2.01")]),
        (30, False, [("大米", "1", "3.30")]),
    ):
        rows = [bought(item=i, quantity=D(q), price=D(p)) for i, q, p in lines]
        made = {"status": "open", "number": f"CG-{day}", "buyer_id": 1, "checker_id": 2, "lines": rows}
        when = {"day": dt.date(2026, 11, day), "checked_at": at("01 10:00") if checked else None}
        centre.add(
            CanteenPurchase(**centre.base(), site_id=1, total=D("36.42") if checked else D("3.30"), **made, **when)
        )
    eaten = lines_of(MealCost, "meals")
    rows = [eaten(staff_id=1, meals=20, amount=D("26.48")), eaten(staff_id=2, meals=10, amount=D("13.24"))]
    sheet = {"status": "approved", "number": "CF-1", "month": "2026-11", "purchases": D("39.72"), "meals": rows}
    centre.add(MealCost(**centre.base(), site_id=1, meal_count=30, per_meal=D("1.32"), **sheet))
    found, _ = worked(centre, Report.mealcost_monthly)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "bought": D("39.72"),
        "unchecked": 1,
        "sheets": 1,
        "cost": D("39.72"),
        "meals": 30,
        "per_meal": D("1.32"),
    }
    assert numbers(found.table("by_person")) == {
        "员工1": (D("26.48"), 20),
        "员工2": (D("13.24"), 10),
        "合计": (D("39.72"), 30),
    }
    # 3.335 is kept as 3.34: prices are to the fen; 1.5 x 2.01 = 3.015, half up
    assert numbers(found.table("by_goods")) == {
        "大米": (D("36.70"), 2),
        "青菜": (D("3.02"), 1),
        "合计": (D("39.72"), 2),
    }
