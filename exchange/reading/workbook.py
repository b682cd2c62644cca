"""Opens `.xlsx`, `.xls`, `.ods` and `.csv` alike: named sheets with rows numbered as the user sees them.

Values stay as the reader gives them (calamine: str, float, bool, date, datetime, time, timedelta, "" for an empty
cell; CSV: str). Making sense of them is the work of `cells`, once it is known which column means what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import python_calamine as calamine

from exchange.reading import delimited, limits
from exchange.reading import refusals_of_files as say
from exchange.reading.archive import MAX_SHEETS
from exchange.reading.refusals import FileRefused

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Row = list[Cell]


class Sheet:
    """One sheet: its name, and its rows from row 1 on, each time anew.

    Attributes:
        name: as on the tab; the file's name for a CSV.
        first_column: the column of the first value of each row, 0 for A.
        merged: for every cell below the first of a merged column, (row, column) -> row of the value; rows from 1.
    """

    def __init__(self, name: str, source: _Source, first_column: int, merged: Mapping[tuple[int, int], int]) -> None:
        self.name = name
        self.first_column = first_column
        self.merged = merged
        self._source = source

    def rows(self) -> Iterator[Row]:
        """Row 1, row 2 and so on; empty rows too, so that counting gives the numbers a person sees."""
        return self._source.rows()

    @property
    def height(self) -> int:
        """How many rows the file says the sheet has, for showing progress; 0 when it does not say."""
        return self._source.height

    def letter(self, index: int) -> str:
        """The column letter of the value at ``index`` of a row: 0 is A, unless the sheet begins further right."""
        return letter(index + self.first_column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened file: its kind, the sheets people see, and the names of hidden ones."""

    kind: limits.Kind
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = field(default=())


class _Source:
    height = 0

    def rows(self) -> Iterator[Row]:
        raise NotImplementedError


class _CalamineRows(_Source):
    def __init__(self, sheet: calamine.CalamineSheet) -> None:
        self._sheet = sheet
        self.height = sheet.height

    def rows(self) -> Iterator[Row]:
        return iter(self._sheet.iter_rows())


class _TextRows(_Source):
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def rows(self) -> Iterator[Row]:
        return delimited.rows(self._file)  # type: ignore[return-value]  # a list of str is only read


def letter(index: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@contextmanager
def open_workbook(source: BinaryIO | Path, filename: str) -> Iterator[Workbook]:
    """Check a file against the limits, then open it.

    Args:
        source: the file, or a readable and seekable stream.
        filename: what the user calls it; only a CSV's sheet is named after it.

    Raises:
        FileRefused: by the checks, or because the reader cannot make sense of the file after all.
    """
    kind = limits.check(source)
    if kind == "csv":
        with limits.opened(source) as file:
            yield Workbook(kind, (Sheet(Path(filename).stem or "CSV", _TextRows(file), 0, {}),))
        return
    with _sentences():
        book = calamine.load_workbook(source if isinstance(source, Path) else _rewound(source))
    try:
        metadata = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(metadata) > MAX_SHEETS:
            raise FileRefused(say.TOO_MANY_SHEETS.format(count=len(metadata), limit=MAX_SHEETS))
        seen = [m.name for m in metadata if m.visible == calamine.SheetVisibleEnum.Visible]
        hidden = tuple(m.name for m in metadata if m.name not in set(seen))
        with _sentences():
            sheets = tuple(_sheet(book, name) for name in seen)
        yield Workbook(kind, sheets, hidden)
    finally:
        book.close()


def _rewound(source: BinaryIO) -> BinaryIO:
    source.seek(0)
    return source


def _sheet(book: calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    start = sheet.start or (0, 0)
    merged: dict[tuple[int, int], int] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom - top <= limits.MAX_ROWS and len(merged) <= limits.MAX_ROWS:
            merged.update(((row + 1, left - start[1]), top + 1) for row in range(top + 1, bottom + 1))
    return Sheet(name, _CalamineRows(sheet), start[1], merged)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what the reader throws at a broken file into the sentence for it, a panic in its native code included."""
    try:
        yield
    except calamine.PasswordError as error:
        raise FileRefused(say.PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused(say.CUT_OFF) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # pyo3 gives it no importable name
            raise FileRefused(say.CUT_OFF) from error
        raise
