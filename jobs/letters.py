"""What people are mailed: news of limits at once, for those who want it; the rest in one letter a day.

Letters name documents by their number and limit, never by what stands in them. They are written down (``OutgoingMail``)
with the mark on what they tell, in one transaction; ``jobs.post`` sends them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final, cast

from sqlalchemy import Table, or_, select, text, update
from sqlalchemy.orm import Session

import access
from deadlines.calendar import zone_for
from deadlines.duty_cover import Cover
from deadlines.duty_people import People
from deadlines.periods import period_named
from deadlines.queries import Clock, open_for, register_of
from models.base.user import MailChoice, User
from models.duty.duties import BY_CODE
from models.duty.duty_task import DutyTask, DutyTaskState
from models.engine import Notice, OutgoingMail, setting
from models.engine.notice import URGENT
from models.spec import Actor, L, Label
from reports import recurrence
from workflow.notices import page

ALL_SITES: Final = {"all_sites": True}
FRESH: Final = dt.timedelta(hours=2)
"""Older news waits for the day's letter."""
OLD: Final = dt.timedelta(days=7)
"""Notices older than this are in no letter any more."""
SOON: Final = dt.timedelta(hours=24)
MOST: Final = 30
"""Lines of one kind in a letter; the desk has them all."""
DIGEST_TIME: Final = "notice.digest_time"
OF_LIMITS: Final = ("near", "over", "up", "late", "many")
"""How the occasions of news about limits begin: the day's letter lists the limits themselves."""

SEVERAL: Final = L("{n} 项时限提醒", "{n} reminders of limits")
TODAY: Final = L("今日提醒：逾期 {over} 项，即将到期 {near} 项", "Today: {over} overdue, {near} due soon")
NEWS_ONLY: Final = L("今日提醒：{n} 条", "Today: {n} notices")
HELLO: Final = L("{name}，您好：", "Dear {name},")
OVER: Final = L("已经逾期：", "Overdue:")
NEAR: Final = L("24 小时内到期：", "Due within 24 hours:")
OTHER: Final = L("其他提醒：", "Other notices:")
MORE: Final = L("……其余请看工作台。", "… see your desk for the rest.")
CLOCK: Final = L("{register} {record} “{rule}”，时限 {due}", "{register} {record}: “{rule}”, due {due}")
DUTY: Final = L("周期工作“{name}”（{period}），时限 {due}", "Recurring duty “{name}” ({period}), due {due}")
DESK: Final = L("打开工作台：", "Your desk:")
CHANGE: Final = L("改邮箱或不再收邮件：", "To change the address or stop these mails:")
_user = cast("Table", User.__table__)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a letter with its link."""

    words: Label
    path: str


@dataclass(slots=True)
class _Letter:
    """A letter to one person while it is put together."""

    actor: Actor
    base: str
    parts: list[str] = field(default_factory=list)

    def say(self, words: Label) -> str:
        """Word something in the reader's language."""
        return words.text(self.actor.locale)

    def add(self, title: Label, lines: Sequence[_Line]) -> None:
        """Add a paragraph of lines under a title; nothing without lines."""
        if lines:
            shown = [f"- {self.say(line.words)}\n  {self.base}{line.path}" for line in lines[:MOST]]
            more = [self.say(MORE)] if len(lines) > MOST else []
            self.parts.append("\n".join((self.say(title), *shown, *more)))

    def body(self) -> str:
        """Return the whole letter."""
        foot = f"{self.say(DESK)}{self.base}/admin/\n{self.say(CHANGE)}{self.base}/admin/notices/"
        return "\n\n".join((self.say(HELLO.format(name=self.actor.name)), *self.parts, foot)) + "\n"


def write(session: Session, base: str, now: dt.datetime) -> int:
    """Write down the letters that are owed at ``now``; return how many. Commits after each person.

    Args:
        session: acting as the system.
        base: what links begin with.
        now: the moment.
    """
    return _at_once(session, base, now) + _digests(session, base, now)


def _readers(session: Session, *choices: MailChoice | None) -> list[Any]:
    wanted = or_(*(User.mail == c if c is not None else User.mail.is_(None) for c in choices))
    query = select(User.id, User.email, User.digest_on).where(
        User.email.is_not(None), User.active.is_(True), User.status == "active", wanted
    )
    return list(session.execute(query.order_by(User.id)))


def _at_once(session: Session, base: str, now: dt.datetime) -> int:
    readers = {row.id: row.email for row in _readers(session, MailChoice.all)}
    query = select(Notice).where(text(URGENT), Notice.at >= now - FRESH, Notice.user_id.in_(readers))
    found = session.scalars(query.order_by(Notice.user_id, Notice.id)).all() if readers else []
    written = 0
    for user_id, news in groupby(found, key=lambda notice: notice.user_id):
        notices = list(news)
        actor = access.load_actor(session, user_id)
        lines = [_notice(n) for n in notices if actor is not None and _reaches(actor, n)]
        if actor is not None and lines:
            letter = _Letter(actor, base)
            letter.add(SEVERAL.format(n=len(lines)), lines)
            subject = lines[0].words if len(lines) == 1 else SEVERAL.format(n=len(lines))
            _put(session, letter, readers[user_id], f"now:{notices[-1].id}", subject, now)
            written += 1
        _mark(notices, now)
        session.commit()
    return written


