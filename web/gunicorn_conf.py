"""How gunicorn serves the program: two processes of eight threads, loaded once, no database connection carried over."""

import gc
import os
import threading
from typing import Any

from web.loading import uncollected
from web.settings import Settings

RELATE_AFTER = 0.5
"""Seconds a worker has for its first page before it works out the relations of the models."""

gc.disable()  # while the program is loaded: nothing it makes then is garbage
_settings = Settings.from_env(os.environ)

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 8
preload_app = True
control_socket_disable = True  # its default path is one per person, not one per installation
proc_name = "taizhang"
timeout = 120  # an import's upload over a slow office network
graceful_timeout = 10
keepalive = 15
loglevel = "warning"
forwarded_allow_ips = ""  # web.proxies decides whom to believe, gunicorn nobody
secure_scheme_headers: dict[str, str] = {}
if os.access("/dev/shm", os.W_OK):  # noqa: S108 -- a worker's heartbeat file, made by gunicorn under a random name
    worker_tmp_dir = "/dev/shm"  # noqa: S108 -- as above; on a busy disk the heartbeat could be late


def pre_fork(server: Any, _worker: Any) -> None:
    """Close every database connection before a worker is forked: SQLite's and PostgreSQL's do not survive a fork."""
    app = server.app.callable
    extension = app.extensions.get("sqlalchemy") if app is not None else None
    if extension is not None:
        with app.app_context():
            for engine in extension.engines.values():
                engine.dispose()


def when_ready(_server: Any) -> None:
    """Keep what was loaded out of every later collection, and shared by the workers."""
    gc.freeze()
    gc.enable()


def post_worker_init(_worker: Any) -> None:
    """Work out the relations of the models right after the first page, which needs none of them, instead of before it."""
    later = threading.Timer(RELATE_AFTER, _relate)
    later.daemon = True
    later.start()


def _relate() -> None:
    from sqlalchemy.orm import configure_mappers  # noqa: PLC0415 - loaded with the program, once the collector rests

    with uncollected():
        configure_mappers()
