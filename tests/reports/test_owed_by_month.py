"""What was owed at a month's end, counted by hand: payments before, in and after it, a reversal, a waiver (003 (三)2; S-37)."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

import access
import reports
from models.declare import Record
from models.duty.report_list import Report
from models.engine import HistoryEntry
from models.finance.bill import Bill
from reports import boards
from reports.boards import Gauge
from tests.deadlines.conftest import ZONE, Centre, at
from tests.reports.money import WATER, Money, numbers

D = Decimal
OWED = Gauge(Report.arrears_ageing, "owed")
NOW = at("30 20:00")


def on(month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=ZONE).astimezone(dt.UTC)


def days(month: int) -> tuple[dt.date, dt.date]:
    first = dt.date(2026, month, 1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def given_up(money: Money, bill: Bill, state: str, when: dt.datetime) -> None:
    how = {"waived": "waive", "void": "void"}[state]
    for transition, from_state, to_state in (("dun", "due", "due"), (how, "due", state)):
        moved = {"transition": transition, "from_state": from_state, "to_state": to_state, "kind": "transition"}
        money.centre.add(HistoryEntry(register="bill", record_id=bill.id, site_id=1, at=when, **moved))
    touched(money.centre, bill, when)


def touched(centre: Centre, row: Record, when: dt.datetime) -> None:
    with access.gate(centre.session):
        row.updated_at = when
        centre.session.flush()


def written(centre: Centre) -> tuple[Money, dict[str, Bill]]:
    """Eight bills of site 1, made in August unless said, and one of site 2.

    | bill | due | Aug 31 | Sep 30 | Oct 31 | today |
    | paid: 100, 30 in August, 20 in September, 50 in November | 1 Aug | 70 | 50 | 50 | - |
    | back: 200, paid in August, reversed on 5 October | 1 Aug | - | - | 200 | 200 |
    | undone: 7, paid and reversed in September | 1 Aug | 7 | 7 | 7 | 7 |
    | waived: 40, 15 paid in August, waived on 2 October | 1 Aug | 25 | 25 | - | - |
    | void: 9, on 10 November | 1 Sep | - | 9 | 9 | - |
    | loaded: 60, 10 paid before it was taken over in October | 1 Jun | - | - | 50 | 50 |
    | later: 1000, due on 1 November | 1 Nov | - | - | - | 1000 |
    | site 2: 500, paid in October | 1 Aug | 500 | 500 | - | - |
    | Site 1 in all | | 102 | 91 | 316 | 1257 |
    """
    money = Money(centre)
    for who in ("a", "b"):
        centre.account(who)
    centre.now = on(8, 1)
    august, gone = dt.date(2026, 8, 1), {"reversal_asked_by_id": 1, "reversed_by_id": 2, "status": "reversed"}
    made = {
        "paid": money.bill(11, august, "100", "100"),
        "back": money.bill(12, august, "200", item=WATER),
        "undone": money.bill(21, august, "7"),
        "waived": money.bill(12, august, "40", "15", status="waived"),
        "void": money.bill(11, dt.date(2026, 9, 1), "9", status="void"),
        "later": money.bill(21, dt.date(2026, 11, 1), "1000", item=WATER),
        "there": money.bill(91, august, "500", "500"),
    }
    centre.now = on(10, 20)
    made["loaded"] = money.bill(11, dt.date(2026, 6, 1), "60", "10", item=WATER)
    for moment, bill, sum_, more in (
        (on(8, 31, 23), "paid", "30", {}), (on(9, 1, 0), "paid", "20", {}), (on(11, 2), "paid", "50", {"status": "reversal_asked", "reversal_asked_by_id": 1}),
        (on(8, 5), "back", "200", {**gone, "reversed_at": on(10, 5)}), (on(9, 5), "undone", "7", {**gone, "reversed_at": on(9, 6)}),
        (on(8, 9), "waived", "15", {}), (on(10, 9), "there", "500", {}),
    ):  # fmt: skip
        centre.now = moment
        money.receipt(made[bill].unit_id, "01 00:00", (made[bill], sum_), ("押金", "3.00"), paid_at=moment, **more)
    given_up(money, made["waived"], "waived", on(10, 2))
    given_up(money, made["void"], "void", on(11, 10))
    centre.now = NOW
    centre.session.flush()
    centre.session.expire_all()
    return money, made


def test_each_month_shows_what_was_owed_at_its_end(centre_on_both: Centre) -> None:
    session = centre_on_both.session
    _, made = written(centre_on_both)
    (reading,) = boards.read(session, (OWED,), 1, NOW, months=4)
    assert [figure.value for _, figure in reading.months] == [D(102), D(91), D(316), D(1257)]
    today = session.scalars(select(Bill).where(Bill.site_id == 1, Bill.due_on <= dt.date(2026, 11, 30)))
    assert reading.figure.value == sum(bill.owed for bill in today)
    assert [boards.by_site(session, OWED, (1, 2), NOW)[site].value for site in (1, 2)] == [D(1257), D(0)]
    (everywhere,) = boards.read(session, (OWED,), None, NOW, months=4)
    assert [figure.value for _, figure in everywhere.months] == [D(602), D(591), D(316), D(1257)]
    stood = {8: ("paid", "undone", "waived"), 9: ("paid", "undone", "waived", "void")}
    stood |= {10: ("paid", "back", "undone", "void", "loaded"), 11: ("back", "undone", "loaded", "later")}
    for (span, figure), (month, names) in zip(reading.months, stood.items(), strict=True):
        behind = reports.rows_behind(session, figure.drill, span)
        found = set(session.scalars(select(Bill.id).where(*behind.where)))
        assert (month, found) == (month, {made[name].id for name in names})


def test_the_statement_of_an_earlier_month_has_its_households_and_ages(centre_on_both: Centre) -> None:
    money, made = written(centre_on_both)
    found = money.summary(Report.arrears_ageing, *days(9))
    assert (found.figure("owed").value, found.figure("owing").value) == (D(91), 3)
    assert numbers(found.table("by_age")) == {"0-30 天": (1, D(9)), "31-90 天": (3, D(82)), "合计": (3, D(91))}
    listed = found.rows("unreminded")
    where = [code for code, _ in listed.heads].index("owed")
    owed = {row: line[where] for row, line in zip(listed.ids, listed.lines, strict=True)}
    assert owed == {made[k].id: D(v) for k, v in (("paid", 50), ("undone", 7), ("waived", 25), ("void", 9))}


@pytest.mark.parametrize("held", ["settled", "lettered"])
def test_the_steps_of_dunning_are_those_of_the_time(centre: Centre, held: str) -> None:
    """T-43: a household dunned in September and settled, or sent a letter, in November was then being reminded."""
    money, made = written(centre)
    centre.now = on(9, 20)
    dunning = money.dunning(made["paid"], held, letter_from=dt.date(2026, 12, 20))
    touched(centre, dunning, on(11, 5))
    steps = ((on(9, 20), "", "new"), (on(9, 21), "new", "reminded"), (on(11, 5), "reminded", held))
    for moment, before, after in steps:
        moved = {"from_state": before, "to_state": after, "kind": "transition"}
        centre.add(HistoryEntry(register="dunning", record_id=dunning.id, site_id=1, at=moment, **moved))
    shown = {month: money.summary(Report.arrears_ageing, *days(month)) for month in (8, 9, 11)}
    figures = {m: (s.figure("dunned").value, s.figure("never_reminded").value) for m, s in shown.items()}
    assert figures == {8: (0, 3), 9: (1, 3), 11: (1 if held == "lettered" else 0, 3)}
    assert list(numbers(shown[9].table("by_step"))) == ["已提醒", "合计"]
