"""Whatever is paid, reversed, billed and deducted in whatever order: the fen always add up (002 §2(1), §2(3); 000 §4.5.4)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from access import SYSTEM, acting
from models.duty.report_list import Report
from models.finance.amounts import FEN, NOTHING, add, add_months, price
from models.finance.bill import Bill
from models.finance.receipt import Receipt, ReceiptLine
from reports import span_of, summarise, summary_of
from tests.registers.centre import Centre
from tests.registers.money import area, bill, fee, letting_fee, read, receipt, reverse
from workflow import Conflict, Invalid

ONE_CENTRE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
"""Each example works in a savepoint of the test's own centre, which is taken back."""
FENS = st.integers(1, 50_000).map(lambda n: FEN * n)


@contextmanager
def taken_back(centre: Centre) -> Iterator[None]:
    nested = centre.session.begin_nested()
    try:
        yield
    finally:
        nested.rollback()
        centre.session.expire_all()


def paid_by_receipts(centre: Centre, owed: Any) -> Decimal:
    query = (
        select(ReceiptLine.amount)
        .join(Receipt, Receipt.id == ReceiptLine.parent_id)
        .where(ReceiptLine.bill_id == owed.id, Receipt.status != "reversed")
    )
    with acting(centre.session, SYSTEM):
        return add(centre.session.scalars(query))


def is_whole(centre: Centre, owed: Any) -> None:
    """What a bill says of itself is what its standing receipts say, and its state is the one these figures mean."""
    read(centre, owed)
    assert owed.paid == paid_by_receipts(centre, owed)
    assert NOTHING <= owed.paid <= owed.amount
    assert owed.owed == owed.amount - owed.paid
    assert owed.status == ("due" if owed.paid == 0 else "paid" if owed.owed == 0 else "part")


@ONE_CENTRE
@given(amount=FENS, steps=st.lists(st.one_of(FENS, st.integers(0, 5)), max_size=8))
def test_002_2_1_payments_never_exceed_and_reversals_restore_exactly(
    centre: Centre, amount: Decimal, steps: list[Decimal | int]
) -> None:
    """An amount is a payment, a whole number reverses that receipt; the bill is right after each."""
    with taken_back(centre):
        owed = bill(centre, f"{amount}")
        standing: list[tuple[Any, Decimal]] = []
        for step in steps:
            before = read(centre, owed).owed
            if isinstance(step, Decimal):
                savepoint = centre.session.begin_nested()
                try:
                    standing.append((receipt(centre, (owed, f"{step}")), step))
                    savepoint.commit()
                    assert step <= before
                except Invalid:
                    savepoint.rollback()
                    assert step > before
            elif step < len(standing):
                made, sum_ = standing.pop(step)
                reverse(centre, made)
                assert read(centre, owed).owed == before + sum_
            is_whole(centre, owed)


@ONE_CENTRE
@given(
    amounts=st.lists(FENS, min_size=1, max_size=4), received=st.none() | st.integers(0, 300_000).map(lambda n: FEN * n)
)
def test_total_and_change_add_up_to_the_fen(centre: Centre, amounts: list[Decimal], received: Decimal | None) -> None:
    with taken_back(centre):
        total = sum(amounts, NOTHING)
        lines = [{"item": "服务费", "amount": f"{a}"} for a in amounts]
        try:
            made = letting_fee(centre, lines=lines, received=None if received is None else f"{received}")
        except Invalid:
            assert received is not None
            assert received < total
            return
        assert made.total == total
        assert made.received - made.change == total
        assert made.change >= 0


