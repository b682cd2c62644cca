"""Child lines in summaries: what the lines of a row count or add up to, as expressions a tally may sum."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, exists, func, select

from models.declare import Record
from reports.row_tables import lines_of


def how_many(model: type[Record], name: str, *where: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many lines a row has, of those that fulfil ``where``."""
    line = lines_of(model, name)
    counted = select(func.count()).where(line.parent_id == model.id, *where).correlate(model).scalar_subquery()
    return cast(counted, Integer)


def has_line(model: type[Record], name: str, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a row has a line that fulfils ``where``."""
    line = lines_of(model, name)
    return exists().where(line.parent_id == model.id, *where).correlate(model)


def sum_of(model: type[Record], name: str, field: str) -> ColumnElement[Any]:
    """Return what a column of a row's lines adds up to (money of ``materials.amount``)."""
    line = lines_of(model, name)
    return select(func.sum(getattr(line, field))).where(line.parent_id == model.id).correlate(model).scalar_subquery()
