"""The real server for tests: gunicorn in a process of its own against a given database, as `make run` starts it."""

import datetime as dt
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from web.serve import GUNICORN, WORKER, die_with_parent, healthy
from web.settings import CHECKOUT

READY_WITHIN = 60.0
CLOCKED = "tests.support.clocked:create()"
KEY = "5f1c0f6e9d8b47a2b3e4c5d6a7f8091b2c3d4e5f60718293"
PASSWORD = "Xunjian-2026-lan"


OWN_NAMES = frozenset(
    (
        *(
            "DATABASE_URL",
            "DATA_DIR",
            "SECRET_KEY",
            "HOST",
            "PORT",
            "MAIL_URL",
            "PUBLIC_URL",
            "JOBS_URL",
            "TRUSTED_PROXIES",
        ),
        *("TAIZHANG_ENV", "TAIZHANG_LOG", "TAIZHANG_DEMO_PASSWORD", "WEB_WORKERS"),
    )
)
"""Settings of the person who runs the tests must not reach them."""


@dataclass(frozen=True)
class LiveServer:
    """A running server: `url` without a slash at the end, the environment it runs with, its log."""

    url: str
    environ: Mapping[str, str]
    log: Path
    data_dir: Path


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """The settings of a test's installation as environment variables, on top of the machine's own."""
    ours = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": KEY,
        "TAIZHANG_DEMO_PASSWORD": PASSWORD,
        "WEB_WORKERS": "1",
        "PYTHONUTF8": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if name not in OWN_NAMES}
    return {**inherited, **ours, **more}


@contextmanager
def serving(
    database_url: str, data_dir: Path, *, jobs: bool = False, at: dt.datetime | None = None, **more: str
) -> Iterator[LiveServer]:
    """Serve `app:app` on a free port until the block is left.

    Args:
        database_url: a migrated database.
        data_dir: where attachments and the queue go.
        jobs: whether the job worker runs beside it.
        at: the moment (aware) the program's clock stands at; the machine's clock when None. The worker keeps the machine's.
        more: further settings by their environment names, such as `WEB_WORKERS="2"`.

    Raises:
        RuntimeError: when /healthz does not answer in time; carries the log.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))  # bound here and handed over: no other process can take the port
        listening.listen(256)
        port = listening.getsockname()[1]
        clock = {"STANDS_AT": at.isoformat()} if at else {}
        env = environment(database_url, data_dir, PORT=str(port), **clock, **more)
        with tempfile.NamedTemporaryFile(prefix="server-", suffix=".log", dir=data_dir, delete=False) as log:
            web = [*GUNICORN[:-1], "-b", f"fd://{listening.fileno()}", CLOCKED if at else GUNICORN[-1]]
            parts = [_start(web, env, log.fileno(), (listening.fileno(),))]
            if jobs:
                parts.append(_start(list(WORKER), env, log.fileno(), ()))
        server = LiveServer(f"http://127.0.0.1:{port}", env, Path(log.name), data_dir)
        try:
            until = time.monotonic() + READY_WITHIN
            while not healthy(server.url):
                if any(part.poll() is not None for part in parts) or time.monotonic() > until:
                    raise RuntimeError(f"the server did not start:\n{server.log.read_text()}")
                time.sleep(0.05)
            yield server
        finally:
            for part in parts:
                part.terminate()
            for part in parts:
                try:
                    part.wait(20)
                except subprocess.TimeoutExpired:
                    part.kill()
                    part.wait()


def command(*words: str, environ: Mapping[str, str], ok: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `flask <words>` as an operator would; with `ok` a failure fails the test and shows what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=CHECKOUT,
        env=dict(environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ok or done.returncode == 0, (
        f"flask {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    )
    return done


def _start(words: list[str], env: dict[str, str], log: int, fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        cwd=CHECKOUT,
        env=env,
        stdout=log,
        stderr=log,
        pass_fds=fds,
        preexec_fn=die_with_parent,  # noqa: PLW1509 -- takes no lock: one prepared system call
    )
