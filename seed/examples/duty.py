"""One believable row of every register of module ``duty``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from models.duty.periodic_report import PeriodicReport
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import period_of
from models.spec import ALL_SITE_ROLES, Actor, Role
from seed.factories import Centre


def duty_task(centre: Centre, *, by: str | Actor | None = None, **values: Any) -> Any:
    """周期工作任务: the morning look round the office; each has a period of its own."""
    given = {
        "duty": "office_check",
        "period": f"{dt.date(2020, 1, 1) + dt.timedelta(days=int(centre.tick(1).timestamp()) // 60 % 2000)}",
        "role": "receptionist",
        "due_at": centre.now + dt.timedelta(hours=1),
    }
    return centre.make("DutyTask", given, by=by, **values)


def periodic_report(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """汇总报表: the week's called-back orders, each time of a week earlier; other reports of their own last period."""
    report = Report(values.get("report", Report.callback_weekly))
    spec = REPORTS[report]
    day = dt.date(2026, 11, 15)
    for _ in range(_made(centre, report) + 1):
        since, until = period_of(spec, day, lambda _key: None) or (day, day)
        day = since - dt.timedelta(days=1)
    given = {
        "report": report.value,
        "period_from": since,
        "period_to": until,
        "comment": "上周 31 单，30 单已回访；一单业主出差，滚入下周。",
    }
    return centre.make("PeriodicReport", given, by=by, **values)


def _made(centre: Centre, report: Report) -> int:
    query = select(func.count()).select_from(PeriodicReport).where(PeriodicReport.report == report)
    return centre.session.scalar(query, execution_options={"all_sites": True}) or 0


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "DutyTask": duty_task,
    "PeriodicReport": periodic_report,
}
PREPARED = {"receptionist": "callback_sample", "reception_lead": "callback_weekly"}
"""A report each reception post prepares."""


def _report(centre: Centre, role: str) -> Any:
    """A report the role prepares, or one that waits for the role."""
    if Role(role) in ALL_SITE_ROLES:
        return None
    if role in PREPARED:
        return periodic_report(centre, by=role, report=PREPARED[role])
    code, by = ("fee_monthly", "reception_lead") if role == "cashier" else ("quality_monthly", "director")
    paper = periodic_report(centre, by=by, report=code)
    centre.do(paper, "submit", by)
    centre.do(paper, "approve", "director" if role == "cashier" else "hq_quality")
    return paper


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {"PeriodicReport": _report}
