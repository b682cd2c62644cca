"""The language and the time zone of the present request; words in both languages for templates and views."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from flask import Flask, Request
from flask_babel import Babel

from models.spec import Label

Locale = Literal["zh", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
COOKIE = "taizhang_locale"
DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")
BABEL = {"zh": "zh_Hans_CN", "en": "en"}
"""Babel's names: with plain ``zh`` Flask-Admin's own words would stay English."""

_locale: ContextVar[Locale] = ContextVar("locale", default="zh")
_zone: ContextVar[ZoneInfo] = ContextVar("zone", default=DEFAULT_ZONE)


def locale() -> Locale:
    """The reader's language, ``zh`` or ``en``."""
    return _locale.get()


def zone() -> ZoneInfo:
    """The time zone of the site the reader works at."""
    return _zone.get()


def use(chosen: str, where: ZoneInfo = DEFAULT_ZONE) -> None:
    """Set language and time zone for the rest of the request; an unknown language becomes Chinese."""
    _locale.set("en" if chosen == "en" else "zh")
    _zone.set(where)


def from_request(request: Request) -> Locale:
    """The language of somebody who is not signed in: his cookie, else Chinese."""
    return "en" if request.cookies.get(COOKIE) == "en" else "zh"


def t(zh: str, en: str, /, **params: Any) -> str:
    """The sentence in the reader's language, its ``{places}`` filled; a Label among the parameters is worded too."""
    template = en if _locale.get() == "en" else zh
    if not params:
        return template
    return template.format(**{k: v.text(_locale.get()) if isinstance(v, Label) else v for k, v in params.items()})


def say(label: Label | str | None) -> str:
    """A Label (or plain text) in the reader's language; empty for None."""
    return label.text(_locale.get()) if isinstance(label, Label) else (label or "")


def init_app(app: Flask) -> None:
    """Give templates ``t`` and the filter ``say``; let Flask-Admin and WTForms speak the same language."""
    app.jinja_env.globals["t"] = t
    app.jinja_env.filters["say"] = say
    app.config["BABEL_DEFAULT_LOCALE"] = BABEL["zh"]
    Babel(app, locale_selector=lambda: BABEL[_locale.get()], timezone_selector=lambda: _zone.get().key)
