"""Telling of problems that recur, so that somebody analyses them (003 (二)4; T-12, S-13, A-14).

Looked at are the 30 days that ended yesterday by the site's clock, so that every look of a day says the same. A problem is
told once; again only when 30 days have passed and it still stands (the new period shares no day with the one told of), or
when it had fallen below the threshold in between. What was told is read off the notices themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deadlines.calendar import zone_for
from deadlines.holders import Holders
from deadlines.periods import DAY
from models.base.site import Site
from models.declare import Record
from models.duty.periodic_report import PeriodicReport
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import AGAIN
from models.engine.notice import Notice, put
from models.engine.settings import setting
from models.service.complaint import Complaint
from models.service.owner_suggestion import OwnerSuggestion
from models.service.repair_order import RepairOrder
from models.spec import L, Label, Role
from reports import complaints, problems, repairs
from reports.counting import here
from reports.span import span_of
from reports.spec import Span, Where
from workflow import notices

DAYS = 30
"""Length of the period looked at."""
REPORT = Report.problem_analysis
PREPARES = REPORTS[REPORT].prepare or Role.receptionist
TOLD = (PREPARES, Role.reception_lead)
"""Who is told: who prepares the analysis, and her lead."""
OCCASION = "recurs"
ALL_SITES = {"all_sites": True}
UNSAID = L("", "")
NEWS = L(
    "{what} {days} 天内已有 {n} 户（{since} 至 {until}），请编制“{report}”。",
    "{what}: {n} households within {days} days ({since} to {until}). Please prepare: {report}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A register whose rows may be the same problem: the field that says so, when a row counts, the rows' place in the report."""

    register: type[Record]
    field: str
    where: Where
    happened: str
    rows: str
    words: Label

    @property
    def column(self) -> Any:
        """The column of the field."""
        return getattr(self.register, self.field)

    def said(self, value: str) -> Label:
        """Return a problem in words."""
        enum = self.register.__fields__[self.field].enum
        return self.words.format(what=enum(value).label if enum is not None else value)


SOURCES: Mapping[str, Source] = {
    source.register.slug(): source
    for source in (
        Source(register=RepairOrder, field="category", where=repairs.reported, happened="reported_at",
               rows="by_category.repairs", words=L("“{what}”类报修", "Repairs, {what}")),
        Source(register=Complaint, field="nature", where=complaints.received, happened="received_at",
               rows="by_nature.complaints", words=L("“{what}”类投诉", "Complaints, {what}")),
        Source(register=OwnerSuggestion, field="topic", where=problems.suggested, happened="received_on",
               rows="by_topic.suggestions", words=L("“{what}”类意见", "Suggestions, {what}")),
    )
}  # fmt: skip
"""By the register's slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem of a site that was told of: register, value of its field, last day of the period; the words it was told in."""

    site_id: int
    slug: str
    value: str
    until: dt.date
    words: Label = UNSAID

    @property
    def since(self) -> dt.date:
        """The first day of its period."""
        return self.until - (DAYS - 1) * DAY

    @property
    def occasion(self) -> str:
        """What keeps it from being told twice."""
        return f"{OCCASION}:{self.until:%Y%m%d}:{self.value}"

    @property
    def rows(self) -> str:
        """The key of the figure with the rows behind it."""
        return f"{REPORT.value}.{SOURCES[self.slug].rows}.{self.value}"

    @property
    def address(self) -> str:
        """Where its analysis goes on."""
        given = {"site": self.site_id, "register": self.slug, "value": self.value, "to": self.until.isoformat()}
        return f"/admin/periodic_report/problem/?{urlencode(given)}"


def tell(session: Session, now: dt.datetime) -> int:
    """Tell every site's preparers of the problems that reached the threshold; return how many notices are new.

    Each site is committed by itself; run again it tells nothing. The session must act as the system.
    """
    sites = list(session.scalars(select(Site.id).where(Site.status == "active").order_by(Site.id)))
    holders, told = Holders(session, now, sites), 0
    for site_id in sites:
        told += _tell(session, holders, site_id, now)
        session.commit()
    return told


def _tell(session: Session, holders: Holders, site_id: int, now: dt.datetime) -> int:
    users = holders.told_up(site_id, PREPARES).union(*(holders.of(site_id, role) for role in TOLD))
    until = now.astimezone(zone_for(session, site_id)).date() - DAY
    span = span_of(session, site_id, until - (DAYS - 1) * DAY, until, now)
    least = span.setting(problems.THRESHOLD)
    if not users or not least:
        return 0
    before = _told(session, site_id)
    news: list[dict[str, Any]] = []
    for slug, source in SOURCES.items():
        often = problems.reaching(source.register, source.column, source.where, span, least)
        for _, value, n in session.execute(often).all():
            problem = Problem(site_id=site_id, slug=slug, value=str(getattr(value, "value", value)), until=until)
            last = before.get((slug, problem.value))
            if last is None or _anew(session, source, problem, last.until, span, least):
                news += [_news(problem, n, user, now) for user in sorted(users)]
    return put(session, news)


