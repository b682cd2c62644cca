"""The sheet 房屋业主 of a site pack: homes and owners, compared with the register and written many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.reading.people import Person
from exchange.reading.refusals import Problem
from exchange.reading.roster import RosterFile
from exchange.reading.rows import RosterRow
from exchange.reading.workbook import Sheet, Workbook
from exchange.site_pack.columns import HOMES
from exchange.site_pack.plans import Difference, RowPlan, SheetPlan, Verdict
from models.base import addresses
from models.base.building import Building
from models.base.resident import Occupancy, Relation, Resident, homes_text
from models.base.rules import pinyin, tail
from models.base.unit import Unit, Usage, address_key, address_text
from models.spec import Actor, L
from workflow import create
from workflow.loading import Change, alter, load

OTHER_OWNERS = L(
    "{home}登记的业主是{theirs}，与这里的{ours}不同。业主变更请用“导入业主名册”办理。",
    "The owners of {home} are {theirs} in the register and {ours} here. Use the roster import for a change of owner.",
)
_UNIT = ("floor", "gross_area", "net_area", "layout", "usage", "occupancy", "handed_over_on")
_PERSON = ("phone", "phone2", "id_number", "gender", "workplace", "mailing_address", "emergency_contact")
Key = tuple[str, str]
"""A person as a roster knows him: name and first telephone."""


@dataclass(slots=True)
class HomesPlan:
    """What the sheet would do."""

    sheet: SheetPlan
    rows: dict[int, RosterRow] = field(default_factory=dict)
    """Row number -> what it says."""
    buildings: tuple[str, ...] = ()
    """Buildings it names that the register does not have yet."""
    versions: dict[int, int] = field(default_factory=dict)
    """Unit id -> the version compared with."""
    present: frozenset[str] = frozenset()


def plan_homes(workbook: Workbook, sheet: Sheet, filename: str, session: Session, site_id: int | None) -> HomesPlan:
    """Compare the sheet with the register. Raises FileRefused when it can't be read."""
    plan = HomesPlan(SheetPlan("homes", HOMES))
    with RosterFile(Workbook(workbook.kind, (sheet,)), filename, {}, ExitStack()) as file:
        plan.present = file.present
        plan.sheet.unknown = tuple(column.header for _, column in file.unknown)
        known = _register(session, site_id)
        for row in file.rows():
            plan.rows[row.row] = row
            plan.sheet.rows.append(_compare(plan, row, known))
        plan.buildings = tuple(b for b in sorted(file.buildings) if b)
    return plan


def _register(session: Session, site_id: int | None) -> Mapping[str, tuple[Any, list[tuple[str, str | None]]]]:
    """Address key -> (unit, its present owners' names and telephones)."""
    if site_id is None:
        return {}
    owners: dict[int, list[tuple[str, str | None]]] = {}
    query = (
        select(Occupancy.unit_id, Resident.name, Resident.phone)
        .join(Resident, Resident.id == Occupancy.parent_id)
        .where(Resident.site_id == site_id, Occupancy.until.is_(None), Resident.status == "active")
        .where(Occupancy.relation.in_((Relation.owner, Relation.co_owner)))
    )
    for unit_id, name, phone in session.execute(query):
        owners.setdefault(unit_id, []).append((name, phone))
    columns = (Unit.id, Unit.version, Unit.address, Unit.address_key, *(getattr(Unit, name) for name in _UNIT))
    units = session.execute(select(*columns).where(Unit.site_id == site_id))
    return {unit.address_key: (unit, owners.get(unit.id, [])) for unit in units}


def _compare(plan: HomesPlan, row: RosterRow, known: Mapping[str, Any]) -> RowPlan:
    name = addresses.label(addresses.Address(row.building, row.entrance, row.room))
    out = RowPlan(row.row, name, Verdict.new, {})
    if row.problems:
        out.verdict, out.problems = Verdict.refused, row.problems
        return out
    found = known.get(address_key(row.building, row.entrance, row.room))
    if found is None:
        return out
    unit, owners = found
    out.record_id, plan.versions[unit.id] = unit.id, unit.version
    theirs, ours = {name for name, _ in owners}, {person.name for person in row.owners}
    if owners and ours and theirs != ours:
        words = OTHER_OWNERS.format(home=unit.address, theirs="、".join(sorted(theirs)), ours="、".join(sorted(ours)))
        out.verdict, out.problems = Verdict.refused, (Problem(row.sheet, row.row, "", "业主姓名", words),)
        return out
    values = {k: v for k, v in row.unit.items() if v is not None and getattr(unit, k) != v}
    out.changes = tuple(
        Difference(Unit.__fields__[k].label, _words(k, getattr(unit, k)), _words(k, v)) for k, v in values.items()
    )
    out.values = values
    fresh = ours if not owners else set()
    if fresh:
        out.changes += (Difference(L("业主", "Owners"), "", "、".join(sorted(fresh))),)
    out.verdict = Verdict.changed if out.changes else Verdict.unchanged
    return out


