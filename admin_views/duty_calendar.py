"""The calendar of duties (履职日历): a month of a person or a site, day by day; all sites side by side for head office."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from admin_views.desk_duties import staff_names
from admin_views.duty_words import NAMES, STATES, badge_of, line, line_context
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Choice, Link
from admin_views.viewmodels.duties import DutyCalendarPage, DutyDay, DutyMark, SiteCell, SiteRow
from deadlines.calendar import calendar_for
from deadlines.duty_desk import ROLES, owes
from deadlines.duty_month import Mark, Tally, known, marks, tally
from deadlines.duty_people import People
from models.base.work_calendar import DayKind
from models.duty.duties import BY_CODE
from models.spec import RECEPTION, L

BASE = "/admin/duty_task/calendar/"
IN_CELL = 4
"""Duties named in a day's cell of a person."""
TITLE, OF_PERSON = L("履职日历", "Calendar of duties"), L("{name}的履职日历", "Duties of {name}")
MONTH = L("{year} 年 {month} 月", "{name} {year}")
DAYS = (
    L("周一", "Mon"),
    L("周二", "Tue"),
    L("周三", "Wed"),
    L("周四", "Thu"),
    L("周五", "Fri"),
    L("周六", "Sat"),
    L("周日", "Sun"),
)
WHOLE_SITE, SITE, PERSON, ALL = (
    L("全项目", "The whole site"),
    L("项目", "Site"),
    L("人员", "Person"),
    L("全部项目", "All sites"),
)
NOTHING = L("这一天没有到期的周期工作。", "No recurring duty is due on this day.")
DAY = L("{month} 月 {day} 日 {weekday}", "{weekday}, {date}")
RATE = L("按时率 {n}%", "{n}% in time")
TOLD = L("{date}，{n} 项", "{date}, {n} duties")
FIGURES = (L("按时率", "In time"), L("逾期", "Overdue"), L("逾期办结", "Done late"), L("免除", "Waived"))
SHORT = {
    "overdue": (L("逾{n}", "O{n}"), "red"), "late": (L("迟{n}", "L{n}"), "amber"), "pending": (L("待{n}", "T{n}"), "blue"),
    "done": (L("办", "D"), "green"), "waived": (L("免", "W"), "grey"), "to_come": (L("·", "·"), "grey"),
}  # fmt: skip
"""A day of a site in one short word: the worst that stands decides."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; ``staff`` "" is the usual view, "all" the whole site."""

    first: dt.date
    site: int | None
    staff: str
    day: dt.date | None

    @property
    def last(self) -> dt.date:
        """The month's last day."""
        return self.first.replace(day=months.monthrange(self.first.year, self.first.month)[1])

    def url(self, **other: Any) -> str:
        """Return the address of this page with something changed; None takes it out."""
        given = {"month": f"{self.first:%Y-%m}", "site": self.site, "staff": self.staff, **other}
        return f"{BASE}?{urlencode({k: v for k, v in given.items() if v not in (None, '')})}"


def asked(reader: Reader, given: Mapping[str, str]) -> Asked:
    """Read an address; what makes no sense is passed over."""
    try:
        first = dt.date.fromisoformat(f"{given.get('month', '')}-01")
    except ValueError:
        first = reader.today.replace(day=1)
    if not 2000 <= first.year < 2200:
        first = reader.today.replace(day=1)
    day: dt.date | None
    try:
        day = dt.date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = reader.today if reader.today.replace(day=1) == first else None
    site = given.get("site", "")
    number = int(site) if site.isascii() and site.isdigit() and len(site) < 10 else None
    here = reader.actor.site_id or (number if number in reader.sites else None)
    if here is None and len(reader.sites) == 1:
        here = next(iter(reader.sites))
    return Asked(first, here, given.get("staff", ""), day)


def has_own(reader: Reader) -> bool:
    """Say whether the reader has recurring duties at the site he works at, his own or those of somebody away."""
    site, actor = reader.actor.site_id, reader.actor
    return site is not None and actor.staff_id is not None and owes(reader.session, site, actor.user_id, reader.now)