def _anew(session: Session, source: Source, problem: Problem, last: dt.date, span: Span, least: int) -> bool:
    """Say whether a problem told of on ``last`` is news again: a whole period on, or below the threshold in between."""
    passed = (problem.until - last).days
    return passed >= DAYS or (passed > 1 and _fell(session, source, problem, last, span, least))


def _fell(session: Session, source: Source, problem: Problem, last: dt.date, span: Span, least: int) -> bool:
    """Say whether on a day after ``last`` and before now fewer than ``least`` homes had it in the 30 days up to it."""
    model: Any = source.register
    wide = span_of(session, problem.site_id, last - (DAYS - 2) * DAY, problem.until, span.now)
    query = select(model.unit_id, getattr(model, source.happened)).where(
        *here(model, wide), *source.where(wide), source.column == problem.value, model.unit_id.is_not(None)
    )
    days = [(unit, span.local(at).date() if isinstance(at, dt.datetime) else at) for unit, at in session.execute(query)]
    between = (last + n * DAY for n in range(1, (problem.until - last).days))
    return any(len({unit for unit, at in days if end - DAYS * DAY < at <= end}) < least for end in between)


def _news(problem: Problem, n: int, user_id: int, now: dt.datetime) -> dict[str, Any]:
    words = NEWS.format(
        what=SOURCES[problem.slug].said(problem.value), days=DAYS, n=n, report=REPORT.label,
        since=problem.since.isoformat(), until=problem.until.isoformat(),
    )  # fmt: skip
    return {
        "user_id": user_id, "site_id": problem.site_id, "register": problem.slug, "record_id": 0,
        "occasion": problem.occasion, "zh": words.text("zh"), "en": words.text("en"), "at": now, "urgent": False,
    }  # fmt: skip


def _told(session: Session, site_id: int) -> dict[tuple[str, str], Problem]:
    """Return what was told at a site last, by register and value."""
    query = (
        select(Notice.register, Notice.occasion, func.max(Notice.zh), func.max(Notice.en))
        .where(Notice.register.in_(SOURCES), Notice.record_id == 0, Notice.site_id == site_id)
        .where(Notice.occasion.startswith(f"{OCCASION}:"))
        .group_by(Notice.register, Notice.occasion)
    )
    found = [_read(site_id, slug, occasion, L(zh, en)) for slug, occasion, zh, en in session.execute(query)]
    return {(p.slug, p.value): p for p in sorted(found, key=lambda p: p.until)}


def _read(site_id: int, slug: str, occasion: str, words: Label) -> Problem:
    _, day, value = occasion.split(":", 2)
    return Problem(site_id=site_id, slug=slug, value=value, until=dt.date.fromisoformat(day), words=words)


def waiting(session: Session, site_id: int) -> list[Problem]:
    """Return the problems a site was told of that no analysis stands for yet, newest first.

    An analysis stands for those whose last day lies in its period, be it a draft or filed. Nothing waits where the site
    has no threshold any more.
    """
    told = list(_told(session, site_id).values()) if setting(session, site_id, problems.THRESHOLD) else []
    if not told:
        return []
    papers = _analyses(session, site_id, min(p.until for p in told))
    left = [p for p in told if not any(since <= p.until <= until for _, since, until in papers)]
    return sorted(left, key=lambda p: (-p.until.toordinal(), p.slug, p.value))


def analysis(session: Session, problem: Problem) -> int | None:
    """Return the id of the analysis that stands for a problem; None where there is none yet."""
    papers = _analyses(session, problem.site_id, problem.until)
    return next((number for number, since, until in papers if since <= problem.until <= until), None)


def _analyses(session: Session, site_id: int, until: dt.date) -> list[tuple[int, dt.date, dt.date]]:
    paper = PeriodicReport
    query = select(paper.id, paper.period_from, paper.period_to).where(
        paper.site_id == site_id, paper.report == REPORT, paper.period_to >= until, paper.status.not_in(AGAIN)
    )
    return [(i, a, b) for i, a, b in session.execute(query.order_by(paper.id), execution_options=ALL_SITES)]


def named(given: Mapping[str, str]) -> Problem | None:
    """Return the problem an address names (see ``Problem.address``); None when it names none."""
    try:
        problem = Problem(
            site_id=int(given.get("site", "")), slug=given.get("register", ""), value=given.get("value", ""),
            until=dt.date.fromisoformat(given.get("to", "")),
        )  # fmt: skip
        _ = problem.since
    except (ValueError, OverflowError):
        return None
    return problem if problem.slug in SOURCES and problem.value else None


def leads_to(notice: Notice) -> str:
    """Return the address a notice leads to: the analysis of a problem, or what any other one is about."""
    if notice.record_id or notice.site_id is None or not notice.occasion.startswith(f"{OCCASION}:"):
        return notices.page(notice.register, notice.record_id, notice.occasion)
    return _read(notice.site_id, notice.register, notice.occasion, UNSAID).address
