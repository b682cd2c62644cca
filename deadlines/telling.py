"""Notices of limits: that one is near, that it has passed, that it went one level up; each told once to each person.

What is to be told is read off the ledgers' own marks (``told``), so that nothing is lost when no sweep ran for a while;
what is old by then is told as one line with its number, and stands in full on the desk and in the day's digest.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select, text, update
from sqlalchemy.orm import Session

from deadlines.books import ALL_SITES, CLOCKS, DUTIES, Book, ask
from deadlines.calendar import zone_for
from deadlines.due import at_time
from deadlines.holders import Holders
from deadlines.periods import period_named
from deadlines.queries import register_of, rule_of
from deadlines.warning import warn_at
from models.base.staff import Staff
from models.declare import table_of
from models.duty.deadline import TO_WARN, UNTOLD
from models.duty.duties import BY_CODE
from models.engine.notice import put
from models.engine.settings import setting
from models.hr.leave_request import LeaveRequest
from models.spec import L, Label, Role

FRESH = dt.timedelta(hours=2)
"""What passed longer ago than this is no news of its own any more."""
MANY = 20
"""More news than this about limits at one time is told to a person as one line."""
PART = 1000
"""Rows told at a time."""
AHEAD = dt.timedelta(days=40)
"""Duties due later than this are not looked at: no reminder comes so early."""
NEAR = L("{what}将于 {due} 到期。", "{what} is due at {due}.")
OVER = L("{what}已超过时限（{due}），请尽快办理。", "{what} is past its limit ({due}); please see to it now.")
LATE = L("{what}已超过时限（{due}），请督促。", "{what} is past its limit ({due}); please have it seen to.")
UP = L("{what}仍未办结，已上报{role}。", "{what} is still open and was passed up to: {role}.")
SOME = L("有 {n} 项时限已经超过，请到工作台逐项处理。", "{n} limits have passed; please see to them from your desk.")
DEPUTY = L(
    "{who}请假到 {until}，期间的周期工作，您有权限的由您代办，请看工作台。",
    "{who} is on leave until {until}; you stand in for the recurring duties you may do: see your desk.",
)
CLOCK = L("{register} {record} 的“{rule}”", "{register} {record}: “{rule}”")
DUTY = L("周期工作“{name}”（{period}）", "Recurring duty “{name}” ({period})")
DESK = "deadline"
"""The register that a line without a record of its own names."""


def tell(session: Session, holders: Holders, now: dt.datetime) -> int:
    """Leave the notices that are owed at ``now``; return how many are new. Nothing is committed."""
    news = _News(session, holders, now)
    for book in (CLOCKS, DUTIES):
        if _owed(session, book):
            news.old(book)
            news.passed(book)
    news.near(CLOCKS, _near_clocks)
    news.near(DUTIES, _near_duties, later=lambda row: _not_yet(session, row, now))
    news.deputies()
    return news.post()


class _News:
    """What one sweep has to say, gathered by person."""

    def __init__(self, session: Session, holders: Holders, now: dt.datetime) -> None:
        self.session = session
        self.holders = holders
        self.now = now
        self.lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.counts: Counter[int] = Counter()

    def old(self, book: Book) -> None:
        """Count what passed long ago and was never told, and mark it told."""
        t = book.table
        owed = (text(UNTOLD), _happened(book) < self.now - FRESH)
        whose = (t.c.site_id, book.role.label("role"), book.staff.label("staff_id"), t.c.escalated_to)
        which = (t.c.duty,) if book is DUTIES else ()
        counted = (
            select(*whose, *which, func.count().label("n"))
            .where(*owed)
            .group_by(t.c.site_id, book.role, book.staff, t.c.escalated_to, *which)
        )
        rows = self.session.execute(counted, execution_options=ALL_SITES).all()
        self.holders.know(row.staff_id for row in rows if row.staff_id)
        for row in rows:
            users = self._whose(book, row) | self._above(row)
            self.counts.update(dict.fromkeys(users, row.n))
        if rows:
            self.session.execute(update(t).where(*owed).values(told=t.c.level + 2), execution_options=ALL_SITES)

    def passed(self, book: Book) -> None:
        """Tell what has just passed its limit or gone up."""
        t = book.table
        for rows in self._parts("passed", book, lambda: _untold(book)):
            for row in rows:
                mine = self._whose(book, row)
                above = self._above(row) - mine
                if row.told < 2:
                    self._say(book, row, mine, OVER, "over")
                elif row.escalated_to:
                    self._say(book, row, mine, UP, f"up{row.level}", role=Role(row.escalated_to).label)
                self._say(book, row, above, LATE, f"late{row.level}")
            self._mark(book, [row.id for row in rows], t.c.level + 2)

    def near(self, book: Book, query: Callable[[], Select[Any]], later: Any = None) -> None:
        """Tell what will soon be due; ``later`` says of a row that its time has not come."""
        for rows in self._parts("near", book, query):
            due = [row for row in rows if later is None or not later(row)]
            for row in due:
                self._say(book, row, self._whose(book, row), NEAR, "near")
            self._mark(book, [row.id for row in due], 1)

    def post(self) -> int:
        """Write the notices down: line by line, or one line with the number where there are many."""
        rows: list[dict[str, Any]] = []
        for user_id, lines in self.lines.items():
            if len(lines) + self.counts[user_id] > MANY:
                self.counts[user_id] += len({(line["register"], line["record_id"]) for line in lines})
            else:
                rows += lines
        for user_id, n in self.counts.items():
            if n:
                words = SOME.format(n=n)
                rows.append(
                    self._line(user_id, None, DESK, 0, f"many:{self.now:%Y%m%d%H%M}", words) | {"urgent": False}
                )
        return put(self.session, rows)

    def deputies(self) -> None:
        """Tell whoever stands in for somebody whose leave has begun."""
        for row in ask(self.session, ("deputies",), _leaves, {"now": self.now}):
            leave = self.holders.people(row.site_id).away(row.staff_id, self.now)
            deputy = self.holders.account(row.deputy_id)
            if leave is not None and deputy is not None:
                until = leave.end.astimezone(zone_for(self.session, row.site_id))
                said = DEPUTY.format(who=row.name, until=f"{until:%m-%d %H:%M}")
                self.lines[deputy].append(self._line(deputy, row.site_id, "duty_task", 0, f"deputy:{row.id}", said))

    def _whose(self, book: Book, row: Any) -> set[int]:
        if book is DUTIES:
            return self.holders.having(row.site_id, row.duty, row.role, row.staff_id)
        record = (row.register, row.record_id) if hasattr(row, "register") else None
        return self.holders.answering(row.site_id, row.role, row.staff_id, record)

    def _above(self, row: Any) -> set[int]:
        """Return who hears that it went up; nobody while it didn't."""
        return self.holders.told_up(row.site_id, row.escalated_to) if row.escalated_to else set()

    def _parts(self, what: str, book: Book, query: Callable[[], Select[Any]]) -> Iterator[Sequence[Any]]:
        """Yield rows part by part; what is told leaves the query, or it asks for rows after the ``last`` itself."""
        last = 0
        values = {"now": self.now, "until": self.now + AHEAD}
        while rows := ask(self.session, (what, book.table.name), query, {**values, "last": last}):
            last = rows[-1].id
            self.holders.know(row.staff_id for row in rows if row.staff_id)
            yield rows
            if len(rows) < PART:
                return

    def _mark(self, book: Book, ids: list[int], told: Any) -> None:
        if ids:
            marked = update(book.table).where(book.table.c.id.in_(ids)).values(told=told)
            self.session.execute(marked, execution_options=ALL_SITES)

    def _say(self, book: Book, row: Any, users: Iterable[int], words: Label, what: str, **more: Any) -> None:
        if not users:
            return
        due = row.due_at.astimezone(zone_for(self.session, row.site_id))
        said = words.format(what=_what(book, row), due=f"{due:%m-%d %H:%M}", **more)
        slug, record_id = (row.register, row.record_id) if book is CLOCKS else ("duty_task", row.id)
        occasion = f"{what}:{row.id}.{row.due_at:%y%m%d%H%M}"
        for user_id in sorted(users):
            self.lines[user_id].append(self._line(user_id, row.site_id, slug, record_id, occasion, said))

    def _line(
        self, user_id: int, site_id: int | None, slug: str, record_id: int, occasion: str, said: Label
    ) -> dict[str, Any]:
        return {
            "user_id": user_id, "site_id": site_id, "register": slug, "record_id": record_id, "occasion": occasion,
            "zh": said.text("zh"), "en": said.text("en"), "at": self.now, "urgent": True,
        }  # fmt: skip


