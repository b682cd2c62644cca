"""How reading says no: a whole file, or one cell of it."""

from __future__ import annotations

from dataclasses import dataclass

from models.spec import Label


class FileRefused(Exception):
    """The whole file cannot be read. ``label`` is the sentence for the person who sent it."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.text("en"))
        self.label = label


class CellRefused(ValueError):
    """One value cannot be understood. ``label`` says what is wrong and what to write instead."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.text("en"))
        self.label = label


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that keeps its row from being imported, where a person finds it: sheet, row, column letter, header."""

    sheet: str
    row: int
    column: str
    header: str
    message: Label
