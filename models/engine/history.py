"""What happened to records: the append-only history and the files attached to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.declare import Base, Moment


class HistoryEntry(Base):
    """One thing that happened to a record: who, when, from where, which fields from what to what. Never changed."""

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_record", "register", "record_id", "id"),
        Index("ix_history_entry_user", "user_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    site_id: Mapped[int | None]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    origin: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(40), default="")
    from_state: Mapped[str] = mapped_column(String(20), default="")
    to_state: Mapped[str] = mapped_column(String(20), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)


class Attachment(Base):
    """A file kept with a record, stored outside the web root under its random ``key``."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_record", "register", "record_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int | None]
    field: Mapped[str] = mapped_column(String(60), default="attachments")
    name: Mapped[str] = mapped_column(String(255))
    mime: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    site_id: Mapped[int | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    uploaded_by: Mapped[Any] = relationship("User", foreign_keys=[uploaded_by_id])


class PressedForm(Base):
    """A form that was sent: the same person's second press gets the first result."""

    __tablename__ = "pressed_form"
    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(80))
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(Moment)
