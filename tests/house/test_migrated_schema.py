"""A migrated database is what the models say where Alembic does not look: CHECK constraints, and PostgreSQL's comments."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

import models
from models.declare import Base
from tests.support.databases import Databases

assert models.REGISTERS, "importing the registers fills the metadata"


def checks(engine: Engine) -> dict[str, dict[str, str]]:
    """Table -> constraint -> what it says, blanks aside."""
    looked = inspect(engine)
    return {
        table: {str(c["name"]): re.sub(r"\s+", " ", str(c["sqltext"])) for c in looked.get_check_constraints(table)}
        for table in Base.metadata.tables
    }


def comments(engine: Engine) -> dict[tuple[str, str], str | None]:
    """(table, column) -> comment; the table's own under the empty column."""
    looked = inspect(engine)
    found: dict[tuple[str, str], str | None] = {}
    for table in Base.metadata.tables:
        found[table, ""] = looked.get_table_comment(table)["text"]
        found |= {(table, str(c["name"])): c.get("comment") for c in looked.get_columns(table)}
    return found


def differing(migrated: dict[Any, Any], declared: dict[Any, Any]) -> list[str]:
    return [
        f"{key}: migrated {migrated.get(key)!r}, declared {declared.get(key)!r}"
        for key in sorted({*migrated, *declared}, key=str)
        if migrated.get(key) != declared.get(key)
    ]


def test_the_checks_of_a_migrated_database_are_the_models(databases: Databases) -> None:
    migrated = create_engine(databases.fresh("sqlite"), poolclass=NullPool)
    made = create_engine(databases.bare("sqlite"), poolclass=NullPool)
    Base.metadata.create_all(made)
    old, new = checks(migrated), checks(made)
    migrated.dispose()
    made.dispose()
    assert sum(map(len, new.values())) > 300
    assert [line for table in new for line in differing(old[table], new[table])] == []


@pytest.mark.postgres
def test_the_comments_of_a_migrated_database_are_the_models(databases: Databases) -> None:
    engine = create_engine(databases.fresh("postgres"), poolclass=NullPool)
    migrated = comments(engine)
    engine.dispose()
    declared = {(t.name, c.name): c.comment for t in Base.metadata.tables.values() for c in t.columns}
    declared |= {(t.name, ""): t.comment for t in Base.metadata.tables.values()}
    assert sum(1 for said in declared.values() if said) > 500
    assert differing(migrated, declared) == []