def _words(name: str, value: Any) -> str:
    enum = Unit.__fields__[name].enum
    return "" if value is None else enum(value).label.zh if enum else str(value)


def apply_homes(
    session: Session, plan: HomesPlan, *, site_id: int, actor: Actor, now: dt.datetime, batch: str | None = None
) -> None:
    """Write what the plan says; every row of it is good."""
    codes = dict(session.execute(select(Building.code, Building.id).where(Building.site_id == site_id)).tuples().all())
    for code in plan.buildings:
        if code not in codes:
            codes[code] = create(session, Building, {"code": code}, actor=actor, now=now, site_id=site_id).id
    fresh = [(row, plan.rows[row.row]) for row in plan.sheet.rows if row.verdict is Verdict.new]
    ids = load(
        session, Unit, [_unit(row, codes[row.building], site_id) for _, row in fresh], actor=actor, now=now, batch=batch
    )
    lived_in = list(zip(ids, (row for _, row in fresh), strict=True))
    changes = []
    for row_plan in plan.sheet.rows:
        if row_plan.verdict is not Verdict.changed or row_plan.record_id is None:
            continue
        if row_plan.values:
            before = _before(session, row_plan)
            changes.append(Change(row_plan.record_id, plan.versions[row_plan.record_id], row_plan.values, before))
        if any(change.label.zh == "业主" for change in row_plan.changes):
            lived_in.append((row_plan.record_id, plan.rows[row_plan.row]))
    alter(session, Unit, changes, actor=actor, now=now, batch=batch)
    _load_people(session, lived_in, site_id=site_id, actor=actor, now=now, batch=batch)


def _before(session: Session, row: RowPlan) -> dict[str, Any]:
    unit = session.get_one(Unit, row.record_id)
    return {name: getattr(unit, name) for name in row.values}


def _unit(row: RosterRow, building_id: int, site_id: int) -> dict[str, Any]:
    return {
        "site_id": site_id, "building_id": building_id, "entrance": row.entrance, "room": row.room,
        "address": address_text(row.building, row.entrance, row.room),
        "address_key": address_key(row.building, row.entrance, row.room),
        **row.unit, "usage": row.unit.get("usage") or Usage.home,
    }  # fmt: skip


def _load_people(
    session: Session,
    lived_in: list[tuple[int, RosterRow]],
    *,
    site_id: int,
    actor: Actor,
    now: dt.datetime,
    batch: str | None,
) -> None:
    """Write the people of homes; one name with one telephone is one person, however many homes he has."""
    people: dict[Any, tuple[Person, list[tuple[int, Relation, dt.date | None, str]]]] = {}
    for unit_id, row in lived_in:
        address = address_text(row.building, row.entrance, row.room)
        for relation, persons in ((None, row.owners), (Relation.family, row.family), (Relation.tenant, row.tenants)):
            for place, person in enumerate(persons):
                kind = relation or (Relation.owner if place == 0 else Relation.co_owner)
                key = (person.name, person.phone) if person.phone else (person.name, unit_id, kind)
                _, homes = people.setdefault(key, (person, []))
                homes.append((unit_id, kind, row.since if relation is None else None, address))
    known = _people(session, site_id)
    met = {key: known[key] for key in people if key in known}
    new = {key: value for key, value in people.items() if key not in met}
    rows = [
        {
            "site_id": site_id, "name": person.name, "name_pinyin": pinyin(person.name), "phone_tail": tail(person.phone),
            "homes": homes_text([address for *_, address in homes]), **{name: getattr(person, name) for name in _PERSON},
        }
        for person, homes in new.values()
    ]  # fmt: skip
    ids = dict(zip(new, load(session, Resident, rows, actor=actor, now=now, batch=batch), strict=True))
    alter(session, Resident, [_moved_in(met[k], people[k][1]) for k in met], actor=actor, now=now, batch=batch)
    lines = {
        (resident, unit_id, kind): {"parent_id": resident, "unit_id": unit_id, "relation": kind, "since": since}
        for key, (_, homes) in people.items()
        for resident in (ids[key] if key in ids else met[key].id,)
        for unit_id, kind, since, _ in homes
    }
    load(session, Occupancy, list(lines.values()), actor=actor, now=now)


def _people(session: Session, site_id: int) -> dict[Any, Any]:
    """(name, telephone) -> the person in the register."""
    columns = (Resident.id, Resident.version, Resident.name, Resident.phone, Resident.homes)
    query = select(*columns).where(
        Resident.site_id == site_id, Resident.status == "active", Resident.phone.is_not(None)
    )
    return {(row.name, row.phone): row for row in session.execute(query)}


def _moved_in(person: Any, homes: list[tuple[int, Relation, dt.date | None, str]]) -> Change:
    addresses_now = [a for a in (person.homes or "").split("、") if a] + [address for *_, address in homes]
    values = {"homes": homes_text(addresses_now)}
    return Change(person.id, person.version, values, {"homes": person.homes})
