"""A year of one site's recurring duties, rolled day by day while papers come in, against a calculation of its own.

The calculation knows nothing of the product: it walks over the dates of the year, asks the library of holidays whether
each is worked, and counts the papers of its own list. The roll is killed before its commit once, fails to run for days,
runs every hour for three days and twice at the end; none of that may show.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

import access
from deadlines.duties import roll, settle
from models.assets.canteen_purchase import CanteenPurchase
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import User
from models.duty.duties import DUTIES
from models.duty.duty_task import DutyTask
from models.engine.history import HistoryEntry
from models.spec import Role
from tests.deadlines.conftest import ZONE, Centre, _centre
from tests.deadlines.counted_duties import (
    CLERK,
    COUNTED,
    DAY,
    END,
    LEAD,
    REGULAR,
    about,
    around,
    before,
    filed,
    local,
    stretches,
    worked,
)
from tests.deadlines.duty_papers import paper
from tests.support.databases import Databases, Kind

EVERYWHERE = {"all_sites": True}
LEAVE = (dt.datetime(2026, 9, 21, 8, tzinfo=ZONE), dt.datetime(2026, 9, 24, 20, tzinfo=ZONE))
"""The lead is away; the clerk is his deputy."""


@dataclass
class Life:
    """What happens at the site: each paper with its moment, remembered in plain lists for the calculation."""

    random: Random
    first: dt.date
    last: dt.date
    plan: list[tuple[dt.datetime, str, dict[str, Any]]] = field(default_factory=list)
    seen: dict[str, list[tuple[dt.datetime, Any]]] = field(default_factory=lambda: defaultdict(list))
    """By duty: moments, with the day, month, person or week the paper is about."""
    asked: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    """Questions of customers: when taken, when answered."""

    def paper(self, when: dt.datetime, register: str, duty: str, about: Any, **values: Any) -> None:
        if local(self.first, 1) <= when <= local(self.last, 23, 30):
            self.plan.append((when, register, values))
            self.seen[duty].append((when, about))

    def live(self) -> None:
        chance, day = self.random.random, self.first
        while day <= self.last:
            if worked(day):
                self._morning(day)
            self._money(day)
            self._canteen(day)
            if chance() < 0.12:
                taken = local(day, self.random.choice((9, 16)), 5)
                self._question(taken, taken + dt.timedelta(hours=self.random.choice((1, 17, 26))))
            if day.weekday() == 3:
                self._week(day)
            if day.day == 20:
                self._month(day)
            day += DAY
        for moment, register, duty, period, values in filed(self.random, self.first, self.last):
            self.paper(moment, register, duty, period, **values)

    def _morning(self, day: dt.date) -> None:
        chance = self.random.random
        if chance() < 0.5:
            at = local(day, 8, self.random.choice((10, 25, 50)))
            self.paper(at, "Meeting", "morning_meeting", day, kind="morning", starts_at=local(day, 8, 20))
        if chance() < 0.4:
            at = local(day, 8, self.random.choice((5, 45)))
            self.paper(at, "OfficeEnvironmentCheck", "office_check", day, day=day)
        for who in (CLERK, LEAD):
            if chance() < 0.35:
                at = local(day, 17, 40) if chance() < 0.7 else local(day + DAY, 9, 10)
                self.paper(at, "DailyLog", "daily_log", (day, who), day=day, author_id=who)

    def _canteen(self, day: dt.date) -> None:
        """What the canteen bought is checked the same day, days later, or never."""
        if self.random.random() < 0.4:
            at, then = local(day, 7, 15), local(day, 9, 35) + self.random.choice((0, 0, 1, 3)) * DAY
            self.paper(at, "CanteenPurchase", "canteen", day, day=day, buyer_id=1, checker_id=2)
            if self.random.random() < 0.8 and then <= local(self.last, 23):
                self.plan.append((then, "checked", {"day": day}))
                self.seen["canteen_check"].append((then, day))

    def _money(self, day: dt.date) -> None:
        """Cash on any day, sometimes after 17:00; it is banked in time, late, or with the next banking."""
        if self.random.random() < 0.2:
            at = local(day, self.random.choice((11, 16, 18)), 30)
            self.paper(at, "Receipt", "cash", None, method="cash", paid_at=at, status="issued", total=1)
        if self.random.random() < 0.2:
            at = local(day, self.random.choice((16, 19)), 45)
            self.paper(
                at, "CashDeposit", "cash_banking", day, business_date=day, deposited=0, cash_received=0, difference=0
            )

    def _question(self, taken: dt.datetime, answered: dt.datetime) -> None:
        if answered <= local(self.last, 23):
            self.asked.append((taken, answered))
            self.plan.append((taken, "ServiceLog", {"received_at": taken}))

    def _week(self, thursday: dt.date) -> None:
        monday = thursday - 3 * DAY
        week = around("week", thursday).name
        for who in (CLERK, LEAD):
            if self.random.random() < 0.6:
                at = local(thursday, self.random.choice((9, 17)), 20) + self.random.choice((0, 1, 4)) * DAY
                self.paper(at, "WorkSummary", "week_summary", (week, who), period_kind="week", period_from=monday,
                           period_to=monday + 6 * DAY, author_id=who)  # fmt: skip
        if self.random.random() < 0.7:
            at = local(thursday, 16, 20) + self.random.choice((0, 1, 4)) * DAY
            self.paper(at, "WorkPlan", "week_plan", week, kind="work", period_kind="week", period_from=monday + 7 * DAY,
                       period_to=monday + 13 * DAY)  # fmt: skip
        for number in range(self.random.randrange(4)):
            at = local(thursday - number * DAY, 14, 30)
            about = (thursday - number * DAY).isocalendar()[:2]
            self.paper(at, "WrittenAssessment", "written_assessment", about, assessed_on=at.date(), staff_id=CLERK)
        if self.random.random() < 0.5:
            at = local(monday, 10) if self.random.random() < 0.5 else local(thursday, 10)
            last = monday - DAY
            self.paper(at, "PeriodicReport", "monday_approval", monday.isocalendar()[:2], report="callback_weekly",
                       period_from=last - 6 * DAY, period_to=last, author_id=1)  # fmt: skip

    def _month(self, day: dt.date) -> None:
        before = day.replace(day=1) - DAY
        if self.random.random() < 0.6:
            at = local(day + self.random.choice((1, 6)) * DAY, 11)
            self.paper(at, "StockCount", "stock_count", (day.year, day.month), month=f"{day:%Y-%m}")
        for name in SHEETS[: self.random.choice((2, 3, 3))]:
            at = local(day.replace(day=self.random.choice((3, 5, 8))), 15)
            self.paper(at, name, f"attendance_sheets {name}", (day.year, day.month), month=f"{before:%Y-%m}")


# ------------------------------------------------------------------------------------------- the calculation of its own


Expected = dict[tuple[str, str, int | None], tuple[dt.datetime, dt.datetime | None]]
"""By duty, period and person: when it is due and when it was done."""
SHEETS = ("MonthlyAttendance", "OnPostReport", "DepartmentRanking")


def expected(life: Life) -> Expected:
    found = {**of_days(life), **of_weeks(life), **of_months(life), **of_cash(life), **of_counted(life)}
    since, until = local(life.first, 0), local(life.last, *END)
    return {key: pair for key, pair in found.items() if since <= pair[0] <= until}


def earliest(life: Life, duty: str, about: Any, nth: int = 1) -> dt.datetime | None:
    found = sorted(when for when, what in life.seen[duty] if what == about)
    return found[nth - 1] if len(found) >= nth else None


def of_days(life: Life) -> Expected:
    out: Expected = {}
    day = life.first
    while day <= life.last:
        if worked(day):
            text = day.isoformat()
            out["morning_meeting", text, None] = local(day, 8, 30), earliest(life, "morning_meeting", day)
            out["office_check", text, None] = local(day, 8, 20), earliest(life, "office_check", day)
            out["open_items_check", text, None] = local(day, 8, 30), all_answered(life, day)
            for who in (CLERK, LEAD):
                out["daily_log", text, who] = local(day, 23, 59), his(life, "daily_log", day, who)
            if earliest(life, "canteen", day):
                out["canteen_check", text, None] = local(day, *END), earliest(life, "canteen_check", day)
        day += DAY
    return out


def of_weeks(life: Life) -> Expected:
    out: Expected = {}
    monday = life.first - life.first.weekday() * DAY
    while monday <= life.last:
        days = [monday + n * DAY for n in range(7) if worked(monday + n * DAY)]
        week = monday.isocalendar()[:2]
        text = f"{week[0]}-W{week[1]:02}"
        if days:
            out["written_assessment", text, None] = local(days[-1], *END), earliest(life, "written_assessment", week, 2)
            out["monday_approval", text, None] = local(days[0], *END), earliest(life, "monday_approval", week)
            summaries = [his(life, "week_summary", text, who) for who in (CLERK, LEAD)]
            for who, at in zip((CLERK, LEAD), summaries, strict=True):
                out["weekly_summary", text, who] = local(days[-1], *END), at
            parts = [earliest(life, "week_plan", text), min((at for at in summaries if at), default=None)]
            out["week_plan", text, None] = local(days[-1], *END), last_of(parts)
        monday += 7 * DAY
    return out


def of_months(life: Life) -> Expected:
    out: Expected = {}
    for s in stretches("month", life.first, life.last):
        month, due = (s.first.year, s.first.month), local(before(s.worked, 24), *END)
        out["stock_count", s.name, None] = due, earliest(life, "stock_count", month)
        sheets = [earliest(life, f"attendance_sheets {name}", month) for name in SHEETS]
        out["attendance_sheets", s.name, None] = local(before(s.worked, 5), *END), last_of(sheets)
    return out


def of_counted(life: Life) -> Expected:
    """A duty is done when the last of what it asks for is there: so many of each part, of each employee where they are named."""
    out: Expected = {}
    for duty in COUNTED:
        for s in stretches(duty.every, life.first, life.last):
            found = [
                earliest(life, about(duty, n, who), s.name, part.need)
                for n, part in enumerate(duty.parts)
                for who in part.each
            ]
            out[duty.code, s.name, None] = duty.due(s), last_of(found)
    return out


def last_of(moments: Sequence[dt.datetime | None]) -> dt.datetime | None:
    """When all of it was there; None while something is missing."""
    there = [at for at in moments if at is not None]
    return max(there) if len(there) == len(moments) else None


def of_cash(life: Life) -> Expected:
    out: Expected = {}
    for when, _ in life.seen["cash"]:
        day = when.date() + DAY if when.time() > dt.time(17) else when.date()
        banked = sorted(at for at, of in life.seen["cash_banking"] if of >= day)
        out["cash_banking", day.isoformat(), None] = local(day, 17), banked[0] if banked else None
    return out


def his(life: Life, duty: str, about: Any, who: int) -> dt.datetime | None:
    """A paper of his own, or the deputy's handed in while he was away."""
    found = [when for when, what in life.seen[duty] if what == (about, who)]
    if who == LEAD:
        found += [when for when, what in life.seen[duty] if what == (about, CLERK) and LEAVE[0] <= when < LEAVE[1]]
    return min(found, default=None)


