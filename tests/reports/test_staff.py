"""The month's attendance and the assessment of quality, counted by hand (004 §5.7; 003 内部管理 §3)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import reports
from models.duty.report_list import Report
from models.hr.department_ranking import DepartmentRanking
from models.hr.monthly_assessment import MonthlyAssessment
from models.hr.monthly_attendance import MonthlyAttendance
from models.hr.on_post_report import OnPostReport
from models.hr.reward_penalty import RewardPenalty
from models.office.work_inspection import WorkInspection
from reports.row_tables import lines_of
from tests.deadlines.conftest import Centre, at
from tests.reports.money import numbers

D = Decimal
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def worked(centre: Centre, report: Report) -> reports.Result:
    centre.session.flush()
    centre.session.expire_all()
    span = reports.span_of(centre.session, 1, FIRST, LAST, at("30 23:00"))
    return reports.summarise(centre.session, reports.summary_of(report), span)


def sheet(centre: Centre, model: Any, *lines: dict[str, Any], month: str = "2026-11", **more: Any) -> None:
    values = {"status": "submitted", "number": f"X-{next(centre.numbers)}", "site_id": 1, **more}
    centre.add(model(**centre.base(), month=month, lines=[lines_of(model)(**line) for line in lines], **values))


def test_nobody_is_counted_on_two_attendance_sheets(centre_on_both: Centre) -> None:
    """S-05 to S-07: the site's sheet where there is one, else the departments'; 18 of 18 + 1 + 1 days present: 90 %."""
    centre = centre_on_both
    present = {"staff_id": 1, "days_present": 18, "late": 2, "early": 0, "off_post": 0, "absent": 1, "sick": D(1)}
    sheet(centre, MonthlyAttendance, present, department_id=1)
    found = worked(centre, Report.attendance_monthly)
    assert (found.figure("sheets").value, found.figure("rate").value) == (1, D("90.00"))
    sheet(centre, MonthlyAttendance, present, {"staff_id": 2, "days_present": 20, "absent": 0, "late": 0})
    sheet(centre, MonthlyAttendance, {"staff_id": 2, "days_present": 9}, month="2026-10")
    sheet(
        centre, OnPostReport, {"post_id": 1, "establishment": 4, "on_post": 3, "joined": 1, "left": 0, "vacancies": 1}
    )
    ranks = ({"staff_id": 1, "rank": 2, "score": D(80)}, {"staff_id": 2, "rank": 1, "score": D("95.5")})
    sheet(centre, DepartmentRanking, *ranks, department_id=1)
    found = worked(centre, Report.attendance_monthly)
    assert (found.figure("sheets").value, found.figure("rate").value) == (1, D("95.00"))
    assert {k: v[:2] for k, v in numbers(found.table("by_person")).items()} == {
        "员工2": (20, 0),
        "员工1": (18, 2),
        "合计": (38, 2),
    }
    assert numbers(found.table("by_post"))["维修工"] == (3, 4, 1, 0, 1)
    assert [v[:2] for v in numbers(found.table("ranking")).values()][:2] == [(D("95.50"), 1), (D("80.00"), 2)]


def test_who_was_assessed_and_what_inspections_found(centre_on_both: Centre) -> None:
    """S-30; T-71: every employee at work is assessed; items without a result are not judged."""
    centre = centre_on_both
    for staff, status, until, total in ((1, "approved", 30, "90"), (2, "void", 30, "10"), (1, "approved", 31, "50")):
        last = LAST if until == 30 else dt.date(2026, 10, 31)
        made = {"number": f"KH-{next(centre.numbers)}", "status": status, "period_kind": "month", "period_to": last}
        more = {"period_from": last.replace(day=1), "staff_id": staff, "total": D(total), "grade": "a"}
        centre.add(MonthlyAssessment(**centre.base(), site_id=1, **made, **more))
    items = lines_of(WorkInspection, "items")
    for results in (("pass", "pass", "fail", None), ("pass",)):
        lines = [items(item="桌面整洁", result=r) for r in results]
        made = {
            "number": f"JC-{next(centre.numbers)}",
            "status": "submitted",
            "kind": "weekly",
            "post_id": 1,
            "items": lines,
        }
        more = {"inspected_at": at("10 09:00"), "subject": "hygiene", "evaluation": "…"}
        centre.add(WorkInspection(**centre.base(), site_id=1, **made, **more))
    reward = {"number": "JL-1", "status": "approved", "staff_id": 1, "kind": ("reward",), "amount": D("200.00")}
    centre.add(RewardPenalty(**centre.base(), site_id=1, happened_on=LAST, facts="…", basis="第 8 条", **reward))
    found = worked(centre, Report.quality_monthly)
    assert {k: f.value for k, f in found.figures().items() if "." not in k} == {
        "assessed": 1,
        "missing": 2,
        "score": D("90.00"),
        "inspections": 2,
        "failures": 1,
        "clean": D("50.00"),
        "pass_rate": D("75.00"),
        "settled": 1,
        "amount": D("200.00"),
    }
    assert numbers(found.table("by_grade"))["优"] == (1,)
    assert {str(line[0]) for line in found.rows("nobody").lines} == {"员工2", "员工3"}
