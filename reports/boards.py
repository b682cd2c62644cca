"""Boards: the few figures a post looks at against their targets, month by month, and the sites side by side.

A board names figures of summaries and adds none of its own, so that a number means the same wherever it stands.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from deadlines.calendar import zone_for
from models.base.site import Site
from models.duty.report_list import Report
from models.engine.settings import setting
from models.spec import L, Label, Role
from reports.catalogue import summary_of
from reports.compute import Work
from reports.counting import grouped, nothing, rows_of
from reports.grouping import Grouping
from reports.judging import quotient, span_figure
from reports.results import Figure
from reports.span import span_of
from reports.spec import Rate, Span, Tally, Worked

MONTHS = 6
"""Months shown, the present one last."""


class Pace(enum.StrEnum):
    """What a figure is of: the month so far with the months before it, the year so far, or how things stand now."""

    month = "month"
    year = "year"
    now = "now"


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure on a board."""

    report: Report
    code: str
    pace: Pace = Pace.month

    @property
    def part(self) -> Tally | Rate | Worked:
        """What the figure is in its summary."""
        part = summary_of(self.report).part(self.code)
        if not isinstance(part, Tally | Rate | Worked):
            raise TypeError(f"{self.report.value}.{self.code} is no figure")
        return part


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of some posts, in the order they are looked at."""

    code: str
    label: Label
    roles: tuple[Role, ...]
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A gauge read: the figure and its span now, and the same figure of each month shown, oldest first, the present one last."""

    gauge: Gauge
    span: Span
    figure: Figure
    months: tuple[tuple[Span, Figure], ...] = ()


DAILY = (
    Gauge(Report.callback_weekly, "rate"),
    Gauge(Report.callback_weekly, "rate_24h"),
    Gauge(Report.repair_statistics, "arrival_rate"),
    Gauge(Report.repair_statistics, "same_day_rate"),
    Gauge(Report.complaint_monthly, "closed_rate"),
    Gauge(Report.complaint_monthly, "unclosed", Pace.now),
    Gauge(Report.hotline_monthly, "missed_rate"),
    Gauge(Report.hotline_monthly, "good_rate"),
)
MONEY = (
    Gauge(Report.collection_rate, "rate"),
    Gauge(Report.arrears_ageing, "owed"),
    Gauge(Report.arrears_ageing, "letter_due"),
)
QUALITY = (
    Gauge(Report.satisfaction, "rate", Pace.year),
    Gauge(Report.quality_monthly, "pass_rate"),
    Gauge(Report.attendance_monthly, "rate"),
)
ZERO = tuple(
    Gauge(Report.safety_yearly, code, Pace.year)
    for code in ("major_safety", "public_fire", "vehicle_loss", "over_establishment", "disputes")
)
BOARDS: tuple[Board, ...] = (
    Board("supervisor", L("客服看板", "Service board"), (Role.cs_supervisor, Role.reception_lead), (*DAILY, *MONEY)),
    Board("director", L("项目看板", "Director's board"), (Role.director,),
          (*DAILY, *MONEY, *QUALITY, Gauge(Report.stock_monthly, "differences"), Gauge(Report.budget_execution, "rate", Pace.year),
           *ZERO)),
    Board("head_office", L("总部看板", "Head office board"), (Role.hq_quality,),
          (*DAILY, Gauge(Report.collection_rate, "year_rate", Pace.year), *QUALITY, *ZERO)),
)  # fmt: skip


def span_for(session: Session, gauge: Gauge, site_id: int | None, first: dt.date, now: dt.datetime) -> Span:
    """Return the month that begins on ``first`` (the year up to it for a figure of the year), not beyond today."""
    today = now.astimezone(zone_for(session, site_id)).date()
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    since = first.replace(month=1) if gauge.pace is Pace.year else first
    return span_of(session, site_id, since, max(first, min(last, today)), now)


def figure_of(session: Session, gauge: Gauge, span: Span) -> Figure:
    """Return one figure of a summary without working out the rest."""
    made = Work(session, summary_of(gauge.report), span).piece(gauge.part)
    if not isinstance(made, Figure):
        raise TypeError(f"{gauge.report.value}.{gauge.code} is no figure")
    return made


