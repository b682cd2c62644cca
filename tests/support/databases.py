"""Fresh, migrated databases in milliseconds: the migrations run once per session, then the result is copied.

A PostgreSQL database that is given back is emptied and handed out again under a new name: copying one anew writes its
two thousand files each time. A copy with rows is such a database with the rows put in. Whoever is still connected to
the old name finds it gone, as if it had been dropped; a database whose tables, triggers, constraints or revision a test
changed is dropped indeed.
"""

import itertools
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bench import postgres
from web import migrate

Kind = Literal["sqlite", "postgres"]
LARGE = 1 << 20
"""Bytes of a table from which emptying costs more than a copy anew."""
SHAPE = text("""
    SELECT (SELECT array[count(*), max(oid::bigint)] FROM pg_class WHERE relnamespace = 'public'::regnamespace),
           (SELECT array[count(*), max(oid::bigint), count(*) FILTER (WHERE tgenabled <> 'O')] FROM pg_trigger),
           (SELECT array[count(*), max(oid::bigint)] FROM pg_constraint),
           (SELECT array[count(*), count(*) FILTER (WHERE attnotnull)] FROM pg_attribute),
           (SELECT array[count(*), max(oid::bigint)] FROM pg_proc),
           to_regclass('alembic_version') IS NOT NULL AS migrated
""")
REVISION = text("SELECT array_agg(version_num) FROM alembic_version")
WRITTEN = text("""
    SELECT oid::regclass::text, pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
      AND relname <> 'alembic_version'
""")
COUNTED = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
RESTART = text("""
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
""")


class Databases:
    """Hands out databases; one per session, its server starts at the first PostgreSQL asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = itertools.count(1)
        self._server: postgres.Server | None = None
        self._sqlite_template: Path | None = None
        self._postgres_template = self._shape = ""
        self._spare: defaultdict[str, list[str]] = defaultdict(list)
        """Emptied databases by their shape."""
        self._handed: dict[str, str] = {}
        """Databases in use, and the shape they were handed out with."""

    def fresh(self, kind: Kind) -> str:
        """The address of a migrated database without a row, of the caller's own."""
        return self._fresh_sqlite() if kind == "sqlite" else self._fresh_postgres()

    def bare(self, kind: Kind) -> str:
        """The address of a database without a table."""
        name = f"bare_{next(self._count)}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        self._administer(f"create database {name}")
        return self.server().url(name)

    def copy(self, url: str) -> str:
        """A copy of a database made here, with its rows; nobody may be connected to it."""
        name = f"copy_{next(self._count)}"
        if url.startswith("sqlite:///"):
            shutil.copyfile(url.removeprefix("sqlite:///"), self.folder / f"{name}.db")
            return f"sqlite:///{self.folder / name}.db"
        original = _name(url)
        shape = self._shape_of(original)
        if self._spare[shape]:
            name = self._spare[shape].pop()
            self._put_rows(original, name)
        else:
            self._administer(f"create database {name} template {original}")
        self._handed[name] = shape
        return self.server().url(name)

    def drop(self, url: str) -> None:
        """Give a database back; connections still open to it are cut."""
        if url.startswith("sqlite:///"):
            for end in ("", "-wal", "-shm"):
                Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
            return
        name = _name(url)
        if not (name in self._handed and self._given_back(name)):
            self._administer(f"drop database if exists {name} with (force)")

    def server(self) -> postgres.Server:
        """The session's PostgreSQL; skips the test, with the reason, where none can be had."""
        if self._server is None:
            bindir = postgres.binaries()
            if bindir is None:
                pytest.skip(postgres.NO_POSTGRES)
            self._server = postgres.start(bindir)
        return self._server

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()

    def _fresh_sqlite(self) -> str:
        if self._sqlite_template is None:
            path = self.folder / f"template-{os.getpid()}.db"
            migrate.upgrade(f"sqlite:///{path}")
            self._sqlite_template = path
        path = self.folder / f"fresh_{next(self._count)}.db"
        shutil.copyfile(self._sqlite_template, path)
        return f"sqlite:///{path}"

    def _fresh_postgres(self) -> str:
        if not self._postgres_template:
            self._administer("create database migrated")
            migrate.upgrade(self.server().url("migrated"))
            self._postgres_template = "migrated"
            self._shape = self._shape_of("migrated")
            with self._connected("migrated") as c:
                assert not c.execute(WRITTEN).all(), "the migrations wrote rows: emptying would lose them"
        if self._spare[self._shape]:
            name = self._spare[self._shape].pop()
        else:
            name = f"fresh_{next(self._count)}"
            self._administer(f"create database {name} template {self._postgres_template}")
        self._handed[name] = self._shape
        return self.server().url(name)

    def _shape_of(self, name: str) -> str:
        """What a database is built like: tables, triggers, constraints, revision; the same for its copies and for no other."""
        with self._connected(name) as c:
            return _shape(c)

    def _put_rows(self, original: str, name: str) -> None:
        """Fill an empty database with another's rows, unasked by triggers and keys, and let its numbers go on from there."""
        address = self.server().url("{}").replace("+psycopg", "")
        with psycopg.connect(address.format(original)) as one, psycopg.connect(address.format(name)) as other:
            other.execute("SET session_replication_role = replica")
            for table, _ in one.execute(WRITTEN.text).fetchall():
                with (
                    one.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out,
                    other.cursor().copy(f"COPY {table} FROM STDIN (FORMAT binary)") as into,
                ):
                    for piece in out:
                        into.write(piece)
            for sequence, last in one.execute(COUNTED).fetchall():
                other.execute("SELECT setval(%s::regclass, %s)", (sequence, last))

    def _given_back(self, name: str) -> bool:
        """Rename and empty a database; False when that can't be done and it must be dropped."""
        shape, spare = self._handed.pop(name), f"fresh_{next(self._count)}"
        try:
            with self._connected("postgres") as c:
                c.execute(
                    text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"),
                    {"name": name},
                )
                c.execute(text(f"ALTER DATABASE {name} RENAME TO {spare}"))
        except DBAPIError:
            return False
        with self._connected(spare) as c:
            same = _shape(c) == shape
            written = c.execute(WRITTEN).all()
            if same and all(size < LARGE for _, size in written):
                c.execute(text("SET session_replication_role = replica"))  # no trigger keeps a row, no order of keys
                if written:
                    c.exec_driver_sql("; ".join(f"DELETE FROM {table}" for table, _ in written))  # noqa: S608 -- names from the catalogue
                c.execute(RESTART)
                self._spare[shape].append(spare)
                return True
        self._administer(f"drop database {spare} with (force)")
        return True

    @contextmanager
    def _connected(self, name: str) -> Iterator[Connection]:
        engine = create_engine(self.server().url(name), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            yield c
        engine.dispose()

    def _administer(self, statement: str) -> None:
        with self._connected("postgres") as c:
            c.execute(text(statement))


def _shape(c: Connection) -> str:
    built = c.execute(SHAPE).one()
    return f"{built} {c.execute(REVISION).scalar() if built.migrated else None}"


def _name(url: str) -> str:
    """The database's name in its PostgreSQL address."""
    return url.split("@/", 1)[1].split("?", 1)[0]
