"""Notices of what the sweep has just told one level up."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from deadlines.queries import rule_of
from models.base.user import User, UserGrant
from models.duty.deadline import Deadline
from models.engine.notice import put
from models.spec import L

MOST = 2000
"""Notices one sweep leaves; a first sweep over an old register must not fill every bell. The desk counts them all."""
LATE = L("{record} 的“{rule}”已超过时限，请督促。", "{record} is overdue for “{rule}”; please see to it.")


def tell(session: Session, now: dt.datetime) -> int:
    """Leave a notice for everybody who holds the role that a clock was told to at ``now``; return how many are new."""
    here = or_(UserGrant.site_id == Deadline.site_id, UserGrant.site_id.is_(None))
    query = (
        select(
            Deadline.id, Deadline.register, Deadline.record_id, Deadline.record, Deadline.rule, Deadline.cycle,
            Deadline.level, Deadline.site_id, UserGrant.parent_id,
        )
        .join(UserGrant, (UserGrant.role == Deadline.escalated_to) & here)
        .join(User, User.id == UserGrant.parent_id)
        .where(Deadline.escalated_at == now, User.active.is_(True), User.status == "active")
        .distinct()
        .order_by(Deadline.id)
        .limit(MOST)
    )  # fmt: skip
    rows = []
    for clock in session.execute(query, execution_options={"all_sites": True}):
        rule = rule_of(clock.register, clock.rule)
        words = LATE.format(record=clock.record or f"#{clock.record_id}", rule=rule.label if rule else clock.rule)
        rows.append({
            "user_id": clock.parent_id, "site_id": clock.site_id, "register": clock.register, "at": now,
            "record_id": clock.record_id, "occasion": f"late:{clock.rule}.{clock.cycle}.{clock.level}"[:80],
            "zh": words.text("zh"), "en": words.text("en"),
        })  # fmt: skip
    return put(session, rows)
