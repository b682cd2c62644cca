"""Bills: what a home owes, made once, never paid beyond their amount (002 职责2, §2(1); 003 标准(三)1)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from access import SYSTEM, acting
from models.finance.amounts import add_months
from models.finance.bill import Bill
from models.finance.billing import period_end
from tests.registers.centre import Centre
from tests.registers.money import area, bill, fee, owner, read, receipt, reverse, said
from workflow import Conflict, Forbidden, Invalid

NOVEMBER = {"bill_from": dt.date(2026, 11, 1), "bill_due_on": dt.date(2026, 11, 30)}


def bills(centre: Centre) -> list[Any]:
    with acting(centre.session, SYSTEM):
        return list(centre.session.scalars(select(Bill).order_by(Bill.unit_id, Bill.id)))


def test_002_2_1_one_action_bills_every_home_of_the_site_by_its_area(centre: Centre) -> None:
    item = fee(centre, basis="area", unit_price="2.35")
    area(centre, 0, "89.37")
    area(centre, 1, "120.00")
    payer = owner(centre, 0)
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    first, second = bills(centre)
    assert (first.quantity, first.amount, first.paid, first.owed) == (
        Decimal("89.37"), Decimal("210.02"), Decimal(0), Decimal("210.02"),
    )  # fmt: skip
    assert (second.amount, second.status) == (Decimal("282.00"), "due")
    assert (first.period_from, first.period_to, first.due_on) == (
        dt.date(2026, 11, 1), dt.date(2026, 11, 30), dt.date(2026, 11, 30),
    )  # fmt: skip
    assert (first.resident_id, second.resident_id) == (payer.id, None)
    assert first.what == f"物业管理费 2026-11 {centre.units[0].address}"
    assert (read(centre, item).billed_to, item.bills_made, item.left_out) == (dt.date(2026, 11, 30), 2, None)


def test_002_2_1_run_twice_it_makes_nothing_twice(centre: Centre) -> None:
    item = fee(centre)
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    numbers = [b.number for b in bills(centre)]
    centre.do("reception_lead", item, "make_bills", **NOVEMBER)
    assert [b.number for b in bills(centre)] == numbers
    assert read(centre, item).bills_made == 0


def test_a_second_run_makes_only_what_the_first_could_not(centre: Centre) -> None:
    item = fee(centre, basis="area", unit_price="2.00")
    area(centre, 0, "100")
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert (item.bills_made, item.left_out) == (1, centre.units[1].address)
    area(centre, 1, "80")
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert [b.amount for b in bills(centre)] == [Decimal("200.00"), Decimal("160.00")]


def test_a_changed_price_does_not_bill_the_same_month_again(centre: Centre) -> None:
    item = fee(centre)
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    dearer = fee(centre, unit_price="150.00", effective_from=dt.date(2026, 11, 1))
    centre.do("cashier", dearer, "make_bills", **NOVEMBER)
    assert dearer.bills_made == 0
    december = {"bill_from": dt.date(2026, 12, 1), "bill_due_on": dt.date(2026, 12, 31)}
    with pytest.raises(Invalid) as refused:
        centre.do("cashier", item, "make_bills", **december)
    assert "2026-11-01" in said(refused), "the old price is not used where the new one holds"
    assert {b.amount for b in bills(centre)} == {Decimal("120.00")}


def test_a_void_bill_may_be_made_again_a_waived_one_not(centre: Centre) -> None:
    item = fee(centre)
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    first, second = bills(centre)
    centre.do("director", first, "void", reason="房屋面积有误")
    centre.do("director", second, "waive", reason="空置房减免")
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert item.bills_made == 1
    assert [b.unit_id for b in bills(centre) if b.status == "due"] == [first.unit_id]


def test_fees_by_the_meter_are_billed_reading_by_reading(centre: Centre) -> None:
    water = fee(centre, "水费", basis="meter", unit_price="4.10")
    with pytest.raises(Forbidden) as refused:
        centre.do("cashier", water, "make_bills", **NOVEMBER)
    assert "抄表" in said(refused)
    made = bill(centre, fee_item=water, quantity="13.5")
    assert made.amount == Decimal("55.35")


def test_nothing_is_billed_before_its_price_holds(centre: Centre) -> None:
    item = fee(centre, effective_from=dt.date(2026, 12, 1))
    with pytest.raises(Invalid) as refused:
        centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert "2026-12-01" in said(refused)
    assert bills(centre) == []


@pytest.mark.parametrize(
    ("cycle", "start", "end"),
    [
        ("month", (2026, 2, 1), (2026, 2, 28)),
        ("month", (2026, 1, 31), (2026, 2, 27)),
        ("quarter", (2026, 11, 1), (2027, 1, 31)),
        ("half", (2026, 7, 1), (2026, 12, 31)),
        ("year", (2028, 1, 1), (2028, 12, 31)),
        ("once", (2026, 5, 4), (2026, 5, 4)),
    ],
)
def test_a_cycle_ends_the_day_before_the_next_begins(
    cycle: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert period_end(cycle, dt.date(*start)) == dt.date(*end)


def test_a_month_too_short_for_the_day_ends_on_its_last() -> None:
    assert add_months(dt.date(2027, 11, 30), 3) == dt.date(2028, 2, 29)


def test_the_same_home_fee_and_time_are_billed_once(centre: Centre) -> None:
    first = bill(centre)
    with pytest.raises(Invalid) as refused:
        bill(centre, fee_item=first.fee_item, period_from=dt.date(2026, 10, 15), period_to=dt.date(2026, 11, 14))
    assert first.number in said(refused)
    assert bill(centre, fee_item=first.fee_item, home=1).status == "due", "the neighbour is another matter"


def test_an_area_nobody_entered_can_not_be_billed(centre: Centre) -> None:
    item = fee(centre, basis="area", unit_price="2.00")
    with pytest.raises(Invalid) as refused:
        bill(centre, fee_item=item)
    assert "建筑面积" in said(refused)


def test_nobody_types_an_amount_or_what_is_paid(centre: Centre) -> None:
    item = fee(centre)
    values = {
        "unit": centre.units[0],
        "fee_item": item,
        "period_from": dt.date(2026, 9, 1),
        "period_to": dt.date(2026, 9, 30),
    }
    for field in ("amount", "paid", "owed"):
        with pytest.raises(Invalid):
            centre.create("cashier", "Bill", **values, due_on=dt.date(2026, 9, 30), **{field: "1.00"})


def test_002_2_1_paid_is_never_above_the_amount_for_the_database_either(centre: Centre) -> None:
    made = bill(centre)
    centre.session.commit()
    for change in (
        "paid = amount + 1, owed = -1",
        "paid = -1, owed = amount + 1",
        "status = 'paid'",
        "owed = 0",
        "amount = 0",
    ):
        with pytest.raises(IntegrityError):
            centre.session.execute(text(f"UPDATE bill SET {change} WHERE id = {made.id}"))  # noqa: S608 - the test's own words
        centre.session.rollback()


def test_the_database_keeps_one_bill_a_home_fee_and_period(centre: Centre) -> None:
    made = bill(centre)
    centre.session.commit()
    columns = "site_id, unit_id, fee_item_id, period_from, period_to, due_on, quantity, amount, paid, owed, status, version, created_at, updated_at"
    with pytest.raises(IntegrityError):
        centre.session.execute(
            text(f"INSERT INTO bill (number, {columns}) SELECT 'X', {columns} FROM bill WHERE id = {made.id}")  # noqa: S608 - the test's own words
        )


def test_only_the_director_waives_and_says_why(centre: Centre) -> None:
    made = bill(centre)
    with pytest.raises(Forbidden):
        centre.do("cs_supervisor", made, "waive", reason="老业主")
    with pytest.raises(Invalid):
        centre.do("director", made, "waive")
    receipt(centre, (made, "20.00"))
    centre.do("director", read(centre, made), "waive", reason="漏水补偿")
    assert (made.status, made.paid, made.owed) == ("waived", Decimal("20.00"), Decimal(0))


def test_a_bill_with_money_on_it_can_not_be_voided(centre: Centre) -> None:
    made = bill(centre)
    taken = receipt(centre, (made, "20.00"))
    with pytest.raises(Forbidden) as refused:
        centre.do("director", read(centre, made), "void", reason="开错")
    assert "先冲红收据" in said(refused)
    reverse(centre, taken)
    centre.do("director", read(centre, made), "void", reason="开错")
    assert (made.status, made.owed) == ("void", Decimal(0))


def test_a_paid_bill_is_not_edited(centre: Centre) -> None:
    made = bill(centre)
    receipt(centre, (made, "120.00"))
    with pytest.raises(Forbidden):
        centre.edit("cashier", read(centre, made), due_on=dt.date(2026, 12, 1))


def test_an_open_bill_follows_its_quantity(centre: Centre) -> None:
    water = fee(centre, "水费", basis="meter", unit_price="4.10")
    made = bill(centre, fee_item=water, quantity="13.5")
    centre.edit("cashier", made, quantity="14.5")
    assert (made.amount, made.owed) == (Decimal("59.45"), Decimal("59.45"))


def test_004_7_4_13_a_receipt_opens_from_the_bill_with_everything_the_home_owes(centre: Centre) -> None:
    first, second = bill(centre, "120.00"), bill(centre, "33.40", due_on=dt.date(2026, 11, 30))
    outcome = centre.do("receptionist", first, "collect", payer="周女士")
    assert outcome.created is not None
    assert outcome.created.total == Decimal("153.40")
    assert [read(centre, b).status for b in (first, second)] == ["paid", "paid"]
    with pytest.raises(Forbidden):
        centre.do("receptionist", first, "collect", payer="周女士")


def test_003_3_2_dunning_opens_from_an_overdue_bill_only(centre: Centre) -> None:
    who = owner(centre)
    late, later = bill(centre, resident=who), bill(centre, due_on=dt.date(2026, 12, 31), resident=who)
    with pytest.raises(Forbidden):
        centre.do("receptionist", later, "dun")
    made = centre.do("receptionist", late, "dun").created
    assert made is not None
    assert ([b.id for b in made.bills], made.amount) == ([late.id], Decimal("120.00"))


def test_receiving_and_restoring_are_nobodys_to_press(centre: Centre) -> None:
    made = bill(centre)
    for step, data in (("receive", {"taken": "120.00"}), ("restore", {"given_back": "1.00"})):
        with pytest.raises((Forbidden, Conflict)):
            centre.do("cashier", made, step, **data)
    assert (read(centre, made).status, made.paid) == ("due", Decimal(0))


def test_a_61_a_site_without_heating_adds_and_bills_no_heating_fee(centre: Centre) -> None:
    item = fee(centre, name="暖气费")
    kept = centre.create("director", "Setting", key="module.heating", value="否")
    with pytest.raises(Invalid) as refused:
        fee(centre, name="2027 年供暖费")
    assert "没有启用暖气费" in said(refused)
    with pytest.raises(Forbidden, match="没有启用暖气费"):
        centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert fee(centre).name == "物业管理费"
    centre.do("director", kept, "archive", reason="今年供暖")
    centre.do("cashier", item, "make_bills", **NOVEMBER)
    assert item.bills_made == 2
