"""The sweep: what is overdue is marked, told to whoever answers and one level up; run every few minutes or by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, case, select, union, update
from sqlalchemy.orm import Session

from deadlines import telling
from deadlines.books import ALL_SITES, CLOCKS, DUTIES, Book, run
from deadlines.holders import Holders
from models.duty.deadline import DeadlineState
from models.engine.settings import setting
from models.spec import Role

ESCALATE_HOURS = "deadline.escalate_hours"


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a sweep did: clocks marked overdue and clocks told one level up, and how many run or are overdue now.

    ``duties_escalated``: recurring duties told one level up; ``told``: notices left, those that limits are near included.
    """

    marked_overdue: int
    escalated: int
    running: int
    overdue: int
    duties_escalated: int = field(default=0, compare=False)
    told: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, int]:
        """Return the figures for ``deadlines sweep --json``."""
        return asdict(self)


def sweep(session: Session, now: dt.datetime) -> SweepResult:
    """Mark what has passed its limit, clocks and recurring duties; tell whoever answers, and his superiors.

    Who answers hears that a limit is near (``deadline.warn_minutes``, ``deadline.warn_days``), that it has passed, and
    that it went up. What becomes overdue is told to the next role up at once, and to one role further each time the
    site's ``deadline.escalate_hours`` pass without its being done; while that is unset it goes no further. A role held by
    nobody at the site is passed over (A-77); at the top it stays. A sweep with the same ``now`` again changes nothing,
    an interrupted one is simply run again, one after a pause makes up for what was missed. Nothing is committed here.
    """
    now = now.astimezone(dt.UTC)
    holders = Holders(session, now)
    marked, escalated = _mark(session, CLOCKS, holders, now)
    _, duties = _mark(session, DUTIES, holders, now)
    return SweepResult(
        marked_overdue=marked,
        escalated=escalated,
        running=CLOCKS.count(session, DeadlineState.running),
        overdue=CLOCKS.count(session, DeadlineState.overdue),
        duties_escalated=duties,
        told=telling.tell(session, holders, now),
    )


def _mark(session: Session, book: Book, holders: Holders, now: dt.datetime) -> tuple[int, int]:
    """Mark and move up one ledger; return how many rows are newly overdue and how many were told one level up."""
    marked = escalated = 0
    table = book.table
    for way, sites in _ways(session, book, holders, now).items():
        escalated += _tell_further(session, book, way, sites, now)
        untold = (table.c.escalated_to.is_(None), table.c.escalated_at.is_(None))
        escalated += _move_up(session, book, book.role, way, sites, now, book.overdue, *untold)
        fresh = _move_up(session, book, book.role, way, sites, now, *book.passed(now), state=book.late)
        marked += fresh
        escalated += fresh
    marked += run(session, update(table).where(*book.passed(now)).values(state=book.late, **book.touched(now)))
    return marked, escalated


@dataclass(frozen=True, slots=True)
class _Way:
    """How rows move up at some sites: from role to role, and after how many further hours (None: once only)."""

    steps: tuple[tuple[str, str], ...]
    hours: float | None


def _ways(session: Session, book: Book, holders: Holders, now: dt.datetime) -> dict[_Way, list[int]]:
    """Return how overdue rows move up, with the sites that do it alike."""
    site = book.table.c.site_id
    ways: dict[_Way, list[int]] = defaultdict(list)
    both = union(select(site).where(book.overdue), select(site).where(*book.passed(now)))
    for site_id in session.scalars(both, execution_options=ALL_SITES).all():
        steps = tuple((role.value, up) for role in Role if (up := holders.above(site_id, role.value)) is not None)
        hours = setting(session, site_id, ESCALATE_HOURS)
        ways[_Way(steps, None if hours is None else float(hours))].append(site_id)
    return ways


def _tell_further(session: Session, book: Book, way: _Way, sites: list[int], now: dt.datetime) -> int:
    """Tell one role further about what stayed overdue for the site's hours since it was last told.

    What was late on paper already when it was loaded counts from then; nobody was told of it at once (G6).
    """
    if way.hours is None:
        return 0
    at, to = book.table.c.escalated_at, book.table.c.escalated_to
    told = (at <= now - dt.timedelta(hours=way.hours), at < now)
    further = _move_up(session, book, to, way, sites, now, book.overdue, *told)
    return further + _move_up(session, book, book.role, way, sites, now, book.overdue, to.is_(None), *told)


def _move_up(
    session: Session,
    book: Book,
    stands: Column[Any],
    way: _Way,
    sites: list[int],
    now: dt.datetime,
    *when: ColumnElement[bool],
    **also: Any,
) -> int:
    """Tell the superior of the role in the column ``stands``; ``also``: what else is set, indexed columns sparingly."""
    steps = dict(way.steps)
    table = book.table
    return run(
        session,
        update(table)
        .where(*when, table.c.site_id.in_(sites), stands.in_(list(steps)))
        .values(
            escalated_to=case(steps, value=stands),
            escalated_at=now,
            level=table.c.level + 1,
            **book.touched(now),
            **also,
        ),
    )


__all__ = ["SweepResult", "sweep"]
