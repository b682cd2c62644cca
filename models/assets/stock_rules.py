"""How movements change what is on hand: pure sums, and the guard under every way goods leave (002 职责15; 004 §6.6).

A movement is booked with its first save and never rewritten; what was wrong is voided and entered anew (G5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.assets.stock_item import StockItem
from models.base.rules import is_new
from models.spec import Case, Effect, L, Label, Refusal, Set, Update

INWARD = frozenset({"receipt", "return_"})
OUTWARD = frozenset({"issue", "scrap"})
FEN = Decimal("0.01")

NOT_ENOUGH = L(
    "“{item}”现存 {have} {measure}，不够减 {want} {measure}。请核对数量，先补登入库再办。",
    "There are {have} {measure} of “{item}”, fewer than the {want} taken away. Check the quantity, or enter the "
    "receipt first.",
)
NO_LINES = L("请至少登记一行物料和数量。", "Please enter at least one item and its quantity.")
NOT_POSITIVE = L("数量要大于 0。", "The quantity must be more than 0.")
BY_COUNT_ONLY = L(
    "盘盈盘亏由盘点表批准后自动记账，不能手工登记。请填写“库存盘点表”。",
    "Surplus and loss are booked when a stock count is approved, never by hand. Please fill in a stock count.",
)
OF_A_COUNT = L(
    "这笔是盘点表{number}批准时记的，请作废那张盘点表。",
    "This was booked with stock count {number}; void that count instead.",
)


def signed(kind: str, quantity: Decimal) -> Decimal:
    """Return by how much ``quantity`` of a movement of this kind changes what is on hand; ``adjust`` has its own sign."""
    return -quantity if kind in OUTWARD else quantity


def changes(kind: str, lines: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Return the change of each item, lines of the same item taken together.

    Args:
        kind: the movement's kind.
        lines: (item id, quantity) of each line.
    """
    out: dict[int, Decimal] = defaultdict(Decimal)
    for item, quantity in lines:
        out[item] += signed(kind, quantity)
    return dict(out)


def worth(lines: Iterable[Any]) -> Decimal:
    """Return what the lines come to, each rounded to the fen; a line without a price counts nothing."""
    return sum(((row.quantity * row.price).quantize(FEN) for row in lines if row.quantity and row.price), Decimal(0))


def plain(quantity: Decimal) -> str:
    """Return a quantity as people write it: ``3``, ``2.5``."""
    return f"{quantity.normalize():f}"


def of_move(move: Any) -> dict[int, Decimal]:
    """Return the change each item undergoes by a movement."""
    lines = [(_item(row), row.quantity) for row in move.lines if row.quantity is not None]
    return changes(str(move.kind), [(item, quantity) for item, quantity in lines if item is not None])


def held(case: Case, ids: Iterable[int]) -> Mapping[int, StockItem]:
    """Return items as they stand now, held until this step is done so that two issues at once queue (PostgreSQL)."""
    query = select(StockItem).where(StockItem.id.in_(sorted(ids))).order_by(StockItem.id).with_for_update()
    return {i.id: i for i in case.session.scalars(query.execution_options(populate_existing=True))}


def short(items: Mapping[int, StockItem], wanted: Mapping[int, Decimal]) -> Label | None:
    """Return the sentence on the first item that would fall below zero; None when there is enough of everything."""
    for key, change in wanted.items():
        item = items.get(key)
        if item is not None and item.on_hand + change < 0:
            return NOT_ENOUGH.format(
                item=item.name, have=plain(item.on_hand), want=plain(-change), measure=item.measure
            )
    return None


def quantities_are_right(case: Case) -> Refusal | None:
    """Refuse a movement without lines, a quantity of nothing or less, and a correction that no count made."""
    move = case.record
    if not is_new(move):
        return None
    if str(move.kind) == "adjust":
        return None if getattr(case.via, "__tablename__", "") == "stock_count" else Refusal(BY_COUNT_ONLY, "kind")
    if not move.lines:
        return Refusal(NO_LINES, "lines")
    for at, row in enumerate(move.lines):
        if row.quantity is None or row.quantity <= 0:
            return Refusal(NOT_POSITIVE, f"lines-{at}-quantity")
    return None


def never_below_zero(case: Case) -> Refusal | None:
    """Refuse a movement that takes more than there is (catalogue: stock never falls below zero)."""
    move = case.record
    if not is_new(move):
        return None
    wanted = of_move(move)
    sentence = short(held(case, wanted), wanted)
    return None if sentence is None else Refusal(sentence, "lines", "004 §6.6; T-42")


def void_leaves_enough(case: Case) -> Refusal | None:
    """Refuse to take a receipt back whose goods are gone, and to take back a count's entry by itself."""
    move = case.record
    if move.count is not None and case.via is None:
        return Refusal(OF_A_COUNT.format(number=move.count.number))
    wanted = {item: -change for item, change in of_move(move).items()}
    sentence = short(held(case, wanted), wanted)
    return None if sentence is None else Refusal(sentence, None, "004 §6.6; T-42")


def booked(case: Case) -> list[Effect]:
    """Book a new movement."""
    return _book(case, of_move(case.record))


def unbooked(case: Case) -> list[Effect]:
    """Take a voided movement off the books."""
    return _book(case, {item: -change for item, change in of_move(case.record).items()})


def valued(case: Case) -> list[Set]:
    """Return what the movement comes to."""
    return [Set("total", worth(case.record.lines))]


def _book(case: Case, wanted: Mapping[int, Decimal]) -> list[Effect]:
    items = held(case, wanted)
    return [Update(items[k], {"on_hand": items[k].on_hand + change}) for k, change in sorted(wanted.items()) if change]


def _item(row: Any) -> int | None:
    return row.item_id if row.item_id is not None else getattr(row.item, "id", None)
