"""Export of a list: the same rows and rights as the page, streamed, without a formula in it; as CSV, and for a book."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import access
from admin_views import list_columns
from admin_views.list_page import own_searched, restricted
from admin_views.list_query import ListQuery
from admin_views.list_rows import cell_formatter, many_words, whole
from admin_views.list_state import ListState, parse
from admin_views.reader import Reader
from admin_views.turns import Turns
from admin_views.wording import moment
from models.declare import Record
from models.spec import Field, Kind

FIRST = ("number", "site", "status")
"""Columns that come before the declared ones."""
NOT_EXPORTED = frozenset({Kind.rows, Kind.files, Kind.sign, Kind.readers})
APART = frozenset({Kind.refs, Kind.computed})
"""Kinds whose values stand in no column of the register's own."""
LONGEST = 32_767
"""Characters a cell of a book holds."""
CHUNK = 1000
"""Rows fetched at once."""
Turned = Callable[[Sequence[Any]], Sequence[Any]]
"""Turns a column of stored values into what the file holds."""
BUFFER = 64 * 1024
"""Characters of CSV sent at once."""
FORMULA = frozenset("=+-@\t\r")
"""What a text must not begin with, or a spreadsheet takes it for a formula."""
NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d+)?$")
TEXTS = frozenset({Kind.text, Kind.str, Kind.phone, Kind.idno, Kind.plate})
NUMBERS = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})
KEPT_WORDS = 5_000
"""Different values of one column whose words are kept from one piece to the next."""


