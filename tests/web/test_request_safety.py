import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import flask_admin.helpers
import pytest
from flask import Flask

from tests.web.conftest import PASSWORD, Browser, Clock, running, words
from web.security import LARGEST_REQUEST, local_target
from web.settings import Settings

ELSEWHERE = [
    "http:evil.example", "http://evil.example/", "https://evil.example", "//evil.example/x", "///evil.example",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", " //evil.example",
    "/ /evil.example", "evil.example", "http:/evil.example", "", "x" * 10, "/" + "x" * 2100,
]  # fmt: skip


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages are the same on either database: one will do here."""
    return sqlite_url


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_server(browser: Browser, director: str, target: str) -> None:
    assert local_target(target) is None
    assert browser.sign_in(director, next=target).location == "/admin/"


def test_a_nul_leads_nowhere(browser: Browser, director: str) -> None:
    assert local_target("/\x00/evil") is None
    answer = browser.sign_in(director, next="/\x00/evil")
    assert answer.status_code == 400
    assert answer.location is None


@pytest.mark.parametrize("target", ["/admin/", "/admin/repair_order/?search=漏水&page=2", "/a?next=http://x"])
def test_our_own_addresses_are_kept(target: str) -> None:
    assert local_target(target) == target


def test_flask_admin_uses_our_own_check(app: Flask) -> None:
    with app.test_request_context("/admin/?url=http:evil.example"):
        assert flask_admin.helpers.get_redirect_target() is None
    with app.test_request_context("/admin/?url=/admin/unit/"):
        assert flask_admin.helpers.get_redirect_target() == "/admin/unit/"


def test_a_form_without_its_token_is_refused_and_changes_nothing(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    refused = browser.client.post("/logout")
    assert refused.status_code == 400
    assert browser.get("/account/password").status_code == 200


def test_a_forged_form_from_elsewhere_is_not_offered_again(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    forged = browser.client.post(
        "/account/preferences", data={"theme": "dark"}, headers={"Origin": "https://evil.example"}
    )
    assert forged.status_code == 400
    assert "再次提交" not in words(forged)


def test_our_own_stale_form_is_kept_and_can_be_sent_again(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    sent = {"theme": "dark", "next": "/account/password", "csrf_token": "of yesterday"}
    stale = browser.client.post("/account/preferences", data=sent, headers={"Origin": "http://localhost"})
    assert stale.status_code == 400
    assert "再次提交" in words(stale)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', stale.text.split("oops")[1]))
    assert fields["theme"] == "dark"
    assert browser.client.post("/account/preferences", data=fields).location == "/account/password"
    assert 'data-theme="dark"' in browser.get("/account/sign-out-everywhere").text


def test_a_stale_sign_in_page_comes_again_with_the_name(browser: Browser, director: str) -> None:
    answer = browser.client.post("/login", data={"username": director, "password": PASSWORD, "csrf_token": "old"})
    assert answer.status_code == 400
    assert f'value="{director}"' in answer.text
    assert "再登录一次" in words(answer)


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/account/password"])
def test_every_page_carries_the_content_policy_with_its_own_nonce(browser: Browser, director: str, path: str) -> None:
    browser.sign_in(director)
    seen = set()
    for _ in range(2):
        answer = browser.get(path, follow_redirects=False)
        policy = answer.headers["Content-Security-Policy"]
        if answer.status_code in {301, 302, 303}:
            return
        nonce = re.search(r"script-src 'nonce-([\w-]+)' 'strict-dynamic'", policy)
        assert nonce, policy
        assert f"style-src 'self' 'nonce-{nonce[1]}'" in policy
        for piece in ("default-src 'self'", "img-src 'self' data: blob:", "object-src 'none'", "base-uri 'none'",
                      "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
            assert piece in policy
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert scripts
        assert all(f'nonce="{nonce[1]}"' in tag for tag in scripts)
        assert not re.search(r"\son\w+=|<style(?![^>]*nonce)|\sstyle=", answer.text)
        seen.add(nonce[1])
    assert len(seen) == 2


def test_headers_and_cookie_are_strict(browser: Browser, director: str) -> None:
    answer = browser.sign_in(director)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("taizhang="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert browser.get("/account/password").headers["Cache-Control"] == "no-store"


@pytest.fixture
def behind_proxy(settings: Settings, clock: Clock) -> Iterator[Flask]:
    yield from running(replace(settings, trusted_proxies=("127.0.0.0/8",)), clock)


HTTPS = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tz.example.net"}


def test_behind_a_trusted_proxy_cookies_are_secure_and_https_is_kept(behind_proxy: Flask, director: str) -> None:
    browser = Browser(behind_proxy.test_client())
    browser.client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    browser.client.environ_base["HTTP_X_FORWARDED_HOST"] = "localhost"
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    answer = browser.client.get("/login")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie"))
    assert cookie.startswith("__Host-taizhang=")
    assert "Secure" in cookie


def test_forwarded_headers_of_strangers_count_for_nothing(browser: Browser, director: str, session: object) -> None:
    from models.engine import LoginAttempt

    browser.post("/login", headers=HTTPS, username=director, password="wrong-password")
    keys = {row.key for row in session.query(LoginAttempt)}  # type: ignore[attr-defined]  # an ORM session
    assert "address:127.0.0.1" in keys
    assert not any("203.0.113.9" in key for key in keys)


def test_what_is_too_large_is_refused_in_words(app: Flask, browser: Browser, director: str) -> None:
    browser.sign_in(director)
    answer = browser.client.post(
        "/account/preferences", data={"theme": "dark"}, environ_overrides={"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    )  # fmt: skip
    assert answer.status_code == 413
    assert "50 MB" in words(answer)


def test_files_with_their_hash_are_kept_for_ever_and_without_it_are_asked_for(browser: Browser) -> None:
    page = browser.get("/login").text
    address = re.search(r'href="(/static/css/base\.css\?v=\w+)"', page)
    assert address
    assert "immutable" in browser.get(address[1]).headers["Cache-Control"]
    assert browser.get("/static/css/base.css").headers["Cache-Control"] == "no-cache"


def test_static_files_need_no_session_and_touch_no_cookie(browser: Browser, another: Callable[[], Browser]) -> None:
    answer = another().get("/static/css/base.css")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
