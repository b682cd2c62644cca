"""The month's repair slips, counted by hand: statistics, and what is handed over by area."""

from decimal import Decimal
from typing import Any

from models.duty.report_list import Report
from models.service.repair_order import RepairOrder
from tests.deadlines.conftest import Centre
from tests.reports.sheets import PREPARED, each_figure_has_its_rows, happened, homes, lines, month, shown, values

STATISTICS, HANDOVER = Report.repair_statistics, Report.repair_handover


def repaired(centre: Centre, reported: str, arrived: str = "", done: str = "", **values: Any) -> RepairOrder:
    """An order reported and dispatched at this time, its technician there and done at these."""
    centre.tick(reported)
    order = centre.order(**values)
    centre.dispatch(order, **{k: v for k, v in values.items() if k == "technician_id"})
    if arrived:
        centre.tick(arrived)
        centre.write(order, status="arrived", arrived_at=centre.now)
    if done:
        centre.tick(done)
        centre.write(order, status="completed", completed_at=centre.now)
    return order


def written(centre: Centre) -> dict[str, RepairOrder]:
    """November at site 1: seven orders that count; beside them a draft of every kind that doesn't."""
    one, two = homes(centre, "101", "102")
    home = {"scope": "private", "location": None}
    made = {
        "prompt": repaired(centre, "02 09:00", "02 09:20", "02 10:00", **home, unit_id=one, satisfied=True,
                           charge=Decimal("30.50")),
        "same home, late there": repaired(centre, "03 09:00", "03 09:31", "03 23:00", **home, unit_id=one,
                                          satisfied=False, charge=Decimal(20)),
        "next day": repaired(centre, "04 16:00", "04 16:10", "05 09:00", **home, unit_id=two, technician_id=2),
        "appointment": repaired(centre, "06 09:00", "08 10:00", "08 11:00", appointment_at=None, category="power"),
        "nobody there": repaired(centre, "09 09:00", technician_id=2),
    }  # fmt: skip
    centre.tick("30 23:59")
    made["last minute"] = centre.order(category="leak")
    centre.tick("10 09:00")
    made["booked"] = booked = centre.order(category="door", appointment_at=centre.now)
    centre.dispatch(booked)
    for status in ("cancelled", "void"):
        centre.write(centre.order(), status=status)
    centre.order(site_id=2)
    return made


def test_the_month_s_slips_as_counted_by_hand(centre_on_both: Centre) -> None:
    """003 (二)1-2; S-14; T-01, T-02: an appointment is exempt from the same day, not from arriving in time."""
    centre = centre_on_both
    written(centre)
    found = month(centre, STATISTICS)
    assert values(found) == {
        "orders": 7,
        "homes": 3,
        "public": 4,
        "households": 2,
        "withdrawn": 2,
        "done": 4,  # 2, 3, 5 and 8 November
        "undone": 3,
        "done_rate": Decimal("57.14"),
        "arrived": 2,  # twenty minutes, ten minutes; not 31 minutes, two days, never, nor the appointment nobody kept
        "arrival_rate": Decimal("33.33"),  # of six: the order of the last minute was never dispatched
        "same_day": 2,  # 2 and 3 November
        "same_day_rate": Decimal("33.33"),  # of six: not the one with an appointment
        "slip_in_time": 0,
        "slip_rate": Decimal("0.00"),  # four completed, no slip back within 24 hours
        "returned": 0,
        "called_back": 0,
        "callback_rate": None,
        "callback_rate_24h": None,
        "reworked": 0,
        "satisfied": 1,
        "satisfied_rate": Decimal("50.00"),
        "charge": Decimal("50.50"),
        "materials": Decimal("0.00"),
        "entries": 0,
        "entries_repair": 0,
    }
    people = lines(found.table("by_technician"))
    assert {name: line[:2] for name, line in people.items()} == {
        "员工1": (4, 3),
        "员工2": (2, 1),
        "未填": (1, 0),
        "合计": (7, 4),
    }
    assert lines(found.table("by_building"))["7"] == (3, 3, 0, 0, Decimal("50.50"), Decimal("100.00"))
    assert each_figure_has_its_rows(centre, found) > 60


