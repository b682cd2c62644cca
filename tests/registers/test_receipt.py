"""Receipts: they settle what they pay, and are reversed by two people, never changed (002 §2(3); 004 §5.3; X-17; A-48)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from access import SYSTEM, WriteOutsideWorkflow, acting
from models.duty.deadline import Deadline
from models.finance.receipt import Receipt
from models.spec import Role
from tests.registers.centre import Centre
from tests.registers.money import bill, letting_fee, read, receipt, reverse, said, setting
from workflow import Conflict, Forbidden, Invalid, accounts


def test_002_2_1_a_receipt_settles_the_bills_it_names(centre: Centre) -> None:
    first, second = bill(centre, "120.00"), bill(centre, "80.00")
    made = receipt(centre, (first, "120.00"), (second, "30.50"), received="200.00")
    assert (made.total, made.received, made.change) == (Decimal("150.50"), Decimal("200.00"), Decimal("49.50"))
    assert (read(centre, first).status, first.paid, first.owed) == ("paid", Decimal("120.00"), Decimal(0))
    assert (read(centre, second).status, second.paid, second.owed) == ("part", Decimal("30.50"), Decimal("49.50"))
    receipt(centre, (second, "49.50"))
    assert (read(centre, second).status, second.owed) == ("paid", Decimal(0))


def test_cash_left_empty_is_exact_and_too_little_is_refused(centre: Centre) -> None:
    made = letting_fee(centre)
    assert (made.received, made.change) == (Decimal("300.00"), Decimal(0))
    with pytest.raises(Invalid) as refused:
        letting_fee(centre, received="299.99")
    assert "不够" in said(refused)
    by_card = letting_fee(centre, method="card", received="500.00")
    assert (by_card.received, by_card.change) == (None, None)


def test_002_2_1_nobody_pays_more_than_is_owed_and_hears_who_was_faster(centre: Centre) -> None:
    made = bill(centre)
    with pytest.raises(Invalid):
        receipt(centre, (made, "120.01"))
    first = receipt(centre, (made, "100.00"))
    centre.later(minutes=2)
    with pytest.raises(Invalid) as refused:
        receipt(centre, (read(centre, made), "120.00"), who="cashier")
    for words in ("20.00", "100.00", first.number, "接待专员甲"):
        assert words in said(refused)
    assert read(centre, made).paid == Decimal("100.00")


def test_another_homes_bill_a_settled_one_and_the_same_twice_are_refused(centre: Centre) -> None:
    mine, theirs = bill(centre), bill(centre, home=1)
    with pytest.raises(Invalid) as refused:
        receipt(centre, (mine, "120.00"), (theirs, "120.00"))
    assert theirs.number in said(refused)
    with pytest.raises(Invalid):
        receipt(centre, (mine, "60.00"), (mine, "60.00"))
    centre.do("director", mine, "waive", reason="减免")
    with pytest.raises(Invalid) as refused:
        receipt(centre, (mine, "1.00"))
    assert "减免" in said(refused)


def test_a_line_says_what_it_is_for_and_is_more_than_nothing(centre: Centre) -> None:
    for lines in (
        [],
        [{"amount": "5.00"}],
        [{"item": "复印费", "amount": "0.00"}],
        [{"item": "复印费", "amount": "-5.00"}],
    ):
        with pytest.raises(Invalid):
            receipt(centre, lines=lines)


def test_receipts_are_never_edited(centre: Centre) -> None:
    made = letting_fee(centre)
    for who in ("receptionist", "cashier", "director", "cs_supervisor"):
        with pytest.raises(Forbidden):
            centre.edit(who, made, payer="别人")


def test_receipts_are_never_deleted_nor_voided(centre: Centre) -> None:
    made = letting_fee(centre)
    flow = Receipt.__register__.flow
    assert flow is not None
    assert "void" not in {t.name for t in flow.transitions}
    with acting(centre.session, SYSTEM):
        centre.session.delete(made)
        with pytest.raises(WriteOutsideWorkflow):
            centre.session.flush()


def test_x_17_numbers_have_no_gap_whatever_is_refused_between(centre: Centre) -> None:
    owed = bill(centre)
    centre.session.commit()
    numbers = []
    for _ in range(3):
        numbers.append(letting_fee(centre).number)
        centre.session.commit()
        with pytest.raises(Invalid):
            receipt(centre, (owed, "999.00"))
        centre.session.rollback()
    assert [int(n[-4:]) for n in numbers] == [1, 2, 3]


def test_002_2_3_two_people_reverse_and_the_asker_is_never_the_reverser(centre: Centre) -> None:
    made = letting_fee(centre)
    with pytest.raises(Conflict):
        centre.do("director", made, "reverse", reason="直接冲")
    centre.do("receptionist", made, "ask_reversal", reason="金额写错")
    for who in ("receptionist", "cashier", "cs_supervisor"):
        with pytest.raises(Forbidden):
            centre.do(who, made, "reverse", reason="冲")
    centre.do("director", made, "reverse", reason="属实")
    assert (made.status, made.reversed_by_id) == ("reversed", centre.actor("director").user_id)
    assert made.reversal_asked_by_id == centre.actor("receptionist").user_id


def test_002_2_3_a_director_who_asked_as_cashier_does_not_reverse(centre: Centre) -> None:
    with acting(centre.session, SYSTEM):
        boss = centre.staff["director"].user
        accounts.grant(centre.session, boss, role=Role.cashier, site_id=centre.site.id, actor=SYSTEM, now=centre.now)
    made = letting_fee(centre)
    centre.do("director", made, "ask_reversal", reason="金额写错")
    with pytest.raises(Forbidden):
        centre.do("director", made, "reverse", reason="属实")


def test_the_database_holds_asker_and_reverser_apart(centre: Centre) -> None:
    made = reverse(centre, letting_fee(centre))
    centre.session.commit()
    with pytest.raises(IntegrityError):
        centre.session.execute(text(f"UPDATE receipt SET reversed_by_id = reversal_asked_by_id WHERE id = {made.id}"))  # noqa: S608 - the test's own words


def test_a_refused_reversal_leaves_the_receipt_as_it_was(centre: Centre) -> None:
    owed = bill(centre)
    made = receipt(centre, (owed, "120.00"))
    centre.do("cashier", made, "ask_reversal", reason="业主要退")
    centre.do("director", made, "refuse_reversal", reason="金额没有错")
    assert (made.status, made.reversal_asked_by_id) == ("issued", None)
    assert read(centre, owed).status == "paid"


def test_002_2_3_a_reversal_restores_the_bills_exactly(centre: Centre) -> None:
    first, second = bill(centre, "120.00"), bill(centre, "80.00")
    kept = receipt(centre, (second, "30.00"))
    made = receipt(centre, (first, "120.00"), (second, "50.00"))
    reverse(centre, made)
    assert (read(centre, first).status, first.paid, first.owed) == ("due", Decimal(0), Decimal("120.00"))
    assert (read(centre, second).status, second.paid, second.owed) == ("part", Decimal("30.00"), Decimal("50.00"))
    assert kept.status == "issued"
    assert receipt(centre, (first, "120.00")).total == Decimal("120.00")


def test_a_bill_waived_since_stays_waived_when_its_receipt_is_reversed(centre: Centre) -> None:
    owed = bill(centre)
    made = receipt(centre, (owed, "20.00"))
    centre.do("director", read(centre, owed), "waive", reason="减免余款")
    reverse(centre, made)
    assert (read(centre, owed).status, owed.paid, owed.owed) == ("waived", Decimal(0), Decimal(0))


def test_004_7_4_13_the_counter_has_five_minutes(centre: Centre) -> None:
    quick = letting_fee(centre, started_at=centre.now - dt.timedelta(minutes=4))
    slow = letting_fee(centre, started_at=centre.now - dt.timedelta(minutes=6))
    assert [clock(centre, r).state for r in (quick, slow)] == ["met", "late"]


def clock(centre: Centre, made: Any) -> Deadline:
    query = select(Deadline).where(
        Deadline.register == "receipt", Deadline.record_id == made.id, Deadline.rule == "counter"
    )
    with acting(centre.session, SYSTEM):
        return centre.session.scalars(query).one()


def test_the_five_minutes_are_the_sites_to_set(centre: Centre) -> None:
    setting(centre, "fee.pay_minutes", "10")
    made = letting_fee(centre, started_at=centre.now - dt.timedelta(minutes=6))
    assert clock(centre, made).state == "met"


# paper books


def book(centre: Centre, first: str = "0012301", last: str = "0012350", **more: Any) -> Any:
    values = {
        "kind": "receipt",
        "number_from": first,
        "number_to": last,
        "taken_by": centre.staff["receptionist"],
        **more,
    }
    return centre.create("cashier", "ReceiptBook", **values)


def voucher(number: str, amount: str = "300.00", kind: str = "receipt") -> dict[str, str]:
    return {"kind": kind, "number": number, "amount": amount}


def test_a_48_one_payment_carries_several_papers_of_both_kinds(centre: Centre) -> None:
    receipts, invoices = book(centre), book(centre, "A0001", "A0050", kind="invoice")
    made = letting_fee(centre, vouchers=[voucher("0012301", "100.00"), voucher("A0007", "200.00", "invoice")])
    assert [v.book_id for v in made.vouchers] == [receipts.id, invoices.id], "the book is found by the number"
    with pytest.raises(Invalid) as refused:
        letting_fee(centre, vouchers=[voucher("0012302", "300.01")])
    assert "多于" in said(refused)


def test_x_17_a_paper_is_used_once_and_from_a_book_taken_out(centre: Centre) -> None:
    taken = book(centre)
    first = letting_fee(centre, vouchers=[voucher("0012301")])
    with pytest.raises(Invalid) as refused:
        letting_fee(centre, vouchers=[voucher("0012301")])
    assert first.number in said(refused)
    for number in ("0012351", "12302", "B0012302"):
        with pytest.raises(Invalid):
            letting_fee(centre, vouchers=[voucher(number)])
    centre.edit("cashier", taken, voided=[{"number": "0012303", "reason": "写坏"}])
    with pytest.raises(Invalid) as refused:
        letting_fee(centre, vouchers=[voucher("0012303")])
    assert "作废" in said(refused)
    reverse(centre, first)
    with pytest.raises(Invalid):
        letting_fee(centre, vouchers=[voucher("0012301")])


def test_x_17_a_missing_number_is_shown_until_it_is_accounted_for(centre: Centre) -> None:
    taken = book(centre, "0012301", "0012304")
    for number in ("0012301", "0012304"):
        letting_fee(centre, vouchers=[voucher(number)])
    assert (taken.used, taken.missing) == ("2 / 4", "0012302、0012303")
    with pytest.raises(Invalid) as refused:
        centre.do("cashier", taken, "close")
    assert "0012302" in said(refused)
    spoilt = [{"number": n, "reason": "写坏"} for n in ("0012302", "0012303")]
    centre.edit("cashier", taken, voided=spoilt)
    assert taken.missing == ""
    centre.do("cashier", taken, "close")
    assert taken.cleared_on == dt.date(2026, 11, 23)


def test_x_17_no_number_stands_in_two_books(centre: Centre) -> None:
    first = book(centre)
    with pytest.raises(Invalid) as refused:
        book(centre, "0012350", "0012399")
    assert first.number in said(refused)
    assert book(centre, "0012351", "0012399").status == "open"
    assert book(centre, "0012301", "0012350", kind="invoice").status == "open", "invoices count for themselves"


@pytest.mark.parametrize(
    ("first", "last"), [("12", "9"), ("A01", "B09"), ("01", "010"), ("号", "号"), ("0001", "9999")]
)
def test_a_book_is_one_run_of_papers(centre: Centre, first: str, last: str) -> None:
    with pytest.raises(Invalid):
        book(centre, first, last)


def test_a_void_number_belongs_to_the_book_once_and_was_not_used(centre: Centre) -> None:
    taken = book(centre)
    letting_fee(centre, vouchers=[voucher("0012301")])
    centre.session.commit()
    for numbers in (["0012399"], ["0012302", "0012302"], ["0012301"]):
        with pytest.raises(Invalid):
            centre.edit("cashier", taken, voided=[{"number": n, "reason": "写坏"} for n in numbers])
        centre.session.rollback()
        centre.session.refresh(taken)
