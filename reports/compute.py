"""Working a summary out: every tally one query, rates and tables from the same conditions. Reads, never writes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.declare import Record
from models.spec import L, Label
from reports.counting import grouped, nothing, rows_of, rows_of_all, value_of
from reports.grouping import Grouping, grouping, words_for
from reports.judging import quotient, span_figure
from reports.listings import listed
from reports.results import TOTAL, Figure, Line, Piece, Result, Table
from reports.spec import Breakdown, Conditions, Listing, Rate, Span, Summary, Tally, Worked

IN_ALL = L("合计", "Total")
Number = Any
"""An int or a Decimal; None where there was nothing to count."""


def summarise(session: Session, summary: Summary, span: Span) -> Result:
    """Return what a summary adds up to for a site and a period, as far as the session's sites reach.

    The rows counted are all of the site's: figures don't depend on who asks. Who may look at the rows behind them, and at
    the columns of a listing, is for the screens to ask of ``access``.
    """
    work = Work(session, summary, span)
    return Result(
        report=summary.report.value,
        site_id=span.site_id,
        since=span.since,
        until=span.until,
        computed_at=span.now,
        parts=tuple(work.piece(part) for part in summary.parts if getattr(part, "shown", True)),
    )


class Work:
    """One summary being worked out; each tally is asked for once."""

    def __init__(self, session: Session, summary: Summary, span: Span) -> None:
        """Begin with nothing counted."""
        self.session, self.summary, self.span = session, summary, span
        self._values: dict[str, Number] = {}

    def piece(self, part: Any) -> Piece:
        """Return what a part came to, its figures with the keys of the rows behind them."""
        key = f"{self.summary.report.value}.{part.code}"
        if isinstance(part, Tally | Rate):
            return self._figure(part).under(key)
        if isinstance(part, Breakdown):
            return drilled(self._table(part), key)
        if isinstance(part, Listing):
            return listed(self.session, part, self.span, rows_of(part, self.span), key)
        made = part.work(self.session, self.span)
        return drilled(made, key) if isinstance(made, Table) else made.under(key)

    def behind(self, part: Any, column: str = "", line: str = "") -> tuple[type[Record], Conditions]:
        """Return register and conditions of the rows behind a part, or behind a cell of a table; LookupError for none."""
        if isinstance(part, Tally | Listing):
            return part.register, rows_of(part, self.span)
        if isinstance(part, Rate):
            return rows_of_all([(tally, ()) for tally in self._tallies(part.among)], self.span)
        if isinstance(part, Worked):
            return _found(part.work(self.session, self.span), column, line)
        shown = self.summary.part(column)
        if line == TOTAL:
            return self.behind(shown)
        tallies = self._tallies(shown.among) if isinstance(shown, Rate) else self._tallies(column)
        return rows_of_all([(t, grouping(t.register, part.by, self.span).conditions(line)) for t in tallies], self.span)

    def _figure(self, part: Tally | Rate) -> Figure:
        value = self._value(part) if isinstance(part, Tally) else self._share(part)
        return self._made(part, value, *self.behind(part))

    def _made(self, part: Tally | Rate, value: Number, model: type[Record], rows: Conditions) -> Figure:
        return span_figure(
            self.span, part.code, part.label, value, measure=part.measure, target=part.target,
            more_is_better=part.more_is_better, register=model, rows=rows,
        )  # fmt: skip

    def _tallies(self, codes: str | tuple[str, ...]) -> list[Tally]:
        found = [self.summary.part(code) for code in _codes(codes)]
        return [part for part in found if isinstance(part, Tally)]

    def _value(self, tally: Tally) -> Number:
        if tally.code not in self._values:
            self._values[tally.code] = value_of(self.session, tally, rows_of(tally, self.span))
        return self._values[tally.code]

    def _share(self, rate: Rate) -> Number:
        of, among = (sum(self._value(t) or 0 for t in self._tallies(x)) for x in (rate.of, rate.among))
        return quotient(rate, of, among)

    def _table(self, part: Breakdown) -> Table:
        columns = [p for p in map(self.summary.part, (*part.tallies, *part.rates)) if isinstance(p, Tally | Rate)]
        asked = {code: t for p in columns for code, t in ((t.code, t) for t in self._behind_column(p))}
        groups = {code: grouping(t.register, part.by, self.span) for code, t in asked.items()}
        counted = {code: grouped(self.session, t, rows_of(t, self.span), groups[code]) for code, t in asked.items()}
        first: Grouping = next(iter(groups.values()))
        keys: set[str] = set().union(*counted.values()) | (set(first.keys) if part.every else set())

        def cell(column: Tally | Rate, key: str) -> Figure:
            among = self._behind_column(column)
            if isinstance(column, Rate):
                among = self._tallies(column.among)
                of = sum(counted[code].get(key) or 0 for code in _codes(column.of))
                value: Number = quotient(column, of, sum(counted[t.code].get(key) or 0 for t in among))
            else:
                value = counted[column.code].get(key, nothing(column))
            behind = rows_of_all([(t, groups[t.code].conditions(key)) for t in among], self.span)
            return self._made(column, value, *behind)

        def line(key: str, label: Label) -> Line:
            return Line(key=key, label=label, cells=tuple(cell(column, key) for column in columns))

        return Table(
            code=part.code,
            label=part.label,
            heads=tuple((p.code, p.label, p.measure) for p in columns),
            lines=tuple(line(key, label) for key, label in words_for(self.session, first, keys).items()),
            total=Line(key=TOTAL, label=IN_ALL, cells=tuple(self._figure(p) for p in columns)),
        )

    def _behind_column(self, part: Tally | Rate) -> list[Tally]:
        return [part] if isinstance(part, Tally) else self._tallies((*_codes(part.of), *_codes(part.among)))


def drilled(table: Table, key: str) -> Table:
    """Return the table whose figures carry the keys of the rows behind them: ``<key>.<column>.<line>``."""

    def keyed(line: Line) -> Line:
        cells = tuple(cell.under(f"{key}.{cell.code}.{line.key}") for cell in line.cells)
        return Line(key=line.key, label=line.label, cells=cells)

    return Table(
        code=table.code,
        label=table.label,
        heads=table.heads,
        lines=tuple(keyed(line) for line in table.lines),
        total=keyed(table.total) if table.total else None,
    )


def _found(made: Figure | Table, column: str, line: str) -> tuple[type[Record], Conditions]:
    """Return what stands behind a figure worked out by hand."""
    cells = [made] if isinstance(made, Figure) else _cells(made, column, line)
    for cell in cells:
        if cell.model is not None and cell.rows is not None:
            return cell.model, cell.rows
    raise LookupError(f"no rows behind {made.code}.{column}.{line}")


def _cells(table: Table, column: str, line: str) -> list[Figure]:
    lines = (*table.lines, *((table.total,) if table.total else ()))
    return [cell for one in lines if one.key == line for cell in one.cells if cell.code == column]


def _codes(codes: str | tuple[str, ...]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else codes
