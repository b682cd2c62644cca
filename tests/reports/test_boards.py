"""Boards: the month so far against the target, the months before it, and the sites side by side."""

import datetime as dt
from decimal import Decimal

from models.duty.report_list import Report
from reports import boards
from reports.boards import BOARDS, Gauge
from reports.results import Figure
from tests.deadlines.conftest import Centre, at
from tests.reports.money import Money
from tests.reports.test_callbacks import order

D = Decimal
NOW = at("30 20:00")
RATE = Gauge(Report.collection_rate, "rate")
EVERY = sorted({gauge for board in BOARDS for gauge in board.gauges}, key=lambda g: (g.report.value, g.code))


def written(centre: Centre) -> None:
    """Service fees of three months at site 1, of one at site 2; call-backs at both."""
    money = Money(centre)
    money.bill(11, dt.date(2026, 9, 30), "100.00", "100.00")
    money.bill(11, dt.date(2026, 10, 1), "100.00", "20.00")
    money.bill(11, dt.date(2026, 11, 1), "100.00", "70.00")
    money.bill(12, dt.date(2026, 11, 30), "100.00")
    money.bill(91, dt.date(2026, 11, 15), "100.00", "90.00")
    order(centre, "16 10:00", "17 09:00")
    order(centre, "17 10:00", "19 10:00")
    order(centre, "18 10:00", site_id=2)
    centre.now = NOW
    centre.session.flush()
    centre.session.expire_all()


def test_months_stand_beside_the_month_so_far(centre_on_both: Centre) -> None:
    written(centre_on_both)
    (reading,) = boards.read(centre_on_both.session, (RATE,), 1, NOW, months=3)
    assert (reading.figure.value, reading.span.since, reading.span.until) == (
        D("35.00"),
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 30),
    )
    assert [figure.value for _, figure in reading.months] == [D("100.00"), D("20.00"), D("35.00")]


def test_the_month_ends_today(centre: Centre) -> None:
    """A bill due on the 30th is not owed on the 20th: the board shows the month so far."""
    written(centre)
    (reading,) = boards.read(centre.session, (RATE,), 1, at("20 09:00"), months=1)
    assert (reading.figure.value, reading.span.until) == (D("70.00"), dt.date(2026, 11, 20))


def test_what_is_missed_comes_first(centre: Centre) -> None:
    written(centre)
    centre.setting("target.collection", "90")
    gauges = (Gauge(Report.collection_rate, "due"), RATE)
    assert [r.gauge.code for r in boards.read(centre.session, gauges, 1, NOW, months=1)] == ["rate", "due"]


def test_a_site_beside_others_shows_what_it_shows_alone(centre_on_both: Centre) -> None:
    """One statement for all sites comes to the same as each site's own summary; so does a site with its own setting."""
    centre = centre_on_both
    written(centre)
    for key, value in ((None, None), ("target.collection", "80"), ("fee.service_name", "停车")):
        if key and value:
            centre.setting(key, value, 2)
        for gauge in EVERY:
            beside = boards.by_site(centre.session, gauge, (1, 2), NOW)
            for site in (1, 2):
                (alone,) = boards.read(centre.session, (gauge,), site, NOW, months=1)
                assert (key, gauge, site, beside[site]) == (key, gauge, site, alone.figure)


def test_the_worst_site_stands_first_and_one_with_nothing_last(centre: Centre) -> None:
    figures = {
        site: Figure(code="x", label=RATE.part.label, value=value, verdict=verdict)
        for site, value, verdict in ((1, D(90), "met"), (2, None, ""), (3, D(40), "missed"), (4, D(30), "missed"))
    }
    assert boards.worst_first(figures, more_is_better=True) == [4, 3, 1, 2]
    assert boards.worst_first(figures, more_is_better=False) == [3, 4, 1, 2]
