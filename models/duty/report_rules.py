"""The rules of summaries: who prepares which, for which period, once; figures are frozen with the submission (G5, G9, D-10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from models.base.moments import today
from models.base.rules import changed
from models.duty.report_list import REPORTS, Report, ReportSpec
from models.engine.titles import title_of
from models.spec import Actor, Case, Effect, Freeze, L, Label, Refusal, Rhythm, Role, StandIn

DAY = dt.timedelta(days=1)
LONGEST = 366
"""Days a report without a fixed period has at most."""
PREPARED_BY = L("“{report}”由{who}编制。", "“{report}” is prepared by: {who}.")
STOOD_IN = L(
    "“{report}”由{who}编制，目前由{names}代为编制。", "“{report}” is prepared by: {who}. Just now {names} stands in."
)
CHOOSE = L("请选择报表。", "Choose the report.")
SYSTEM = L("系统", "the system")
WRONG_PERIOD = L(
    "“{report}”按{kind}编制，这一期应为 {since} 至 {until}。",
    "“{report}” covers {kind}; this one would be {since} to {until}.",
)
KINDS = {
    Rhythm.workday: L("日", "a day"), Rhythm.week: L("周（周一至周日）", "a week, Monday to Sunday"),
    Rhythm.month: L("月", "a month"), Rhythm.year: L("年", "a year"),
}  # fmt: skip
TOO_LONG = L("期间最长 {most} 天，这里写了 {days} 天。", "A period has {most} days at most; this is {days}.")
NOT_BEGUN = L("这一期还没有开始。", "This period has not begun yet.")
ONCE = L(
    "这一期的“{report}”已经有了：{number}。请打开它继续办理；要重做请先作废那一份。",
    "“{report}” for this period exists already: {number}. Open that one; to begin again, void it first.",
)
AGAIN = frozenset({"void", "rejected"})
"""States of a report beside which another one may be made for the same period."""
Settings = Callable[[str], Any]


def chain(paper: Any) -> tuple[str, ...]:
    """Return who must have seen the report, in order: its addressees."""
    return REPORTS[Report(paper.report)].to


def prepared_by_its_post(case: Case) -> Refusal | None:
    """Refuse a report nobody chose, one the system prepares, and one prepared by another post (D-10, G9).

    While the holders of the post are away, or where there are none, who stands in prepares it (G3, A-77).
    """
    paper = case.record
    if paper.report is None:
        return Refusal(CHOOSE, "report")
    if case.actor.system:
        return None
    report = Report(paper.report)
    said = prepared_by_another(report, case.actor, paper.site_id, case.session, case.stand_ins)
    return None if said is None else Refusal(said, "report", REPORTS[report].clause)


def prepared_by_another(
    report: Report, actor: Actor, site_id: int, session: Any, stand_ins: Callable[[Role], Sequence[StandIn]]
) -> Label | None:
    """Return the sentence that names who prepares a report at a site; None where the actor does.

    ``stand_ins``: who does such papers in place of a post's holders.
    """
    post = REPORTS[report].prepare
    if post is None:
        return PREPARED_BY.format(report=report.label, who=SYSTEM)
    if actor.holds(site_id, post):
        return None
    others = stand_ins(post)
    if any(other.user_id == actor.user_id for other in others):
        return None
    who = title_of(session, site_id, post)
    if not others:
        return PREPARED_BY.format(report=report.label, who=who)
    names = L("、".join(o.name for o in others), ", ".join(o.name for o in others))
    return STOOD_IN.format(report=report.label, who=who, names=names)


def period_of(spec: ReportSpec, day: dt.date, setting: Settings) -> tuple[dt.date, dt.date] | None:
    """Return the period of a report that ``day`` lies in, both days included; None for a report without a fixed one.

    The month of fees and of stock ends on the site's cut-off day when it has set one (A-34).
    """
    if spec.every is Rhythm.workday:
        return day, day
    if spec.every is Rhythm.week:
        monday = day - day.weekday() * DAY
        return monday, monday + 6 * DAY
    if spec.every is Rhythm.year:
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if spec.every is not Rhythm.month:
        return None
    cut = setting(spec.cutoff) if spec.cutoff else None
    end = _closing(day.replace(day=1), cut)
    if day > end:
        end = _closing(_next_month(day), cut)
    return _closing(end.replace(day=1) - DAY, cut) + DAY, end


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def _closing(day: dt.date, cut: int | None) -> dt.date:
    """Return the last day that counts for the month ``day`` lies in."""
    last = _next_month(day) - DAY
    return last if not cut or int(cut) >= last.day else last.replace(day=int(cut))


def usual_period(spec: ReportSpec, day: dt.date, setting: Settings) -> tuple[dt.date, dt.date] | None:
    """Return the period a report made on ``day`` is about: the one it lies in, or the one before."""
    found = period_of(spec, day, setting)
    return period_of(spec, found[0] - DAY, setting) if found is not None and spec.last else found


def right_period(case: Case) -> Refusal | None:
    """Refuse a period that is not the report's: a week from Monday to Sunday, a whole month, a day (G9).

    A month that has no cut-off day may also be reported up to the day it is handed in (A-34).
    """
    paper = case.record
    if paper.report is None or paper.period_from is None or paper.period_to is None:
        return None
    if not changed(paper, "report", "period_from", "period_to"):
        return None
    spec, label = REPORTS[Report(paper.report)], Report(paper.report).label
    found = period_of(spec, paper.period_from, case.setting)
    if (found or (paper.period_from,))[0] > today(case):
        return Refusal(NOT_BEGUN, "period_from")
    if found is None:
        days = (paper.period_to - paper.period_from).days + 1
        return Refusal(TOO_LONG.format(most=LONGEST, days=days), "period_to") if days > LONGEST else None
    since, until = found
    short = spec.cutoff and not case.setting(spec.cutoff) and since <= paper.period_to <= until
    if paper.period_from == since and (paper.period_to == until or short):
        return None
    assert spec.every is not None  # noqa: S101 - what has a period has a rhythm
    words = WRONG_PERIOD.format(report=label, kind=KINDS[spec.every], since=since.isoformat(), until=until.isoformat())
    return Refusal(words, "period_from" if paper.period_from != since else "period_to", spec.clause)


def same_period(session: Any, model: Any, site_id: int, report: str, since: dt.date, until: dt.date) -> Any:
    """Return the report that stands for this site and period already, or None."""
    query = select(model).where(
        model.site_id == site_id, model.report == report, model.period_from == since, model.period_to == until,
        model.status.not_in(AGAIN),
    )  # fmt: skip
    return session.scalars(query.order_by(model.id).limit(1), execution_options={"all_sites": True}).first()


def once(case: Case) -> Refusal | None:
    """Refuse a second report of a site for the same period, naming the first (G9)."""
    paper = case.record
    keys = ("report", "period_from", "period_to")
    if any(getattr(paper, k) is None for k in keys) or paper.status in AGAIN or not changed(paper, *keys):
        return None
    first = same_period(case.session, type(paper), paper.site_id, paper.report, paper.period_from, paper.period_to)
    if first is None or first.id == paper.id:
        return None
    return Refusal(ONCE.format(report=Report(paper.report).label, number=first.number), "period_from", "G9")


def frozen(_case: Case) -> list[Effect]:
    """Keep the figures as they are when the report is handed in (G5)."""
    return [Freeze("data")]


def in_words(paper: Any) -> Label | None:
    """Return in words that figures are kept, and how many of them miss their targets; None before the submission."""
    if not paper.data:
        return None
    missed = [p for p in paper.data.get("parts", ()) if p.get("verdict") == "missed"]
    if not missed:
        return L("已随报表留存", "Kept with the report")
    return L("已随报表留存，{n} 项未达标", "Kept with the report; {n} below target").format(n=len(missed))
