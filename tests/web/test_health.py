import json
import os
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import create_app
from tests.web.conftest import Browser, Clock
from web.health import HEARTBEAT, SILENT_AFTER
from web.settings import Settings


def test_a_migrated_installation_is_well(browser: Browser) -> None:
    answer = browser.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.text) == {"status": "ok", "database": "ok", "schema": "ok", "worker": "unknown"}
    assert "Set-Cookie" not in answer.headers


def test_another_revision_is_503(browser: Browser, session: Session) -> None:
    session.execute(text("update alembic_version set version_num = 'older'"))
    session.commit()
    answer = browser.get("/healthz")
    assert (answer.status_code, json.loads(answer.text)["schema"]) == (503, "outdated")


def test_no_database_is_503_and_a_page_says_so(settings: Settings, clock: Clock, tmp_path: Path) -> None:
    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db"), clock=clock)
    browser = Browser(app.test_client())
    answer = browser.get("/healthz")
    assert (answer.status_code, json.loads(answer.text)["database"]) == (503, "unreachable")
    browser.client.set_cookie("taizhang", signed(app))
    assert browser.get("/account/password").status_code == 503


def test_the_workers_heartbeat_is_told(browser: Browser, settings: Settings) -> None:
    beat = settings.data_dir / HEARTBEAT
    beat.touch()
    assert json.loads(browser.get("/healthz").text)["worker"] == "ok"
    old = beat.stat().st_mtime - SILENT_AFTER - 1
    os.utime(beat, (old, old))
    answer = browser.get("/healthz")
    assert (answer.status_code, json.loads(answer.text)["worker"]) == (200, "silent")


def signed(app: Flask) -> str:
    """A cookie of ours that names some session."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own sessions
    return str(serializer.dumps({"sid": "something", "epoch": 0}))
