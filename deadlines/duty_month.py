"""A month of recurring duties: what the ledger holds for it, and what the calendar will still bring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from deadlines.calendar import calendar_for, zone_for
from deadlines.due import at_time
from deadlines.duties import occurrences, tasks_of
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


@dataclass(frozen=True, slots=True)
class Whose:
    """One person's calendar: an employee and the posts he holds at the site."""

    staff_id: int
    roles: tuple[Role, ...]


def whose(people: People, staff_id: int) -> Whose:
    """Return an employee with the posts he holds."""
    return Whose(staff_id, tuple(h.role for h in people.all_holders() if h.staff_id == staff_id))


def marks(
    session: Session,
    site_id: int,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    person: Whose | None = None,
    *,
    ahead: bool = True,
) -> list[Mark]:
    """Return a site's duties due from ``first`` to ``last``, as they fall due; ``person``: only his and his posts'.

    Days to come (``ahead``) hold what the calendar says today; duties that depend on what happens are not foretold.
    """
    zone = zone_for(session, site_id)
    query = select(*(TABLE.c[name] for name in FIELDS)).where(
        TABLE.c.site_id == site_id,
        TABLE.c.due_at >= at_time(first, dt.time(), zone),
        TABLE.c.due_at < at_time(last + DAY, dt.time(), zone),
    )
    if person is not None:
        of_post = TABLE.c.staff_id.is_(None) & TABLE.c.role.in_(person.roles)
        query = query.where(or_(of_post, TABLE.c.staff_id == person.staff_id))
    found = [
        Mark(day=row["due_at"].astimezone(zone).date(), **row)
        for row in session.execute(query, execution_options=ALL_SITES).mappings()
    ]
    found += _to_come(session, site_id, first, last, now, person) if ahead else []
    return sorted(found, key=lambda m: (m.due_at, m.duty, m.staff_id or 0))


FIELDS = (
    "id", "duty", "period", "role", "staff_id", "due_at", "state", "done_at", "register", "record_id", "document",
    "waived_reason",
)  # fmt: skip


def _to_come(
    session: Session, site_id: int, first: dt.date, last: dt.date, now: dt.datetime, person: Whose | None
) -> list[Mark]:
    zone, calendar, people = zone_for(session, site_id), calendar_for(session, site_id), People(session, site_id)
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
            for row in tasks_of(o, site_id, people, zone):
                mark = Mark(day, o.due, duty.code, o.period.text, row["role"], row["staff_id"])
                if (
                    person is None
                    or mark.staff_id == person.staff_id
                    or (mark.staff_id is None and mark.role in person.roles)
                ):
                    found.append(mark)
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


__all__ = ["Mark", "Tally", "Whose", "known", "marks", "tally", "whose"]
