"""楼栋: a building of the estate (004 §7.4.4 楼号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base import addresses
from models.declare import Record, flag, integer, ref, string
from models.spec import Case, Effect, L, Module, Register, Rights, Role, Section, Set, Update, base_data

if TYPE_CHECKING:
    from models.base.staff import Staff

ESTATE = (Role.sysadmin, Role.cs_supervisor, Role.director)
"""Who keeps buildings and homes (002 §3.2.1-1(7))."""
READERS = (
    Role.receptionist,
    Role.reception_lead,
    Role.cs_supervisor,
    Role.director,
    Role.technician,
    Role.engineering_lead,
    Role.security_lead,
    Role.guard,
    Role.cashier,
    Role.hr_admin,
    Role.hq_quality,
    Role.sysadmin,
)


def derived(case: Case) -> list[Set]:
    """Return the building's code in the one way this product writes it: 3号楼, 3# and 三栋 are all ``3``."""
    return [Set("code", addresses.building(case.record.code))] if case.record.code else []


def code_moved(case: Case) -> list[Effect]:
    """Write the addresses of the building's homes anew when its code is corrected."""
    from models.base.unit import Unit  # noqa: PLC0415 - a unit names its building

    if "code" not in case.data:
        return []
    homes = case.session.scalars(select(Unit).where(Unit.building_id == case.record.id))
    return [Update(home, {"room": home.room}) for home in homes]


class Building(Record):
    """A building."""

    __register__ = Register(
        label=L("楼栋", "Building"),
        module=Module.base,
        source=("004 §7.4.4",),
        help=L(
            "登记小区的楼栋、单元数和责任楼管员；房屋挂在楼栋下面。",
            "The buildings of the estate, their entrances and area keepers; homes belong to a building.",
        ),
        icon="building",
        title="code",
        list=("code", "entrances", "floors", "elevator", "area_keeper", "status"),
        sections=(Section(L("楼栋", "Building"), "code", "entrances", "floors", "elevator", "area_keeper"),),
        search=("code", "area_keeper"),
        filters=("status", "elevator", "area_keeper"),
        sort="code",
        flow=base_data(roles=ESTATE),
        rights=Rights(read=READERS, create=ESTATE, export=(*ESTATE, Role.hq_quality)),
        derive=derived,
        on_edit=code_moved,
        unique=(("site_id", "code"),),
    )

    code: Mapped[str] = string(
        L("楼号", "Building"),
        length=20,
        required=True,
        help=L(
            "只写楼号本身，例如 3；“3栋”“3#”会自动改成 3。", "The number alone, such as 3; “3#” becomes 3 by itself."
        ),
    )
    entrances: Mapped[int | None] = integer(L("单元数", "Entrances"), minimum=0, maximum=99)
    floors: Mapped[int | None] = integer(L("总层数", "Floors"), minimum=0, maximum=200)
    elevator: Mapped[bool | None] = flag(L("是否有电梯", "Has a lift"))
    area_keeper: Mapped[Staff | None] = ref("Staff", L("责任楼管员", "Area keeper"), alter=True)
    area_keeper_id: Mapped[int | None]
