"""Who sees and keeps the customers' papers (requirements 4-C), and who holds a role when a rule needs a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.base.staff import Employment, Staff
from models.base.user import User, UserGrant
from models.spec import DESK, Case, Role

CUSTOMER_SERVICE = (*DESK, Role.director)
"""Customer service and the director: who may know the customer (4-C, X-01)."""
READERS = (*CUSTOMER_SERVICE, Role.hq_quality)
"""Customer service, the director and head office, which reads every site."""
OFFICE = (*CUSTOMER_SERVICE, Role.engineering_lead, Role.hq_quality)
"""Everybody who reads repair orders except the technician on the spot, who gets what the visit needs (X-29)."""


def holder(case: Case, role: Role) -> Any | None:
    """Return the employee who holds ``role`` at the record's site (the longest-serving account), or None."""
    query = (
        select(Staff)
        .join(User, User.id == Staff.user_id)
        .join(UserGrant, UserGrant.parent_id == User.id)
        .where(
            UserGrant.role == role,
            UserGrant.site_id == case.record.site_id,
            User.active.is_(True),
            Staff.employment != Employment.left,
        )
        .order_by(User.id)
        .limit(1)
    )
    return case.session.scalars(query).first()
