"""One centre is built once a session; every test gets a copy of its own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from access import SYSTEM, acting
from models.base.building import Building
from models.base.department import Department
from models.base.post import Post
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.connect import make_engine
from models.declare import Base
from models.spec import Role
from tests.registers.centre import DEPARTMENTS, PEOPLE, Centre, build
from tests.support.databases import Databases


@pytest.fixture(scope="session")
def built(databases: Databases) -> str:
    url = databases.bare("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        build(session)
    with engine.connect() as connection:
        connection.exec_driver_sql("select 1")
    engine.dispose()
    return url


@pytest.fixture
def centre(built: str, databases: Databases) -> Iterator[Centre]:
    """A service centre of the test's own, with a person for each role (accounts `<role>@ltxy`)."""
    url = databases.copy(built)
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        yield found(session)
    engine.dispose()
    databases.drop(url)


def found(session: Session) -> Centre:
    centre = Centre(session)
    with acting(session, SYSTEM):
        centre.site = session.scalars(select(Site)).one()
        staff = {s.job_no: s for s in session.scalars(select(Staff))}
        centre.staff = {role: staff[f"G{at:03}"] for at, role in enumerate(PEOPLE, start=1)}
        posts = {p.name: p for p in session.scalars(select(Post))}
        centre.posts = {role: posts[role.label.zh] for role in Role if role.label.zh in posts}
        departments = {d.name: d for d in session.scalars(select(Department))}
        centre.departments = {name: departments[name] for name in DEPARTMENTS}
        centre.units = list(session.scalars(select(Unit).order_by(Unit.address_key)))
        session.scalars(select(Building)).all()
    return centre
