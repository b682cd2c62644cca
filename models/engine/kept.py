"""Statements that every page runs, put together once: what is left a request is to hand over the values.

Putting a statement of a list together costs several times what the database needs to answer it. A key names
everything it depends on; whatever else changes from request to request is a named ``bindparam``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    Integer,
    any_,
    bindparam,
    func,
    select,
)

MOST = 500
"""Statements kept a process; the one that was made first goes first."""
_kept: dict[Hashable, Executable] = {}


def execute(
    connection: Connection, key: Hashable, build: Callable[[], Executable], values: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Run the statement that ``key`` names, made by ``build`` when it is asked for the first time.

    Args:
        connection: where it runs.
        key: everything the statement and its own values depend on, the dialect too where it does.
        build: makes the statement; a session's site criteria are NOT added (``access.execute_kept`` adds them).
        values: by name, what its ``bindparam`` parts stand for this time.
    """
    return connection.execute(statement(key, build), values)


def among(column: ColumnElement[int], name: str, dialect: str) -> ColumnElement[bool]:
    """Return the criterion that ``column`` is one of a list of numbers handed over as the one parameter ``name``.

    A parameter a number would have the statement put together anew for every run.
    """
    if dialect == "sqlite":
        given = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
        return column.in_(select(given.c.value))
    return column == any_(bindparam(name, type_=ARRAY(Integer)))


def statement(key: Hashable, build: Callable[[], Executable]) -> Executable:
    """Return the statement that ``key`` names, made by ``build`` when it is asked for the first time."""
    found = _kept.get(key)
    if found is None:
        found = build()
        while len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = found
    return found
