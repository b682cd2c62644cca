"""The database's shape: bring it up to date, take it back, compare it with the models. Alembic does the work."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations.ops import DropColumnOp, DropConstraintOp
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, TypeDecorator, event, inspect, text
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.elements import conv

import models  # noqa: F401 -- fills the metadata
from models.connect import make_engine
from models.declare import Base
from web.settings import CHECKOUT, sqlite_file

LOCK = 20_251_122
"""PostgreSQL's advisory lock that lets one migration run at a time."""


class MigrationError(RuntimeError):
    """A migration left rows that point nowhere; the database is as it was before."""


def alembic_config() -> Config:
    """Alembic's configuration, from `[tool.alembic]` in pyproject.toml."""
    return Config(toml_file=CHECKOUT / "pyproject.toml")


def head() -> str | None:
    """The newest revision the program knows; None while there is none."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def current(url: str) -> str | None:
    """The revision the database stands at; None for an empty database."""
    with connection(url) as c:
        return MigrationContext.configure(c).get_current_revision()


def upgrade(url: str, revision: str = "head") -> tuple[str, ...]:
    """Bring the database to a revision, all or nothing.

    Args:
        url: database address, absolute (`web.settings.database_address`).
        revision: a revision or `head`.

    Returns:
        One line per step taken, oldest first, as the migration's own title says it; empty when nothing was due.

    Raises:
        MigrationError: when rows would point nowhere afterwards.
        alembic.util.CommandError: when the database stands at a revision this program does not know.
    """
    before = set(_lineage(current(url)))
    _run(url, "upgrade", revision)
    script = ScriptDirectory.from_config(alembic_config())
    done = [step for step in _lineage(current(url)) if step not in before]
    return tuple(script.get_revision(step).doc or step for step in reversed(done))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to a revision (`base` for nothing at all), all or nothing."""
    _run(url, "downgrade", revision)


def check(url: str) -> tuple[str, ...]:
    """Differences between the database and the models, one line each; empty when they agree."""
    shape = metadata()
    with connection(url) as c:
        context = MigrationContext.configure(c, opts={**comparison(c), "target_metadata": shape})
        return tuple(_line(difference) for difference in compare_metadata(context, shape))


def metadata() -> MetaData:
    """The tables that the models declare."""
    return Base.metadata


def comparison(c: Connection) -> dict[str, Any]:
    """Options under which Alembic compares a database with the models.

    Full-text tables and the index over search tokens are made by hand in migrations and unknown to the models: they
    and their shadows are left out.
    """
    search: set[str] = set()
    if c.dialect.name == "sqlite":
        rows = c.execute(text("select name from sqlite_master where sql like 'create virtual table%'"))
        search = {name for (name,) in rows}

    def include_name(name: str | None, kind: str, _parents: object) -> bool:
        if kind == "index" and name == "ix_search_entry_grams":
            return False
        return kind != "table" or name is None or not any(name == t or name.startswith(f"{t}_") for t in search)

    return {
        "include_name": include_name,
        "compare_type": True,
        "render_as_batch": c.dialect.name == "sqlite",
        "render_item": _plain_type,
        "process_revision_directives": _checks_go_first,
    }


def _checks_go_first(_context: object, _revision: object, directives: list[Any]) -> None:
    """Have a new migration drop the CHECK of a column of choices before the column, on its way down: SQLite keeps it else."""
    for script in directives:
        for changed in script.downgrade_ops.ops:
            for step in list(getattr(changed, "ops", ())):
                kind: Any = step.to_column().type if isinstance(step, DropColumnOp) else None
                if getattr(kind, "create_constraint", False):
                    name = conv(f"ck_{changed.table_name}_{kind.name}")
                    check = DropConstraintOp(name, changed.table_name, type_="check")
                    changed.ops.insert(changed.ops.index(step), check)


def _plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types into migrations as what they are stored as, so that versions never import models."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


@contextmanager
def connection(url: str) -> Iterator[Connection]:
    """A connection for migrations, in a transaction that also covers DDL; commits at the end, else changes nothing.

    On SQLite foreign keys are off while tables are rebuilt and checked before the commit; on PostgreSQL a second
    migration waits for the first.
    """
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda dbapi, _record: dbapi.execute("pragma foreign_keys=off"))
    try:
        with engine.begin() as c:
            if c.dialect.name == "postgresql":
                c.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield c
            if c.dialect.name == "sqlite":
                _refuse_dangling(c)
    finally:
        engine.dispose()


def _refuse_dangling(c: Connection) -> None:
    rows = c.exec_driver_sql("pragma foreign_key_check").fetchall()
    if rows:
        tables = ", ".join(sorted({f"{table} → {parent}" for table, _rowid, parent, _key in rows}))
        message = f"{len(rows)} rows would point nowhere after the migration ({tables}); nothing was changed"
        raise MigrationError(message)


def _run(url: str, verb: str, revision: str) -> None:
    config = alembic_config()
    with connection(url) as c:
        config.attributes["connection"] = c
        getattr(command, verb)(config, revision)


def _lineage(revision: str | None) -> list[str]:
    """A revision and everything before it, newest first."""
    if revision is None:
        return []
    script = ScriptDirectory.from_config(alembic_config())
    return [step.revision for step in script.iterate_revisions(revision, "base")]


def _line(difference: Any) -> str:
    return re.sub(r"\s+", " ", str(difference))


def tables(url: str) -> list[str]:
    """The names of the tables the database holds, Alembic's own left out."""
    with connection(url) as c:
        return sorted(name for name in inspect(c).get_table_names() if name != "alembic_version")
