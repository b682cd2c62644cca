"""Parts of pages that are the same from request to request, kept as HTML; tokens and addresses are filled in each time."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from typing import Any

from flask import current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from admin_views.remembered import Remembered
from admin_views.viewmodels import FrameUrls
from web import i18n, requests

_TOKEN, _HERE = secrets.token_hex(12), secrets.token_hex(12)
"""Stand in a kept part for the form token and the present address; nobody outside this process knows them."""
MOST = 1000


def drawn(key: Hashable, template: str, **values: Any) -> Markup:
    """Return the HTML of ``template`` with ``values``, kept under ``key``, which must name all that ``values`` depend on.

    In the template ``csrf_token()`` and ``here`` are those of the present request. Kept apart by app and language.
    """
    kept: Remembered = current_app.extensions.setdefault("drawings", Remembered(MOST))

    def draw() -> str:
        asset: Any = current_app.jinja_env.globals["asset"]
        return current_app.jinja_env.get_template(template).render(
            csrf_token=lambda: _TOKEN, here=_HERE, locale=i18n.locale(), urls=FrameUrls(), sprite=asset("icons.svg"),
            **values,
        )  # fmt: skip

    html: str = kept.get((template, i18n.locale(), key), draw)
    if _TOKEN in html:
        html = html.replace(_TOKEN, generate_csrf()).replace(_HERE, str(escape(requests.here())))
    return Markup(html)  # noqa: S704 - rendered by our own escaping templates
