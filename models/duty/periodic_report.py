"""汇总报表: periodic summary (see reports below)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class PeriodicReport(Record):
    """Periodic summary."""

    __register__ = Register(
        label=L("汇总报表", "Periodic summary"),
        module=Module.duty,
        source=("see reports below",),
        help=L("汇总报表。", "Periodic summary."),
        icon="calendar",
        prefix="HZ",
        title="comment",
        list=("number", "period_from", "period_to", "author", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "period_from",
                "period_to",
                "comment",
                "author",
            ),
        ),
        search=("number", "comment"),
        filters=("status", "period_from", "period_to"),
        sort="-period_from",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.sysadmin,)),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    period_from: Mapped[dt.date] = date(L("起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "Period to"), required=True)
    comment: Mapped[str | None] = text(L("说明分析", "Comment"))
    author: Mapped[Any] = ref("Staff", L("编制人", "Author"), required=True)
    author_id: Mapped[int]
