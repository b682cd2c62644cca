"""Problems that recur, on the desk of whoever prepares their analysis, and the way on from there (003 (二)4; S-13)."""

from __future__ import annotations

from urllib.parse import urlencode

import access
from admin_views import list_figures
from admin_views.reader import Reader
from admin_views.viewmodels import DeskItem, Link
from models.duty.periodic_report import PeriodicReport
from models.engine import title_of
from models.spec import L
from reports import recurrence
from reports.recurrence import Problem
from reports.span import span_of

WRITE, LOOK = L("去编制", "Prepare it"), L("看明细", "The entries")
BY = L("由{who}编制", "prepared by: {who}")


def items(reader: Reader) -> list[DeskItem]:
    """Return the problems no analysis stands for yet, at the site the reader works at; nothing for who is not told."""
    site_id = reader.actor.site_id
    if site_id is None or not reader.actor.holds(site_id, *recurrence.TOLD):
        return []
    prepares = reader.actor.holds(site_id, recurrence.PREPARES)
    note = "" if prepares else reader.say(BY, who=title_of(reader.session, site_id, recurrence.PREPARES))
    return [
        DeskItem(
            register=reader.say(recurrence.REPORT.label), number="", title=reader.say(problem.words), url=problem.address,
            note=note, action=Link(label=reader.say(WRITE if prepares else LOOK), url=problem.address),
        )
        for problem in recurrence.waiting(reader.session, site_id)
    ]  # fmt: skip


def target(reader: Reader, problem: Problem) -> str:
    """Return where a problem goes on: its analysis, else the form for whoever prepares it, else the rows behind it."""
    paper = recurrence.analysis(reader.session, problem)
    if paper is not None and access.get(reader.session, PeriodicReport, paper, reader.actor) is not None:
        return f"/admin/periodic_report/details/?id={paper}"
    here = reader.actor.site_id in {None, problem.site_id}
    if paper is None and here and reader.actor.holds(problem.site_id, recurrence.PREPARES):
        given = {"report": recurrence.REPORT.value, "period_from": problem.since, "period_to": problem.until}
        return f"/admin/periodic_report/new/?{urlencode(given)}"
    span = span_of(reader.session, problem.site_id, problem.since, problem.until, reader.now)
    return list_figures.address(span, problem.slug, problem.rows, kept=False)
