"""The site and the period a summary is about, as days and as moments by the site's clock."""

from __future__ import annotations

import datetime as dt
from functools import partial

from sqlalchemy.orm import Session

from deadlines.calendar import zone_for
from deadlines.due import at_time
from deadlines.periods import DAY
from models.engine.settings import setting
from reports.spec import Span


def span_of(session: Session, site_id: int | None, since: dt.date, until: dt.date, now: dt.datetime) -> Span:
    """Return the span from ``since`` to ``until`` (days, both included) of a site; None: all sites the session reaches.

    ValueError when the period ends before it begins.
    """
    if until < since:
        raise ValueError(f"a period from {since} cannot end on {until}")
    zone = zone_for(session, site_id)
    return Span(
        site_id=site_id,
        since=since,
        until=until,
        start=at_time(since, dt.time(), zone),
        end=at_time(until + DAY, dt.time(), zone),
        now=now,
        zone=zone,
        setting=partial(setting, session, site_id),
    )


def months_of(span: Span) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """Return the months that share a day with the period: name (``2026-11``), first moment and first moment after, in UTC."""
    out, first = [], span.since.replace(day=1)
    while first <= span.until:
        after = (first + 31 * DAY).replace(day=1)
        out.append((f"{first:%Y-%m}", at_time(first, dt.time(), span.zone), at_time(after, dt.time(), span.zone)))
        first = after
    return out


def days_of(span: Span) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """Return the days of the period: name (``2026-11-22``), first moment and first moment after, in UTC."""
    count = (span.until - span.since).days + 1
    days = [span.since + at * DAY for at in range(count)]
    return [
        (day.isoformat(), at_time(day, dt.time(), span.zone), at_time(day + DAY, dt.time(), span.zone)) for day in days
    ]
