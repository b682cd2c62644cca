"""How every process connects to the database: one recipe for web, jobs, commands, seed and tests.

SQLite: WAL, foreign keys on, writers begin IMMEDIATE so that two check-then-write requests queue instead of failing,
readers begin DEFERRED so that they never queue behind a writer. PostgreSQL: no server-side prepared statements, since
a generic plan makes ``LIKE … LIMIT`` many times slower.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

BUSY_MS = 30_000
"""Milliseconds a SQLite writer waits for another one."""
CACHE_KIB = 16_000
"""KiB of pages a SQLite connection keeps."""
DEFERRED = "DEFERRED"


def make_engine(url: str, **options: Any) -> Engine:
    """Return an engine for ``url`` (``sqlite:////absolute/path`` or ``postgresql+psycopg://…``).

    ``options`` go to ``create_engine``. A transaction on SQLite begins IMMEDIATE unless its connection carries the
    execution option ``sqlite_begin="DEFERRED"`` (see ``reader``).
    """
    options = {"pool_size": 16, "max_overflow": 16, "pool_use_lifo": True, **options}
    if "poolclass" in options:
        for name in ("pool_size", "max_overflow", "pool_use_lifo"):
            options.pop(name)
    if url.startswith("sqlite"):
        engine = create_engine(url, **options)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(url, **{"connect_args": {"prepare_threshold": None}, "pool_pre_ping": True, **options})


def reader(engine: Engine) -> Engine:
    """Return the same engine (and pool) for transactions that only read."""
    return engine.execution_options(sqlite_begin=DEFERRED)


def _prepare(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=wal",
        "synchronous=normal",
        "foreign_keys=on",
        f"cache_size=-{CACHE_KIB}",
        "temp_store=memory",
    ):
        dbapi.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("sqlite_begin", "IMMEDIATE"))
