"""Finds the header row under titles and says what each column means, as a proposal the user can change.

No header is dropped silently: a column without a meaning stays in the mapping with `target` None and is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from exchange.reading import cells
from exchange.reading.synonyms import AMBIGUOUS, HINTS, PARKING_WORDS, SYNONYMS, TARGETS
from exchange.reading.workbook import letter
from models.spec import L, Label

SEARCHED_ROWS = 20  # the header stands in the first 20 rows
LONGEST_HEADER = 30  # characters; a longer text is a note

Confidence = Literal["sure", "guess", "chosen", "none"]
Overrides = Mapping[str, Mapping[int, str | None]]
"""What the user chose: sheet -> column index -> target, None for "not imported"."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the columns of one kind of workbook may mean.

    Attributes:
        targets: what a column can be taken for, with its words.
        synonyms: header, as ``normal`` gives it -> target.
        ambiguous: header -> the targets it may mean, the first that is free.
        hints: (part of a header, target), to be confirmed by a person.
    """

    targets: Mapping[str, Label]
    synonyms: Mapping[str, str]
    ambiguous: Mapping[str, Sequence[str]]
    hints: Sequence[tuple[str, str]]


ROSTER = Vocabulary(TARGETS, SYNONYMS, AMBIGUOUS, HINTS)
_BRACKETS = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_DECORATION = re.compile(r"[\s*＊:：_\-—.．/、,，'\"“”?？!！]+")
_UNIT_WORDS = re.compile(r"(?:㎡|m²|m2|平方米|平米|必填|选填)$")

_PERSONS_ADDRESS = frozenset(
    {"地址", "住址", "家庭住址", "address", "homeaddress"}
)  # beside a room it is where to write to

_WHY_SURE = L("表头“{header}”的常用意思", "the usual meaning of “{header}”")
_WHY_GUESS = L("表头里有“{part}”，请确认", "the header contains “{part}”; please confirm")
_WHY_TAKEN = L("{column} 列已经是“{target}”", "column {column} is already “{target}”")
_WHY_UNKNOWN = L("认不出的表头", "unknown header")
_WHY_CHOSEN = L("手工指定", "chosen by hand")
_WHY_MAILING = L(
    "楼号、房号另有列，这里当作通讯地址，请确认", "building and room have columns of their own; please confirm"
)
_WHY_REDUNDANT = L("楼号、房号另有列，这一列不再需要", "building and room have columns of their own; not needed")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and what it is taken for.

    Attributes:
        index: place in each row of the sheet, from 0.
        letter: column letter as the user sees it.
        header: the header's text, tidied.
        target: a key of `synonyms.TARGETS`, or None: unknown, and not imported.
        confidence: sure (exact synonym), guess (part of the header), chosen (by the user), none.
        why: the reason in words.
    """

    index: int
    letter: str
    header: str
    target: str | None
    confidence: Confidence
    why: Label


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """A sheet's header row (from 1; 0 when none was found) and its columns."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...]

    @property
    def targets(self) -> dict[str, Column]:
        """The columns that mean something, by target."""
        return {column.target: column for column in self.columns if column.target and column.target != "ignore"}

    @property
    def unknown(self) -> tuple[Column, ...]:
        """The columns nobody knows, to be listed."""
        return tuple(column for column in self.columns if column.target is None)

    @property
    def is_parking(self) -> bool:
        """Whether this is a list of parking spaces, which the roster import leaves alone."""
        words = {
            normal(c.header) for c in self.columns if "." not in (c.target or "")
        }  # a site's own field may be 车位号
        return len(words & set(PARKING_WORDS)) >= 2 and "room" not in self.targets


def normal(header: str) -> str:
    """A header without spaces, brackets, stars and units, in lower case: `* 建筑面积（㎡）：` is 建筑面积."""
    plain = _DECORATION.sub("", _BRACKETS.sub("", header)).lower()
    return _UNIT_WORDS.sub("", plain) or plain


def map_sheet(
    sheet: str,
    top: Sequence[Sequence[Any]],
    first_column: int = 0,
    chosen: Mapping[int, str | None] | None = None,
    words: Vocabulary = ROSTER,
) -> SheetMapping:
    """Find the header among the first rows of a sheet and propose a meaning for every column.

    Args:
        sheet: the sheet's name.
        top: its first rows, from row 1 (at most 20 are looked at).
        first_column: the column of the first value, for letters.
        chosen: the user's own choice by column index; it beats every proposal. A target chosen for one column is
            taken from any other.
        words: what the columns may mean.

    Raises:
        KeyError: a chosen target does not exist.
    """
    rows = [[_header_text(value) for value in row] for row in top[:SEARCHED_ROWS]]
    at = _header_row(rows, words)
    if at is None:
        return SheetMapping(sheet, 0, ())
    names = _with_upper_row(rows, at, words)
    columns = _Proposal(names, first_column, words).columns()
    if chosen:
        columns = _choose(columns, chosen, first_column, words)
    return SheetMapping(sheet, at + 1, tuple(columns))


def _header_text(value: Any) -> str:
    words = cells.text(value)
    return re.sub(r"\s+", " ", words) if words else ""


def _header_row(rows: list[list[str]], words: Vocabulary) -> int | None:
    """The row with the most known headers; failing two of them, the first with three short texts and no figures."""
    best, most = None, 1
    for number in range(len(rows)):
        row = _with_upper_row(rows, number, words)
        known = {
            words.synonyms.get(plain) or tuple(words.ambiguous.get(plain, ())) or None
            for plain in map(normal, row)
            if plain
        }
        score = 2 * len(known - {None}) + sum(
            any(part in name for part, _ in words.hints) for name in row if len(name) <= 12
        )
        if len(known - {None, "ignore"}) >= 2 and score > most:
            best, most = number, score
    if best is not None:
        return best
    for number, row in enumerate(rows):
        texts = [name for name in row if name]
        if len(texts) >= 3 and all(len(name) <= LONGEST_HEADER and not name[0].isdigit() for name in texts):
            return number
    return None


def _with_upper_row(rows: list[list[str]], at: int, words: Vocabulary) -> list[str]:
    """The header's texts; a cell left empty because it is merged with the one above takes that one's text."""
    names = list(rows[at])
    if at:
        above = rows[at - 1]
        for index, name in enumerate(names):
            if not name and index < len(above) and normal(above[index]) in words.synonyms:
                names[index] = above[index]
    return names


class _Proposal:
    """Gives each target to one column: exact synonyms first, then words with two meanings, then parts of a header."""

    def __init__(self, names: list[str], first_column: int, words: Vocabulary) -> None:
        self._words = words
        self._names = names
        self._first_column = first_column
        self._columns: dict[int, Column] = {}
        self._taken: dict[str, Column] = {}

    def _take(self, index: int, target: str, confidence: Confidence, why: Label) -> bool:
        if target == "phone" and "phone" in self._taken and "phone2" in self._words.targets:
            target = "phone2"
        if target in self._taken and target != "ignore":
            return False
        column = Column(index, self._letter(index), self._names[index], target, confidence, why)
        self._columns[index] = self._taken[target] = column
        return True

    def _letter(self, index: int) -> str:
        return letter(index + self._first_column)

    def _open(self) -> list[tuple[int, str]]:
        """The columns with a header that are not settled yet; a long text is a note and never a header."""
        return [
            (index, name)
            for index, name in enumerate(self._names)
            if name
            and index not in self._columns
            and (len(name) <= LONGEST_HEADER or normal(name) in self._words.synonyms)
        ]

    def columns(self) -> list[Column]:
        """The settled columns and the unknown ones, in the sheet's order."""
        for index, name in self._open():
            if target := self._words.synonyms.get(normal(name)):
                self._take(index, target, "sure", _WHY_SURE.format(header=name))
        for index, name in self._open():
            why = _WHY_SURE.format(header=name)
            any(self._take(index, target, "guess", why) for target in self._words.ambiguous.get(normal(name), ()))
        for index, name in self._open():
            part, target = next(((p, t) for p, t in self._words.hints if p in name), ("", ""))
            if target and normal(name) not in self._words.synonyms:
                self._take(index, target, "guess", _WHY_GUESS.format(part=part))
        self._settle_address()
        return [self._columns.get(index) or self._unknown(index) for index, name in enumerate(self._names) if name]

    def _unknown(self, index: int) -> Column:
        name, why = self._names[index], _WHY_UNKNOWN
        if first := self._taken.get(self._words.synonyms.get(normal(name), "")):
            why = _WHY_TAKEN.format(column=first.letter, target=self._words.targets[first.target or "ignore"])
        return Column(index, self._letter(index), name, None, "none", why)

    def _settle_address(self) -> None:
        """Beside columns of building and room an address is where to write to, or says the same again."""
        column = self._taken.get("address")
        if column is None or not {"building", "room"} <= self._taken.keys():
            return
        if normal(column.header) in _PERSONS_ADDRESS and "mailing_address" not in self._taken:
            column = replace(column, target="mailing_address", confidence="guess", why=_WHY_MAILING)
        else:
            column = replace(column, target="ignore", confidence="guess", why=_WHY_REDUNDANT)
        self._columns[column.index] = column


def _choose(
    columns: list[Column], chosen: Mapping[int, str | None], first_column: int, words: Vocabulary
) -> list[Column]:
    wanted = {target for target in chosen.values() if target and target != "ignore"}
    for target in wanted:
        words.targets[target]
    result = {column.index: column for column in columns}
    for index in chosen:
        result.setdefault(index, Column(index, letter(index + first_column), "", None, "none", _WHY_UNKNOWN))
    for index, column in result.items():
        if index in chosen:
            target = chosen[index] or "ignore"
            if target != column.target:
                result[index] = replace(column, target=target, confidence="chosen", why=_WHY_CHOSEN)
        elif column.target in wanted:
            result[index] = replace(column, target=None, confidence="none", why=_WHY_UNKNOWN)
    return [result[index] for index in sorted(result)]
