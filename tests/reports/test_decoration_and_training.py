"""Decoration violations and training of the month, counted by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

from models.base.resident import Resident
from models.duty.report_list import Report
from models.estate.decoration_application import DecorationApplication
from models.estate.decoration_patrol import DecorationPatrol
from models.estate.rectification_notice import RectificationNotice
from models.hr.training_plan import TrainingPlan
from models.hr.training_record import TrainingRecord
from reports.row_tables import lines_of
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import PREPARED, each_figure_has_its_rows, happened, homes, lines, month, shown, values

ATTENDEE, SESSION = lines_of(TrainingRecord, "attendees"), lines_of(TrainingPlan, "sessions")


def application(centre: Centre, unit: int, status: str, contractor: str) -> DecorationApplication:
    owner = Resident(**centre.base(), status="active", site_id=1, name="张三")
    centre.add(owner)
    centre.session.flush()
    made = DecorationApplication(
        **centre.base(), number=f"ZX-{next(centre.numbers)}", status=status, site_id=1, unit_id=unit, applicant_id=owner.id,
        contractor=contractor, contractor_head="李工", contractor_phone="00000000000", scope="厨房",
        date_from=dt.date(2026, 10, 1), date_to=dt.date(2026, 12, 1),
    )  # fmt: skip
    centre.add(made)
    centre.session.flush()
    return made


def notice(
    centre: Centre, of: DecorationApplication, issued: str, *measures: str, **values: Any
) -> RectificationNotice:
    """A notice of site 1 issued then; ``rectified`` is when it was put right."""
    centre.tick(issued)
    rectified, ends = values.pop("rectified", None), values.pop("ends", "rectified")
    base = {"number": f"ZG-{next(centre.numbers)}", "status": "issued", "site_id": 1, "violation": "noise", "major": False,
            "description": "夜间施工", "issued_at": centre.now}  # fmt: skip
    made = RectificationNotice(
        **centre.base(), **{**base, **values}, application_id=of.id, measures=measures or ("rectify",)
    )
    centre.write(made)
    if rectified:
        centre.tick(rectified)
        centre.write(made, rectified_at=centre.now, status="rectified")
        centre.write(made, status=ends)
    return made


def test_s44_violations_as_counted_by_hand(centre_on_both: Centre) -> None:
    """000 §4.5.4: notices, measures, share put right, deductions of those enforced."""
    centre = centre_on_both
    one, two = homes(centre, "101", "102")
    tidy, messy = application(centre, one, "working", "好工"), application(centre, two, "stopped", "乱工")
    due = {"due_on": dt.date(2026, 11, 10)}
    notice(centre, tidy, "05 09:00", rectified="09 17:00", ends="verified", **due)
    notice(centre, messy, "05 10:00", rectified="12 09:00", **due, failures=0)
    deduct = {"deduction": Decimal("500.00")}
    gone = notice(
        centre,
        messy,
        "06 09:00",
        "stop",
        "deduct",
        "evict",
        violation="structure",
        major=True,
        status="enforced",
        **deduct,
    )
    happened(centre, gone, "enforce", "issued", "20 09:00")
    later = notice(centre, messy, "07 09:00", "deduct", status="enforced", deduction=Decimal(80))
    happened(centre, later, "enforce", "issued", PREPARED)
    overdue = notice(centre, messy, "08 09:00", **due, failures=1)
    notice(centre, tidy, "09 09:00", status="draft", issued_at=None)
    notice(centre, tidy, "09 09:00", status="void")
    old = notice(centre, tidy, "01 00:00", "stop", issued_at=at("01 00:00") - dt.timedelta(minutes=1))
    for when, found in (("01 00:00", True), ("30 23:59", False), ("15 09:00", False)):
        centre.add(DecorationPatrol(**centre.base(), number=f"ZXC-{when}", status="open", site_id=1, application_id=tidy.id,
                                    patrolled_at=at(when), violation=found))  # fmt: skip
    got = month(centre, Report.decoration_monthly)
    assert values(got) == {
        "issued": 5,
        "major": 1,
        "put_right": 2,
        "verified": 1,
        "put_right_rate": Decimal("40.00"),
        "in_time": 1,  # by the 10th; not the one on the 12th
        "in_time_rate": Decimal("33.33"),  # of three with a day to put it right
        "enforced": 1,  # the other was enforced in December
        "deducted": Decimal("500.00"),
        "pending": 4,  # to be rechecked, overdue, enforced only in December, and the one of October
        "stop": 1,
        "rectify": 3,
        "deduct": 2,
        "evict": 1,
        "working": 2,
        "stopped": 1,
        "patrols": 3,
        "found": 1,
        "found_rate": Decimal("33.33"),
    }
    assert lines(got.table("by_contractor"))["乱工"] == (4, 1, 1, 1, Decimal("500.00"), Decimal("25.00"))
    assert lines(got.table("by_building"))["7"][:2] == (5, 1)
    assert lines(got.table("by_violation"))["破坏承重结构"][:2] == (1, 1)
    assert (got.rows("waiting").ids[0], got.rows("waiting").total) == (old.id, 4)
    told = {ident: line[-1] for ident, line in zip(got.rows("waiting").ids, shown(got, "waiting"), strict=True)}
    assert told[overdue.id] == "第 1 次复查不合格；已过整改期限 11-10"
    assert shown(got, "all")[0][2] == "7-1-101"
    assert each_figure_has_its_rows(centre, got) > 50


def held(centre: Centre, when: str, *marks: tuple[int, bool, int | None], **values: Any) -> TrainingRecord:
    """A session held then, with (employee, present, mark) for each who was called."""
    rows = [
        ATTENDEE(staff_id=who, present=there, score=None if mark is None else Decimal(mark))
        for who, there, mark in marks
    ]
    base = {"number": f"PL-{next(centre.numbers)}", "status": "closed", "site_id": 1, "topic": "接待礼仪", "teacher_id": 3,
            "held_at": at(when), "hours": Decimal("1.5"), "content": "讲解", "present_count": sum(m[1] for m in marks)}  # fmt: skip
    made = TrainingRecord(**centre.base(), **{**base, **values}, attendees=rows)
    centre.add(made)
    centre.session.flush()
    return made


def test_s43_training_as_counted_by_hand(centre_on_both: Centre) -> None:
    """000 §4.4.1; 004 §3.2: planned against held, who came, who passed; what is not filed does not count."""
    centre = centre_on_both
    sessions = [
        SESSION(topic="接待礼仪", planned_on=dt.date(2026, 11, 1)),
        SESSION(topic="消防", planned_on=dt.date(2026, 11, 30)),
        SESSION(topic="接待礼仪", planned_on=dt.date(2026, 12, 1)),
    ]
    for status in ("approved", "draft"):
        plan = TrainingPlan(**centre.base(), number=f"PJ-{status}", status=status, site_id=1, period_kind="year",
                            period="2026 年", sessions=sessions if status == "approved" else [SESSION(topic="x")])  # fmt: skip
        centre.add(plan)
    centre.session.flush()
    planned = {"plan_id": 1}
    held(centre, "01 00:00", (1, True, None), (2, True, None), (3, False, None), **planned)
    held(centre, "30 23:59", (1, True, 90), (2, True, 59), (3, True, 60), topic="上岗", qualifies_for="training",
         pass_score=Decimal(60), passed_count=2, hours=Decimal(4))  # fmt: skip
    unfiled = held(centre, "20 09:00", (1, True, None), status="open", topic="消防", **planned)
    held(centre, "20 09:00", (1, True, None), status="void")
    held(centre, "20 09:00", (1, True, None), site_id=2)
    held(centre, "20 09:00", (1, True, None), held_at=PREPARED)
    found = month(centre, Report.training_monthly)
    assert values(found) == {
        "held": 2,
        "hours": Decimal("5.50"),
        "people": 3,
        "called": 6,
        "there": 5,
        "there_rate": Decimal("83.33"),
        "examined": 1,
        "sat": 3,
        "passed": 2,
        "pass_rate": Decimal("66.67"),
        "unfiled": 1,
    }
    assert lines(found.table("by_plan")) == {
        "2026 年": (2, 1, Decimal("50.00")),
        "合计": (2, 1, Decimal("50.00")),
    }
    assert lines(found.table("by_person")) == {
        "员工1": (2, 2, Decimal("5.50"), 1),
        "员工2": (2, 2, Decimal("5.50"), 0),
        "员工3": (2, 1, Decimal("4.00"), 1),
        "合计": (6, 5, Decimal("15.00"), 2),
    }
    assert found.rows("failed").ids == (2,)
    assert found.rows("to_file").ids == (unfiled.id,)
    assert each_figure_has_its_rows(centre, found) > 8


def test_a_month_without_training_or_plans_has_no_rates(centre: Centre) -> None:
    found = month(centre, Report.training_monthly)
    assert {found.figure(k).value for k in ("there_rate", "pass_rate")} == {None}
    assert lines(found.table("by_plan")) == {"合计": (0, 0, None)}
