"""Looks through a zip-based workbook (`.xlsx`, `.ods`) as a stream before anything parses it.

calamine makes room for every cell between the first and the last one that holds a value, and unpacks whatever the zip
holds, whatever size the zip's list of contents claims. So the parts are unpacked here once, a megabyte at a time, and
counted: their true size, entities, and how far the cells of each sheet reach.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Literal

from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused

MAX_ENTRIES = 2_000  # parts of one workbook; 50 sheets with drawings and comments have about 300
MAX_UNPACKED = 500_000_000  # bytes; 200,000 rows of 20 columns have about 250 MB
MAX_RATIO = 100  # unpacked : packed, looked at above RATIO_FROM; sheets of real figures have 8 to 20
RATIO_FROM = 64_000_000
MAX_SHEETS = 50
MAX_REPEAT = 1 << 21  # rows or columns an .ods repeats at once; LibreOffice has 1,048,576 rows
MAX_CELLS = 8_000_000  # cells calamine would make room for in one sheet, about 300 MB

_CHUNK = 1 << 20
_OVERLAP = 64  # bytes carried into the next chunk, longer than anything looked for
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

# a cell not named A1 to Z199999 in the place every usual writer puts its name: then the sheet is walked cell by cell
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-Z](?:\d{1,5}|1\d{5})")[\s/>](?=[\s\S]{14})')
_CELL_OR_ROW = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^>]*?)(/?)>(</)?")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})(\d{0,10})["']""")
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*?)(/?)>")
_COLUMNS = re.compile(rb'table:number-columns-repeated="(\d+)"')
_ROWS = re.compile(rb'table:number-rows-repeated="(\d+)"')


def inspect(file: BinaryIO, size: int) -> Literal["xlsx", "ods"]:
    """Say which workbook a zip file of ``size`` bytes is, after looking through all it would unpack.

    Raises:
        FileRefused: it is no workbook, has a password, is cut off or damaged, or would unpack beyond the limits.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _inspect(archive, size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise FileRefused(say.CUT_OFF) from error


def _inspect(archive: zipfile.ZipFile, size: int) -> Literal["xlsx", "ods"]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FileRefused(say.TOO_MANY_PARTS.format(count=len(entries), limit=MAX_ENTRIES))
    names = {entry.filename for entry in entries}
    kind = _kind(archive, names)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(say.PASSWORD)
    if kind == "ods" and b"encryption-data" in _head(archive, "META-INF/manifest.xml"):
        raise FileRefused(say.PASSWORD)
    _check_unpacked(sum(entry.file_size for entry in entries), size)
    sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if len(sheets) > MAX_SHEETS:
        raise FileRefused(say.TOO_MANY_SHEETS.format(count=len(sheets), limit=MAX_SHEETS))
    unpacked = 0
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            unpacked = _look_through(archive, entry, unpacked, size)
        elif not entry.is_dir() and not entry.filename.startswith(("xl/embeddings/", "Object ")):
            with archive.open(entry) as part:
                if part.read(4) in {b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08\x00"}:
                    raise FileRefused(say.ARCHIVE_INSIDE)
    if kind == "ods":
        _check_ods(archive)
    return kind


def _kind(archive: zipfile.ZipFile, names: set[str]) -> Literal["xlsx", "ods"]:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and _head(archive, "mimetype").strip().startswith(_ODS):
        return "ods"
    if "xl/workbook.bin" in names:
        raise FileRefused(say.BINARY_WORKBOOK)
    if names & {"word/document.xml", "ppt/presentation.xml", "content.xml"}:
        raise FileRefused(say.OTHER_OFFICE)
    raise FileRefused(say.ARCHIVE)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(_CHUNK)
    except KeyError:
        return b""


def _check_unpacked(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO):
        raise FileRefused(say.BOMB.format(size=unpacked // 1_000_000))


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that overlap, so that nothing looked for is cut in two."""
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacked: int, packed: int) -> int:
    is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    unusual = False
    for number, chunk in enumerate(_chunks(archive, entry)):
        unpacked += len(chunk)
        _check_unpacked(unpacked, packed)
        if number == 0 and b"\0" in chunk[:64]:
            raise FileRefused(say.CUT_OFF)
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise FileRefused(say.ENTITIES)
        if is_sheet and not unusual:
            unusual = _UNUSUAL_CELL.search(chunk) is not None or b":c" in chunk
    if unusual and _area(archive, entry) > MAX_CELLS:
        raise FileRefused(say.STRAY_CELL)
    return unpacked


def _tags(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Every match of a tag in a part, read piece by piece; a tag cut by the end of a piece is seen with the next."""
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            text, end = rest + chunk, 0
            for found in pattern.finditer(text, 0, max(0, len(text) - _OVERLAP)):
                end = found.end()
                yield found.groups(b"")
            rest = text[max(end, len(text) - _CHUNK) :]
    for found in pattern.finditer(rest):
        yield found.groups(b"")


def _area(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Cells between the first and the last one with a value, by walking every cell of the sheet."""
    row = column = 0
    top = left = 1 << 40
    bottom = right = -1
    for name, attributes, empty, closed in _tags(archive, entry.filename, _CELL_OR_ROW):
        reference = _REFERENCE.search(attributes)
        if name == b"row":
            row, column = (int(reference[2] or 0) if reference else row + 1), 0
            continue
        column += 1
        if reference:
            column, row = (_column(reference[1]) or column), int(reference[2] or row)
        if not empty and not closed:
            top, bottom = min(top, row), max(bottom, row)
            left, right = min(left, column), max(right, column)
    return (bottom - top + 1) * (right - left + 1) if bottom >= 0 else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_ods(archive: zipfile.ZipFile) -> None:
    """Refuse a table whose repeated rows and columns add up to more than is kept in memory."""
    sheets = cells = column = widest = rows = repeat = 0
    for name, attributes, empty in _tags(archive, "content.xml", _ODS_TAG):
        if name == b"table":
            sheets, cells, rows, widest = sheets + 1, 0, 0, 0
        elif name == b"table-row":
            times = _ROWS.search(attributes)
            repeat, column = (int(times[1]) if times else 1), 0
            rows += repeat
        else:
            times = _COLUMNS.search(attributes)
            wide = int(times[1]) if times else 1
            column += wide
            if not empty or b"value" in attributes:
                cells, widest = cells + wide * repeat, max(widest, column)
            if max(cells, widest * rows) > MAX_CELLS or wide > MAX_REPEAT or repeat > MAX_REPEAT:
                raise FileRefused(say.STRAY_CELL)
    if sheets > MAX_SHEETS:
        raise FileRefused(say.TOO_MANY_SHEETS.format(count=sheets, limit=MAX_SHEETS))
