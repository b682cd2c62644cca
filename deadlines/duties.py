"""Recurring duties: in which periods each comes round at a site and when it is due; tasks made, marked late, ticked off.

``roll`` makes what is missing and may be run at any time, as often as one likes; ``settle`` follows a paper that was
written. Both write the ledger of duties (``DutyTask``) and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Table, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

import models
from deadlines import duty_papers
from deadlines.calendar import WorkingCalendar, calendar_for, zone_for
from deadlines.due import DAY_END, HOLIDAY_SHIFT, Settings, at_time
from deadlines.duty_people import People
from deadlines.periods import DAY, Period, period_of, periods
from models.base.site import Site
from models.declare import Record
from models.duty.duties import BY_CODE, DUTIES, duties_of
from models.duty.duty_task import DutyTask, DutyTaskState
from models.engine.settings import setting
from models.hr.leave_request import LeaveRequest
from models.spec import Duty, Rhythm

ALL_SITES = {"all_sites": True}
TABLE: Table = DutyTask.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
OPEN = (DutyTaskState.pending, DutyTaskState.overdue)
LOOK_BACK = dt.timedelta(days=40)
"""Days before the last roll looked at again for duties that depend on rows: a day's cash may be entered later."""
LONGEST = dt.timedelta(days=800)
"""A site that was never rolled starts so far back at most."""
PART = 500


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A duty in one period; ``due`` is a moment in UTC."""

    duty: Duty
    period: Period
    due: dt.datetime


@dataclass(frozen=True, slots=True)
class RollResult:
    """What a roll did: tasks made, those marked overdue, and how many wait or are overdue now."""

    made: int
    marked_overdue: int
    pending: int
    overdue: int

    def as_dict(self) -> dict[str, int]:
        """Return the figures for ``duties roll --json``."""
        return asdict(self)


def occurrences(
    duty: Duty, calendar: WorkingCalendar, zone: dt.tzinfo, since: dt.date, until: dt.date, settings: Settings
) -> Iterator[Occurrence]:
    """Yield the duty's periods that have begun by ``until`` and are due on ``since`` or later, with their due moments.

    A due day that is a day off is the workday before it within the period (A-36, ``duty.holiday_shift``); a day or a
    week without a workday has no duties, unless the duty says so (``rest_days``). Nothing while a setting it needs is unset (G6) or its module is off (A-61).
    """
    rhythm = rhythm_of(duty, settings)
    if rhythm is None:
        return
    for period in periods(rhythm, since, until):
        day = _due_day(duty, period, calendar, settings)
        if day is not None and day >= since:
            yield Occurrence(duty, period, at_time(day, _time(duty, settings), zone))


def rhythm_of(duty: Duty, settings: Settings) -> Rhythm | None:
    """Return the period the duty comes round in at a site; None when it doesn't."""
    off = [models.by_name(name).__register__.switch for name in duty.registers]
    if any(settings(key) is False for key in (duty.switch, *off) if key):
        return None
    named = settings(duty.every_setting) if duty.every_setting else None
    return Rhythm(named) if named else duty.every


def _time(duty: Duty, settings: Settings) -> dt.time:
    time = (settings(duty.at_setting) if duty.at_setting else None) or duty.at or DAY_END
    return time if isinstance(time, dt.time) else DAY_END


def _due_day(duty: Duty, period: Period, calendar: WorkingCalendar, settings: Settings) -> dt.date | None:
    if period.rhythm is Rhythm.workday:
        always = duty.rest_days and not (duty.rest_setting and settings(duty.rest_setting))
        return period.first if always or calendar.is_workday(period.first) else None
    shift = duty.last_workday or bool(settings(HOLIDAY_SHIFT))
    if period.rhythm is Rhythm.week:
        return _day_of_week(duty, period, calendar, settings, shift=shift)
    day = period.last
    if duty.day_setting and period.rhythm is Rhythm.month:
        wanted = settings(duty.day_setting)
        if wanted is None and duty.day is not None:
            return None
        if wanted is not None:
            day = min(period.last, period.first + (max(int(wanted), 1) - 1) * DAY)
    return _shifted(day, period, calendar) if shift else day


def _day_of_week(
    duty: Duty, period: Period, calendar: WorkingCalendar, settings: Settings, *, shift: bool
) -> dt.date | None:
    """Return the named weekday, or the next workday of that week: what it reports ended only just before it."""
    worked = [d for d in (period.first + n * DAY for n in range(7)) if calendar.is_workday(d)]
    if not worked:
        return None
    if duty.weekday is None:
        return worked[-1] if shift else period.last
    wanted = settings(duty.weekday_setting) if duty.weekday_setting else duty.weekday
    if wanted is None:
        return None
    day = period.first + (int(wanted) - 1) * DAY
    return next((d for d in worked if d >= day), None) if shift else day


def _shifted(day: dt.date, period: Period, calendar: WorkingCalendar) -> dt.date:
    earlier = calendar.workday_by(day)
    return earlier if earlier >= period.first else day


def roll(session: Session, now: dt.datetime, *, site: str = "") -> RollResult:
    """Make the tasks of every period that has begun at ``now``, tick off what is done, mark what is late.

    ``site``: the code of the only site to look at. Run again it changes nothing; an interrupted one is run again;
    periods missed while nothing ran are made up. Nothing is committed here.
    """
    now = now.astimezone(dt.UTC)
    query = select(Site.id, Site.created_at).where(Site.status == "active").order_by(Site.id)
    if site:
        query = query.where(Site.code == site)
    made = 0
    for site_id, opened in session.execute(query, execution_options=ALL_SITES).all():
        made += _roll_site(session, site_id, opened, now)
    late = update(TABLE).where(TABLE.c.state == DutyTaskState.pending, TABLE.c.due_at < now)
    result: Any = session.execute(
        late.values(state=DutyTaskState.overdue, updated_at=now, version=TABLE.c.version + 1),
        execution_options=ALL_SITES,
    )
    return RollResult(
        made=made,
        marked_overdue=result.rowcount,
        pending=_count(session, DutyTaskState.pending),
        overdue=_count(session, DutyTaskState.overdue),
    )


def _roll_site(session: Session, site_id: int, opened: dt.datetime, now: dt.datetime) -> int:
    zone, calendar = zone_for(session, site_id), calendar_for(session, site_id)
    today = now.astimezone(zone).date()
    last = session.scalar(
        select(func.max(TABLE.c.created_at)).where(TABLE.c.site_id == site_id), execution_options=ALL_SITES
    )
    start = max(opened, now - LONGEST).astimezone(zone).date()
    again, whole = (max(start, (last - back).astimezone(zone).date()) if last else start for back in (LOOK_BACK, DAY))
    people = People(session, site_id)
    found: list[dict[str, Any]] = []
    for duty in DUTIES:
        since = whole if duty.when is None else again
        seen = list(occurrences(duty, calendar, zone, since, today, lambda key: setting(session, site_id, key)))
        if duty.when is not None and seen:
            worth = duty_papers.days(session, site_id, duty, seen[0].period.first, seen[-1].period.last)
            seen = [o for o in seen if any(o.period.first <= day <= o.period.last for day in worth)]
        found += [row for o in seen for row in tasks_of(o, site_id, people, zone)]
    known = _known(session, site_id, found)
    missing = [row for row in found if _key(row) not in known]
    ids = _insert(session, missing, now)
    for task in _tasks(session, TABLE.c.id.in_(ids)) if ids else ():
        _assess(session, task, now, people)
    return len(ids)


def tasks_of(o: Occurrence, site_id: int, people: People, zone: dt.tzinfo) -> Iterator[dict[str, Any]]:
    """Yield what the ledger keeps: a row for each role, or for each of its holders."""
    row = {"site_id": site_id, "duty": o.duty.code, "period": o.period.text, "due_at": o.due, "staff_id": None}
    if not o.duty.personal:
        for role in o.duty.roles:
            yield {**row, "role": role}
        return
    for holder in people.holders(o.duty.roles):
        if holder.since.astimezone(zone).date() <= o.period.last:
            yield {**row, "role": holder.role, "staff_id": holder.staff_id}


def _key(row: Any) -> tuple[Any, ...]:
    return row["duty"], row["period"], None if row["staff_id"] else str(row["role"]), row["staff_id"]


def _known(session: Session, site_id: int, rows: Sequence[dict[str, Any]]) -> set[tuple[Any, ...]]:
    if not rows:
        return set()
    query = select(TABLE.c.duty, TABLE.c.period, TABLE.c.role, TABLE.c.staff_id).where(
        TABLE.c.site_id == site_id, TABLE.c.due_at >= min(row["due_at"] for row in rows) - LOOK_BACK
    )
    return {_key(row) for row in session.execute(query, execution_options=ALL_SITES).mappings()}


