"""A summary on the screen: figures with their targets, tables, rows; every number with the address of the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from admin_views.viewmodels.common import Badge, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure as text; `url` leads to the rows behind it, empty where the reader may not see them."""

    text: str
    url: str = ""
    verdict: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure of its own: its words, number with unit, and the target as ``≥ 98 %``."""

    code: str
    label: str
    number: Number
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBlock:
    """Figures that follow each other."""

    lines: tuple[FigureLine, ...]
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table: the words of its lines, a number for each column, and its total line."""

    code: str
    label: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Number, ...]], ...]
    total: tuple[str, tuple[Number, ...]] | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsBlock:
    """Rows of a register: address and cells of each; `figures` are the columns set to the right."""

    code: str
    label: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    total: int
    url: str = ""
    figures: tuple[int, ...] = ()
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPanel:
    """The figures of a report. ``note`` says as of when; ``changed`` are figures that would be others today: words, was, is."""

    title: str
    note: str
    blocks: tuple[FigureBlock | TableBlock | RowsBlock, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    problem: str = ""
    first: Link | None = None
    """The report that stands for this period already."""
    excel_url: str = ""
    usual: tuple[str, str] | None = None
    """The period this report is usually about, for a form that names none."""
