"""Takings, the month's statement and the collection rate, counted by hand (004 §5.1, §5.6; 003 (四)2)."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import select

import reports
from models.duty.report_list import Report
from models.finance.cash_deposit import CashDeposit
from models.finance.receipt import Receipt
from tests.deadlines.conftest import Centre, at
from tests.reports.money import WATER, Money, numbers

D = Decimal
MONDAY, SUNDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 22)
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def november(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def taken(money: Money) -> None:
    """Four receipts of the week that hold, one reversed, those just outside, and one of another site."""
    fee = money.bill(11, november(10), "300.00", "300.00")
    water = money.bill(12, november(10), "45.60", "45.60", WATER)
    money.receipt(11, "16 00:00", (fee, "200.00"), (water, "45.60"))
    money.receipt(11, "17 09:00", (fee, "100.00"), method="wechat")
    money.receipt(12, "18 09:00", ("钥匙工本费", "20.05"))
    money.receipt(12, "22 23:59", ("钥匙工本费", "10.00"), status="reversal_asked", reversal_asked_by_id=1)
    gone = {"reversal_asked_by_id": 1, "reversed_by_id": 2, "reversed_at": at("20 10:00")}
    money.receipt(21, "19 09:00", ("错开", "999.00"), status="reversed", **gone)
    money.receipt(11, "15 23:59", ("钥匙工本费", "1.00"))
    money.receipt(11, "23 00:00", ("钥匙工本费", "2.00"))
    money.receipt(91, "18 09:00", ("钥匙工本费", "5000.00"))
    for day, banked, difference in ((16, "245.60", "0"), (18, "20.00", "-0.05"), (23, "2.00", "0")):
        more = {
            "business_date": november(day),
            "deposited_at": at(f"{day} 16:00"),
            "cash_received": D(banked) - D(difference),
        }
        kept = {"status": "submitted", "number": f"XJ-{day}", "difference": D(difference), "explanation": "少找零"}
        money.centre.add(CashDeposit(**money.centre.base(), site_id=1, deposited=D(banked), **more, **kept))


def test_the_week_s_takings(centre_on_both: Centre) -> None:
    """004 §5.1; S-01: by fee, by way of paying, by day; a reversed receipt is no money, one asked for still is."""
    for who in ("a", "b"):
        centre_on_both.account(who)
    money = Money(centre_on_both)
    taken(money)
    found = money.summary(Report.fee_weekly, MONDAY, SUNDAY)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "receipts": 4,
        "households": 2,
        "taken": D("375.65"),
        "reversed": D("999.00"),
        "cash": D("275.65"),
        "banked": D("265.60"),
        "differing": 1,
    }
    assert found.figure("differing").verdict == "missed"
    assert numbers(found.table("by_item")) == {
        "物业服务费": (D("300.00"), 2),
        "水费": (D("45.60"), 1),
        "钥匙工本费": (D("30.05"), 2),
        "合计": (D("375.65"), 4),
    }
    assert numbers(found.table("by_method"))["微信"] == (1, D("100.00"))
    assert numbers(found.table("by_day"))["2026-11-22"] == (1, D("10.00"))
    assert found.rows("reversals").total == 1


def test_behind_a_fee_stand_the_receipts_that_paid_it(centre: Centre) -> None:
    for who in ("a", "b"):
        centre.account(who)
    money = Money(centre)
    taken(money)
    found = money.summary(Report.fee_weekly, MONDAY, SUNDAY)
    span = reports.span_of(centre.session, 1, MONDAY, SUNDAY, at("23 09:00"))
    for line in found.table("by_item").lines:
        behind = reports.rows_behind(centre.session, line.cells[1].drill, span)
        rows = list(centre.session.scalars(select(Receipt.id).where(*behind.where)))
        assert (line.key, len(rows)) == (line.key, line.cells[1].value)


def billed(money: Money) -> None:
    """November's bills of three homes, older debts of two, and what doesn't count."""
    money.bill(11, november(1), "100.00", "100.00")
    money.bill(12, november(30), "200.00", "50.50")
    money.bill(21, november(15), "300.00")
    money.bill(11, november(15), "40.00", "40.00", WATER)
    money.bill(21, november(20), "70.00", status="waived")
    money.bill(11, november(20), "80.00", status="void")
    money.bill(12, dt.date(2026, 10, 31), "10.00")  # 30 days
    money.bill(12, dt.date(2026, 8, 31), "20.00", "5.00", WATER)  # 91 days
    money.bill(21, dt.date(2025, 11, 29), "30.00")  # 366 days
    money.bill(21, dt.date(2026, 12, 1), "1000.00")
    money.bill(91, november(15), "5000.00")


def test_the_month_s_statement(centre_on_both: Centre) -> None:
    """004 §5.6; S-02: due, paid, collection rate, arrears by age and by building."""
    money = Money(centre_on_both)
    billed(money)
    found = money.summary(Report.fee_monthly, FIRST, LAST)
    shown = {k: f.value for k, f in found.figures().items() if "." not in k}
    assert {k: shown[k] for k in ("due", "paid", "rate", "waived", "taken", "owed", "owing")} == {
        "due": D("640.00"),
        "paid": D("190.50"),
        "rate": D("29.77"),
        "waived": D("70.00"),
        "taken": D("0.00"),
        "owed": D("504.50"),  # 149.50 + 300 + 10 + 15 + 30
        "owing": 2,
    }
    assert numbers(found.table("by_building")) == {
        "1": (D("340.00"), D("190.50"), D("174.50"), D("56.03")),
        "2": (D("300.00"), D("0.00"), D("330.00"), D("0.00")),
        "合计": (D("640.00"), D("190.50"), D("504.50"), D("29.77")),
    }
    assert numbers(found.table("by_age")) == {
        "0-30 天": (2, D("459.50")),
        "91-180 天": (1, D("15.00")),
        "365 天以上": (1, D("30.00")),
        "合计": (2, D("504.50")),
    }


def test_the_rate_is_of_the_service_fee_and_judged_only_by_a_target(centre: Centre) -> None:
    """003 (四)2; T-48; A-63: water is not counted; without the company's figure nothing is met or missed."""
    money = Money(centre)
    billed(money)
    found = money.summary(Report.collection_rate, FIRST, LAST)
    values = [found.figure(code).value for code in ("due", "paid", "rate", "year_due", "year_paid")]
    assert values == [D("600.00"), D("150.50"), D("25.08"), D("610.00"), D("150.50")]
    assert found.figure("rate").verdict == "unset"
    centre.setting("target.collection", "25")
    assert money.summary(Report.collection_rate, FIRST, LAST).figure("rate").verdict == "met"
    centre.setting("fee.service_name", "停车")
    nothing = money.summary(Report.collection_rate, FIRST, LAST)
    assert (nothing.figure("due").value, nothing.figure("rate").value) == (D("0.00"), None)
