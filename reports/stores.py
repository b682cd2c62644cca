"""Goods and meals: the month's stock account and the meal cost (004 §5.4, §5.10, §6.6; S-03, S-04)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func, select, type_coerce
from sqlalchemy.orm import Session

from models.assets.canteen_purchase import CanteenPurchase
from models.assets.meal_cost import MealCost
from models.assets.stock_count import StockCount
from models.assets.stock_item import StockItem
from models.assets.stock_move import StockMove
from models.assets.stock_rules import INWARD, OUTWARD
from models.base.staff import Staff
from models.duty.report_list import Report
from models.spec import L, Label
from reports.counting import here
from reports.judging import span_figure
from reports.results import Figure, Line, Table
from reports.row_tables import RowTable, Sum, lines_of
from reports.spec import Conditions, Listing, Measure, Span, Summary, Tally, Worked, standing

MOVED, COUNTED, EATEN, BOUGHT = (
    lines_of(StockMove),
    lines_of(StockCount),
    lines_of(MealCost, "meals"),
    lines_of(CanteenPurchase),
)
SUBMITTED = ("submitted", "approved")
COLUMNS = (
    ("opening", L("期初", "Opening")), ("inward", L("入库、退库", "In")), ("outward", L("领用、报废", "Out")),
    ("adjusted", L("盘盈盘亏", "Count differences")), ("closing", L("期末账存", "On the books")), ("counted", L("实存", "Counted")),
)  # fmt: skip


def _moves(span: Span) -> Conditions:
    return standing(StockMove), *span.during(StockMove.moved_at)


def _counts(span: Span) -> Conditions:
    return StockCount.status.in_(SUBMITTED), *span.months(StockCount.month)


def _low(_span: Span) -> Conditions:
    return StockItem.status == "active", StockItem.low.is_(True)


def _changed(span: Span, *when: ColumnElement[bool]) -> Any:
    """Select by item what came in, went out and was corrected."""
    kind, quantity = StockMove.kind, MOVED.quantity
    ways = (kind.in_(list(INWARD)), kind.in_(list(OUTWARD)), kind == "adjust")
    sums = [func.sum(case((way, quantity), else_=None)) for way in ways]
    columns = [type_coerce(one, quantity.type) for one in sums]
    query = select(MOVED.item_id, *columns).join(StockMove, StockMove.id == MOVED.parent_id)
    return query.where(*here(StockMove, span), standing(StockMove), *when).group_by(MOVED.item_id)


def _by_item(session: Session, query: Any) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    return {item: tuple(one or Decimal(0) for one in sums) for item, *sums in session.execute(query)}  # type: ignore[misc]  # three


def _counted(session: Session, span: Span) -> dict[int, Decimal]:
    query = select(COUNTED.item_id, COUNTED.counted).join(StockCount, StockCount.id == COUNTED.parent_id)
    rows = session.execute(query.where(*here(StockCount, span), *_counts(span)).order_by(StockCount.id))
    return {item: counted for item, counted in rows if counted is not None}


def account(session: Session, span: Span) -> Table:
    """Return the stock account: what there was, came in, went out and was corrected, item by item, beside what was counted.

    What is on hand now is taken back by every later movement, so that goods entered without one are in it too.
    """
    during = _by_item(session, _changed(span, *span.during(StockMove.moved_at)))
    after = _by_item(session, _changed(span, StockMove.moved_at >= span.end))
    counted = _counted(session, span)
    items = session.execute(
        select(StockItem.id, StockItem.name, StockItem.measure, StockItem.on_hand)
        .where(*here(StockItem, span), StockItem.status == "active")
        .order_by(StockItem.code)
    )
    lines = []
    for item, name, measure, on_hand in items:
        came, went, adjusted = during.get(item, NOTHING)
        closing = on_hand - _net(after.get(item, NOTHING))
        opening = closing - _net((came, went, adjusted))
        moves = (*here(StockMove, span), *_moves(span), StockMove.id.in_(_of(item)))
        values = (opening, came, went, adjusted, closing, counted.get(item))
        cells = [_cell(span, code, label, value, moves) for (code, label), value in zip(COLUMNS, values, strict=True)]
        word = f"{name}（{measure}）"
        lines.append(Line(key=str(item), label=L(word, f"{name} ({measure})"), cells=tuple(cells)))
    heads = tuple((code, label, Measure.number) for code, label in COLUMNS)
    return Table(code="account", label=ACCOUNT, heads=heads, lines=tuple(lines))


def _of(item: int) -> Any:
    return select(MOVED.parent_id).where(MOVED.item_id == item)


def _cell(span: Span, code: str, label: Label, value: Decimal | None, moves: Conditions) -> Figure:
    return span_figure(span, code, label, value, register=StockMove, rows=moves)


def _net(sums: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    came, went, adjusted = sums
    return came - went + adjusted


NOTHING = (Decimal(0), Decimal(0), Decimal(0))
ACCOUNT = L("库存账", "Stock account")


def _differing(span: Span) -> Conditions:
    """Counts of the month in which something differs."""
    lines = select(COUNTED.parent_id).where(COUNTED.counted.is_not(None), COUNTED.counted != COUNTED.book)
    return *_counts(span), StockCount.id.in_(lines)


def differences(session: Session, span: Span) -> Figure:
    """Return how many items were counted differently from the books: 账物相符 asks for none (004 §6.6)."""
    query = select(func.count()).select_from(COUNTED).join(StockCount, StockCount.id == COUNTED.parent_id)
    rows = (*here(StockCount, span), *_counts(span))
    found = session.scalar(query.where(*rows, COUNTED.counted.is_not(None), COUNTED.counted != COUNTED.book)) or 0
    behind = (*here(StockCount, span), *_differing(span))
    return span_figure(span, "differences", DIFFERENCES, found, target=Decimal(0), more_is_better=False, register=StockCount,
                       rows=behind)  # fmt: skip


DIFFERENCES = L("账物不符的物料", "Items that differ from the books")


def _of_kinds(kinds: Any) -> Any:
    def where(span: Span) -> Conditions:
        return *_moves(span), StockMove.kind.in_(list(kinds))

    return where


STOCK_MONTHLY = Summary(
    report=Report.stock_monthly,
    parts=(
        Tally(code="counts", label=L("盘点表", "Stock counts"), register=StockCount, where=_counts, clause="004 §5.4"),
        Worked(code="differences", label=DIFFERENCES, work=differences),
        Tally(code="received", label=L("入库、退库金额", "Worth of what came in"), register=StockMove, where=_of_kinds(INWARD),
              add="total", measure=Measure.yuan),
        Tally(code="issued", label=L("领用、报废金额", "Worth of what went out"), register=StockMove, where=_of_kinds(OUTWARD),
              add="total", measure=Measure.yuan),
        Tally(code="low", label=L("低于警戒库存", "Below the reorder level"), register=StockItem, where=_low,
              more_is_better=False),
        Worked(code="account", label=ACCOUNT, work=account),
        Listing(code="to_order", label=L("低于警戒库存的物料", "Items to be ordered"), register=StockItem, where=_low,
                columns=("code", "name", "measure", "on_hand", "min_quantity", "place"), sort="code"),
        Listing(code="sheets", label=L("盘点表", "Stock counts"), register=StockCount, where=_counts,
                columns=("number", "month", "counted_on", "witness", "submitted_at", "status"), sort="counted_on"),
    ),
)  # fmt: skip


def _purchases(span: Span) -> Conditions:
    return standing(CanteenPurchase), *span.days(CanteenPurchase.day)


def _unchecked(span: Span) -> Conditions:
    return *_purchases(span), CanteenPurchase.checked_at.is_(None)


def _sheets(span: Span) -> Conditions:
    return standing(MealCost), *span.months(MealCost.month)


product = type_coerce(BOUGHT.quantity, BigInteger) * type_coerce(BOUGHT.price, BigInteger)
cost = type_coerce((product + 50) // 100, CanteenPurchase.total.type)
"""Quantity times price to the fen, both kept as whole hundredths."""
BY_GOODS = RowTable(
    code="by_goods", label=L("按品名", "By goods"), document=CanteenPurchase, rows=BOUGHT, where=_purchases, by=BOUGHT.item,
    columns=(
        Sum(code="cost", label=L("金额", "Cost"), of=cost, measure=Measure.yuan),
        Sum(code="days", label=L("采购次数", "Purchases")),
    ),
)  # fmt: skip
BY_PERSON = RowTable(
    code="by_person", label=L("按员工", "By employee"), document=MealCost, rows=EATEN, where=_sheets, by=EATEN.staff_id,
    names=Staff,
    columns=(
        Sum(code="amount", label=L("金额", "Amount"), of=EATEN.amount, measure=Measure.yuan),
        Sum(code="meals", label=L("用餐次数", "Meals"), of=EATEN.meals, measure=Measure.times),
    ),
)  # fmt: skip

MEALCOST_MONTHLY = Summary(
    report=Report.mealcost_monthly,
    parts=(
        Tally(code="bought", label=L("食堂采购", "Bought for the canteen"), register=CanteenPurchase, where=_purchases, add="total",
              measure=Measure.yuan),
        Tally(code="unchecked", label=L("未核实的采购", "Purchases not checked"), register=CanteenPurchase, where=_unchecked,
              target=Decimal(0), more_is_better=False, clause="004 §5.10; T-41"),
        Tally(code="sheets", label=L("餐费核算表", "Meal cost sheets"), register=MealCost, where=_sheets),
        Tally(code="cost", label=L("核算金额", "Cost shared out"), register=MealCost, where=_sheets, add="purchases",
              measure=Measure.yuan),
        Tally(code="meals", label=L("用餐次数", "Meals"), register=MealCost, where=_sheets, add="meal_count",
              measure=Measure.times),
        Tally(code="per_meal", label=L("每餐单价", "Per meal"), register=MealCost, where=_sheets, mean="per_meal",
              measure=Measure.yuan),
        Worked(code=BY_PERSON.code, label=BY_PERSON.label, work=BY_PERSON),
        Worked(code=BY_GOODS.code, label=BY_GOODS.label, work=BY_GOODS),
        Listing(code="not_checked", label=L("未核实的采购", "Purchases not checked"), register=CanteenPurchase, where=_unchecked,
                columns=("number", "day", "buyer", "checker", "total"), sort="day"),
    ),
)  # fmt: skip

SUMMARIES = (STOCK_MONTHLY, MEALCOST_MONTHLY)
