"""Two sites with fifty thousand orders between them, built once, and the program on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from bench import volume
from bench.client import token
from tests.support.server import KEY
from web.settings import Settings

SIZE = volume.Size(sites=2, staff=40, units=4_000, orders=50_000)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("volume")
    url = f"sqlite:///{folder / 'volume.db'}"
    volume.build(url, SIZE)
    made = create_app(Settings(database_url=url, secret_key=KEY, data_dir=Path(folder), testing=True))
    yield made
    with made.app_context():
        made.extensions["sqlalchemy"].engine.dispose()


def _signed_in(app: Flask, username: str) -> FlaskClient:
    visitor = app.test_client()
    form = {"username": username, "password": volume.PASSWORD, "csrf_token": token(visitor.get("/login").text)}
    answer = visitor.post("/login", data=form, headers={"Referer": "http://localhost/login"})
    assert answer.status_code in {302, 303}, answer.text
    return visitor


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    """She works at one site: half of the orders are hers to see."""
    return _signed_in(app, "clerk")


@pytest.fixture
def everywhere(app: Flask) -> FlaskClient:
    """Head office sees every row."""
    return _signed_in(app, "everywhere")
