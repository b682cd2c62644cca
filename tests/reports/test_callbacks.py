"""The week's call-backs, counted by hand: seven orders written out, the expected number beside each figure."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

import access
import reports
from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.repair_order import RepairOrder
from models.spec import Actor, Role
from reports.results import Result
from tests.deadlines.conftest import Centre, at

MONDAY, SUNDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 22)
PREPARED = at("23 09:00")


def order(centre: Centre, returned: str | None, called: str | None = None, **more: Any) -> RepairOrder:
    """An order dispatched on 13 November, its slip back and called back at these times."""
    centre.tick("13 09:00")
    made = centre.dispatched(**more)
    if returned:
        centre.tick(returned)
        done = {"completed_at": centre.now, "returned_at": centre.now}
        centre.write(made, status="returned", **done)
    if called:
        centre.tick(called)
        centre.write(made, status="called_back", called_back_at=centre.now)
    return made


def tried(centre: Centre, made: RepairOrder, when: str, words: str) -> None:
    values = {
        "number": f"HF-{made.id}-{when}",
        "status": "submitted",
        "kind": "repair",
        "method": "phone",
        "reached": False,
    }
    centre.add(
        Callback(
            **centre.base(), **values, site_id=made.site_id, repair_order_id=made.id, interviewee="张三",
            called_at=at(when), treatment=words,
        )
    )  # fmt: skip


def week(centre: Centre, site_id: int | None = 1) -> Result:
    centre.now = PREPARED
    centre.session.flush()
    centre.session.expire_all()
    span = reports.span_of(centre.session, site_id, MONDAY, SUNDAY, PREPARED)
    return reports.summarise(centre.session, reports.summary_of(Report.callback_weekly), span)


def written(centre: Centre) -> dict[str, RepairOrder]:
    """The week of 16 to 22 November at site 1, and one order of site 2."""
    made = {
        "in time": order(centre, "16 10:00", "17 09:00"),
        "in time, last minute of the week": order(centre, "22 10:00", "22 23:59"),
        "late by a day": order(centre, "17 10:00", "19 10:00"),
        "called on Monday after": order(centre, "22 16:00", "23 08:45"),
        "nobody reached": order(centre, "18 10:00"),
        "carried, called this week": order(centre, "14 10:00", "16 09:00"),
        "carried, still open": order(centre, "15 10:00"),
        "before": order(centre, "13 10:00", "13 15:00"),
        "slip not back": order(centre, None),
        "void": order(centre, "18 10:00", "18 11:00"),
        "elsewhere": order(centre, "18 10:00", "18 11:00", site_id=2),
    }
    centre.write(made["void"], status="void")
    tried(centre, made["nobody reached"], "18 15:00", "无人接听")
    tried(centre, made["nobody reached"], "20 10:30", "关机")
    return made


def test_the_week_adds_up_as_counted_by_hand(centre_on_both: Centre) -> None:
    written(centre_on_both)
    found = week(centre_on_both)
    assert {f.code: f.value for f in found.figures().values()} == {
        "returned": 5,  # 16, 17, 18, 22 10:00, 22 16:00
        "called_back": 3,  # 17, 19, 22 23:59; the one of Monday after is the next week's
        "rate": Decimal("60.00"),
        "in_time": 3,  # 23 hours, 14 hours, 16 hours 45 minutes; not the one after two days
        "rate_24h": Decimal("60.00"),  # of five: the one nobody was reached for is past its 24 hours
        "carried": 2,
        "open": 3,  # nobody reached, called on Monday after, carried and still open
    }


def test_the_rate_is_judged_by_the_site_s_target_and_never_when_it_has_none(centre: Centre) -> None:
    """004 §6.4; T-09; A-12: 98 % counts as reached; G6: nothing is judged without a target."""
    assert week(centre).figure("rate").value is None
    assert week(centre).figure("rate").verdict == ""
    order(centre, "16 10:00", "17 09:00")
    assert (week(centre).figure("rate").target, week(centre).figure("rate").verdict) == (Decimal(98), "met")
    order(centre, "16 10:00")
    assert (week(centre).figure("rate").value, week(centre).figure("rate").verdict) == (Decimal("50.00"), "missed")
    assert week(centre).figure("rate_24h").verdict == ""


def test_who_was_not_called_back_stands_there_with_the_reason(centre: Centre) -> None:
    made = written(centre)
    found = week(centre).rows("not_called_back")
    assert found.ids == tuple(made[k].id for k in ("carried, still open", "nobody reached", "called on Monday after"))
    assert [str(line[-1]) for line in found.lines] == [
        "还没有打过",
        "打过 2 次，最近 11-20 10:30，没有联系上：关机",
        "还没有打过",
    ]


def test_the_batch_for_approval_holds_what_was_called_back_in_the_week(centre: Centre) -> None:
    """004 §7.4.10: a slip that came back the week before counts in the week it was called back in."""
    made = written(centre)
    found = week(centre).rows("batch")
    names = ("carried, called this week", "in time", "late by a day", "in time, last minute of the week")
    assert found.ids == tuple(made[k].id for k in names)


def test_behind_every_figure_stand_as_many_rows_as_it_says(centre_on_both: Centre) -> None:
    centre = centre_on_both
    written(centre)
    found = week(centre)
    span = reports.span_of(centre.session, 1, MONDAY, SUNDAY, PREPARED)
    counted = [
        (f.drill, f.value) for f in found.parts if isinstance(f, reports.Figure) and not f.code.startswith("rate")
    ]
    counted += [(r.drill, r.total) for r in found.parts if isinstance(r, reports.Rows)]
    assert len(counted) == 7
    for key, value in counted:
        behind = reports.rows_behind(centre.session, key, span)
        ids = list(centre.session.scalars(select(RepairOrder.id).where(*behind.where)))
        assert (key, len(ids)) == (key, value)


def test_kept_figures_come_back_from_json_as_they_were(centre: Centre) -> None:
    written(centre)
    found = week(centre)
    kept = reports.to_json(found)
    again = reports.from_json(kept)
    assert reports.to_json(again) == kept
    assert again.figures()["rate"].value == Decimal("60.00")
    assert again.rows("not_called_back").lines[0][-1].text("en") == "Not called yet"  # type: ignore[union-attr]  # a Label


def test_head_office_counts_every_site_and_others_only_their_own(centre: Centre) -> None:
    written(centre)
    assert week(centre, None).figure("returned").value == 6
    lead = Actor(user_id=7, username="lead", name="", grants={2: frozenset({Role.reception_lead})}, sites=(2,))
    with access.acting(centre.session, lead):
        assert week(centre, None).figure("returned").value == 1
        assert week(centre, 1).figure("returned").value == 0
