"""Daily banking: what the receipts say must be in the bank by 17:00, checked by somebody else (004 §5.3; A-20, A-43; D-09)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from access import SYSTEM, acting
from models.duty.deadline import Deadline
from models.spec import Role
from tests.registers.centre import Centre
from tests.registers.money import letting_fee, read, reverse, said, setting
from workflow import Forbidden, Invalid, accounts

MONDAY = dt.date(2026, 11, 23)
NOTHING = Decimal(0)


def at(centre: Centre, hour: int, minute: int = 0, day: int = 23) -> None:
    """Set the site's clock (Shanghai)."""
    centre.now = dt.datetime(2026, 11, day, hour - 8, minute, tzinfo=dt.UTC)


def banked(centre: Centre, amount: str, *, who: str = "reception_lead", **more: Any) -> Any:
    return centre.create(who, "CashDeposit", **{"deposited": amount, "business_date": centre.now.date(), **more})


def test_004_5_3_the_days_cash_comes_from_the_receipts(centre: Centre) -> None:
    at(centre, 10)
    cash = letting_fee(centre, "300.00")
    letting_fee(centre, "120.00", method="wechat")
    letting_fee(centre, "45.50")
    reverse(centre, letting_fee(centre, "80.00"))
    at(centre, 16, 30)
    made = banked(centre, "345.50")
    assert (made.cash_received, made.difference, made.late_cash) == (Decimal("345.50"), NOTHING, NOTHING)
    centre.do("reception_lead", made, "submit")
    assert read(centre, cash).cash_deposit_id == made.id
    centre.do("cashier", made, "approve")
    assert (made.status, made.same_hands) == ("approved", False)


def test_r_d08_a_difference_is_explained(centre: Centre) -> None:
    at(centre, 10)
    letting_fee(centre, "300.00")
    at(centre, 16)
    with pytest.raises(Invalid) as refused:
        banked(centre, "290.00")
    for words in ("300.00", "290.00", "-10.00"):
        assert words in said(refused)
    made = banked(centre, "290.00", explanation="找零备用 10 元")
    assert made.difference == Decimal("-10.00")


def test_a_receipt_taken_between_filing_and_submitting_counts(centre: Centre) -> None:
    at(centre, 10)
    letting_fee(centre, "300.00")
    made = banked(centre, "300.00")
    letting_fee(centre, "50.00")
    with pytest.raises(Invalid) as refused:
        centre.do("reception_lead", made, "submit")
    assert "350.00" in said(refused)
    centre.edit("reception_lead", made, deposited="350.00")
    centre.do("reception_lead", made, "submit")
    assert made.difference == NOTHING


def test_a_43_cash_after_17_00_counts_in_the_next_day(centre: Centre) -> None:
    at(centre, 16, 59)
    letting_fee(centre, "300.00")
    at(centre, 17, 1)
    letting_fee(centre, "70.00")
    first = banked(centre, "300.00", deposited_at=centre.now - dt.timedelta(minutes=10))
    assert (first.cash_received, first.late_cash) == (Decimal("300.00"), Decimal("70.00"))
    centre.do("reception_lead", first, "submit")
    at(centre, 10, day=24)
    letting_fee(centre, "20.00")
    at(centre, 16, day=24)
    assert banked(centre, "90.00").cash_received == Decimal("90.00")


def test_the_hour_is_the_sites_to_set(centre: Centre) -> None:
    setting(centre, "cash.deposit_time", "16:00")
    at(centre, 16, 30)
    letting_fee(centre, "300.00")
    made = banked(centre, "0.00")
    assert (made.cash_received, made.late_cash) == (NOTHING, Decimal("300.00"))


def test_cash_banked_and_reversed_later_lowers_that_days_cash(centre: Centre) -> None:
    at(centre, 10)
    wrong = letting_fee(centre, "300.00")
    at(centre, 16)
    first = banked(centre, "300.00")
    centre.do("reception_lead", first, "submit")
    at(centre, 9, day=24)
    reverse(centre, wrong)
    letting_fee(centre, "320.00")
    at(centre, 16, day=24)
    second = banked(centre, "20.00")
    assert (second.cash_received, second.difference) == (Decimal("20.00"), NOTHING)
    centre.do("reception_lead", second, "submit")
    assert read(centre, wrong).reversal_deposit_id == second.id
    at(centre, 16, day=25)
    assert banked(centre, "0.00").cash_received == NOTHING, "counted once"


def test_a_rejected_banking_gives_its_receipts_back(centre: Centre) -> None:
    at(centre, 10)
    cash = letting_fee(centre, "300.00")
    made = banked(centre, "300.00")
    with pytest.raises(Invalid) as refused:
        banked(centre, "300.00", explanation="再存一次")
    assert made.number in said(refused)
    centre.do("reception_lead", made, "submit")
    centre.do("cashier", made, "reject", reason="回单看不清")
    assert read(centre, cash).cash_deposit_id is None
    assert banked(centre, "300.00").cash_received == Decimal("300.00")


def test_d_09_the_checker_took_none_of_the_money(centre: Centre) -> None:
    at(centre, 10)
    letting_fee(centre, "300.00", who="cashier")
    second = _another_cashier(centre)
    made = banked(centre, "300.00")
    centre.do("reception_lead", made, "submit")
    with pytest.raises(Forbidden) as refused:
        centre.do("cashier", made, "approve")
    assert "经手" in said(refused)
    centre.do(second, made, "approve")
    assert (made.status, made.same_hands) == ("approved", False)


def test_d_09_a_20_where_every_cashier_took_some_the_director_decides_and_the_warning_stays(centre: Centre) -> None:
    at(centre, 10)
    letting_fee(centre, "300.00", who="cashier")
    made = banked(centre, "300.00")
    centre.do("reception_lead", made, "submit")
    assert made.same_hands is True
    for who in ("cashier", "cs_supervisor"):
        with pytest.raises(Forbidden):
            centre.do(who, made, "approve")
    centre.do("director", made, "approve")
    assert (made.status, read(centre, made).same_hands) == ("approved", True)


def _another_cashier(centre: Centre) -> str:
    """The administration's clerk is cashier too."""
    with acting(centre.session, SYSTEM):
        user = centre.staff["hr_admin"].user
        accounts.grant(centre.session, user, role=Role.cashier, site_id=centre.site.id, actor=SYSTEM, now=centre.now)
    return "hr_admin"


def test_004_5_3_in_the_bank_by_17_00(centre: Centre) -> None:
    at(centre, 16)
    early = banked(centre, "0.00")
    at(centre, 18, day=24)
    late = banked(centre, "0.00")
    query = select(Deadline.state).where(Deadline.register == "cash_deposit").order_by(Deadline.record_id)
    with acting(centre.session, SYSTEM):
        assert list(centre.session.scalars(query)) == ["met", "late"]
    assert early.bank_by == dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    assert late.bank_by is not None


def test_nothing_is_banked_for_tomorrow(centre: Centre) -> None:
    with pytest.raises(Invalid):
        banked(centre, "0.00", business_date=dt.date(2026, 11, 24))


def test_see_creator_supervisor_director_and_cashier_only(centre: Centre) -> None:
    made = banked(centre, "0.00", who="receptionist")
    assert {w for w in ("receptionist", "reception_lead", "cs_supervisor", "director", "cashier", "hr_admin", "hq_quality")
            if centre.sees(w, made)} == {"receptionist", "cs_supervisor", "director", "cashier"}  # fmt: skip
