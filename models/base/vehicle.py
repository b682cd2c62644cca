"""车辆车位登记: vehicle and parking space (003 内部管理 §1 车辆停放管理)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, plate, ref, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class VehicleSpaceKind(LabelEnum):
    """Space kind of vehicle and parking space."""

    owned = "owned", "产权", "Owned"
    rented = "rented", "租用", "Rented"
    temporary = "temporary", "临停", "Temporary"


class Vehicle(Record):
    """Vehicle and parking space."""

    __register__ = Register(
        label=L("车辆车位登记", "Vehicle and parking space"),
        module=Module.base,
        source=("003 内部管理 §1 车辆停放管理",),
        help=L("车辆车位登记。", "Vehicle and parking space."),
        icon="car",
        prefix="CL",
        title="space",
        list=("number", "resident", "unit", "space", "space_kind", "valid_until", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "plate",
                "resident",
                "unit",
                "space",
                "space_kind",
                "valid_until",
            ),
        ),
        search=("number", "space", "unit"),
        filters=("status", "space_kind", "valid_until"),
        sort="-valid_until",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.reception_lead,
                Role.guard,
                Role.security_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.reception_lead, Role.guard, Role.security_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.reception_lead, Role.guard, Role.security_lead)),
    )

    plate: Mapped[str] = plate(L("车牌号", "Plate"), required=True)
    resident: Mapped[Any] = ref("Resident", L("车主", "Resident"))
    resident_id: Mapped[int | None]
    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"))
    unit_id: Mapped[int | None]
    space: Mapped[str | None] = string(L("车位", "Space"))
    space_kind: Mapped[VehicleSpaceKind | None] = choice(VehicleSpaceKind, L("车位性质", "Space kind"))
    valid_until: Mapped[dt.date | None] = date(L("有效期至", "Valid until"))
