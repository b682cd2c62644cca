"""Whether the papers of a duty are there: counted from the registers, each placed by its own date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import models
from deadlines.calendar import WorkingCalendar, calendar_for, zone_for
from deadlines.due import at_time
from deadlines.duty_cover import Cover
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
ALL = 0
"""Stands for everybody where papers need not name each."""


@dataclass(frozen=True, slots=True)
class Proof:
    """By which paper a duty was done, and when (UTC); no paper where nothing was left to do."""

    at: dt.datetime
    register: str | None = None
    record_id: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one part of a duty is: ``need`` papers for each of ``everyone``, and those that are there."""

    part: Fulfilment
    about: Period
    need: int
    everyone: tuple[int, ...]
    papers: Mapping[int, list[Any]] = field(default_factory=dict, hash=False)
    left: int = 0
    """Rows still to be dealt with, for duties that are done when none is left."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Of whom, or of what, papers are still missing; (0,) where they need not name each."""
        return tuple(one for one in self.everyone if len(self.papers.get(one, ())) < self.need)

    @property
    def got(self) -> int:
        """Papers that count, none beyond what is asked for."""
        return sum(min(len(self.papers.get(one, ())), self.need) for one in self.everyone)

    @property
    def wanted(self) -> int:
        """Papers asked for."""
        return self.need * len(self.everyone)

    @property
    def done(self) -> bool:
        """Say whether nothing is missing."""
        return not self.left if self.part.none_left else bool(self.everyone) and not self.missing


def progress(
    session: Session, duty: Duty, task: Mapping[str, Any], people: People | None = None
) -> tuple[Progress, ...]:
    """Return how far a task of the ledger is, part by part in the declared order."""
    people = people or People(session, task["site_id"])
    period = period_named(task["period"])
    return tuple(_part(session, duty, part, task, period, people) for part in duty.fulfils)


def proof(session: Session, duty: Duty, task: Mapping[str, Any], people: People | None = None) -> Proof | None:
    """Return what shows that a task is done: the paper that completed it; None while something is missing.

    Duties done when nothing is left need no paper: the registers' own history says when that was.
    """
    people = people or People(session, task["site_id"])
    period = period_named(task["period"])
    found: list[Proof] = []
    for part in duty.fulfils:
        one = (
            _cleared(session, part, task["site_id"], period)
            if part.none_left
            else _handed(session, _part(session, duty, part, task, period, people))
        )
        if one is None:
            return None
        found.append(one)
    return max(found, key=lambda p: p.at)


def _part(
    session: Session, duty: Duty, part: Fulfilment, task: Mapping[str, Any], period: Period, people: People
) -> Progress:
    site_id: int = task["site_id"]
    model: Any = models.by_name(part.papers.register)
    about = period.moved(part.papers.ahead)
    query = select(model).where(*_rows(session, part, site_id, about))
    if part.none_left:
        left = select(func.count()).select_from(query.with_only_columns(model.id).subquery())
        return Progress(part, about, 1, (ALL,), left=session.scalar(left, execution_options=ALL_SITES) or 0)
    need = part.least
    if part.setting:
        wanted = setting(session, site_id, part.setting)
        need = part.least if wanted is None else int(wanted)
    rows: list[Any] = list(session.scalars(query.order_by(model.id), execution_options=ALL_SITES))
    if duty.personal:
        rows = [r for r in rows if _his(session, duty, task, r, people)]
    groups: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, f"{part.told_by}_id") if part.each else ALL].append(row)
    everyone = tuple(sorted(people.covered(duty, part.each))) if part.each else (ALL,)
    return Progress(part, about, max(need, 1), everyone, groups)


def _his(session: Session, duty: Duty, task: Mapping[str, Any], row: Any, people: People) -> bool:
    """Say whether a paper is by the one whose duty it is, or by somebody who stood in for him when handing it in."""
    author = getattr(row, f"{duty.own}_id")
    if author == task["staff_id"]:
        return True
    at = handed_in(session, row)
    if people.away(task["staff_id"], at) is None:
        return False
    return any(charge.staff_id == author for charge in Cover(people, at).of(task))


def _handed(session: Session, there: Progress) -> Proof | None:
    if not there.done:
        return None
    dated = {one: sorted((handed_in(session, r), r.id, r) for r in there.papers[one]) for one in there.everyone}
    at, _, paper = max(dated[one][there.need - 1] for one in there.everyone)
    return Proof(at, paper.slug(), paper.id, display(paper)[:120])


def _cleared(session: Session, part: Fulfilment, site_id: int, period: Period) -> Proof | None:
    """Return the first moment of the period at which no such row was left; None when there is still one.

    A row counts from its entry until it came out of its states, or until the empty field was filled in. So a task made
    long after its period says the same as one that was watched, and an entry made later takes nothing back.
    """
    model: Any = models.by_name(part.papers.register)
    about = period.moved(part.papers.ahead)
    begins = at_time(about.first, dt.time(), zone_for(session, site_id))
    here = _rows(session, part, site_id, about, which=False)
    spans: list[tuple[dt.datetime, dt.datetime | None]]
    if part.papers.states:
        left = (
            select(HistoryEntry.record_id.label("record_id"), func.max(HistoryEntry.at).label("at"))
            .where(
                HistoryEntry.register == model.slug(),
                HistoryEntry.from_state.in_(part.papers.states),
                HistoryEntry.to_state.not_in(part.papers.states),
                HistoryEntry.at > begins,
            )
            .group_by(HistoryEntry.record_id)
            .subquery()
        )
        query = select(model.created_at, model.status, left.c.at).outerjoin(left, left.c.record_id == model.id)
        query = query.where(*here, model.status.in_(part.papers.states) | left.c.at.is_not(None))
        found = session.execute(query, execution_options=ALL_SITES)
        spans = [(made, None if status in part.papers.states else at) for made, status, at in found]
    else:
        empty = next(name for name, value in part.papers.where.items() if value is None)
        query = select(model.created_at, getattr(model, empty)).where(*here, model.status.not_in(NOT_COUNTED))
        spans = [(made, at) for made, at in session.execute(query, execution_options=ALL_SITES)]
        if any(at is None for _, at in spans):
            return None
    moment = begins
    for made, until in sorted(spans, key=lambda span: span[0]):
        if made > moment and part.earlier:
            break
        if until is None:
            return None
        moment = max(moment, until)
    return Proof(moment)


