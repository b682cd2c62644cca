"""员工宿舍登记: staff dormitory (002 职责17)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, record_flow


class DormitoryBed(Record):
    """Staff dormitory."""

    __register__ = Register(
        label=L("员工宿舍登记", "Staff dormitory"),
        module=Module.hr,
        source=("002 职责17",),
        help=L("员工宿舍登记。", "Staff dormitory."),
        icon="users",
        prefix="SS",
        title="room",
        list=("number", "room", "bed", "staff", "moved_in_on", "moved_out_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "room",
                "bed",
                "staff",
                "moved_in_on",
                "moved_out_on",
                "inventory",
                "condition",
            ),
        ),
        search=("number", "room", "bed", "inventory"),
        filters=("status", "moved_in_on", "moved_out_on"),
        sort="-moved_in_on",
        rights=Rights(
            read=(
                Role.hr_admin,
                Role.receptionist,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.hr_admin, Role.receptionist, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.receptionist, Role.reception_lead)),
    )

    room: Mapped[str] = string(L("房间", "Room"), required=True)
    bed: Mapped[str] = string(L("床位", "Bed"), required=True)
    staff: Mapped[Any] = ref("Staff", L("入住员工", "Staff"))
    staff_id: Mapped[int | None]
    moved_in_on: Mapped[dt.date | None] = date(L("入住日期", "Moved in on"))
    moved_out_on: Mapped[dt.date | None] = date(L("退宿日期", "Moved out on"))
    inventory: Mapped[str | None] = text(L("物品", "Inventory"))
    condition: Mapped[str | None] = text(L("检查情况", "Condition"))
