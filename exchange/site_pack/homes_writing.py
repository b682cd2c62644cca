"""Writing what the sheet 房屋业主 says: homes, people and who belongs where, many at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.reading.people import Person
from exchange.reading.rows import RosterRow
from exchange.site_pack.homes import PERSON, HomesPlan, Named
from exchange.site_pack.plans import RowPlan, Verdict
from models.base.building import Building
from models.base.resident import Occupancy, Relation, Resident, homes_text
from models.base.rules import pinyin, tail
from models.base.unit import Unit, Usage, address_key, address_text
from models.spec import Actor
from workflow import create
from workflow.loading import Change, alter, load


@dataclass(frozen=True, slots=True)
class _Stay:
    """A person's relation to a home."""

    unit_id: int
    relation: Relation
    since: dt.date | None
    address: str


def apply_homes(
    session: Session, plan: HomesPlan, *, site_id: int, actor: Actor, now: dt.datetime, batch: str | None = None
) -> None:
    """Write what the plan says; every row of it is good."""
    codes = dict(session.execute(select(Building.code, Building.id).where(Building.site_id == site_id)).all())
    for code in plan.buildings:
        if code not in codes:
            codes[code] = create(session, Building, {"code": code}, actor=actor, now=now, site_id=site_id).id
    fresh = [row for row in plan.sheet.rows if row.verdict is Verdict.new]
    units = [_unit(plan.rows[row.row], codes[plan.rows[row.row].building], site_id) for row in fresh]
    for row, unit_id in zip(fresh, load(session, Unit, units, actor=actor, now=now, batch=batch), strict=True):
        row.record_id = unit_id
    changed = [row for row in plan.sheet.rows if row.verdict is Verdict.changed and row.values]
    corrected = [_corrected(session, plan, row) for row in changed]
    alter(session, Unit, corrected, actor=actor, now=now, batch=batch)
    people = [_particulars(person, values) for person, values in plan.people.values()]
    alter(session, Resident, people, actor=actor, now=now, batch=batch)
    _newcomers(session, plan, site_id, actor, now, batch)


def _unit(row: RosterRow, building_id: int, site_id: int) -> dict[str, Any]:
    return {
        "site_id": site_id, "building_id": building_id, "entrance": row.entrance, "room": row.room,
        "address": address_text(row.building, row.entrance, row.room),
        "address_key": address_key(row.building, row.entrance, row.room),
        **row.unit, "usage": row.unit.get("usage") or Usage.home, "remark": row.remark,
    }  # fmt: skip


def _corrected(session: Session, plan: HomesPlan, row: RowPlan) -> Change:
    unit = session.get_one(Unit, row.record_id)
    return Change(unit.id, plan.versions[unit.id], row.values, {name: getattr(unit, name) for name in row.values})


def _particulars(person: Any, values: dict[str, Any]) -> Change:
    before = {name: getattr(person, name) for name in values}
    derived = {"phone_tail": tail(values["phone"])} if "phone" in values else {}
    return Change(person.id, person.version, {**values, **derived}, before)


def _newcomers(
    session: Session, plan: HomesPlan, site_id: int, actor: Actor, now: dt.datetime, batch: str | None
) -> None:
    """Write the people of homes; one name with one telephone is one person, however many homes he has."""
    people: dict[Any, tuple[Person, list[_Stay]]] = {}
    for row in plan.sheet.rows:
        for line in plan.newcomers.get(row.row, ()) if row.record_id is not None else ():
            key, stay = _stay(plan.rows[row.row], row.record_id or 0, line)
            stays = people.setdefault(key, (line[1], []))[1]
            if all((s.unit_id, s.relation) != (stay.unit_id, stay.relation) for s in stays):
                stays.append(stay)
    known = _known(session, site_id)
    met = {key: known[key] for key in people if key in known}
    new = {key: value for key, value in people.items() if key not in met}
    rows = [
        {
            "site_id": site_id, "name": person.name, "name_pinyin": pinyin(person.name), "phone_tail": tail(person.phone),
            "homes": homes_text([stay.address for stay in stays]), **{name: getattr(person, name) for name in PERSON},
        }
        for person, stays in new.values()
    ]  # fmt: skip
    ids = dict(zip(new, load(session, Resident, rows, actor=actor, now=now, batch=batch), strict=True))
    alter(session, Resident, [_moved_in(met[k], people[k][1]) for k in met], actor=actor, now=now, batch=batch)
    ids |= {key: person.id for key, person in met.items()}
    lines = [
        {"parent_id": ids[key], "unit_id": stay.unit_id, "relation": stay.relation, "since": stay.since}
        for key, (_, stays) in people.items()
        for stay in stays
    ]
    load(session, Occupancy, lines, actor=actor, now=now)


def _stay(row: RosterRow, unit_id: int, line: Named) -> tuple[Any, _Stay]:
    relation, person, since = line
    key = (person.name, person.phone) if person.phone else (person.name, unit_id, relation)
    return key, _Stay(unit_id, relation, since, address_text(row.building, row.entrance, row.room))


def _known(session: Session, site_id: int) -> dict[Any, Any]:
    """(name, telephone) -> the person in the register."""
    columns = (Resident.id, Resident.version, Resident.name, Resident.phone, Resident.homes)
    mine = (Resident.site_id == site_id, Resident.status == "active", Resident.phone.is_not(None))
    return {(row.name, row.phone): row for row in session.execute(select(*columns).where(*mine))}


def _moved_in(person: Any, stays: list[_Stay]) -> Change:
    """Return the change of a person known already who gets further homes."""
    now_and_then = [a for a in (person.homes or "").split("、") if a] + [stay.address for stay in stays]
    return Change(person.id, person.version, {"homes": homes_text(now_and_then)}, {"homes": person.homes})
