"""The hotline's month, counted by hand: calls, how they were answered, and what still waits."""

from decimal import Decimal
from typing import Any

from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.service_log import ServiceLog
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import each_figure_has_its_rows, lines, month, shown, values

HOTLINE = Report.hotline_monthly


def entry(centre: Centre, when: str, **values: Any) -> ServiceLog:
    centre.tick(when)
    return centre.entry(**values)


def call(centre: Centre, when: str, mark: int | None, **values: Any) -> None:
    centre.tick(when)
    base = {"number": f"HF-{next(centre.numbers)}", "status": "approved", "kind": "sample", "method": "phone"}
    said = {"reached": True, "interviewee": "张三", "called_at": centre.now, "satisfaction": mark}
    centre.add(Callback(**centre.base(), **{"site_id": 1, **base, **said, **values}))


def written(centre: Centre) -> dict[str, ServiceLog]:
    """Seven entries of November at site 1, one of December, one elsewhere."""
    made = {
        "prompt": entry(centre, "01 00:00", rings=3, late_answer=False, call_minutes=Decimal(3), status="closed",
                        kind="repair", handled_by_id=3),
        "late": entry(centre, "02 09:00", rings=5, late_answer=True, call_minutes=Decimal(6), status="answered"),
        "missed": entry(centre, "03 12:30", missed=True, late_answer=False),
        "visit": entry(centre, "04 10:00", channel="visit", kind="complaint", status="passed_on"),
        "promised": entry(centre, "05 10:00", reply_due_at=at("06 10:00")),
        "kept": entry(centre, "05 11:00", reply_due_at=at("06 11:00")),
        "last minute": entry(centre, "30 23:59", kind="repair"),
    }  # fmt: skip
    centre.tick("06 10:30")
    centre.write(made["kept"], status="answered", replied_at=centre.now)
    entry(centre, "17 09:00", site_id=2)
    return made


def test_the_month_s_entries_as_counted_by_hand(centre_on_both: Centre) -> None:
    """002 职责7; S-42; A-01: within the third ring is in time; a missed call counts as missed, not as late."""
    centre = centre_on_both
    written(centre)
    call(centre, "10 09:00", 5)
    call(centre, "11 09:00", 2)
    call(centre, "11 10:00", None)
    call(centre, "12 09:00", 1, status="draft")
    call(centre, "12 09:00", 1, site_id=2)
    found = month(centre, HOTLINE)
    seen = values(found)
    assert {k: seen[k] for k in ("entries", "calls", "missed", "missed_rate", "prompt", "prompt_rate", "minutes")} == {
        "entries": 7,
        "calls": 6,
        "missed": 1,
        "missed_rate": Decimal("16.67"),
        "prompt": 1,
        "prompt_rate": Decimal("50.00"),  # of two with the rings noted; the missed call is none of them
        "minutes": Decimal("4.50"),
    }
    assert {k: seen[k] for k in ("kept", "kept_rate", "left_over", "entries_open")} == {
        "kept": 1,
        "kept_rate": Decimal("50.00"),  # the other was promised for the 6th and never came
        "left_over": 4,  # missed, promised, kept a day later, last minute (the next morning 8:30 has passed by 9:00)
        "entries_open": 3,
    }
    assert (seen["marked"], seen["mark"], seen["good_rate"]) == (2, Decimal("3.50"), Decimal("50.00"))
    assert lines(found.table("by_kind"))["报修"] == (2, 2, 1)
    assert lines(found.table("by_channel")) == {"电话": (6, 3), "来访": (1, 0), "合计": (7, 3)}
    assert lines(found.table("by_person"))["员工3"][:3] == (1, 1, 0)
    assert each_figure_has_its_rows(centre, found) > 30


def test_what_waits_says_why(centre: Centre) -> None:
    made = written(centre)
    found = month(centre, HOTLINE)
    assert found.rows("waiting").ids == tuple(made[k].id for k in ("missed", "promised", "last minute"))
    assert [line[-1] for line in shown(found, "waiting")] == [
        "漏接，还没有回电",
        "约定 11-06 10:00 回复，已过期",
        "还没有转单或答复",
    ]
