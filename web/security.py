"""What every answer carries and every request must pass: CSP with a nonce, headers, CSRF, sizes, safe redirects."""

from __future__ import annotations

import secrets
from itertools import chain
from urllib.parse import urlsplit

import flask_admin.helpers
from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFProtect, same_origin

from web.settings import Settings

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes of the largest file taken."""
LARGEST_REQUEST = LARGEST_FILE + 1024 * 1024
"""Bytes of the largest request: one such file and the form around it."""
LARGEST_FIELDS = 8 * 1024 * 1024
MOST_PARTS = 20_000
"""Fields of one form: the role matrix and 200 child rows have thousands."""
ABSOLUTE_AGE_SECONDS = 12 * 3600
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LONGEST_TARGET = 2000

csrf = CSRFProtect()


def nonce() -> str:
    """The nonce of the present answer, for ``<script nonce>`` and ``<style nonce>``."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def policy() -> str:
    """The Content-Security-Policy of the present answer."""
    return (
        f"default-src 'self'; script-src 'nonce-{nonce()}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce()}'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def local_target(target: str | None) -> str | None:
    r"""The target when it is an address on this server (path and query, one leading slash), else None.

    Browsers drop tabs and line breaks and read ``\`` as ``/``, and Werkzeug completes ``http:host``; so only a path
    that begins with exactly one slash and holds no control character, blank or backslash will do.
    """
    if not target or len(target) > _LONGEST_TARGET or not target.startswith("/") or target.startswith("//"):
        return None
    if any(c <= " " or c in "\\\x7f" for c in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def _is_local(target: str) -> bool:
    return local_target(target) is not None


def same_site() -> bool:
    """Whether the browser says that a page of ours sent this request."""
    source = request.headers.get("Origin") or request.referrer
    return bool(source) and same_origin(source, request.host_url)


def holds_nul() -> bool:
    """Whether what was sent holds a NUL: no keyboard types one, and PostgreSQL keeps none in a text."""
    sent = chain(
        (request.path, *request.args, *request.form), *request.args.listvalues(), *request.form.listvalues(),
        (file.filename or "" for file in chain.from_iterable(request.files.listvalues())),
    )  # fmt: skip
    return any("\x00" in text for text in sent)


def _anybodys() -> bool:
    """Whether the answer is the same for everybody (asked without touching the session, which would say Vary: Cookie)."""
    endpoint = request.endpoint or ""
    return endpoint == "static" or endpoint.endswith((".static", ".healthz"))


def init_app(app: Flask, settings: Settings) -> None:
    """Configure cookies and sizes, check every form's token, put the headers on every answer."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELDS,
        MAX_FORM_PARTS=MOST_PARTS,
        SESSION_COOKIE_NAME="__Host-taizhang" if settings.secure_cookies else "taizhang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf.init_app(app)
    flask_admin.helpers.is_safe_url = _is_local  # the one of 2.2.1 lets "http:host" through

    @app.before_request
    def sound() -> None:
        if holds_nul():
            abort(400)

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = (
                policy() if response.mimetype == "text/html" else "default-src 'none'; frame-ancestors 'none'"
            )
        if request.is_secure and settings.secure_cookies:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if not _anybodys() and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if response.mimetype == "text/html" else "private, no-cache"
        return response
