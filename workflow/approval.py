"""Approval chains at work: who decides next, and what a decision does (catalogue G1, G3; requirements A-77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from access import climb
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.engine import ApprovalStep, title_of
from models.spec import (
    ALL_SITE_ROLES,
    LINE,
    LINE_TO_DIRECTOR,
    SUPERIOR,
    Actor,
    Approval,
    Flow,
    L,
    Refusal,
    Role,
    Transition,
    superiors,
)
from workflow.errors import Conflict, Forbidden, Invalid

NOBODY = L(
    "没有可以审批的人：{role}及其上级都没有启用的账号。请系统管理员授权后再提交。",
    "Nobody can approve this: neither {role} nor anyone above has an active account. Ask the system administrator "
    "to grant the role, then submit again.",
)
NO_STEP = L("这份单据现在没有等待审批的步骤。", "No approval step is waiting on this document.")
DECIDED = L(
    "已有人作出审批，不能再撤回。请联系审批人退回。",
    "A decision has been made, so it can't be withdrawn. Ask the approver to return it.",
)


def holders(session: Session, site_id: int | None, role: Role, *, but: int | None = None) -> list[User]:
    """Return the active users who hold ``role`` at the site, ``but`` one left out."""
    query = (
        select(User)
        .join(UserGrant, UserGrant.parent_id == User.id)
        .where(UserGrant.role == role, User.active.is_(True), User.status == "active")
        .order_by(User.id)
    )
    if role not in ALL_SITE_ROLES:
        query = query.where(or_(UserGrant.site_id == site_id, UserGrant.site_id.is_(None)))
    return [u for u in session.scalars(query).unique() if u.id != but]


def steps_of(session: Session, record: Any) -> list[ApprovalStep]:
    """Return the steps of the latest round, in order."""
    newest = (
        select(func.max(ApprovalStep.round))
        .where(ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(ApprovalStep)
            .where(
                ApprovalStep.register == record.slug(),
                ApprovalStep.record_id == record.id,
                ApprovalStep.round == newest,
            )
            .order_by(ApprovalStep.step)
        )
    )


def submit(session: Session, record: Any, flow: Flow, actor: Actor) -> None:
    """Lay out the steps of a new round and make the first one pending.

    A step below the submitter is skipped; one held by nobody but him, or by who wrote the document, goes to the next
    superior (G3), and so does one held only by whom the document is about. Where every step lies below him, his own superior decides, or else the last step's holder: nobody
    decides on his own. Raises Invalid when nobody is left.
    """
    if flow.approval is None:
        return
    earlier = (
        session.execute(
            select(func.max(ApprovalStep.round)).where(
                ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id
            )
        ).scalar()
        or 0
    )
    site_id = getattr(record, "site_id", None)
    own = {actor.user_id, record.created_by_id, *_barred(session, record, flow)}
    person = getattr(record, f"{flow.approval.of}_id") if flow.approval.of else actor.staff_id
    laid = _lay(session, flow.approval, flow.approval.steps(record), actor, site_id, own, person)
    pending = False
    for number, (role_code, staff_id, state) in enumerate(laid, start=1):
        if state == "waiting" and not pending:
            state, pending = "pending", True  # noqa: PLW2901 - the first open step is the one to decide
        session.add(
            ApprovalStep(
                register=record.slug(),
                record_id=record.id,
                site_id=site_id,
                round=earlier + 1,
                step=number,
                role=role_code,
                staff_id=staff_id,
                state=state,
                submitted_by_id=actor.user_id or record.created_by_id,
            )
        )
    if laid and not pending:
        raise Invalid([Refusal(NOBODY.format(role=title_of(session, site_id, Role(str(laid[-1][0])))))])


def _lay(
    session: Session,
    approval: Approval,
    chain: Sequence[str],
    actor: Actor,
    site_id: int | None,
    own: Collection[int | None],
    person: int | None,
) -> list[tuple[str, int | None, str]]:
    """Return the steps of a round as (role, person, state): who decides in place of whom, and what is skipped.

    ``person``: whose superiors ``@line`` means.
    """
    mine = actor.roles_at(site_id) - {Role.staff}
    laid: list[tuple[str, int | None, str]] = []
    for code in chain:
        if str(code).startswith(LINE):
            above = _line(session, person, str(code), own)
            if above:
                laid += [(LINE, staff, "waiting") for staff in above]
                continue
            code = _above(session, person, site_id)  # noqa: PLW2901 - no post above: the role above his own decides
        role = Role(code)
        if not approval.receipts and not mine.isdisjoint(superiors(role)):
            laid.append((role.value, None, "skipped"))
            continue
        found = _held(session, site_id, (role, *superiors(role)), own)
        if found is None:
            raise Invalid([Refusal(NOBODY.format(role=title_of(session, site_id, role)))])
        laid = [(r, s, "skipped" if r == found.value else state) for r, s, state in laid]
        laid.append((found.value, None, "waiting"))
    if laid and all(state == "skipped" for _, _, state in laid):
        higher = [h for r in Role if r in mine for h in superiors(r) if h not in mine and mine.isdisjoint(superiors(h))]
        found = _held(session, site_id, (*higher, Role(laid[-1][0])), own)
        if found is not None:
            laid.append((found.value, None, "waiting"))
    return laid


def _barred(session: Session, record: Any, flow: Flow) -> set[int | None]:
    """Return the accounts of the persons the document is about, whom ``approve`` says never decide on it."""
    names = flow.transition("approve").never
    people = [getattr(record, f"{name}_id") for name in names]
    return set(session.scalars(select(Staff.user_id).where(Staff.id.in_([p for p in people if p])))) if names else set()


def _line(session: Session, person: int | None, code: str, own: Collection[int | None]) -> list[int]:
    """Return who decides, post by post; up to and with the post of who wrote or submitted it nobody does (G3)."""
    mine = set(session.scalars(select(Staff.id).where(Staff.user_id.in_([u for u in own if u]))))
    levels = climb(session, person, code)
    past = max((i + 1 for i, holders_ in enumerate(levels) if not mine.isdisjoint(holders_)), default=0)
    higher = levels[past:] or (climb(session, person, LINE_TO_DIRECTOR)[past:][:1] if past else [])
    return [holders_[0] for holders_ in higher]


def _above(session: Session, person: int | None, site_id: int | None) -> Role:
    """Return the role above the highest one an employee holds: who decides where no post stands above his own."""
    held = set(
        session.scalars(
            select(UserGrant.role)
            .join(Staff, Staff.user_id == UserGrant.parent_id)
            .where(Staff.id == person, or_(UserGrant.site_id == site_id, UserGrant.site_id.is_(None)))
        )
    )
    top = [r for r in Role if r in held and r in SUPERIOR and held.isdisjoint(superiors(r))]
    return SUPERIOR[top[0]] if top else Role.cs_supervisor


def _held(session: Session, site_id: int | None, roles: Sequence[Role], own: Collection[int | None]) -> Role | None:
    """Return the first of ``roles`` that somebody holds whose document it isn't."""
    return next((r for r in roles if any(u.id not in own for u in holders(session, site_id, r))), None)


