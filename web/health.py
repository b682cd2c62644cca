"""``GET /healthz``: whether the installation can work, for the supervisor, a load balancer and ``flask doctor``."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, jsonify, make_response
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from web import requests
from web.db import db
from web.settings import Settings

blueprint = Blueprint("health", __name__)
HEARTBEAT = "worker.heartbeat"
"""The file under DATA_DIR that the job worker touches."""
SILENT_AFTER = 120.0
"""Seconds without a heartbeat after which the worker counts as silent."""


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 ``{"status": "ok", …}``; 503 when the database does not answer or is not migrated.

    A silent job worker is named but no reason for 503: pages go on working without it.
    """
    body = state(requests.settings())
    response = make_response(jsonify(body), 200 if body["status"] == "ok" else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def state(settings: Settings) -> dict[str, Any]:
    """What is well and what is not: ``status``, ``database``, ``schema``, ``worker``."""
    try:
        with db.reader.connect() as c:
            schema = _schema(c)
        database = "ok"
    except SQLAlchemyError:
        database, schema = "unreachable", "unknown"
    fine = database == "ok" and schema == "ok"
    return {"status": "ok" if fine else "error", "database": database, "schema": schema, "worker": worker(settings)}


def worker(settings: Settings) -> str:
    """``ok``, ``silent`` since too long, or ``unknown`` when none has ever run here."""
    try:
        age = time.time() - (settings.data_dir / HEARTBEAT).stat().st_mtime
    except OSError:
        return "unknown"
    return "ok" if age < SILENT_AFTER else "silent"


def _schema(c: Connection) -> str:
    try:
        standing = c.execute(text("select version_num from alembic_version")).scalar()
    except SQLAlchemyError:
        return "missing"
    return "ok" if standing == _head() else "outdated"


def _head() -> str | None:
    if "head" not in _heads:
        from web import migrate  # noqa: PLC0415 - loads a library no page needs

        _heads["head"] = migrate.head()
    return _heads["head"]


_heads: dict[str, str | None] = {}
