"""房屋: a home, shop or garage, found by building, entrance and room (004 业主名册一览表; 002 职责1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, validates

from models.base import addresses
from models.base.building import READERS, Building
from models.base.rules import referred
from models.declare import Record, choice, date, decimal, integer, ref, string
from models.spec import Case, Effect, L, LabelEnum, Module, Register, Rights, Role, Section, Set, Update, base_data

KEEPERS = (Role.reception_lead, Role.cs_supervisor, Role.director, Role.sysadmin)
"""Who keeps the list of homes."""


class Usage(LabelEnum):
    """What a unit is for."""

    home = "home", "住宅", "Home"
    shop = "shop", "商铺", "Shop"
    office = "office", "办公", "Office"
    garage = "garage", "车库", "Garage"
    storage = "storage", "储藏室", "Storage room"


class OccupancyState(LabelEnum):
    """Whether somebody lives there."""

    unsold = "unsold", "未售", "Unsold"
    handed_over = "handed_over", "已收房", "Handed over"
    decorating = "decorating", "装修中", "Being decorated"
    occupied = "occupied", "已入住", "Lived in"
    let = "let", "出租", "Let"
    vacant = "vacant", "空置", "Vacant"


def address_text(building: str, entrance: str | None, room: str) -> str:
    """Return the address as people read it: ``3栋1单元502``; a building known by a word keeps it (``商铺12``)."""
    word = len(building) > 1 and not any(c.isascii() for c in building)
    block = building if word else f"{building}栋"
    return f"{block}{entrance}单元{room}" if entrance else f"{block}{room}"


def address_key(building: str, entrance: str | None, room: str) -> str:
    """Return what all spellings of one door share, for look-up: ``3-1-502`` (also for ``3栋01单元0502``).

    Three parts always: a door without an entrance is ``3--502``, so that it never meets entrance 502 of a shorter one.
    """
    return addresses.key(addresses.Address(building, entrance or "", room)).replace("\0", "-")


def derived(case: Case) -> list[Set]:
    """Return entrance and room in the one way this product writes them, and the address made of them."""
    unit = case.record
    entrance, room = addresses.entrance(unit.entrance or ""), addresses.room(unit.room or "")
    effects = [Set("entrance", entrance)]
    building = referred(case, "building", Building)
    if room:
        effects.append(Set("room", room))
    if building is not None and room:
        effects += [
            Set("address", address_text(building.code, entrance, room)),
            Set("address_key", address_key(building.code, entrance, room)),
        ]
    return effects


def address_moved(case: Case) -> list[Effect]:
    """Keep the homes written beside residents' names true when an address is corrected."""
    from models.base.resident import Occupancy, Resident  # noqa: PLC0415 - an occupancy names its unit

    if not case.data.keys() & {"building", "entrance", "room"}:
        return []
    here = select(Occupancy.parent_id).where(Occupancy.unit_id == case.record.id, Occupancy.until.is_(None))
    people = case.session.scalars(select(Resident).where(Resident.id.in_(here)))
    return [Update(person, {"name": person.name}) for person in people]


class Unit(Record):
    """A home, shop, office, garage or storage room."""

    __register__ = Register(
        label=L("房屋", "Unit"),
        module=Module.base,
        source=("004 §4 业主名册一览表", "002 职责1"),
        help=L(
            "登记每一套房屋的楼号、单元、房号、面积和入住状态；可从业主名册批量导入。",
            "Every home with its building, entrance, room, area and state; import them from the owner roster.",
        ),
        icon="house",
        title="address",
        list=("address", "building", "floor", "gross_area", "usage", "occupancy", "handed_over_on", "status"),
        sections=(
            Section(L("位置", "Where"), "address", "building", "entrance", "room", "floor"),
            Section(L("房屋情况", "The home"), "gross_area", "net_area", "layout", "usage"),
            Section(L("入住", "Occupation"), "occupancy", "handed_over_on"),
        ),
        search=("address", "address_key"),
        filters=("building", "entrance", "usage", "occupancy", "handed_over_on", "status"),
        sort="address_key",
        flow=base_data(roles=KEEPERS),
        rights=Rights(
            read=READERS, create=KEEPERS, export=(Role.director, Role.cs_supervisor, Role.hq_quality, Role.sysadmin)
        ),
        derive=derived,
        on_edit=address_moved,
        unique=(("site_id", "building_id", "entrance", "room"),),
        indexes=(("site_id", "address_key"),),
    )
    __table_args__ = (CheckConstraint("entrance IS NOT NULL", name="entrance_given"),)

    building: Mapped[Building] = ref("Building", L("楼号", "Building"), required=True)
    building_id: Mapped[int]
    entrance: Mapped[str] = string(
        L("单元", "Entrance"),
        length=20,
        help=L("没有单元的楼留空。", "Leave empty where a building has one entrance only."),
    )
    room: Mapped[str] = string(L("房号", "Room"), length=20, required=True)
    address: Mapped[str] = string(L("房屋地址", "Address"), length=80, system=True)
    address_key: Mapped[str] = string(L("地址简码", "Address code"), length=80, system=True)
    floor: Mapped[int | None] = integer(L("楼层", "Floor"), minimum=-9, maximum=200)
    gross_area: Mapped[Decimal | None] = decimal(L("建筑面积(㎡)", "Gross area (m²)"), minimum=0)
    net_area: Mapped[Decimal | None] = decimal(L("室内面积(㎡)", "Net area (m²)"), minimum=0)
    layout: Mapped[str | None] = string(L("户型", "Layout"), length=40)
    usage: Mapped[Usage | None] = choice(Usage, L("用途", "Use"), default=Usage.home)
    occupancy: Mapped[OccupancyState | None] = choice(OccupancyState, L("入住状态", "Occupation"))
    handed_over_on: Mapped[dt.date | None] = date(L("收房日期", "Handed over on"))

    @validates("entrance")
    def _no_entrance_is_blank(self, _name: str, value: str | None) -> str:
        """Keep "" where there is none: two empty values collide in the unique constraint, two NULLs would not."""
        return value or ""
