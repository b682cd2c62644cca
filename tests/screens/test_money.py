"""The money registers over HTTP: a period billed from the list of bills, a receipt from a bill, what the screens refuse."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.finance.bill import Bill
from models.finance.receipt import Receipt
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser, record

DUE = {"bill_from": "2026-11-01", "bill_due_on": "2026-11-30"}


def fees(centre: Centre) -> list[Any]:
    made = [
        example(centre, "FeeItem", name="物业管理费"),
        example(centre, "FeeItem", name="垃圾清运费"),
        example(centre, "FeeItem", name="水费", basis="meter"),
    ]
    centre.session.commit()
    return made


def bills(centre: Centre) -> list[Any]:
    centre.session.rollback()
    return list(centre.session.scalars(select(Bill).execution_options(populate_existing=True)))


def test_002_2_1_the_list_of_bills_offers_to_bill_a_period_for_all_homes(
    sign_in: Callable[[str], Browser], centre: Centre
) -> None:
    lead = sign_in("reception_lead@ltxy")
    link = "/admin/fee_item/transition/make_bills/?id=all"
    assert lead.get(link).location.endswith("/admin/fee_item/"), "nothing to bill yet: the price list comes first"
    fees(centre)
    assert lead.get("/admin/bill/").one(f'a[href="{link}"]').get_text(strip=True) == "批量出账"
    form = lead.get(link)
    assert form.status == 200
    assert "抄表" in form.words, "a fee by the meter says why it is left out"
    done = lead.send(form, **DUE)
    assert done.status == 200
    homes = len(centre._units)
    assert len(bills(centre)) == 2 * homes
    lead.send(lead.get(link), **DUE)
    assert len(bills(centre)) == 2 * homes, "again, and nothing is made twice"


def test_who_may_not_bill_is_not_offered_it(clerk: Browser, centre: Centre) -> None:
    fees(centre)
    assert not clerk.get("/admin/bill/").html.select('a[href*="make_bills"]')
    assert clerk.get("/admin/fee_item/transition/make_bills/?id=all").status == 403


def test_004_7_4_13_a_receipt_opens_filled_in_from_a_bill(clerk: Browser, centre: Centre) -> None:
    owed = example(centre, "Bill")
    centre.session.commit()
    form = clerk.get(f"/admin/bill/transition/collect/?id={owed.id}")
    fields = form.fields()
    assert (fields["lines-0-bill"], fields["lines-0-amount"]) == (str(owed.id), "12.00")
    sent = clerk.send(form, received="20.00")
    assert sent.status == 303
    shown = clerk.get(sent.location)
    assert shown.value("change") == "¥8.00"
    assert record(centre, "Bill", owed.id).status == "paid"
    (made,) = centre.session.scalars(select(Receipt))
    assert made.started_at is not None


def test_002_2_1_once_the_home_is_chosen_its_open_bills_are_offered_the_oldest_first(
    clerk: Browser, centre: Centre
) -> None:
    item, home, other = example(centre, "FeeItem"), centre.unit(), centre.unit("3-1-602")

    def bill(unit: Any, month: int) -> Any:
        first = dt.date(2026, month, 1)
        return centre.make(
            "Bill", {"unit": unit, "fee_item": item, "period_from": first, "period_to": dt.date(2026, month, 28),
                     "due_on": first, "quantity": 1},
        )  # fmt: skip

    late, early, theirs, waived = bill(home, 9), bill(home, 4), bill(other, 3), bill(home, 5)
    centre.do(waived, "waive", "director", reason="房屋漏水")
    centre.session.commit()

    def offered(path: str, **asked: Any) -> list[int]:
        return [hit["id"] for hit in clerk.client.get(f"/admin/{path}", query_string={"q": "", **asked}).get_json()]

    for path in ("receipt/lookup/lines.bill", "dunning/lookup/bills", "fee_appointment/lookup/bills"):
        assert offered(path, within=home.id) == [early.id, late.id], path
        assert offered(path, within=other.id) == [theirs.id], path
        assert {early.id, late.id, theirs.id, waived.id} <= set(offered(path)), "no home chosen: as ever"
    assert offered("receipt/lookup/lines.bill", within=home.id, q=late.number[-6:]) == [late.id]
    assert offered("receipt/lookup/lines.bill", within=home.id, q=item.name) == [early.id, late.id]
    assert offered("receipt/lookup/lines.bill", within=home.id, q=theirs.number) == []
    form = clerk.get(f"/admin/receipt/new/?unit={home.id}")
    assert 'data-within="unit"' in str(form.html.template)
    lines = {"lines-0-bill": str(theirs.id), "lines-0-amount": "1.00"}
    assert "不是这户的" in clerk.send(form, payer="周女士", **lines).errors["lines-0-bill"]


def test_a_slower_counter_hears_who_took_the_money(clerk: Browser, sign_in: Any, centre: Centre) -> None:
    owed = example(centre, "Bill")
    centre.session.commit()
    slow, quick = clerk.get(f"/admin/bill/transition/collect/?id={owed.id}"), sign_in("reception_lead@ltxy")
    quick.send(quick.get(f"/admin/bill/transition/collect/?id={owed.id}"))
    refused = clerk.send(slow)
    assert refused.status in {409, 422, 403}
    assert "没有欠款" in refused.words or "收据" in refused.words
    assert record(centre, "Bill", owed.id).paid == Decimal("12.00")
    open_form = clerk.get(f"/admin/receipt/new/?unit={owed.unit_id}")
    refused = clerk.send(open_form, payer="周女士", **{"lines-0-bill": str(owed.id), "lines-0-amount": "12.00"})
    assert refused.status == 422
    assert centre.staff("reception_lead").name in refused.words


def test_x_17_no_address_edits_or_deletes_a_receipt(clerk: Browser, director: Browser, centre: Centre) -> None:
    made = example(centre, "Receipt")
    centre.session.commit()
    for browser in (clerk, director):
        assert browser.get(f"/admin/receipt/edit/?id={made.id}").status == 403
        assert browser.post(f"/admin/receipt/edit/?id={made.id}", payer="别人").status == 403
        assert browser.post(f"/admin/receipt/delete/?id={made.id}").status in {404, 405}
    assert record(centre, "Receipt", made.id).payer == "周女士"


def test_a_difference_is_told_with_its_figures_and_what_was_typed_stays(clerk: Browser, centre: Centre) -> None:
    example(centre, "Receipt")
    centre.session.commit()
    form = clerk.get("/admin/cash_deposit/new/")
    day = dt.date(2026, 11, 19)
    refused = clerk.send(form, business_date=f"{day}", deposited="290.00", deposited_at=f"{day} 16:30")
    assert refused.status == 422
    assert "300.00" in refused.errors["explanation"]
    assert refused.fields()["deposited"] == "290.00"


def test_002_2_3_the_director_s_desk_offers_the_reversal_asked_for_not_its_refusal(
    sign_in: Callable[[str], Browser], centre: Centre
) -> None:
    taken = example(centre, "Receipt")
    centre.do(taken, "ask_reversal", "receptionist", reason="重复收款")
    centre.session.commit()
    boss = sign_in("director@ltxy")
    assert boss.get("/admin/").texts("[data-column=todo] .a") == ["冲红"]
    assert "¥300.00" in boss.get("/admin/receipt/").words
    shown = boss.get(f"/admin/receipt/details/?id={taken.id}")
    heads = [h for h in shown.texts(".stack h2") if h.startswith(("收什么", "明细", "票据和时间"))]
    assert [h[:2] for h in heads] == ["收什", "明细", "票据"], "lines stand beneath the section that names them"
    assert shown.value("reversal_asked_by") == centre.staff("receptionist").name
