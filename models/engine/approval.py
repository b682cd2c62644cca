"""Approval as rows: every step of every round, who decided what, when, on which version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.declare import Base, Moment

STATES = ("waiting", "pending", "decided", "skipped", "withdrawn")


class ApprovalStep(Base):
    """One step of an approval chain for one record in one round of submission.

    At most one step of a record is ``pending``; ``role`` is who decides, ``staff_id`` when a person is named (@line).
    """

    __tablename__ = "approval_step"
    __table_args__ = (
        Index("ix_approval_step_record", "register", "record_id", "round", "step"),
        Index("ix_approval_step_waiting", "site_id", "state", "role"),
        Index(
            "uq_approval_step_pending",
            "register",
            "record_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        CheckConstraint("state IN ('waiting', 'pending', 'decided', 'skipped', 'withdrawn')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    site_id: Mapped[int | None]
    round: Mapped[int]
    step: Mapped[int]
    role: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    """Who submitted; None when the system did (a site pack), which decides at once."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    decision: Mapped[str] = mapped_column(String(12), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[dt.datetime | None] = mapped_column(Moment)
    version: Mapped[int | None]
    decided_by: Mapped[Any] = relationship("User", foreign_keys=[decided_by_id])
    submitted_by: Mapped[Any] = relationship("User", foreign_keys=[submitted_by_id])
