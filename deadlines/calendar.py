"""A site's working calendar: China's public holidays from a kept library, with the site's own days above them."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar as library
from chinese_calendar import constants
from sqlalchemy import Executable, bindparam, or_, select
from sqlalchemy.orm import Session

from models.base.site import ZONE, Site
from models.base.work_calendar import DayKind, WorkCalendar
from models.declare import table_of
from models.engine import kept
from models.spec import L, Label

CACHE = "work_calendar"
ZONES = "site_zones"
SATURDAY = 5
REACH = 400
"""Days within which a workday must be found."""
UNKNOWN_YEAR = L(
    "{year} 年的法定节假日安排尚未收录，当年只按周六、周日休息计算；国务院公布后请在工作日历中录入，或升级系统。",
    "The public holidays of {year} are not known yet: only Saturdays and Sundays count as days off. "
    "Enter them in the working calendar once they are announced, or upgrade.",
)


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day somebody entered: what it is and why."""

    kind: DayKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days a site works (A-36, A-37).

    ``site`` are the days entered for the site, ``everywhere`` those entered for all sites; a site's day beats the one
    for all sites, that beats the library. In a year the library does not know only weekends are days off, and
    ``warning(year)`` says so.
    """

    site: Mapping[dt.date, SiteDay] = field(default_factory=dict)
    everywhere: Mapping[dt.date, SiteDay] = field(default_factory=dict)

    def kind(self, day: dt.date) -> DayKind:
        """Say whether ``day`` is a workday, a day of rest or a public holiday (days off in lieu included)."""
        entered = self.entered(day)
        return entered.kind if entered else _library_kind(day)

    def entered(self, day: dt.date) -> SiteDay | None:
        """Return what somebody entered for ``day``; None where the library's answer stands."""
        return self.site.get(day) or self.everywhere.get(day)

    def name(self, day: dt.date) -> Label | None:
        """Return why ``day`` is special: the note entered with it, else the holiday it is or is exchanged for."""
        entered = self.entered(day)
        if entered:
            return L(entered.note, entered.note) if entered.note else entered.kind.label
        return _library_name(day)

    def is_workday(self, day: dt.date) -> bool:
        """Say whether the site works on ``day``."""
        return self.kind(day) is DayKind.workday

    def next_workday(self, day: dt.date, count: int = 1) -> dt.date:
        """Return the ``count``-th workday after ``day`` (``day`` itself never counts)."""
        for _ in range(count):
            day = self._step(day, 1)
        return day

    def previous_workday(self, day: dt.date, count: int = 1) -> dt.date:
        """Return the ``count``-th workday before ``day`` (``day`` itself never counts)."""
        for _ in range(count):
            day = self._step(day, -1)
        return day

    def workday_by(self, day: dt.date) -> dt.date:
        """Return ``day`` when the site works then, else the workday before: a limit "by the 24th" (A-36)."""
        return day if self.is_workday(day) else self.previous_workday(day)

    def last_workday_of_month(self, year: int, month: int) -> dt.date:
        """Return the last workday of a month, which need not be its last day (A-37)."""
        return self.workday_by(last_day_of_month(year, month))

    def knows(self, year: int) -> bool:
        """Say whether the holidays of ``year`` are known: by the library, or because somebody entered them.

        They count as entered when New Year's Day and National Day, which open and close every year's notice, are in.
        """
        return library_knows(year) or all(
            (entered := self.entered(day)) is not None and entered.kind is DayKind.holiday
            for day in (dt.date(year, 1, 1), dt.date(year, 10, 1))
        )

    def warning(self, year: int) -> Label | None:
        """Return the sentence for the calendar screen and ``doctor`` when ``year`` is not known; else None."""
        return None if self.knows(year) else UNKNOWN_YEAR.format(year=year)

    def warnings(self, today: dt.date) -> list[Label]:
        """Return the sentences of ``warning`` for this year and the next."""
        found = (self.warning(year) for year in (today.year, today.year + 1))
        return [sentence for sentence in found if sentence is not None]

    def _step(self, day: dt.date, direction: int) -> dt.date:
        for distance in range(1, REACH):
            found = day + dt.timedelta(days=direction * distance)
            if self.is_workday(found):
                return found
        raise ValueError(f"no workday within {REACH} days of {day}: the working calendar has only days off")


