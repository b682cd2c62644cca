"""How the three monthly sheets are compiled, in a few queries for the whole site (004 §5.7; S-05 to S-07, A-35, A-59)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import chinese_calendar
from sqlalchemy import or_, select

from models.base.department import Department
from models.base.moments import LOCAL
from models.base.post import Post
from models.base.rules import is_new
from models.base.staff import Employment, Staff
from models.base.work_calendar import DayKind, WorkCalendar
from models.engine import ApprovalStep
from models.hr.attendance import Attendance
from models.hr.attendance_rules import Result
from models.hr.hours import at
from models.hr.leave_request import LeaveRequest
from models.hr.leave_rules import WORKING_DAY, LeaveKind, leave_by_day, taken
from models.hr.monthly_assessment import MonthlyAssessment
from models.hr.overtime_request import OvertimeRequest
from models.hr.shift_roster import Shift, ShiftRoster
from models.spec import Case, L, Refusal, Set

CAME = (Result.present, Result.late, Result.early, Result.off_post)
ENDED = ("rejected", "void")
FUTURE = L("{month} 还没有开始，不能编制。", "{month} has not begun yet.")
THERE_IS_ONE = L("{month} 已有一份 {number}，请打开那一份。", "{number} covers {month} already; please open it.")
Month = tuple[dt.date, dt.date]
"""First and last day."""


def month_of(text: str) -> Month:
    """Return the first and the last day of a month written ``2026-11``."""
    year, month = (int(part) for part in text.split("-"))
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)


def last_month(_session: Any, _actor: Any, now: dt.datetime) -> str:
    """Return the month a new sheet is about: the whole last one (A-35)."""
    first = now.astimezone(LOCAL).date().replace(day=1)
    return f"{first - dt.timedelta(days=1):%Y-%m}"


def due_on(text: str, day: int | None) -> dt.date | None:
    """Return the day a month's sheets are due: the ``day``-th of the next month; None while that is unset (G6)."""
    if day is None:
        return None
    first = month_of(text)[1] + dt.timedelta(days=1)
    last = month_of(f"{first:%Y-%m}")[1]
    return first.replace(day=max(1, min(day, last.day)))


def when(case: Case) -> list[Set]:
    """Return the sheet's month end and its due day."""
    sheet = case.record
    due = due_on(sheet.month, case.setting("attendance.sheet_day"))
    return [Set("month_ends_on", month_of(sheet.month)[1]), Set("due_on", due)]


def reviewed_at(sheet: Any) -> dt.datetime | None:
    """Return when the director approved the sheet: his is the first step (C-19)."""
    from sqlalchemy.orm import object_session  # noqa: PLC0415 - only this figure of a saved row needs it

    session = object_session(sheet)
    if session is None or sheet.id is None or sheet.status not in {"submitted", "approved"}:
        return None
    query = (
        select(ApprovalStep.at)
        .where(ApprovalStep.register == sheet.slug(), ApprovalStep.record_id == sheet.id)
        .where(ApprovalStep.decision == "approve", ApprovalStep.state == "decided")
        .order_by(ApprovalStep.round.desc(), ApprovalStep.step)
        .limit(1)
    )
    with session.no_autoflush:
        found: dt.datetime | None = session.scalar(query)
    return found


def one_a_month(*same: str) -> Callable[[Case], Refusal | None]:
    """Return the guard that refuses a month still to come, and a second sheet of the same month (and of ``same``)."""

    def guard(case: Case) -> Refusal | None:
        sheet = case.record
        model = type(sheet)
        if month_of(sheet.month)[0] > case.now.astimezone(LOCAL).date():
            return Refusal(FUTURE.format(month=sheet.month), "month")
        query = select(model).where(
            model.month == sheet.month, model.site_id == sheet.site_id, model.status.not_in(ENDED)
        )
        query = query.where(*(getattr(model, f"{n}_id").is_not_distinct_from(getattr(sheet, f"{n}_id")) for n in same))
        if not is_new(sheet):
            query = query.where(model.id != sheet.id)
        with case.session.no_autoflush:
            other = case.session.scalars(query.limit(1)).first()
        return None if other is None else Refusal(THERE_IS_ONE.format(month=sheet.month, number=other.number), "month")

    return guard


def people(case: Case, first: dt.date, last: dt.date, department_id: int | None) -> list[Staff]:
    """Return who belonged to a department (None: the site) at some time of a month, by staff number."""
    query = select(Staff).where(
        Staff.site_id == case.record.site_id,
        or_(Staff.hired_on.is_(None), Staff.hired_on <= last),
        or_(Staff.employment != Employment.left, Staff.left_on >= first),
    )
    if department_id is not None:
        query = query.join(Post, Post.id == Staff.post_id).where(Post.department_id == department_id)
    return list(case.session.scalars(query.order_by(Staff.job_no)))


