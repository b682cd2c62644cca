"""Reading a workbook of one register: its sheets, what their columns mean, and its rows as values by field."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from exchange.batches.columns import both, described
from exchange.reading import cells
from exchange.reading.headers import SEARCHED_ROWS, Overrides, SheetMapping, map_sheet, normal
from exchange.reading.refusals import CellRefused, FileRefused, Problem
from exchange.reading.rows import TOTALS
from exchange.reading.workbook import Sheet, Workbook, open_workbook
from exchange.registers import values
from exchange.registers.columns import GUIDE, LAST, PAPER, PAPER_NOTE, SHEET_OF_NUMBERS, STATE, Column, vocabulary
from exchange.registers.named import Directory
from models.spec import Kind, L, Label
from workflow import Invalid
from workflow.openings import state_called

MOST: Final = 20_000
"""Rows of one file; each goes through all rules of the form."""
NO_HEADER: Final = L(
    "前 20 行里没有找到表头。请用本台账的模板，表头如：{headers}。",
    "No header was found in the first 20 rows. Use this register's template; its headers are such as: {headers}.",
)
UNREAD: Final = L(
    "表头都没有认出来，请在列对应里指定至少两列，例如：{headers}。",
    "No header was recognised; choose at least two columns in the mapping, such as: {headers}.",
)
TOO_MANY: Final = L(
    "一次最多导入 {n} 行，请分成几个文件。", "At most {n} rows can be imported at once; divide the file."
)
NOTHING: Final = L("表里没有要导入的行。", "There is no row to import.")
ANOTHER: Final = L("没有认出这个台账的列", "no column of this register was recognised")
HIDDEN: Final = L("隐藏的工作表", "a hidden sheet")
_PRIVATE: Final = frozenset({Kind.phone, Kind.idno, Kind.text})
_FEWEST: Final = 2
"""Columns that must be understood before a sheet is taken for one of the register."""


@dataclass(slots=True)
class PaperRow:
    """One row: values by field name, the state it is in, what the paper was called, and what is wrong."""

    sheet: str
    row: int
    at: int = 0
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    state: str | None = None
    paper: str = ""
    problems: list[Problem] = field(default_factory=list)
    letters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column key -> (letter, header)."""

    def problem(self, key: str, words: Any) -> Problem:
        """A fault of one cell, where a person finds it; of the row where the file lacks the column."""
        letter, header = self.letters.get(key, ("", ""))
        return Problem(self.sheet, self.row, letter, header, words)

    @property
    def digest(self) -> str:
        """What tells this row from one that says something else."""
        said = json.dumps([self.state, self.values], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Papers:
    """A workbook as read. ``lasts``: (row, words of the book or "" for this register, its last number as written)."""

    rows: list[PaperRow] = field(default_factory=list)
    lasts: list[tuple[int, str, str]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)


def read_papers(
    path: Path, name: str, model: type[Any], columns: list[Column], directory: Directory, chosen: Overrides
) -> Papers:
    """Read every sheet of the register; ``chosen`` is what a person took columns for. Raises FileRefused."""
    out, words = Papers(), vocabulary(model, columns)
    some = _some(columns)
    with open_workbook(path, name) as book:
        out.lasts = list(_lasts(book))
        passed = [[name, both(HIDDEN)] for name in book.hidden]
        mapped: list[tuple[Sheet, SheetMapping]] = []
        for sheet in book.sheets:
            if sheet.name in {*_both(GUIDE), *_both(SHEET_OF_NUMBERS)}:
                continue
            top = list(islice(sheet.rows(), SEARCHED_ROWS))
            mapping = map_sheet(sheet.name, top, sheet.first_column, chosen.get(sheet.name), words)
            if mapping.header_row:
                mapped.append((sheet, mapping))
        read = [m for m in mapped if len(m[1].targets) >= min(_FEWEST, len(columns))]
        if not mapped and not out.lasts:
            raise FileRefused(NO_HEADER.format(headers=some))
        known = {c.key: c for c in columns}
        for sheet, mapping in read:
            _read_sheet(sheet, mapping, known, model, directory, out)
        passed += [[m.sheet, both(ANOTHER)] for _, m in mapped if read and m.sheet not in {r.sheet for _, r in read}]
        shown = read or mapped
        out.summary = {
            "sheets": described([s for s, _ in shown], [m for _, m in shown]),
            "passed_sheets": passed,
            "passed_over": dict(out.passed),
            "unknown": [c.header for _, m in shown for c in m.unknown],
            "missing": both(UNREAD.format(headers=some)) if mapped and not read and not out.lasts else None,
        }
    if read and not out.rows and not out.lasts:
        raise FileRefused(NOTHING)
    return out


def _some(columns: list[Column]) -> Label:
    first = [c.header for c in columns[:4]]
    return L("、".join(h.zh for h in first), ", ".join(h.en for h in first))


def _both(words: Any) -> tuple[str, str]:
    return words.zh, words.en


def _lasts(book: Workbook) -> Iterator[tuple[int, str, str]]:
    for sheet in book.sheets:
        if sheet.name not in _both(SHEET_OF_NUMBERS):
            continue
        for number, row in enumerate(islice(sheet.rows(), SEARCHED_ROWS * 3), 1):
            name, last = (cells.text(v) for v in (*row, "", "")[:2])
            if name and last:
                yield number, "" if name in _both(LAST) else name, last


def _read_sheet(
    sheet: Sheet,
    mapping: SheetMapping,
    known: Mapping[str, Column],
    model: type[Any],
    directory: Directory,
    out: Papers,
) -> None:
    at = {c.index: (known[target], c) for target, c in mapping.targets.items()}
    letters = {column.key: (c.letter, c.header) for column, c in at.values()}
    headers = {normal(c.header) for _, c in at.values()}
    last: dict[int, Any] = {}
    for number, row in enumerate(sheet.rows(), 1):
        if number <= mapping.header_row:
            continue
        given = {i: row[i] for i in at if i < len(row)}
        words = [w for v in row[:3] if (w := cells.text(v))]
        if not any(cells.text(v) for v in given.values()):
            continue
        if words and normal(words[0]) in TOTALS:
            out.passed["total"] += 1
            continue
        if len(given) > 1 and all(normal(cells.text(v) or "") in headers for v in given.values()):
            out.passed["header"] += 1
            continue
        for index in at:
            if given.get(index, "") != "":
                last[index] = given[index]
            elif (number, index) in sheet.merged:
                given[index] = last.get(index, "")
        if len(out.rows) >= MOST:
            raise FileRefused(TOO_MANY.format(n=f"{MOST:,}"))
        made = PaperRow(sheet.name, number, len(out.rows) + 1, letters=letters)
        out.rows.append(_row(made, given, at, model, directory))


def _row(
    out: PaperRow,
    given: Mapping[int, Any],
    at: Mapping[int, tuple[Column, Any]],
    model: type[Any],
    directory: Directory,
) -> PaperRow:
    for index, (column, _) in sorted(at.items(), key=lambda pair: pair[1][0].field.target == "Resident"):
        try:
            value = _value(column, given.get(index), model, directory, out.values.get("unit"))
        except CellRefused as wrong:
            out.problems.append(out.problem(column.key, wrong.label))
            continue
        if value is None:
            continue
        if column.rows is not None:
            out.values.setdefault(column.rows.name, [{}])[0][column.field.name] = value
        else:
            out.values[column.key] = value
    out.state = out.values.pop(STATE.name, None)
    if paper := out.values.pop(PAPER.name, None):
        out.paper = paper
        note = PAPER_NOTE.format(number=paper).text("zh")
        out.values["remark"] = "\n".join(filter(None, (note, out.values.get("remark"))))
    shown = [cells.text(given[i]) for i, (c, _) in sorted(at.items()) if i in given and c.field.kind not in _PRIVATE]
    out.title = " · ".join(w for w in shown if w)[:80]
    return out


def _value(column: Column, value: Any, model: type[Any], directory: Directory, unit_id: int | None) -> Any:
    words = cells.text(value)
    if words is None:
        return None
    if column.field is STATE:
        try:
            return state_called(model, words)
        except Invalid as wrong:
            raise CellRefused(wrong.refusals[0].sentence) from wrong
    if column.field.kind is Kind.ref:
        return directory.one(column.field, words, unit_id)
    if column.field.kind is Kind.refs:
        return directory.several(column.field, words)
    return values.read(column.field, value)


__all__ = ["MOST", "PaperRow", "Papers", "read_papers"]
