"""A summary on paper (汇总报表): its figures now, those kept when it was handed in, and what has changed since (G5, G9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.duty.report_list import Report
from models.spec import L, Label
from reports.catalogue import BY_REPORT
from reports.compute import summarise
from reports.freeze import from_json, to_json
from reports.results import Figure, Result, Table
from reports.span import span_of
from reports.spec import Measure
from workflow import figures

CELL = L("{table}：{line}，{column}", "{table}: {line}, {column}")
LISTED = L("{rows}（条数）", "{rows} (entries)")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that would be another today: its words, what the paper says and what the registers say."""

    label: Label
    was: Any
    now: Any
    measure: Measure


def worked_out(
    session: Session, report: Report, site_id: int | None, since: dt.date, until: dt.date, now: dt.datetime
) -> Result | None:
    """Return what a report of the catalogue comes to; None for one that nothing computes."""
    summary = BY_REPORT.get(report)
    return summarise(session, summary, span_of(session, site_id, since, until, now)) if summary is not None else None


def current(session: Session, paper: Any, now: dt.datetime) -> Result | None:
    """Return the figures of a paper as the registers have them, seen from ``now``."""
    return worked_out(session, Report(paper.report), paper.site_id, paper.period_from, paper.period_to, now)


def kept(paper: Any) -> Result | None:
    """Return the figures that were kept when the paper was handed in; None before, and for those nothing computed."""
    return from_json(paper.data) if paper.data else None


def changes(session: Session, paper: Any) -> tuple[Change, ...]:
    """Return the figures that differ from the kept ones because the registers were changed since.

    Both are seen from the moment of the submission, so that the mere passing of time changes nothing.
    """
    then = kept(paper)
    now = current(session, paper, then.computed_at) if then is not None else None
    if then is None or now is None:
        return ()
    before, after = _numbers(then), _numbers(now)
    found = []
    for place in [*before, *(p for p in after if p not in before)]:
        (label, measure, was), new = before.get(place) or (*after[place][:2], None), after.get(place)
        if was != (new[2] if new else None):
            found.append(Change(label, was, new[2] if new else None, measure))
    return tuple(found)


def _numbers(result: Result) -> dict[str, tuple[Label, Measure, Any]]:
    out: dict[str, tuple[Label, Measure, Any]] = {}
    for part in result.parts:
        if isinstance(part, Figure):
            out[part.code] = (part.label, part.measure, part.value)
        elif isinstance(part, Table):
            lines = [*part.lines, *([part.total] if part.total else [])]
            for line in lines:
                for cell in line.cells:
                    words = CELL.format(table=part.label, line=line.label, column=cell.label)
                    out[f"{part.code}.{cell.code}.{line.key}"] = (words, cell.measure, cell.value)
        else:
            out[part.code] = (LISTED.format(rows=part.label), Measure.number, part.total)
    return out


def _frozen(session: Session, paper: Any, now: dt.datetime) -> Any:
    result = current(session, paper, now)
    return None if result is None else to_json(result)


def install() -> None:
    """Let ``workflow`` know who works out the figures of a paper; done when the package is imported."""
    figures.provide("PeriodicReport", "data", _frozen)