def calendar_for(session: Session, site_id: int | None) -> WorkingCalendar:
    """Return the calendar of a site (None: what holds for all sites), read once per session.

    Call ``forget`` after a day was entered in the same session.
    """
    cache: dict[int | None, WorkingCalendar] = session.info.setdefault(CACHE, {})
    if site_id not in cache:
        query = select(WorkCalendar.day, WorkCalendar.kind, WorkCalendar.note, WorkCalendar.site_id).where(
            or_(WorkCalendar.site_id.is_(None), WorkCalendar.site_id == site_id), WorkCalendar.status == "active"
        )
        site: dict[dt.date, SiteDay] = {}
        everywhere: dict[dt.date, SiteDay] = {}
        for row in session.execute(query, execution_options={"all_sites": True}).mappings():
            days = everywhere if row["site_id"] is None else site
            days[row["day"]] = SiteDay(row["kind"], row["note"] or "")
        cache[site_id] = WorkingCalendar(site, everywhere)
    return cache[site_id]


def zone_for(session: Session, site_id: int | None) -> ZoneInfo:
    """Return the time zone of a site, Asia/Shanghai unless it names another; read once per session."""
    cache: dict[int | None, ZoneInfo] = session.info.setdefault(ZONES, {})
    if site_id not in cache:
        connection = session.connection()
        named = kept.execute(connection, ("zone", connection.dialect.name), _zone, {"site": site_id}).scalar()
        cache[site_id] = ZoneInfo(named or ZONE)
    return cache[site_id]


def read_zones(session: Session) -> list[int]:
    """Read the time zones of all sites with one statement; return the sites' ids, closed ones included."""
    connection = session.connection()
    rows: Any = kept.execute(connection, ("zones", connection.dialect.name), _zones).all()
    session.info.setdefault(ZONES, {}).update({site_id: ZoneInfo(named or ZONE) for site_id, named in rows})
    return [site_id for site_id, _ in rows]


def _zones() -> Executable:
    sites = table_of(Site)
    return select(sites.c.id, sites.c.zone).order_by(sites.c.id)


def _zone() -> Executable:
    sites = table_of(Site)
    return select(sites.c.zone).where(sites.c.id == bindparam("site"))


def forget(session: Session) -> None:
    """Drop the calendars and zones read in this session, after one was entered or changed."""
    session.info.pop(CACHE, None)
    session.info.pop(ZONES, None)


def library_knows(year: int) -> bool:
    """Say whether the kept library has the official holidays of ``year``."""
    first, last = _library_years()
    return first <= year <= last


def last_day_of_month(year: int, month: int) -> dt.date:
    """Return the last calendar day of a month."""
    return dt.date(year, month, months.monthrange(year, month)[1])


@lru_cache(maxsize=1)
def _library_years() -> tuple[int, int]:
    return min(constants.holidays).year, max(constants.holidays).year


@lru_cache(maxsize=4096)
def _library_kind(day: dt.date) -> DayKind:
    if not library_knows(day.year):
        return DayKind.rest if day.weekday() >= SATURDAY else DayKind.workday
    off, occasion = library.get_holiday_detail(day)
    if not off:
        return DayKind.workday
    return DayKind.holiday if occasion else DayKind.rest


def _library_name(day: dt.date) -> Label | None:
    if not library_knows(day.year):
        return None
    off, occasion = library.get_holiday_detail(day)
    if not occasion:
        return None
    holiday = library.Holiday(occasion)
    name = L(holiday.chinese, holiday.value)
    return name if off else L("{name}调休上班", "Working day in exchange for {name}").format(name=name)
