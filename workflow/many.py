"""Statements on many rows at once, given by column: each column's type is applied once, no row becomes an object.

The hands of ``workflow.loading``, which says who may; nothing else calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select, text

CHUNK = 5_000
"""Rows written with one statement; bounds the memory of a load."""
IN = 500
"""Ids named in one statement."""


def insert(
    connection: Connection,
    table: Table,
    columns: Mapping[str, Iterable[Any]],
    fixed: Mapping[str, Any],
    count: int,
) -> None:
    """Insert ``count`` rows given by column; ``fixed`` holds one value for all. One ``executemany``, or one ``COPY``."""
    names = [*columns, *fixed]
    values = [_bound(connection, table, name, given) for name, given in columns.items()]
    for name, value in fixed.items():
        values.append(repeat(next(iter(_bound(connection, table, name, [value]))), count))
    into, quote = quoted(connection, table), connection.dialect.identifier_preparer.quote
    names = [quote(name) for name in names]
    lines = list(zip(*values, strict=True))
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {into} ({', '.join(names)}) VALUES ({marks})", lines)  # noqa: S608 - names from the metadata
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} ({', '.join(names)}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def update(
    connection: Connection,
    table: Table,
    columns: Mapping[str, Iterable[Any]],
    fixed: Mapping[str, Any],
    where: Mapping[str, Sequence[Any]],
) -> int:
    """Set ``columns`` (and ``fixed``) of the rows in which the columns of ``where`` hold these values.

    ``version`` goes up by itself where the table has one. Returns how many rows were found.
    """
    quote = connection.dialect.identifier_preparer.quote
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    count = len(next(iter(where.values())))
    values = [_bound(connection, table, name, given) for name, given in columns.items()]
    for name, value in fixed.items():
        values.append(repeat(next(iter(_bound(connection, table, name, [value]))), count))
    sets = [f"{quote(name)} = {mark}" for name in (*columns, *fixed)]
    if "version" in table.c:
        sets.append("version = version + 1")
    condition = " AND ".join(f"{quote(name)} = {mark}" for name in where)
    statement = f"UPDATE {quoted(connection, table)} SET {', '.join(sets)} WHERE {condition}"  # noqa: S608 - names from the metadata
    lines = list(zip(*values, *where.values(), strict=True))
    parts = (lines[first : first + CHUNK] for first in range(0, count, CHUNK))
    return sum(connection.exec_driver_sql(statement, part).rowcount for part in parts)


def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Take ``count`` ids: SQLite's one writer takes the next ones, PostgreSQL's sequence hands them out."""
    name = quoted(connection, table)
    if connection.dialect.name == "sqlite":
        last = connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {name}")).scalar_one()  # noqa: S608 - a name from the metadata
        return list(range(last + 1, last + 1 + count))
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": name}).scalar_one()
    numbers = text("SELECT nextval(:s) FROM generate_series(1, :n)")
    return [int(i) for i in connection.execute(numbers, {"s": sequence, "n": count}).scalars()]


def quoted(connection: Connection, table: Table) -> str:
    """The table's name as the database wants it written."""
    return connection.dialect.identifier_preparer.format_table(table)


def by_ids(connection: Connection, table: Table, ids: Sequence[int], column: str) -> Iterable[tuple[int, Any]]:
    """Yield (id, value of ``column``) of the rows with these ids, in no order."""
    for first in range(0, len(ids), IN):
        query = select(table.c.id, table.c[column]).where(table.c.id.in_(ids[first : first + IN]))
        yield from ((row[0], row[1]) for row in connection.execute(query))


def ranges(table: Table, ids: Sequence[int], *, alone: bool) -> Iterable[ColumnElement[bool]]:
    """Yield conditions that name ``ids``: one range where they follow each other and the writer is ``alone``, else lists."""
    if alone and len(ids) > 1 and ids[-1] - ids[0] == len(ids) - 1:
        yield table.c.id.between(ids[0], ids[-1])
        return
    for first in range(0, len(ids), IN):
        yield table.c.id.in_(ids[first : first + IN])


def _bound(connection: Connection, table: Table, name: str, values: Iterable[Any]) -> Iterable[Any]:
    """Return a column's values as the driver takes them."""
    dialect = connection.dialect
    process: Callable[[Any], Any] | None = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return [process(value) for value in values] if process else values
