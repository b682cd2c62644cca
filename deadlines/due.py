"""When a limit runs out: pure arithmetic over a start, a rule, the site's calendar, its zone and its settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from deadlines.calendar import WorkingCalendar
from models.spec import DueRule, Unit

DAY_END = dt.time(23, 59, 59)
NIGHT_CLOCK = "repair.night_clock"
ELAPSED = frozenset({Unit.minutes, Unit.hours})
NIGHT_UNITS = frozenset({Unit.minutes, Unit.same_day})
LATE_INTAKE = {"complaint.investigate_same_day": "complaint.late_intake_minutes"}
"""Same-day limits that a late intake moves to the next day, and the setting with the minutes before closing (A-53)."""
HOLIDAY_SHIFT = "duty.holiday_shift"
OPENS = "phone.open_time"
CLOSES_WINTER = "attendance.off_winter"
CLOSES_SUMMER = "attendance.off_summer"
SEASON = "attendance.season_dates"

Settings = Callable[[str], Any]
"""Reads a site's parameter by its key: the parsed value, None when unset (未配置)."""
Named = dt.datetime | dt.date | None
"""A moment or a day that a record itself names: an appointment, a promised reply, a due day."""


def limit_of(rule: DueRule, settings: Settings) -> Any:
    """Return the limit in force: the site's setting, else the rule's own; None or False when nothing is to be watched.

    Rules without a number (``at_field``, ``next_morning``) and without a setting always hold.
    """
    if rule.setting:
        return settings(rule.setting)
    if rule.limit is None and rule.unit in {Unit.at_field, Unit.next_morning, Unit.same_day}:
        return True
    return rule.limit


def due_at(
    rule: DueRule,
    start: dt.datetime,
    calendar: WorkingCalendar,
    zone: dt.tzinfo,
    settings: Settings,
    named: Named = None,
) -> dt.datetime | None:
    """Return the moment a clock started at ``start`` runs out, in UTC; None when nothing is to be watched.

    ``named`` is what the record says in ``rule.field`` or ``rule.starts_instead``: a moment is taken as it is, a day
    lasts to its end. Without one an ``at_field`` rule has no limit. Minutes and hours run through nights and days off;
    days and workdays don't count the day of the start and last to the end of the last one. A due *day* that is a day
    off is the workday before it, never before the day after the start (G8, ``duty.holiday_shift``). A same-day limit
    whose setting is a time of day lasts until then.

    ValueError when ``start`` has no time zone.
    """
    if start.tzinfo is None:
        raise ValueError(f"a clock needs a start with a time zone: {start!r}")
    limit = limit_of(rule, settings)
    if limit is None or limit is False:
        return None
    if rule.unit is Unit.at_field or (rule.starts_instead and named is not None):
        return _at_named(named, start, calendar, zone, settings)
    begun = clock_start(rule, start, zone, settings)
    if rule.unit in ELAPSED:
        return begun + dt.timedelta(**{rule.unit.value: float(limit)})
    today = begun.astimezone(zone).date()
    if rule.unit is Unit.next_morning:
        return at_time(calendar.next_workday(today), opening(settings), zone)
    last = today
    if rule.unit is Unit.days:
        last = _shifted(today + dt.timedelta(days=int(limit)), today, calendar, settings)
    elif rule.unit is Unit.workdays:
        last = calendar.next_workday(today, int(limit))
    return at_time(last, limit, zone) if isinstance(limit, dt.time) else end_of(last, zone)


def clock_start(rule: DueRule, start: dt.datetime, zone: dt.tzinfo, settings: Settings) -> dt.datetime:
    """Return when the clock really begins to run, in UTC.

    A repair reported at night waits for the office to open, on whatever day, when the site says so (A-11); a complaint
    taken shortly before closing or later counts from the next day (A-53). Everything else begins at once (G8).
    """
    local = start.astimezone(zone)
    opens = opening(settings)
    if rule.setting.startswith("repair.") and rule.unit in NIGHT_UNITS and settings(NIGHT_CLOCK):
        if local.time() < opens:
            return at_time(local.date(), opens, zone)
        if local.time() >= closing(local.date(), settings):
            return at_time(local.date() + dt.timedelta(days=1), opens, zone)
    key = LATE_INTAKE.get(rule.setting)
    before = settings(key) if key else None
    if before is not None:
        closes = dt.datetime.combine(local.date(), closing(local.date(), settings), zone)
        if local > closes - dt.timedelta(minutes=float(before)):
            return at_time(local.date() + dt.timedelta(days=1), opens, zone)
    return start.astimezone(dt.UTC)


def opening(settings: Settings) -> dt.time:
    """Return when the desk opens: 8:30 (004 §7.4)."""
    value: dt.time | None = settings(OPENS)
    return value or dt.time(8, 30)


def closing(day: dt.date, settings: Settings) -> dt.time:
    """Return when the office closes on ``day``: 17:30 in winter, 18:00 in summer (004 §7.4.24, A-45).

    The season is a setting; while it is unset the later of the two counts, so that nobody's clock is cut short.
    """
    winter: dt.time = settings(CLOSES_WINTER) or dt.time(17, 30)
    summer: dt.time = settings(CLOSES_SUMMER) or dt.time(18)
    season = in_season(day, settings(SEASON) or ())
    if season is None:
        return max(winter, summer)
    return summer if season else winter


def end_of(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return the last second of a local day, in UTC."""
    return at_time(day, DAY_END, zone)


def at_time(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """Return a local time of a day, in UTC."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)


def named_moment(named: Named, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the moment a record names, in UTC: itself, or the end of the day it names."""
    if isinstance(named, dt.datetime):
        return named.astimezone(dt.UTC)
    return end_of(named, zone) if named is not None else None


def _at_named(
    named: Named, start: dt.datetime, calendar: WorkingCalendar, zone: dt.tzinfo, settings: Settings
) -> dt.datetime | None:
    if isinstance(named, dt.datetime) or named is None:
        return named_moment(named, zone)
    return end_of(_shifted(named, start.astimezone(zone).date(), calendar, settings), zone)


def _shifted(day: dt.date, begun: dt.date, calendar: WorkingCalendar, settings: Settings) -> dt.date:
    """Return the due day after the rule for days off; a shift that would leave no day to do it in is not made."""
    if not settings(HOLIDAY_SHIFT):
        return day
    earlier = calendar.workday_by(day)
    return earlier if earlier > begun else day


def in_season(day: dt.date, season: Iterable[str]) -> bool | None:
    """Say whether ``day`` is in the summer hours; None when the season is not written as two days.

    ``season``: the first and the last day of summer hours, month and day: ``("05-01", "09-30")``.
    """
    try:
        first, last = [tuple(int(part) for part in text.split("-")) for text in season]
    except ValueError:
        return None
    today = (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last
