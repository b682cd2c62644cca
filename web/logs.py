"""The log: one line a happening, as text or JSON, each with its request's number; never a password or a token."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from contextvars import ContextVar
from typing import Literal

from flask import Flask, Response, g, request

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the present request: shown on error pages, sent as X-Request-ID, found again in the log."""
SLOW = 2.0
"""Seconds after which a request is worth a line."""
log = logging.getLogger("taizhang")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_id.get():
            line["request"] = number
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.number = f" [{request_id.get()}]" if request_id.get() else ""
        return super().format(record)


def configure(style: Literal["text", "json"]) -> None:
    """Send the log to stderr in one of the two styles; asked again, it changes the style."""
    formatter = _Json() if style == "json" else _Text("%(asctime)s %(levelname)s%(number)s %(name)s: %(message)s")
    root = logging.getLogger()
    ours = [h for h in root.handlers if h.name == "taizhang"]
    handler = ours[0] if ours else logging.StreamHandler(sys.stderr)
    handler.set_name("taizhang")
    handler.setFormatter(formatter)
    if not ours:
        root.addHandler(handler)
    log.setLevel(logging.INFO)


def address() -> str:
    """The present request's path for a line of the log; line breaks and the like as escapes, so it stays one line."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in request.path)


def init_app(app: Flask) -> None:
    """Number every request, and write a line for those that failed or took long."""

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()
        request_id.set(secrets.token_hex(4))

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id.get()
        took = time.monotonic() - g.get("began", time.monotonic())
        if response.status_code >= 500 or took > SLOW:
            log.warning("%s %s %s %.2fs", response.status_code, request.method, address(), took)
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        request_id.set("")