def decide(session: Session, record: Any, transition: Transition, actor: Actor, now: dt.datetime, comment: str) -> bool:
    """Record a decision on the pending step; return whether the document leaves the submitted state by it."""
    steps = steps_of(session, record)
    pending = next((s for s in steps if s.state == "pending"), None)
    if pending is None:
        if actor.system or not steps:
            return True
        raise Conflict(NO_STEP, record=record)
    pending.state, pending.decision, pending.comment = "decided", transition.approval, comment
    pending.decided_by_id, pending.at, pending.version = actor.user_id or None, now, record.version
    session.flush()
    if transition.approval == "approve":
        following = next((s for s in steps if s.state == "waiting"), None)
        if following is not None:
            following.state = "pending"
            return False
        return True
    for step in steps:
        if step.state == "waiting":
            step.state = "skipped"
    return True


def is_last(session: Session, record: Any) -> bool:
    """Say whether the next approval is the final one."""
    return not any(s.state == "waiting" for s in steps_of(session, record))


def withdraw(session: Session, record: Any) -> None:
    """Take a submission back before the first decision; Forbidden afterwards."""
    steps = steps_of(session, record)
    if any(s.state == "decided" for s in steps):
        raise Forbidden(DECIDED)
    for step in steps:
        if step.state in {"pending", "waiting"}:
            step.state = "withdrawn"


def close_steps(session: Session, record: Any) -> None:
    """End what was waiting when a document is voided."""
    for step in steps_of(session, record):
        if step.state in {"pending", "waiting"}:
            step.state = "withdrawn"
