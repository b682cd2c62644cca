"""Reads an owner roster: the sheets, what their columns mean, and row after row what it says (issue §3).

```python
with read_roster(Path("名册.xlsx"), "名册.xlsx") as file:
    for row in file.rows():
        ...
```

Nothing here knows the register: a row is good when it can be understood, whether it is new is for the plan to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from exchange.reading import linked
from exchange.reading import refusals_of_files as say
from exchange.reading.headers import Column, Overrides, SheetMapping, map_sheet
from exchange.reading.homes import read_homes
from exchange.reading.linked import Role
from exchange.reading.own import NO_OWN, OwnColumns
from exchange.reading.refusals import FileRefused, Problem
from exchange.reading.rows import Count, RosterRow, SheetReader
from exchange.reading.workbook import Sheet, Workbook, open_workbook
from models.base import addresses
from models.spec import L, Label

_HIDDEN = L("隐藏的工作表", "a hidden sheet")
_PARKING = L("车位信息不在这里导入", "parking spaces are not imported here")
_NO_HEADER = L("前 20 行里没有找到表头", "no header row was found in the first 20 rows")
_NO_ROOM = L("没有房号或房屋地址列", "no column of rooms or addresses")
_NO_PLACE = L(
    "没有认出房号（或房屋地址）这一列，请在列对应里指定。",
    "No column of rooms or addresses was recognised; choose one in the mapping.",
)
_NOTES = L("{count} 个电话旁边括号里的说明没有导入。", "{count} notes in brackets beside phones are not imported.")
_DIGITS = L(
    "{count} 个身份证号的校验位不符，已照原样读入。",
    "The check digit of {count} ID numbers does not fit; they are read as they stand.",
)
_EMPTY_OWNERS = L(
    "“{sheet}”里有 {count} 个业主没有对应的房屋，没有导入：{refs}",
    "“{sheet}” has {count} owners without a home, who are not imported: {refs}",
)


@dataclass(slots=True)
class Building:
    """What the file says of a building: its floors and whether it has a lift, as far as it does."""

    entrances: set[str] = field(default_factory=set)
    floors: int | None = None
    elevator: bool | None = None


class RosterFile:
    """An opened roster. Use it as a context manager, or call `close`.

    Attributes:
        filename: as the user calls it.
        workbook: the opened file, for showing rows as they stand.
        mappings: the sheets that are read, each with its header row and all its columns.
        passed_sheets: sheets that are not read, with the reason.
        present: the targets the file has a column for; an absent column is not in it.
        missing: why no row can be read (no room column), else None.
        buildings: filled while rows are read.
        count: filled while rows are read.
    """

    def __init__(
        self, workbook: Workbook, filename: str, chosen: Overrides, stack: ExitStack, own: OwnColumns = NO_OWN
    ) -> None:
        self.filename = filename
        self._own = own
        self.workbook = workbook
        self._stack = stack
        self._mapped: list[tuple[Sheet, SheetMapping, Role]] = []
        self.mappings: tuple[SheetMapping, ...] = ()
        self.passed_sheets: list[tuple[str, Label]] = [(name, _HIDDEN) for name in workbook.hidden]
        self.buildings: dict[str, Building] = {}
        self.count = Count()
        self._orphans: list[str] = []
        self._map(chosen)

    def _map(self, chosen: Overrides) -> None:
        candidates = []
        for sheet in self.workbook.sheets:
            top = _top(sheet)
            mapping = map_sheet(sheet.name, top, sheet.first_column, chosen.get(sheet.name), self._own.words)
            candidates.append((sheet, mapping))
        roles = linked.roles([mapping for _, mapping in candidates])
        shown = []
        for (sheet, mapping), role in zip(candidates, roles, strict=True):
            if not mapping.header_row:
                self.passed_sheets.append((sheet.name, _NO_HEADER))
            elif role == "parking":
                self.passed_sheets.append((sheet.name, _PARKING))
            else:
                shown.append(mapping)
                if role != "none":
                    self._mapped.append((sheet, mapping, role))
        readable = {mapping.sheet for _, mapping, _ in self._mapped}
        if readable:
            self.passed_sheets += [(m.sheet, _NO_ROOM) for m in shown if m.sheet not in readable]
        self.mappings = tuple(shown)
        if not shown:
            raise FileRefused(say.NO_TABLE)
        self.missing = None if any(role in {"roster", "units"} for _, _, role in self._mapped) else _NO_PLACE
        self.present = frozenset(target for _, mapping, _ in self._mapped for target in mapping.targets)

    @property
    def unknown(self) -> tuple[tuple[str, Column], ...]:
        """The columns nobody knows, with their sheet, to be listed."""
        return tuple((mapping.sheet, column) for mapping in self.mappings for column in mapping.unknown)

    def rows(self) -> Iterator[RosterRow]:
        """Every home the file names, in its order, each with its problems; nothing is kept in memory.

        A home named twice is a problem of the second row. Counts and buildings are complete after the last row.

        Raises:
            FileRefused: more than 200,000 rows, or a CSV that cannot be read on.
        """
        self.count = count = Count()
        self.buildings = {}
        owners: linked.Owners | None = None
        for sheet, mapping, role in self._mapped:
            if role == "buildings":
                linked.read_buildings(SheetReader(sheet, mapping, count), self._building_fact)
            elif role == "owners":
                owners = linked.read_owners(SheetReader(sheet, mapping, count, self._own))
        seen: dict[tuple[str, str, str], tuple[str, int]] = {}
        for sheet, mapping, role in self._mapped:
            if role in {"roster", "units"}:
                reader = SheetReader(sheet, mapping, count, self._own)
                default = _building_of_sheet(sheet.name, mapping)
                for row in read_homes(reader, default, owners if role == "units" else None, self._building_fact):
                    place = (row.building, row.entrance, row.room)
                    if row.room:
                        first = seen.setdefault(place, (row.sheet, row.row))
                        if first != (row.sheet, row.row):
                            row.problems += (_twice(reader, row, first),)
                        self._entrance(row.building, row.entrance)
                    count.rows += 1
                    count.with_problems += bool(row.problems)
                    yield row
        if owners:
            self._orphans = owners.unused()
            self._orphan_sheet = owners.sheet

    def _building_fact(self, building: str, floors: int | None, elevator: bool | None) -> None:  # noqa: FBT001 - told by position
        known = self.buildings.setdefault(building, Building())
        if floors is not None:
            known.floors = max(floors, known.floors or floors)
        if elevator is not None:
            known.elevator = bool(known.elevator) or elevator

    def _entrance(self, building: str, entrance: str) -> None:
        known = self.buildings.get(building)
        if known is None:
            known = self.buildings[building] = Building()
        if entrance:
            known.entrances.add(entrance)

    def notices(self) -> list[Label]:
        """What a person should know though nothing is wrong; complete after the rows were read."""
        found = []
        if self.count.phone_notes:
            found.append(_NOTES.format(count=self.count.phone_notes))
        if self.count.odd_check_digits:
            found.append(_DIGITS.format(count=self.count.odd_check_digits))
        if self._orphans:
            refs = "、".join(self._orphans[:20]) + ("…" if len(self._orphans) > 20 else "")
            found.append(_EMPTY_OWNERS.format(sheet=self._orphan_sheet, count=len(self._orphans), refs=refs))
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_roster(
    source: BinaryIO | Path, filename: str, mapping: Overrides | None = None, own: OwnColumns = NO_OWN
) -> RosterFile:
    """Check and open a roster, and propose what its columns mean.

    Args:
        source: the file, or a readable and seekable stream that stays open while rows are read.
        filename: what the user calls it.
        mapping: the user's own choice, sheet -> column index -> target (None: not imported).
        own: the columns of the site's own fields.

    Raises:
        FileRefused: with the sentence for the person who sent it.
    """
    stack = ExitStack()
    with stack:
        workbook = stack.enter_context(open_workbook(source, filename))
        return RosterFile(workbook, filename, mapping or {}, stack.pop_all(), own)
    raise AssertionError  # pragma: no cover - the stack never swallows an exception


def _top(sheet: Sheet) -> list[Any]:
    top = []
    for row in sheet.rows():
        top.append(row)
        if len(top) == 20:
            break
    return top


def _building_of_sheet(name: str, mapping: SheetMapping) -> str | None:
    """`3号楼` as a sheet's name says the building where no column does."""
    if "building" in mapping.targets or "address" in mapping.targets:
        return None
    code = addresses.building(name)
    return code if code != addresses.tidy(name) and len(code) <= 6 else None


def _twice(reader: SheetReader, row: RosterRow, first: tuple[str, int]) -> Problem:
    target = "room" if "room" in reader.columns else "address"
    home = addresses.label(addresses.Address(row.building, row.entrance, row.room))
    return reader.problem(
        row.row,
        target,
        L(
            "{home} 和“{sheet}”第 {row} 行重复，请只留一行。",
            "{home} is already in row {row} of “{sheet}”; keep one of them.",
        ).format(home=home, sheet=first[0], row=first[1]),
    )