def build(reader: Reader, wanted: Asked, *, only_own: bool = False) -> DutyCalendarPage:
    """Return the page of a month; ``only_own``: the reader's own duties and nobody else's."""
    if wanted.site is None:
        return _all_sites(reader, wanted)
    return _one_site(reader, wanted, wanted.site, only_own=only_own)


def _one_site(reader: Reader, wanted: Asked, site: int, *, only_own: bool) -> DutyCalendarPage:
    people = People(reader.session, site)
    holders = {h.staff_id: h for h in people.holders(ROLES)}
    staff = int(wanted.staff) if wanted.staff.isascii() and wanted.staff.isdigit() and len(wanted.staff) < 10 else 0
    mine = reader.actor.staff_id or 0
    if mine not in holders and has_own(reader):
        holders |= {h.staff_id: h for h in people.all_holders() if h.staff_id == mine}
    if not wanted.staff and mine in holders and not reader.actor.roles_at(site).isdisjoint(RECEPTION):
        staff = mine
    person = mine if only_own else staff if staff in holders else None
    found = known(marks(reader.session, site, wanted.first, wanted.last, reader.now, person))
    names = staff_names(reader, site)
    by_day: dict[dt.date, list[Mark]] = defaultdict(list)
    for mark in found:
        by_day[mark.day].append(mark)
    weeks = months.Calendar().monthdatescalendar(wanted.first.year, wanted.first.month)
    context = line_context(reader, site, people, names)
    day = wanted.day if wanted.day is not None and wanted.first <= wanted.day <= wanted.last else None
    title = reader.say(OF_PERSON, name=names.get(person, "")) if person else reader.say(TITLE)
    frame = _frame(reader, wanted, tally(found))
    if only_own:
        frame["list_url"] = ""
    return DutyCalendarPage(
        title=title, **frame, choices=() if only_own else _choices(reader, site, person or 0, holders, names),
        weekdays=tuple(reader.say(d) for d in DAYS),
        weeks=tuple(tuple(_day(reader, wanted, site, d, by_day.get(d, []), by_name=person is not None) for d in week) for week in weeks),
        day_title=_date(reader, day) if day else "", lines=tuple(line(context, m) for m in by_day.get(day, [])) if day else (),
        empty=reader.say(NOTHING),
    )  # fmt: skip


def _frame(reader: Reader, wanted: Asked, counts: Tally) -> dict[str, Any]:
    before, after = wanted.first - dt.timedelta(days=1), wanted.last + dt.timedelta(days=1)
    english = months.month_name[wanted.first.month]

    def to(day: dt.date, words: str) -> Link:
        return Link(label=words, url=wanted.url(month=f"{day:%Y-%m}"))

    figures = {s: getattr(counts, s) for s in STATES}
    return {
        "month_value": f"{wanted.first:%Y-%m}",
        "month": reader.say(MONTH, year=wanted.first.year, month=wanted.first.month, name=english),
        "previous": to(before, reader.say(L("上个月", "Previous month"))), "following": to(after, reader.say(L("下个月", "Next month"))),
        "this_month": to(reader.today, reader.say(L("本月", "This month"))), "list_url": "/admin/duty_task/",
        "legend": tuple((badge_of(reader, s), str(n)) for s, n in figures.items()),
        "rate": reader.say(RATE, n=counts.rate) if counts.rate is not None else "",
    }  # fmt: skip


def _choices(
    reader: Reader, site: int, staff: int, holders: Mapping[int, Any], names: Mapping[int, str]
) -> tuple[tuple[str, str, tuple[Choice, ...]], ...]:
    whole = Choice(value="all", label=reader.say(WHOLE_SITE), chosen=not staff)
    who = [
        Choice(value=str(i), label=f"{names.get(i, '')} · {reader.say(h.role.label)}", chosen=i == staff)
        for i, h in holders.items()
    ]
    out = [("staff", reader.say(PERSON), (whole, *who))]
    if reader.actor.site_id is None and len(reader.sites) > 1:
        out.insert(0, ("site", reader.say(SITE), _sites(reader, site)))
    return tuple(out)


def _sites(reader: Reader, site: int | None) -> tuple[Choice, ...]:
    every = Choice(value="", label=reader.say(ALL), chosen=site is None)
    return (every, *(Choice(value=str(i), label=name, chosen=i == site) for i, name in reader.sites.items()))