def _happened(book: Book) -> Any:
    """When the last thing worth telling happened: the limit passed, or it went up."""
    t = book.table
    return case((t.c.told < 2, t.c.due_at), else_=func.coalesce(t.c.escalated_at, t.c.due_at))


def _rows(book: Book) -> Select[Any]:
    t = book.table
    said = (t.c.register, t.c.record_id, t.c.record, t.c.rule) if book is CLOCKS else (t.c.duty, t.c.period)
    whose = (t.c.site_id, book.role.label("role"), book.staff.label("staff_id"), t.c.escalated_to)
    return select(t.c.id, t.c.due_at, t.c.level, t.c.told, *whose, *said)


def _owed(session: Session, book: Book) -> bool:
    """Say whether something late was not told yet."""
    return bool(
        ask(session, ("untold", book.table.name), lambda: _untold(book).with_only_columns(book.table.c.id).limit(1))
    )


def _untold(book: Book) -> Select[Any]:
    return _rows(book).where(text(UNTOLD)).order_by(book.table.c.site_id, book.table.c.id).limit(PART)


def _near_clocks() -> Select[Any]:
    """What is past its limit was marked by this sweep, so that a running clock is not yet due."""
    t = CLOCKS.table
    near = (text(TO_WARN), t.c.warn_at <= bindparam("now"))
    return _rows(CLOCKS).where(*near).order_by(t.c.warn_at, t.c.id).limit(PART)


