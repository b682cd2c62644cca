"""Enumerations that carry their words."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Self

from models.spec.text import Label


class LabelEnum(enum.StrEnum):
    """An enumeration whose members are written ``code = "code", "中文", "English"``.

    The value equals the member's name and is what the database stores.
    """

    label: Label

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        """Keep the code as the value and the words beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = Label(zh, en)
        return member


def made(name: str, members: Iterable[tuple[str, Label]]) -> type[LabelEnum]:
    """Return an enumeration of codes and words known only at run time."""
    listed = [(code, (code, label.zh, label.en)) for code, label in members]
    return LabelEnum(name, listed)  # type: ignore[arg-type, return-value]  # the functional form makes a class


class Tone(enum.StrEnum):
    """The five meanings of colour (look.md): not started, in progress, needs somebody, refused or overdue, done."""

    grey = "grey"
    blue = "blue"
    amber = "amber"
    red = "red"
    green = "green"
