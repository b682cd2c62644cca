"""One world a module, on each database; tests only look, so nothing has to be put back."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from app import create_app
from models.connect import make_engine
from tests.conftest import BOTH
from tests.rights.expected import RIGHTS, ROLES
from tests.rights.house import PASSWORD, House, attach, rows_of, sign_in
from tests.rights.world import World, build, own_rows, secret
from tests.support.databases import Databases
from tests.support.server import KEY
from web.settings import Settings


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


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        world = build(session)
        world.own = {key: record.id for key, record in own_rows(world.here).items()}
        names = {role: secret(world.here, role, PASSWORD) for role in ROLES}
        files = {where: attach(session, world.one(where, "Complaint"), tmp_path_factory) for where in ("here", "there")}
        session.commit()
        data = tmp_path_factory.getbasetemp() / "files"
        app = create_app(
            Settings(database_url=url, secret_key=KEY, data_dir=data, testing=True), clock=lambda: world.here.now
        )
        made = House(app, world, {role: sign_in(app, role, name) for role, name in names.items()}, attachment=files)
        for role in ROLES:
            for register in RIGHTS:
                made.seen[role, register], made.hidden[role, register] = rows_of(world, role, register)
        session.rollback()
        yield made
    engine.dispose()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    databases.drop(url)
