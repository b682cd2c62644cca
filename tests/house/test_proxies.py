"""Who may say where a request comes from."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from web.proxies import TrustedProxies

SAID = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tz.example.net"}


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)

    @app.get("/")
    def seen() -> dict[str, str | None]:
        return {"address": request.remote_addr, "scheme": request.scheme, "host": request.host}

    app.wsgi_app = TrustedProxies(app.wsgi_app, ("10.0.0.0/24", "::1"))  # type: ignore[method-assign] # as Flask's documentation does
    return app.test_client()


@pytest.mark.parametrize("peer", ["10.0.0.7", "::1", "::ffff:10.0.0.7"])
def test_a_named_proxy_is_believed(client: FlaskClient, peer: str) -> None:
    got = client.get("/", headers=SAID, environ_base={"REMOTE_ADDR": peer}).json
    assert got == {"address": "203.0.113.9", "scheme": "https", "host": "tz.example.net"}


@pytest.mark.parametrize("peer", ["10.0.1.7", "127.0.0.1", "fe80::1", ""])
def test_anybody_else_is_not(client: FlaskClient, peer: str) -> None:
    got = client.get("/", headers=SAID, environ_base={"REMOTE_ADDR": peer}).json
    assert got == {"address": peer, "scheme": "http", "host": "localhost"}


def test_only_the_nearest_proxys_word_counts(client: FlaskClient) -> None:
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    got = client.get("/", headers=chain, environ_base={"REMOTE_ADDR": "10.0.0.7"}).json
    assert got == {"address": "203.0.113.9", "scheme": "http", "host": "localhost"}
