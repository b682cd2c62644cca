"""装修巡查记录: decoration patrol (000 §4.5.4; 002 职责25 巡查)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, files, flag, moment, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class DecorationPatrol(Record):
    """Decoration patrol."""

    __register__ = Register(
        label=L("装修巡查记录", "Decoration patrol"),
        module=Module.estate,
        source=("000 §4.5.4", "002 职责25 巡查"),
        help=L("装修巡查记录。", "Decoration patrol."),
        icon="house",
        prefix="ZXC",
        title="cause",
        list=("number", "application", "patrolled_at", "violation", "corrective_action", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "application",
                "patrolled_at",
                "items",
                "violation",
                "photos",
                "cause",
                "corrective_action",
            ),
        ),
        search=("number", "cause"),
        filters=("status", "patrolled_at"),
        sort="-patrolled_at",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.cs_supervisor,
                Role.engineering_lead,
                Role.guard,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.cs_supervisor, Role.engineering_lead, Role.guard),
        ),
        flow=record_flow(close=(Role.receptionist, Role.cs_supervisor, Role.engineering_lead, Role.guard)),
    )

    application: Mapped[Any] = ref("DecorationApplication", L("装修申请", "Application"), required=True)
    application_id: Mapped[int]
    patrolled_at: Mapped[dt.datetime] = moment(L("巡查时间", "Patrolled at"), required=True)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        item=string(L("item", "Item")),
        ok=flag(L("ok", "Ok")),
        note=string(L("note", "Note")),
    )
    violation: Mapped[bool] = flag(L("发现违规", "Violation"), required=True)
    photos: Mapped[Any] = files(L("照片", "Photos"))
    cause: Mapped[str | None] = text(L("原因", "Cause"))
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"))
    corrective_action_id: Mapped[int | None]
