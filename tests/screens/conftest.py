"""One centre with everybody in it, built once; every test gets a copy, the program on it, and browsers of its people."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

import access
from app import create_app
from deadlines.duties import roll
from models import by_name
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.connect import make_engine, reader
from models.spec import Role
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from tests.support.server import KEY
from web.settings import Settings

PASSWORD = "Bamboo-lantern-27"
COOKIE, DOORS = "taizhang", "tests.doors"
ROLES = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.technician, Role.security_lead,
    Role.hr_admin, Role.guard,
)  # fmt: skip
EVERYWHERE = (Role.hq_quality, Role.sysadmin)


@dataclass(frozen=True)
class Built:
    """A database with the centre in it, and what a test needs to find its way in the copy."""

    url: str
    now: dt.datetime
    staff: dict[Role, int]
    units: dict[str, int]
    doors: "Doors"


@pytest.fixture(scope="session")
def built(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Built:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session)
        for role in (*ROLES, *EVERYWHERE):
            centre.password(role, PASSWORD)
        for address in ("3-1-502", "3-1-601", "5-2-1201"):
            centre.unit(address)
        other = factories.centre(session, centre.now, code="YGHY", name="阳光花园")
        other.password(Role.receptionist, PASSWORD)
        other.unit("3-1-502")
        session.commit()
        staff = {role: centre.staff(role).id for role in ROLES}
        units = {address: centre.unit(address).id for address in ("3-1-502", "3-1-601", "5-2-1201")}
    engine.dispose()
    evening = centre.now + dt.timedelta(hours=12)  # the tests' papers are from that day
    names = [*(f"{role}@ltxy" for role in ROLES), *EVERYWHERE, "receptionist@yghy"]
    return Built(url, centre.now, staff, units, Doors.open(url, names, evening, tmp_path_factory.mktemp("doors")))


@dataclass(frozen=True)
class Doors:
    """People signed in to a database before it is copied: their sessions go on in every copy, as long as no time passes.

    ``passed`` are the cookie and the form token of each name.
    """

    at: dt.datetime
    passed: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def open(cls, url: str, names: Iterable[str], at: dt.datetime, folder: Path) -> "Doors":
        app = create_app(Settings(database_url=url, secret_key=KEY, data_dir=folder, testing=True), clock=lambda: at)
        doors = cls(at)
        for name in names:
            browser = Browser(app, name)
            token, cookie = browser.token(), browser.client.get_cookie(COOKIE)
            assert cookie is not None
            doors.passed[name] = (cookie.value, token)
        engine_of(app).dispose()
        return doors


class Clock:
    """The program's clock; a test moves it."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def url(built: Built, databases: Databases) -> Iterator[str]:
    copied = databases.copy(built.url)
    yield copied
    databases.drop(copied)


@pytest.fixture
def clock(built: Built) -> Clock:
    return Clock(built.doors.at)


