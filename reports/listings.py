"""The rows of a register that stand in a summary themselves, as plain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.declare import Record
from models.engine.display import called
from models.spec import Kind, Label, LabelEnum
from reports.results import Rows, Value
from reports.spec import Column, Conditions, Listing, Span


def listed(session: Session, part: Listing, span: Span, rows: Conditions, drill: str) -> Rows:
    """Return the first rows of a listing, at most as many as it says, and how many there are."""
    model: Any = part.register
    name = part.sort.lstrip("-")
    order = getattr(model, name)
    shown = [c for c in part.columns if isinstance(c, str) and _kind(model, c) in {Kind.ref, Kind.refs}]
    links = [getattr(model, name) for name in (*shown, *part.loads)]
    query = select(model).where(*rows).options(*(selectinload(link) for link in links))
    query = query.order_by(order.desc() if part.sort.startswith("-") else order, model.id).limit(part.most)
    found = list(session.scalars(query))
    total = len(found)
    if total == part.most:
        total = session.scalar(select(func.count()).select_from(model).where(*rows)) or 0
    return Rows(
        code=part.code,
        label=part.label,
        register=model.slug(),
        heads=tuple(_head(model, c) for c in part.columns),
        ids=tuple(record.id for record in found),
        lines=tuple(tuple(_value(record, c, span) for c in part.columns) for record in found),
        total=total,
        drill=drill,
    )


def _kind(model: type[Record], name: str) -> Kind | None:
    field = model.__fields__.get(name)
    return field.kind if field else None


def _head(model: type[Record], column: str | Column) -> tuple[str, Label]:
    if isinstance(column, Column):
        return column.code, column.label
    return column, model.__fields__[column].label


def _value(record: Any, column: str | Column, span: Span) -> Value:
    if isinstance(column, Column):
        return plain(column.value(record, span))
    if column == "status":
        flow = type(record).__register__.flow
        return flow.state(record.status).label if flow else None
    return plain(getattr(record, column))


def plain(value: Any) -> Value:
    """Return a field's value as a number, words, a day or a moment: members as their words, records by their name."""
    if isinstance(value, LabelEnum):
        return value.label
    if isinstance(value, Record):
        return called(value)
    if isinstance(value, list | tuple):
        worded = [plain(one) for one in value]
        return Label(_joined(worded, "zh"), _joined(worded, "en"))
    return value  # type: ignore[no-any-return]  # a plain value of a column


def _joined(values: list[Value], locale: str) -> str:
    texts = (value.text(locale) if isinstance(value, Label) else str(value) for value in values)
    return ("、" if locale == "zh" else ", ").join(texts)
