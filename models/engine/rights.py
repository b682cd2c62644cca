"""Rows of the role matrix that differ from the declarations, and stamps that say when caches are stale."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base


class RoleRight(Base):
    """At a site, whether a role holds a verb (or ``do:<transition>``) of a register, where the default differs."""

    __tablename__ = "role_right"
    __table_args__ = (UniqueConstraint("site_id", "register", "verb", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int]
    register: Mapped[str] = mapped_column(String(60))
    verb: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(32))
    allowed: Mapped[bool]


class Stamp(Base):
    """A counter that goes up when something cached changes (``authz``: grants and the role matrix)."""

    __tablename__ = "stamp"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
