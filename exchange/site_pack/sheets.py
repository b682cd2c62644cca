"""Reading the sheets of a site pack: rows of values by column key, each with what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from exchange.reading import cells
from exchange.reading.refusals import CellRefused, Problem
from exchange.reading.workbook import Sheet
from exchange.site_pack.columns import Col, SheetSpec
from models.spec import L

SEARCHED = 20
"""Rows among which the header row is looked for."""
NO_HEADER = L(
    "“{sheet}”页前 20 行里没有找到表头“{header}”。请用开通模板里的表头。",
    "No header “{header}” was found in the first 20 rows of “{sheet}”. Use the headers of the template.",
)
NO_COLUMN = L("“{sheet}”页缺少“{header}”列。", "The sheet “{sheet}” has no column “{header}”.")
EMPTY = L("“{header}”是空的，请填写。", "“{header}” is empty; please fill it in.")


@dataclass(slots=True)
class ReadRow:
    """One row: filled cells by column key, and problems."""

    row: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ReadSheet:
    """One sheet as read."""

    spec: SheetSpec
    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    letters: dict[str, str] = field(default_factory=dict)
    """Column key -> letter."""

    def problem(self, row: int, key: str, message: Any) -> Problem:
        """A fault of one cell, where a person finds it."""
        return Problem(self.spec.name, row, self.letters.get(key, ""), self.spec.header(key), message)


def normal(header: Any) -> str:
    """A header as it is compared: without spaces, marks and what stands in brackets."""
    words = cells.text(header) or ""
    for opening in "(（":
        words = words.split(opening)[0]
    return "".join(c for c in words if not c.isspace() and c not in "*＊:：")


def read_sheet(sheet: Sheet, spec: SheetSpec) -> ReadSheet:
    """Read a sheet by its declaration; empty rows and rows the template only prepared are passed over."""
    out = ReadSheet(spec)
    columns: dict[int, Col] = {}
    for number, row in enumerate(sheet.rows(), 1):
        if not columns:
            columns = _header(out, sheet, row)
            if not columns and number >= SEARCHED:
                break
            continue
        found = _row(out, number, row, columns)
        if found is not None:
            out.rows.append(found)
    if not columns:
        first = spec.columns[0].header
        out.problems.append(Problem(spec.name, 1, "", first, NO_HEADER.format(sheet=spec.name, header=first)))
        return out
    present = {c.key for c in columns.values()}
    for col in spec.columns:
        if col.required and col.key not in present:
            words = NO_COLUMN.format(sheet=spec.name, header=col.header)
            out.problems.append(Problem(spec.name, 1, "", col.header, words))
    return out


def _header(out: ReadSheet, sheet: Sheet, row: list[Any]) -> dict[int, Col]:
    known = {normal(name): col for col in out.spec.columns for name in (col.header, *col.also)}
    columns: dict[int, Col] = {}
    unknown = []
    for index, value in enumerate(row):
        col = known.get(normal(value))
        if col is not None and col not in columns.values():
            columns[index] = col
        elif normal(value):
            unknown.append(normal(value))
    if out.spec.columns[0] not in columns.values() and len(columns) < 2:
        return {}
    out.unknown = tuple(unknown)
    out.letters = {col.key: sheet.letter(index) for index, col in columns.items()}
    return columns


def _row(out: ReadSheet, number: int, row: list[Any], columns: dict[int, Col]) -> ReadRow | None:
    found = ReadRow(number, {})
    refused: set[str] = set()
    for index, col in columns.items():
        if col.shown or index >= len(row):
            continue
        try:
            value = col.read(row[index])
        except CellRefused as wrong:
            refused.add(col.key)
            found.problems.append(out.problem(number, col.key, wrong.label))
            continue
        if value is not None:
            found.values[col.key] = value
    if not (found.values.keys() | refused) & set(out.spec.said):
        return None
    for col in out.spec.columns:
        if col.required and col.key not in found.values and col.key not in refused and col.key in out.letters:
            found.problems.append(out.problem(number, col.key, EMPTY.format(header=col.header)))
    return found
