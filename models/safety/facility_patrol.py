"""公共区域巡查记录: common-area patrol (002 职责5; 003 (三))."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, flag, moment, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class FacilityPatrolItemsKind(LabelEnum):
    """Kind of a line."""

    facility = "facility", "公共设施", "Facility"
    fire = "fire", "消防设施", "Fire"
    environment = "environment", "环境卫生", "Environment"
    advert = "advert", "广告宣传", "Advert"
    order = "order", "秩序", "Order"
    vehicle = "vehicle", "车辆停放", "Vehicle"


class FacilityPatrol(Record):
    """Common-area patrol."""

    __register__ = Register(
        label=L("公共区域巡查记录", "Common-area patrol"),
        module=Module.safety,
        source=("002 职责5", "003 (三)"),
        help=L("公共区域巡查记录。", "Common-area patrol."),
        icon="shield",
        prefix="XC2",
        title="route",
        list=("number", "patrolled_at", "route", "patroller", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "patrolled_at",
                "route",
                "items",
                "patroller",
            ),
        ),
        search=("number", "route"),
        filters=("status", "patrolled_at"),
        sort="-patrolled_at",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.cs_supervisor,
                Role.guard,
                Role.engineering_lead,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.cs_supervisor, Role.guard, Role.engineering_lead),
        ),
        flow=record_flow(close=(Role.receptionist, Role.cs_supervisor, Role.guard, Role.engineering_lead)),
        print=("form",),
    )

    patrolled_at: Mapped[dt.datetime] = moment(L("时间", "Patrolled at"), required=True)
    route: Mapped[str] = string(L("路线/区域", "Route"), required=True)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        kind=choice(FacilityPatrolItemsKind, L("kind", "Kind")),
        item=string(L("item", "Item")),
        ok=flag(L("ok", "Ok")),
        problem=string(L("problem", "Problem")),
        repair_order=ref("RepairOrder", L("repair_order", "Repair order")),
    )
    patroller: Mapped[Any] = ref("Staff", L("巡查人", "Patroller"), required=True)
    patroller_id: Mapped[int]
