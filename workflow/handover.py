"""Closing an account: what still waits for the person goes to a named successor first (base.yaml Staff; X-15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access import acting
from models import REGISTERS, register
from models.base.staff import Staff
from models.base.user import User
from models.engine import ApprovalStep, display
from models.spec import Actor, Flow, L, Refusal, Role, superiors
from workflow import accounts, approval, changes, operations
from workflow.errors import Invalid

NEEDED = L("{name}还有 {n} 项未办结：{some}。请指定接手人后再停用账号。",
           "{name} still has {n} open item(s): {some}. Name a successor before closing the account.")  # fmt: skip
NO_STAFF = L("接手人 {name} 还没有关联员工档案，接手不了现场工作，请换一位。",
             "The successor {name} has no staff record, so work can't go to him; choose somebody else.")  # fmt: skip
HIMSELF = L("接手人不能是本人。", "The successor must be somebody else.")
CLOSED = L("接手人 {name} 的账号已停用，请换一位。", "The successor {name}'s account is closed; choose somebody else.")
HANDED = L("{old}的账号停用，移交给{new}", "The account of {old} was closed; handed to {new}")
ALREADY = L("账号 {name} 已经停用。", "The account {name} is closed already.")
DUTIES = {"building": ("area_keeper",), "department": ("head", "leader")}
"""Persons in charge named in base data, who are asked for by rules and so must be at work (catalogue, Staff)."""
_NEVER = frozenset({"void", "restore"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that waits for a person: which fields name him, or which approval step."""

    record: Any
    fields: tuple[str, ...] = ()
    step: ApprovalStep | None = None


def disable(
    session: Session,
    user: User,
    *,
    actor: Actor,
    now: dt.datetime,
    successor: User | None = None,
    forced: bool = False,
) -> list[Waiting]:
    """Close an account; hand what waits for the person to ``successor``, with a line in each record's history.

    ``forced`` is for a rule's own effect: an approved separation closes the account whoever decided last. Returns what
    was handed over. Raises Invalid when something waits and no successor is named, or he can't take it.
    """
    with acting(session, actor):
        if not user.active:
            raise Invalid([Refusal(ALREADY.format(name=user.username))])
        work = list(waiting_for(session, user))
        if successor is not None or work:
            _hand_over(session, user, successor, work, actor, now)
        operations.edit(session, user, {"active": False}, actor=actor, now=now, forced=forced)
        accounts.sign_out_everywhere(session, user.id)
        return work


def waiting_for(session: Session, user: User) -> Iterator[Waiting]:
    """What waits for the person behind an account: documents whose next step is his, duties in base data, decisions."""
    staff = accounts.staff_of(session, user)
    for model in REGISTERS:
        flow = model.__register__.flow
        if flow is None or model.__register__.read_only:
            continue
        named = [(n, staff.id if f.target == "Staff" and staff else user.id) for n, f in model.__fields__.items()
                 if ((f.involves and not f.about) or n in DUTIES.get(model.slug(), ())) and (f.target == "User" or (f.target == "Staff" and staff))]  # fmt: skip
        named.append(("created_by", user.id))
        yield from _of_register(session, model, flow, named)
    yield from _steps(session, user, staff)


def _of_register(session: Session, model: type[Any], flow: Flow, named: list[tuple[str, int]]) -> Iterator[Waiting]:
    asked = {name: [s.name for s in flow.states if _his_turn(flow, s.name, name)] for name, _ in named}
    criteria = [(getattr(model, f"{n}_id") == i) & model.status.in_(asked[n]) for n, i in named if asked[n]]
    if not criteria:
        return
    for record in session.scalars(select(model).where(or_(*criteria)).order_by(model.id)):
        fields = tuple(n for n, i in named if getattr(record, f"{n}_id") == i and record.status in asked[n])
        yield Waiting(record, fields)


def _his_turn(flow: Flow, state: str, field: str) -> bool:
    """Whether a record in ``state`` waits for the person in ``field``; a finished part of the work stays his."""
    role = "@creator" if field == "created_by" else f"@{field}"
    leaving = [t for t in flow.leaving(state) if t.name not in _NEVER and not t.by_itself]
    if any(role in t.roles for t in leaving):
        return field != "created_by" or flow.state(state).editable
    return field != "created_by" and flow.state(state).editable


def _steps(session: Session, user: User, staff: Staff | None) -> Iterator[Waiting]:
    query = select(ApprovalStep).where(ApprovalStep.state.in_(("pending", "waiting"))).order_by(ApprovalStep.id)
    held = {(g.site_id, Role(g.role)) for g in user.grants}
    for step in session.scalars(query):
        if step.staff_id is not None:
            mine = staff is not None and step.staff_id == staff.id
        else:
            role = Role(step.role)
            mine = bool(held & {(step.site_id, role), (None, role)}) and not approval.holders(
                session, step.site_id, role, but=user.id
            )
        if mine:
            record = session.get(register(step.register), step.record_id)
            if record is not None:
                yield Waiting(record, step=step)


def _hand_over(
    session: Session, user: User, successor: User | None, work: list[Waiting], actor: Actor, now: dt.datetime
) -> None:
    if successor is None:
        some = "、".join(display(w.record) for w in work[:5])
        raise Invalid(
            [Refusal(NEEDED.format(name=user.display_name or user.username, n=len(work), some=some), "successor")]
        )
    name = successor.display_name or successor.username
    if successor.id == user.id:
        raise Invalid([Refusal(HIMSELF, "successor")])
    if not successor.active:
        raise Invalid([Refusal(CLOSED.format(name=name), "successor")])
    staff = accounts.staff_of(session, successor)
    comment = HANDED.format(old=user.display_name or user.username, new=name).text(actor.locale)
    for item in work:
        if item.step is not None:
            _pass_step(session, item.step, user, successor, staff)
            changes.write(session, item.record, actor, now, "edit", comment=comment)
            continue
        values: dict[str, Any] = {}
        for field in item.fields:
            if type(item.record).__fields__[field].target == "User":
                values[field] = successor.id
            elif staff is None:
                raise Invalid([Refusal(NO_STAFF.format(name=name), "successor")])
            else:
                values[field] = staff.id
        try:
            operations.edit(session, item.record, values, actor=actor, now=now, forced=True, comment=comment)
        except Invalid as refused:  # what he may not be chosen for: said beside the person who was chosen
            raise Invalid([Refusal(r.sentence, "successor", r.source) for r in refused.refusals]) from refused
    session.flush()


def _pass_step(session: Session, step: ApprovalStep, user: User, successor: User, staff: Staff | None) -> None:
    """Give an approval step to the successor, or upwards where it would be his own document (G3)."""
    if staff is not None and successor.id != step.submitted_by_id:
        step.staff_id = staff.id
        return
    above = superiors(Role(step.role)) if step.role in Role.__members__ else (Role.cs_supervisor, Role.director)
    for role in above:
        if any(h.id != step.submitted_by_id for h in approval.holders(session, step.site_id, role, but=user.id)):
            step.role, step.staff_id = role.value, None
            return
    raise Invalid([Refusal(NO_STAFF.format(name=successor.display_name or successor.username), "successor")])