@ONE_CENTRE
@given(
    areas=st.tuples(*[st.none() | st.integers(0, 30_000).map(lambda n: FEN * n)] * 2),
    unit_price=st.integers(1, 2_000).map(lambda n: FEN * n),
    starts=st.lists(st.sampled_from([dt.date(2026, m, 1) for m in (9, 10, 11)]), min_size=1, max_size=5),
    cycle=st.sampled_from(("month", "quarter", "year", "once")),
)
def test_billing_again_and_again_bills_no_home_and_day_twice(
    centre: Centre, areas: tuple[Any, ...], unit_price: Decimal, starts: list[dt.date], cycle: str
) -> None:
    with taken_back(centre):
        item = fee(centre, basis="area", unit_price=f"{unit_price}", cycle=cycle)
        for home, square_metres in enumerate(areas):
            area(centre, home, None if square_metres is None else f"{square_metres}")
        for start in [*starts, *starts]:
            try:
                centre.do("cashier", item, "make_bills", bill_from=start, bill_due_on=start)
            except Invalid:  # an area times a price that comes to less than half a fen
                assert any(a and price(a, unit_price) == 0 for a in areas)
                return
        with acting(centre.session, SYSTEM):
            made = list(centre.session.scalars(select(Bill)))
        for one in made:
            assert one.amount == price(one.quantity, unit_price)
            for other in made:
                same = other is not one and other.unit_id == one.unit_id
                assert not (same and other.period_from <= one.period_to and one.period_from <= other.period_to)
        assert {b.unit_id for b in made} == {u.id for u, a in zip(centre.units, areas, strict=True) if a}


@ONE_CENTRE
@given(amount=FENS, cuts=st.lists(FENS, max_size=6), refund=st.booleans())
def test_000_4_5_4_deductions_refund_and_amount_always_agree(
    centre: Centre, amount: Decimal, cuts: list[Decimal], *, refund: bool
) -> None:
    with taken_back(centre):
        values = {"unit": centre.units[0], "payer": "周女士", "kind": "decoration", "amount": f"{amount}"}
        held = read(centre, centre.create("cashier", "Deposit", **values))
        cut = NOTHING
        for one in cuts:
            savepoint = centre.session.begin_nested()
            try:
                centre.do("cs_supervisor", held, "deduct", deducted_now=f"{one}", reason="违章")
                savepoint.commit()
                cut += one
            except (Invalid, Conflict):
                savepoint.rollback()
                assert cut + one > amount
            read(centre, held)
            assert held.deducted == cut == add(d.amount for d in held.deductions) <= amount
            assert (held.status == "forfeited") is (cut == amount)
        if refund and held.status == "held":
            for who, step in (("receptionist", "ask_refund"), ("director", "first_approve"), ("cashier", "refund")):
                centre.do(who, held, step)
            assert held.refunded + held.deducted == held.amount
        assert held.receipt.total == amount


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)), months=st.integers(0, 60))
def test_months_are_counted_as_people_count_them(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@settings(ONE_CENTRE, max_examples=8, phases=[Phase.generate])
@given(
    months=st.lists(
        st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["pay", "back", "waive", "bill", "part"])), max_size=5),
        min_size=2,
        max_size=4,
    )
)
def test_s_37_a_month_s_arrears_read_the_same_however_late_they_are_read(
    centre: Centre, months: list[list[tuple[int, str]]]
) -> None:
    """At each month's end the statement says what the bills say; months later it still says the same of that day."""
    with taken_back(centre):
        before, bills, taken, kept = centre.now, [bill(centre, "50.00")], [], []
        for month in months:
            for at, what in month:
                centre.later(days=2)
                which = read(centre, bills[at % len(bills)])
                try:
                    if what == "bill":
                        bills.append(bill(centre, "80.00", home=at % 2, due_on=centre.now.date()))
                    elif what in {"pay", "part"} and which.owed:
                        taken.append(receipt(centre, (which, f"{which.owed if what == 'pay' else min(which.owed, 7)}")))
                    elif what == "back" and taken:
                        reverse(centre, taken.pop())
                    elif what == "waive":
                        centre.do("director", which, "waive", reason="减免")
                except Conflict:
                    continue
            centre.later(days=20)
            kept.append((arrears(centre, centre.now.date()), centre.now.date()))
            assert kept[-1][0][0] == add(read(centre, one).owed for one in bills if one.due_on <= centre.now.date())
            centre.later(days=1)
        assert [arrears(centre, day) for _, day in kept] == [then for then, _ in kept]
        centre.now = before


def arrears(centre: Centre, day: dt.date) -> tuple[Any, ...]:
    """What the statement of a day says: what is owed, by how many, by age."""
    with acting(centre.session, SYSTEM):
        span = span_of(centre.session, centre.site.id, day, day, centre.now)
        said = summarise(centre.session, summary_of(Report.arrears_ageing), span)
    return (
        said.figure("owed").value,
        said.figure("owing").value,
        said.figure("never_reminded").value,
        said.table("by_age"),
    )
