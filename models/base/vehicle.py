"""车辆车位登记: the cars that park here, whose they are and till when (003 内部管理 §1 车辆停放管理; R-E21)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import Index, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, plate, ref, string
from models.spec import (
    DESK,
    RECEPTION,
    Case,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    When,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.resident import Resident
    from models.base.unit import Unit

KEEPERS = (*RECEPTION, Role.guard, Role.security_lead)
OWNERS = (*DESK, Role.director, Role.hq_quality)
"""Who may know whose car it is; guards know the home only (4-C)."""


class SpaceKind(LabelEnum):
    """By what right it parks."""

    owned = "owned", "产权", "Owned"
    rented = "rented", "租用", "Rented"
    temporary = "temporary", "临停", "Temporary"


KNOWN = L(
    "车牌{plate}已登记（{number}），请在原登记上修改。", "{plate} is registered already ({number}); change that entry."
)
HELD = L("车位{space}已登记给{number}。", "Space {space} is {number}'s.")


def known_once(case: Case) -> Refusal | None:
    """Refuse a plate that is registered, and an owned or rented space that is another's."""
    car = case.record
    if car.status != "open":
        return None
    same = select(Vehicle.number).where(Vehicle.site_id == car.site_id, Vehicle.status == "open")
    if car.id is not None:
        same = same.where(Vehicle.id != car.id)
    with case.session.no_autoflush:
        twin = case.session.scalars(same.where(Vehicle.plate == car.plate).limit(1)).first()
        if twin is not None:
            return Refusal(KNOWN.format(plate=car.plate, number=twin), "plate", "003 内部管理 §1")
        if not car.space or car.space_kind == SpaceKind.temporary or car.space_kind is None:
            return None
        other_home = Vehicle.unit_id.is_distinct_from(car.unit_id or getattr(car.unit, "id", None))
        where = (Vehicle.space == car.space, Vehicle.space_kind != SpaceKind.temporary, other_home)
        holder = case.session.scalars(same.where(*where).limit(1)).first()
    return None if holder is None else Refusal(HELD.format(space=car.space, number=holder), "space")


class Vehicle(Record):
    """A car and where it parks."""

    __register__ = Register(
        label=L("车辆车位登记", "Vehicle and parking space"),
        module=Module.base,
        source=("003 内部管理 §1 车辆停放管理",),
        help=L(
            "登记在本小区停放的车辆、所属房屋和车位；租用和临停写明有效期，车辆不再停放时归档。",
            "The cars that park here, their homes and spaces; rented and temporary ones with their last day. File a car "
            "that parks here no more.",
        ),
        icon="car",
        prefix="CL",
        aliases=("车位登记", "车辆登记"),
        title="plate",
        list=("number", "plate", "unit", "resident", "space", "space_kind", "valid_until", "status"),
        sections=(
            Section(L("车辆", "The car"), "plate", "unit", "resident"),
            Section(L("车位", "The space"), "space", "space_kind", "valid_until"),
        ),
        search=("number", "plate", "space", "unit"),
        filters=("status", "space_kind", "unit", "valid_until"),
        sort="-id",
        daily=(Role.guard, Role.security_lead),
        rights=Rights(
            read=(*KEEPERS, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=KEEPERS,
            import_=(Role.sysadmin, Role.security_lead),
        ),
        flow=record_flow(close=KEEPERS, standing=True),
        guards=(known_once,),
    )
    __table_args__ = (
        Index(
            "uq_vehicle_open_plate",
            "site_id",
            "plate",
            unique=True,
            sqlite_where=sql("status = 'open'"),
            postgresql_where=sql("status = 'open'"),
        ),
    )

    plate: Mapped[str] = plate(L("车牌号", "Plate"), required=True)
    unit: Mapped[Unit | None] = ref("Unit", L("房屋", "Home"), prefill=(("resident", "resident"),))
    unit_id: Mapped[int | None]
    resident: Mapped[Resident | None] = ref("Resident", L("车主", "Owner"), see=OWNERS)
    resident_id: Mapped[int | None]
    space: Mapped[str | None] = string(L("车位", "Space"), length=40)
    space_kind: Mapped[SpaceKind | None] = choice(SpaceKind, L("车位性质", "By what right"))
    valid_until: Mapped[dt.date | None] = date(
        L("有效期至", "Valid until"), required_when=When("space_kind", SpaceKind.rented)
    )
