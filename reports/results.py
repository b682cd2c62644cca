"""What a summary came to: figures, tables and rows as frozen data that goes through JSON and back unchanged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from models.declare import Record
from models.spec import Label
from reports.spec import Conditions, Measure

Value = int | Decimal | str | Label | dt.date | dt.datetime | bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number. ``value`` None: there was nothing to count.

    ``verdict``: ``met`` or ``missed`` against the target, ``unset`` where the site has not set one, else empty. ``drill`` is
    the key under which ``reports.rows_behind`` finds the rows, ``register`` their register's slug; both empty where there
    are none. ``rows`` are the conditions themselves, on a figure just worked out.
    """

    code: str
    label: Label
    value: int | Decimal | None
    measure: Measure = Measure.number
    target: Decimal | None = None
    verdict: str = ""
    more_is_better: bool = True
    drill: str = ""
    register: str = ""
    model: type[Record] | None = field(default=None, compare=False, repr=False)
    rows: Conditions | None = field(default=None, compare=False, repr=False)

    def under(self, drill: str) -> Figure:
        """Return the figure with the key of its rows, when it has rows."""
        return replace(self, drill=drill, register=self.model.slug()) if self.model and self.rows is not None else self


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a table: its key, its words and a figure for each column."""

    key: str
    label: Label
    cells: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Figures by line and column; ``total`` is the last line. ``heads`` are the columns' code, words and measure."""

    code: str
    label: Label
    heads: tuple[tuple[str, Label, Measure], ...]
    lines: tuple[Line, ...]
    total: Line | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Rows of a register: ``heads`` are the columns' code and words, ``total`` how many there are in all.

    ``ids`` go with ``lines``. ``drill`` as of a figure.
    """

    code: str
    label: Label
    register: str
    heads: tuple[tuple[str, Label], ...]
    ids: tuple[int, ...]
    lines: tuple[tuple[Value, ...], ...]
    total: int
    drill: str = ""


Piece = Figure | Table | Rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A summary worked out: ``computed_at`` in UTC, ``site_id`` None for all sites."""

    report: str
    site_id: int | None
    since: dt.date
    until: dt.date
    computed_at: dt.datetime
    parts: tuple[Piece, ...]

    def figure(self, code: str) -> Figure:
        """Return the figure with this code; LookupError when there is none."""
        return self._part(code, Figure)  # type: ignore[no-any-return]  # by type

    def table(self, code: str) -> Table:
        """Return the table with this code; LookupError when there is none."""
        return self._part(code, Table)  # type: ignore[no-any-return]  # by type

    def rows(self, code: str) -> Rows:
        """Return the listing with this code; LookupError when there is none."""
        return self._part(code, Rows)  # type: ignore[no-any-return]  # by type

    def _part(self, code: str, kind: type[Any]) -> Any:
        found = next((p for p in self.parts if p.code == code and isinstance(p, kind)), None)
        if found is None:
            raise LookupError(f"{self.report} has no {kind.__name__.lower()} {code}")
        return found

    def figures(self) -> dict[str, Figure]:
        """Return every figure by where it stands: ``rate``, ``by_person.called_back.12``, ``by_person.called_back.total``."""
        out: dict[str, Figure] = {}
        for part in self.parts:
            if isinstance(part, Figure):
                out[part.code] = part
            elif isinstance(part, Table):
                for line in (*part.lines, *((part.total,) if part.total else ())):
                    out |= {f"{part.code}.{cell.code}.{line.key}": cell for cell in line.cells}
        return out


TOTAL = "total"
