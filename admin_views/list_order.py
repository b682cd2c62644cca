"""What a list is ordered by, and the sort key that its "next" and "previous" carry in their address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import asc, desc

from models.spec import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What a list is ordered by: a column and the id, both in one direction."""

    column: Any
    id: Any
    descending: bool
    nullable: bool = False

    def among(self, rows: Any) -> Order:
        """Return this order of a subquery that names the column ``k`` and the id ``i``."""
        return replace(self, column=rows.c.i if self.column is self.id else rows.c.k, id=rows.c.i)


def directions(order: Order, *, reverse: bool) -> list[Any]:
    """Return the terms of ``ORDER BY``; ``reverse``: the other way round, for the page before."""
    way = asc if order.descending == reverse else desc
    return [way(order.id)] if order.column is order.id else [way(order.column), way(order.id)]


def key_text(value: Any) -> Any:
    """Return a sort key as a cursor can carry it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return int(value) if isinstance(value, bool) else value


def key_value(key: Any, kind: Kind) -> Any:
    """Return a cursor's key as its column compares it; None for one that is no such value."""
    try:
        if kind is Kind.datetime:
            return dt.datetime.fromisoformat(key).astimezone(dt.UTC)
        if kind is Kind.date:
            return dt.date.fromisoformat(key)
        if kind is Kind.time:
            return dt.time.fromisoformat(key)
        if kind in {Kind.decimal, Kind.money}:
            return Decimal(key) if abs(Decimal(key)) < 10**13 else None
        whole = kind in {Kind.int, Kind.year, Kind.rating, Kind.bool}
        return None if key is None or isinstance(key, str) is whole else bool(key) if kind is Kind.bool else key
    except (TypeError, ValueError, ArithmeticError):
        return None
