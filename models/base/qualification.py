"""上岗资格: who may be given reception and fee-taking roles (X-16; 004 §3.2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from models.declare import Row, choice, date, string
from models.spec import L, Label, LabelEnum, Refusal, Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class QualificationKind(LabelEnum):
    """What was passed."""

    training = "training", "上岗培训", "Induction training"
    computer = "computer", "电脑操作", "Computer skills"
    other = "other", "其他", "Other"


class Qualification(Row):
    """One certificate of an employee."""

    __tablename__ = "staff_qualifications"
    __parent__ = "staff"

    kind: Mapped[QualificationKind] = choice(QualificationKind, L("类别", "Kind"), required=True)
    certificate_no: Mapped[str | None] = string(L("证书编号", "Certificate number"), length=60)
    passed_on: Mapped[dt.date | None] = date(L("合格日期", "Passed on"))
    valid_until: Mapped[dt.date | None] = date(L("有效期至", "Valid until"))


GATED = frozenset({Role.receptionist, Role.reception_lead, Role.cashier})
"""The roles that receive customers or take fees."""


def valid_training(staff: Any, on: dt.date) -> bool:
    """Say whether the employee has passed the induction training and it holds on that day."""
    return any(
        row.kind is QualificationKind.training
        and (row.passed_on is None or row.passed_on <= on)
        and (row.valid_until is None or row.valid_until >= on)
        for row in staff.qualifications
    )


def missing_qualification(staff: Any, role: Role, on: dt.date, called: Label | None = None) -> Refusal | None:
    """Say why ``role`` can't be granted to ``staff`` on the day ``on``; None when it can.

    Args:
        staff: the employee's record; None when the account belongs to nobody yet.
        role: the role asked for.
        on: the site's calendar day.
        called: what the site calls the role.

    Returns:
        The refusal, which a stated reason of the director lifts, or None (X-16; 004 §3.2).
    """
    if role not in GATED or (staff is not None and valid_training(staff, on)):
        return None
    if staff is None:
        sentence = L(
            "授予“{role}”前，请先在员工档案里登记此人的上岗培训，并把登录账号选上；确需先开通的，请写明主任同意的理由。",
            "Before granting “{role}”, enter the person's induction training in the staff record and choose this "
            "account there; to grant it earlier, write the director's reason.",
        ).format(role=called or role.label)
    else:
        sentence = L(
            "{name} 没有有效的上岗培训记录，不能授予“{role}”。请先在员工档案登记资格；确需先开通的，请写明主任同意的理由。",
            "{name} has no valid induction training, so “{role}” can't be granted. Enter the qualification in the "
            "staff record, or write the director's reason.",
        ).format(name=staff.name, role=called or role.label)
    return Refusal(sentence, "grants", "X-16; 004 §3.2")
