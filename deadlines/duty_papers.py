"""Whether the papers of a duty are there: counted from the registers, each placed by its own date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import models
from deadlines.calendar import zone_for
from deadlines.due import at_time
from deadlines.duty_people import People
from deadlines.periods import DAY, Period, period_named
from models.declare import Record
from models.engine.display import display
from models.engine.history import HistoryEntry
from models.engine.settings import setting
from models.spec import Duty, Fulfilment, Kind, Papers

ALL_SITES = {"all_sites": True}
NOT_COUNTED = ("draft", "void", "rejected")
"""States in which a paper fulfils nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """By which paper a duty was done, and when (UTC); no paper where nothing was left to do."""

    at: dt.datetime
    register: str | None = None
    record_id: int | None = None
    document: str | None = None


def proof(session: Session, duty: Duty, task: Mapping[str, Any], nothing_left: dt.datetime) -> Proof | None:
    """Return what shows that a task is done: the paper that completed it; None while something is missing.

    ``nothing_left``: the moment to put down for duties that are done when no row is left.
    """
    site_id, period = task["site_id"], period_named(task["period"])
    found: list[Proof] = []
    for part in duty.fulfils:
        one = _part(session, duty, part, site_id, period, task["staff_id"], nothing_left)
        if one is None:
            return None
        found.append(one)
    return max(found, key=lambda p: p.at)


def _part(
    session: Session, duty: Duty, part: Fulfilment, site_id: int, period: Period, staff_id: int | None,
    nothing_left: dt.datetime,
) -> Proof | None:  # fmt: skip
    model: Any = models.by_name(part.papers.register)
    zone = zone_for(session, site_id)
    about = period.moved(part.papers.ahead)
    last = about.first - DAY if part.earlier else about.last
    query = select(model).where(
        model.site_id == site_id, *_between(model, part.papers.by, None if part.earlier else about.first, last, zone)
    )
    query = query.where(*_which(model, part.papers))
    if part.none_left:
        left = session.scalar(
            select(func.count()).select_from(query.with_only_columns(model.id).subquery()), execution_options=ALL_SITES
        )
        return None if left else Proof(nothing_left)
    if duty.personal:
        query = query.where(getattr(model, f"{duty.own}_id") == staff_id)
    need = part.least
    if part.setting:
        wanted = setting(session, site_id, part.setting)
        need = part.least if wanted is None else int(wanted)
    rows = list(session.scalars(query.order_by(model.id), execution_options=ALL_SITES))
    groups: dict[int, list[Record]] = defaultdict(list)
    everyone = {0}
    if part.each is not None:
        everyone = People(session, site_id).covered(duty, part.each)
        for row in rows:
            groups[getattr(row, f"{part.told_by}_id")].append(row)
    else:
        groups[0] = rows
    if not everyone or any(len(groups[one]) < max(need, 1) for one in everyone):
        return None
    dated = {one: sorted((handed_in(session, r), r.id, r) for r in groups[one]) for one in everyone}
    at, _, paper = max(dated[one][max(need, 1) - 1] for one in everyone)
    return Proof(at, paper.slug(), paper.id, display(paper)[:120])


def handed_in(session: Session, record: Any) -> dt.datetime:
    """Return when a paper was handed in: its last submission, else when it came to stand as it does, else its entry."""
    flow = type(record).__register__.flow
    query = select(func.max(HistoryEntry.at)).where(
        HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id
    )
    if flow is not None and flow.approval is not None:
        at = session.scalar(query.where(HistoryEntry.transition == "submit"))
    else:
        at = session.scalar(query.where(HistoryEntry.transition.in_(_counting(record))))
    moment: dt.datetime = at or record.created_at
    return moment


def _counting(record: Any) -> list[str]:
    """Return the transitions that brought a paper into a state in which it first counts."""
    from models.duty.duties import duties_of  # noqa: PLC0415 - read when asked, the declarations stand above

    states = {s for d in duties_of(type(record).__name__) for part in d.fulfils for s in part.papers.states}
    flow = type(record).__register__.flow
    return [t.name for t in flow.transitions if t.to in states] if flow and states else []


def day_of(record: Any, papers: Papers, zone: dt.tzinfo) -> dt.date | None:
    """Return the day that places a row, by the site's clock."""
    value = getattr(record, papers.by)
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).date()
    if isinstance(value, str):
        return dt.date.fromisoformat(f"{value}-01")
    return value if isinstance(value, dt.date) else None


def days(
    session: Session, site_id: int, papers: Papers, first: dt.date, last: dt.date, zone: dt.tzinfo
) -> set[dt.date]:
    """Return the days between ``first`` and ``last`` that have such rows."""
    model: Any = models.by_name(papers.register)
    column = getattr(model, papers.by)
    query = select(column).where(model.site_id == site_id, *_between(model, papers.by, first, last, zone))
    query = query.where(*_which(model, papers)).distinct()
    found = session.scalars(query, execution_options=ALL_SITES)
    return {value.astimezone(zone).date() if isinstance(value, dt.datetime) else value for value in found}


def _between(model: Any, by: str, first: dt.date | None, last: dt.date, zone: dt.tzinfo) -> list[ColumnElement[bool]]:
    column = getattr(model, by)
    kind = model.__fields__[by].kind
    if kind is Kind.month:
        return [column >= f"{first:%Y-%m}" if first else column.is_not(None), column <= f"{last:%Y-%m}"]
    low: Any = first
    high: Any = last + DAY
    if kind is Kind.datetime:
        low, high = at_time(first, dt.time(), zone) if first else None, at_time(high, dt.time(), zone)
    return [*([column >= low] if low else []), column < high]


def _which(model: Any, papers: Papers) -> list[ColumnElement[bool]]:
    states = papers.states
    out = [model.status.in_(states) if states else model.status.not_in(NOT_COUNTED)]
    for name, value in papers.where.items():
        column, enum = getattr(model, name), model.__fields__[name].enum
        out.append(column.is_(None) if value is None else column == (enum(value) if enum else value))
    return out


__all__ = ["Proof", "day_of", "days", "handed_in", "proof"]