@pytest.fixture
def app(built: Built, url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    made = create_app(Settings(database_url=url, secret_key=KEY, data_dir=tmp_path, testing=True), clock=clock)
    made.extensions[DOORS] = built.doors
    yield made
    engine_of(made).dispose()


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        engine: Engine = app.extensions["sqlalchemy"].engine
        return engine


@pytest.fixture
def centre(app: Flask, built: Built) -> Iterator[Centre]:
    """The centre in a session of the system's own; ``centre.session.commit()`` lets the program see what was made."""
    # reading does not lock: what a test looks at stays out of the program's way
    with Session(reader(engine_of(app)), expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        site = session.scalars(select(Site).where(Site.code == "LTXY")).one()
        found = Centre(session, site, built.now)
        found._staff = {(role, 1): session.get_one(Staff, number) for role, number in built.staff.items()}
        found._units = {address: session.get_one(Unit, number) for address, number in built.units.items()}
        session.commit()
        yield found


@pytest.fixture
def rolled(centre: Centre, clock: Clock) -> Centre:
    """The duties of the day and the week are there; it is ten in the morning of Thursday, 19 November."""
    clock.at = centre.now
    roll(centre.session, centre.now)
    centre.session.commit()
    return centre


class Browser:
    """A person's browser: signed in, sends the token of the page it looks at, reads pages as people do."""

    def __init__(self, app: Flask, username: str) -> None:
        self.client = app.test_client()
        self._token = ""
        doors: Doors | None = app.extensions.get(DOORS)
        if doors is not None and username in doors.passed and app.extensions["clock"]() == doors.at:
            cookie, self._token = doors.passed[username]
            self.client.set_cookie(COOKIE, cookie)
            return
        answer = self.client.post(
            "/login", data={"csrf_token": self._read_token("/login"), "username": username, "password": PASSWORD}
        )
        assert answer.status_code in {302, 303}, answer.text

    def token(self) -> str:
        """The form token, which is the same on all pages of a session."""
        self._token = self._token or self._read_token("/admin/")
        return self._token

    def _read_token(self, url: str) -> str:
        found = BeautifulSoup(self.client.get(url).text, "html.parser").select_one("input[name=csrf_token]")
        assert found is not None, f"no form at {url}"
        return str(found["value"])

    def get(self, url: str, **more: Any) -> "Page":
        return Page(self.client.get(url, buffered=True, **more))

    def post(self, url: str, data: dict[str, Any] | None = None, /, **fields: Any) -> "Page":
        given = {"csrf_token": self.token(), **(data or {}), **fields}
        return Page(self.client.post(url, data=given, buffered=True, content_type="multipart/form-data"))

    def send(self, page: "Page", /, **changes: Any) -> "Page":
        """Send the page's main form as a browser would, some fields changed (None: left out)."""
        fields = {**page.fields(), **changes}
        action = str(page.one("form[data-main]")["action"])
        given = {k: v for k, v in fields.items() if v is not None}
        return Page(self.client.post(action, data=given, buffered=True, content_type="multipart/form-data"))


class Page:
    """An answer, read as a page."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.location = answer.headers.get("Location", "")

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.answer.text if self.answer.mimetype == "text/html" else "", "html.parser")

    def one(self, selector: str) -> Tag:
        found = self.html.select_one(selector)
        assert found is not None, f"no {selector} on the page ({self.status})"
        return found

    def texts(self, selector: str) -> list[str]:
        return [" ".join(e.get_text(" ").split()) for e in self.html.select(selector)]

    @property
    def words(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    @property
    def errors(self) -> dict[str, str]:
        return {str(e["data-error-for"]): e.get_text(strip=True) for e in self.html.select("[data-error-for]")}

    @property
    def ids(self) -> list[int]:
        return [int(str(e["data-id"])) for e in self.html.select("tr[data-id]")]

    def value(self, field: str) -> str:
        return self.one(f'[data-field="{field}"]').get_text(" ", strip=True)

    def fields(self) -> dict[str, Any]:
        """What the main form holds, as a browser would send it."""
        out: dict[str, Any] = {}
        for e in self.html.select("form[data-main] [name]"):
            if e.find_parent("template"):
                continue
            name, kind = str(e["name"]), str(e.get("type", ""))
            if e.name == "select":
                chosen = [str(o["value"]) for o in e.select("option[selected]")]
                out[name] = chosen if e.has_attr("multiple") else (chosen or [""])[0]
            elif e.name == "textarea":
                out[name] = e.get_text().removeprefix("\n")
            elif e.name == "button" or kind == "file":
                continue
            elif kind not in {"radio", "checkbox"} or e.has_attr("checked"):
                out[name] = str(e.get("value", ""))
        return out


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], Browser]:
    """``sign_in("receptionist@ltxy")`` -> a browser."""
    return lambda username: Browser(app, username)


@pytest.fixture
def clerk(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("receptionist@ltxy")


@pytest.fixture
def director(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("director@ltxy")


@pytest.fixture
def technician(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("technician@ltxy")


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement the program runs from now on."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    engine = engine_of(app)
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def record(centre: Centre, register: str, number: int) -> Any:
    """A row as the database holds it now."""
    centre.session.rollback()
    return centre.session.get_one(by_name(register), number, populate_existing=True)
