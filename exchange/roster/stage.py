"""The file of one roster: what was found in every row, and the rows that stand ready to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import NullPool

from exchange.batches.rows_file import RowsFile
from models.base.building import Building
from models.base.resident import Occupancy, Resident
from models.base.unit import Unit
from models.connect import make_engine
from models.declare import table_of
from models.spec.site_fields import COLUMN
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
OWN_PARTS: Final = tuple(
    replace(part, new=(*part.new, COLUMN), changed=(*part.changed, COLUMN)) if part.model in {Unit, Resident} else part
    for part in PARTS
)
"""The same for a file that has columns of the site's own fields."""
SCHEMA: Final = "stage"
OWN: Final = "own"
"""Under this ``finish`` keeps whether the file has columns of the site's own fields."""
FLUSH = 2_048
"""Rows read between two writes into the stage."""


def columns(part: Part, kind: str) -> list[str]:
    """The columns of a part's ``new`` or ``set`` table, in the order in which rows are added."""
    if kind == "new":
        numbers = [f"{column}__n" for column in part.refs]
        return ["n", *part.new, *numbers, *(["grams"] if part.record else [])]
    own = ["id", *(["version"] if part.record else [])]
    both = [*part.changed, *(f"old_{column}" for column in part.changed)]
    return [*own, *both, *(["history", "unhistory", "grams", "old_grams"] if part.record else [])]


def tables(parts: tuple[Part, ...] = PARTS) -> dict[str, list[str]]:
    """Every table of a stage that is written into the register, with its columns."""
    found = {}
    for part in parts:
        found[f"new_{part.name}"] = columns(part, "new")
        if part.changed:
            found[f"set_{part.name}"] = columns(part, "set")
    return found


class Stage(RowsFile):
    """The findings of a roster and the rows that stand ready to be written."""

    parts: tuple[Part, ...] = PARTS

    @classmethod
    def tables(cls) -> dict[str, list[str]]:
        """The tables of staged rows."""
        return tables(cls.parts)


class OwnStage(Stage):
    """One of a file that has columns of the site's own fields."""

    parts = OWN_PARTS


def opened(path: Path) -> Stage:
    """Return a stage that is filled, of its kind."""
    stage = Stage(path)
    if not stage.meta(OWN):
        return stage
    stage.close()
    return OwnStage(path)


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
                with opened(path) as stage:
                    _copy(connection, stage, tell)
                yield connection, "pg_temp."
    finally:
        own.dispose()


def _copy(connection: Connection, stage: Stage, tell: Callable[[], None]) -> None:
    """Fill PostgreSQL's temporary tables, typed like the register's, from the stage."""
    driver: Any = connection.connection.driver_connection
    for part in stage.parts:
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


__all__ = [
    "OWN",
    "PARTS",
    "PERSON_VALUES",
    "SCHEMA",
    "UNIT_VALUES",
    "OwnStage",
    "Stage",
    "columns",
    "linked",
    "opened",
    "tables",
]
