"""Waiving a recurring duty for one period: by a superior of the post, with a reason, never by whose duty it is."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from access import acting, gate
from access.decide import YES, Verdict
from deadlines.duties import reassess
from deadlines.duty_cover import Cover
from deadlines.duty_people import People
from models.duty.duty_task import DutyTask, DutyTaskState
from models.spec import ALL_SITE_ROLES, Actor, L, Label, Refusal, superiors
from workflow import changes
from workflow.errors import Forbidden, Invalid

LONGEST = 300
NOT_ABOVE = L("只有{who}能免除这项工作。", "Only a superior of the post may waive this duty: {who}.")
HIS_OWN = L(
    "这项工作现在由您负责，不能自己免除，请找上级。",
    "This duty is yours just now; a superior decides whether it is waived.",
)
DONE = L("这项工作已经办结，不用免除。", "This duty is done; there is nothing to waive.")
WAIVED = L("这项工作已经免除。", "This duty is waived already.")
STANDS = L("这项工作没有免除。", "This duty is not waived.")
WHY = L("请写明理由，至少两个字。", "Say why, in two characters at least.")
TOO_LONG = L("理由请不超过 {n} 个字。", "Keep the reason within {n} characters.")


def may_waive(
    session: Session, task: DutyTask, actor: Actor, now: dt.datetime, *, people: People | None = None
) -> Verdict:
    """Say whether the actor may waive a task, or take a waiver back: a superior of the post who hasn't got the duty himself.

    Who holds the post beside his own, or stands in for whoever does, may not: nobody lets himself off. ``people``: those
    of the site, where they are read already.
    """
    above = tuple(role for role in superiors(task.role) if role not in ALL_SITE_ROLES)
    if not actor.holds(task.site_id, *above):
        words = [role.label for role in above]
        who = Label("、".join(w.zh for w in words), ", ".join(w.en for w in words))
        return Verdict(ok=False, reason=NOT_ABOVE.format(who=who))
    holds = task.staff_id is None and actor.holds(task.site_id, task.role)
    owed = {"duty": task.duty, "role": task.role, "staff_id": task.staff_id}
    charged = Cover(people or People(session, task.site_id), now).has(actor.user_id, owed)
    if holds or (actor.staff_id is not None and actor.staff_id == task.staff_id) or charged:
        return Verdict(ok=False, reason=HIS_OWN)
    return YES


def waive(session: Session, task: DutyTask, reason: str, *, actor: Actor, now: dt.datetime) -> None:
    """Let a duty off for its period; the reason and who gave it are kept. Commits nothing.

    Raises Forbidden (not a superior, or his own), Invalid (no reason, done, waived already).
    """
    said = _allowed(session, task, reason, actor, now)
    if task.state is DutyTaskState.waived:
        raise Invalid([Refusal(WAIVED)])
    if task.state in {DutyTaskState.done, DutyTaskState.late}:
        raise Invalid([Refusal(DONE)])
    _write(session, task, DutyTaskState.waived, said, actor, now)


def reinstate(session: Session, task: DutyTask, reason: str, *, actor: Actor, now: dt.datetime) -> None:
    """Take a waiver back: the duty stands again, as its papers and its limit say. Commits nothing.

    Raises Forbidden, Invalid (no reason, not waived).
    """
    said = _allowed(session, task, reason, actor, now)
    if task.state is not DutyTaskState.waived:
        raise Invalid([Refusal(STANDS)])
    state = DutyTaskState.overdue if task.due_at < now else DutyTaskState.pending
    _write(session, task, state, said, actor, now)
    reassess(session, task.id, now)
    session.refresh(task)


def _allowed(session: Session, task: DutyTask, reason: str, actor: Actor, now: dt.datetime) -> str:
    verdict = may_waive(session, task, actor, now)
    if not verdict:
        raise Forbidden(verdict.reason or HIS_OWN)
    said = reason.strip()
    if len(said) < 2:
        raise Invalid([Refusal(WHY, "reason")])
    if len(said) > LONGEST:
        raise Invalid([Refusal(TOO_LONG.format(n=LONGEST), "reason")])
    return said


def _write(session: Session, task: DutyTask, state: DutyTaskState, said: str, actor: Actor, now: dt.datetime) -> None:
    with acting(session, actor), gate(session):
        before = changes.snapshot(task)
        off = state is DutyTaskState.waived
        task.state = state
        task.waived_by_id = (actor.user_id or None) if off else None
        task.waived_reason = said if off else None
        task.updated_at, task.updated_by_id = now, actor.user_id or None
        session.flush()
        session.expire(task, ["waived_by"])
        differs = changes.difference(before, changes.snapshot(task))
        changes.write(session, task, actor, now, "decision", comment=said, changes=differs)
        session.flush()


__all__ = ["may_waive", "reinstate", "waive"]
