"""Reading the ledger: clocks for a page of records, for one record, for a person's desk, for a list's chips."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

import models
from deadlines import wording
from models.duty.deadline import Deadline, DeadlineState
from models.engine import kept
from models.spec import DueRule, L, Label, Tone

OPEN = (DeadlineState.running, DeadlineState.overdue)
"""The states of a clock that still runs."""
ALL_SITES = {"all_sites": True}
NEAR = dt.timedelta(hours=24)
CAP = 1000
"""Counts stop here: the desk shows 1,000+."""
TABLE: Table = Deadline.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
WAIVED = L("已免除", "waived")


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a record as screens show it. Moments are in UTC.

    ``record``: the record's number or name. ``accountable`` and ``escalated_to`` are role codes,
    ``accountable_staff_id`` a Staff id. ``named``: the record itself named the limit (an appointment, a due day).
    """

    register: str
    record: str
    record_id: int
    site_id: int
    rule: str
    cycle: int
    starts_at: dt.datetime
    due_at: dt.datetime
    met_at: dt.datetime | None
    state: DeadlineState
    accountable: str
    accountable_staff_id: int | None
    escalated_to: str | None
    escalated_at: dt.datetime | None
    level: int
    named: bool

    @property
    def label(self) -> Label:
        """What the limit is called: 到场, 回访."""
        rule = rule_of(self.register, self.rule)
        return rule.label if rule else L(self.rule, self.rule)

    @property
    def open(self) -> bool:
        """Whether the clock still runs."""
        return self.state in OPEN

    def overdue(self, now: dt.datetime) -> bool:
        """Say whether the clock runs and its limit has passed, swept or not."""
        return self.open and wording.is_overdue(self.due_at, now)

    def words(self, now: dt.datetime) -> Label:
        """Return 还剩 12 分钟, 已逾期 2 小时, 提前 1 小时完成, 已免除."""
        if self.open:
            return wording.countdown(self.due_at, now)
        return wording.outcome(self.due_at, self.met_at) if self.met_at else WAIVED

    def tone(self, now: dt.datetime) -> Tone:
        """Return the colour: red overdue or late, amber within the hour, blue running, green met, grey waived."""
        if self.open:
            if self.overdue(now):
                return Tone.red
            return Tone.amber if wording.is_near(self.due_at, now) else Tone.blue
        return {DeadlineState.met: Tone.green, DeadlineState.late: Tone.red}.get(self.state, Tone.grey)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open clocks of somebody are overdue and how many are near; both stop at ``CAP``."""

    overdue: int
    near: int


def for_records(session: Session, slug: str, ids: Collection[int]) -> dict[int, Clock]:
    """Return the most urgent open clock of each record of a page, with one query; records without one are absent."""
    if not ids:
        return {}
    values = {"slug": slug, "ids": list(ids)}
    found: dict[int, Clock] = {}
    connection = session.connection()
    dialect = connection.dialect.name
    for row in kept.execute(connection, ("open clocks", dialect), lambda: _open_clocks(dialect), values):
        clock = Clock(*tuple(row))
        found.setdefault(clock.record_id, clock)
    return found


def _open_clocks(dialect: str) -> Select[Any]:
    return (
        _clocks()
        .where(
            TABLE.c.register == bindparam("slug"),
            kept.among(TABLE.c.record_id, "ids", dialect),
            TABLE.c.state.in_(OPEN),
        )
        .order_by(TABLE.c.due_at, TABLE.c.id)
    )


def clocks_of(session: Session, slug: str, record_id: int) -> list[Clock]:
    """Return every clock a record ever had, in the order they started: its page and its timeline."""
    query = _clocks().where(TABLE.c.register == slug, TABLE.c.record_id == record_id)
    return _fetch(session, query.order_by(TABLE.c.starts_at, TABLE.c.id))


def late_records(
    slug: str, now: dt.datetime, until: dt.datetime | None = None, *, site_id: int | None = None
) -> Select[tuple[int]]:
    """Return the ids of records of a register with an overdue open clock, as a subquery for a list's filter.

    With ``until``, those whose next limit lies between ``now`` and ``until`` (the chip "due today"). ``site_id``: look at
    the clocks of this site alone.
    """
    when = TABLE.c.due_at < now if until is None else TABLE.c.due_at.between(now, until)
    here = [TABLE.c.site_id == site_id] if site_id is not None else []
    return select(TABLE.c.record_id).where(TABLE.c.register == slug, TABLE.c.state.in_(OPEN), when, *here)


def open_for(
    session: Session,
    *,
    grants: Mapping[int, Collection[str]],
    staff_id: int | None,
    now: dt.datetime,
    within: dt.timedelta = NEAR,
    limit: int = 50,
) -> list[Clock]:
    """Return the clocks that wait for somebody: overdue ones and those due ``within``, the most urgent first.

    ``grants``: role codes held, by site id; sites absent from it are not looked at. A clock is somebody's when it
    names him, when it names nobody and he holds its role there, or when it was escalated to a role he holds there.
    """
    query = _clocks().where(TABLE.c.state.in_(OPEN), TABLE.c.due_at <= now + within, _mine(grants, staff_id))
    return _fetch(session, query.order_by(TABLE.c.due_at, TABLE.c.id).limit(limit))


def counts_for(
    session: Session,
    *,
    grants: Mapping[int, Collection[str]],
    staff_id: int | None,
    now: dt.datetime,
    within: dt.timedelta = NEAR,
) -> Counts:
    """Return how many clocks of ``open_for`` are overdue and how many are due ``within``."""
    mine = _mine(grants, staff_id)

    def count(*when: ColumnElement[bool]) -> int:
        rows = select(TABLE.c.id).where(TABLE.c.state.in_(OPEN), *when, mine).limit(CAP)
        return session.scalar(select(func.count()).select_from(rows.subquery()), execution_options=ALL_SITES) or 0

    return Counts(overdue=count(TABLE.c.due_at < now), near=count(TABLE.c.due_at.between(now, now + within)))


def register_of(slug: str) -> Label:
    """Return the words for a register; its slug when it is declared no more."""
    try:
        return models.register(slug).__register__.label
    except KeyError:
        return L(slug, slug)


@lru_cache(maxsize=1024)
def rule_of(slug: str, name: str) -> DueRule | None:
    """Return the rule a row of the ledger was opened by; None when its declaration is gone."""
    try:
        rules = models.register(slug).__register__.deadlines
    except KeyError:
        return None
    return next((rule for rule in rules if rule.name == name), None)


def _mine(grants: Mapping[int, Collection[str]], staff_id: int | None) -> ColumnElement[bool]:
    """Return the condition that a clock waits for this person; sites where he holds the same roles go together."""
    sites_by_roles: dict[frozenset[str], list[int]] = defaultdict(list)
    for site_id, roles in grants.items():
        sites_by_roles[frozenset(str(r) for r in roles)].append(site_id)
    parts: list[ColumnElement[bool]] = []
    for roles, sites in sites_by_roles.items():
        held: Sequence[str] = sorted(roles)
        whose = [
            TABLE.c.escalated_to.in_(held),
            and_(TABLE.c.accountable_staff_id.is_(None), TABLE.c.accountable.in_(held)),
        ]
        if staff_id is not None:
            whose.append(TABLE.c.accountable_staff_id == staff_id)
        parts.append(and_(TABLE.c.site_id.in_(sites), or_(*whose)))
    return or_(*parts) if parts else false()


_SHOWN = (
    "register",
    "record",
    "record_id",
    "site_id",
    "rule",
    "cycle",
    "starts_at",
    "due_at",
    "met_at",
    "state",
    "accountable",
    "accountable_staff_id",
    "escalated_to",
    "escalated_at",
    "level",
)


def _clocks() -> Select[Any]:
    return select(*(TABLE.c[name] for name in _SHOWN), TABLE.c.named_at.is_not(None).label("named"))


def _fetch(session: Session, query: Select[Any]) -> list[Clock]:
    return [Clock(*row) for row in session.execute(query, execution_options=ALL_SITES)]