def _insert(session: Session, rows: Sequence[dict[str, Any]], now: dt.datetime) -> list[int]:
    """Add tasks, passing over those somebody else added meanwhile; return the ids of the new ones."""
    added = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    stamp = {"created_at": now, "updated_at": now, "version": 1, "state": DutyTaskState.pending}
    ids: list[int] = []
    for at in range(0, len(rows), PART):
        statement = added(TABLE).values([{**stamp, **row} for row in rows[at : at + PART]]).on_conflict_do_nothing()
        ids += session.scalars(statement.returning(TABLE.c.id), execution_options=ALL_SITES).all()
    return ids


def settle(session: Session, record: Record, *, now: dt.datetime) -> None:
    """Tick off the duties that ``record`` fulfils, or take a tick back, after it was written (G7). Commits nothing."""
    duties = duties_of(type(record).__name__)
    site_id = getattr(record, "site_id", None)
    if isinstance(record, LeaveRequest):
        _settle_leave(session, record, now.astimezone(dt.UTC))
        return
    if not duties or site_id is None:
        return
    wanted, ever = _touched(record, zone_for(session, site_id))
    here = TABLE.c.site_id == site_id
    was = (TABLE.c.register == record.slug()) & (TABLE.c.record_id == record.id)
    which = tuple_(TABLE.c.duty, TABLE.c.period).in_(sorted(wanted)) | was
    if ever:
        which = which | (TABLE.c.duty.in_(ever) & TABLE.c.state.in_(OPEN))
    people = People(session, site_id)
    for task in _tasks(session, here & which):
        _assess(session, task, now.astimezone(dt.UTC), people)


def _touched(record: Record, zone: dt.tzinfo) -> tuple[set[tuple[str, str]], list[str]]:
    """Return the tasks a paper may bear on: by duty and period, and the duties of which every open task may."""
    wanted: set[tuple[str, str]] = set()
    ever: list[str] = []
    register = type(record).__name__
    for duty in duties_of(register):
        for part in (p for p in duty.fulfils if p.papers.register == register):
            if part.earlier or part.later:
                ever.append(duty.code)
            day = None if part.earlier else duty_papers.day_of(record, part.papers, zone)
            if day is not None:
                wanted |= {(duty.code, period_of(r, day).moved(-part.papers.ahead).text) for r in Rhythm}
    return wanted, ever


def _settle_leave(session: Session, leave: LeaveRequest, now: dt.datetime) -> None:
    """Look anew at the absent person's own duties: while he was away his deputy's papers count for him."""
    people = People(session, leave.site_id)
    open_then = (TABLE.c.staff_id == leave.staff_id) & TABLE.c.state.in_(OPEN) & (TABLE.c.due_at >= leave.starts_at)
    for task in _tasks(session, (TABLE.c.site_id == leave.site_id) & open_then):
        _assess(session, task, now, people)


def reassess(session: Session, task_id: int, now: dt.datetime) -> None:
    """Judge one task by the papers as they stand; a waived one stays waived. Commits nothing."""
    for task in _tasks(session, TABLE.c.id == task_id):
        _assess(session, task, now.astimezone(dt.UTC), People(session, task["site_id"]))


def _tasks(session: Session, *where: Any) -> list[Any]:
    rows: list[Any] = []
    query = select(TABLE).where(*where).order_by(TABLE.c.id)
    rows += session.execute(query, execution_options=ALL_SITES).mappings()
    return rows


def _assess(session: Session, task: Any, now: dt.datetime, people: People) -> None:
    duty = BY_CODE.get(task["duty"])
    if duty is None or task["state"] is DutyTaskState.waived:
        return
    proof = duty_papers.proof(session, duty, task, people)
    values: dict[str, Any]
    if proof is None:
        state = DutyTaskState.overdue if task["due_at"] < now else DutyTaskState.pending
        values = {"state": state, "done_at": None, "register": None, "record_id": None, "document": None}
    else:
        state = DutyTaskState.late if proof.at > task["due_at"] else DutyTaskState.done
        values = {"state": state, **{k: getattr(proof, k) for k in ("register", "record_id", "document")}}
        values["done_at"] = proof.at
    if any(task[k] != v for k, v in values.items()):
        changed = update(TABLE).where(TABLE.c.id == task["id"])
        session.execute(
            changed.values(**values, updated_at=now, version=TABLE.c.version + 1), execution_options=ALL_SITES
        )


def _count(session: Session, state: DutyTaskState) -> int:
    query = select(func.count()).select_from(TABLE).where(TABLE.c.state == state)
    return session.scalar(query, execution_options=ALL_SITES) or 0


__all__ = ["Occurrence", "RollResult", "occurrences", "reassess", "rhythm_of", "roll", "settle", "tasks_of"]
