"""Stores: nothing falls below zero, what is counted is what the books say (002 职责15; 004 §5.4, §6.6)."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from access import SYSTEM, acting
from models.assets import stock_rules
from models.assets.stock_move import StockMove
from tests.registers.centre import Centre
from workflow import Forbidden, Invalid

QUANTITIES = st.decimals(min_value="0.01", max_value="99999", places=2)


def item(centre: Centre, on_hand: str = "0", **values: Any) -> Any:
    made = centre.create(
        "receptionist", "StockItem", **{"code": "WL-1", "name": "角阀", "kind": "material", "measure": "个", **values}
    )
    if Decimal(on_hand):
        move(centre, made, on_hand, kind="receipt")
    return made


def move(centre: Centre, thing: Any, quantity: str, kind: str = "issue", **values: Any) -> Any:
    lines = [{"item": thing.id, "quantity": quantity}]
    if kind == "issue":
        values.setdefault("taken_by", centre.staff["technician"].id)
    return centre.create("receptionist", "StockMove", kind=kind, lines=lines, **values)


def on_hand(centre: Centre, thing: Any) -> Decimal:
    with acting(centre.session, SYSTEM):
        centre.session.refresh(thing)
    return Decimal(thing.on_hand)


def sentence(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return " ".join(r.sentence.text("zh") for r in refused.value.refusals)


def test_002_duty15_what_comes_in_and_goes_out_changes_what_is_on_hand(centre: Centre) -> None:
    valve = item(centre, "10")
    move(centre, valve, "3")
    move(centre, valve, "1", kind="return_")
    move(centre, valve, "2.5", kind="scrap")
    assert on_hand(centre, valve) == Decimal("5.5")


def test_004_6_6_stock_never_falls_below_zero(centre: Centre) -> None:
    valve = item(centre, "5")
    with pytest.raises(Invalid) as refused:
        move(centre, valve, "5.01")
    assert "角阀" in sentence(refused)
    assert "现存 5 个" in sentence(refused)
    assert on_hand(centre, valve) == 5
    move(centre, valve, "5")
    assert on_hand(centre, valve) == 0


def test_004_6_6_two_lines_of_one_item_count_together(centre: Centre) -> None:
    valve = item(centre, "5")
    lines = [{"item": valve.id, "quantity": 3}, {"item": valve.id, "quantity": 3}]
    with pytest.raises(Invalid):
        centre.create("receptionist", "StockMove", kind="issue", lines=lines, taken_by=centre.staff["technician"].id)


def test_g5_a_booked_movement_is_not_rewritten_but_voided(centre: Centre) -> None:
    valve = item(centre, "5")
    issue = move(centre, valve, "2")
    with pytest.raises(Forbidden):
        centre.edit("receptionist", issue, purpose="别的")
    centre.do("cs_supervisor", issue, "void", reason="登错")
    assert on_hand(centre, valve) == 5


def test_004_6_6_a_receipt_whose_goods_are_gone_cannot_be_voided(centre: Centre) -> None:
    valve = item(centre)
    receipt = move(centre, valve, "5", kind="receipt")
    move(centre, valve, "4")
    with pytest.raises(Invalid) as refused:
        centre.do("cs_supervisor", receipt, "void", reason="登错")
    assert "不够减" in sentence(refused)


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_a_quantity_is_more_than_nothing(centre: Centre, quantity: str) -> None:
    valve = item(centre, "5")
    with pytest.raises(Invalid):
        move(centre, valve, quantity)


def test_a_surplus_is_never_entered_by_hand(centre: Centre) -> None:
    valve = item(centre, "5")
    with pytest.raises(Invalid) as refused:
        move(centre, valve, "1", kind="adjust")
    assert "盘点" in sentence(refused)


def test_an_issue_names_who_took_it_and_he_sees_it(centre: Centre) -> None:
    valve = item(centre, "5")
    with pytest.raises(Invalid):
        move(centre, valve, "1", taken_by=None)
    issue = move(centre, valve, "1")
    assert centre.sees("technician", issue)
    assert not centre.sees("guard", issue)


def test_what_a_movement_is_worth_is_worked_out(centre: Centre) -> None:
    valve = item(centre)
    lines = [
        {"item": valve.id, "quantity": "3", "price": "18.50"},
        {"item": valve.id, "quantity": "0.5", "price": "0.01"},
    ]
    receipt = centre.create("receptionist", "StockMove", kind="receipt", lines=lines)
    assert receipt.total == Decimal("55.50")


def test_g6_an_item_is_low_only_against_a_level(centre: Centre) -> None:
    plain, watched = item(centre, "1"), item(centre, "3", code="WL-2", name="软管", min_quantity="3")
    assert (plain.low, watched.low) == (None, False)
    move(centre, watched, "1")
    on_hand(centre, watched)
    assert watched.low is True


# the monthly count


def count(centre: Centre, counted: Sequence[tuple[Any, str, str]], **values: Any) -> Any:
    lines = [{"item": thing.id, "counted": n, "reason": why} for thing, n, why in counted]
    return centre.create("receptionist", "StockCount", month="2026-11", lines=lines, **values)


def test_004_5_4_a_count_starts_with_every_item_and_its_book_quantity(centre: Centre) -> None:
    valve, hose = item(centre, "5"), item(centre, "7", code="WL-2", name="软管")
    sheet = centre.create("receptionist", "StockCount", month="2026-11")
    assert [(r.item.name, r.book, r.counted) for r in sheet.lines] == [("角阀", 5, None), ("软管", 7, None)]
    assert (valve.on_hand, hose.on_hand) == (5, 7)


def test_004_5_4_the_book_quantity_is_that_of_the_moment_of_counting(centre: Centre) -> None:
    valve = item(centre, "5")
    sheet = centre.create("receptionist", "StockCount", month="2026-11")
    move(centre, valve, "2")
    line = sheet.lines[0]
    centre.edit("receptionist", sheet, lines=[{"id": line.id, "item": valve.id, "counted": "3"}])
    assert (sheet.lines[0].book, sheet.lines[0].difference) == (3, 0)
    move(centre, valve, "1")
    centre.edit("receptionist", sheet, lines=[{"id": line.id, "item": valve.id, "counted": "3", "book": "99"}])
    assert sheet.lines[0].book == 3


def test_004_5_4_nothing_is_handed_in_uncounted_or_unexplained(centre: Centre) -> None:
    valve = item(centre, "5")
    empty = centre.create("receptionist", "StockCount", month="2026-11")
    with pytest.raises(Invalid) as refused:
        centre.do("receptionist", empty, "submit")
    assert "实存" in sentence(refused)
    with pytest.raises(Invalid) as refused:
        centre.do("receptionist", count(centre, [(valve, "4", "")]), "submit")
    assert "差异原因" in sentence(refused)


def test_004_6_6_approval_writes_the_differences_as_a_movement(centre: Centre) -> None:
    """账物相符: the books say what is there."""
    valve, hose, tap = item(centre, "5"), item(centre, "7", code="WL-2"), item(centre, "2", code="WL-3")
    sheet = count(centre, [(valve, "4", "丢失"), (hose, "9", "漏登入库"), (tap, "2", "")])
    centre.do("receptionist", sheet, "submit")
    move(centre, valve, "1")
    centre.do("director", sheet, "approve")
    assert [on_hand(centre, t) for t in (valve, hose, tap)] == [3, 9, 2]
    with acting(centre.session, SYSTEM):
        written = centre.session.scalars(select(StockMove).where(StockMove.count_id == sheet.id)).one()
    assert written.kind == "adjust"
    assert sorted(r.quantity for r in written.lines) == [-1, 2]
    with pytest.raises(Invalid) as refused:
        centre.do("cs_supervisor", written, "void", reason="不对")
    assert sheet.number in sentence(refused)
    centre.do("director", sheet, "void", reason="盘错了")
    assert [on_hand(centre, t) for t in (valve, hose, tap)] == [4, 7, 2]


def test_004_6_6_a_count_takes_nothing_below_zero(centre: Centre) -> None:
    valve = item(centre, "5")
    sheet = count(centre, [(valve, "1", "丢失")])
    centre.do("receptionist", sheet, "submit")
    move(centre, valve, "3")
    with pytest.raises(Invalid):
        centre.do("director", sheet, "approve")


def test_d17_the_witness_is_somebody_else(centre: Centre) -> None:
    valve = item(centre, "5")
    with pytest.raises(Invalid) as refused:
        count(centre, [(valve, "5", "")], witness=centre.staff["receptionist"].id)
    assert "监盘人" in sentence(refused)
    sheet = count(centre, [(valve, "5", "")], witness=centre.staff["guard"].id)
    assert centre.sees("guard", sheet)


def test_d17_a_site_may_want_a_witness(centre: Centre) -> None:
    centre.create("director", "Setting", key="stock.witness", value="是")
    sheet = count(centre, [(item(centre, "5"), "5", "")])
    with pytest.raises(Invalid) as refused:
        centre.do("receptionist", sheet, "submit")
    assert "监盘人" in sentence(refused)


def test_t38_a_count_is_due_on_the_24th(centre: Centre) -> None:
    sheet = count(centre, [(item(centre, "5"), "5", "")])
    assert sheet.due_on == dt.date(2026, 11, 24)


# sums


@given(st.lists(st.tuples(st.integers(1, 3), QUANTITIES)), st.sampled_from(["receipt", "issue", "return_", "scrap"]))
def test_changes_add_up_line_by_line(lines: list[tuple[int, Decimal]], kind: str) -> None:
    found = stock_rules.changes(kind, lines)
    total = sum((q for _, q in lines), Decimal(0))
    assert sum(found.values(), Decimal(0)) == (total if kind in stock_rules.INWARD else -total)
    assert set(found) == {i for i, _ in lines}


@given(st.lists(st.tuples(st.sampled_from(["receipt", "issue", "return_", "scrap"]), QUANTITIES), max_size=30))
def test_a_store_that_asks_first_never_falls_below_zero(steps: list[tuple[str, Decimal]]) -> None:
    class Item:
        name, measure, on_hand = "角阀", "个", Decimal(0)

    booked = Decimal(0)
    for kind, quantity in steps:
        wanted = stock_rules.changes(kind, [(1, quantity)])
        refused = stock_rules.short({1: Item()}, wanted)  # type: ignore[dict-item]  # what the rule looks at of an item
        assert (refused is not None) is (kind in stock_rules.OUTWARD and quantity > Item.on_hand)
        if refused is None:
            Item.on_hand += wanted[1]
            booked += stock_rules.signed(kind, quantity)
        assert Item.on_hand >= 0
        assert Item.on_hand == booked
