"""What people are told: a line each in the bell, until they have read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.declare import Base, Moment, table_of

LONGEST = 300


URGENT = "urgent AND sent_at IS NULL AND read_at IS NULL"
"""News to be mailed at once that were neither mailed nor read."""


class Notice(Base):
    """A sentence for one person about one record; ``occasion`` keeps the same news from being told twice.

    ``record_id`` 0 stands for the register's list. ``urgent``: whoever wants it is mailed at once, not in the day's
    digest. ``sent_at``: when it went into a mail.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("uq_notice_occasion", "user_id", "register", "record_id", "occasion", unique=True),
        Index("ix_notice_record", "register", "record_id"),
        Index(
            "ix_notice_unread",
            "user_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notice_urgent", "user_id", sqlite_where=text(URGENT), postgresql_where=text(URGENT)),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    site_id: Mapped[int | None]
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    occasion: Mapped[str] = mapped_column(String(80))
    zh: Mapped[str] = mapped_column(String(LONGEST))
    en: Mapped[str] = mapped_column(String(LONGEST))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    read_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


def put(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Write notices, passing over those already told; return how many are new."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table_of(Notice)).on_conflict_do_nothing().returning(Notice.id)
    cut = [{**row, "zh": row["zh"][:LONGEST], "en": row["en"][:LONGEST]} for row in rows]
    return len(session.connection().execute(statement, cut).all()) if cut else 0
