"""What a board shows (`pages/board.html`)."""

from __future__ import annotations

from dataclasses import dataclass

from admin_views.viewmodels.common import Badge, Choice, Link
from admin_views.viewmodels.summaries import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month of a gauge's chart, measured in the chart's own units: its left edge, top and height."""

    x: int
    y: int
    height: int
    words: str
    """Month and value, for the pointer and for screen readers."""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeCard:
    """A figure with its target and the months before it. `line` is the height of the target in the chart."""

    code: str
    label: str
    period: str
    number: Number
    target: str = ""
    bars: tuple[Bar, ...] = ()
    line: int | None = None
    months: tuple[str, ...] = ()
    spoken: str = ""
    """The chart in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """A site beside the others: its own board and a number for each column."""

    name: Link
    missed: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """Everything `pages/board.html` shows, as `page`."""

    title: str
    period: str
    cards: tuple[GaugeCard, ...]
    choices: tuple[tuple[str, str, tuple[Choice, ...]], ...] = ()
    heads: tuple[Link, ...] = ()
    """Columns of the table of sites; the address sorts by it."""
    sites: tuple[SiteLine, ...] = ()
    width: int = 0
    height: int = 0
    legend: tuple[Badge, ...] = ()
