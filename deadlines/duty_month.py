"""A month of recurring duties: what the ledger holds for it, and what the calendar will still bring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from deadlines.calendar import calendar_for, zone_for
from deadlines.due import at_time
from deadlines.duties import OPEN, occurrences, tasks_of
from deadlines.duty_cover import Cover
from deadlines.duty_people import People
from deadlines.periods import DAY
from models.duty.duties import BY_CODE, DUTIES
from models.duty.duty_task import DutyTask, DutyTaskState
from models.engine.settings import setting
from models.spec import Role

ALL_SITES = {"all_sites": True}
TABLE: Table = DutyTask.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause


@dataclass(frozen=True, slots=True)
class Mark:
    """A duty on the day it is due (``day`` by the site's clock); without ``id`` it is still to come."""

    day: dt.date
    due_at: dt.datetime
    duty: str
    period: str
    role: Role
    staff_id: int | None
    id: int | None = None
    state: DutyTaskState | None = None
    done_at: dt.datetime | None = None
    register: str | None = None
    record_id: int | None = None
    document: str | None = None
    waived_reason: str | None = None


def marks(
    session: Session,
    site_id: int,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    person: int | None = None,
    *,
    ahead: bool = True,
) -> list[Mark]:
    """Return a site's duties due from ``first`` to ``last``, as they fall due; ``person``: only an employee's.

    An open one is his who has it ``now``, one to come and one that is over his who has, or had, it when due: a deputy's
    while he stands in. Days to come (``ahead``) hold what the calendar says today; duties that depend on what happens are not foretold.
    """
    zone = zone_for(session, site_id)
    query = select(*(TABLE.c[name] for name in FIELDS)).where(
        TABLE.c.site_id == site_id,
        TABLE.c.due_at >= at_time(first, dt.time(), zone),
        TABLE.c.due_at < at_time(last + DAY, dt.time(), zone),
    )
    found = [
        Mark(day=row["due_at"].astimezone(zone).date(), **row)
        for row in session.execute(query, execution_options=ALL_SITES).mappings()
    ]
    people = People(session, site_id)
    found += _to_come(session, site_id, first, last, now, people) if ahead else []
    found = found if person is None else _his(found, people, person, now)
    return sorted(found, key=lambda m: (m.due_at, m.duty, m.staff_id or 0))


FIELDS = (
    "id", "duty", "period", "role", "staff_id", "due_at", "state", "done_at", "register", "record_id", "document",
    "waived_reason",
)  # fmt: skip


def _his(found: Iterable[Mark], people: People, person: int, now: dt.datetime) -> list[Mark]:
    covers: dict[dt.datetime, Cover] = {}

    def has(mark: Mark) -> bool:
        at = now if mark.state in OPEN else mark.due_at
        task = {"duty": mark.duty, "role": mark.role, "staff_id": mark.staff_id}
        return any(c.staff_id == person for c in covers.setdefault(at, Cover(people, at)).of(task))

    return [mark for mark in found if has(mark)]


def _to_come(
    session: Session, site_id: int, first: dt.date, last: dt.date, now: dt.datetime, people: People
) -> list[Mark]:
    zone, calendar = zone_for(session, site_id), calendar_for(session, site_id)
    today = now.astimezone(zone).date()
    if last <= today:
        return []
    found = []
    for duty in DUTIES:
        if duty.when is not None:
            continue
        for o in occurrences(duty, calendar, zone, first, last, lambda key: setting(session, site_id, key)):
            day = o.due.astimezone(zone).date()
            if o.period.first <= today or not first <= day <= last:
                continue
            found += [
                Mark(day, o.due, duty.code, o.period.text, row["role"], row["staff_id"])
                for row in tasks_of(o, site_id, people, zone)
            ]
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties stand how; ``rate``: those done in time among those that are judged, in per cent."""

    done: int = 0
    late: int = 0
    overdue: int = 0
    pending: int = 0
    waived: int = 0
    to_come: int = 0

    @property
    def rate(self) -> int | None:
        """The share done in time, None while nothing is judged (G6)."""
        judged = self.done + self.late + self.overdue
        return round(100 * self.done / judged) if judged else None


def tally(found: Iterable[Mark]) -> Tally:
    """Count marks by how they stand."""
    counts = Counter("to_come" if m.state is None else m.state.value for m in found)
    return replace(Tally(), **counts)


def known(found: Sequence[Mark]) -> list[Mark]:
    """Return the marks of duties that are declared (an old ledger may name one that is no more)."""
    return [m for m in found if m.duty in BY_CODE]


__all__ = ["Mark", "Tally", "known", "marks", "tally"]
