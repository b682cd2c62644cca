"""Duties whose papers are simply counted: what is filed for them in a year, and when each is due, by a calendar of its own.

Written from the clauses with plain loops over days and the library of holidays; nothing here asks the product.
"""

import calendar as months
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import chinese_calendar

from tests.deadlines.conftest import ZONE

DAY = dt.timedelta(days=1)
END = (23, 59, 59)
CLERK, LEAD = 21, 22
EMPLOYEES = (1, 2, 3, CLERK, LEAD)
"""Everybody at the site is below its supervisor."""
REGULAR = {
    "periodic.regular_visits": "month", "periodic.customer_forum": "quarter", "periodic.department_talk": "week",
    "periodic.survey": "half_year", "periodic.archive_collect": "month", "periodic.rule_study": "quarter",
}  # fmt: skip
"""What the site sets where the documents say "regularly" (A-32)."""


def local(day: dt.date, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, second), ZONE)


def worked(day: dt.date) -> bool:
    return bool(chinese_calendar.is_workday(day)) if day.year <= 2026 else day.weekday() < 5


def before(days: list[dt.date], number: int) -> dt.date:
    """The last workday of the month up to a day of it; the day itself when there is none."""
    fit = [d for d in days if d.day <= number]
    return fit[-1] if fit else days[0].replace(day=number)


@dataclass(frozen=True)
class Stretch:
    """A day, week, month, quarter, half year or year: its name and its first and last day."""

    name: str
    first: dt.date
    last: dt.date

    @property
    def worked(self) -> list[dt.date]:
        count = (self.last - self.first).days + 1
        return [day for day in (self.first + n * DAY for n in range(count)) if worked(day)]

    @property
    def next(self) -> dt.date:
        return self.last + DAY

    @property
    def month_before(self) -> str:
        return f"{self.first - DAY:%Y-%m}"


def around(kind: str, day: dt.date) -> Stretch:
    """The stretch of a kind that a day lies in."""
    if kind == "day":
        return Stretch(day.isoformat(), day, day)
    if kind == "week":
        monday = day - day.weekday() * DAY
        year, week, _ = monday.isocalendar()
        return Stretch(f"{year}-W{week:02}", monday, monday + 6 * DAY)
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    number = (day.month - 1) // length
    first, last = dt.date(day.year, number * length + 1, 1), (number + 1) * length
    name = {"month": f"{first:%Y-%m}", "quarter": f"{day.year}-Q{number + 1}", "half": f"{day.year}-H{number + 1}"}
    ends = dt.date(day.year, last, months.monthrange(day.year, last)[1])
    return Stretch(name.get(kind, str(day.year)), first, ends)


def stretches(kind: str, first: dt.date, last: dt.date) -> Iterator[Stretch]:
    """Those that share a day with the time from `first` to `last` and have a workday."""
    day = first
    while day <= last:
        found = around(kind, day)
        if found.worked:
            yield found
        day = found.next


