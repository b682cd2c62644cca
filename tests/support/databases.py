"""Fresh, migrated databases in milliseconds: the migrations run once per session, then the result is copied."""

import itertools
import os
import shutil
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bench import postgres
from web import migrate

Kind = Literal["sqlite", "postgres"]


class Databases:
    """Hands out databases; one per session, its server starts at the first PostgreSQL asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = itertools.count(1)
        self._server: postgres.Server | None = None
        self._sqlite_template: Path | None = None
        self._postgres_template = ""

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
        original = url.split("@/", 1)[1].split("?", 1)[0]
        self._administer(f"create database {name} template {original}")
        return self.server().url(name)

    def drop(self, url: str) -> None:
        """Give a database back; connections still open to it are cut."""
        if url.startswith("sqlite:///"):
            for end in ("", "-wal", "-shm"):
                Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
        else:
            self._administer(f"drop database if exists {url.split('@/', 1)[1].split('?', 1)[0]} with (force)")

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
        name = f"fresh_{next(self._count)}"
        self._administer(f"create database {name} template {self._postgres_template}")
        return self.server().url(name)

    def _administer(self, statement: str) -> None:
        engine = create_engine(self.server().url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            c.execute(text(statement))
        engine.dispose()
