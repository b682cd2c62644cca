"""What a record says about one of its limits: when it started, when it stopped, who answers for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from deadlines.due import Named, end_of
from models.declare import Record
from models.spec import DueRule, Role

STATES = "state:"


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a clock: the moment, and whether the record itself names it to the second."""

    at: dt.datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What one rule finds in one record.

    ``start`` and ``stop`` are moments in UTC or None; ``named`` the moment or day that is itself the limit; ``wanted``:
    the clock should run; ``ended``: nothing more happens to the record; ``cycle``: the round of rework.
    """

    start: dt.datetime | None
    stop: Stop | None
    named: Named
    wanted: bool
    ended: bool
    cycle: int
    role: str
    staff_id: int | None


def facts(rule: DueRule, record: Record, now: dt.datetime, zone: dt.tzinfo) -> Facts:
    """Return what ``rule`` finds in ``record`` at ``now``."""
    named = _read(record, rule.starts_instead or rule.field) if rule.starts_instead or rule.field else None
    start = _start(_read(record, rule.starts), zone)
    if start is None and rule.starts_instead and named is not None:
        start = record.created_at  # an appointment is a promise from the day it is made, dispatched or not
    ended = has_ended(record)
    wanted = start is not None and not ended and (rule.applies is None or bool(rule.applies(record)))
    role, staff_id = accountable(rule, record)
    return Facts(
        start=start,
        stop=_stop(rule, record, now, zone),
        named=named,
        wanted=wanted,
        ended=ended,
        cycle=cycle_of(record),
        role=role,
        staff_id=staff_id,
    )


def cycle_of(record: Record) -> int:
    """Return the round of work a record is in: 0, then one more with every rework."""
    counter = type(record).__register__.cycle
    return int(getattr(record, counter) or 0) if counter else 0


def has_ended(record: Record) -> bool:
    """Say whether a record is in a final state: voided, cancelled, closed."""
    flow = type(record).__register__.flow
    return flow is not None and flow.state(record.status or flow.initial).final


def accountable(rule: DueRule, record: Record) -> tuple[str, int | None]:
    """Return the role and, where the record names one, the staff member that answer for a limit.

    The first ``@field`` that names somebody gives the person, and the role that field is limited to. Without either
    the first role code of the rule answers, and ``staff`` where it has none.
    """
    role = next((a for a in rule.accountable if not a.startswith("@")), Role.staff.value)
    for name in (a[1:] for a in rule.accountable if a.startswith("@")):
        person = getattr(record, f"{name}_id", None)
        if person is not None:
            declared = type(record).__fields__.get(name)
            return str(declared.limit_to if declared and declared.limit_to else role), person
    return str(role), None


def _read(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name) if record is not None else None
    return record


def _start(value: Any, zone: dt.tzinfo) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), zone).astimezone(dt.UTC)
    return None


def _stop(rule: DueRule, record: Record, now: dt.datetime, zone: dt.tzinfo) -> Stop | None:
    if rule.stops.startswith(STATES):
        return Stop(now, exact=False) if record.status in rule.stops.removeprefix(STATES).split(",") else None
    value = _read(record, rule.stops)
    if isinstance(value, dt.datetime):
        return Stop(value.astimezone(dt.UTC), exact=True)
    if isinstance(value, dt.date):
        return Stop(min(now, end_of(value, zone)), exact=False)
    return Stop(now, exact=False) if value else None
