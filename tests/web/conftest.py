"""The whole program on a real database, with a site, a few accounts and a clock the test sets."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import access
import workflow
from app import create_app
from models.base.site import Site
from models.spec import Role
from tests.support.server import KEY
from web.settings import Settings
from workflow import accounts

PASSWORD = "Bamboo-lantern-27"


@dataclass
class Clock:
    """Says the moment the test wants."""

    at: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC))

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, **length: float) -> None:
        self.at += dt.timedelta(**length)


class Browser:
    """A person's browser: keeps cookies, sends the token of the page it looks at."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, **more: Any) -> TestResponse:
        return self.client.get(url, buffered=True, **more)

    def token(self, url: str = "/login") -> str:
        page = BeautifulSoup(self.client.get(url).text, "html.parser")
        found = page.select_one("input[name=csrf_token]")
        assert found is not None, f"no form at {url}"
        return str(found["value"])

    def post(
        self, url: str, page: str = "/login", headers: dict[str, str] | None = None, **fields: str
    ) -> TestResponse:
        fields = {"csrf_token": self.token(page), **fields}
        return self.client.post(url, data=fields, headers=headers or {})

    def sign_in(self, username: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        return self.post("/login", username=username, password=password, **more)

    def cookie(self, name: str = "taizhang") -> str:
        found = self.client.get_cookie(name)
        return found.value if found else ""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_key=KEY, data_dir=tmp_path, testing=True)


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    yield from running(settings, clock)


def running(settings: Settings, clock: Clock) -> Iterator[Flask]:
    made = create_app(settings, clock=clock)
    yield made
    engine_of(made).dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the system's own; commit what others shall see."""
    with Session(engine_of(app), expire_on_commit=False) as own:
        access.bind(own, SYSTEM)
        yield own


SYSTEM = replace(access.SYSTEM, origin="test")


@pytest.fixture
def site(session: Session, clock: Clock) -> Site:
    made: Site = workflow.create(session, Site, {"code": "LTXY", "name": "蓝天新苑"}, actor=SYSTEM, now=clock())
    session.commit()
    return made


@pytest.fixture
def account(session: Session, site: Site, clock: Clock) -> Callable[..., str]:
    """Opens an account: ``account("director@ltxy", Role.director)`` -> its name."""

    def opened(name: str, role: Role, *, must_change: bool = False) -> str:
        made = accounts.create_account(
            session, username=name, role=role, site_id=site.id, actor=SYSTEM, now=clock(), password=PASSWORD,
            reason="test", must_change=must_change,
        )  # fmt: skip
        session.commit()
        return made.user.username

    return opened


@pytest.fixture
def director(account: Callable[..., str]) -> str:
    return account("director@ltxy", Role.director)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def another(app: Flask) -> Callable[[], Browser]:
    """Opens one more browser."""
    return lambda: Browser(app.test_client())


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        engine: Engine = app.extensions["sqlalchemy"].engine
        return engine


def words(response: TestResponse) -> str:
    """The page's visible words."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())
