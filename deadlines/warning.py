"""When people hear that a limit is near; pure arithmetic like ``deadlines.due``."""

from __future__ import annotations

import datetime as dt

from deadlines.due import Settings, at_time, closing, opening

MINUTES = "deadline.warn_minutes"
DAYS = "deadline.warn_days"
DAY = dt.timedelta(days=1)
LAST_MINUTE = dt.time(23, 59)
"""A limit at or after it ends with the day."""


def warn_at(
    start: dt.datetime, due: dt.datetime, zone: dt.tzinfo, settings: Settings, days: str = ""
) -> dt.datetime | None:
    """Return when the people of a clock are reminded, in UTC; None: never.

    What ends with a day is treated as ending with office hours, when somebody can still act on it. Limits of up to a day
    are announced ``deadline.warn_minutes`` ahead, longer ones in the morning ``deadline.warn_days`` ahead, or as many
    days as the setting ``days`` says. Never before half of the time has passed, where the time is short.
    """
    local = due.astimezone(zone)
    ends = due
    if local.time() >= LAST_MINUTE:
        office = at_time(local.date(), closing(local.date(), settings), zone)
        ends = office if office > start else due
    length = ends - start
    if length <= dt.timedelta(0):
        return None
    if not days and length <= DAY:
        minutes = settings(MINUTES)
        return ends - min(dt.timedelta(minutes=float(minutes)), length / 2) if minutes else None
    ahead = settings(days or DAYS)
    if not ahead:
        return None
    morning = at_time(local.date() - dt.timedelta(days=int(ahead)), opening(settings), zone)
    return morning if morning > start else ends - min(dt.timedelta(days=int(ahead)), length / 2)