def test_what_is_not_done_says_why(centre: Centre) -> None:
    made = written(centre)
    centre.tick("29 09:00")
    centre.write(made["nobody there"], rework_count=2, status="arrived", arrived_at=centre.now)
    found = month(centre, STATISTICS)
    assert found.rows("not_done").ids == tuple(made[k].id for k in ("nobody there", "booked", "last minute"))
    assert [line[-1] for line in shown(found, "not_done")] == [
        "第 2 次返工，已到场，正在维修",
        "已派单，未到场",
        "还没有派单",
    ]


def test_a10_a_rework_does_not_mend_what_was_late(centre: Centre) -> None:
    """A-10: the first day counts for the same day; a second visit in time does not make the first one punctual."""
    order = repaired(centre, "02 09:00", "02 11:00", "02 12:00")
    centre.tick("03 09:00")
    again = {"arrived_at": None, "completed_at": None, "rework_count": 1, "dispatched_at": centre.now}
    centre.write(order, status="dispatched", **again)
    centre.tick("03 09:10")
    centre.write(order, status="arrived", arrived_at=centre.now)
    found = values(month(centre, STATISTICS))
    assert {k: found[k] for k in ("orders", "done", "arrived", "arrival_rate", "same_day_rate", "reworked")} == {
        "orders": 1,
        "done": 0,
        "arrived": 0,
        "arrival_rate": Decimal("0.00"),
        "same_day_rate": Decimal("100.00"),
        "reworked": 1,
    }


def test_nothing_to_count_is_no_rate(centre: Centre) -> None:
    found = values(month(centre, STATISTICS))
    assert found["orders"] == 0
    assert {found[k] for k in found if k.endswith("rate")} == {None}


def back(centre: Centre, when: str, status: str, **values: Any) -> RepairOrder:
    """An order whose slip came back then, in this state."""
    centre.tick("01 09:00")
    made = centre.dispatched()
    centre.tick(when)
    centre.write(made, status=status, completed_at=centre.now, returned_at=centre.now, **values)
    return made


def test_the_handing_over_by_area(centre_on_both: Centre) -> None:
    """004 §5.8, §7.4.10; A-40: homes to the supervisor by area, common parts stay; what cannot go says why."""
    centre = centre_on_both
    (home,) = homes(centre, "101")
    private = {"scope": "private", "unit_id": home, "location": None, "area_keeper_id": 3}
    gone = back(centre, "05 09:00", "handed_over", **private, charge=Decimal("12.30"))
    happened(centre, gone, "hand_over", "approved", "30 16:00")
    old = back(centre, "05 09:00", "handed_over")
    happened(centre, old, "hand_over", "approved", "01 00:00")
    earlier = back(centre, "06 09:00", "handed_over")
    centre.session.flush()
    ready = back(centre, "20 09:00", "approved")
    leak = back(centre, "21 09:00", "approved", category="leak")
    waits = back(centre, "22 09:00", "returned", **private)
    called = back(centre, "23 09:00", "called_back")
    back(centre, "24 09:00", "void")
    after = back(centre, "19 09:00", "handed_over")
    happened(centre, after, "hand_over", "approved", PREPARED)
    centre.write(back(centre, "25 09:00", "approved"), site_id=2)
    found = month(centre, HANDOVER)
    assert values(found) == {
        "going": 4,  # handed over on the 30th, on the 1st at midnight, and two that may go at the end of the month
        "going_homes": 1,
        "going_public": 3,
        "handed": 2,  # not the one whose history knows no handing over in November
        "ready": 2,
        "stays": 3,
        "charge": Decimal("12.30"),
    }
    assert earlier.id not in found.rows("public").ids
    assert lines(found.table("by_area")) == {
        "员工3": (1, 0, 1, 0, 1),
        "未填": (0, 3, 1, 2, 2),
        "合计": (1, 3, 2, 2, 3),
    }
    assert (found.rows("homes").ids, found.rows("public").ids) == ((gone.id,), (old.id, ready.id, after.id))
    assert found.rows("kept_back").ids == (leak.id, waits.id, called.id)
    assert [line[-1] for line in shown(found, "kept_back")] == [
        "渗漏还没有复查",
        "还没有回访",
        "已回访，等主任审批",
    ]
    assert each_figure_has_its_rows(centre, found) > 20
    centre.setting("repair.leak_callback_days", "无")
    assert values(month(centre, HANDOVER))["ready"] == 3
