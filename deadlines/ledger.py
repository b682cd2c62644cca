"""The ledger of clocks: opened, moved, met and waived here and nowhere else, whenever a record is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from deadlines.calendar import WorkingCalendar, calendar_for, forget, zone_for
from deadlines.due import due_at, named_moment
from deadlines.facts import Facts, Stop, facts
from deadlines.queries import OPEN, Clock, clocks_of, for_records, late_records, open_for
from deadlines.warning import warn_at
from models.declare import Record
from models.duty.deadline import Deadline, DeadlineState
from models.engine import kept
from models.engine.display import display
from models.engine.settings import setting
from models.spec import DueRule, Unit

ALL_SITES = {"all_sites": True}
TABLE: Table = Deadline.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
CALENDAR = frozenset({"work_calendar", "site"})
"""Registers whose rows change how days are counted."""
BY_DAY = frozenset({Unit.days, Unit.workdays, Unit.next_morning, Unit.at_field})
"""Limits that ask whether a day is worked."""
WHOLE = 500
"""Records read with one statement."""


@dataclass(slots=True)
class _Entry:
    """A row of the ledger while it is being worked out; ``id`` is None until it is inserted."""

    values: dict[str, Any]
    id: int | None = None
    changed: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def put(self, **values: Any) -> None:
        """Note new values; only what differs is written."""
        for name, value in values.items():
            if self.values.get(name) != value:
                self.values[name] = value
                self.changed.add(name)

    @property
    def open(self) -> bool:
        return self.values["state"] in OPEN


def sync(session: Session, record: Record, *, now: dt.datetime, loaded: bool = False) -> None:
    """Bring the ledger in line with ``record`` after it was written: open, move, meet or waive its clocks.

    ``record`` has its id and is flushed. Nothing is committed. A setting changed since counts for new clocks only; a
    moment the record names (an appointment, a due day) that was moved leaves its old limit waived beside the new one
    (A-09). Safe to call again at any time. ``loaded``: the record was just copied from a paper. What ended on paper is not
    judged here, and what is late already begins to be told from now on, not as a new fault (G6).
    """
    if record.slug() in CALENDAR:
        forget(session)
    sync_many(session, [record], now=now, loaded=loaded)


def sync_many(session: Session, records: Sequence[Record], *, now: dt.datetime, loaded: bool = False) -> None:
    """Do the same for many records, of one or several registers, with a handful of statements."""
    now = now.astimezone(dt.UTC)
    by_model: dict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        if type(record).__register__.deadlines and getattr(record, "site_id", None) is not None:
            by_model[type(record)].append(record)
    written: list[_Entry] = []
    for model, group in by_model.items():
        for first in range(0, len(group), WHOLE):
            part = group[first : first + WHOLE]
            known = _read(session, model.slug(), [r.id for r in part])
            for record in part:
                book = _Book(session, record, now, known.get(record.id, []), loaded=loaded)
                for rule in model.__register__.deadlines:
                    book.keep(rule)
                written += book.entries
    _write(session, written, now)


class _Book:
    """The ledger of one record: its rows as read, and those to be added."""

    def __init__(
        self, session: Session, record: Record, now: dt.datetime, entries: list[_Entry], *, loaded: bool = False
    ) -> None:
        self.session = session
        self.record = record
        self.now = now
        self.entries = entries
        self.loaded = loaded
        self.zone = zone_for(session, record.site_id)

    def keep(self, rule: DueRule) -> None:
        """Bring the rows of one rule in line with the record."""
        seen = facts(rule, self.record, self.now, self.zone)
        rows = [e for e in self.entries if e["rule"] == rule.name]
        cycle = 0 if rule.once else seen.cycle
        for row in rows:
            if row.open and row["cycle"] != cycle and not rule.once:
                row.put(state=DeadlineState.waived)
        running = next((e for e in rows if e.open), None)
        if running is not None:
            self._carry_on(rule, seen, running, rows)
            return
        if rule.once and (seen.cycle > 0 or any(e["state"] is not DeadlineState.waived for e in rows)):
            if seen.cycle == 0:
                self._correct(rule, seen, rows[-1])
            return
        here = [e for e in rows if e["cycle"] == cycle]
        stop = _fresh_stop(seen, rows)
        if here and here[-1]["state"] is not DeadlineState.waived and stop is not None:
            self._correct(rule, seen, here[-1])
        elif (
            seen.wanted
            and stop is None
            and (
                rule.unit is Unit.at_field  # a due day binds every round, whenever the work began
                or not any(e["cycle"] < cycle and e["starts_at"] == seen.start for e in rows)
            )
        ):
            self._open(rule, seen, None, cycle)
        elif not here and seen.start is not None and stop is not None and stop.exact and self._just_now(seen.start):
            self._open(rule, seen, stop, cycle)

    def _carry_on(self, rule: DueRule, seen: Facts, row: _Entry, rows: list[_Entry]) -> None:
        stop = _fresh_stop(seen, [e for e in rows if e is not row])
        if stop is not None:
            self._move(rule, seen, row)
            self._close(row, stop)
        elif not seen.wanted:
            row.put(state=DeadlineState.waived)
        elif row["named_at"] != named_moment(seen.named, self.zone) or (
            row["starts_at"] != seen.start and row["state"] is DeadlineState.overdue
        ):
            self._again(rule, seen, row)
        else:
            self._move(rule, seen, row)
            row.put(accountable=seen.role, accountable_staff_id=seen.staff_id)

    def _again(self, rule: DueRule, seen: Facts, row: _Entry) -> None:
        """Leave the old limit on record and start a new one."""
        row.put(state=DeadlineState.waived)
        self._open(rule, seen, None, row["cycle"])

    def _move(self, rule: DueRule, seen: Facts, row: _Entry) -> None:
        """Follow a corrected start."""
        if seen.start is None or row["starts_at"] == seen.start or row["named_at"] is not None:
            return
        due = self._due(rule, seen)
        if due is not None:
            row.put(starts_at=seen.start, due_at=due, warn_at=self._warn(rule, seen.start, due))
            if row.open:
                row.put(state=DeadlineState.overdue if due < self.now else DeadlineState.running)

    def _correct(self, rule: DueRule, seen: Facts, row: _Entry) -> None:
        """Follow a correction of the times of a clock that has stopped."""
        if row.open or row["state"] is DeadlineState.waived or seen.stop is None or not seen.stop.exact:
            return
        if seen.start is not None and seen.start <= seen.stop.at:
            self._move(rule, seen, row)
        self._close(row, seen.stop)

    def _close(self, row: _Entry, stop: Stop) -> None:
        late = stop.at > row["due_at"]
        row.put(met_at=stop.at, state=DeadlineState.late if late else DeadlineState.met)

    def _open(self, rule: DueRule, seen: Facts, stop: Stop | None, cycle: int) -> None:
        due = self._due(rule, seen)
        if due is None:
            return
        row = _Entry(
            {
                "register": type(self.record).slug(),
                "record": display(self.record),
                "record_id": self.record.id,
                "site_id": self.record.site_id,
                "rule": rule.name,
                "cycle": cycle,
                "starts_at": seen.start,
                "due_at": due,
                "warn_at": self._warn(rule, seen.start, due),
                "named_at": named_moment(seen.named, self.zone),
                "met_at": None,
                "state": DeadlineState.overdue if due < self.now else DeadlineState.running,
                "accountable": seen.role,
                "accountable_staff_id": seen.staff_id,
                "escalated_to": None,
                "escalated_at": self.now if self.loaded and due < self.now else None,
                "level": 0,
                "told": 2 if self.loaded and due < self.now else 0,
            }
        )
        if stop is not None:
            self._close(row, stop)
        self.entries.append(row)

    def _due(self, rule: DueRule, seen: Facts) -> dt.datetime | None:
        site_id = self.record.site_id
        assert seen.start is not None  # noqa: S101 - callers look at the start first
        calendar = calendar_for(self.session, site_id) if rule.unit in BY_DAY else WorkingCalendar()
        return due_at(rule, seen.start, calendar, self.zone, self._setting, seen.named)

    def _warn(self, rule: DueRule, start: dt.datetime | None, due: dt.datetime) -> dt.datetime | None:
        return warn_at(start, due, self.zone, self._setting, rule.warn) if start is not None else None

    def _setting(self, key: str) -> Any:
        return setting(self.session, self.record.site_id, key)

    def _just_now(self, start: dt.datetime) -> bool:
        """Say whether a start was written with this very step; what stopped long ago is not judged afterwards (G6)."""
        return not self.loaded and (self.record.created_at >= self.now or start >= self.now)


def _fresh_stop(seen: Facts, rows: Iterable[_Entry]) -> Stop | None:
    """Return the end of the clock, unless it is one left over from an earlier round."""
    stop = seen.stop
    if stop is None or not stop.exact or seen.start is None or stop.at >= seen.start:
        return stop
    return None if any(e["met_at"] == stop.at for e in rows) else stop


_CHANGES = ("starts_at", "due_at", "warn_at", "met_at", "state", "accountable", "accountable_staff_id")
_COLUMNS = ("id", "record_id", "rule", "cycle", "named_at", *_CHANGES)


def _read(session: Session, slug: str, ids: list[int]) -> dict[int, list[_Entry]]:
    """Return the rows of some records of one register, oldest first."""
    found: dict[int, list[_Entry]] = defaultdict(list)
    connection = session.connection()
    key = ("ledger", connection.dialect.name)
    for row in kept.execute(connection, key, _rows, {"slug": slug, "ids": ids}).mappings():
        found[row["record_id"]].append(_Entry(dict(row), row["id"]))
    return found


def _rows() -> Executable:
    own = (TABLE.c.register == bindparam("slug"), TABLE.c.record_id.in_(bindparam("ids", expanding=True)))
    return select(*(TABLE.c[name] for name in _COLUMNS)).where(*own).order_by(TABLE.c.id)


def _write(session: Session, entries: list[_Entry], now: dt.datetime) -> None:
    """Write what changed: first the rows that were there, so that at most one open row a rule is ever there."""
    changed = [
        {"this": e.id, "updated_at": now, **{name: e[name] for name in _CHANGES}}
        for e in entries
        if e.id is not None and e.changed
    ]
    if changed:
        statement = (
            update(TABLE)
            .where(TABLE.c.id == bindparam("this"))
            .values(
                updated_at=bindparam("updated_at"),
                version=TABLE.c.version + 1,
                **{name: bindparam(name) for name in _CHANGES},
            )
        )
        session.execute(statement, changed, execution_options=ALL_SITES)
    added = [{"created_at": now, "updated_at": now, "version": 1, **e.values} for e in entries if e.id is None]
    if added:
        session.execute(insert(TABLE), added, execution_options=ALL_SITES)


__all__ = [
    "Clock",
    "DueRule",
    "clocks_of",
    "for_records",
    "late_records",
    "open_for",
    "sync",
    "sync_many",
]