def all_answered(life: Life, day: dt.date) -> dt.datetime | None:
    """The first moment of the day, or later, at which no question of earlier days is open."""
    moment = local(day, 0)
    for taken, answered in sorted(life.asked):
        if taken < local(day, 0) and answered > moment:
            moment = answered
    return moment


# --------------------------------------------------------------------------------------------------------- the product


def play(c: Centre, life: Life) -> Centre:
    """Live through the plan with a roll at five past midnight, as the worker does; return the session it ended in."""
    rolls = {local(life.first + n * DAY, 0, 5) for n in range((life.last - life.first).days + 2)}
    busy = life.first + 18 * DAY
    rolls |= {local(busy + n * DAY, hour, 1) for n in range(3) for hour in range(24)}
    down = {local(life.first + n * DAY, 0, 5) for n in (9, 10, 11, 12)}
    killed = {local(life.first + 15 * DAY, 0, 5)}
    moments = sorted([(at, "roll", {}) for at in rolls - down] + life.plan + answers(life), key=lambda e: (e[0], e[1]))
    for at, what, values in moments:
        if what == "roll":
            roll(c.session, at)
            if at in killed:
                c.session.rollback()
                c = reopened(c)
        elif what == "checked":
            check(c, at, values["day"])
        elif what == "answered":
            answer(c, at, values["taken"])
        else:
            written = paper(c, what, at=at, **values)
            with access.gate(c.session):
                settle(c.session, written, now=at)
        c.session.commit()
        c.session.expire_all()
    return c


