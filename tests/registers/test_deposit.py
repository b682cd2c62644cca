"""Deposits: taken with a receipt, deducted never above what is held, refunded less the deductions (002 职责2; 000 §4.5.4)."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from access import SYSTEM, acting
from models.finance.receipt import Receipt
from tests.registers.centre import Centre
from tests.registers.money import letting_fee, read, reverse, said, setting
from workflow import Conflict, Forbidden, Invalid


def deposit(centre: Centre, amount: str = "2000.00", *, who: str = "cashier", **more: Any) -> Any:
    values = {"unit": centre.units[0], "payer": "周女士", "kind": "decoration", "amount": amount, **more}
    return read(centre, centre.create(who, "Deposit", **values))


def deduct(centre: Centre, held: Any, amount: str, who: str = "cs_supervisor") -> Any:
    centre.do(who, held, "deduct", deducted_now=amount, reason="破坏防水层")
    return read(centre, held)


def refund(centre: Centre, held: Any) -> Any:
    centre.do("receptionist", held, "ask_refund")
    centre.do("director", held, "first_approve")
    centre.do("cashier", held, "refund")
    return read(centre, held)


def test_002_2_taking_one_issues_its_receipt(centre: Centre) -> None:
    held = deposit(centre, method="transfer")
    receipt = held.receipt
    assert (receipt.total, receipt.method, receipt.payer, receipt.unit_id) == (
        Decimal("2000.00"), "transfer", "周女士", centre.units[0].id,
    )  # fmt: skip
    assert [line.item for line in receipt.lines] == ["装修保证金"]
    assert receipt.created_by_id == centre.actor("cashier").user_id


def test_a_25_the_decoration_deposit_is_called_what_the_site_calls_it(centre: Centre) -> None:
    setting(centre, "deposit.name", "装修押金")
    assert [line.item for line in deposit(centre).receipt.lines] == ["装修押金"]
    assert [line.item for line in deposit(centre, kind="key").receipt.lines] == ["钥匙押金"]


def test_one_taken_before_on_paper_gets_no_second_receipt(centre: Centre) -> None:
    held = deposit(centre, old_receipt="0008123")
    assert held.receipt is None
    with acting(centre.session, SYSTEM):
        assert centre.session.scalars(select(Receipt)).all() == []


def test_000_4_5_4_deductions_are_never_above_what_is_held(centre: Centre) -> None:
    held = deduct(centre, deposit(centre), "1500.00")
    with pytest.raises(Invalid) as refused:
        deduct(centre, held, "500.01")
    assert "500.00" in said(refused)
    for nothing in ("0.00", "-1.00"):
        with pytest.raises(Invalid):
            deduct(centre, held, nothing)
    assert (held.deducted, held.status) == (Decimal("1500.00"), "held")
    assert [(d.amount, d.reason) for d in held.deductions] == [(Decimal("1500.00"), "破坏防水层")]


def test_000_4_5_4_the_database_holds_deductions_below_the_amount(centre: Centre) -> None:
    held = deposit(centre)
    centre.session.commit()
    for change in (
        "deducted = amount + 1",
        "deducted = -1",
        "status = 'forfeited'",
        "status = 'refunded'",
        "amount = 0",
    ):
        with pytest.raises(IntegrityError):
            centre.session.execute(text(f"UPDATE deposit SET {change} WHERE id = {held.id}"))  # noqa: S608 - the test's own words
        centre.session.rollback()


def test_000_4_5_4_it_is_forfeited_by_itself_when_deductions_reach_it(centre: Centre) -> None:
    held = deduct(centre, deposit(centre), "1500.00")
    deduct(centre, held, "500.00", "director")
    assert (held.status, held.deducted) == ("forfeited", Decimal("2000.00"))
    with pytest.raises(Conflict):
        centre.do("receptionist", held, "ask_refund")


def test_who_takes_the_money_does_not_deduct(centre: Centre) -> None:
    held = deposit(centre)
    for who in ("cashier", "receptionist", "engineering_lead"):
        with pytest.raises(Forbidden):
            deduct(centre, held, "100.00", who)


def test_a_refund_is_the_amount_less_the_deductions(centre: Centre) -> None:
    held = refund(centre, deduct(centre, deposit(centre), "350.55"))
    assert (held.status, held.refunded, held.refunded_on) == ("refunded", Decimal("1649.45"), centre.now.date())


def test_a_refund_takes_reception_director_and_cashier(centre: Centre) -> None:
    held = deposit(centre, who="receptionist")
    with pytest.raises(Forbidden):
        centre.do("cashier", held, "ask_refund")
    centre.do("reception_lead", held, "ask_refund")
    for who in ("cashier", "cs_supervisor", "receptionist"):
        with pytest.raises(Forbidden):
            centre.do(who, held, "first_approve")
    centre.do("director", held, "refuse_refund", reason="还没有验收")
    assert held.status == "held"
    refund(centre, held)


def test_the_amount_stays_once_the_receipt_is_issued(centre: Centre) -> None:
    held = deposit(centre)
    with pytest.raises(Invalid) as refused:
        centre.edit("cashier", held, amount="1000.00")
    assert "冲红" in said(refused)


def test_x_17_a_wrong_one_goes_with_its_receipt(centre: Centre) -> None:
    held = deposit(centre)
    with pytest.raises(Forbidden) as refused:
        centre.do("director", held, "void", reason="收错")
    assert held.receipt.number in said(refused)
    reverse(centre, held.receipt)
    assert read(centre, held).status == "void"


def test_the_receipt_of_a_deposit_in_use_is_not_reversed(centre: Centre) -> None:
    held = deduct(centre, deposit(centre), "100.00")
    with pytest.raises(Invalid) as refused:
        centre.do("cashier", held.receipt, "ask_reversal", reason="退款")
    assert held.number in said(refused)
    other = letting_fee(centre)
    assert reverse(centre, other).status == "reversed"
