"""Parts of pages that are the same from request to request, kept as HTML; tokens and addresses are filled in each time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from admin_views.remembered import Remembered
from admin_views.viewmodels import FrameUrls
from web import i18n, requests

_TOKEN, _HERE, _GAP = secrets.token_hex(12), secrets.token_hex(12), secrets.token_hex(12)
"""Stand in a kept part for the form token, the present address and a gap; nobody outside this process knows them."""
MOST = 1000
URLS = FrameUrls()
Values = Callable[[], Mapping[str, Any]]


def drawn(key: Hashable, template: str, values: Values) -> Markup:
    """Return the HTML of ``template`` with ``values``, kept under ``key``, which must name all that ``values`` depend on.

    In the template ``csrf_token()`` and ``here`` are those of the present request. Kept apart by app and language.
    """

    def draw() -> str:
        return _render(template, {"csrf_token": lambda: _TOKEN, "here": _HERE, **values()})

    html: str = _kept("drawings").get((template, i18n.locale(), key), draw)
    if _TOKEN in html:
        html = html.replace(_TOKEN, generate_csrf()).replace(_HERE, str(escape(requests.here())))
    return Markup(html)  # noqa: S704 - rendered by our own escaping templates


def assembled(key: Hashable, template: str, values: Values, gaps: Mapping[str, str]) -> str:
    """Return a whole page: what is the same from request to request is drawn once, with gaps that are filled each time.

    Args:
        key: must name all that ``values`` depend on; kept apart by app, language and template besides.
        template: in it, every name of ``gaps`` stands for that gap; ``csrf_token()`` is one of the present request.
        values: its other variables, asked for only when the page is drawn.
        gaps: by name, HTML that is safe as it stands, or plain text, which is escaped.
    """

    def draw() -> tuple[str, ...]:
        marks = {name: Markup(f"{_GAP}{name}{_GAP}") for name in gaps}  # noqa: S704 - names of ours
        page = _render(template, {"csrf_token": lambda: Markup(f"{_GAP}{_GAP}"), **marks, **values()})  # noqa: S704
        return tuple(page.split(_GAP))

    parts: tuple[str, ...] = _kept("pages").get((template, i18n.locale(), tuple(gaps), key), draw)
    fills = {"": escape(generate_csrf()), **{name: escape(text) for name, text in gaps.items()}}
    return "".join([fills[part] if i % 2 else part for i, part in enumerate(parts)])


def rendered(template: str, **values: Any) -> Markup:
    """Return a part of a page that is drawn anew each time; it holds no form token and no address."""
    return Markup(_render(template, values))  # noqa: S704 - rendered by our own escaping templates


def _kept(what: str) -> Remembered:
    kept: Remembered = current_app.extensions.setdefault(what, Remembered(MOST))
    return kept


def _render(template: str, values: Mapping[str, Any]) -> str:
    asset: Any = current_app.jinja_env.globals["asset"]
    return current_app.jinja_env.get_template(template).render(
        locale=i18n.locale(), urls=URLS, sprite=asset("icons.svg"), **values
    )
