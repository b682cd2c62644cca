"""A year at one site, told twice: what people do, hour by hour, and what every clock must say in the end.

The second telling is written without the program's own arithmetic: plain loops over days and a list of public holidays.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import chinese_calendar

from models.base.user import User
from seed.examples import example
from seed.factories import SIGNATURE, Centre

HOURS8 = dt.timezone(dt.timedelta(hours=8))
CHANGED = dt.datetime(2025, 7, 1, 12, 5, tzinfo=HOURS8)
"""At noon of 1 July the site gives technicians 45 minutes instead of 30 and lets night calls wait until 8:30."""
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ABOVE = {
    "receptionist": ("reception_lead", "cs_supervisor", "director", "hq_quality"),
    "technician": ("engineering_lead", "director", "hq_quality"),
    "engineering_lead": ("director", "hq_quality"),
    "cs_supervisor": ("director", "hq_quality"),
}
"""Who hears of it, step by step; everybody is held by somebody."""


@dataclass
class Expected:
    """One clock: `since` it runs, `due`, and when it `ended` (None: never), being met or merely given up."""

    rule: str
    cycle: int
    since: dt.datetime
    due: dt.datetime
    ended: dt.datetime | None
    met: bool
    role: Callable[[dt.datetime], str]


@dataclass
class Story:
    """What happens to one record: moments with what is done then."""

    steps: list[tuple[dt.datetime, Callable[["Story", Centre], Any]]] = field(default_factory=list)
    clocks: list[Expected] = field(default_factory=list)
    record: Any = None

    def then(self, at: dt.datetime, transition: str, by: str, **data: Any) -> dt.datetime:
        """A transition of the story's record."""

        def do(story: Story, centre: Centre) -> None:
            given = {k: v(centre) if callable(v) else v for k, v in data.items()}
            centre.now -= dt.timedelta(minutes=5)  # which ``do`` adds
            centre.do(story.record, transition, by, **given)

        self.steps.append((at, do))
        return at

    def begin(self, at: dt.datetime, make: Callable[[Centre], Any]) -> None:
        def do(story: Story, centre: Centre) -> None:
            story.record = make(centre)

        self.steps.append((at, do))

    def clock(
        self, rule: str, since: dt.datetime, due: dt.datetime, ended: dt.datetime | None, role: Any, *, met: bool = True,
        cycle: int = 0,
    ) -> None:  # fmt: skip
        holder = role if callable(role) else lambda _at: role
        self.clocks.append(Expected(rule, cycle, since, due, ended, met, holder))


def midnight(at: dt.datetime) -> dt.datetime:
    """The last second of a day."""
    return at.replace(hour=23, minute=59, second=59, microsecond=0)


