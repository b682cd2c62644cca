"""What a leave hands on past its deputy: the duties he may not do, and who will have them meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from deadlines.calendar import calendar_for, zone_for
from deadlines.duties import occurrences
from deadlines.duty_cover import Charge, Cover
from deadlines.duty_people import Leave, People
from models.duty.duties import DUTIES
from models.engine.settings import setting
from models.spec import Duty

MOMENT = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Passed:
    """Duties that pass the deputy by and go to the same people instead."""

    duties: tuple[Duty, ...]
    to: tuple[Charge, ...]


def passed_by(
    session: Session, site_id: int, staff_id: int, deputy_id: int, start: dt.datetime, end: dt.datetime
) -> tuple[Passed, ...]:
    """Return the duties due on the days of a leave, approved or only asked for, that its deputy may not do.

    ``start`` and ``end`` are aware. Duties that depend on what happens count as due on each of their days.
    """
    people = People(session, site_id).supposing(staff_id, Leave(start, end, deputy_id))
    roles = {h.role for h in people.all_holders() if h.staff_id == staff_id}
    deputy = next((h.user_id for h in people.all_holders() if h.staff_id == deputy_id), None)
    zone, calendar = zone_for(session, site_id), calendar_for(session, site_id)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    found: dict[tuple[Charge, ...], list[Duty]] = {}
    for duty in DUTIES:
        role = next((r for r in duty.roles if r in roles), None)
        if role is None or (deputy is not None and people.able(deputy, duty)):
            continue
        all_of_it = occurrences(duty, calendar, zone, first, last, lambda key: setting(session, site_id, key))
        due = next((o.due for o in all_of_it if start < o.due and o.due.astimezone(zone).date() <= last), None)
        if due is not None:
            to = Cover(people, min(due, end - MOMENT)).of_duty(duty, role, staff_id if duty.personal else None)
            found.setdefault(to, []).append(duty)
    return tuple(Passed(tuple(duties), to) for to, duties in found.items())


__all__ = ["Passed", "passed_by"]
