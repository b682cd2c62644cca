"""Counting the rows of a tally: the number itself, and the number for each line of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models.declare import Record
from models.spec import Scope
from reports.grouping import Grouping, column_of
from reports.spec import Conditions, Listing, Measure, Span, Tally


def here(model: Any, span: Span) -> Conditions:
    """Return the condition that a row of ``model`` belongs to the span's site (or, where it may, to all sites)."""
    scope = model.__register__.scope
    if span.site_id is None or scope is Scope.none:
        return ()
    if scope is Scope.site_or_all:
        return (or_(model.site_id == span.site_id, model.site_id.is_(None)),)
    return (model.site_id == span.site_id,)


def rows_of(part: Tally | Listing, span: Span) -> Conditions:
    """Return every condition of the rows behind a tally or in a listing."""
    if isinstance(part, Tally) and part.sited:
        return tuple(part.where(span))
    return (*here(part.register, span), *part.where(span))


def rows_of_all(tallies: Sequence[tuple[Tally, Conditions]], span: Span) -> tuple[type[Record], Conditions]:
    """Return the rows behind several tallies, each with further conditions: those of the first one's register."""
    model = tallies[0][0].register
    alike = [(*rows_of(tally, span), *more) for tally, more in tallies if tally.register is model]
    return model, alike[0] if len(alike) == 1 else (or_(*(and_(*one) for one in alike)),)


def value_of(session: Session, tally: Tally, rows: Conditions) -> int | Decimal | None:
    """Return the one number of a tally."""
    model: Any = tally.register
    row = session.execute(select(*_measures(tally)).select_from(model).where(*rows)).one()
    return _value(tally, *row)


def grouped(session: Session, tally: Tally, rows: Conditions, by: Grouping) -> Mapping[str, int | Decimal | None]:
    """Return the number of a tally for each line."""
    model: Any = tally.register
    source = tally.add if tally.add is not None else tally.mean if tally.mean is not None else tally.each
    column = model.id if source is None else column_of(model, source)
    inner = select(by.expression.label("place"), column.label("amount")).select_from(model).where(*rows).subquery()
    query: Select[Any] = select(inner.c.place, *_measures(tally, inner.c.amount)).group_by(inner.c.place)
    return {by.key(place): _value(tally, *rest) for place, *rest in session.execute(query)}


def _measures(tally: Tally, amount: ColumnElement[Any] | None = None) -> tuple[ColumnElement[Any], ...]:
    """Return what is asked for: (number, number of rows that have one)."""
    model: Any = tally.register

    def column(name: Any) -> Any:
        return column_of(model, name) if amount is None else amount

    if tally.add is not None:
        return func.sum(column(tally.add)), func.count()
    if tally.mean is not None:
        return func.sum(column(tally.mean)), func.count(column(tally.mean))
    if tally.each is not None:
        return func.count(column(tally.each).distinct()), func.count()
    return func.count(), func.count()


def _value(tally: Tally, number: Any, count: int) -> int | Decimal | None:
    if tally.mean is not None:
        return Decimal(number) / count if count else None
    if number is None:
        return nothing(tally)
    return number if isinstance(number, int | Decimal) else Decimal(number)


def nothing(tally: Tally) -> int | Decimal | None:
    """Return what a tally comes to where it has no row: 0, or no average at all."""
    if tally.mean is not None:
        return None
    return Decimal(0) if tally.measure is Measure.yuan else 0
