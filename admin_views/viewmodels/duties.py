"""What the calendar of duties shows (`pages/duty_calendar.html`)."""

from __future__ import annotations

from dataclasses import dataclass

from admin_views.viewmodels.common import Badge, Choice, Link, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMark:
    """A duty in a day's cell: its name, how it stands as word and colour."""

    name: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """A cell of the month. `marks` are few duties by name, or one line a state with its number."""

    number: str
    url: str
    label: str
    """The whole date and how many duties, for screen readers."""
    note: str = ""
    """A public holiday, or a working day in exchange for one."""
    rest: bool = False
    today: bool = False
    chosen: bool = False
    outside: bool = False
    marks: tuple[DutyMark, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty in the day's list."""

    id: str
    """Empty while it is still to come."""
    time: str
    name: str
    url: str
    period: str
    who: str
    badge: Badge
    note: str = ""
    """When it was done, or why it was waived."""
    document: Link | None = None
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCell:
    """A day of a site in the table of sites: a short word, its colour and the whole sentence."""

    text: str
    tone: Tone
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site's month in one row."""

    name: str
    url: str
    figures: tuple[str, ...]
    cells: tuple[SiteCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCalendarPage:
    """Everything `pages/duty_calendar.html` shows, as `page`: a month of one site or person, or of all sites in rows."""

    title: str
    month: str
    month_value: str
    """The month as the address says it: 2026-11."""
    previous: Link
    following: Link
    this_month: Link
    list_url: str
    """The ledger's list; empty for whoever may not open it."""
    legend: tuple[tuple[Badge, str], ...]
    """How duties may stand, and how many do."""
    rate: str = ""
    choices: tuple[tuple[str, str, tuple[Choice, ...]], ...] = ()
    """What may be chosen: input name, label, options."""
    weekdays: tuple[str, ...] = ()
    weeks: tuple[tuple[DutyDay, ...], ...] = ()
    day_title: str = ""
    lines: tuple[DutyLine, ...] = ()
    empty: str = ""
    figures: tuple[str, ...] = ()
    """Heads of the figures in the table of sites."""
    days: tuple[tuple[str, bool], ...] = ()
    """Days of the month in the table of sites, and whether it is a weekend."""
    sites: tuple[SiteRow, ...] = ()


__all__ = ["DutyCalendarPage", "DutyDay", "DutyLine", "DutyMark", "SiteCell", "SiteRow"]
