"""Assembles homes and their people from the columns of a sheet, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from exchange.reading import people
from exchange.reading.columns import PERSON_DETAILS, UNIT_FIELDS, Refused
from exchange.reading.refusals import CellRefused, Problem
from exchange.reading.rows import RosterRow, SheetReader
from models.base import addresses
from models.spec import L

if TYPE_CHECKING:
    from exchange.reading.linked import Owners

Fact = Callable[[str, int | None, bool | None], None]

_NO_ROOM: Final = L("房号是空的。请填上房号，或删掉这一行。", "The room is empty. Fill it in or delete the row.")
_NO_BUILDING: Final = L("楼号是空的。请填上楼号。", "The building is empty. Fill it in.")
_NO_ADDRESS: Final = L(
    "房屋地址是空的。请填上地址，或删掉这一行。", "The address is empty. Fill it in or delete the row."
)
_NO_BUILDING_COLUMN: Final = L(
    "只有“{room}”，看不出是哪栋楼。请加上楼号，或写成 3-1-502。",
    "“{room}” alone does not tell the building. Add the building, or write it like 3-1-502.",
)
_OTHER_BUILDING: Final = L(
    "地址“{address}”和楼号“{building}”不一致。",
    "The address “{address}” does not agree with the building “{building}”.",
)


def read_homes(reader: SheetReader, building: str | None, owners: Owners | None, fact: Fact) -> Iterator[RosterRow]:
    """The homes of one sheet.

    Args:
        reader: the sheet with its mapping.
        building: the building of every row, where the sheet's name says it and no column does.
        owners: the owners' sheet, when homes name their owner by a number.
        fact: told of a building's floors and lift when the sheet has such columns.
    """
    previous: RosterRow | None = None
    for row in _rows(reader, _Locator(reader, building), _Assembler(reader, owners), fact):
        if row.row in reader.filled and previous and _same_home(previous, row):
            previous.owners += row.owners
            previous.problems += row.problems
            continue
        if previous:
            yield previous
        previous = row
    if previous:
        yield previous


def _rows(reader: SheetReader, locate: _Locator, assemble: _Assembler, fact: Fact) -> Iterator[RosterRow]:
    has_facts = bool({"building_floors", "elevator"} & reader.columns.keys())
    for numbers, kept, meanings in reader.blocks():
        places = locate.places(meanings, len(numbers))
        refused = reader.has_refused()
        for at, row in enumerate(assemble.rows(numbers, places, meanings)):
            building, _, room = place = places[at]
            if refused or not (building and room and room.isdigit()):
                if not _names_a_room(room) and (why := reader.passed_over(kept[at])):
                    reader.count.passed_over[why] += 1
                    reader.count.read -= 1
                    continue
                problems = reader.refused(row.row, meanings, at)
                row.problems += problems + locate.missing(row, place, problems)
                if row.problems:
                    _leave_out_refused(row)
            if has_facts and row.building:
                floors, lift = (_at(reader.column(meanings, t), at) for t in ("building_floors", "elevator"))
                fact(row.building, floors, lift)
            yield row


def _names_a_room(room: Any) -> bool:
    """Whether a room has a digit or a letter, as nearly every room has and no total or note below the data."""
    return type(room) is str and any(c.isalnum() and c.isascii() for c in room)


def _leave_out_refused(row: RosterRow) -> None:
    row.unit = {target: value for target, value in row.unit.items() if type(value) is not Refused}
    for target in ("since", "remark"):
        if type(getattr(row, target)) is Refused:
            setattr(row, target, None)


def _at(values: Any, at: int) -> Any:
    value = values[at] if isinstance(values, list) else None
    return None if type(value) is Refused else value


def _same_home(one: RosterRow, other: RosterRow) -> bool:
    return (one.building, one.entrance, one.room) == (other.building, other.entrance, other.room)


class _Locator:
    """Finds building, entrance and room in whatever columns the sheet has for them."""

    def __init__(self, reader: SheetReader, building: str | None) -> None:
        self._reader = reader
        self._building = building
        self._has = reader.columns.keys()
        self._whole = "address" if "address" in self._has else "room"

    def places(self, meanings: dict[str, Any], count: int) -> list[tuple[Any, Any, Any]]:
        """(building, entrance, room) of each row of a block; a part may be None or Refused."""
        if "building" in self._has and "room" in self._has and "entrance" in self._has:
            return list(zip(meanings["building"], meanings["entrance"], meanings["room"], strict=True))
        if self._whole == "address" and "building" not in self._has:
            return [a if type(a) is addresses.Address else (None, None, a) for a in meanings["address"]]
        buildings = meanings.get("building") or [self._building] * count
        entrances = meanings.get("entrance") or [None] * count
        return list(map(self._combined, buildings, entrances, meanings[self._whole]))

    def _combined(self, building: Any, entrance: Any, room: Any) -> tuple[Any, Any, Any]:
        """The slow way, for sheets that lack a column: 3-1 in the building's, 1-502 or 3-1-502 in the room's."""
        if type(room) is addresses.Address:
            return self._beside(building, entrance, room)
        if type(room) is str and "-" in room:
            if not building:
                return self._whole_in_room(entrance, room)
            first, _, rest = room.partition("-")
            if first == building and "-" in rest:
                first, _, rest = rest.partition("-")
            if "entrance" not in self._has and len(first) <= 2 and len(rest) >= 3:
                return building, first, rest
        if type(building) is str and "-" in building and "entrance" not in self._has:
            split = addresses.building_and_entrance(building)
            return (*split, room) if split else (building, entrance, room)
        return building, entrance, room

    @staticmethod
    def _beside(building: Any, entrance: Any, address: addresses.Address) -> tuple[Any, Any, Any]:
        """An address beside a column of buildings: 1-502 is entrance and room, a whole address must agree."""
        if not building or address.building == building:
            return address
        if not address.entrance:
            return building, entrance or address.building, address.room
        label = _OTHER_BUILDING.format(address=addresses.label(address), building=building)
        return building, address.entrance, Refused(label)

    @staticmethod
    def _whole_in_room(entrance: Any, room: str) -> tuple[Any, Any, Any]:
        try:
            return addresses.parse(room)
        except addresses.AddressError:
            return None, entrance, room

    def missing(
        self, row: RosterRow, place: tuple[Any, Any, Any], problems: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """What is not there to find the home by."""
        building, _, room = place
        if type(room) is Refused:
            known = any(problem.message is room.label for problem in problems)
            return () if known else (self._reader.problem(row.row, self._whole, room.label),)
        if not room:
            label = _NO_ADDRESS if self._whole == "address" else _NO_ROOM
            return (self._reader.problem(row.row, self._whole, label),)
        if not building:
            if "building" in self._has:
                return (self._reader.problem(row.row, "building", _NO_BUILDING),)
            return (self._reader.problem(row.row, self._whole, _NO_BUILDING_COLUMN.format(room=room)),)
        return ()


class _Assembler:
    """Builds the rows of a block from its columns."""

    def __init__(self, reader: SheetReader, owners: Owners | None) -> None:
        self._reader = reader
        self._owners = owners
        self._unit = tuple(target for target in (*UNIT_FIELDS, *reader.own.units) if target in reader.columns)
        self._own = tuple(target for target in reader.own.people if target in reader.columns)
        self._has_details = any(target in reader.columns for target in PERSON_DETAILS)

    def rows(
        self, numbers: list[int], places: list[tuple[Any, Any, Any]], meanings: dict[str, Any]
    ) -> Iterator[RosterRow]:
        """One row after the other; values that were refused are left out."""
        column = self._reader.column
        sheet, unit_fields, people_of = self._reader.sheet.name, self._unit, self._people
        units: Any = zip(*(meanings[target] for target in unit_fields), strict=True) if unit_fields else repeat(())
        details: Any = repeat((None, None, None, None))
        if self._has_details:
            details = zip(*(column(meanings, target) for target in PERSON_DETAILS), strict=False)
        owned: Any = zip(*(meanings[target] for target in self._own), strict=True) if self._own else repeat(())
        columns = zip(
            numbers,
            places,
            units,
            column(meanings, "owner_name"),
            column(meanings, "phone"),
            column(meanings, "phone2"),
            column(meanings, "id_number"),
            details,
            column(meanings, "family"),
            column(meanings, "tenant"),
            column(meanings, "since"),
            column(meanings, "remark"),
            column(meanings, "owner_ref"),
            owned,
            strict=False,
        )
        for number, (
            building,
            entrance,
            room,
        ), unit, names, phones, more, ids, detail, family, tenant, since, remark, ref, own in columns:
            row = RosterRow(
                sheet,
                number,
                building if type(building) is str else "",
                entrance if type(entrance) is str else "",
                room if type(room) is str else "",
                dict(zip(unit_fields, unit, strict=True)),
            )
            if names or phones or more or ids:
                people_of(row, names, phones, more, ids, detail)
            if family and type(family) is tuple:
                row.family = family
            if tenant and type(tenant) is tuple:
                row.tenants = tenant
            row.since = since
            row.remark = remark
            if ref and self._owners:
                self._owners.give(row, ref, self._reader)
            if own:
                self._give_own(row, own, nameless=not names)
            yield row

    def _give_own(self, row: RosterRow, values: tuple[Any, ...], *, nameless: bool) -> None:
        """Put the site's own fields of people to the row's first owner; a value nobody stands for is a problem."""
        if row.owners:
            said = {
                target: value for target, value in zip(self._own, values, strict=True) if type(value) is not Refused
            }
            row.owners[0].own = {**(row.owners[0].own or {}), **said}
        elif nameless and not row.problems:
            for target, value in zip(self._own, values, strict=True):
                if value is not None and type(value) is not Refused:
                    field = self._reader.columns[target].header
                    row.problems += (self._reader.problem(row.row, target, people.NO_NAME_FOR.format(field=field)),)

    def _people(self, row: RosterRow, names: Any, phones: Any, more: Any, ids: Any, details: tuple[Any, ...]) -> None:
        if type(names) is Refused:
            return
        if type(phones) is Refused or type(more) is Refused or type(ids) is Refused or self._has_details:
            phones, more, ids = (() if type(v) is Refused else v for v in (phones, more, ids))
            details = tuple(None if type(v) is Refused else v for v in details)
        if not names:
            target = "phone" if phones else "phone2" if more else "id_number"
            at = "owner_name" if "owner_name" in self._reader.columns else target
            if phones or more or ids:
                row.problems += (self._reader.problem(row.row, at, people.NO_NAME),)
            return
        try:
            row.owners = people.owners(names, phones, more, ids, details)
        except CellRefused as refusal:
            row.problems += (self._reader.problem(row.row, "id_number", refusal.label),)
        if ids:
            self._reader.count.check_digits(ids)
