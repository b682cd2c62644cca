"""`make run` from the outside: it starts, says where, runs both parts, and stops all of them when asked."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from models.connect import make_engine
from seed import factories
from tests.support.databases import Databases
from tests.support.server import environment
from web.serve import healthy
from web.settings import CHECKOUT

COMMAND = (sys.executable, "-m", "web.serve")
PATIENCE = 300.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_until(process: subprocess.Popen[str], sentence: str) -> str:
    """Everything printed up to the sentence; fails with what was printed when it does not come."""
    assert process.stdout is not None
    seen, until = "", time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while sentence not in seen:
            assert ready.select(max(0.0, until - time.monotonic())), f"“{sentence}” did not come:\n{seen}"
            piece = os.read(process.stdout.fileno(), 4096).decode("utf-8", "replace")
            assert piece, f"ended without “{sentence}”:\n{seen}"
            seen += piece
    return seen


def running_on(folder: Path) -> list[int]:
    """Processes whose settings name the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"DATA_DIR={folder}\0".encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:  # ended meanwhile, or another person's
            continue
    return found


@pytest.fixture
def started(tmp_path: Path, databases: Databases) -> tuple[dict[str, str], str]:
    port = free_port()
    env = environment(databases.fresh("sqlite"), tmp_path / "data", PORT=str(port), LANG="C.UTF-8", LC_ALL="")
    return env, f"http://127.0.0.1:{port}"


def with_a_centre(url: str) -> None:
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        access.bind(session, access.SYSTEM)
        factories.centre(session)
        session.commit()
    engine.dispose()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds the parts through /proc")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_serves_and_ends_with_all_its_parts(started: tuple[dict[str, str], str], by: signal.Signals) -> None:
    """The first start, on an empty database, makes the demo centre; the others find a centre."""
    env, address = started
    if by != signal.SIGINT:
        with_a_centre(env["DATABASE_URL"])
    with subprocess.Popen(COMMAND, cwd=CHECKOUT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            printed = read_until(process, "Ctrl-C")
            assert address in printed
            assert ("director@ltxy" in printed) is (by == signal.SIGINT)
            assert healthy(address)
            with urllib.request.urlopen(f"{address}/login") as page:
                assert page.status == 200
            with subprocess.Popen(COMMAND, cwd=CHECKOUT, env=env, stderr=subprocess.PIPE, text=True) as second:
                said = second.communicate(timeout=PATIENCE)[1]
            assert second.returncode == 1
            assert "PORT=8001" in said
            process.send_signal(by)
            assert process.wait(PATIENCE) == (-signal.SIGKILL if by == signal.SIGKILL else 0)
        finally:
            process.kill()
    for pid in running_on(Path(env["DATA_DIR"])):
        subprocess.run(["tail", f"--pid={pid}", "-f", os.devnull], timeout=60, check=True)
    assert running_on(Path(env["DATA_DIR"])) == []
    assert not healthy(address)


def test_a_wrong_setting_is_one_sentence(started: tuple[dict[str, str], str]) -> None:
    env, _ = started
    for language, word in (("en_US.UTF-8", "whole number"), ("C.UTF-8", "整数")):
        wrong = {**env, "PORT": "many", "LANG": language}
        done = subprocess.run(COMMAND, cwd=CHECKOUT, env=wrong, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert word in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_health_is_not_taken_from_a_stranger() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))  # a port somebody holds without answering
        assert not healthy(f"http://127.0.0.1:{other.getsockname()[1]}")
