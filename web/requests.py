"""What every view may ask of the present request: who, when, where from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request

from models.spec import Actor

if TYPE_CHECKING:
    from web.identity import Doorman, Identity
    from web.settings import Settings

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The moment it is."""
    return dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """The moment of this request (aware, UTC): the same for everything that happens in it."""
    if "now" not in g:
        g.now = cast("Clock", current_app.extensions["clock"])()
    return cast("dt.datetime", g.now)


def identity() -> Identity | None:
    """Who is signed in; None before sign-in."""
    return cast("Identity | None", g.get("identity"))


def actor() -> Actor:
    """The acting person; RuntimeError on a page that is open to everybody."""
    found = identity()
    if found is None:
        raise RuntimeError(f"{request.path} needs somebody signed in")
    return found.actor


def settings() -> Settings:
    """The installation's settings."""
    return cast("Settings", current_app.extensions["settings"])


def doorman() -> Doorman:
    """The app's knowledge of who is signed in."""
    return cast("Doorman", current_app.extensions["doorman"])


def origin() -> str:
    """Where the request came from, for the history."""
    return request.remote_addr or ""


def here() -> str:
    """The present address with its query, to come back to."""
    return request.full_path.rstrip("?")