def read(
    session: Session, gauges: Sequence[Gauge], site_id: int | None, now: dt.datetime, months: int = MONTHS
) -> tuple[Reading, ...]:
    """Return the gauges of a site (None: all the session reaches) with the last ``months`` months; what is missed comes first."""
    today = now.astimezone(zone_for(session, site_id)).date()
    firsts = [today.replace(day=1)]
    while len(firsts) < max(months, 1):
        firsts.append((firsts[-1] - dt.timedelta(days=1)).replace(day=1))
    out = []
    for gauge in gauges:
        shown = reversed(firsts) if gauge.pace is Pace.month else firsts[:1]
        spans = [span_for(session, gauge, site_id, first, now) for first in shown]
        found = [(span, figure_of(session, gauge, span)) for span in spans]
        out.append(Reading(gauge, *found[-1], () if gauge.pace is not Pace.month else tuple(found)))
    return tuple(sorted(out, key=lambda r: r.figure.verdict != "missed"))


def by_site(session: Session, gauge: Gauge, sites: Sequence[int], now: dt.datetime) -> Mapping[int, Figure]:
    """Return a figure for each of the sites, each judged by its own target.

    Tallies and rates take one statement for all sites. What a summary works out by hand, and a site with a setting of its own
    that the figure depends on, is worked out site by site.
    """
    today = now.astimezone(zone_for(session, None)).date()
    asked: set[str] = set()

    def common(key: str) -> Any:
        asked.add(key)
        return setting(session, None, key)

    span = replace(span_for(session, gauge, None, today.replace(day=1), now), setting=common)
    own = {site: replace(span, site_id=site, setting=partial(setting, session, site)) for site in sites}
    part = gauge.part
    if isinstance(part, Worked):
        return {site: figure_of(session, gauge, own[site]) for site in sites}
    values = _shares(session, gauge, part, span) if isinstance(part, Rate) else _numbers(session, part, span)
    empty = None if isinstance(part, Rate) else nothing(part)
    model = part.register if isinstance(part, Tally) else _tallies(gauge, part.among)[0].register
    shared = {key: common(key) for key in asked}

    def figure(site: int) -> Figure:
        if any(own[site].setting(key) != value for key, value in shared.items()):
            return figure_of(session, gauge, own[site])
        made = span_figure(
            own[site], part.code, part.label, values.get(site, empty), measure=part.measure, target=part.target,
            more_is_better=part.more_is_better, register=model, rows=(),
        )  # fmt: skip
        return made.under(f"{gauge.report.value}.{gauge.code}")

    return {site: figure(site) for site in sites}


def _numbers(session: Session, tally: Tally, span: Span) -> dict[int, int | Decimal | None]:
    model: Any = tally.register
    found = grouped(session, tally, rows_of(tally, span), Grouping(model.site_id, {}, Site))
    return {int(key): value for key, value in found.items() if key}


def _shares(session: Session, gauge: Gauge, rate: Rate, span: Span) -> dict[int, Decimal | None]:
    sums: list[dict[int, int | Decimal]] = []
    for codes in (rate.of, rate.among):
        sums.append({})
        for tally in _tallies(gauge, codes):
            for site, value in _numbers(session, tally, span).items():
                sums[-1][site] = sums[-1].get(site, 0) + (value or 0)
    of, among = sums
    return {site: quotient(rate, of.get(site, 0), number) for site, number in among.items()}


def _tallies(gauge: Gauge, codes: str | tuple[str, ...]) -> list[Tally]:
    summary = summary_of(gauge.report)
    found = [summary.part(code) for code in ((codes,) if isinstance(codes, str) else codes)]
    return [part for part in found if isinstance(part, Tally)]


def worst_first(figures: Mapping[int, Figure], *, more_is_better: bool) -> list[int]:
    """Return the sites, worst figure first; those with nothing counted last."""

    def place(site: int) -> tuple[bool, bool, Decimal]:
        figure = figures[site]
        value = Decimal(figure.value) if figure.value is not None else Decimal(0)
        return figure.value is None, figure.verdict != "missed", value if more_is_better else -value

    return sorted(figures, key=place)