def reopened(c: Centre) -> Centre:
    """What a worker started anew has: another session on the same database."""
    c.session.close()
    fresh = Centre(c.engine)
    fresh.numbers = c.numbers
    return fresh


def answers(life: Life) -> list[tuple[dt.datetime, str, dict[str, Any]]]:
    return [(answered, "answered", {"taken": taken}) for taken, answered in life.asked]


def answer(c: Centre, at: dt.datetime, taken: dt.datetime) -> None:
    from models.service.service_log import ServiceLog

    query = select(ServiceLog).where(ServiceLog.received_at == taken, ServiceLog.status == "open").limit(1)
    entry: Any = c.session.scalars(query).one()
    with access.gate(c.session):
        entry.status = "answered"
        c.session.add(HistoryEntry(register="service_log", record_id=entry.id, at=at, kind="transition", transition="answer",
                                   from_state="open", to_state="answered"))  # fmt: skip
        c.session.flush()
        settle(c.session, entry, now=at)


def check(c: Centre, at: dt.datetime, day: dt.date) -> None:
    bought: Any = c.session.scalars(select(CanteenPurchase).where(CanteenPurchase.day == day)).one()
    with access.gate(c.session):
        bought.checked_at = at
        c.session.flush()
        settle(c.session, bought, now=at)


