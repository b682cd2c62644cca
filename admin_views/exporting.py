"""Export of a list as CSV or Excel: the same rows and rights as the page, streamed, without a formula in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import access
from admin_views import list_columns
from admin_views.answers import XLSX
from admin_views.list_page import restricted
from admin_views.list_query import ListQuery
from admin_views.list_rows import cell_formatter, many_words, whole
from admin_views.list_state import ListState, parse
from admin_views.reader import Reader
from admin_views.turns import Turns
from models.declare import Record
from models.spec import Field, Kind
from web.db import db

FIRST = ("number", "site", "status")
"""Columns that come before the declared ones."""
NOT_EXPORTED = frozenset({Kind.rows, Kind.files, Kind.sign, Kind.readers})
CHUNK = 1000
"""Rows fetched at once."""
BUFFER = 64 * 1024
"""Characters of CSV sent at once."""
MOST_XLSX = 1_000_000
FORMULA = frozenset("=+-@\t\r")
"""What a text must not begin with, or a spreadsheet takes it for a formula."""
NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d+)?$")
NUMBERS = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})
WIDTHS = {Kind.text: 40, Kind.datetime: 17, Kind.date: 11, Kind.ref: 16, Kind.phone: 14, Kind.idno: 20}


class Export:
    """One export: who asks for what, with which columns."""

    def __init__(
        self, reader: Reader, model: type[Record], pairs: Iterable[tuple[str, str]], *, full: bool = False
    ) -> None:
        """Read the list's parameters as the page reads them; ``full``: full numbers, the reason having been logged."""
        self.reader = reader
        self.model = model
        self._engine = db.reader  # taken now: the file is written after the request's own context is gone
        rights = [
            r
            for r in access.fields_for(reader.actor, model, access.Purpose.export)
            if r.field.kind not in NOT_EXPORTED and r.field.name not in list_columns.INTERNAL
        ]
        rights.sort(key=lambda r: FIRST.index(r.field.name) if r.field.name in FIRST else len(FIRST))
        self.fields = [r.field for r in rights]
        self.masked = {r.field.name for r in rights if r.masked and not full}
        allowed = list_columns.rights(reader, model, access.Purpose.filter)
        state = parse(pairs, model, reader, allowed, ())
        self.state: ListState = replace(state, page=1, after=None, before=None)

    @property
    def file_name(self) -> str:
        """The file's name without its ending: the register's name and the day."""
        return f"{self.reader.say(self.model.__register__.label)}-{self.reader.today:%Y%m%d}"

    def count(self) -> int:
        """How many rows there are."""
        query = ListQuery(
            reader=self.reader,
            model=self.model,
            state=self.state,
            fields=(),
            turns=Turns(self.reader, self.model),
            restricted=restricted(self.reader, self.model),
        )
        return int(self.reader.session.execute(select(func.count()).select_from(query.ids().subquery())).scalar_one())

    def headers(self) -> list[str]:
        """The columns' names."""
        return [self.reader.say(f.label) for f in self.fields]

    def chunks(self) -> Iterator[list[Any]]:
        """Fetch the rows a few hundred at a time, in a session of their own that outlives the request."""
        with Session(self._engine, expire_on_commit=False) as session:
            access.bind(session, self.reader.actor)
            own = replace(self.reader, session=session)
            query = ListQuery(
                reader=own,
                model=self.model,
                state=self.state,
                fields=self.fields,
                turns=Turns(own, self.model),
                restricted=restricted(own, self.model),
            )
            result = session.execute(query.everything(), execution_options={"yield_per": CHUNK})
            for part in result.partitions(CHUNK):
                rows = list(part)
                yield [rows, self._extras(own, [r.id for r in rows])]

    def _extras(self, own: Reader, ids: Sequence[int]) -> dict[str, dict[int, Any]]:
        """Return, by field and row, what stands in no column: lists of references, computed figures."""
        out: dict[str, dict[int, Any]] = {}
        for field in self.fields:
            if field.kind is Kind.refs:
                out[field.name] = many_words(own, self.model, field, ids)
        computed = [f for f in self.fields if f.kind is Kind.computed and f.compute]
        if computed:
            records = own.session.scalars(whole(self.model, ids)).all()
            for field in computed:
                out[field.name] = {r.id: field.compute(r) for r in records if field.compute}
            own.session.expunge_all()
        return out

    def rows(self, cell: Callable[[Field], Callable[[Any], Any]]) -> Iterator[Sequence[Any]]:
        """Yield the rows, each value turned by ``cell(field)``; a column at a time, every different value once."""
        words = [cell(f) for f in self.fields]
        apart = {i: f.name for i, f in enumerate(self.fields) if f.kind in {Kind.refs, Kind.computed}}
        plain = [w for i, w in enumerate(words) if i not in apart]
        for rows, extras in self.chunks():
            stored = list(zip(*rows, strict=True))[-len(plain) :]
            columns = [_turned(w, column) for w, column in zip(plain, stored, strict=True)]
            for i, name in apart.items():
                found = extras.get(name, {})
                columns.insert(i, [words[i](found.get(row.id)) for row in rows])
            yield from zip(*columns, strict=True)

    def text(self, field: Field) -> Callable[[Any], str]:
        """Return how a field is written into CSV: words, guarded against being read as a formula."""
        word = self._words(field)
        if field.kind in NUMBERS or field.kind in {Kind.date, Kind.datetime, Kind.time, Kind.month, Kind.bool}:
            return word
        return lambda value: guarded(word(value))

    def typed(self, field: Field) -> Callable[[Any], Any]:
        """Return how a field is written into Excel: figures and dates as such, everything else as text."""
        if field.kind in NUMBERS:
            return lambda value: float(value) if isinstance(value, Decimal) else value
        if field.kind is Kind.datetime:
            return lambda value: None if value is None else self.reader.local(value).replace(tzinfo=None, microsecond=0)
        if field.kind in {Kind.date, Kind.time}:
            return lambda value: value
        return self._words(field)

    def _words(self, field: Field) -> Callable[[Any], str]:
        flow = self.model.__register__.flow
        if field.name == "status" and flow is not None:
            states = {s.name: self.reader.say(s.label) for s in flow.states}
            return lambda value: states.get(value, "")
        return _plain_words(field, self.reader, masked=field.name in self.masked)