Values = Callable[[Stretch], dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """So many papers of a register, or so many about each employee; `values` of a paper by the stretch it is for."""

    register: str
    values: Values
    need: int = 1
    each: tuple[int | None, ...] = (None,)


@dataclass(frozen=True)
class Counted:
    """A duty: the stretch it comes round in, when it is due, and what must be there.

    ``by``: a day of the month, or the time of a day as (hour, minute); else the end of the last workday. ``entered``: a paper
    belongs where it was written down, not where it says.
    """

    code: str
    every: str
    parts: tuple[Part, ...]
    by: int | tuple[int, int] | None = None
    entered: bool = False

    def due(self, stretch: Stretch) -> dt.datetime:
        if isinstance(self.by, tuple):
            return local(stretch.first, *self.by)
        if self.by is not None:
            return local(before(stretch.worked, self.by), *END)
        return local(stretch.worked[-1], *END)


def one(register: str, values: Values, **more: Any) -> tuple[Part, ...]:
    return (Part(register, values, **more),)


def meeting(kind: str) -> tuple[Part, ...]:
    return one("Meeting", lambda s: {"kind": kind, "starts_at": local(s.worked[0], 9, 30)})


def report(code: str) -> tuple[Part, ...]:
    return one(
        "PeriodicReport", lambda s: {"report": code, "period_from": s.first, "period_to": s.last, "author_id": 1}
    )


def assessed(kind: str) -> tuple[Part, ...]:
    return one("MonthlyAssessment", lambda s: {"period_kind": kind, "period_from": s.first, "period_to": s.last},
               each=EMPLOYEES)  # fmt: skip


def planned(kind: str) -> Part:
    """The plan of the coming one; of a day, of the day itself."""
    return Part("WorkPlan", lambda s: dict.fromkeys(("period_from", "period_to"), s.first if kind == "day" else s.next)
                | {"kind": "work", "period_kind": kind})  # fmt: skip


def summed(kind: str) -> Part:
    return Part(
        "WorkSummary", lambda s: {"period_kind": kind, "period_from": s.first, "period_to": s.last, "author_id": 1}
    )


def looked(kind: str) -> tuple[Part, ...]:
    return one("WorkInspection", lambda s: {"kind": kind, "inspected_at": local(s.worked[0], 10), "post_id": 1})


def called(kind: str, need: int) -> tuple[Part, ...]:
    return one("Callback", lambda s: {"kind": kind, "reached": True, "called_at": local(s.worked[-1], 8)}, need=need)


COUNTED = (
    Counted("night_handover", "day", one("ShiftHandover", lambda s: {
        "shift": "night", "handed_at": local(s.first, 8), "status": "taken", "giver_id": 1, "taker_id": 2}), by=(8, 40)),
    Counted("daily_spot_check", "day", looked("daily")),
    Counted("day_plan", "day", (planned("day"), summed("day"))),
    Counted("management_meeting", "week", meeting("management")),
    Counted("weekly_meeting", "week", meeting("weekly")),
    Counted("weekly_inspection", "week", looked("weekly")),
    Counted("weekly_fee_summary", "week", report("fee_weekly")),
    Counted("meal_cost", "month", one("MealCost", lambda s: {"month": s.month_before}), by=15),
    Counted("fee_statistics", "month", report("fee_monthly"), by=26),
    Counted("callback_sample", "month", called("sample", 20)),
    Counted("order_handover", "month", report("repair_handover")),
    Counted("complaint_summary", "month", report("complaint_monthly")),
    Counted("month_plan", "month", (planned("month"), summed("month"))),
    Counted("month_assessment", "month", assessed("month")),
    Counted("monthly_meeting", "month", meeting("monthly")),
    Counted("safety_check", "month", one("SafetyCheck", lambda s: {"kind": "regular", "checked_on": s.worked[3]})),
    Counted("quarter_assessment", "quarter", assessed("quarter")),
    Counted("half_year_summary", "half", (summed("half"),)),
    Counted("year_assessment", "year", assessed("year")),
    Counted("quarter_plan", "quarter", (planned("quarter"), summed("quarter"))),
    Counted("regular_visits", "month", called("regular", 1)),
    Counted("customer_forum", "quarter", one("CustomerForum", lambda s: {"held_at": local(s.worked[5], 14)})),
    Counted("department_talk", "week", one("Coordination", lambda _: {}), entered=True),
    Counted("survey", "half", one("SatisfactionSurvey", lambda s: {"period_from": s.first, "period_to": s.worked[-9]})),
    Counted("archive_collect", "month", one("ArchiveItem", lambda _: {}), entered=True),
    Counted("rule_study", "quarter", one("TrainingRecord", lambda s: {"held_at": local(s.worked[7], 15)})),
    Counted("year_plan", "year", (planned("year"), summed("year"))),
)  # fmt: skip
Filed = tuple[dt.datetime, str, str, Any, dict[str, Any]]


def filed(chance: Random, first: dt.date, last: dt.date) -> Iterator[Filed]:
    """What people file: moment, register, what it is for, the name of the stretch, values. In time, late, too little or nothing."""
    for duty in COUNTED:
        for stretch in stretches(duty.every, first, last):
            luck, due, begins = chance.random(), duty.due(stretch), local(max(stretch.first, first), 0, 30)
            if luck < 0.15 or due <= begins:
                continue
            slots = [(n, part, who) for n, part in enumerate(duty.parts) for who in part.each for _ in range(part.need)]
            if luck < 0.25:
                slots.pop()
            for at, (n, part, who) in enumerate(slots):
                moment = begins + chance.random() * (due - begins)
                if luck > 0.85 and at + 1 == len(slots):
                    moment = due + chance.randint(1, 40) * dt.timedelta(hours=1)
                moment = moment.replace(second=7, microsecond=0)
                name = around(duty.every, moment.date()).name if duty.entered else stretch.name
                values = part.values(stretch) | ({"staff_id": who} if who is not None else {})
                yield moment, part.register, about(duty, n, who), name, values


def about(duty: Counted, part: int, who: int | None) -> str:
    return f"{duty.code} {part} {who}"