def opened(c: Centre, day: dt.date) -> None:
    c.now = local(day, 0).astimezone(dt.UTC)
    base = {**c.base(), "status": "active"}
    for number, role in ((CLERK, Role.receptionist), (LEAD, Role.reception_lead)):
        c.account(f"year{number}@one", (1, role))
        c.session.flush()
        user = c.session.scalars(select(User.id).where(User.username == f"year{number}@one")).one()
        c.add(Staff(**base, id=number, site_id=1, name=f"员工{number}", job_no=str(number), post_id=1, employment="regular",
                    user_id=user))  # fmt: skip
        c.session.flush()
    with access.gate(c.session):
        c.session.execute(update(Site).where(Site.id == 1).values(created_at=c.now), execution_options=EVERYWHERE)
        c.session.execute(update(Site).where(Site.id == 2).values(status="archived"), execution_options=EVERYWHERE)
    building = paper(c, "Building", at=c.now, code="1", status="active")
    paper(c, "Unit", at=c.now, id=1, building_id=building.id, entrance="1", room="101", status="active")
    paper(c, "LeaveRequest", at=c.now, staff_id=LEAD, deputy_id=CLERK, starts_at=LEAVE[0], ends_at=LEAVE[1], status="approved",
          kind="personal", reason="家事", applied_at=c.now)  # fmt: skip
    for key, period in REGULAR.items():
        c.setting(key, period)
    c.session.commit()


def ledger(c: Centre, life: Life) -> list[Any]:
    last = local(life.last, 23, 59, 59)
    query = select(DutyTask).where(DutyTask.due_at <= last).order_by(DutyTask.id)
    return list(c.session.scalars(query, execution_options={**EVERYWHERE, "populate_existing": True}))


def lived(
    databases: Databases, small_sites: dict[Kind, str], kind: Kind, first: dt.date, last: dt.date
) -> Counter[str]:
    """Compare the ledger with the calculation; return how many tasks each duty had."""
    life = Life(Random(20260101), first, last)  # noqa: S311 - the same year every time, no secret
    life.live()
    seen: Counter[str] = Counter()
    for made in _centre(databases, small_sites, kind):
        opened(made, first)
        c = play(made, life)
        after = last + DAY
        roll(c.session, local(after, 0, 6))
        tasks = ledger(c, life)
        found = {(t.duty, t.period, t.staff_id): (t.due_at, t.done_at) for t in tasks}
        own = expected(life)
        utc = {k: tuple(m.astimezone(dt.UTC) if m else None for m in pair) for k, pair in own.items()}
        assert {k: (found.get(k), utc.get(k)) for k in found.keys() | utc.keys() if found.get(k) != utc.get(k)} == {}
        for task in tasks:
            should = "overdue" if task.done_at is None else "late" if task.done_at > task.due_at else "done"
            assert task.state.value == should, (task.duty, task.period)
        states = [(t.id, t.state, t.done_at, t.version) for t in tasks]
        assert roll(c.session, local(after, 0, 6)).made == 0
        assert [(t.id, t.state, t.done_at, t.version) for t in ledger(c, life)] == states
        assert {t.state.value for t in tasks} == {"done", "late", "overdue"}
        c.session.close()
        seen.update(t.duty for t in tasks)
    return seen


@pytest.mark.slow
def test_a_years_duties_agree_with_a_calculation_of_its_own(databases: Databases, small_sites: dict[Kind, str]) -> None:
    seen = lived(databases, small_sites, "sqlite", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert set(seen) == {duty.code for duty in DUTIES}


def test_the_weeks_around_national_day_agree_on_postgresql(databases: Databases, small_sites: dict[Kind, str]) -> None:
    lived(databases, small_sites, "postgres", dt.date(2026, 9, 14), dt.date(2026, 10, 18))
