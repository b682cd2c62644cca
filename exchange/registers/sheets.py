"""Reading a workbook of one register: its rows as values by field, each with what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.headers import SEARCHED_ROWS, normal
from exchange.reading.refusals import CellRefused, FileRefused, Problem
from exchange.reading.workbook import Sheet, Workbook, open_workbook
from exchange.registers import values
from exchange.registers.columns import GUIDE, LAST, PAPER, PAPER_NOTE, SHEET_OF_NUMBERS, Column, by_header
from exchange.registers.named import Directory
from models.spec import Kind, L

MOST: Final = 400
"""Rows of one file: a month's open papers; each goes through all rules of the form while the person waits."""
NO_HEADER: Final = L(
    "前 20 行里没有找到表头。请用本台账的模板，表头如：{headers}。",
    "No header was found in the first 20 rows. Use this register's template; its headers are such as: {headers}.",
)
TOO_MANY: Final = L(
    "一次最多导入 {n} 行，请分成几个文件。", "At most {n} rows can be imported at once; divide the file."
)
NOTHING: Final = L("表里没有要导入的行。", "There is no row to import.")
LAST_WRONG: Final = L(
    "“{value}”不是编号，请只填最后一个编号的数字。", "“{value}” is no number; write the digits of the last number only."
)


@dataclass(slots=True)
class PaperRow:
    """One row: values by field name, and what is wrong."""

    sheet: str
    row: int
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    letters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column key -> (letter, header)."""

    def problem(self, key: str, words: Any) -> Problem:
        """A fault of one cell, where a person finds it; of the row where the file lacks the column."""
        letter, header = self.letters.get(key, ("", ""))
        return Problem(self.sheet, self.row, letter, header, words)


@dataclass(slots=True)
class Papers:
    """A workbook as read. ``last``: the last number of the paper book, None where nothing is said."""

    rows: list[PaperRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    last: int | None = None


def read_papers(path: Path, name: str, columns: list[Column], directory: Directory) -> Papers:
    """Read every sheet with a header of the register. Raises FileRefused."""
    out = Papers()
    headed = False
    with open_workbook(path, name) as book:
        _last(book, out)
        for sheet in book.sheets:
            if sheet.name not in {*_both(GUIDE), *_both(SHEET_OF_NUMBERS)}:
                headed |= _read_sheet(sheet, columns, directory, out)
    if not headed:
        first = [c.header for c in columns[:4]]
        some = L("、".join(h.zh for h in first), ", ".join(h.en for h in first))
        raise FileRefused(NO_HEADER.format(headers=some))
    if not out.rows and out.last is None:
        raise FileRefused(NOTHING)
    return out


def _both(words: Any) -> tuple[str, str]:
    return words.zh, words.en


def _last(book: Workbook, out: Papers) -> None:
    for sheet in book.sheets:
        if sheet.name not in _both(SHEET_OF_NUMBERS):
            continue
        for row in islice(sheet.rows(), SEARCHED_ROWS):
            if len(row) > 1 and cells.text(row[0]) in _both(LAST) and (words := cells.text(row[1])):
                if not (words.isascii() and words.isdigit() and len(words) < 9):
                    raise FileRefused(LAST_WRONG.format(value=words))
                out.last = int(words)


def _read_sheet(sheet: Sheet, columns: list[Column], directory: Directory, out: Papers) -> bool:
    known = by_header(columns)
    at: dict[int, Column] = {}
    letters: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(sheet.rows(), 1):
        if not at:
            if number > SEARCHED_ROWS:
                return False
            found = {i: known[normal(h)] for i, v in enumerate(row) if (h := cells.text(v)) and normal(h) in known}
            if len(set(found.values())) < min(2, len(columns)):
                continue
            for index, value in enumerate(row):
                column, header = found.get(index), cells.text(value)
                if column is not None and column not in at.values():
                    at[index] = column
                    letters[column.key] = (sheet.letter(index), header or "")
                elif header:
                    out.unknown.append(header)
            continue
        if any(cells.text(row[i]) for i in at if i < len(row)):
            if len(out.rows) >= MOST:
                raise FileRefused(TOO_MANY.format(n=MOST))
            out.rows.append(_row(PaperRow(sheet.name, number, letters=letters), row, at, directory))
    return bool(at)


def _row(out: PaperRow, row: list[Any], at: dict[int, Column], directory: Directory) -> PaperRow:
    for index, column in sorted(at.items(), key=lambda pair: pair[1].field.target == "Resident"):
        if index >= len(row):
            continue
        try:
            value = _value(column, row[index], directory, out.values.get("unit"))
        except CellRefused as wrong:
            out.problems.append(out.problem(column.key, wrong.label))
            continue
        if value is None:
            continue
        if column.rows is not None:
            out.values.setdefault(column.rows.name, [{}])[0][column.field.name] = value
        else:
            out.values[column.key] = value
    if paper := out.values.pop(PAPER.name, None):
        note = PAPER_NOTE.format(number=paper).text("zh")
        out.values["remark"] = "\n".join(filter(None, (note, out.values.get("remark"))))
    shown = [cells.text(row[i]) for i, c in sorted(at.items()) if i < len(row) and c.field.kind not in _PRIVATE]
    out.title = " · ".join(w for w in shown if w)[:80]
    return out


_PRIVATE: Final = frozenset({Kind.phone, Kind.idno, Kind.text})


def _value(column: Column, value: Any, directory: Directory, unit_id: int | None) -> Any:
    words = cells.text(value)
    if words is None:
        return None
    if column.field.kind is Kind.ref:
        return directory.one(column.field, words, unit_id)
    if column.field.kind is Kind.refs:
        return directory.several(column.field, words)
    return values.read(column.field, value)
