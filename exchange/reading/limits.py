"""The checks before anything is parsed: size, kind by content, and what the file would unpack to (issue §3).

Each failure has its own sentence (`refusals_of_files`). The number of rows is held a second time while reading, since a
file's own word on its size is not to be trusted.
"""

from __future__ import annotations

import os
import struct
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from exchange.reading import archive, delimited, ole
from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["xlsx", "xls", "ods", "csv"]

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000  # rows with content, over all sheets

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"!<arch>")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<div", b"<meta", b"mime-version:", b"<style", b"<head")


def check(source: BinaryIO | Path) -> Kind:
    """Say what a file is, from its content and never from its name.

    Args:
        source: the file, or a readable and seekable stream; a stream is left at its beginning.

    Raises:
        FileRefused: with the sentence for the person who sent it.
    """
    with opened(source) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if size == 0:
            raise FileRefused(say.EMPTY)
        if size > MAX_BYTES:
            raise FileRefused(say.TOO_LARGE.format(size=size // 1_000_000, limit=MAX_BYTES // 1_000_000))
        head = file.read(4096)
        file.seek(0)
        try:
            return _kind(file, head, size)
        finally:
            file.seek(0)


@contextmanager
def opened(source: BinaryIO | Path) -> Iterator[BinaryIO]:
    """The source as a stream; one that was opened here is closed again."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield source


def _kind(file: BinaryIO, head: bytes, size: int) -> Kind:
    if head.startswith(b"PK\x03\x04"):
        return archive.inspect(file, size)
    if head.startswith(ole.MAGIC):
        _inspect_ole(file.read())
        return "xls"
    for starts, sentence in (
        (_PROGRAMS, say.EXECUTABLE),
        ((b"%PDF",), say.PDF),
        (_PICTURES, say.PICTURE),
        (_ARCHIVES, say.ARCHIVE),
        ((b"{\\rtf",), say.OTHER_OFFICE),
    ):
        if head.startswith(starts):
            raise FileRefused(sentence)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower().startswith(_MARKUP):
        raise FileRefused(say.WEB_PAGE)
    if delimited.encoding(file) is None:
        raise FileRefused(say.UNKNOWN if b"\0" in head else say.ENCODING)
    return "csv"


def _inspect_ole(data: bytes) -> None:
    try:
        book = ole.CompoundFile(data)
        if {"EncryptedPackage", "EncryptionInfo"} & book.entries.keys():
            raise FileRefused(say.PASSWORD)
        name = next((name for name in ("Workbook", "Book") if name in book.entries), None)
        if name is None:
            raise FileRefused(say.OTHER_OFFICE)
        stream = book.stream(name)
        if ole.has_password(stream):
            raise FileRefused(say.PASSWORD)
        ole.check_claims(stream)
        sheets = ole.areas(stream)
    except (ole.DamagedError, IndexError, struct.error) as error:
        raise FileRefused(say.CUT_OFF) from error
    if len(sheets) > archive.MAX_SHEETS:
        raise FileRefused(say.TOO_MANY_SHEETS.format(count=len(sheets), limit=archive.MAX_SHEETS))
    if sum(sheets) > archive.MAX_CELLS * 2:  # all sheets of an .xls are read at once
        raise FileRefused(say.STRAY_CELL)
