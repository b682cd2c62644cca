"""Just enough of the compound file of old Office (`.xls`, encrypted books) to look inside before it is parsed.

Only the directory and one stream are read, with every chain bounded by the length of the file. The reader proper is
calamine; this exists because calamine makes room for every cell between the first and the last one named, so a few
bytes that name the last cell of 50 sheets would take 20 GB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_END = 0xFFFFFFFA  # from here on a sector number is a mark, not a place
_ENTRY = 128  # bytes of one directory entry

_CELL_RECORDS = frozenset({0x0006, 0x00BD, 0x00FD, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E})
_EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS, _STRINGS = 0x000A, 0x002F, 0x0085, 0x0200, 0x00FC
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256  # of an .xls sheet


class DamagedError(ValueError):
    """A chain of sectors leaves the file: it was cut off or is no compound file."""


class CompoundFile:
    """The directory and the streams of one compound file, given as its bytes."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise DamagedError
        self._data = data
        self._shift: int = struct.unpack_from("<H", data, 30)[0]
        if self._shift not in {9, 12}:
            raise DamagedError
        sectors = len(data) >> self._shift
        counts = (
            struct.unpack_from("<2I", data, 40)
            + struct.unpack_from("<I", data, 64)
            + struct.unpack_from("<I", data, 72)
        )
        if any(count > sectors for count in counts):  # calamine makes room for as many as are claimed
            raise DamagedError
        self._fat = self._read_fat()
        first_directory: int = struct.unpack_from("<I", data, 48)[0]
        directory = b"".join(self._sectors(first_directory))
        self.entries: dict[str, tuple[int, int]] = {}
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", directory, start + 64)[0]
            kind = directory[start + 66]
            if kind and 2 <= length <= 64:
                name = directory[start : start + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", directory, start + 116)
                if kind == 2 and size > len(data):
                    raise DamagedError
                self.entries[name] = (first, size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        if start >= len(self._data):
            raise DamagedError
        return self._data[start : start + (1 << self._shift)]

    def _read_fat(self) -> list[int]:
        places = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) >> self._shift)):
            if following >= _END:
                break
            block = self._sector(following)
            numbers = struct.unpack_from(f"<{len(block) // 4}I", block)
            places.extend(numbers[:-1])
            following = numbers[-1]
        fat: list[int] = []
        for place in places:
            if place < _END:
                block = self._sector(place)
                fat.extend(struct.unpack_from(f"<{len(block) // 4}I", block))
        return fat

    def _sectors(self, first: int) -> Iterator[bytes]:
        number, left = first, len(self._data) >> self._shift
        while number < _END:
            if left < 0 or number >= len(self._fat):
                raise DamagedError
            yield self._sector(number)
            number, left = self._fat[number], left - 1

    def stream(self, name: str) -> bytes:
        """The bytes of a stream of 4,096 bytes or more (a workbook always is).

        Raises:
            KeyError: there is no such stream.
            DamagedError: it does not end inside the file.
        """
        first, size = self.entries[name]
        data = b"".join(self._sectors(first))
        if len(data) < size:
            raise DamagedError
        return data[:size]


def has_password(workbook: bytes) -> bool:
    """Whether a workbook stream asks for a password (its FILEPASS record follows the first one)."""
    for kind, _start, _length in _records(workbook):
        if kind == _FILEPASS:
            return True
        if kind in {_EOF, _BOUNDSHEET}:
            break
    return False


def areas(workbook: bytes) -> list[int]:
    """How many cells calamine would make room for, sheet by sheet: (last row - first row) x (columns)."""
    found: list[int] = []
    top = left = 1 << 20
    bottom = right = -1
    for kind, start, length in _records(workbook):
        if kind in _CELL_RECORDS and length >= 4:
            row, column = struct.unpack_from("<HH", workbook, start)
            last = column
            if kind == 0x00BD and length >= 6:
                last = struct.unpack_from("<H", workbook, start + length - 2)[0]
            top, bottom = min(top, row), max(bottom, row)
            left, right = min(left, column), max(right, last)
        elif kind == _EOF:
            if bottom >= 0:
                found.append((bottom - top + 1) * (right - left + 1))
            top = left = 1 << 20
            bottom = right = -1
    return found


def check_claims(workbook: bytes) -> None:
    """Refuse counts that cannot be true: calamine makes room for what they claim before it reads.

    Raises:
        DamagedError: a sheet larger than any `.xls` sheet, or more shared strings than the stream has bytes.
    """
    for kind, start, length in _records(workbook):
        if kind == _DIMENSIONS and length >= 10:
            layout = "<IIHH" if length >= 14 else "<4H"
            top, bottom, left, right = struct.unpack_from(layout, workbook, start)
            if bottom > _MOST_ROWS or right > _MOST_COLUMNS or top > bottom or left > right:
                raise DamagedError
        elif kind == _STRINGS and length >= 8 and max(struct.unpack_from("<II", workbook, start)) > len(workbook):
            raise DamagedError


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    place, end = 0, len(stream)
    unpack = struct.Struct("<HH").unpack_from
    while place + 4 <= end:
        kind, length = unpack(stream, place)
        yield kind, place + 4, length
        place += 4 + length
