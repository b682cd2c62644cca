"""When an employee is to be at work: the roster of the day, else the site's hours (004 §7.1, §7.4.21-24; A-44, A-45)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models.base.moments import LOCAL

Settings = Callable[[str], Any]
"""Reads a site's parameter by its key; None when unset (未配置)."""
Span = tuple[dt.datetime, dt.datetime]
"""From and to, aware."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one day, as aware moments; a break at noon is known only where both its ends are (A-44)."""

    start: dt.datetime
    end: dt.datetime
    noon_out: dt.datetime | None = None
    afternoon_in: dt.datetime | None = None

    @property
    def stretches(self) -> tuple[Span, ...]:
        """Return the stretches of the day that are worked."""
        if self.noon_out is None or self.afternoon_in is None:
            return ((self.start, self.end),)
        return ((self.start, self.noon_out), (self.afternoon_in, self.end))


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """Return a local time of a day as a moment."""
    return dt.datetime.combine(day, time, LOCAL)


def is_summer(day: dt.date, season: Iterable[str] | None) -> bool | None:
    """Say whether ``day`` has summer hours; None while ``attendance.season_dates`` is unset or unreadable (A-45)."""
    try:
        first, last = [tuple(int(part) for part in text.split("-")) for text in season or ()]
    except ValueError:
        return None
    today = (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last


def off_time(day: dt.date, setting: Settings) -> dt.time | None:
    """Return when the day's work ends: 17:30 in winter, 18:00 in summer (004 §7.4.24, T-54).

    While the season is unset the earlier of the two counts, so that nobody leaves early by a limit never set (G6).
    """
    winter, summer = setting("attendance.off_winter"), setting("attendance.off_summer")
    season = is_summer(day, setting("attendance.season_dates"))
    if season is None:
        return min((t for t in (winter, summer) if t is not None), default=None)
    chosen: dt.time | None = summer if season else winter
    return chosen


def usual_hours(day: dt.date, setting: Settings) -> Hours | None:
    """Return the site's hours of a day without a roster; None while their beginning or end is unset."""
    start, end = setting("attendance.am_in"), off_time(day, setting)
    if start is None or end is None:
        return None
    noon, back = setting("attendance.am_out"), setting("attendance.pm_in")
    return Hours(at(day, start), at(day, end), at(day, noon) if noon else None, at(day, back) if back else None)


def rostered(shift: Any) -> Hours | None:
    """Return the hours of a roster line; None on a day of rest. A shift that ends before it begins ends the next day."""
    if shift.shift == "rest":
        return None
    start, end = at(shift.day, shift.starts_at), at(shift.day, shift.ends_at)
    if end <= start:
        end += dt.timedelta(days=1)
    noon, back = (at(shift.day, t) if t is not None else None for t in (shift.noon_out, shift.afternoon_in))
    return Hours(start, end, noon, back)


def minutes(spans: Iterable[Span], excused: Iterable[Span] = ()) -> int:
    """Return how many whole minutes ``spans`` last, those within ``excused`` left out; clocks show minutes, no seconds."""
    left = [(_minute(a), _minute(b)) for a, b in spans]
    for off, on in excused:
        first, last = _minute(off), _minute(on)
        left = [
            piece
            for a, b in left
            for piece in ((a, min(b, first)), (max(a, last), b))
            if piece[0] < piece[1]
        ]  # fmt: skip
    return sum(int((b - a).total_seconds()) // 60 for a, b in left if a < b)


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def days_of(starts_at: dt.datetime, ends_at: dt.datetime) -> list[dt.date]:
    """Return the local days a span touches; one that ends at midnight does not touch the day that begins then."""
    first = starts_at.astimezone(LOCAL).date()
    last = max(first, (ends_at - dt.timedelta(microseconds=1)).astimezone(LOCAL).date())
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def whole_day(day: dt.date) -> Span:
    """Return a local day from midnight to midnight."""
    return at(day, dt.time()), at(day + dt.timedelta(days=1), dt.time())