def _digests(session: Session, base: str, now: dt.datetime) -> int:
    written = 0
    for row in _readers(session, MailChoice.digest, MailChoice.all, None):
        if row.digest_on is not None and now - dt.datetime.combine(row.digest_on, dt.time(), dt.UTC) < dt.timedelta(
            hours=8
        ):
            continue  # nowhere on earth has the next day begun
        actor = access.load_actor(session, row.id)
        today = _day(session, actor, now) if actor is not None else None
        if actor is None or today is None or row.digest_on == today or not _claim(session, row.id, today):
            continue
        written += _digest(session, actor, row.email, base, f"digest:{row.id}:{today}", now)
        session.commit()
    return written


def _day(session: Session, actor: Actor, now: dt.datetime) -> dt.date | None:
    """Return the day whose letter is due, by the clock of the person's site; None before its time and where it is off."""
    site = actor.site_id or next(iter(actor.sites), None)
    local = now.astimezone(zone_for(session, site))
    time = setting(session, site, DIGEST_TIME)
    return local.date() if isinstance(time, dt.time) and local.time() >= time else None


def _claim(session: Session, user_id: int, today: dt.date) -> bool:
    """Take the day's letter of a person; False when another worker has it."""
    free = or_(_user.c.digest_on.is_(None), _user.c.digest_on < today)
    taken: Any = session.execute(update(_user).where(_user.c.id == user_id, free).values(digest_on=today))
    return bool(taken.rowcount)


def _digest(session: Session, actor: Actor, address: str, base: str, key: str, now: dt.datetime) -> int:
    limits = sorted([*_clocks(session, actor, now), *_duties(session, actor, now)], key=lambda found: found[0])
    over = [line for due, line in limits if due < now]
    near = [line for due, line in limits if due >= now]
    mine = (Notice.user_id == actor.user_id, Notice.sent_at.is_(None), Notice.read_at.is_(None), Notice.at >= now - OLD)
    notices = session.scalars(select(Notice).where(*mine).order_by(Notice.id)).all()
    others = [_notice(n) for n in notices if not n.occasion.startswith(OF_LIMITS) and _reaches(actor, n)]
    _mark(notices, now)
    if not (over or near or others):
        return 0
    letter = _Letter(actor, base)
    letter.add(OVER, over)
    letter.add(NEAR, near)
    letter.add(OTHER, others)
    subject = TODAY.format(over=len(over), near=len(near)) if over or near else NEWS_ONLY.format(n=len(others))
    _put(session, letter, address, key, subject, now)
    return 1


def _clocks(session: Session, actor: Actor, now: dt.datetime) -> Iterator[tuple[dt.datetime, _Line]]:
    grants = {site: frozenset(r.value for r in actor.roles_at(site)) for site in actor.sites}
    found: list[Clock] = open_for(session, grants=grants, staff_id=actor.staff_id, now=now, within=SOON, limit=2 * MOST)
    for clock in found:
        words = CLOCK.format(
            register=register_of(clock.register), record=clock.record, rule=clock.label,
            due=_local(session, clock.site_id, clock.due_at),
        )  # fmt: skip
        yield clock.due_at, _Line(words, f"/admin/{clock.register}/details/?id={clock.record_id}")


def _duties(session: Session, actor: Actor, now: dt.datetime) -> Iterator[tuple[dt.datetime, _Line]]:
    for site in actor.sites:
        if not actor.grants.get(site):
            continue
        cover = Cover(People(session, site), now)
        query = (
            select(DutyTask.id, DutyTask.duty, DutyTask.period, DutyTask.role, DutyTask.staff_id, DutyTask.due_at)
            .where(DutyTask.site_id == site, DutyTask.state.in_((DutyTaskState.pending, DutyTaskState.overdue)))
            .where(DutyTask.due_at <= now + SOON)
            .order_by(DutyTask.due_at.desc())
        )
        for task in session.execute(query, execution_options=ALL_SITES).mappings():
            duty = BY_CODE.get(task["duty"])
            if duty is not None and cover.has(actor.user_id, dict(task)) is not None:
                due = _local(session, site, task["due_at"])
                words = DUTY.format(name=duty.label, period=period_named(task["period"]).text, due=due)
                yield task["due_at"], _Line(words, page("duty_task", task["id"]))


def _local(session: Session, site: int, moment: dt.datetime) -> str:
    return f"{moment.astimezone(zone_for(session, site)):%m-%d %H:%M}"


def _notice(notice: Notice) -> _Line:
    return _Line(L(notice.zh, notice.en), recurrence.leads_to(notice))


def _reaches(actor: Actor, notice: Notice) -> bool:
    return notice.site_id is None or notice.site_id in actor.sites


def _mark(notices: Sequence[Notice], now: dt.datetime) -> None:
    for notice in notices:
        notice.sent_at = now


def _put(session: Session, letter: _Letter, address: str, key: str, subject: Label, now: dt.datetime) -> None:
    words = letter.say(subject)[:200]
    session.add(
        OutgoingMail(
            key=key, user_id=letter.actor.user_id, address=address, subject=words, body=letter.body(), at=now,
            next_try_at=now, tries=0,
        )
    )  # fmt: skip
