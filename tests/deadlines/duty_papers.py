"""Papers written straight into their tables, whole enough for the database and no more."""

import datetime as dt
from typing import Any

import access
import models
from models.declare import Moment, table_of
from models.engine.history import HistoryEntry
from tests.deadlines.conftest import Centre

SUBMITTED = "submitted"
PLAIN: dict[type, Any] = {str: "某", int: 1, bool: True, float: 1}


def paper(c: Centre, register: str, *, at: dt.datetime, **values: Any) -> Any:
    """A paper of a register entered at a moment, handed in then where it is decided on; site 1."""
    model: Any = models.by_name(register)
    flow = model.__register__.flow
    state = (SUBMITTED if flow.approval else flow.initial) if flow else None
    given: dict[str, Any] = {
        "site_id": 1,
        "created_at": at,
        "updated_at": at,
        "version": 1,
        **({"status": state} if state else {}),
    }
    if "number" in model.__fields__ and model.__register__.prefix:
        given["number"] = f"{model.__register__.prefix}-{next(c.numbers)}"
    given |= values
    for column in table_of(model).columns:
        name = column.key
        if column.nullable or column.primary_key or name in given or name.removesuffix("_id") in given:
            continue
        if column.default is None and column.server_default is None:
            given[name] = _something(model, column, at)
    with access.gate(c.session):
        row = model(**given)
        c.session.add(row)
        c.session.flush()
        if flow is not None and flow.approval is not None and row.status == SUBMITTED:
            c.session.add(
                HistoryEntry(register=row.slug(), record_id=row.id, at=at, kind="transition", transition="submit")
            )
        c.session.flush()
    return row


def _something(model: Any, column: Any, at: dt.datetime) -> Any:
    name = column.key
    field = model.__fields__.get(name)
    if column.foreign_keys:
        return 1
    if field is not None and field.enum is not None:
        return next(iter(field.enum))
    kind = column.type.python_type
    if kind is dt.datetime or isinstance(column.type, Moment):
        return at
    if kind is dt.date:
        return at.date()
    return PLAIN.get(kind, 0)
