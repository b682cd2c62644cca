"""Where a recurring duty is done: the form of its next missing paper prefilled, a paper begun, or the rows still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import access
import models
from admin_views.reader import Reader
from deadlines import duty_papers
from deadlines.duty_papers import ALL, Progress
from models.duty.duties import BY_CODE
from models.spec import Kind


def do_url(task_id: int) -> str:
    """Return the address that leads on to wherever the duty is done."""
    return f"/admin/duty_task/do/?id={task_id}"


def target(reader: Reader, task: Mapping[str, Any]) -> str:
    """Return the address where a task goes on; "" when nothing is missing."""
    duty = BY_CODE.get(task["duty"])
    if duty is None:
        return ""
    if duty.page:
        return f"/admin/{duty.page.format(period=task['period'])}"
    for part in duty_papers.progress(reader.session, duty, task):
        if part.done:
            continue
        if part.part.none_left:
            return _rows(part)
        one = next(iter(part.missing), ALL)
        begun = duty_papers.unfinished(
            reader.session, duty, part, task["site_id"], one=one, author=reader.actor.staff_id
        )
        if begun is not None and access.get(reader.session, type(begun), begun.id, reader.actor) is not None:
            return f"/admin/{begun.slug()}/details/?id={begun.id}"
        return _form(reader, task, part, one)
    return ""


def _form(reader: Reader, task: Mapping[str, Any], there: Progress, one: int) -> str:
    papers, about = there.part.papers, there.about
    model = models.by_name(papers.register)
    fields = model.__fields__
    given: dict[str, Any] = {
        name: value for name, value in papers.where.items() if value is not None and fields[name].kind is Kind.enum
    }
    if there.part.each and one:
        given[there.part.told_by] = one
    elapsed = not about.first <= reader.today <= about.last
    near = about.last if about.last < reader.today else about.first
    kind = fields[papers.by].kind
    if papers.by in {"period_from", "period_to"}:
        given |= {"period_from": about.first, "period_to": about.last}
    elif kind is Kind.month:
        given[papers.by] = f"{about.first:%Y-%m}"
    elif kind is Kind.date and elapsed:
        given[papers.by] = near
    elif kind is Kind.datetime and elapsed and not fields[papers.by].system:
        at = min(reader.local(task["due_at"]).time(), dt.time(17, 30))
        given[papers.by] = f"{near}T{at:%H:%M}"
    return f"/admin/{model.slug()}/new/?{urlencode(given)}" if given else f"/admin/{model.slug()}/new/"


def _rows(there: Progress) -> str:
    papers, about = there.part.papers, there.about
    given = {"flt_status_eq": papers.states[0]} if len(papers.states) == 1 else {}
    given[f"flt_{papers.by}_{'lt' if there.part.earlier else 'eq'}"] = about.first.isoformat()
    return f"/admin/{models.by_name(papers.register).slug()}/?{urlencode(given)}"


__all__ = ["do_url", "target"]
