"""One world a module, on each database; tests only look, so nothing has to be put back."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from models.connect import make_engine
from tests.conftest import BOTH
from tests.rights.world import World, build, own_rows
from tests.support.databases import Databases


@pytest.fixture(scope="module", params=BOTH)
def world(request: pytest.FixtureRequest, databases: Databases) -> Iterator[World]:
    url = databases.fresh(request.param)
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        made = build(session)
        made.own = {key: record.id for key, record in own_rows(made.here).items()}
        session.flush()
        yield made
        session.rollback()
    engine.dispose()
    databases.drop(url)
