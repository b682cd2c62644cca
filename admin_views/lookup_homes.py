"""Look-up of homes: ``3-1-502``, ``3栋1单元502``, an owner's name, pinyin initials, the last digits of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, or_, select

import access
from admin_views.list_filters import like
from admin_views.lookup import LIMIT, Hit, choosable, first_of, searched
from admin_views.reader import Reader
from models import by_name
from models.base import addresses
from models.base.resident import Occupancy, Relation
from models.base.unit import address_key
from models.spec import Field

SURE = 3
"""Digits of a room that say more than the number of a building."""


def units(reader: Reader, _field: Field, typed: str, clear: bool) -> list[Hit]:  # noqa: FBT001 - the shape of a Finder
    """Find homes: by address as people write it, then by who lives there, then by any part of the address."""
    unit: Any = by_name("Unit")
    building: Any = by_name("Building")
    keeper: Any = by_name("Staff")
    query = (
        select(unit.id, unit.address, unit.building_id, keeper.id.label("keeper_id"), keeper.name.label("keeper"))
        .join(building, building.id == unit.building_id)
        .outerjoin(keeper, keeper.id == building.area_keeper_id)
    )
    base = choosable(reader, unit, query).limit(LIMIT)
    if not typed:
        return _hits(reader, list(reader.session.execute(base.order_by(unit.address_key))), clear=clear)
    tries: list[Select[Any]] = []
    floors: list[Select[Any]] = []
    for asked in addresses.query(typed):
        found = _by_address(reader, base, unit, building, asked)
        if asked.building is not None and asked.room is not None and reader.session.execute(found[0]).first():
            return _hits(reader, first_of(reader, [*tries, *found]), clear=clear)  # the very home: nobody else's
        few = asked.building is None and asked.entrance is None and len(asked.room or "") < SURE
        tries += found[:1] if few else found
        floors += found[1:] if few else []  # 12 is building 12 before it is the twelfth floor of every building
    tries += floors
    lives = _by_person(reader, base, unit, typed)
    tries += [lives] if lives is not None else []
    found_by = searched(reader, unit, typed)
    if found_by is not None:
        tries.append(base.where(unit.id.in_(found_by)).order_by(unit.address_key))
    return _hits(reader, first_of(reader, tries), clear=clear)


def _by_address(
    reader: Reader, base: Select[Any], unit: Any, building: Any, asked: addresses.Query
) -> list[Select[Any]]:
    if asked.building is not None:
        where = [building.code == asked.building]
        if asked.entrance is not None:
            where.append(unit.entrance == asked.entrance)
        part = base.where(*where)
        if asked.room is None:
            return [part.order_by(unit.address_key)]
        exact = address_key(asked.building, asked.entrance, asked.room)
        return [
            part.where(unit.address_key == exact)
            if asked.entrance is not None
            else part.where(unit.room == asked.room),
            part.where(unit.room.like(f"{like(asked.room)}%", escape="\\")).order_by(unit.address_key),
        ]
    where = [unit.entrance == asked.entrance] if asked.entrance is not None else []
    if asked.room is None:
        return [base.where(*where).order_by(unit.address_key)]
    begun = unit.room.like(f"{like(asked.room)}%", escape="\\")
    found_by = searched(reader, unit, asked.room, limit=2000) if len(asked.room) >= SURE else None
    if found_by is not None:  # the index holds digits by threes: it knows nothing of the beginning of a number
        where.append(unit.id.in_(found_by))
    return [base.where(*where, test).order_by(unit.address_key) for test in (unit.room == asked.room, begun)]


def _by_person(reader: Reader, base: Select[Any], unit: Any, typed: str) -> Select[Any] | None:
    person: Any = by_name("Resident")
    found_by = searched(reader, person, typed)
    if found_by is None:
        return None
    seen = access.visible(
        select(person.id).where(person.id.in_(found_by), person.status == "active"), person, reader.actor
    )
    homes = select(Occupancy.unit_id).where(Occupancy.parent_id.in_(seen), _now(reader))
    return base.where(unit.id.in_(homes)).order_by(unit.address_key)


def _now(reader: Reader) -> Any:
    return or_(Occupancy.until.is_(None), Occupancy.until >= reader.today)


def _hits(reader: Reader, rows: Sequence[Any], *, clear: bool) -> list[Hit]:
    people = people_of(reader, [r.id for r in rows])
    out: list[Hit] = []
    for row in rows:
        who = people.get(row.id)
        sub, data = "", dict[str, Any]()
        if who is not None:
            ending = f"…{who.phone[-4:]}" if who.phone else ""
            sub = " · ".join(p for p in (who.name, ending) if p)
            phone = who.phone if clear else None
            data = {
                "owner_name": who.name,
                "owner_phone": phone,
                "resident": {"id": who.id, "text": who.name, "sub": ending},
                "name": who.name,
                "phone": phone,
            }
        if row.keeper_id is not None:
            data["area_keeper"] = {"id": row.keeper_id, "text": row.keeper}
        out.append(Hit(id=row.id, text=row.address, sub=sub, data=data))
    return out


def people_of(reader: Reader, unit_ids: Sequence[int]) -> dict[int, Any]:
    """Return, by home, whom to call: the owner, else a co-owner, else who lives there."""
    person: Any = by_name("Resident")
    rank = case((Occupancy.relation == Relation.owner, 0), (Occupancy.relation == Relation.co_owner, 1), else_=2)
    query = (
        select(Occupancy.unit_id, person.id, person.name, person.phone)
        .join(person, and_(person.id == Occupancy.parent_id, person.status == "active"))
        .where(Occupancy.unit_id.in_(unit_ids), _now(reader))
    )
    out: dict[int, Any] = {}
    for row in reader.session.execute(access.visible(query, person, reader.actor).order_by(rank, Occupancy.id)):
        out.setdefault(row.unit_id, row)
    return out
