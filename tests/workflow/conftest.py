"""A centre of the test's own, once on each database."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from models.connect import make_engine
from seed import factories
from seed.factories import Centre


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as own:
        access.bind(own, access.SYSTEM)
        yield own


@pytest.fixture
def centre(session: Session) -> Centre:
    """An empty centre: people and papers come as the test asks for them."""
    return factories.centre(session)


@pytest.fixture
def another(engine: Engine) -> Iterator[Callable[[], Session]]:
    """Opens a further session of the system's own on the test's database."""
    opened: list[Session] = []

    def open_one() -> Session:
        made = Session(engine, expire_on_commit=False)
        access.bind(made, access.SYSTEM)
        opened.append(made)
        return made

    yield open_one
    for made in opened:
        made.close()
