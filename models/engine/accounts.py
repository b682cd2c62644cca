"""The engine's own tables for accounts and personal choices."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base, Moment


class LoginAttempt(Base):
    """Failed sign-ins of an account name or an address, for the growing delay."""

    __tablename__ = "login_attempt"
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[dt.datetime] = mapped_column(Moment)
    locked_until: Mapped[dt.datetime | None] = mapped_column(Moment)


class UserSession(Base):
    """One signed-in browser, so that a person sees where he is signed in and can end it."""

    __tablename__ = "user_session"
    key: Mapped[str] = mapped_column(String(43), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[dt.datetime] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class Draft(Base):
    """What a person typed into a form and has not saved; kept on the server, under the user."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(160))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(Moment)


class SavedView(Base):
    """A list state a person gave a name, or the columns he chose (name empty)."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "register", "name"), Index("ix_saved_view_user", "user_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    register: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60), default="")
    query: Mapped[str] = mapped_column(Text, default="")
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    density: Mapped[str] = mapped_column(String(12), default="")


class StarredRegister(Base):
    """A register a person put at the top of his menu."""

    __tablename__ = "starred_register"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    register: Mapped[str] = mapped_column(String(60), primary_key=True)
