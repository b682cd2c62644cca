"""The vocabulary of paper: how a register's record is printed on A4 (look.md; catalogue ``print``)."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.spec.text import Label


class Layout(enum.StrEnum):
    """How the sheet is laid out."""

    form = "form"
    """Title, number, the fields in a ruled table by section, child rows, sign-offs."""
    stub = "stub"
    """The form with its stub (存根) above a cutting line, on one sheet."""
    letter = "letter"
    """Salutation, paragraphs, signature of the centre."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One printed form of a register.

    ``name`` stands in the address (``?paper=form``); ``title`` on the sheet (None: the register's own). ``fields``: the
    only fields printed (none named: all of its sections). ``stub``: fields on the stub. ``boxes``: sign-off boxes at the
    foot as (words, field with the person or ""), such as 编制/审核/批准; none named: the approval chain, or the steps
    taken. ``letter`` returns a letter's paragraphs from the record, the first being the salutation.
    """

    name: str
    title: Label | None = None
    layout: Layout = Layout.form
    fields: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()
    boxes: tuple[tuple[Label, str], ...] = ()
    letter: Callable[[Any], Sequence[Label]] | None = None


FORM = Paper(name="form")
"""The register's form as it is."""
