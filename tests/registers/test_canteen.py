"""The canteen: bought by one and checked by another, shared by meals to the fen (004 §5.10)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assets.meal_shares import FEN, per_meal, shares
from models.assets.months import day_in
from tests.registers.centre import Centre
from workflow import Forbidden, Invalid

LINE = {"item": "大米", "quantity": "25", "unit": "公斤", "price": "6.40", "checked": True}
FEN_AMOUNTS = st.integers(0, 10**9).map(lambda n: FEN * n)


def purchase(centre: Centre, *, filed: bool = True, **values: Any) -> Any:
    made = centre.create(
        "reception_lead", "CanteenPurchase",
        **{"day": dt.date(2026, 11, 20), "buyer": centre.staff["guard"].id, "lines": [LINE], **values},
    )  # fmt: skip
    if filed:
        centre.do("reception_lead", made, "close")
    return made


def sentence(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return " ".join(r.sentence.text("zh") for r in refused.value.refusals)


def test_004_5_10_purchases_add_up_line_by_line_to_the_fen(centre: Centre) -> None:
    made = purchase(centre, lines=[LINE, {**LINE, "item": "西红柿", "quantity": "8.55", "price": "4.83"}])
    assert made.total == Decimal("160.00") + Decimal("41.30")


def test_d11_buyer_and_checker_are_two_people(centre: Centre) -> None:
    with pytest.raises(Invalid) as refused:
        purchase(centre, buyer=centre.staff["reception_lead"].id)
    assert "同一个人" in sentence(refused)
    made = purchase(centre, filed=False)
    with pytest.raises(Invalid):
        centre.edit("reception_lead", made, checker=centre.staff["guard"].id)


def test_d11_the_buyer_does_not_file_his_own_purchases(centre: Centre) -> None:
    made = purchase(centre, filed=False, buyer=centre.staff["receptionist"].id)
    with pytest.raises(Forbidden):
        centre.do("receptionist", made, "close")
    centre.do("reception_lead", made, "close")
    assert made.checked_at == centre.now


def test_004_5_10_nothing_is_filed_unchecked(centre: Centre) -> None:
    made = purchase(centre, filed=False, lines=[{**LINE, "checked": False}])
    with pytest.raises(Invalid) as refused:
        centre.do("reception_lead", made, "close")
    assert "大米" in sentence(refused)


def test_x13_a_purchase_of_tomorrow_is_refused(centre: Centre) -> None:
    with pytest.raises(Invalid):
        purchase(centre, day=dt.date(2026, 11, 24))


def sheet(centre: Centre, *meals: tuple[str, int], month: str = "2026-11") -> Any:
    lines = [{"staff": centre.staff[role].id, "meals": n} for role, n in meals]
    return centre.create("reception_lead", "MealCost", month=month, meals=lines)


def test_004_5_10_the_months_purchases_are_shared_by_meals(centre: Centre) -> None:
    purchase(centre)
    purchase(centre, day=dt.date(2026, 10, 31))
    purchase(centre, filed=False)
    made = sheet(centre, ("guard", 1), ("cashier", 1), ("technician", 1))
    assert (made.purchases, made.meal_count, made.per_meal) == (160, 3, Decimal("53.33"))
    assert [r.amount for r in made.meals] == [Decimal("53.34"), Decimal("53.33"), Decimal("53.33")]


def test_004_5_10_a_new_sheet_starts_with_everybody_who_works_here(centre: Centre) -> None:
    made = sheet(centre)
    assert len(made.meals) == len(centre.staff)
    assert {r.amount for r in made.meals} == {None}


def test_004_5_10_figures_are_worked_out_anew_when_handed_in(centre: Centre) -> None:
    purchase(centre)
    made = sheet(centre, ("guard", 2))
    purchase(centre)
    centre.do("reception_lead", made, "submit")
    assert (made.purchases, made.per_meal, made.meals[0].amount) == (320, 160, 320)
    centre.do("cashier", made, "approve")


def test_004_5_10_a_share_is_never_typed(centre: Centre) -> None:
    purchase(centre)
    made = sheet(centre, ("guard", 2))
    line = made.meals[0]
    centre.edit("reception_lead", made, meals=[{"id": line.id, "staff": line.staff_id, "meals": 2, "amount": "1"}])
    assert made.meals[0].amount == 160


def test_004_5_10_a_sheet_waits_for_unchecked_purchases(centre: Centre) -> None:
    purchase(centre)
    open_one = purchase(centre, filed=False)
    made = sheet(centre, ("guard", 2))
    with pytest.raises(Invalid) as refused:
        centre.do("reception_lead", made, "submit")
    assert "还有 1 张" in sentence(refused)
    centre.do("reception_lead", open_one, "close")
    centre.do("reception_lead", made, "submit")


def test_004_5_10_a_month_is_handed_in_once(centre: Centre) -> None:
    purchase(centre)
    centre.do("reception_lead", sheet(centre, ("guard", 2)), "submit")
    with pytest.raises(Invalid) as refused:
        centre.do("reception_lead", sheet(centre, ("guard", 2)), "submit")
    assert "处理那一张" in sentence(refused)


def test_t40_last_months_sheet_is_due_on_the_15th(centre: Centre) -> None:
    assert sheet(centre, month="2026-10").due_on == dt.date(2026, 11, 15)


@given(FEN_AMOUNTS, st.lists(st.integers(0, 99), max_size=40))
def test_shares_add_up_to_the_cost_exactly(cost: Decimal, meals: list[int]) -> None:
    found = shares(cost, meals)
    assert len(found) == len(meals)
    assert sum(found, Decimal(0)) == (cost if sum(meals) else 0)
    for amount, n in zip(found, meals, strict=True):
        assert amount >= 0
        assert amount == amount.quantize(FEN)
        if sum(meals):
            assert abs(amount - cost * n / sum(meals)) < FEN


@given(FEN_AMOUNTS, st.integers(1, 9999))
def test_the_price_of_a_meal_is_within_half_a_fen(cost: Decimal, meals: int) -> None:
    found = per_meal(cost, meals)
    assert found is not None
    assert abs(found - cost / meals) <= FEN / 2
    assert per_meal(cost, 0) is None


@given(st.dates(dt.date(2020, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 31))
def test_a_day_of_a_month_stays_in_the_month(when: dt.date, day: int) -> None:
    found = day_in(f"{when:%Y-%m}", day)
    assert found is not None
    assert (found.year, found.month) == (when.year, when.month)
    assert found.day <= day
    assert day_in(f"{when:%Y-%m}", None) is None
