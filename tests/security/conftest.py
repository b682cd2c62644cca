"""Two centres with a row of every register each, on each database, and browsers of their people."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from app import create_app
from models.connect import make_engine, reader
from models.spec import Role
from tests.conftest import BOTH
from tests.rights.world import build
from tests.screens.conftest import DOORS, PASSWORD, Browser, Clock, Doors, engine_of
from tests.support.databases import Databases
from tests.support.server import KEY
from web.settings import Settings

PEOPLE = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.technician, Role.engineering_lead, Role.guard,
    Role.hr_admin, Role.hq_quality, Role.sysadmin,
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    """A database with both centres, and the ids of their rows by centre (``here``, ``there``) and register."""

    url: str
    now: dt.datetime
    rows: dict[str, dict[str, int]]
    sites: dict[str, int]
    doors: Doors


@pytest.fixture(scope="session", params=BOTH)
def built(request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Built:
    url = databases.fresh(request.param)
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        world = build(session)
        for role in PEOPLE:
            world.here.password(role, PASSWORD)
        world.there.password(Role.receptionist, PASSWORD)
        session.commit()
        sites = {"here": world.here.site.id, "there": world.there.site.id}
    engine.dispose()
    doors = Doors.open(
        url, map(name_of, PEOPLE), world.here.now + dt.timedelta(hours=12), tmp_path_factory.mktemp("doors")
    )
    return Built(url, world.here.now, world.rows, sites, doors)


def name_of(role: str) -> str:
    return role if role in {"hq_quality", "sysadmin"} else f"{role}@ltxy"


@pytest.fixture
def app(built: Built, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = databases.copy(built.url)
    folder = tmp_path_factory.mktemp("data")
    clock = Clock(built.doors.at)
    made = create_app(Settings(database_url=url, secret_key=KEY, data_dir=folder, testing=True), clock=clock)
    made.extensions[DOORS] = built.doors
    made.config["PROPAGATE_EXCEPTIONS"] = False
    yield made
    engine_of(made).dispose()
    databases.drop(url)


@pytest.fixture
def system(app: Flask) -> Iterator[Session]:
    """A session of the system's own; commit what the program shall see."""
    # reading does not lock: what a test looks at stays out of the program's way
    with Session(reader(engine_of(app)), expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        yield session


@pytest.fixture
def browse(app: Flask) -> Callable[[str], Browser]:
    """``browse("guard")`` -> the browser of that role's holder at ``here``."""

    return lambda role: Browser(app, name_of(role))
