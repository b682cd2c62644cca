"""What the columns of a workbook were taken for, as the page that lets a person change it shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.headers import SheetMapping
from exchange.reading.workbook import Sheet
from models.spec import Label

_SAMPLES: Final = 3


def described(sheets: Iterable[Sheet], mappings: Iterable[SheetMapping]) -> list[dict[str, Any]]:
    """Return the sheets that are read, with every column, its meaning and its first values, as JSON keeps it."""
    known = {sheet.name: sheet for sheet in sheets}
    return [
        {
            "name": m.sheet,
            "header_row": m.header_row,
            "rows": known[m.sheet].height,
            "columns": [
                {"index": c.index, "letter": c.letter, "header": c.header, "target": c.target, "why": both(c.why),
                 "samples": samples}
                for c, samples in zip(m.columns, _samples(known[m.sheet], m), strict=True)
            ],
        }
        for m in mappings
    ]  # fmt: skip


def both(label: Label) -> dict[str, str]:
    """Return a sentence in both languages, as JSON keeps it."""
    return {"zh": label.text("zh"), "en": label.text("en")}


def words(kept: Mapping[str, str]) -> Label:
    """Return a sentence that JSON kept."""
    return Label(kept["zh"], kept["en"])


def _samples(sheet: Sheet, mapping: SheetMapping) -> list[list[str]]:
    """The first values below each header."""
    rows = list(islice(sheet.rows(), mapping.header_row, mapping.header_row + _SAMPLES))
    out = []
    for column in mapping.columns:
        words = [cells.text(row[column.index]) for row in rows if column.index < len(row)]
        out.append([word[:24] for word in words if word])
    return out
