"""The real server behind a proxy that speaks HTTPS: cookies, addresses and redirects as people see them outside."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage
from typing import cast

from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from models.engine import LoginAttempt
from tests.support.server import LiveServer

OUTSIDE = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "tz.example.net",
    "Referer": "https://tz.example.net/login",
}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def ask(url: str, headers: dict[str, str], body: bytes | None = None) -> tuple[int, HTTPMessage, str]:
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, body, headers)) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, cast("HTTPMessage", answer.headers), answer.read().decode()


def test_people_come_by_https_and_the_throttle_counts_their_own_address(
    sqlite_url: str, live_server: Callable[..., LiveServer]
) -> None:
    server = live_server(sqlite_url, TRUSTED_PROXIES="127.0.0.1")
    status, headers, page = ask(f"{server.url}/login", OUTSIDE)
    assert status == 200
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-taizhang=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert headers["Strict-Transport-Security"]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    fields = {"username": "nobody", "password": "wrong-password", "csrf_token": token[1]}
    body = urllib.parse.urlencode(fields).encode()
    sent = {**OUTSIDE, "Cookie": cookie.split(";")[0]}
    assert ask(f"{server.url}/login", sent, body)[0] == 401
    assert ask(f"{server.url}/login", {**sent, "Referer": "https://evil.example/"}, body)[0] == 400
    status, headers, _page = ask(f"{server.url}/admin/", OUTSIDE)
    assert (status, headers["Location"]) == (302, "/login")
    engine = create_engine(sqlite_url, poolclass=NullPool)
    with engine.connect() as c:
        kept = set(c.execute(select(LoginAttempt.key)).scalars())
    engine.dispose()
    assert kept == {"address:203.0.113.9", "account:nobody"}


def test_without_a_named_proxy_nobody_chooses_his_address(
    sqlite_url: str, live_server: Callable[..., LiveServer]
) -> None:
    server = live_server(sqlite_url)
    _status, headers, _page = ask(f"{server.url}/login", OUTSIDE)
    assert headers["Set-Cookie"].startswith("taizhang=")
    assert "Secure" not in headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in headers