class Export:
    """One export: who asks for what, with which columns."""

    def __init__(
        self,
        reader: Reader,
        model: type[Record],
        pairs: Iterable[tuple[str, str]],
        engine: Engine,
        *,
        full: bool = False,
    ) -> None:
        """Read the list's parameters as the page reads them.

        ``engine``: for reading; the file may be written after the request's own session is gone. ``full``: full numbers,
        the reason having been logged.
        """
        self.reader = reader
        self.model = model
        self._moments = Moments(reader)
        self._engine = engine
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

    def count(self, most: int | None = None) -> int:
        """How many rows there are; counting stops at ``most``."""
        found = self._query(self.reader, ()).ids().limit(most).subquery()
        return int(self.reader.session.execute(select(func.count()).select_from(found)).scalar_one())

    def _query(self, reader: Reader, fields: Sequence[Field]) -> ListQuery:
        return ListQuery(
            reader=reader, model=self.model, state=self.state, fields=fields, turns=Turns(reader, self.model),
            restricted=restricted(reader, self.model), own=own_searched(reader, self.model),
        )  # fmt: skip

    def headers(self) -> list[str]:
        """The columns' names."""
        return [self.reader.say(f.label) for f in self.fields]

    def chunks(self) -> Iterator[list[Any]]:
        """Fetch the rows a few hundred at a time, in a session of their own that outlives the request."""
        with Session(self._engine, expire_on_commit=False) as session:
            access.bind(session, self.reader.actor)
            own = replace(self.reader, session=session)
            for part in self._query(own, self.fields).everything(CHUNK).partitions(CHUNK):
                rows = list(part)
                yield [rows, self._extras(own, rows)]

    def _extras(self, own: Reader, rows: Sequence[Any]) -> dict[str, dict[int, Any]]:
        """Return, by field and row, what stands in no column: lists of references, computed figures."""
        out: dict[str, dict[int, Any]] = {}
        if all(f.kind not in APART for f in self.fields):
            return out
        ids = [r.id for r in rows]
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

    def tables(self, turned: Callable[[Field], Turned]) -> Iterator[list[Sequence[Any]]]:
        """Yield the rows a few hundred at a time, as columns whose values ``turned(field)`` has turned."""
        turns = [turned(f) for f in self.fields]  # now: a role's word is asked of the request's own session
        return self._turned(turns)

    def _turned(self, turns: list[Turned]) -> Iterator[list[Sequence[Any]]]:
        apart = {i: f.name for i, f in enumerate(self.fields) if f.kind in APART}
        for rows, extras in self.chunks():
            _, *columns = zip(*rows, strict=True)
            for i, name in apart.items():
                found = extras.get(name, {})
                columns.insert(i, tuple(found.get(row.id) for row in rows))
            yield [turn(column) for turn, column in zip(turns, columns, strict=True)]

    def text(self, field: Field) -> Turned:
        """Return how a field's column is written into CSV: words, guarded against being read as a formula."""
        if field.kind is Kind.datetime:
            return self._moments
        word = self._words(field)
        if field.kind in NUMBERS or field.kind in {Kind.date, Kind.time, Kind.month, Kind.bool}:
            return partial(_turned, Words(word))
        if field.kind in TEXTS | {Kind.ref} and field.name != "status" and field.name not in self.masked:
            return _guarded
        return partial(_turned, Words(lambda value: guarded(word(value))))

    def typed(self, field: Field) -> Turned:
        """Return how a field's column is written into Excel: figures and dates as such, everything else as text."""
        if field.kind in NUMBERS:
            return lambda column: [float(v) if isinstance(v, Decimal) else v for v in column]
        if field.kind is Kind.datetime:
            return self._moments.typed
        if field.kind is Kind.date:
            return lambda column: [_after_1900(v) for v in column]
        if field.kind is Kind.time:
            return lambda column: [
                None if v is None else (v.hour * 3600 + v.minute * 60 + v.second) / 86_400 for v in column
            ]
        if field.kind in TEXTS | {Kind.ref} and field.name != "status" and field.name not in self.masked:
            return lambda column: [str(v)[:LONGEST] if v else None for v in column]
        word = self._words(field)
        return partial(_turned, Words(lambda value: word(value)[:LONGEST] or None))

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
        self._hours = Words(self._hour)
        self._offsets = Words(self._offset)

    def __call__(self, column: Sequence[Any]) -> Sequence[str]:
        """Return the words of moments, given as such or as SQLite keeps them: ``2026-11-22 06:05:00.000000``, in UTC."""
        if not any(column):
            return [""] * len(column)
        if not _are_text(column):
            return ["" if v is None else moment(v, self._reader) for v in column]
        hours = self._hours
        return [
            "" if v is None else start + v[13:16] if (start := hours[v[:13]]) else moment(_utc(v), self._reader)
            for v in column
        ]

    def typed(self, column: Sequence[Any]) -> Sequence[dt.datetime | None]:
        """Return them as a book holds them: in the site's time, to the second, none before 1900."""
        if not any(column):
            return [None] * len(column)
        if not _are_text(column):
            return [None if v is None else _after_1900(self._local(v)) for v in column]
        read, offsets = dt.datetime.fromisoformat, self._offsets
        return [
            None
            if v is None
            else _after_1900(read(v[:19]) + offset if (offset := offsets[v[:10]]) else self._local(_utc(v)))
            for v in column
        ]

    def _local(self, at: dt.datetime) -> dt.datetime:
        return self._reader.local(at).replace(tzinfo=None, microsecond=0)

    def _offset(self, day: str) -> dt.timedelta | None:
        """Return how far the site's time is ahead all through a day of UTC; None where that changes within it."""
        begins = _utc(f"{day} 00:00").astimezone(self._reader.zone).utcoffset()
        ends = _utc(f"{day} 23:59").astimezone(self._reader.zone).utcoffset()
        return begins if begins == ends else None

    def _hour(self, hour: str) -> str:
        """Return the hour at the site; empty where its minutes are others or its offset changes that day."""
        offset: dt.timedelta | None = self._offsets[hour[:10]]
        if offset is None or offset % dt.timedelta(hours=1):
            return ""
        return (dt.datetime.fromisoformat(f"{hour}:00") + offset).isoformat(" ")[:13]


class Words(dict[Any, Any]):
    """What values are turned into, each worked out when it is first met."""

    def __init__(self, word: Callable[[Any], Any]) -> None:
        super().__init__()
        self._word = word

    def __missing__(self, value: Any) -> Any:
        """Work a value out and keep it."""
        made = self[value] = self._word(value)
        return made


def _are_text(column: Sequence[Any]) -> bool:
    return isinstance(next((v for v in column if v is not None), ""), str)


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def _after_1900(value: Any) -> Any:
    """Return a day or moment a book can hold: none before 1900."""
    return value.replace(year=1900, month=1, day=1) if isinstance(value, dt.date) and value.year < 1900 else value


def _turned(words: Words, column: Sequence[Any]) -> list[Any]:
    """Turn a column, every different value once."""
    if len(words) > KEPT_WORDS:
        words.clear()
    return [words[value] for value in column]


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
    tables = export.tables(export.text)

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

    return named(Response(stream(), mimetype="text/csv"), f"{export.file_name}.csv")


def _drain(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def named(answer: Response, name: str) -> Response:
    """Send an answer as a file to keep, called ``name``."""
    ascii_name = "".join(c for c in name if c.isascii() and c not in '"\\;') or "export"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer
