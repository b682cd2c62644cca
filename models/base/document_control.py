"""Controlled documents: drafted, reviewed and approved by three people, unless the site waives it (002 §3.1; C-40, D-15, X-20)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.engine import ApprovalStep
from models.engine.settings import setting
from models.spec import Case, L, Refusal, Role

WAIVER = "document.three_people"
"""The site's switch: off, two people are enough."""
THREE = L(
    "编制、审核、批准须是三个人，这一份还差一人。请换人编制或加一位审核人；确需豁免，由主任在项目参数中关闭“文件编审批须由三人完成”。",
    "Drafting, reviewing and approving take three people; this one has fewer. Have another draft it, or switch the site's "
    "setting off.",
)
TWICE = L("您已审核过这一版，须由另一人批准。", "You reviewed this version; somebody else must approve it.")


def chain(record: Any) -> tuple[str, ...]:
    """Return who reviews and who approves.

    The supervisor reviews, the director approves. What the site's only supervisor drafted himself administration
    reviews, so that three people have seen it (D-15).
    """
    usual = (Role.cs_supervisor, Role.director)
    session = object_session(record)
    if session is None or not setting(session, record.site_id, WAIVER):
        return usual
    holders = select(UserGrant.role, UserGrant.parent_id).join(User, User.id == UserGrant.parent_id)
    holders = holders.where(
        UserGrant.role.in_((Role.cs_supervisor, Role.hr_admin)),
        User.active.is_(True),
        UserGrant.parent_id != record.created_by_id,
    )
    if record.site_id is not None:
        holders = holders.where(UserGrant.site_id == record.site_id)
    others = {role for role, _ in session.execute(holders)}
    if Role.cs_supervisor in others or Role.hr_admin not in others:
        return usual
    return (Role.hr_admin, Role.director)


def _decided(case: Case) -> list[Any]:
    record = case.record
    mine = (ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id)
    newest = select(func.max(ApprovalStep.round)).where(*mine).scalar_subquery()
    query = select(ApprovalStep).where(*mine, ApprovalStep.round == newest, ApprovalStep.state == "decided")
    return list(case.session.scalars(query.order_by(ApprovalStep.step)))


def three_people(case: Case) -> Refusal | None:
    """Refuse an approval by who reviewed, and the last one where fewer than three people took part (D-15)."""
    if case.actor.system or not case.setting(WAIVER):
        return None
    deciders = {step.decided_by_id for step in _decided(case)}
    if case.actor.user_id in deciders:
        return Refusal(TWICE, None, "D-15")
    people = {case.record.created_by_id, *deciders, case.actor.user_id}
    return Refusal(THREE, None, "D-15") if case.last and len(people) < 3 else None


def signed(case: Case) -> dict[str, Any]:
    """Return the names and days of the last decision's round: ``reviewed_by``, ``reviewed_at``, ``approved_by``."""
    steps = _decided(case)
    people = {
        user: staff
        for staff, user in case.session.execute(
            select(Staff.id, Staff.user_id).where(Staff.user_id.in_([s.decided_by_id for s in steps]))
        )
    }
    first, last = (steps[0], steps[-1]) if steps else (None, None)
    return {
        "reviewed_by": people.get(first.decided_by_id) if first is not None else None,
        "reviewed_at": first.at if first is not None else case.now,
        "approved_by": people.get(last.decided_by_id) if last is not None else case.actor.staff_id,
    }
