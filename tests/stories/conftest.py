"""One centre for the stories, built once; every module tells its stories on a copy, with one server of its own."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.connect import make_engine
from models.spec import Role
from seed import factories
from seed.factories import Centre
from tests.stories.people import PASSWORD, Person
from tests.support import browser as browsers
from tests.support.databases import Databases
from tests.support.server import LiveServer

HERE = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.technician, Role.hr_admin,
    Role.security_lead,
)  # fmt: skip
EVERYWHERE = (Role.hq_quality, Role.sysadmin)
HOMES = ("3-1-502", "3-1-601", "5-2-1201")


@dataclass(frozen=True)
class Built:
    """The finished database and who and what is in it, by role and address."""

    url: str
    now: dt.datetime
    staff: dict[Role, int]
    units: dict[str, int]


@pytest.fixture(scope="session")
def built(databases: Databases) -> Built:
    """A centre with all its people and no papers, as it stood yesterday."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session, yesterday)
        for role in (*HERE, *EVERYWHERE):
            centre.password(role, PASSWORD)
        units = {address: centre.unit(address).id for address in HOMES}
        staff = {role: centre.staff(role).id for role in HERE}
        session.commit()
    engine.dispose()
    return Built(url, yesterday, staff, units)


@dataclass
class House:
    """The centre at work in a module: its database, its server, and the browsers of its people."""

    built: Built
    url: str
    server: LiveServer
    browser: Browser
    open: ExitStack
    states: dict[str, Any] = field(default_factory=dict)

    def papers(self, fill: Callable[[Centre], Any]) -> Any:
        """Let ``fill`` put papers into the centre, as of yesterday; returns what it returns."""
        engine = make_engine(self.url, poolclass=NullPool)
        with Session(engine, expire_on_commit=False) as session:
            access.bind(session, access.SYSTEM)
            site = session.scalars(select(Site).where(Site.code == "LTXY")).one()
            centre = Centre(session, site, self.built.now)
            centre._staff = {(role, 1): session.get_one(Staff, n) for role, n in self.built.staff.items()}
            centre._units = {address: session.get_one(Unit, n) for address, n in self.built.units.items()}
            found = fill(centre)
            session.commit()
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def house(
    built: Built, databases: Databases, live_server: Callable[..., LiveServer], browser: Browser
) -> Iterator[House]:
    url = databases.copy(built.url)
    with ExitStack() as people:
        yield House(built, url, live_server(url), browser, people)
    databases.drop(url)


@pytest.fixture
def person(house: House) -> Iterator[Callable[..., Person]]:
    """``person("receptionist@ltxy")``, ``person("technician@ltxy", size=PHONE)`` -> somebody signed in.

    Who has signed in before in this module keeps his session, as a browser does. What a page must not do fails the test.
    """
    with ExitStack() as visits:

        def arrive(username: str, *, size: tuple[int, int] = browsers.DESK, fresh: bool = False) -> Person:
            page: Page = visits.enter_context(browsers.visitor(house.browser, house.server.url, size=size))
            kept = None if fresh else house.states.get(username)
            if kept is not None:
                page.context.add_cookies(kept)
                return Person(page).open("/admin/")
            somebody = Person(page).enter(username)
            if not fresh:
                house.states[username] = page.context.cookies()
            return somebody

        yield arrive
