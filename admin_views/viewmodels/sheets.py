"""A record on paper: what the sheet's template shows."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from admin_views.viewmodels.records import ChildTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field on paper. `wide` takes the whole width; `picture` is a signature as a data: address."""

    label: str
    text: str
    wide: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection:
    """A titled part of the ruled table; each row holds one wide or two narrow cells."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignBox:
    """A box to sign in: who it is for, and who has signed, when and with which words; empty ones are signed by hand."""

    label: str
    who: str = ""
    when: str = ""
    decision: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything `print/sheet.html` shows, as `sheet`."""

    site: str
    title: str
    number: str
    layout: str
    qr: Markup
    state: str
    sections: tuple[SheetSection, ...] = ()
    stub: tuple[tuple[Cell, ...], ...] = ()
    children: tuple[ChildTable, ...] = ()
    boxes: tuple[SignBox, ...] = ()
    steps: tuple[SignBox, ...] = ()
    """What was done, one line each, for papers without an approval chain."""
    paragraphs: tuple[str, ...] = ()
    signed: str = ""
    """Under a letter: its day."""
    printed: str = ""
    """Who printed it, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The page around a sheet on the screen."""

    sheet: Sheet
    pdf_url: str
    back_url: str
    papers: tuple[tuple[str, str, bool], ...] = ()
    """(words, address, is this one), where a register has several papers."""
