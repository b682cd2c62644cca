"""The file of one import: what was found in every row, and the rows that stand ready to be written. A SQLite file of its own.

It lies under ``DATA_DIR/imports/`` outside the register's database, so that preparing an import keeps nobody waiting
and a process killed while preparing leaves nothing in the register.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import NullPool

from models.base.building import Building
from models.base.resident import Occupancy, Resident
from models.base.unit import Unit
from models.connect import make_engine
from models.declare import table_of
from workflow.staged import Part

UNIT_VALUES: Final = (
    "floor", "gross_area", "net_area", "layout", "usage", "occupancy", "handed_over_on", "remark",
)  # fmt: skip
PERSON_VALUES: Final = (
    "name", "phone", "phone2", "id_number", "gender", "workplace", "mailing_address", "emergency_contact",
)  # fmt: skip
_RESIDENT: Final = (*PERSON_VALUES, "name_pinyin", "phone_tail", "homes")
PARTS: Final = (
    Part(Building, ("code", "entrances", "floors", "elevator")),
    Part(
        Unit,
        ("building_id", "entrance", "room", "address", "address_key", *UNIT_VALUES),
        UNIT_VALUES,
        {"building_id": Building},
    ),
    Part(Resident, _RESIDENT, _RESIDENT),
    Part(
        Occupancy,
        ("parent_id", "unit_id", "relation", "since", "position"),
        ("since", "until"),
        {"parent_id": Resident, "unit_id": Unit},
    ),
)
SCHEMA: Final = "stage"
FLUSH = 2_048
"""Rows read between two writes into the stage."""
_ROW = "row(n INTEGER PRIMARY KEY, kind TEXT, sheet TEXT, row INTEGER, title TEXT, people TEXT, detail TEXT)"


def columns(part: Part, kind: str) -> list[str]:
    """The columns of a part's ``new`` or ``set`` table, in the order in which rows are added."""
    if kind == "new":
        numbers = [f"{column}__n" for column in part.refs]
        return ["n", *part.new, *numbers, *(["grams"] if part.record else [])]
    own = ["id", *(["version"] if part.record else [])]
    both = [*part.changed, *(f"old_{column}" for column in part.changed)]
    return [*own, *both, *(["history", "unhistory", "grams", "old_grams"] if part.record else [])]


def tables() -> dict[str, list[str]]:
    """Every table of a stage that is written into the register, with its columns."""
    found = {}
    for part in PARTS:
        found[f"new_{part.name}"] = columns(part, "new")
        if part.changed:
            found[f"set_{part.name}"] = columns(part, "set")
    return found


class Stage:
    """A stage being filled or read.

    ``adder(table)`` gives what adds rows to a table; ``flush`` writes them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA cache_size=-8000")
        self.pending: dict[str, list[Any]] = {}
        self._statements: dict[str, str] = {}

    @classmethod
    def create(cls, path: Path) -> Stage:
        """A new, empty one; what lay there before is gone."""
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        stage = cls(path)
        stage.connection.executescript("PRAGMA journal_mode=off; PRAGMA synchronous=off")
        stage.connection.execute(f"CREATE TABLE {_ROW}")
        stage.connection.execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT)")
        stage._prepare("row", 7)
        for name, names in tables().items():
            first = f"{names[0]} INTEGER PRIMARY KEY" if names[0] == "n" else names[0]
            stage.connection.execute(f"CREATE TABLE {name}({', '.join([first, *names[1:]])})")
            stage._prepare(name, len(names))
        stage.connection.execute("BEGIN")
        return stage

    def _prepare(self, table: str, width: int) -> None:
        self._statements[table] = f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * width)})"  # noqa: S608 - our own names
        self.pending[table] = []

    def adder(self, table: str) -> Callable[[tuple[Any, ...]], None]:
        """The function that adds a row, its values in the order of ``columns``; it is written by the next ``flush``."""
        return self.pending[table].append

    def flush(self, *names: str) -> None:
        """Write what was added, to some tables or to all."""
        for table in names or self.pending:
            if pending := self.pending[table]:
                self.connection.executemany(self._statements[table], pending)
                pending.clear()

    def finish(self, meta: dict[str, Any]) -> None:
        """Write everything, with what is known of the whole, and close."""
        self.flush()
        self.connection.execute("CREATE INDEX ix_row_kind ON row(kind, n)")
        self.connection.executemany("INSERT INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()])
        self.connection.execute("COMMIT")
        self.connection.close()

    def meta(self, key: str) -> Any:
        """What ``finish`` kept under ``key``; None when there is none."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: self.connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables()}  # noqa: S608 - our own names

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def linked(engine: Engine, path: Path, tell: Callable[[], None]) -> Iterator[tuple[Connection, str]]:
    """A connection of one's own to the register's database that sees a stage: (connection, prefix of its tables).

    SQLite attaches the file (this cannot be done inside a transaction) and leaves references between rows to the checks
    of ``workflow.staged``; PostgreSQL copies it into temporary tables. ``tell`` is called between two copied tables.
    """
    own = make_engine(engine.url.render_as_string(hide_password=False), poolclass=NullPool)
    try:
        with own.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if connection.dialect.name == "sqlite":
                for pragma in ("foreign_keys=off", "wal_autocheckpoint=0", "cache_size=-48000"):
                    driver.execute(f"PRAGMA {pragma}")
                driver.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (str(path),))
                yield connection, f"{SCHEMA}."
                if connection.in_transaction():
                    connection.rollback()
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
            else:
                with Stage(path) as stage:
                    _copy(connection, stage, tell)
                yield connection, "pg_temp."
    finally:
        own.dispose()


def _copy(connection: Connection, stage: Stage, tell: Callable[[], None]) -> None:
    """Fill PostgreSQL's temporary tables, typed like the register's, from the stage."""
    driver: Any = connection.connection.driver_connection
    for part in PARTS:
        register = table_of(part.model)
        for kind in ("new", "set") if part.changed else ("new",):
            name, names = f"{kind}_{part.name}", columns(part, kind)
            typed = [f"{c} {_type(register, c, connection)}" for c in names]
            if kind == "set":
                names, typed = ["rowid", *names], ["rowid integer", *typed]
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {name} ({', '.join(typed)})")
            listed = ", ".join(names)
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
                for row in stage.connection.execute(f"SELECT {listed} FROM {name} ORDER BY rowid"):  # noqa: S608 - our own names
                    copy.write_row(row)
            tell()
    connection.commit()


def _type(register: Any, column: str, connection: Connection) -> str:
    name = column.removeprefix("old_")
    if name in register.c and name not in {"id", "version"}:
        return str(register.c[name].type.compile(connection.dialect))
    return "text" if name in {"history", "unhistory", "grams"} else "integer"


__all__ = ["PARTS", "PERSON_VALUES", "SCHEMA", "UNIT_VALUES", "Stage", "columns", "linked", "tables"]
