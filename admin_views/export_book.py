"""An export as an Excel book: rows go from the database through to the disk, a few hundred at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from rustpy_xlsxwriter import Format, write_worksheet

from admin_views.exporting import Export
from models.spec import Kind

MOST_ROWS = 1_000_000
"""Rows of one sheet, a little less than Excel's own limit."""
WIDTHS = {Kind.text: 40, Kind.datetime: 17, Kind.date: 11, Kind.ref: 16, Kind.phone: 14, Kind.idno: 20}
FORMATS = {Kind.datetime: "yyyy-mm-dd hh:mm", Kind.date: "yyyy-mm-dd", Kind.time: "hh:mm", Kind.money: "#,##0.00"}


def write_book(
    export: Export, file: str | os.PathLike[str] | BinaryIO, tell: Callable[[int], None] | None = None
) -> int:
    """Write the rows into ``file`` and return how many there are; texts are never formulas or links.

    ``tell``: told how many rows are written so far; what it raises ends the work, and no file is left.
    """
    written = 0
    names = _names(export.headers())

    def records() -> Iterator[dict[str, object]]:
        nonlocal written
        for columns in export.tables(export.typed):
            for line in islice(zip(*columns, strict=True), MOST_ROWS - written):
                yield dict(zip(names, line, strict=True))
            written += min(len(columns[0]), MOST_ROWS - written)
            if tell is not None:
                tell(written)
            if written >= MOST_ROWS:
                return
        if not written:
            yield dict.fromkeys(names)  # without any row the writer leaves the head out

    formats = [Format().set_num_format(FORMATS[f.kind]) if f.kind in FORMATS else Format() for f in export.fields]
    write_worksheet(
        records(), file, sheet_name=_sheet_name(export.reader.say(export.model.__register__.label)), freeze_row=1, freeze_col=1,
        column_widths=[float(WIDTHS.get(f.kind, 12)) for f in export.fields], column_formats=formats,
        header_format=Format().set_bold().set_background_color("#EEF1F6").set_border_bottom("thin"),
    )  # fmt: skip
    return written


def _names(headers: list[str]) -> list[str]:
    """Return the columns' names, each once: the writer tells columns apart by them."""
    out: list[str] = []
    for name in headers:
        same = name
        while same in out:
            same += " "
        out.append(same)
    return out


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31]
