"""The daily list of who owes what and how far the reminders have come (003 (三)2; S-37; T-43, T-44; A-46)."""

import datetime as dt
from decimal import Decimal

from models.duty.report_list import Report
from models.finance.dunning import Dunning
from tests.deadlines.conftest import Centre, at
from tests.reports.money import WATER, Money, numbers

D = Decimal
TODAY = dt.date(2026, 11, 30)


def step(when: dt.datetime, kind: str = "phone") -> object:
    row = Dunning.steps.property.mapper.class_
    return row(kind=kind, at=when)


def written(money: Money) -> dict[str, Dunning]:
    """Five debts: letter due today, due in a week, promised and past, already settled, and two nobody was told of."""
    august = at("01 10:00") - dt.timedelta(days=62)  # 31 August in Shanghai
    bills = [money.bill(11, dt.date(2026, 8, 1), "100.00"), money.bill(12, dt.date(2026, 8, 1), "50.00", "20.00")]
    made = {
        "due": money.dunning(bills[0], "reminded", letter_from=TODAY, steps=[step(august), step(at("01 09:00"))]),
        "soon": money.dunning(
            bills[1], "reminded", letter_from=TODAY + dt.timedelta(days=7), steps=[step(at("20 09:00"))]
        ),
    }
    debt = money.bill(21, dt.date(2026, 7, 1), "70.00")
    made["sent"] = money.dunning(debt, "lettered", letter_from=dt.date(2026, 10, 1), promise_on=dt.date(2026, 11, 29))
    money.dunning(money.bill(12, dt.date(2026, 6, 1), "10.00", "10.00"), "settled")
    money.bill(21, dt.date(2026, 11, 30), "5.00", item=WATER)
    money.bill(21, dt.date(2026, 12, 1), "6.00", item=WATER)
    money.dunning(money.bill(91, dt.date(2026, 8, 1), "900.00"), "new", letter_from=TODAY)
    return made


def test_households_by_age_and_by_step(centre_on_both: Centre) -> None:
    money = Money(centre_on_both)
    made = written(money)
    found = money.summary(Report.arrears_ageing, TODAY, TODAY)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "owed": D("205.00"),  # 100 + 30 + 70 + 5
        "owing": 3,
        "dunned": 3,
        "never_reminded": 1,
        "letter_due": 1,
        "letter_soon": 1,
        "broken": 1,
    }
    assert numbers(found.table("by_step")) == {
        "已提醒": (2, D("130.00")),
        "已发函": (1, D("70.00")),
        "合计": (3, D("200.00")),
    }
    assert found.rows("letters").ids == (made["due"].id,)


def test_days_are_counted_from_the_first_telephone_call(centre: Centre) -> None:
    """A-46: the second call does not begin anew; nobody called yet: no days."""
    money = Money(centre)
    written(money)
    rows = money.summary(Report.arrears_ageing, TODAY, TODAY).rows("ladder")
    at_ = [code for code, _ in rows.heads].index("days")
    assert sorted(str(line[at_]) for line in rows.lines) == ["10", "91", "None"]
