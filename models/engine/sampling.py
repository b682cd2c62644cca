"""The month-end sample: which households were drawn, out of which, with which seed, so that the draw can be repeated."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base, Moment


class SampleDraw(Base):
    """One draw of a site and month (``2026-11``), never made twice.

    ``among``: the ids of the homes it was drawn from, in order; with ``seed`` and ``size`` they give the same draw again.
    """

    __tablename__ = "sample_draw"
    __table_args__ = (Index("uq_sample_draw_month", "site_id", "month", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="RESTRICT"))
    month: Mapped[str] = mapped_column(String(7))
    seed: Mapped[int]
    size: Mapped[int]
    among: Mapped[list[Any]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))


class SampleHome(Base):
    """One household of a draw, in the order it came out; no home stands in a draw twice."""

    __tablename__ = "sample_home"
    __table_args__ = (Index("uq_sample_home", "draw_id", "unit_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("sample_draw.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    position: Mapped[int]
