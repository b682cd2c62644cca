"""Who has read what, and when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base, Moment


class Reading(Base):
    """A person's own word that he has read a record, at the version he had before him. Never changed."""

    __tablename__ = "reading"
    __table_args__ = (
        Index("uq_reading_record", "register", "record_id", "user_id", unique=True),
        Index("ix_reading_user", "user_id", "register", "record_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    version: Mapped[int]
