"""Where a bench is built: files of SQLite in a folder, or databases of one PostgreSQL server. And the plain driver to both."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Place:
    """Where databases of a bench lie: ``server`` is the address of a PostgreSQL database to begin from, empty for SQLite."""

    folder: Path
    server: str = ""

    def made(self, name: str, build: Callable[[str], None]) -> tuple[str, float]:
        """Return the address of a database and the seconds it took to build it: 0 where it was there from an earlier run.

        It is built under another name, so that one broken off is never taken for a whole one.
        """
        if self._there(name):
            return self.url(name), 0.0
        self.drop(f"{name}_part")
        began = time.perf_counter()
        if self.server:
            self._administer(f'CREATE DATABASE "{name}_part"')
        build(self.url(f"{name}_part"))
        if self.server:
            self._administer(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')
        else:
            self._file(f"{name}_part").rename(self._file(name))
        return self.url(name), time.perf_counter() - began

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        if not self.server:
            return f"{_SQLITE}{self._file(name)}"
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def empty(self, name: str) -> str:
        """Return the address of a new database without a table."""
        self.drop(name)
        if self.server:
            self._administer(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Take a database away, if it is there."""
        if self.server:
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        for end in ("", "-wal", "-shm"):
            Path(f"{self._file(name)}{end}").unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def _there(self, name: str) -> bool:
        if not self.server:
            return self._file(name).exists()
        return bool(self._administer(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def _administer(self, statement: str) -> list[Any]:
        engine = create_engine(self.server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            done = c.execute(text(statement))
            rows = list(done.all()) if done.returns_rows else []
        engine.dispose()
        return rows


def is_postgres(url: str) -> bool:
    """Whether an address is PostgreSQL's."""
    return not url.startswith(_SQLITE)


def connect(url: str) -> Any:
    """Return a connection of the plain driver that commits each statement by itself."""
    if is_postgres(url):
        import psycopg

        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True, prepare_threshold=None)
    c = sqlite3.connect(url.removeprefix(_SQLITE), isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=normal", "busy_timeout=30000"):
        c.execute(f"pragma {pragma}")
    return c


def put(c: Any, statement: str, values: Sequence[Any] = ()) -> Any:
    """Run a statement with ``?`` for its values on either driver's connection; return the cursor."""
    return c.execute(statement if isinstance(c, sqlite3.Connection) else statement.replace("?", "%s"), values)
