"""The refused rows as a workbook in the file's own layout, with a column that says why: to be corrected and sent again."""

from __future__ import annotations

import datetime as dt
from typing import Any, BinaryIO, Final

from exchange.batches.findings import Refused, refusals
from exchange.batches.life import Store
from exchange.reading.workbook import Sheet, open_workbook
from models.engine import ImportBatch
from models.spec import L

WHY: Final = L("不能导入的原因", "Why it cannot be imported")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_DAYS = (dt.datetime, dt.date)


def refused_workbook(store: Store, batch: ImportBatch, out: BinaryIO, locale: str = "zh") -> int:
    """Write the refused rows, under the rows down to the header as they stand in the file; returns how many there are.

    Values that begin like a formula are written as text; the reason stands in the first free column.
    """
    import xlsxwriter  # noqa: PLC0415 - loaded when a book is asked for, not at every start

    by_sheet: dict[str, dict[int, list[Refused]]] = {}
    for problem in refusals(store, batch):
        by_sheet.setdefault(problem.sheet, {}).setdefault(problem.row, []).append(problem)
    headers = {sheet["name"]: int(sheet["header_row"]) for sheet in batch.summary.get("sheets", ())}
    written = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book, open_workbook(store.source(batch.id), batch.file_name) as source:
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "why": book.add_format({"font_color": "#B3261E"}),
        }
        for sheet in source.sheets:
            if sheet.name in by_sheet:
                written += _sheet(book, formats, sheet, headers.get(sheet.name, 0), by_sheet[sheet.name], locale)
        if not by_sheet:
            book.add_worksheet()
    return written


def _sheet(book: Any, formats: Any, sheet: Sheet, header: int, refused: dict[int, list[Refused]], locale: str) -> int:
    page = book.add_worksheet(sheet.name[:31])
    last = max(refused)
    width = 0
    at = 0
    for number, row in enumerate(sheet.rows(), start=1):
        if number > last:
            break
        if number <= header:
            width = max(width, len(row))
        elif number not in refused:
            continue
        for place, value in enumerate(row):
            _cell(page, at, place + sheet.first_column, value, formats)
        if number == header:
            page.write_string(at, width + sheet.first_column, WHY.text(locale), formats["why"])
        elif number > header:
            words = "；".join(f"{p.column} {p.message.text(locale)}".strip() for p in refused[number])
            page.write_string(at, max(width, len(row)) + sheet.first_column, words, formats["why"])
        at += 1
    return len(refused)


def _cell(page: Any, row: int, column: int, value: Any, formats: Any) -> None:
    if value == "" or value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, _DAYS):
        page.write_datetime(row, column, value, formats["day"])
    else:
        page.write_string(row, column, str(value))


__all__ = ["refused_workbook"]
