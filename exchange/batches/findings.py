"""The findings of a plan, page by page, for people to look at before anything is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from exchange.batches.life import Store
from exchange.batches.rows_file import RowsFile
from models.engine import ImportBatch
from models.spec import Label

PAGE = 50
"""Findings on a page."""
_ROWS = (
    "SELECT n, kind, sheet, row, title, people, detail FROM row WHERE kind = ? AND n > ? ORDER BY n LIMIT ? OFFSET ?"
)
_FILTERED = (
    "SELECT n, kind, sheet, row, title, people, detail FROM row WHERE kind = ? AND n > ? "
    "AND instr(title || ' ' || people || ' ' || row, ?) > 0 ORDER BY n LIMIT ? OFFSET ?"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value before and after.

    ``whose`` is the person's name, "" for the home; ``field`` a declared field's name, or ``moved_in`` (after: the
    relation) and ``until``.
    """

    whose: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row cannot be imported, and where: sheet, row, column letter, header."""

    sheet: str
    row: int
    column: str
    header: str
    message: Label


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one row of the file."""

    at: int
    kind: str
    sheet: str
    row: int
    title: str
    people: str
    changes: tuple[Difference, ...] = ()
    notes: tuple[Label, ...] = ()
    problems: tuple[Refused, ...] = ()


def rows_of(
    store: Store, batch: ImportBatch, kind: str, page: int = 1, *, size: int = PAGE, search: str = ""
) -> list[Finding]:
    """The findings of one kind (``new``, ``changed``, ``unchanged``, ``refused``), page from 1; empty when the files are gone.

    ``search`` keeps rows whose address, people or row number contain the text. Asks for one more than ``size`` rows,
    so that the caller sees whether there is a next page.
    """
    path = store.stage(batch.id)
    if not path.exists():
        return []
    with RowsFile(path) as stage:
        skip = max(page - 1, 0) * size
        if search:
            found = stage.connection.execute(_FILTERED, (kind, 0, search, size + 1, skip)).fetchall()
        else:
            found = stage.connection.execute(_ROWS, (kind, 0, size + 1, skip)).fetchall()
    return [_finding(row) for row in found]


def refusals(store: Store, batch: ImportBatch, limit: int = 1_000_000) -> list[Refused]:
    """Every problem of every refused row, in the file's order."""
    out: list[Refused] = []
    page = 1
    while len(out) < limit:
        found = rows_of(store, batch, "refused", page, size=1000)
        out += [problem for finding in found[:1000] for problem in finding.problems]
        if len(found) <= 1000:
            break
        page += 1
    return out[:limit]


def _finding(row: tuple[Any, ...]) -> Finding:
    at, kind, sheet, number, title, people, detail = row
    read = json.loads(detail) if detail else {}
    return Finding(
        at, kind, sheet, number, title, people or "",
        tuple(Difference(*change) for change in read.get("changes", ())),
        tuple(Label(n["zh"], n["en"]) for n in read.get("notes", ())),
        tuple(Refused(p["sheet"], p["row"], p["column"], p["header"], Label(p["zh"], p["en"])) for p in read.get("problems", ())),
    )  # fmt: skip
