"""The sweep: what is overdue is marked, told to whoever answers and one level up; run every few minutes or by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import bindparam, case, text, update
from sqlalchemy.orm import Session

from deadlines import telling
from deadlines.books import CLOCKS, DUTIES, Book, change
from deadlines.calendar import read_zones
from deadlines.holders import Holders
from models.duty.deadline import RISEN, DeadlineState
from models.engine import kept
from models.engine.settings import read_settings, setting
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
    session.flush()
    sites = read_zones(session)
    read_settings(session, sites)
    holders = Holders(session, now, sites)
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
    for way, sites in _ways(session, holders).items():
        if way.hours is not None:
            before = now - dt.timedelta(hours=way.hours)
            for which in ("further", "loaded"):
                escalated += _move_up(session, book, way, which, {"now": now, "sites": sites, "before": before})
        escalated += _move_up(session, book, way, "untold", {"now": now, "sites": sites})
        fresh = _move_up(session, book, way, "passed", {"now": now, "sites": sites})
        marked += fresh
        escalated += fresh
    marked += change(session, ("mark", book.table.name), lambda: _mark_rest(book), {"now": now})
    return marked, escalated


@dataclass(frozen=True, slots=True)
class _Way:
    """How rows move up at some sites: from role to role, and after how many further hours (None: once only)."""

    steps: tuple[tuple[str, str], ...]
    hours: float | None


def _ways(session: Session, holders: Holders) -> dict[_Way, list[int]]:
    """Return how overdue rows move up, with the sites that do it alike."""
    ways: dict[_Way, list[int]] = defaultdict(list)
    for site_id in holders.sites:
        steps = tuple((role.value, up) for role in Role if (up := holders.above(site_id, role.value)) is not None)
        hours = setting(session, site_id, ESCALATE_HOURS)
        ways[_Way(steps, None if hours is None else float(hours))].append(site_id)
    return ways


def _mark_rest(book: Book) -> Any:
    """What passed its limit and has nobody above whoever answers."""
    return update(book.table).where(*book.passed).values(state=book.late, **book.touched)


def _move_up(session: Session, book: Book, way: _Way, which: str, values: dict[str, Any]) -> int:
    """Tell the superior about some rows; return how many.

    ``which``: ``further`` those told the site's hours ago; ``untold`` those the ledger opened overdue; ``passed`` those
    whose limit has just passed, which the same statement marks overdue; ``loaded`` those that were late on paper already
    when they were loaded, the site's hours ago: nobody was told of them at once (G6).
    """
    dialect = session.connection().dialect.name
    return change(session, (which, book.table.name, way.steps), lambda: _moving(book, way, which, dialect), values)


def _moving(book: Book, way: _Way, which: str, dialect: str) -> Any:
    t = book.table
    stands = t.c.escalated_to if which == "further" else book.role
    long_ago = (text(RISEN), t.c.escalated_at <= bindparam("before"), t.c.escalated_at < bindparam("now"))
    wanted = {
        "further": long_ago,
        "loaded": (*long_ago, t.c.escalated_to.is_(None)),
        "untold": (text(RISEN), t.c.escalated_at.is_(None), t.c.escalated_to.is_(None)),
        "passed": book.passed,
    }[which]
    steps = dict(way.steps)
    more = {"state": book.late} if which == "passed" else {}
    sites = kept.among(t.c.site_id + 0, "sites", dialect)  # + 0: found by their moment, not by reading every site
    return (
        update(t)
        .where(*wanted, sites, stands.in_(list(steps)))
        .values(
            escalated_to=case(steps, value=stands),
            escalated_at=bindparam("now"),
            level=t.c.level + 1,
            **book.touched,
            **more,
        )
    )


__all__ = ["SweepResult", "sweep"]
