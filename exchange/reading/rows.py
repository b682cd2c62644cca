"""Turns the rows of one sheet into what they mean, a block of rows and a column at a time.

Reading a column at once lets every value go through one remembered function without a Python call for a value met
before; 100,000 rows are read in about the time calamine needs to unpack them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, repeat
from operator import itemgetter
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.columns import EMPTY, READERS, Refused, Remembering
from exchange.reading.headers import Column, SheetMapping
from exchange.reading.limits import MAX_ROWS
from exchange.reading.own import NO_OWN, OwnColumns
from exchange.reading.people import Person
from exchange.reading.refusals import FileRefused, Problem
from exchange.reading.refusals_of_files import TOO_MANY_ROWS
from exchange.reading.workbook import Row, Sheet

_MOST_ODD = 1_000
_PLACE: Final = frozenset({"building", "entrance", "room", "address"})
BLOCK = 1_000  # rows read together
TOTALS: Final = frozenset(
    {"合计", "小计", "总计", "共计", "汇总", "总合计", "本页合计", "累计", "total", "subtotal", "sum"}
)


@dataclass(slots=True)
class RosterRow:
    """One home with its people, as one row of the file says.

    Attributes:
        sheet: the sheet's name.
        row: the row's number as the user sees it.
        building: the building's code; "" only in a row with problems.
        entrance: the entrance's code, "" for none.
        room: the room as it stands on the door; "" only in a row with problems.
        unit: floor, gross_area, net_area, layout, usage, occupancy, handed_over_on, as far as the file has the column;
            None is an empty cell, a missing key an absent column. Likewise the site's own fields of homes, by target.
        owners: the owner and the co-owners.
        family: relatives named in the row.
        tenants: tenants named in the row.
        since: the day the owner became owner.
        remark: the remark as it stands.
        problems: why the row cannot be imported; empty for a good row.
    """

    sheet: str
    row: int
    building: str
    entrance: str
    room: str
    unit: dict[str, Any]
    owners: tuple[Person, ...] = ()
    family: tuple[Person, ...] = ()
    tenants: tuple[Person, ...] = ()
    since: dt.date | None = None
    remark: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Count:
    """What became of the rows of a file, complete once all rows were read."""

    rows: int = 0
    with_problems: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    """Rows below the header that are no data: `blank`, `total`, `note`, `header` (repeated)."""
    read: int = 0
    """Rows with any content, held against the limit."""
    phone_notes: int = 0
    odd_check_digits: int = 0

    def check_digits(self, ids: tuple[str, ...]) -> None:
        """Count ID numbers whose check digit does not fit, up to a thousand: invented ones need no exact figure."""
        if self.odd_check_digits < _MOST_ODD:
            self.odd_check_digits += sum(not cells.check_digit_fits(number) for number in ids)


class SheetReader:
    """Reads the data rows of one sheet by its mapping."""

    def __init__(self, sheet: Sheet, mapping: SheetMapping, count: Count, own: OwnColumns = NO_OWN) -> None:
        self.sheet = sheet
        self.own = own
        self.mapping = mapping
        self.count = count
        self.columns: dict[str, Column] = mapping.targets
        self._readers = {target: Remembering(self._reader(target)) for target in self.columns}
        self._width = max((column.index for column in self.columns.values()), default=-1) + 1
        self._headers = tuple(column.header for column in self.columns.values())
        self.filled: set[int] = set()
        """Rows whose room was taken from a merged cell above: further people of the same home."""

    def _reader(self, target: str) -> Any:
        if target in {"phone", "phone2"}:
            return self._phones
        return READERS.get(target) or self.own.readers[target]

    def _phones(self, value: Any) -> tuple[str, ...]:
        found = cells.phones(value)
        if isinstance(value, str) and len(value) > 11 and cells.phone_note(value):
            self.count.phone_notes += 1
        return found

    def blocks(self) -> Iterator[tuple[list[int], list[tuple[Any, ...]], dict[str, Any]]]:
        """Blocks of row numbers, the raw mapped values of each row, and the meanings column by column.

        A meaning is what `columns.READERS` gives, or Refused. Absent columns repeat their empty meaning.

        Raises:
            FileRefused: more than 200,000 rows hold something.
        """
        rows = self.sheet.rows()
        first = self.mapping.header_row + 1
        for _ in islice(rows, self.mapping.header_row):
            pass
        pick = self._picker()
        last: dict[int, Any] = {}
        while block := list(islice(rows, BLOCK)):
            numbers, kept = self._kept(block, first, pick, last)
            first += len(block)
            if not kept:
                continue
            self.count.read += len(kept)
            if self.count.read > MAX_ROWS:
                raise FileRefused(TOO_MANY_ROWS.format(limit=f"{MAX_ROWS:,}"))
            meanings = {
                target: list(map(reader.__getitem__, values))
                for (target, reader), values in zip(self._readers.items(), zip(*kept, strict=True), strict=True)
            }
            yield numbers, kept, meanings

    def _picker(self) -> Any:
        places = [column.index for column in self.columns.values()]
        if len(places) == 1:
            only = places[0]
            return lambda row: (row[only],)
        return itemgetter(*places)

    def _kept(
        self, block: list[Row], first: int, pick: Any, last: dict[int, Any]
    ) -> tuple[list[int], list[tuple[Any, ...]]]:
        """The rows of a block with anything in a mapped column, picked in the mapping's order."""
        numbers: list[int] = []
        kept: list[tuple[Any, ...]] = []
        width, merged = self._width, self.sheet.merged
        for number, row in enumerate(block, first):
            if len(row) < width:  # CSV rows may end early
                row.extend(repeat("", width - len(row)))
            picked = pick(row)
            if merged:
                picked = self._filled(picked, number, last)
            if any(picked):
                numbers.append(number)
                kept.append(picked)
        self.count.passed_over["blank"] += len(block) - len(kept)
        return numbers, kept

    def _filled(self, picked: tuple[Any, ...], number: int, last: dict[int, Any]) -> tuple[Any, ...]:
        """Empty cells of a merged column with the value of its first cell."""
        values = list(picked)
        changed = False
        for place, (target, column) in enumerate(self.columns.items()):
            if values[place] != "":
                last[place] = values[place]
            elif (number, column.index) in self.sheet.merged and any(v != "" for v in picked):
                values[place] = last.get(place, "")
                changed = True
                if target in {"room", "address"} and values[place] != "":
                    self.filled.add(number)
        return tuple(values) if changed else picked

    def column(self, meanings: dict[str, Any], target: str) -> Any:
        """The meanings of a target, row by row; its empty meaning for ever when the column is absent."""
        return meanings.get(target) or repeat(EMPTY.get(target))

    def has_refused(self) -> bool:
        """Whether any value since the last call could not be read."""
        found = False
        for reader in self._readers.values():
            found |= reader.refused
            reader.refused = False
        return found

    def problem(self, number: int, target: str, label: Any) -> Problem:
        """A problem at the cell of a target; at the whole row when the column is absent."""
        column = self.columns.get(target)
        return Problem(self.sheet.name, number, column.letter if column else "", column.header if column else "", label)

    def refused(self, number: int, meanings: dict[str, Any], at: int) -> tuple[Problem, ...]:
        """The problems of the row at place ``at`` of a block."""
        return tuple(
            self.problem(number, target, values[at].label)
            for target, values in meanings.items()
            if type(values[at]) is Refused
        )

    def passed_over(self, picked: tuple[Any, ...]) -> str | None:
        """Why a row without a proper room is no data: `blank`, `total`, `header` or `note`; None when it is data after all."""
        words = [word for word in map(cells.text, picked) if word]
        if not words:
            return "blank"  # formatted, or holding nothing but spaces
        plain = [word.replace(" ", "").rstrip(":：").lower() for word in words]
        if any(word in TOTALS or word.startswith(("合计", "总计", "小计")) for word in plain):
            return "total"
        if all(cells.text(value) in {None, header} for value, header in zip(picked, self._headers, strict=True)):
            return "header"
        beside = [value for target, value in zip(self.columns, picked, strict=True) if target not in _PLACE]
        if all(isinstance(value, str) for value in picked) and not any(map(cells.text, beside)):
            return "note"
        return None
