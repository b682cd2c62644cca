"""The rows behind a figure: its key turned back into the conditions it was counted by."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.declare import Record
from models.duty.report_list import Report
from models.spec import Label
from reports.catalogue import summary_of
from reports.compute import Work
from reports.spec import Conditions, Span


@dataclass(frozen=True, slots=True)
class Behind:
    """Which rows of which register a figure was counted from, and what the report and the figure are called."""

    register: type[Record]
    where: Conditions
    report: Label
    figure: Label


def rows_behind(session: Session, key: str, span: Span) -> Behind:
    """Return the rows that the figure ``key`` (``Figure.drill``: ``callback_weekly.returned``) counts in a span.

    The conditions name the span's site; whoever lists the rows still asks ``access.visible``. LookupError for a key that no
    summary has.
    """
    code, _, rest = key.partition(".")
    name, _, rest = rest.partition(".")
    column, _, line = rest.partition(".")
    if code not in {report.value for report in Report}:
        raise LookupError(f"there is no report {code}")
    summary = summary_of(Report(code))
    part = summary.part(name)
    model, where = Work(session, summary, span).behind(part, column, line)
    shown = next((p for p in summary.parts if column and p.code == column), part)
    return Behind(model, where, summary.report.label, shown.label)
