"""The post: mails written down with what caused them, and sent afterwards; nothing lost, nothing written twice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base, Moment

WAITS = "sent_at IS NULL AND given_up_at IS NULL"
"""Mails still to be sent."""


class OutgoingMail(Base):
    """A mail for one person. ``key`` names its occasion (``digest:7:2026-11-22``), so that it is written once.

    ``next_try_at``: it is not touched before; taking it to be sent moves it first, so that no two workers take it.
    ``given_up_at``: it could not be delivered and is not tried again; ``fault`` says why.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_waits", "next_try_at", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    next_try_at: Mapped[dt.datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    fault: Mapped[str | None] = mapped_column(String(300))
