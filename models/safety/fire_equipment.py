"""消防器材保管台账: fire equipment (001 安全保密 §5 专人保管; 003 (三)3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class FireEquipmentCondition(LabelEnum):
    """Condition of fire equipment."""

    good = "good", "完好", "Good"
    faulty = "faulty", "故障", "Faulty"
    repair = "repair", "维修中", "Repair"
    scrapped = "scrapped", "报废", "Scrapped"


class FireEquipment(Record):
    """Fire equipment."""

    __register__ = Register(
        label=L("消防器材保管台账", "Fire equipment"),
        module=Module.safety,
        source=("001 安全保密 §5 专人保管", "003 (三)3"),
        help=L("消防器材保管台账。", "Fire equipment."),
        icon="shield",
        prefix="XF2",
        title="name",
        list=("number", "name", "location", "custodian", "valid_until", "condition", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "name",
                "location",
                "custodian",
                "valid_until",
                "condition",
                "checks",
                "handovers",
                "faults",
            ),
        ),
        search=("number", "name", "location"),
        filters=("status", "valid_until", "condition"),
        sort="-valid_until",
        rights=Rights(
            read=(Role.security_lead, Role.engineering_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.security_lead, Role.engineering_lead),
        ),
        flow=record_flow(close=(Role.security_lead, Role.engineering_lead)),
    )

    name: Mapped[str] = string(L("器材", "Name"), required=True)
    location: Mapped[str] = string(L("位置", "Location"), required=True)
    custodian: Mapped[Any] = ref("Staff", L("保管人", "Custodian"), required=True)
    custodian_id: Mapped[int]
    valid_until: Mapped[dt.date | None] = date(L("有效期至", "Valid until"))
    condition: Mapped[FireEquipmentCondition] = choice(FireEquipmentCondition, L("状态", "Condition"), required=True)
    checks: Mapped[list[Any]] = rows(
        L("检查", "Checks"),
        on=date(L("on", "On")),
        by=ref("Staff", L("by", "By")),
        ok=flag(L("ok", "Ok")),
        problem=string(L("problem", "Problem")),
    )
    handovers: Mapped[list[Any]] = rows(
        L("保管移交", "Handovers"),
        on=date(L("on", "On")),
        giver=ref("Staff", L("giver", "Giver")),
        taker=ref("Staff", L("taker", "Taker")),
    )
    faults: Mapped[list[Any]] = rows(
        L("故障", "Faults"),
        on=date(L("on", "On")),
        restored_on=date(L("restored_on", "Restored on")),
    )