def worked(day: dt.date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def days_on(start: dt.datetime, count: int) -> dt.datetime:
    """So many days on, or the workday before that where it is a day off and still after the start."""
    last = start + count * DAY
    found = last
    while not worked(found.date()):
        found -= DAY
    return midnight(found if found.date() > start.date() else last)


def next_working_morning(start: dt.datetime) -> dt.datetime:
    day = start + DAY
    while not worked(day.date()):
        day += DAY
    return day.replace(hour=8, minute=30, second=0, microsecond=0)


def waits_for_morning(at: dt.datetime) -> dt.datetime:
    """When a call at night begins to count, once the site lets it wait: offices close at 18:00, the later of the two."""
    if at < CHANGED:
        return at
    half_past = dt.time(8, 30)
    if at.time() < half_past:
        return at.replace(hour=8, minute=30, second=0)
    return (at + DAY).replace(hour=8, minute=30, second=0) if at.time() >= dt.time(18) else at


class Year:
    """Stories of the year 2025, made from a seed. Nothing happens on the full hour: that is when the sweep runs."""

    def __init__(self, seed: int, months: int = 12, busy: int = 8) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a made-up year, no secret
        self.months = months
        tellers = (self.order, self.order, self.complaint, self.entry, self.kept, self.key)
        self.stories = [tell(self.moment()) for _ in range(busy * months) for tell in (self.chance.choice(tellers),)]

    def moment(self) -> dt.datetime:
        days = self.chance.randrange(self.months * 30 - 8)
        return self.odd(dt.datetime(2025, 1, 2, tzinfo=HOURS8) + days * DAY + self.chance.randrange(24) * HOUR)

    def odd(self, at: dt.datetime) -> dt.datetime:
        return at.replace(minute=self.chance.randrange(7, 58), second=self.chance.randrange(1, 59))

    def later(self, at: dt.datetime, *hours: int) -> dt.datetime:
        """A quarter of an hour to some hours later."""
        if self.chance.random() < 0.4 and at.minute < 30:
            return at + dt.timedelta(minutes=15)
        return self.odd(at + self.chance.choice(hours) * HOUR)

    def order(self, t0: dt.datetime) -> Story:
        s = Story()
        leak = self.chance.random() < 0.3
        visit = self.odd(t0 + self.chance.choice((6, 20, 30)) * HOUR) if self.chance.random() < 0.2 else None
        s.begin(t0, lambda c: c.repair_order(
            reported_at=t0, category="leak" if leak else "water", appointment_at=visit
        ))  # fmt: skip
        gone = self.chance.random() < 0.08
        sent = self.later(t0, 1, 3, 30 if gone else 5)
        counts = waits_for_morning(t0)
        if gone:
            s.then(sent, "cancel", "receptionist", reason="业主自行修好")
            s.clock("dispatch", t0, counts + dt.timedelta(minutes=5), sent, "receptionist", met=False)
            if visit is None:
                s.clock("finish", t0, midnight(counts), sent, "engineering_lead", met=False)
            else:
                s.clock("arrive", t0, visit, sent, "engineering_lead", met=False)
            return s
        s.then(sent, "dispatch", "receptionist", technician=lambda c: c.staff("technician").id)
        s.clock("dispatch", t0, counts + dt.timedelta(minutes=5), sent, "receptionist")
        again = self.chance.random() < 0.2
        arrived, completed, returned = self.visit(s, visit or sent)
        minutes = 45 if sent >= CHANGED else 30

        def sent_out(at: dt.datetime) -> str:
            return "technician" if sent < at else "engineering_lead"

        s.clock("arrive", t0 if visit else sent, visit or waits_for_morning(sent) + dt.timedelta(minutes=minutes), arrived,
                sent_out)  # fmt: skip
        if visit is None:
            s.clock("finish", t0, midnight(counts), completed, sent_out)
        called = self.after(s, 0, completed, returned, leak=leak, again=again)
        if again:
            minutes = 45 if called >= CHANGED else 30
            arrived, completed, returned = self.visit(s, called)
            due = waits_for_morning(called) + dt.timedelta(minutes=minutes)
            s.clock("arrive", called, due, arrived, "technician", cycle=1)
            self.after(s, 1, completed, returned, leak=leak, again=False)
        return s

    def visit(self, s: Story, begins: dt.datetime) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
        arrived = s.then(self.later(begins, 1, 2, 26), "arrive", "technician")
        completed = s.then(self.later(arrived, 1, 4), "complete", "technician", result="更换软管", satisfied=True,
                           owner_sign=SIGNATURE)  # fmt: skip
        return arrived, completed, s.then(self.later(completed, 2, 20, 40), "return_slip", "receptionist")

    def after(
        self, s: Story, cycle: int, completed: dt.datetime, returned: dt.datetime, *, leak: bool, again: bool
    ) -> dt.datetime:
        """The slip's return and the call-backs of one round; return when it ended."""
        s.clock("slip_return", completed, completed + DAY, returned, "technician", cycle=cycle)
        called = self.later(returned, 1, 10, 30, 50)
        checked = self.later(called, 20, 60, 90)
        if again:
            s.then(called, "rework", "receptionist", reason="又漏了")
        else:
            s.then(called, "call_back", "receptionist", called_at=called, reached=True, satisfaction=5)
        s.clock("callback", returned, returned + DAY, called, "receptionist", met=not again, cycle=cycle)
        if leak and again:
            s.clock("leak_callback", completed, days_on(completed, 3), called, "receptionist", met=False, cycle=cycle)
        elif leak:
            s.steps.append((checked, lambda story, c: c.make(
                "Callback", by="receptionist", kind="leak", repair_order=story.record.id, interviewee="周女士",
                called_at=checked, reached=True, satisfaction=5,
            )))  # fmt: skip
            s.clock("leak_callback", completed, days_on(completed, 3), checked, "receptionist", cycle=cycle)
        return called

    def complaint(self, t0: dt.datetime) -> Story:
        s = Story()
        major = self.chance.random() < 0.3
        s.begin(t0, lambda c: c.complaint(received_at=t0, severity="major" if major else "minor"))
        looked = self.later(t0, 2, 12, 30)
        boss = "director" if major else "cs_supervisor"
        closing = t0.replace(
            hour=17, minute=30, second=0
        )  # the seasons are not set: the later close, less half an hour
        last = midnight(t0 + DAY if t0 > closing else t0)
        if major:
            told = s.then(self.later(t0, 1, 5), "report_up", "cs_supervisor")
            looked = self.odd(max(told, looked) + HOUR)
            s.clock("major_report", t0, t0 + 2 * HOUR, told, "cs_supervisor")
        s.then(looked, "investigate", "receptionist", investigation="属实", proposal="加强巡逻")
        s.clock("investigate", t0, last, looked, "receptionist")
        ruled = s.then(self.later(looked, 1, 5), "decide", boss, decision="整改", handler=lambda c: c.staff("security_lead").id,
                       department=lambda c: c.department("保安部").id)  # fmt: skip
        handled = s.then(self.later(ruled, 3, 20), "handle", "security_lead", result="已整改")
        replied = self.later(handled, 2, 30, 70)
        s.then(replied, "reply", "receptionist", replied_at=replied, director_told_at=replied, satisfied=True)
        day = handled + DAY
        while not worked(day.date()):
            day += DAY
        s.clock("reply", handled, midnight(day), replied, "cs_supervisor")
        return s

    def entry(self, t0: dt.datetime) -> Story:
        s = Story()
        s.begin(t0, lambda c: c.service_log(received_at=t0, kind="consult"))
        if self.chance.random() < 0.9:
            ended = s.then(self.later(t0, 1, 9, 30, 80), "answer", "receptionist", reply="已答复")
        else:
            ended = None
        s.clock("next_morning_check", t0, next_working_morning(t0), ended, "receptionist")
        return s

    def kept(self, t0: dt.datetime) -> Story:
        s = Story()
        s.begin(t0, lambda c: example(c, "CustodyItem", received_at=t0))
        ended = s.then(self.later(t0, 20, 150, 220), "collect", "receptionist", recipient="周女士", id_checked=True,
                       collector_sign=SIGNATURE)  # fmt: skip
        s.clock("overdue", t0, days_on(t0, 7), ended, "receptionist")
        return s

    def key(self, t0: dt.datetime) -> Story:
        s = Story()
        back = self.odd(t0 + self.chance.choice((2, 30)) * HOUR)
        s.begin(t0, lambda c: example(c, "KeyLoan", lent_at=t0, due_at=back))
        ended = s.then(self.later(t0, 1, 20, 40), "give_back", "receptionist", return_sign=SIGNATURE)
        s.clock("return", t0, back, ended, "receptionist")
        return s


def judged(clock: Expected, end: dt.datetime) -> tuple[Any, ...]:
    """What the ledger must say of a clock after the last sweep at `end`: rule, round, due, end, state, levels, told to."""
    sweep = clock.since.replace(minute=0, second=0, microsecond=0) + HOUR
    level, told, last = 0, None, None
    role = clock.role(sweep)
    while sweep <= end and (clock.ended is None or sweep < clock.ended):
        if clock.due < sweep and last is None:
            role, level, last = clock.role(sweep), 1, sweep
        elif last is not None and sweep - last >= DAY and level < len(ABOVE[role]):
            level, last = level + 1, sweep
        sweep += HOUR
    if level:
        told = ABOVE[role][level - 1]
    if clock.ended is None:
        state = "overdue" if level else "running"
    else:
        state = ("met" if clock.ended <= clock.due else "late") if clock.met else "waived"
    return (
        clock.rule,
        clock.cycle,
        clock.due.astimezone(dt.UTC),
        (clock.ended if clock.met else None),
        state,
        level,
        told,
    )


def everybody(centre: Centre) -> None:
    """The people of the stories, and no others."""
    for role in ("receptionist", "reception_lead", "cs_supervisor", "director", "technician", "engineering_lead",
                 "security_lead", "hq_quality"):  # fmt: skip
        account: User = centre.user(role)
        assert account.id
    centre.unit()
