"""The sheet 房屋业主 of a site pack, compared with the register.

A new site has nothing to compare with; at a site that is open a row may correct a home and the particulars of its people
and name further ones. Another owner is refused here: a change of owner closes the old occupancy, which the roster import
(``exchange.roster``) does with preview and undo.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
from models.base.resident import Occupancy, Relation, Resident
from models.base.unit import Unit, address_key
from models.spec import L

OTHER_OWNERS = L(
    "{home}登记的业主是{theirs}，与这里的{ours}不同。业主变更请用“导入业主名册”办理。",
    "The owners of {home} are {theirs} in the register and {ours} here. Use the roster import for a change of owner.",
)
UNIT = ("floor", "gross_area", "net_area", "layout", "usage", "occupancy", "handed_over_on")
PERSON = ("phone", "phone2", "id_number", "gender", "workplace", "mailing_address", "emergency_contact")
OWNERS = frozenset({Relation.owner, Relation.co_owner})
Named = tuple[Relation, Person, dt.date | None]
"""What somebody is to a home, who, and since when."""


@dataclass(slots=True)
class HomesPlan:
    """What the sheet would do."""

    sheet: SheetPlan
    rows: dict[int, RosterRow] = field(default_factory=dict)
    """Row number -> what it says."""
    buildings: tuple[str, ...] = ()
    """The buildings it names."""
    versions: dict[int, int] = field(default_factory=dict)
    """Unit id -> the version compared with."""
    newcomers: dict[int, list[Named]] = field(default_factory=dict)
    """Row number -> people the home does not have yet."""
    people: dict[int, tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    """Resident id -> (the person as compared, new particulars)."""
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


def named(row: RosterRow) -> Iterator[Named]:
    """Yield everybody a row names: the owner, co-owners, relatives, tenants."""
    for place, person in enumerate(row.owners):
        yield Relation.co_owner if place else Relation.owner, person, row.since
    for relation, persons in ((Relation.family, row.family), (Relation.tenant, row.tenants)):
        for person in persons:
            yield relation, person, None


def _register(session: Session, site_id: int | None) -> Mapping[str, tuple[Any, list[Any]]]:
    """Address key -> (the home, the people who belong to it now)."""
    if site_id is None:
        return {}
    people: dict[int, list[Any]] = defaultdict(list)
    particulars = (getattr(Resident, name) for name in PERSON)
    query = (
        select(Occupancy.unit_id, Occupancy.relation, Resident.id, Resident.version, Resident.name, *particulars)
        .join(Resident, Resident.id == Occupancy.parent_id)
        .where(Resident.site_id == site_id, Occupancy.until.is_(None), Resident.status == "active")
    )
    for row in session.execute(query):
        people[row.unit_id].append(row)
    columns = (Unit.id, Unit.version, Unit.address, Unit.address_key, *(getattr(Unit, name) for name in UNIT))
    units = session.execute(select(*columns).where(Unit.site_id == site_id))
    return {unit.address_key: (unit, people[unit.id]) for unit in units}


def _compare(plan: HomesPlan, row: RosterRow, known: Mapping[str, tuple[Any, list[Any]]]) -> RowPlan:
    name = addresses.label(addresses.Address(row.building, row.entrance, row.room))
    out = RowPlan(row.row, name, Verdict.new, {})
    if row.problems:
        out.verdict, out.problems = Verdict.refused, row.problems
        return out
    found = known.get(address_key(row.building, row.entrance, row.room))
    if found is None:
        plan.newcomers[row.row] = list(named(row))
        return out
    unit, people = found
    out.record_id, plan.versions[unit.id] = unit.id, unit.version
    theirs = {p.name for p in people if p.relation in OWNERS}
    ours = {person.name for person in row.owners}
    if theirs and ours and theirs != ours:
        words = OTHER_OWNERS.format(home=unit.address, theirs="、".join(sorted(theirs)), ours="、".join(sorted(ours)))
        out.verdict, out.problems = Verdict.refused, (Problem(row.sheet, row.row, "", "业主姓名", words),)
        return out
    out.values = {k: v for k, v in row.unit.items() if v is not None and getattr(unit, k) != v}
    out.changes = tuple(_difference(Unit, key, getattr(unit, key), value) for key, value in out.values.items())
    for line in named(row):
        out.changes += tuple(_person(plan, row.row, line, people))
    out.verdict = Verdict.changed if out.changes else Verdict.unchanged
    return out


def _person(plan: HomesPlan, number: int, line: Named, people: list[Any]) -> Iterator[Difference]:
    relation, person, _ = line
    side = OWNERS if relation in OWNERS else {relation}
    mine = next((p for p in people if p.name == person.name and p.relation in side), None)
    if mine is None:
        plan.newcomers.setdefault(number, []).append(line)
        yield Difference(relation.label, "", person.name)
        return
    for key in PERSON:
        value = getattr(person, key)
        if value is not None and value != getattr(mine, key):
            plan.people.setdefault(mine.id, (mine, {}))[1][key] = value
            yield _difference(Resident, key, getattr(mine, key), value)


def _difference(model: Any, key: str, old: Any, new: Any) -> Difference:
    enum = model.__fields__[key].enum
    words = ["" if v is None else enum(v).label.zh if enum else str(v) for v in (old, new)]
    return Difference(model.__fields__[key].label, words[0], words[1])
