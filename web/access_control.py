"""The door of every request: who asks, may he come in, and does the database session know him."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import flask_login
from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

import access
from web import i18n, requests
from web.db import db
from web.identity import Doorman, Identity

OPEN_TO_ALL = frozenset({"static", "health.healthz", "auth.login", "auth.sign_in", "preferences.save"})
"""Endpoints without sign-in; everything else needs it."""
WITH_FIRST_PASSWORD = frozenset({"auth.logout", "auth.password", "preferences.save", *OPEN_TO_ALL})
"""What may be done before a first password was changed."""
QUIET = frozenset({"static", "health.healthz"})
"""Endpoints that nobody is looked up for."""
TOKEN, EPOCH, OVER = "sid", "epoch", "over"
"""What the signed cookie holds: the session's secret, the sign-in epoch, that a session has just run out."""


def init_app(app: Flask) -> None:
    """Look the person up before every request, and turn away whoever may not come in."""
    manager = flask_login.LoginManager()
    app.login_manager = manager  # type: ignore[attr-defined]  # its init_app would touch every answer's session
    manager.session_protection = None  # sessions are kept on the server and bound to nothing a phone changes
    manager.user_loader(lambda _user_id: requests.identity())

    @app.before_request
    def recognise() -> None:
        i18n.use(i18n.from_request(request))
        if request.endpoint in QUIET:
            return
        g.identity = _identify()
        if g.identity is not None:
            i18n.use(g.identity.locale, ZoneInfo(g.identity.zone))

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        i18n.use("zh")


def guard(app: Flask) -> None:
    """Register the check that turns away; after CSRF, so that a forged post learns nothing."""

    @app.before_request
    def turn_away() -> Response | None:
        endpoint = request.endpoint
        person = requests.identity()
        if endpoint is None or endpoint in QUIET:
            return None
        if person is None:
            return None if endpoint in OPEN_TO_ALL or endpoint.endswith(".static") else to_login()
        if person.must_change_password and endpoint not in WITH_FIRST_PASSWORD:
            return redirect(url_for("auth.password", next=_way_back()), 302)
        access.bind(db.session(), person.actor)
        return None


def to_login() -> Response:
    """The way to the sign-in page and back to where the person wanted to go."""
    return redirect(url_for("auth.login", next=_way_back()), 302)


def _way_back() -> str | None:
    """Where to go after signing in: this page, or the page whose form was sent."""
    from web.security import local_target  # noqa: PLC0415 - security imports nothing of ours but needs Flask-Admin

    if request.method in {"GET", "HEAD"}:
        target = requests.here()
    elif request.referrer and request.referrer.startswith(request.host_url):
        target = "/" + request.referrer.removeprefix(request.host_url)
    else:
        return None
    return local_target(target) if target not in {"/", "/admin/"} else None


def _identify() -> Identity | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    epoch = session.get(EPOCH)
    doorman: Doorman = requests.doorman()
    person = doorman.identify(
        token, epoch if isinstance(epoch, int) else -1, now=requests.now(), origin=requests.origin()
    )
    if person is None:
        for name in (TOKEN, EPOCH, "_user_id"):
            session.pop(name, None)
        session[OVER] = True
    return person
