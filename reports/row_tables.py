"""Tables over the lines of documents: what the lines of many papers add up to, with the papers behind each cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.declare import Record
from models.spec import L, Label
from reports.counting import here
from reports.grouping import EMPTY, names_of
from reports.judging import span_figure
from reports.results import TOTAL, Figure, Line, Table
from reports.spec import Conditions, Measure, Span

IN_ALL = L("合计", "Total")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A column: the sum of an expression over the lines; without one, the number of papers."""

    code: str
    label: Label
    of: Any = None
    measure: Measure = Measure.number


def lines_of(document: type[Record], field: str = "lines") -> Any:
    """Return the mapped class of a document's child rows."""
    return document.__rows__[field]


@dataclass(frozen=True, kw_only=True, slots=True)
class RowTable:
    """The lines ``rows`` of the papers of ``document`` that fulfil ``where``, grouped by the value of ``by``.

    Largest first by the first column. ``joined`` adds what the lines refer to; ``names`` is the register that ``by`` holds ids of.
    """

    code: str
    label: Label
    document: type[Record]
    rows: Any
    where: Callable[[Span], Conditions]
    by: Any
    columns: tuple[Sum, ...]
    joined: Callable[[Select[Any]], Select[Any]] = lambda query: query
    names: type[Record] | None = None

    def __call__(self, session: Session, span: Span) -> Table:
        """Work the table out: two statements, and one for the names."""
        model: Any = self.document
        link = self.rows.parent_id
        papers = (*here(self.document, span), *self.where(span))
        measured = [func.count(link.distinct()) if c.of is None else func.sum(c.of) for c in self.columns]

        def query(*columns: Any) -> Select[Any]:
            return self.joined(select(*columns).select_from(self.rows)).join(model, model.id == link).where(*papers)

        found = list(session.execute(query(self.by, *measured).group_by(self.by).order_by(measured[0].desc(), self.by)))
        words = names_of(session, self.names, [str(key) for key, *_ in found if key]) if self.names else {}
        lines = []
        for key, *values in found:
            same = self.by.is_(None) if key is None else self.by == key
            behind = (*papers, model.id.in_(self.joined(select(link).select_from(self.rows)).where(same)))
            text = words.get(str(key), str(key))
            label = L(text, text) if key else EMPTY
            lines.append(Line(key=str(key or ""), label=label, cells=self._cells(span, values, behind)))
        total = self._cells(span, session.execute(query(*measured)).one(), papers)
        heads = tuple((c.code, c.label, c.measure) for c in self.columns)
        return Table(
            code=self.code,
            label=self.label,
            heads=heads,
            lines=tuple(lines),
            total=Line(key=TOTAL, label=IN_ALL, cells=total),
        )

    def _cells(self, span: Span, values: Any, behind: Conditions) -> tuple[Figure, ...]:
        return tuple(
            span_figure(span, c.code, c.label, value or 0, measure=c.measure, register=self.document, rows=behind)
            for c, value in zip(self.columns, values, strict=True)
        )
