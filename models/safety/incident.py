"""事故及差错报告: incident report (001 请示报告 §1-2; 安全保密 §2; 003 内部管理 §1; (三)1-2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, flag, moment, money, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class IncidentKind(LabelEnum):
    """Kind of incident report."""

    fire = "fire", "防火", "Fire"
    poison = "poison", "防毒", "Poison"
    leak = "leak", "防泄密", "Leak"
    theft = "theft", "防盗", "Theft"
    accident = "accident", "防事故", "Accident"
    equipment = "equipment", "通信设备", "Equipment"
    error = "error", "差错", "Error"
    order = "order", "治安", "Order"
    vehicle = "vehicle", "车辆损坏丢失", "Vehicle"


class Incident(Record):
    """Incident report."""

    __register__ = Register(
        label=L("事故及差错报告", "Incident report"),
        module=Module.safety,
        source=("001 请示报告 §1-2; 安全保密 §2", "003 内部管理 §1; (三)1-2"),
        help=L("事故及差错报告。", "Incident report."),
        icon="shield",
        prefix="SG",
        title="place",
        list=("number", "kind", "happened_at", "place", "loss", "major", "corrective_action", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "happened_at",
                "place",
                "facts",
                "loss",
                "treatment",
                "cause",
                "liable",
                "major",
                "corrective_action",
            ),
        ),
        search=("number", "place", "facts", "treatment"),
        filters=("status", "kind", "happened_at"),
        sort="-happened_at",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.guard,
                Role.security_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            own=(Role.staff,),
            create=(Role.staff, Role.receptionist, Role.guard, Role.security_lead, Role.cs_supervisor),
        ),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    kind: Mapped[IncidentKind] = choice(IncidentKind, L("类别", "Kind"), required=True)
    happened_at: Mapped[dt.datetime] = moment(L("时间", "Happened at"), required=True)
    place: Mapped[str] = string(L("地点", "Place"), required=True)
    facts: Mapped[str] = text(L("经过", "Facts"), required=True)
    loss: Mapped[Decimal | None] = money(L("损失", "Loss"))
    treatment: Mapped[str | None] = text(L("处置", "Treatment"))
    cause: Mapped[str | None] = text(L("原因", "Cause"))
    liable: Mapped[str | None] = text(L("责任认定", "Liable"))
    major: Mapped[bool] = flag(L("重大", "Major"), required=True)
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"))
    corrective_action_id: Mapped[int | None]
