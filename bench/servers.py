"""Starting the two servers that are compared, each gunicorn with two workers of eight threads."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 120
"""Seconds a server may take to listen, on a busy machine."""


@dataclass(slots=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    url: str

    def peak_mib(self) -> float:
        """Return the largest peak memory of one of its processes, in MiB."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        peaks = [0.0]
        for pid in [str(self.process.pid), *children.stdout.split()]:
            status = Path(f"/proc/{pid}/status")
            if status.is_file():
                lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
                peaks += [int(line.split()[1]) / 1024 for line in lines]
        return max(peaks)

    def cpu(self) -> float:
        """Return the CPU seconds its processes have used so far: steadier than the clock on a busy machine."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return sum(cpu_of(pid) for pid in (self.process.pid, *map(int, children.stdout.split())))

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(target: str, ready: str, *, config: str = "", **environ: str) -> Served:
    """Start ``target`` (``module:app``) on a free port of this machine and wait until ``ready`` answers.

    ``config``: gunicorn's settings besides, so that the product is served as it serves itself.
    """
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--no-control-socket",
        "-w",
        "2",
        "--threads",
        "8",
        "-k",
        "gthread",
        "--keep-alive",
        "60",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        *(["-c", config] if config else []),
        target,
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})
    url = f"http://127.0.0.1:{port}"
    for _ in range(STARTS_WITHIN * 10):
        try:
            urllib.request.urlopen(url + ready, timeout=10).read()
            return Served(process, url)
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    msg = f"{target} did not start"
    raise RuntimeError(msg)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds a process of this machine has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def worker(**environ: str) -> Served:
    """Start the product's worker, which makes long exports."""
    return Served(subprocess.Popen([sys.executable, "-m", "web.worker"], cwd=ROOT, env={**os.environ, **environ}), "")
