"""The month's complaints, counted by hand: taken in, in time, closed, and how long the rest has waited."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import reports
from models.duty.report_list import Report
from models.service.complaint import Complaint
from reports.paper import worked_out
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import (
    FIRST,
    LAST,
    PREPARED,
    each_figure_has_its_rows,
    happened,
    homes,
    lines,
    month,
    shown,
    values,
)

SHEET = Report.complaint_monthly
DECIDED = {"department_id": 1, "decision": "整改", "handler_id": 1}


def complaint(centre: Centre, received: str | dt.datetime, **values: Any) -> Complaint:
    centre.now = at(received) if isinstance(received, str) else received
    return centre.complaint(**values)


def investigated(centre: Centre, made: Complaint, when: str) -> None:
    centre.tick(when)
    centre.write(made, status="investigated", investigated_at=centre.now)


def replied(centre: Centre, made: Complaint, handled: str, told: str, status: str = "replied", **values: Any) -> None:
    centre.tick(handled)
    centre.write(made, status="handled", handled_at=centre.now, result="已处理", **DECIDED)
    centre.tick(told)
    centre.write(made, status=status, replied_at=centre.now, director_told_at=centre.now, **values)


def written(centre: Centre) -> dict[str, Complaint]:
    """November at site 1: six complaints; three of October; one of December; one elsewhere."""
    (home,) = homes(centre, "101")
    october = at("01 00:00") - dt.timedelta(minutes=1)
    made = {
        "closed": complaint(centre, "02 09:00", nature="repair", unit_id=home),
        "closed in december": complaint(centre, "03 09:00", nature="repair"),
        "late": complaint(centre, "10 09:00", nature="clean"),
        "major": complaint(centre, "25 09:00", severity="major", major_at=at("25 09:00")),
        "last minute": complaint(centre, "30 23:59"),
        "first minute": complaint(centre, "01 00:00"),
        "october, open": complaint(centre, october),
        "october, closed": complaint(centre, october, status="closed", result="好", replied_at=october,
                                     director_told_at=october, **DECIDED),
        "long ago": complaint(centre, dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
    }  # fmt: skip
    complaint(centre, PREPARED)
    complaint(centre, "05 09:00", site_id=2)
    for name, when in {"closed": "02 17:00", "closed in december": "03 10:00", "late": "11 09:00"}.items():
        investigated(centre, made[name], when)
    centre.write(made["late"], reopen_count=1)
    replied(centre, made["closed"], "03 09:00", "04 09:00", "closed", satisfied=True)
    replied(centre, made["closed in december"], "09 09:00", "12 09:00", "closed", satisfied=False)
    happened(centre, made["closed in december"], "close", "called_back", PREPARED)
    return made


def test_s08_the_month_s_complaints_as_counted_by_hand(centre_on_both: Centre) -> None:
    """004 §6.7, §7.4.16: one closed on the first of December was not closed in November."""
    centre = centre_on_both
    written(centre)
    found = month(centre, SHEET)
    assert values(found) == {
        "received": 6,
        "major": 1,
        "closed": 1,
        "closed_rate": Decimal("16.67"),
        "unclosed": 7,  # five of November, the open one of October and the one of March
        "older": 2,
        "investigate_in_time": 2,  # on the 2nd and the 3rd
        # of six: one a day late, two never; the one of the last minute has until the evening of 1 December
        "investigate_rate": Decimal("40.00"),
        "major_report_in_time": 0,
        "major_report_rate": Decimal("0.00"),
        "reply_in_time": 1,  # next workday; not after three
        "reply_rate": Decimal("50.00"),
        "called_back": 2,  # the one closed in December was called back before
        "called_back_rate": Decimal("33.33"),
        "complaint_satisfied": 1,
        "complaint_satisfied_rate": Decimal("50.00"),
        "reopened": 1,
    }
    assert lines(found.table("by_nature"))["维修"] == (
        2, 0, 1, 1, 0, Decimal("50.00"), Decimal("100.00"), Decimal("50.00"), Decimal("50.00"),
    )  # fmt: skip
    assert lines(found.table("by_department"))["工程部"][:4] == (2, 0, 1, 1)
    assert lines(found.table("by_building"))["7"] == (1, 0, 1, 0)
    assert each_figure_has_its_rows(centre, found) > 60


@pytest.mark.parametrize("past", [0, 40])
def test_s08_how_long_the_open_ones_have_waited(centre: Centre, past: int) -> None:
    """The age is that at the end of the month, however late the paper is looked at."""
    written(centre)
    centre.session.flush()
    found = worked_out(centre.session, SHEET, 1, FIRST, LAST, PREPARED + dt.timedelta(days=past))
    assert found is not None
    assert lines(found.table("by_age")) == {
        "3天以内": (1, 0),  # the last minute of the month
        "4—7天": (1, 0),  # 25 November
        "8—15天": (0, 0),
        "16—30天": (3, 0),  # 1, 3 and 10 November
        "30天以上": (2, 2),  # October and March
        "合计": (7, 2),
    }


def test_what_is_open_says_where_it_stands(centre: Centre) -> None:
    made = written(centre)
    found = month(centre, SHEET)
    names = ("long ago", "october, open", "first minute", "closed in december", "late", "major", "last minute")
    assert found.rows("waiting").ids == tuple(made[k].id for k in names)
    told = {ident: line[-2:] for ident, line in zip(found.rows("waiting").ids, shown(found, "waiting"), strict=True)}
    assert told[made["late"].id] == ["20", "第 1 次重新处理，等待批示"]
    assert told[made["last minute"].id] == ["0", "还没有调查核实"]
    assert found.rows("all").total == 6


def test_an_empty_month_has_no_rates(centre: Centre) -> None:
    found = month(centre, SHEET)
    assert {part.value for part in found.parts if isinstance(part, reports.Figure)} == {0, None}
