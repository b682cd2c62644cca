"""The sweep: what is overdue is marked, and told one level up; run every few minutes and from the command line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, CursorResult, Table, case, func, select, union, update
from sqlalchemy.orm import Session

from deadlines import telling
from models.base.user import User, UserGrant
from models.duty.deadline import Deadline, DeadlineState
from models.engine.settings import setting
from models.spec import ALL_SITE_ROLES, Role, superiors

ALL_SITES = {"all_sites": True}
ESCALATE_HOURS = "deadline.escalate_hours"
TABLE: Table = Deadline.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a sweep did: clocks marked overdue and clocks told one level up, and how many run or are overdue now."""

    marked_overdue: int
    escalated: int
    running: int
    overdue: int

    def as_dict(self) -> dict[str, int]:
        """Return the figures for ``deadlines sweep --json``."""
        return asdict(self)


def sweep(session: Session, now: dt.datetime) -> SweepResult:
    """Mark clocks whose limit has passed, and tell the superior of whoever answers for them.

    A clock that becomes overdue is told to the next role up at once, and to one role further each time the site's
    ``deadline.escalate_hours`` pass without its being met; while that is unset it goes no further. A role held by
    nobody at the site is passed over (A-77); at the top it stays. A sweep with the same ``now`` again changes nothing,
    an interrupted one is simply run again. Nothing is committed here.
    """
    now = now.astimezone(dt.UTC)
    marked = escalated = 0
    for way, sites in _ways(session, now).items():
        escalated += _tell_further(session, way, sites, now)
        escalated += _move_up(session, TABLE.c.accountable, way, sites, now, *_UNTOLD)
        fresh = _move_up(session, TABLE.c.accountable, way, sites, now, *_passed(now), state=DeadlineState.overdue)
        marked += fresh
        escalated += fresh
    marked += _run(session, update(TABLE).where(*_passed(now)).values(state=DeadlineState.overdue, **_touched(now)))
    if escalated:
        telling.tell(session, now)
    return SweepResult(
        marked_overdue=marked,
        escalated=escalated,
        running=_count(session, DeadlineState.running),
        overdue=_count(session, DeadlineState.overdue),
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """How clocks move up at some sites: from role to role, and after how many further hours (None: once only)."""

    steps: tuple[tuple[str, str], ...]
    hours: float | None


def _ways(session: Session, now: dt.datetime) -> dict[_Way, list[int]]:
    """Return how overdue clocks move up, with the sites that do it alike."""
    overdue = select(TABLE.c.site_id).where(TABLE.c.state == DeadlineState.overdue)
    passed = select(TABLE.c.site_id).where(*_passed(now))
    held = _held(session)
    ways: dict[_Way, list[int]] = defaultdict(list)
    for site_id in session.scalars(union(overdue, passed), execution_options=ALL_SITES).all():
        here = held[site_id] | held[None]
        steps = tuple((role.value, up) for role in Role if (up := _superior(role, here)) is not None)
        hours = setting(session, site_id, ESCALATE_HOURS)
        ways[_Way(steps, None if hours is None else float(hours))].append(site_id)
    return ways


_UNTOLD = (TABLE.c.state == DeadlineState.overdue, TABLE.c.escalated_to.is_(None))
"""Clocks the ledger opened overdue: entries made after their limit."""


def _passed(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return TABLE.c.state == DeadlineState.running, TABLE.c.due_at < now


def _touched(now: dt.datetime) -> dict[str, Any]:
    return {"updated_at": now, "version": TABLE.c.version + 1}


def _tell_further(session: Session, way: _Way, sites: list[int], now: dt.datetime) -> int:
    """Tell one role further about clocks that stayed overdue for the site's hours since they were last told."""
    if way.hours is None:
        return 0
    told = (TABLE.c.escalated_at <= now - dt.timedelta(hours=way.hours), TABLE.c.escalated_at < now)
    return _move_up(session, TABLE.c.escalated_to, way, sites, now, TABLE.c.state == DeadlineState.overdue, *told)


def _move_up(
    session: Session,
    stands: Column[Any],
    way: _Way,
    sites: list[int],
    now: dt.datetime,
    *when: ColumnElement[bool],
    **also: Any,
) -> int:
    """Tell the superior of the role in the column ``stands``; ``also``: what else is set, indexed columns sparingly."""
    steps = dict(way.steps)
    return _run(
        session,
        update(TABLE)
        .where(*when, TABLE.c.site_id.in_(sites), stands.in_(list(steps)))
        .values(
            escalated_to=case(steps, value=stands), escalated_at=now, level=TABLE.c.level + 1, **_touched(now), **also
        ),
    )


def _held(session: Session) -> dict[int | None, frozenset[str]]:
    """Return the roles held by somebody with an active account, by site; None holds those for all sites."""
    query = (
        select(UserGrant.site_id, UserGrant.role)
        .join(User, User.id == UserGrant.parent_id)
        .where(User.active.is_(True))
        .distinct()
    )
    found: dict[int | None, set[str]] = defaultdict(set)
    for site_id, role in session.execute(query, execution_options=ALL_SITES):
        found[None if Role(role) in ALL_SITE_ROLES else site_id].add(str(role))
    return defaultdict(frozenset, {site: frozenset(roles) for site, roles in found.items()})


def _superior(role: Role, held: frozenset[str]) -> str | None:
    """Return the next role up that somebody holds, else the next one; None at the top."""
    above = [r.value for r in superiors(role)]
    return next((r for r in above if r in held), above[0] if above else None)


def _count(session: Session, state: DeadlineState) -> int:
    query = select(func.count()).select_from(TABLE).where(TABLE.c.state == state)
    return session.scalar(query, execution_options=ALL_SITES) or 0


def _run(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options=ALL_SITES)
    return result.rowcount if isinstance(result, CursorResult) else 0


__all__ = ["SweepResult", "sweep"]