def _near_duties() -> Select[Any]:
    t = DUTIES.table
    due = (t.c.due_at.between(bindparam("now"), bindparam("until")), t.c.id > bindparam("last"))
    return _rows(DUTIES).where(t.c.state == DUTIES.runs, t.c.told == 0, *due).order_by(t.c.id).limit(PART)


def _leaves() -> Select[Any]:
    leave, staff = table_of(LeaveRequest), table_of(Staff)
    running = (leave.c.status == "approved", leave.c.starts_at <= bindparam("now"), leave.c.ends_at > bindparam("now"))
    return (
        select(leave.c.id, leave.c.site_id, leave.c.staff_id, leave.c.deputy_id, staff.c.name)
        .join(staff, staff.c.id == leave.c.staff_id)
        .where(*running, leave.c.deputy_id.is_not(None))
    )


def _not_yet(session: Session, task: Any, now: dt.datetime) -> bool:
    zone = zone_for(session, task.site_id)
    begins = at_time(period_named(task.period).first, dt.time(), zone)
    when = warn_at(begins, task.due_at, zone, lambda key: setting(session, task.site_id, key))
    return when is None or when > now


def _what(book: Book, row: Any) -> Label:
    if book is DUTIES:
        duty = BY_CODE.get(row.duty)
        return DUTY.format(name=duty.label if duty else row.duty, period=row.period)
    rule = rule_of(row.register, row.rule)
    return CLOCK.format(
        register=register_of(row.register),
        record=row.record or f"#{row.record_id}",
        rule=rule.label if rule else row.rule,
    )
