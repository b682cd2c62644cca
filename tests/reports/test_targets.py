"""The year's zero targets and the budget, counted by hand (003 经理(二)内1-2, (三)1, 3; 002 §1(6))."""

import datetime as dt
from decimal import Decimal
from typing import Any

import reports
from models.base.post import Post
from models.duty.report_list import Report
from models.finance.budget import Budget, BudgetLine
from models.finance.expense import Expense
from models.hr.labour_dispute import LabourDispute
from models.safety.incident import Incident
from tests.deadlines.conftest import Centre, at
from tests.reports.money import numbers

D = Decimal
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def worked(centre: Centre, report: Report) -> reports.Result:
    centre.session.flush()
    centre.session.expire_all()
    span = reports.span_of(centre.session, 1, FIRST, LAST, at("30 23:00"))
    return reports.summarise(centre.session, reports.summary_of(report), span)


def incident(centre: Centre, kind: str, when: dt.datetime, **more: Any) -> None:
    values = {"status": "submitted", "major": False, "site_id": 1, "place": "车库", "facts": "…", **more}
    number = f"SG-{next(centre.numbers)}"
    centre.add(Incident(**centre.base(), number=number, kind=kind, happened_at=when, **values))


def test_the_targets_of_none_at_all(centre_on_both: Centre) -> None:
    """T-89 to T-91: a major fire counts twice; what was rejected, happened elsewhere or before the year counts nowhere."""
    centre = centre_on_both
    new_year = dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC)  # midnight in Shanghai
    incident(centre, "fire", new_year, major=True, loss=D("10.50"))
    incident(centre, "fire", new_year - dt.timedelta(seconds=1))
    incident(centre, "vehicle", at("10 09:00"), loss=D("100.00"))
    incident(centre, "theft", at("11 09:00"))
    incident(centre, "vehicle", at("12 09:00"), status="rejected")
    incident(centre, "vehicle", at("12 09:00"), site_id=2)
    base = {**centre.base(), "site_id": 1, "department_id": 1}
    for post, headcount in ((1, 2), (11, 1), (12, None)):
        if post == 1:
            found = centre.session.get(Post, 1)
            assert found is not None
            centre.write(found, headcount=headcount)  # three people hold it
        else:
            centre.add(Post(**base, id=post, status="approved", name=f"岗位{post}", headcount=headcount))
    for day, status in ((10, "open"), (11, "void")):
        case = {
            "number": f"ZY-{day}",
            "status": status,
            "staff_id": 1,
            "raised_on": dt.date(2026, 11, day),
            "matter": "加班费",
        }
        centre.add(LabourDispute(**centre.base(), site_id=1, **case))
    found_ = worked(centre, Report.safety_yearly)
    assert {k: (f.value, f.verdict) for k, f in found_.figures().items() if "." not in k} == {
        "major_safety": (1, "missed"),
        "public_fire": (1, "missed"),
        "vehicle_loss": (1, "missed"),
        "over_establishment": (1, "missed"),
        "disputes": (1, "missed"),
        "incidents": (3, ""),
        "loss": (D("110.50"), ""),
    }
    assert found_.rows("missed").total == 2


def test_the_budget_and_what_went_beyond(centre_on_both: Centre) -> None:
    """002 §1(6); S-39: approved budgets and approved expenses only."""
    centre = centre_on_both
    for number, status, year in ((1, "approved", 2026), (2, "void", 2026), (3, "approved", 2025)):
        lines = [
            BudgetLine(subject="办公费", planned=D("100.00"), spent=D("120.00")),
            BudgetLine(subject="维修费", planned=D("300.00"), spent=D("0.01")),
        ]
        sums = {"planned_total": D("400.00"), "spent_total": D("120.01")}
        made = {"number": f"YS-{number}", "status": status, "period": year, "department_id": 1}
        centre.add(Budget(**centre.base(), id=number, site_id=1, lines=lines, **sums, **made))
    centre.session.flush()
    for n, (day, amount, status, budget) in enumerate((
        (1, "120.00", "approved", 1), (2, "0.01", "approved", 1), (3, "55.00", "approved", None), (4, "9.00", "draft", 1),
    )):  # fmt: skip
        made = {"number": f"FY-{n}", "status": status, "spent_on": dt.date(2026, 11, day), "subject": "办公费"}
        centre.add(Expense(**centre.base(), site_id=1, amount=D(amount), budget_id=budget, **made))
    found = worked(centre, Report.budget_execution)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "planned": D("400.00"),
        "spent": D("120.01"),
        "rate": D("30.00"),
        "period": D("175.01"),
        "outside": D("55.00"),
        "overspent": 0,
    }
    assert numbers(found.table("by_subject")) == {
        "维修费": (D("300.00"), D("0.01"), D("299.99")),
        "办公费": (D("100.00"), D("120.00"), D("-20.00")),
        "合计": (D("400.00"), D("120.01"), D("279.99")),
    }
