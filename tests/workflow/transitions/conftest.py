"""A centre with everybody in it, and a document in a state."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from models.connect import make_engine
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from tests.workflow.arrows import WAYS
from tests.workflow.stages import everybody, found_again
from tests.workflow.transitions.checks import ACTORS, Paper


@pytest.fixture(scope="module")
def crew(databases: Databases) -> Iterator[Engine]:
    """A database with one centre and everybody in it (SQLite); the tests take back what they do."""
    ACTORS.clear()
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session)
        everybody(centre)
        session.commit()
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def full(crew: Engine) -> Iterator[Centre]:
    with Session(crew, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        yield found_again(session)
        session.rollback()


@pytest.fixture(scope="module")
def paper(crew: Engine, request: pytest.FixtureRequest) -> Iterator[Paper]:
    """A document in the state, taken back when every test has looked at it."""
    name, state = request.param
    found = WAYS[name]
    with Session(crew, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        centre = found_again(session)
        record = found.make(centre, state)
        session.refresh(record)
        assert record.status == state.partition("/")[0]
        centre.tick()
        yield centre, found, state, record
        session.rollback()