def _turned(word: Callable[[Any], Any], column: Sequence[Any]) -> list[Any]:
    seen = {value: word(value) for value in set(column)}
    return [seen[value] for value in column]


def _plain_words(field: Field, reader: Reader, *, masked: bool) -> Callable[[Any], str]:
    """Words without a list's shortening and without money's sign, so that a file can be calculated with and read back."""
    if masked:
        return cell_formatter(field, reader, masked=True)
    if field.kind in NUMBERS | {Kind.text, Kind.str, Kind.phone, Kind.idno, Kind.plate}:
        return lambda value: "" if value is None else str(value)
    return cell_formatter(field, reader, masked=False)


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula: an apostrophe before = + - @ tab and return, numbers aside."""
    return f"'{text}" if text and text[0] in FORMULA and not NUMBER.match(text) else text


def csv_answer(export: Export) -> Response:
    """Stream the list as CSV in UTF-8 with a mark for Excel; the first bytes go out at once."""

    def stream() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(export.headers())
        yield "\ufeff" + _drain(buffer)
        for line in export.rows(export.text):
            writer.writerow(line)
            if buffer.tell() > BUFFER:
                yield _drain(buffer)
        yield _drain(buffer)

    return _named(Response(stream(), mimetype="text/csv"), f"{export.file_name}.csv")


def _drain(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def xlsx_answer(export: Export) -> Response:
    """Write the list as an Excel book on the disk, row by row, and send it."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the answer has been sent
    write_book(export, file)
    size = file.tell()
    file.seek(0)

    def stream() -> Iterator[bytes]:
        with file:
            while part := file.read(BUFFER):
                yield part

    answer = Response(stream(), mimetype=XLSX)
    answer.content_length = size
    return _named(answer, f"{export.file_name}.xlsx")


def write_book(export: Export, file: IO[bytes]) -> None:
    """Write the rows into ``file`` with constant memory; texts are never formulas or links."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "default_date_format": "yyyy-mm-dd hh:mm"}  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(export.reader.say(export.model.__register__.label)))
        head = book.add_format({"bold": True, "bg_color": "#EEF1F6", "bottom": 1})
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
        amount = book.add_format({"num_format": "#,##0.00"})
        formats = [{Kind.date: day, Kind.time: clock, Kind.money: amount}.get(f.kind) for f in export.fields]
        for i, field in enumerate(export.fields):
            sheet.set_column(i, i, WIDTHS.get(field.kind, 12))
        sheet.freeze_panes(1, 1)
        for i, name in enumerate(export.headers()):
            sheet.write_string(0, i, name, head)
        writers = [_writer(sheet, f, formats[i]) for i, f in enumerate(export.fields)]
        for number, line in enumerate(export.rows(export.typed), start=1):
            if number > MOST_XLSX:
                break
            for i, value in enumerate(line):
                if value is not None and value != "":
                    writers[i](number, i, value)


def _writer(sheet: Any, field: Field, form: Any) -> Callable[[int, int, Any], Any]:
    if field.kind in NUMBERS:
        return lambda row, column, value: sheet.write_number(row, column, value, form)
    if field.kind in {Kind.datetime, Kind.date, Kind.time}:
        return lambda row, column, value: sheet.write_datetime(row, column, _after_1900(value), form)
    return lambda row, column, value: sheet.write_string(row, column, str(value)[:32767])


def _after_1900(value: Any) -> Any:
    return value if not isinstance(value, dt.date) or value.year >= 1900 else dt.date(1900, 1, 1)


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31]


def _named(answer: Response, name: str) -> Response:
    ascii_name = "".join(c for c in name if c.isascii() and c not in '"\\;') or "export"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


ANSWERS: dict[str, Callable[[Export], Response]] = {"csv": csv_answer, "xlsx": xlsx_answer}
