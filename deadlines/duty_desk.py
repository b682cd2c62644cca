"""What somebody has to do of the recurring duties: his own, and those of people he stands in for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select, true
from sqlalchemy.orm import Session

from deadlines import duty_papers
from deadlines.calendar import zone_for
from deadlines.due import end_of
from deadlines.duties import OPEN
from deadlines.duty_cover import Charge, Cover
from deadlines.duty_people import People
from deadlines.periods import Period, period_named
from models.duty.duties import BY_CODE, DUTIES
from models.duty.duty_task import DutyTask, DutyTaskState
from models.spec import Duty, Role

ALL_SITES = {"all_sites": True}
TABLE: Table = DutyTask.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
ROLES = tuple(dict.fromkeys(role for duty in DUTIES for role in duty.roles))
MOST_MISSED = 500
"""Overdue tasks looked through for the desk."""
PERSONAL = tuple(dict.fromkeys(role for duty in DUTIES if duty.personal for role in duty.roles))


@dataclass(frozen=True, slots=True)
class Todo:
    """A task of the ledger somebody has now, and for what reason.

    ``got`` of ``wanted`` papers are there. ``others``: earlier periods of the same duty that are overdue as well.
    """

    task: Mapping[str, Any]
    duty: Duty
    period: Period
    charge: Charge
    got: int = 0
    wanted: int = 1
    others: int = 0

    @property
    def overdue(self) -> bool:
        """Say whether its limit has passed."""
        return bool(self.task["state"] is DutyTaskState.overdue)


@dataclass(frozen=True, slots=True)
class Todos:
    """The first tasks somebody has, the overdue ones before the others, and how many there are in all.

    ``owes``: whether he has recurring duties at all.
    """

    items: tuple[Todo, ...] = ()
    count: int = 0
    owes: bool = True


def todos(session: Session, site_id: int, user_id: int, now: dt.datetime, *, limit: int) -> Todos:
    """Return what an account has to do at a site until the end of this week, and whatever is overdue.

    Overdue ones come first, one line a duty with its newest period, then the others as they fall due, of which half the
    ``limit`` is kept free.
    """
    people = People(session, site_id)
    cover = Cover(people, now)
    mine = _mine(session, site_id, people, cover, user_id)
    if not mine:
        return Todos(owes=any(h.user_id == user_id for h in people.holders(PERSONAL)))
    today = now.astimezone(zone_for(session, site_id)).date()
    sunday = today + dt.timedelta(days=6 - today.weekday())
    where = [
        TABLE.c.site_id == site_id,
        TABLE.c.state.in_(OPEN),
        TABLE.c.due_at <= end_of(sunday, zone_for(session, site_id)),
        or_(*mine),
    ]
    late = TABLE.c.state == DutyTaskState.overdue
    count = session.scalar(select(func.count()).select_from(TABLE).where(*where), execution_options=ALL_SITES) or 0
    missed, coming = (
        session.execute(select(TABLE).where(*where, which).order_by(order, TABLE.c.id).limit(most), execution_options=ALL_SITES)
        .mappings().all()
        for which, order, most in ((late, TABLE.c.due_at.desc(), MOST_MISSED), (~late, TABLE.c.due_at.asc(), limit))
    )  # fmt: skip
    by_duty: dict[tuple[Any, ...], list[Any]] = {}
    for task in missed:
        by_duty.setdefault((task["duty"], task["role"], task["staff_id"]), []).append(task)
    room = limit - min(len(coming), limit // 2)
    found = [(tasks[0], len(tasks) - 1) for tasks in list(by_duty.values())[:room]]
    found += [(task, 0) for task in coming[: limit - len(found)]]
    items = [todo for task, others in found if (todo := _todo(session, task, cover, people, user_id, others))]
    return Todos(tuple(items), count)


def task_of(session: Session, site_ids: tuple[int, ...], user_id: int, task_id: int, now: dt.datetime) -> Any | None:
    """Return a task at one of these sites that the account has now; None when it hasn't."""
    query = select(TABLE).where(TABLE.c.id == task_id, TABLE.c.site_id.in_(site_ids))
    task: Any = session.execute(query, execution_options=ALL_SITES).mappings().first()
    if task is None or Cover(People(session, task["site_id"]), now).has(user_id, task) is None:
        return None
    return task


def owes(session: Session, site_id: int, user_id: int, now: dt.datetime) -> bool:
    """Say whether an account has any recurring duty at a site now, its own or another's."""
    people = People(session, site_id)
    return bool(_mine(session, site_id, people, Cover(people, now), user_id))


def _mine(session: Session, site_id: int, people: People, cover: Cover, user_id: int) -> list[ColumnElement[bool]]:
    """Return the criteria of the tasks an account has now, post by post and person by person."""

    def codes(role: Role, staff_id: int | None) -> list[str]:
        duties = (d.code for d in DUTIES if role in d.roles and d.personal is (staff_id is not None))
        return [d for d in duties if cover.has(user_id, {"duty": d, "role": role, "staff_id": staff_id})]

    whose = [(role, None) for role in ROLES] + [(role, staff) for staff, role in _owners(session, site_id, people)]
    return [
        and_(TABLE.c.staff_id == staff, TABLE.c.role == role if staff is None else true(), TABLE.c.duty.in_(found))
        for role, staff in whose
        if (found := codes(role, staff))
    ]


def _owners(session: Session, site_id: int, people: People) -> list[tuple[int, Role]]:
    """Return whose own duties there are: those who hold such a post, and leavers with some still open."""
    here = {holder.staff_id: holder.role for holder in people.holders(PERSONAL)}
    query = select(TABLE.c.staff_id, TABLE.c.role).where(
        TABLE.c.site_id == site_id, TABLE.c.state.in_(OPEN), TABLE.c.staff_id.is_not(None)
    )
    found = session.execute(query.distinct(), execution_options=ALL_SITES)
    return sorted({staff: here.get(staff, Role(role)) for staff, role in found}.items())


def _todo(session: Session, task: Any, cover: Cover, people: People, user_id: int, others: int) -> Todo | None:
    duty = BY_CODE.get(task["duty"])
    charge = cover.has(user_id, task)
    if duty is None or charge is None:
        return None
    got, wanted = 0, 1
    if counts(duty):
        parts = duty_papers.progress(session, duty, task, people)
        got, wanted = sum(p.got for p in parts), sum(p.wanted for p in parts)
    return Todo(task, duty, period_named(task["period"]), charge, got, wanted, others)


def counts(duty: Duty) -> bool:
    """Say whether a duty asks for more than one paper, so that it is worth telling how many are there."""
    return len(duty.fulfils) > 1 or any(p.each or p.setting or p.least > 1 for p in duty.fulfils)


__all__ = ["Todo", "Todos", "counts", "owes", "task_of", "todos"]
