"""A summary as an Excel book: its figures on the first sheet, each table and listing on one of its own; never a formula."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import IO, Any

from models.spec import L, Label
from reports.results import Figure, Line, Result, Rows, Table
from reports.spec import Measure

FIGURES = L("汇总", "Summary")
HEADS = (L("项目", "Item"), L("数值", "Value"), L("单位", "Unit"), L("目标", "Target"), L("评定", "Verdict"))
VERDICTS = {"met": L("达标", "On target"), "missed": L("未达标", "Missed"), "unset": L("目标未配置", "No target set")}
PERIOD = L("{since} 至 {until}", "{since} to {until}")
AS_OF = L("数据时间 {at}", "As of {at}")
YES_NO = (L("否", "No"), L("是", "Yes"))
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Columns = Callable[[Rows], Sequence[int]]


def every_column(rows: Rows) -> Sequence[int]:
    """Return all columns of a listing: for those from whom nothing is hidden."""
    return range(len(rows.heads))


def write(
    out: IO[bytes],
    *,
    result: Result,
    title: str,
    site: str,
    locale: str,
    zone: dt.tzinfo,
    columns: Columns = every_column,
) -> None:
    """Write the book of a result.

    Args:
        out: where it goes.
        result: the summary.
        title: what the report is called.
        site: the site's name, "" for all of them.
        locale: ``zh`` or ``en``.
        zone: the zone moments are shown in.
        columns: which columns of a listing its reader may see.
    """
    import xlsxwriter  # noqa: PLC0415 - loaded when a book is asked for, not at every start

    with xlsxwriter.Workbook(out, OPTIONS) as book:
        made = _Book(book, locale, zone)
        made.figures(result, title, site)
        for part in result.parts:
            if isinstance(part, Table):
                made.table(part)
            elif isinstance(part, Rows):
                made.rows(part, columns(part))


class _Book:
    def __init__(self, book: Any, locale: str, zone: dt.tzinfo) -> None:
        self.book, self.locale, self.zone = book, locale, zone
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bg_color": "#EEF1F6", "bottom": 1, "text_wrap": True})
        self.bold = book.add_format({"bold": True, "top": 1})
        self.whole, self.exact = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.names: set[str] = set()

    def say(self, label: Label, **params: Any) -> str:
        return (label.format(**params) if params else label).text(self.locale)

    def sheet(self, label: str) -> Any:
        """Add a sheet under a name that Excel takes and no other has."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", label)[:28].strip() or "1"
        name, n = plain, 1
        while name.lower() in self.names:
            n += 1
            name = f"{plain} {n}"
        self.names.add(name.lower())
        return self.book.add_worksheet(name)

    def figures(self, result: Result, title: str, site: str) -> None:
        sheet = self.sheet(self.say(FIGURES))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 12)
        at = result.computed_at.astimezone(self.zone).isoformat(" ", "minutes")[:16]
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, f"{site} {self.say(PERIOD, since=result.since, until=result.until)}".strip())
        sheet.write_string(2, 0, self.say(AS_OF, at=at))
        for i, label in enumerate(HEADS):
            sheet.write_string(4, i, self.say(label), self.head)
        found = [part for part in result.parts if isinstance(part, Figure)]
        for row, figure in enumerate(found, start=5):
            sheet.write_string(row, 0, self.say(figure.label))
            self.value(sheet, row, 1, figure.value)
            sheet.write_string(row, 2, self.say(figure.measure.label))
            self.value(sheet, row, 3, figure.target)
            if figure.verdict in VERDICTS:
                sheet.write_string(row, 4, self.say(VERDICTS[figure.verdict]))

    def table(self, table: Table) -> None:
        sheet = self.sheet(self.say(table.label))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, max(len(table.heads), 1), 14)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, "", self.head)
        for i, (_, label, measure) in enumerate(table.heads, start=1):
            unit = "" if measure is Measure.number else f" ({self.say(measure.label)})"
            sheet.write_string(0, i, self.say(label) + unit, self.head)
        for row, line in enumerate(table.lines, start=1):
            self.line(sheet, row, line)
        if table.total is not None:
            self.line(sheet, len(table.lines) + 1, table.total, self.bold)

    def line(self, sheet: Any, row: int, line: Line, form: Any = None) -> None:
        sheet.write_string(row, 0, self.say(line.label), form)
        for i, cell in enumerate(line.cells, start=1):
            self.value(sheet, row, i, cell.value)

    def rows(self, rows: Rows, columns: Sequence[int]) -> None:
        sheet = self.sheet(self.say(rows.label))
        sheet.set_column(0, max(len(columns) - 1, 0), 16)
        sheet.freeze_panes(1, 0)
        for i, at in enumerate(columns):
            sheet.write_string(0, i, self.say(rows.heads[at][1]), self.head)
        for row, line in enumerate(rows.lines, start=1):
            for i, at in enumerate(columns):
                self.value(sheet, row, i, line[at])

    def value(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """Write a value as what it is: numbers and days as such, everything else as text."""
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, self.say(YES_NO[value]))
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.whole)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), self.exact)
        elif isinstance(value, dt.datetime):
            local = value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(row, column, local, self.clock)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self.day)
        else:
            sheet.write_string(row, column, (self.say(value) if isinstance(value, Label) else str(value))[:32767])
