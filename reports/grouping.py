"""What the lines of a table stand for: a path through fields as an expression, its values in words and in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, select
from sqlalchemy.orm import Session

import models
from models.declare import Record
from models.engine.display import display_name
from models.spec import Kind, L, Label
from reports.span import days_of, months_of
from reports.spec import Conditions, Paths, Span

NOT_FILLED = ""
"""The key of the line for rows in which the field is empty."""
EMPTY = L("未填", "Not filled in")
ELSE = L("其他", "Other")
YES_NO = {"1": L("是", "Yes"), "0": L("否", "No")}
STEPS = {"month": months_of, "day": days_of}


@dataclass(frozen=True, slots=True)
class Grouping:
    """How the rows of one register fall into lines.

    ``expression`` is the value that places a row, ``keys`` the lines known beforehand, in order (bands, members of an
    enumeration), ``target`` the model whose rows the values are ids of.
    """

    expression: Any
    keys: Mapping[str, Label]
    target: type[Record] | None = None
    kind: Kind | None = None
    bands: Mapping[str, Conditions] | None = None

    def key(self, value: Any) -> str:
        """Return the key of the line a value belongs to."""
        if value is None:
            return NOT_FILLED
        if isinstance(value, bool):
            return "1" if value else "0"
        return value.isoformat() if isinstance(value, dt.date) else str(value)

    def conditions(self, key: str) -> Conditions:
        """Return the conditions of the rows in a line; no row for a key that is none."""
        if key == NOT_FILLED:
            return (self.expression.is_(None),)
        if self.bands is not None:
            return (self.expression == key,)
        try:
            return (self.expression == self._value(key),)
        except ValueError:
            return (false(),)

    def _value(self, key: str) -> Any:
        if self.target is not None or self.kind in {Kind.int, Kind.year, Kind.rating}:
            return int(key)
        if self.kind is Kind.bool:
            return key == "1"
        return dt.date.fromisoformat(key) if self.kind is Kind.date else key


def grouping(model: type[Record], by: Paths, span: Span) -> Grouping:
    """Return how rows of ``model`` fall into the lines of a breakdown; LookupError for a path it doesn't have."""
    if callable(by):
        return _banded({band.code: (band.label, band.where) for band in by(span)})
    path = by if isinstance(by, str) else by[model.__name__]
    path, _, step = path.partition(":")
    column, owner, name = _follow(model, path)
    if name == "status":
        flow = owner.__register__.flow
        return Grouping(column, {state.name: state.label for state in flow.states} if flow else {})
    field = owner.__fields__[name]
    if step:
        return _banded(_stepped(column, field.kind, step, span))
    if field.kind is Kind.ref:
        return Grouping(column, {}, models.by_name(str(field.target)), field.kind)
    if field.enum is not None:
        return Grouping(column, {member.value: member.label for member in field.enum}, None, field.kind)
    return Grouping(column, YES_NO if field.kind is Kind.bool else {}, None, field.kind)


def _banded(bands: Mapping[str, tuple[Label, Conditions]]) -> Grouping:
    places = [(and_(*where), code) for code, (_, where) in bands.items()]
    return Grouping(
        case(*places, else_=None),
        {code: label for code, (label, _) in bands.items()},
        bands={code: where for code, (_, where) in bands.items()},
    )


def _stepped(column: Any, kind: Kind, step: str, span: Span) -> Mapping[str, tuple[Label, Conditions]]:
    """Return a band for each month or day of the period: the same on every database, by the site's clock."""
    out: dict[str, tuple[Label, Conditions]] = {}
    for name, first, after in STEPS[step](span):
        low: Any = first
        high: Any = after
        if kind is Kind.date:
            low, high = span.local(first).date(), span.local(after).date()
        out[name] = (L(name, name), (column >= low, column < high))
    return out


def _follow(model: type[Record], path: str) -> tuple[Any, type[Record], str]:
    """Return the expression for a dotted path, the register the last field belongs to, and its name."""
    head, _, rest = path.partition(".")
    if not rest:
        return column_of(model, head), model, head
    field = model.__fields__.get(head)
    if field is None or field.kind is not Kind.ref:
        raise LookupError(f"{model.__name__} has no reference {head}")
    target: Any = models.by_name(str(field.target))
    inner, owner, name = _follow(target, rest)
    link = getattr(model, f"{head}_id")
    return select(inner).where(target.id == link).correlate(model).scalar_subquery(), owner, name


def column_of(model: type[Record], name: Any) -> Any:
    """Return the column of a field (of a reference: its id); an expression is returned as it is."""
    if not isinstance(name, str):
        return name
    field = model.__fields__.get(name)
    if field is None:
        raise LookupError(f"{model.__name__} has no field {name}")
    return getattr(model, f"{name}_id" if field.kind is Kind.ref else name)


def words_for(session: Session, grouping: Grouping, keys: Iterable[str]) -> dict[str, Label]:
    """Return the lines' words by key, in the order they stand: known ones first, then by name, the empty one last."""
    found = set(keys)
    out = {key: label for key, label in grouping.keys.items() if key in found}
    rest = found - set(out) - {NOT_FILLED}
    named = names_of(session, grouping.target, rest) if grouping.target is not None else {}
    out |= {key: L(word, word) for key, word in sorted(((k, named.get(k, k)) for k in rest), key=lambda kv: kv[::-1])}
    if NOT_FILLED in found:
        out[NOT_FILLED] = ELSE if grouping.bands is not None else EMPTY
    return out


def names_of(session: Session, target: type[Record], keys: Iterable[str]) -> dict[str, str]:
    """Return the names of rows of a register by their id as text."""
    name: ColumnElement[Any] = getattr(target, display_name(target))
    ids = [int(key) for key in keys]
    return {str(one): str(word) for one, word in session.execute(select(target.id, name).where(target.id.in_(ids)))}
