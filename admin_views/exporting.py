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
from functools import partial
from itertools import chain
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
from admin_views.wording import moment
from models.declare import Record
from models.spec import Field, Kind
from web.db import db

FIRST = ("number", "site", "status")
"""Columns that come before the declared ones."""
NOT_EXPORTED = frozenset({Kind.rows, Kind.files, Kind.sign, Kind.readers})
CHUNK = 1000
"""Rows fetched at once."""
Turned = Callable[[Sequence[Any]], Sequence[Any]]
"""Turns a column of stored values into what the file holds."""
BUFFER = 64 * 1024
"""Characters of CSV sent at once."""
MOST_XLSX = 1_000_000
FORMULA = frozenset("=+-@\t\r")
"""What a text must not begin with, or a spreadsheet takes it for a formula."""
NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d+)?$")
TEXTS = frozenset({Kind.text, Kind.str, Kind.phone, Kind.idno, Kind.plate})
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
        self._moments = Moments(reader)
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

    def chunks(self, *, stored: bool = False) -> Iterator[list[Any]]:
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
            for part in query.everything(CHUNK, stored=stored).partitions(CHUNK):
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

    def tables(self, turned: Callable[[Field], Turned], *, stored: bool = False) -> Iterator[list[Sequence[Any]]]:
        """Yield the rows a few hundred at a time, as columns whose values ``turned(field)`` has turned.

        ``stored``: moments come as the database holds them.
        """
        turns = [turned(f) for f in self.fields]  # now: a role's word is asked of the request's own session
        return self._turned(turns, stored=stored)

    def _turned(self, turns: list[Turned], *, stored: bool) -> Iterator[list[Sequence[Any]]]:
        apart = {i: f.name for i, f in enumerate(self.fields) if f.kind in {Kind.refs, Kind.computed}}
        plain = len(turns) - len(apart)
        for rows, extras in self.chunks(stored=stored):
            columns: list[Sequence[Any]] = [*list(zip(*rows, strict=True))[-plain:]]
            for i, name in apart.items():
                found = extras.get(name, {})
                columns.insert(i, [found.get(row.id) for row in rows])
            yield [turn(column) for turn, column in zip(turns, columns, strict=True)]

    def text(self, field: Field) -> Turned:
        """Return how a field's column is written into CSV: words, guarded against being read as a formula."""
        word = self._words(field)
        if field.kind is Kind.datetime:
            return self._moments
        if field.kind in NUMBERS or field.kind in {Kind.date, Kind.time, Kind.month, Kind.bool}:
            return partial(_turned, word)
        if field.kind in TEXTS and field.name != "status" and field.name not in self.masked:
            return _guarded
        return partial(_turned, lambda value: guarded(word(value)))

    def typed(self, field: Field) -> Turned:
        """Return how a field's column is written into Excel: figures and dates as such, everything else as text."""
        if field.kind in NUMBERS:
            return partial(_turned, lambda value: float(value) if isinstance(value, Decimal) else value)
        if field.kind is Kind.datetime:
            return partial(
                _turned, lambda v: None if v is None else self.reader.local(v).replace(tzinfo=None, microsecond=0)
            )
        if field.kind in {Kind.date, Kind.time}:
            return lambda column: column
        return partial(_turned, self._words(field))

    def _words(self, field: Field) -> Callable[[Any], str]:
        flow = self.model.__register__.flow
        if field.name == "status" and flow is not None:
            states = {s.name: self.reader.say(s.label) for s in flow.states}
            return lambda value: states.get(value, "")
        return _plain_words(field, self.reader, masked=field.name in self.masked)


class Moments:
    """Words moments as ``wording.moment`` does, quickly: hours are turned into the site's time once, minutes added."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._hours: dict[str, str] = {}

    def __call__(self, column: Sequence[Any]) -> list[str]:
        """Return the words of moments, given as such or as SQLite keeps them: ``2026-11-22 06:05:00.000000``, in UTC."""
        if not isinstance(next((v for v in column if v is not None), ""), str):
            return ["" if v is None else moment(v, self._reader) for v in column]
        hours = self._hours
        for hour in {v[:13] for v in column if v is not None} - hours.keys():
            hours[hour] = self._hour(hour)
        return [
            "" if v is None else start + v[13:16] if (start := hours[v[:13]]) else moment(_utc(v), self._reader)
            for v in column
        ]

    def _hour(self, hour: str) -> str:
        """Return the hour at the site; empty where its minutes are others or its offset changes within it."""
        begins = self._reader.local(_utc(f"{hour}:00"))
        ends = self._reader.local(_utc(f"{hour}:59"))
        whole = begins.minute == 0 and begins.utcoffset() == ends.utcoffset()
        return begins.isoformat(" ")[:13] if whole else ""


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def _turned(word: Callable[[Any], Any], column: Sequence[Any]) -> list[Any]:
    """Turn every different value once."""
    seen = {value: word(value) for value in set(column)}
    return [seen[value] for value in column]


def _guarded(column: Sequence[Any]) -> list[str]:
    """Turn a column of plain texts, most of which are written as they are."""
    return [v if v.__class__ is str and v[:1] not in FORMULA else "" if v is None else guarded(str(v)) for v in column]


def _plain_words(field: Field, reader: Reader, *, masked: bool) -> Callable[[Any], str]:
    """Words without a list's shortening and without money's sign, so that a file can be calculated with and read back."""
    if masked:
        return cell_formatter(field, reader, masked=True)
    if field.kind in NUMBERS | TEXTS:
        return lambda value: "" if value is None else str(value)
    return cell_formatter(field, reader, masked=False)


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula: an apostrophe before = + - @ tab and return, numbers aside."""
    return f"'{text}" if text and text[0] in FORMULA and not NUMBER.match(text) else text


def csv_answer(export: Export) -> Response:
    """Stream the list as CSV in UTF-8 with a mark for Excel; the first bytes go out at once."""
    tables = export.tables(export.text, stored=True)

    def stream() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(export.headers())
        yield "\ufeff" + _drain(buffer)
        for columns in tables:
            writer.writerows(zip(*columns, strict=True))
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
        lines = chain.from_iterable(zip(*columns, strict=True) for columns in export.tables(export.typed))
        for number, line in enumerate(lines, start=1):
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
