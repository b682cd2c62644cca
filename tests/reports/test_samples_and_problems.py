"""The month-end sample and the problems that recur, counted by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.owner_suggestion import OwnerSuggestion
from models.service.repair_order import RepairOrder
from reports import draw
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import each_figure_has_its_rows, homes, lines, month, shown, values
from workflow import Invalid

SAMPLE, PROBLEMS = Report.callback_sample, Report.problem_analysis


def call(centre: Centre, when: str, unit: int | None, mark: int | None = None, **values: Any) -> Callback:
    """A call of the sample, handed in; with no mark nobody was reached."""
    centre.tick(when)
    base = {"number": f"HF-{next(centre.numbers)}", "status": "submitted", "kind": "sample", "method": "phone",
            "interviewee": "张三", "called_at": centre.now, "reached": mark is not None, "follow_up": "none"}  # fmt: skip
    made = Callback(**centre.base(), **{"site_id": 1, **base, "unit_id": unit, "satisfaction": mark, **values})
    centre.add(made)
    return made


def test_t11_the_sample_as_counted_by_hand(centre_on_both: Centre) -> None:
    """003 (二)4; G7: a home counts once, and only when somebody was reached."""
    centre = centre_on_both
    one, two, three, four = homes(centre, "101", "102", "201", "202")
    home = {"scope": "private", "location": None, "completed_at": at("20 09:00")}
    for unit in (one, one, two, three, four):
        centre.order(unit_id=unit, **home)
    centre.order(unit_id=four, **{**home, "completed_at": at("01 00:00") - dt.timedelta(seconds=1)})
    asked = call(centre, "28 09:00", one, 5, opinion="很好", treatment="转告维修班", solicited=True)
    call(centre, "28 10:00", two)
    call(centre, "28 18:00", two, 4, opinion="")
    again = call(centre, "29 09:00", two, 2, follow_up="rework", opinion="又漏了", method="visit")
    missed = call(centre, "30 23:59", three, treatment="无人接听")
    call(centre, "29 10:00", four, status="draft")
    draw.draw(centre.session, 1, "2026-11", seed=7, user_id=None, now=at("28 08:00"))
    call(centre, "29 10:00", four, 1, status="void")
    call(centre, "29 10:00", four, 1, kind="regular")
    call(centre, "29 10:00", None, 1, site_id=2)
    call(centre, "30 23:59", four, 1, called_at=at("30 23:59") + dt.timedelta(minutes=1))
    found = month(centre, SAMPLE)
    assert values(found) == {
        "served": 4,
        "households": 2,
        "drawn": 2,  # all four were drawn; nobody was reached at two of them
        "not_reached": 1,  # room 102 was reached in the evening
        "marked": 3,
        "mark": Decimal("3.67"),
        "satisfied": 2,
        "satisfied_rate": Decimal("66.67"),
        "with_opinion": 2,
        "treated": 1,
        "follows": 1,
        "solicited": 1,
    }
    assert (found.figure("households").target, found.figure("households").verdict) == (Decimal(20), "missed")
    assert lines(found.table("by_mark")) == {"2": (1,), "4": (1,), "5": (1,), "合计": (3,)}
    assert lines(found.table("by_building"))["7"] == (2, Decimal("3.67"), 1, Decimal("66.67"))
    assert found.rows("to_look_at").ids == (asked.id, again.id)
    assert [line[-1] for line in shown(found, "to_look_at")] == ["反映被索要好处", "满意度 2 分；返修"]
    assert found.rows("missed").ids == (missed.id,)
    assert each_figure_has_its_rows(centre, found) > 15


def test_t11_up_to_twenty_five_served_homes_are_drawn_once_and_the_same_again_from_the_seed(centre: Centre) -> None:
    """003 (二)4; A-13: at random from those served in the month, no household twice, reproducible."""
    served = homes(centre, *(f"{n}" for n in range(101, 131)))
    for unit in (*served, served[0]):
        centre.order(unit_id=unit, scope="private", location=None, completed_at=at("20 09:00"))
    centre.order(completed_at=at("20 09:00"))
    late = at("28 08:00")
    made = draw.draw(centre.session, 1, "2026-11", seed=7, user_id=None, now=late)
    drawn = [home.unit_id for home in draw.homes(centre.session, made, late)]
    assert (len(drawn), len(set(drawn)), set(drawn) < set(served)) == (25, 25, True)
    assert draw.chosen(made.among, made.size, made.seed) == drawn
    assert draw.chosen(made.among, made.size, 8) != drawn
    assert draw.draw(centre.session, 1, "2026-11", seed=8, user_id=None, now=late) is made, "a draw is not repeated"
    call(centre, "28 10:00", drawn[3], 5)
    call(centre, "28 11:00", drawn[4])
    found = draw.homes(centre.session, made, late)
    assert [(n, h.reached) for n, h in enumerate(found) if h.callback_id] == [(3, True), (4, False)]
    assert {len(h.orders) for h in found if h.unit_id != served[0]} == {1}
    with pytest.raises(Invalid):
        draw.draw(centre.session, 2, "2026-11", seed=7, user_id=None, now=late)


def suggestion(centre: Centre, day: int, unit: int | None, topic: str, **values: Any) -> None:
    base = {"number": f"YJ-{next(centre.numbers)}", "status": "submitted", "channel": "visit", "content": "多种树"}
    on = {"received_on": dt.date(2026, 11, day)}
    centre.add(
        OwnerSuggestion(**centre.base(), **{"site_id": 1, "unit_id": unit, "topic": topic, **base, **on, **values})
    )


def recurring(centre: Centre) -> dict[str, RepairOrder]:
    """Water in three homes, one of them twice; power in two homes and, voided, in a third."""
    one, two, three = homes(centre, "101", "102", "201")
    made: dict[str, RepairOrder] = {}
    rows: list[tuple[str, int, dict[str, Any]]] = [
        ("water", one, {"satisfied": True}), ("water", one, {"rework_count": 1, "satisfied": False}), ("water", two, {}),
        ("water", three, {}), ("power", one, {}), ("power", two, {}), ("power", three, {"status": "void"}),
    ]  # fmt: skip
    for category, unit, more in rows:
        centre.tick("05 09:00")
        order = centre.order(category=category, unit_id=unit, scope="private", location=None, **more)
        made[f"{category} {unit}"] = order
    centre.order(category="water")
    for unit in (one, two, three):
        centre.complaint(nature="clean", unit_id=unit, received_at=at("10 09:00"))
        suggestion(centre, 12, unit, "绿化")
        suggestion(centre, 12, unit, "停车", status="draft")
    suggestion(centre, 12, None, "停车")
    return made


def test_a14_a_category_recurs_once_its_households_reach_the_threshold(centre_on_both: Centre) -> None:
    """003 (二)4: three households of the same trouble; the same home twice is one household."""
    centre = centre_on_both
    recurring(centre)
    found = month(centre, PROBLEMS)
    assert values(found) == {
        "repair_kinds": 1,
        "complaint_kinds": 1,
        "topics": 1,
        "repairs_households": 3,
        "repairs": 5,  # four in homes and one in the hall
        "reworked": 1,
        "satisfied_rate": Decimal("50.00"),
        "complaints_households": 3,
        "complaints": 3,
        "suggestions_households": 3,
        "suggestions": 3,
    }
    assert lines(found.table("by_category")) == {
        "给排水": (3, 5, 1, Decimal("50.00")),
        "合计": (3, 5, 1, Decimal("50.00")),
    }
    assert lines(found.table("by_topic")) == {"绿化": (3, 3), "合计": (3, 3)}
    assert found.rows("repair_rows").total == 5
    assert each_figure_has_its_rows(centre, found) > 10


def test_a14_the_site_sets_how_many_households_make_a_problem(centre: Centre) -> None:
    recurring(centre)
    centre.setting("analysis.threshold", "2")
    assert values(month(centre, PROBLEMS))["repair_kinds"] == 2
    centre.setting("analysis.threshold", "4")
    assert values(month(centre, PROBLEMS))["repair_kinds"] == 0
    centre.setting("analysis.threshold", "无")
    assert values(month(centre, PROBLEMS))["repairs"] == 0
    assert values(month(centre, PROBLEMS, 2))["repairs"] == 0
