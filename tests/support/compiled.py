"""Statements are compiled once a run: every test has an engine of its own, and would else compile the same hundreds anew."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

MOST = 5_000
"""Statements kept; a run has about as many of each database."""


class OnePerDatabase(LRUCache[Any, Any]):
    """The cache of an engine, shared by all engines of the same kind of database: theirs are keyed by the dialect object."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_shared(key), default)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_shared(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_shared(key), value)


def _shared(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, dialect.driver, *rest)


CACHE = OnePerDatabase(MOST)


def share() -> None:
    """Let every engine of this process use the one cache (SQLAlchemy's execution option ``compiled_cache``)."""
    if not event.contains(Engine, "engine_connect", _use):
        event.listen(Engine, "engine_connect", _use)


def _use(connection: Connection) -> None:
    connection.execution_options(compiled_cache=CACHE)