def _day(reader: Reader, wanted: Asked, site: int, day: dt.date, found: Sequence[Mark], *, by_name: bool) -> DutyDay:
    calendar = calendar_for(reader.session, site)
    special = calendar.name(day)
    shown: list[DutyMark] = []
    if by_name:
        worst = sorted(found, key=lambda m: STATES.index(m.state.value if m.state else "to_come"))
        for mark in worst[:IN_CELL]:
            state = badge_of(reader, mark.state.value if mark.state else "to_come")
            shown.append(DutyMark(name=reader.say(BY_CODE[mark.duty].label), state=state.label, tone=state.tone))
    else:
        counts = tally(found)
        for state_name in STATES:
            if n := getattr(counts, state_name):
                state = badge_of(reader, state_name)
                shown.append(DutyMark(name=state.label, state=str(n), tone=state.tone))
    more = len(found) - len(shown) if by_name else 0
    return DutyDay(
        number=str(day.day), url=f"{wanted.url(day=day.isoformat())}#day", label=reader.say(TOLD, date=_date(reader, day), n=len(found)),
        note=reader.say(special) if special else "", rest=calendar.kind(day) is not DayKind.workday, today=day == reader.today,
        chosen=day == wanted.day, outside=day.month != wanted.first.month, marks=tuple(shown),
        more=reader.say(L("还有 {n} 项", "{n} more"), n=more) if more > 0 else "",
    )  # fmt: skip


def _date(reader: Reader, day: dt.date) -> str:
    return reader.say(DAY, month=day.month, day=day.day, weekday=reader.say(DAYS[day.weekday()]), date=day.isoformat())


def _all_sites(reader: Reader, wanted: Asked) -> DutyCalendarPage:
    """Return the table of all sites the reader may reach, the worst on top."""
    days = [wanted.first + dt.timedelta(days=n) for n in range((wanted.last - wanted.first).days + 1)]
    rows: list[tuple[Tally, SiteRow]] = []
    every: list[Mark] = []
    for site, name in reader.sites.items():
        found = known(marks(reader.session, site, wanted.first, wanted.last, reader.now, ahead=False))
        every += found
        by_day: dict[dt.date, list[Mark]] = defaultdict(list)
        for mark in found:
            by_day[mark.day].append(mark)
        counts = tally(found)
        rate = f"{counts.rate}%" if counts.rate is not None else "—"
        rows.append((counts, SiteRow(
            name=name, url=wanted.url(site=site, staff="all"), figures=(rate, str(counts.overdue), str(counts.late), str(counts.waived)),
            cells=tuple(_cell(reader, wanted, site, d, by_day.get(d, [])) for d in days),
        )))  # fmt: skip
    rows.sort(key=lambda pair: (-pair[0].overdue, -pair[0].late, pair[1].name))
    return DutyCalendarPage(
        title=reader.say(TITLE), **_frame(reader, wanted, tally(every)), choices=(("site", reader.say(SITE), _sites(reader, None)),),
        figures=tuple(reader.say(f) for f in FIGURES), days=tuple((str(d.day), d.weekday() > 4) for d in days),
        sites=tuple(row for _, row in rows),
    )  # fmt: skip


def _cell(reader: Reader, wanted: Asked, site: int, day: dt.date, found: Sequence[Mark]) -> SiteCell:
    counts = tally(found)
    there = [(s, getattr(counts, s)) for s in STATES if getattr(counts, s)]
    said = reader.listed(L("{name} {n}", "{name} {n}").format(name=NAMES[s], n=n) for s, n in there)
    words, tone = SHORT[there[0][0]] if there else (L("", ""), "grey")
    return SiteCell(
        text=reader.say(words, n=there[0][1]) if there else "", tone=tone,  # type: ignore[arg-type]  # one of the tones
        title=f"{day:%m-%d} {said}".strip(), url=f"{wanted.url(site=site, staff='all', day=day.isoformat())}#day",
    )  # fmt: skip


__all__ = ["BASE", "Asked", "Badge", "asked", "build"]
