"""Every summary of the catalogue by its code; a new subject is one import and one name here."""

from __future__ import annotations

from collections.abc import Mapping

from models.duty.report_list import Report
from reports import (
    arrears,
    budget,
    callbacks,
    complaints,
    decoration,
    fees,
    hotline,
    meeting_pack,
    opinions,
    problems,
    repair_slips,
    safety,
    samples,
    staff,
    stores,
    training,
)
from reports.spec import Summary

SUBJECTS = (
    arrears,
    budget,
    callbacks,
    complaints,
    decoration,
    fees,
    hotline,
    meeting_pack,
    opinions,
    problems,
    repair_slips,
    safety,
    samples,
    staff,
    stores,
    training,
)
BY_REPORT: Mapping[Report, Summary] = {summary.report: summary for subject in SUBJECTS for summary in subject.SUMMARIES}


def summary_of(report: Report) -> Summary:
    """Return what a report adds up to; LookupError for one that nothing computes yet."""
    if report not in BY_REPORT:
        raise LookupError(f"nothing computes {report.value}")
    return BY_REPORT[report]
