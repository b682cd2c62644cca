"""A site to import rosters into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.connect import make_engine
from tests.exchange.roster_site import Desk, desk


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty site; the test runs once on SQLite and once on PostgreSQL."""
    engine = make_engine(database_url)
    yield desk(engine, tmp_path)
    engine.dispose()


@pytest.fixture
def lite(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty site on SQLite alone, for what no database decides."""
    engine = make_engine(sqlite_url)
    yield desk(engine, tmp_path)
    engine.dispose()