def workdays(session: Any, site_id: int, first: dt.date, last: dt.date) -> set[dt.date]:
    """Return the days of a span a site works: its own calendar above the one for all sites, above the public one."""
    query = select(WorkCalendar).where(
        WorkCalendar.day >= first,
        WorkCalendar.day <= last,
        WorkCalendar.status == "active",
        or_(WorkCalendar.site_id.is_(None), WorkCalendar.site_id == site_id),
    )
    entered = {row.day: row.kind for row in sorted(session.scalars(query), key=lambda r: r.site_id is not None)}
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in days if (entered[day] == DayKind.workday if day in entered else _public(day))}


def _public(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year the library does not know yet: weekends only
        return day.weekday() < 5


def attendance_lines(case: Case) -> list[dict[str, Any]]:
    """Return a line for everybody: days present, late, early, absent, leave by kind, overtime, score (S-05).

    Only what is in force counts: confirmed entries, approved papers (X-19). A leave counts on the days its person was to
    work — by the roster, else the working calendar. Sick leave that lapsed for want of a certificate counts as absence.
    Asks the database eight times, for however many people.
    """
    sheet, session = case.record, case.session
    first, last = month_of(sheet.month)
    with session.no_autoflush:
        staff = people(case, first, last, sheet.department_id)
        ids = [s.id for s in staff]
        entries = _entries(session, ids, first, last)
        days = _Days(session, sheet.site_id, ids, first, last)
        leaves, absent = _leaves(session, ids, days, entries)
        overtime = _overtime(session, ids, first, last)
        scores = scores_of(session, ids, first, last)
    lines = []
    for person in staff:
        mine = Counter(result for result in entries.get(person.id, {}).values())
        own = leaves.get(person.id, {})
        lines.append(
            {
                "staff": person,
                "days_present": sum(mine[r] for r in CAME),
                "late": mine[Result.late],
                "early": mine[Result.early],
                "off_post": mine[Result.off_post],
                "absent": mine[Result.absent] + absent.get(person.id, 0),
                **{kind.value: own.get(kind, Decimal(0)) for kind in LeaveKind},
                "overtime_hours": overtime.get(person.id, Decimal(0)),
                "score": scores.get(person.id),
            }
        )
    return lines


def _entries(session: Any, ids: list[int], first: dt.date, last: dt.date) -> dict[int, dict[dt.date, Result]]:
    query = select(Attendance.staff_id, Attendance.day, Attendance.result).where(
        Attendance.staff_id.in_(ids),
        Attendance.day >= first,
        Attendance.day <= last,
        Attendance.status.in_(("active", "correcting")),
    )
    found: dict[int, dict[dt.date, Result]] = defaultdict(dict)
    for staff, day, result in session.execute(query):
        found[staff][day] = Result(result)
    return found


class _Days:
    """Which days of a month each person was to work."""

    def __init__(self, session: Any, site_id: int, ids: list[int], first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.usual = workdays(session, site_id, first, last)
        query = select(ShiftRoster.staff_id, ShiftRoster.day, ShiftRoster.shift).where(
            ShiftRoster.staff_id.in_(ids),
            ShiftRoster.day >= first,
            ShiftRoster.day <= last,
            ShiftRoster.status == "active",
        )
        self.planned = {(staff, day): shift for staff, day, shift in session.execute(query)}

    def within(self, staff_id: int, days: Iterable[dt.date]) -> list[dt.date]:
        """Return those of ``days`` in the month on which the person was to work."""
        return [d for d in days if self.first <= d <= self.last and self._works(staff_id, d)]

    def _works(self, staff_id: int, day: dt.date) -> bool:
        shift = self.planned.get((staff_id, day))
        return shift != Shift.rest if shift is not None else day in self.usual


def _leaves(
    session: Any, ids: list[int], days: _Days, entries: dict[int, dict[dt.date, Result]]
) -> tuple[dict[int, dict[LeaveKind, Decimal]], dict[int, int]]:
    """Return the days of leave by person and kind, and the days of absence that lapsed leaves left behind."""
    query = select(LeaveRequest).where(
        LeaveRequest.staff_id.in_(ids),
        LeaveRequest.status.in_(("approved", "lapsed")),
        LeaveRequest.starts_at < at(days.last + dt.timedelta(days=1), dt.time()),
        LeaveRequest.ends_at > at(days.first, dt.time()),
    )
    found: dict[int, dict[LeaveKind, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    absent: dict[int, set[dt.date]] = defaultdict(set)
    for paper in session.scalars(query):
        begins, ends = taken(paper)
        parts = {day: hours for day, hours in leave_by_day(begins, ends).items() if hours}
        for day in days.within(paper.staff_id, parts):
            if paper.status == "lapsed":
                if day not in entries.get(paper.staff_id, {}):
                    absent[paper.staff_id].add(day)
                continue
            found[paper.staff_id][LeaveKind(paper.kind)] += parts[day] / WORKING_DAY
    rounded = {s: {k: v.quantize(Decimal("0.01")) for k, v in kinds.items()} for s, kinds in found.items()}
    return rounded, {s: len(lost) for s, lost in absent.items()}


def _overtime(session: Any, ids: list[int], first: dt.date, last: dt.date) -> dict[int, Decimal]:
    query = select(OvertimeRequest.staff_id, OvertimeRequest.hours).where(
        OvertimeRequest.staff_id.in_(ids),
        OvertimeRequest.status == "approved",
        OvertimeRequest.starts_at >= at(first, dt.time()),
        OvertimeRequest.starts_at < at(last + dt.timedelta(days=1), dt.time()),
    )
    found: dict[int, Decimal] = defaultdict(Decimal)
    for staff, hours in session.execute(query):
        found[staff] += hours or Decimal(0)
    return found


def scores_of(session: Any, ids: list[int], first: dt.date, last: dt.date) -> dict[int, Decimal]:
    """Return the score of each person's monthly assessment, once it is submitted; the latest where there are several."""
    query = (
        select(MonthlyAssessment.staff_id, MonthlyAssessment.total)
        .where(
            MonthlyAssessment.staff_id.in_(ids),
            MonthlyAssessment.period_kind == "month",
            MonthlyAssessment.period_to >= first,
            MonthlyAssessment.period_to <= last,
            MonthlyAssessment.status.in_(("submitted", "approved")),
        )
        .order_by(MonthlyAssessment.id)
    )
    return {staff: score for staff, score in session.execute(query) if score is not None}


def post_lines(case: Case) -> list[dict[str, Any]]:
    """Return a line for every post: establishment, on post at the month's end, joined, left, vacancies (S-06).

    Without an establishment there are no vacancies to count (G6). Asks the database twice.
    """
    sheet, session = case.record, case.session
    first, last = month_of(sheet.month)
    with session.no_autoflush:
        posts = session.scalars(
            select(Post)
            .join(Department, Department.id == Post.department_id)
            .where(Post.site_id == sheet.site_id, Post.status.not_in(ENDED))
            .order_by(Department.name, Post.name)
        ).all()
        query = select(Staff.post_id, Staff.employment, Staff.hired_on, Staff.left_on).where(
            Staff.site_id == sheet.site_id
        )
        by_post: dict[int, Counter[str]] = defaultdict(Counter)
        for post, employment, hired, left in session.execute(query):
            here = by_post[post]
            gone = employment == Employment.left and (left is None or left <= last)
            here["on"] += (hired is None or hired <= last) and not gone
            here["joined"] += hired is not None and first <= hired <= last
            here["left"] += left is not None and first <= left <= last
    return [
        {
            "post": post,
            "establishment": post.headcount,
            "on_post": by_post[post.id]["on"],
            "joined": by_post[post.id]["joined"],
            "left": by_post[post.id]["left"],
            "vacancies": None if post.headcount is None else max(0, post.headcount - by_post[post.id]["on"]),
        }
        for post in posts
    ]


def sheet_of(case: Case, sheet_model: Any) -> Any:
    """Return the month's attendance sheet a ranking is made from: the department's own, else the site's; None without."""
    ranking = case.record
    query = (
        select(sheet_model)
        .where(
            sheet_model.site_id == ranking.site_id,
            sheet_model.month == ranking.month,
            sheet_model.status.not_in(ENDED),
            or_(sheet_model.department_id == ranking.department_id, sheet_model.department_id.is_(None)),
        )
        .order_by(sheet_model.department_id.is_(None), sheet_model.id.desc())
    )
    with case.session.no_autoflush:
        return case.session.scalars(query.limit(1)).first()


def ranked(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rank lines by score, then by fewer days absent, then by fewer times late, early or off post; equals share a rank.

    Who has no score yet comes after all who have.
    """

    def key(line: dict[str, Any]) -> tuple[Any, ...]:
        score = line["score"]
        return (score is None, -(score or Decimal(0)), line["absent"], line["late"])

    out: list[dict[str, Any]] = []
    for place, line in enumerate(sorted(lines, key=key), start=1):
        same = bool(out) and key(out[-1]) == key(line)
        out.append({**line, "rank": out[-1]["rank"] if same else place})
    return out


def ranking_lines(case: Case, sheet: Any) -> list[dict[str, Any]]:
    """Return the ranking of a department out of its attendance sheet and the month's assessments (S-07, A-59)."""
    ranking = case.record
    first, last = month_of(ranking.month)
    with case.session.no_autoflush:
        staff = {s.id: s for s in people(case, first, last, ranking.department_id)}
        scores = scores_of(case.session, list(staff), first, last)
        lines = [
            {
                "staff": staff[row.staff_id],
                "score": scores.get(row.staff_id),
                "absent": row.absent or 0,
                "late": (row.late or 0) + (row.early or 0) + (row.off_post or 0),
            }
            for row in sheet.lines
            if row.staff_id in staff
        ]
    return ranked(lines)
