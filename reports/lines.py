"""Child lines and lists in summaries: what the lines of a row count or add up to, and which members a list of choices holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, String, cast, func, select, type_coerce

from models.declare import Record
from models.spec import LabelEnum
from reports.row_tables import lines_of


def how_many(model: type[Record], name: str, *where: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many lines a row has, of those that fulfil ``where``."""
    line = lines_of(model, name)
    counted = select(func.count()).where(line.parent_id == model.id, *where).correlate(model).scalar_subquery()
    return cast(counted, Integer)


def sum_of(model: type[Record], name: str, field: str) -> ColumnElement[Any]:
    """Return what a column of a row's lines adds up to (money of ``materials.amount``)."""
    line = lines_of(model, name)
    return select(func.sum(getattr(line, field))).where(line.parent_id == model.id).correlate(model).scalar_subquery()


def holds(column: Any, member: LabelEnum) -> ColumnElement[bool]:
    """Return the condition that a field of several choices holds this one.

    A JSON list reads ``["a", "b"]`` on either database; a code stands in it within its quotation marks.
    """
    return cast(type_coerce(column, JSON), String).like(f'%"{member.value}"%')
