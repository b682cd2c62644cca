"""CSV as offices save it: UTF-8 with or without a mark, GBK/GB18030, Excel's UTF-16; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused

_DELIMITERS = ",;\t|，；"
_CHUNK = 1 << 20
_SAMPLE_ROWS = 30
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding(file: BinaryIO) -> str | None:
    """The encoding the whole stream can be read with, or None. The stream is left at its beginning."""
    head = file.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        if _reads(file, name):
            file.seek(0)
            return name
    file.seek(0)
    return None


def _reads(file: BinaryIO, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The records of a delimited text, one list a row as a spreadsheet would number them (a blank line is a row).

    Raises:
        FileRefused: when the text cannot be decoded, or a quotation mark opens and never closes.
    """
    file.seek(0)
    name = encoding(file)
    if name is None:
        raise FileRefused(say.ENCODING)
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=name, newline="")
    sample = list(itertools.islice(text, _SAMPLE_ROWS))
    if sample and sample[0].lower().startswith("sep="):  # a hint for Excel, which does not show it as a row
        delimiter = sample.pop(0).strip()[4:] or ","
    else:
        delimiter = _delimiter(sample)
    number = 0
    try:
        for row in csv.reader(itertools.chain(sample, text), delimiter=delimiter):
            number += 1
            yield row
    except csv.Error as error:
        raise FileRefused(say.BAD_CSV.format(row=number + 1)) from error
    finally:
        text.detach().detach()


def _delimiter(sample: list[str]) -> str:
    """The divider that gives the most rows the same number of columns."""

    def fitness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1)
        if not widths:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        return count, width

    try:
        return max(_DELIMITERS, key=fitness)
    except csv.Error:
        return ","


class _Kept(io.RawIOBase):
    """A stream the text wrapper may close without closing the one beneath."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
