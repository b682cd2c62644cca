"""Several sheets joined by their numbers, as the import template of another product has them.

Its sheets are 楼栋单元 (floors and lift), 业主信息 (owners with a number), 房屋信息 (homes naming their owner by that
number) and 车位信息 (parking, not imported here). Sheets are told by their columns, not by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from exchange.reading import people
from exchange.reading.columns import PERSON_DETAILS, Refused
from exchange.reading.headers import SheetMapping
from exchange.reading.people import Person
from exchange.reading.refusals import CellRefused, Problem
from exchange.reading.rows import RosterRow, SheetReader
from models.spec import L

Role = Literal["roster", "units", "owners", "buildings", "parking", "none"]

_NO_SUCH: Final = L(
    "业主编号 {ref} 在“{sheet}”里没有。请检查编号。", "There is no owner {ref} on “{sheet}”. Check the number."
)
_TWICE: Final = L("业主编号 {ref} 和第 {row} 行重复。", "Owner {ref} is already in row {row}.")
_NAMELESS: Final = L("业主编号 {ref} 没有姓名。", "Owner {ref} has no name.")
_TARGETS: Final = (
    "owner_ref", "owner_name", "phone", "phone2", "id_number", "owner_kind", "owner_parent", *PERSON_DETAILS,
)  # fmt: skip
_MEMBER: Final = frozenset({"1002", "家庭成员", "家属", "成员", "member", "family"})
_RENTING: Final = frozenset({"1003", "租客", "租户", "承租人", "tenant"})


def roles(mappings: Sequence[SheetMapping]) -> list[Role]:
    """What each sheet of a workbook is, told by its columns."""
    found: list[Role] = []
    for mapping in mappings:
        has = mapping.targets.keys()
        place = bool(has & {"room", "address"})
        if mapping.is_parking:
            found.append("parking")
        elif place and "owner_ref" in has and "owner_name" not in has:
            found.append("units")
        elif place:
            found.append("roster")
        elif {"owner_ref", "owner_name"} <= has:
            found.append("owners")
        elif "building" in has and has & {"building_floors", "elevator"}:
            found.append("buildings")
        else:
            found.append("none")
    if "units" not in found:  # owners nobody names, buildings without homes
        found = ["none" if role == "owners" else role for role in found]
    return found


def read_buildings(reader: SheetReader, fact: Callable[[str, int | None, bool | None], None]) -> None:
    """Tell ``fact`` the floors and the lift of every building on its own sheet."""
    for numbers, _, meanings in reader.blocks():
        columns = (reader.column(meanings, target) for target in ("building", "building_floors", "elevator"))
        for _, building, floors, lift in zip(numbers, *columns, strict=False):
            if type(building) is str:
                fact(building, *(None if type(value) is Refused else value for value in (floors, lift)))


@dataclass(slots=True)
class _Owner:
    row: int
    person: Person | None
    problems: tuple[Problem, ...]
    family: list[Person] = field(default_factory=list)
    tenants: list[Person] = field(default_factory=list)
    used: bool = False


@dataclass(slots=True)
class Owners:
    """The owners' sheet, by number."""

    sheet: str
    by_ref: dict[str, _Owner]

    def give(self, row: RosterRow, ref: Any, reader: SheetReader) -> None:
        """Put the owner a home names by number into its row, with his problems."""
        if type(ref) is Refused:
            return
        owner = self.by_ref.get(ref)
        if owner is None:
            row.problems += (reader.problem(row.row, "owner_ref", _NO_SUCH.format(ref=ref, sheet=self.sheet)),)
            return
        owner.used = True
        row.problems += owner.problems
        if owner.person:
            row.owners += (replace(owner.person),)
        row.family += tuple(owner.family)
        row.tenants += tuple(owner.tenants)

    def add(self, ref: str, owner: _Owner, reader: SheetReader) -> None:
        """Keep an owner; a number met before is a problem of both."""
        known = self.by_ref.setdefault(ref, owner)
        if known is not owner:
            known.problems += (reader.problem(owner.row, "owner_ref", _TWICE.format(ref=ref, row=known.row)),)

    def unused(self) -> list[str]:
        """The numbers no home names."""
        return [ref for ref, owner in self.by_ref.items() if not owner.used]


def read_owners(reader: SheetReader) -> Owners:
    """The owners' sheet; a problem of an owner becomes one of every home that names him."""
    owners = Owners(reader.sheet.name, {})
    members: list[tuple[str, Person, str]] = []
    for numbers, _, meanings in reader.blocks():
        columns = [reader.column(meanings, target) for target in _TARGETS]
        own = [target for target in reader.own.people if target in meanings]
        reader.has_refused()
        for at, (number, ref, *values) in enumerate(zip(numbers, *columns, strict=False)):
            if type(ref) is str:
                owner, kind, parent = _owner(reader, number, ref, values, reader.refused(number, meanings, at))
                if owner.person and own:
                    owner.person.own = {target: _read(target, meanings[target][at]) for target in own}
                if owner.person and parent and parent != ref and kind in _MEMBER | _RENTING:
                    members.append((parent, owner.person, kind))
                else:
                    owners.add(ref, owner, reader)
    for parent, person, kind in members:
        if found := owners.by_ref.get(parent):
            (found.tenants if kind in _RENTING else found.family).append(person)
    return owners


def _owner(
    reader: SheetReader, number: int, ref: str, values: list[Any], problems: tuple[Problem, ...]
) -> tuple[_Owner, str, str | None]:
    """One row of the owners' sheet, with the kind of person and the number of the owner he belongs to."""
    read = [_read(target, value) for target, value in zip(_TARGETS[1:], values, strict=True)]
    names, phones, more, ids, kind, parent, *details = read
    person = None
    try:
        person = next(iter(people.owners(names, phones, more, ids, details)), None)
    except CellRefused as refusal:
        problems += (reader.problem(number, "id_number", refusal.label),)
    if not person and not problems:
        problems = (reader.problem(number, "owner_name", _NAMELESS.format(ref=ref)),)
    if ids:
        reader.count.check_digits(ids)
    return _Owner(number, person, problems), (kind or "").lower(), parent


def _read(target: str, value: Any) -> Any:
    if type(value) is Refused:
        return () if target in {"owner_name", "phone", "phone2", "id_number"} else None
    return value
