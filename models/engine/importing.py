"""Imports: one row for each file that was sent, from upload to result and undo. Its plan lies beside it, outside the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Base, Moment
from models.spec import LabelEnum


class ImportState(LabelEnum):
    """How far an import has come.

    Nothing of a roster is written before ``done``, which is written with the rows themselves. A long workbook of papers is
    written, and taken back, in pieces; ``summary["made"]`` says which stand.
    """

    reading = "reading", "正在检查", "Being checked"
    planned = "planned", "待确认", "To be confirmed"
    applying = "applying", "正在写入", "Being written"
    done = "done", "已导入", "Imported"
    failed = "failed", "没有完成", "Failed"
    cancelled = "cancelled", "已取消", "Cancelled"
    undoing = "undoing", "正在撤销", "Being undone"
    undone = "undone", "已撤销", "Undone"


class ImportBatch(Base):
    """One import: the file, what its columns were taken for, how far it came, who sent it and what came of it."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_site", "site_id", "id"), Index("ix_import_batch_state", "state"))
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), default="roster")
    """``roster``; ``site`` for a pack that opens one; else the register (its slug) whose papers are loaded."""
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(String(12), default=ImportState.reading.value)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The user's own choice: sheet -> column index as text -> target, null for "not imported"."""
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """``clear_empty``, ``good_rows_only``."""
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Rows by finding: new, changed, unchanged, refused."""
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the pages need besides: the columns found, notices, where the new rows' ids begin."""
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Why it came to nothing, ``{"zh", "en"}``."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    origin: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    started_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    """When somebody began to work on the present state; a dead worker is told by this and a lock that nobody holds."""
    applied_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    undone_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str] = mapped_column(String(120), default="")