def unfinished(
    session: Session, duty: Duty, there: Progress, site_id: int, *, one: int = ALL, author: int | None = None
) -> Any | None:
    """Return the newest paper begun for this part that does not count yet: a draft, one to be taken over.

    ``one``: of whom or of what, where papers name each. ``author``: the employee whose papers of a personal duty count.
    """
    if there.part.none_left or there.part.papers.by == "created_at":
        return None
    model: Any = models.by_name(there.part.papers.register)
    where = _rows(session, there.part, site_id, there.about, which=False)
    final = [s.name for s in model.__register__.flow.states if s.final]
    query = select(model).where(*where, *_values(model, there.part.papers), model.status.not_in([*final, "void"]))
    counted = there.part.papers.states
    query = query.where(model.status.not_in(counted) if counted else model.status.in_(NOT_COUNTED))
    if there.part.each:
        query = query.where(getattr(model, f"{there.part.told_by}_id") == one)
    if duty.personal:
        query = query.where(getattr(model, f"{duty.own}_id") == author)
    return session.scalars(query.order_by(model.id.desc()).limit(1), execution_options=ALL_SITES).first()


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
    return _day(getattr(record, papers.by), zone)


def _day(value: Any, zone: dt.tzinfo) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).date()
    if isinstance(value, str):
        return dt.date.fromisoformat(f"{value}-01")
    return value if isinstance(value, dt.date) else None


def days(session: Session, site_id: int, duty: Duty, first: dt.date, last: dt.date) -> set[dt.date]:
    """Return the days from ``first`` to ``last`` on which a duty arises because rows of ``duty.when`` belong to them.

    What came in after ``late_from`` belongs to the next day (A-43), and with ``duty.rest_setting`` on, what came in on a
    day off to the next workday.
    """
    papers = duty.when
    if papers is None:
        return set()
    model: Any = models.by_name(papers.register)
    zone, calendar = zone_for(session, site_id), calendar_for(session, site_id)
    shut = bool(duty.rest_setting) and bool(setting(session, site_id, duty.rest_setting))
    since = (calendar.previous_workday(first) if shut else first) - DAY
    query = select(getattr(model, papers.by)).where(
        model.site_id == site_id, *_between(model, papers.by, since, last, zone), *_which(model, papers)
    )
    late = setting(session, site_id, papers.late_from) if papers.late_from else None
    placed = (
        _placed(value, zone, late, calendar if shut else None)
        for value in session.scalars(query.distinct(), execution_options=ALL_SITES)
    )
    return {day for day in placed if first <= day <= last}


def _placed(value: Any, zone: dt.tzinfo, late: dt.time | None, shut: WorkingCalendar | None) -> dt.date:
    day = _day(value, zone)
    assert day is not None  # noqa: S101 - the column that places a row is never empty here
    if late is not None and isinstance(value, dt.datetime) and value.astimezone(zone).time() > late:
        day += DAY
    return day if shut is None or shut.is_workday(day) else shut.next_workday(day)


def _rows(
    session: Session, part: Fulfilment, site_id: int, about: Period, *, which: bool = True
) -> list[ColumnElement[bool]]:
    """Return the criteria of the rows of a part: of the site, in the period, and (``which``) those that count."""
    model: Any = models.by_name(part.papers.register)
    first = None if part.earlier else about.first
    last = about.first - DAY if part.earlier else None if part.later else about.last
    placed = _between(model, part.papers.by, first, last, zone_for(session, site_id))
    return [model.site_id == site_id, *placed, *(_which(model, part.papers) if which else ())]


def _between(
    model: Any, by: str, first: dt.date | None, last: dt.date | None, zone: dt.tzinfo
) -> list[ColumnElement[bool]]:
    column = getattr(model, by)
    kind = model.__fields__[by].kind
    if kind is Kind.month:
        low, high = (f"{day:%Y-%m}" if day else None for day in (first, last))
        return [*([column >= low] if low else []), *([column <= high] if high else [])]
    edges: list[Any] = [first, last + DAY if last else None]
    if kind is Kind.datetime:
        edges = [at_time(day, dt.time(), zone) if day else None for day in edges]
    return [*([column >= edges[0]] if edges[0] else []), *([column < edges[1]] if edges[1] else [])]


def _which(model: Any, papers: Papers) -> list[ColumnElement[bool]]:
    states = papers.states
    return [model.status.in_(states) if states else model.status.not_in(NOT_COUNTED), *_values(model, papers)]


def _values(model: Any, papers: Papers) -> list[ColumnElement[bool]]:
    out = []
    for name, value in papers.where.items():
        column, enum = getattr(model, name), model.__fields__[name].enum
        out.append(column.is_(None) if value is None else column == (enum(value) if enum else value))
    return out


__all__ = ["ALL", "Progress", "Proof", "day_of", "days", "handed_in", "progress", "proof", "unfinished"]
