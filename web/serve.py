"""`make run`: bring the database up to date, make sure there is a demo centre, serve, run the job worker, stop both.

One small supervisor: the web server and the job worker are its children. Ctrl-C, a closed terminal or a TERM stops all;
a worker that falls over is started again; a web server that ends takes everything down with it.
"""

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from web.settings import CHECKOUT, Settings, SettingsError, terminal_locale

STEP = 0.1
"""Seconds between two looks at the children."""
START_WITHIN = 90.0
"""Seconds the web server has until /healthz must answer."""
STOP_WITHIN = 15.0
"""Seconds the children have to finish what they are doing before they are killed."""
RESTART_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds until a fallen worker is started again; the last figure repeats."""
STEADY_AFTER = 60.0
"""Seconds after which a worker counts as well again."""
FLASK = (sys.executable, "-m", "flask", "--app", "app")
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "python:web.gunicorn_conf", "app:app")
WORKER = (sys.executable, "-m", "web.worker")


_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class CannotServe(Exception):
    """Serving is not possible; carries the sentence for the terminal."""


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Ask Linux to send this process a signal when the process that started it ends, however it ends.

    Meant as a `preexec_fn`: it makes one system call, prepared at import.
    """
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, by)


def healthy(address: str) -> bool:
    """Whether `address`/healthz answers 200 with status ok; asks without any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/healthz", timeout=5) as answer:
            return bool(json.load(answer).get("status") == "ok")
    except (OSError, ValueError):
        return False


@dataclass
class Supervisor:
    """Starts the parts of one installation in order and keeps them together."""

    settings: Settings
    locale: str = "zh"
    stopping: bool = False
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    worker_since: float = 0.0
    worker_due: float = 0.0
    falls: int = field(default=0)

    def say(self, zh: str, en: str) -> None:
        """One line on the terminal in its language."""
        print(en if self.locale == "en" else zh, flush=True)

    def fault(self, zh: str, en: str) -> CannotServe:
        """The reason to give up, in the terminal's language."""
        return CannotServe(en if self.locale == "en" else zh)

    @property
    def address(self) -> str:
        """Where this machine reaches the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.settings.host, self.settings.host)  # noqa: S104 -- compared
        return f"http://{host}:{self.settings.port}"

    def run(self) -> None:
        """Do it all; returns when everything has stopped in order.

        Raises:
            CannotServe: when a step failed, or the web server ended by itself.
        """
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._stop)
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._refuse_taken_port()
        try:
            accounts = self._prepare()
            if not self.stopping:
                self.web = self._child(GUNICORN)
                self._start_worker()
                self._await_health()
            if not self.stopping:
                self._greet(accounts)
            while not self.stopping:
                self._look()
                time.sleep(STEP)
        finally:
            self._end()
        self.say("已停止。", "Stopped.")

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: no more patience
            for child in self._children():
                child.kill()
        self.stopping = True

    def _refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.settings.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.settings.host, self.settings.port))
            except OSError as error:
                where = f"{self.settings.host}:{self.settings.port}"
                raise self.fault(
                    f"无法使用地址 {where}（{error.strerror}）。请先停掉占用它的程序，或换一个端口，例如：PORT=8001 make run",
                    f"{where} cannot be used ({error.strerror}). Stop what uses it, or choose another port, "
                    "for instance PORT=8001 make run",
                ) from error

    def _prepare(self) -> str:
        """Bring the database up to date and fill an empty one; return who can sign in to the demo centre."""
        if self.stopping:
            return ""
        child = subprocess.Popen([*FLASK, "prepare"], cwd=CHECKOUT, env=self._environ(), stdout=subprocess.PIPE)  # noqa: S603 -- our own command
        try:
            text = child.communicate()[0] or b""
        finally:
            if child.poll() is None:
                child.kill()
        if child.returncode and not self.stopping:
            raise self.fault(
                "数据库没有准备好，系统没有启动；原因见上面。",
                "The database could not be made ready, so nothing was started; the reason stands above.",
            )
        return text.decode("utf-8", "replace").strip()

    def _environ(self) -> dict[str, str]:
        return {**os.environ, **self.settings.as_environ(), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}

    def _child(self, command: Sequence[str], prepare: Callable[[], None] = die_with_parent) -> subprocess.Popen[bytes]:
        """Start a part in a session of its own, so that Ctrl-C reaches us alone and we stop the parts in order."""
        return subprocess.Popen(  # noqa: S603 -- our own command
            command,
            cwd=CHECKOUT,
            env=self._environ(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 -- the supervisor has one thread
        )

    def _start_worker(self) -> None:
        self.worker = self._child(WORKER)
        self.worker_since = time.monotonic()

    def _await_health(self) -> None:
        until = time.monotonic() + START_WITHIN
        while not self.stopping and not healthy(self.address):
            self._look()
            if time.monotonic() > until:
                raise self.fault(
                    f"网页服务在 {START_WITHIN:.0f} 秒内没有准备好；请运行 .venv/bin/flask doctor 查看原因。",
                    f"The web server was not ready within {START_WITHIN:.0f} seconds; .venv/bin/flask doctor says why.",
                )
            time.sleep(STEP)

    def _look(self) -> None:
        """See whether both children live; start a fallen worker again, give up without a web server."""
        if self.web is not None and self.web.poll() is not None and not self.stopping:
            raise self.fault(
                f"网页服务意外停止（退出码 {self.web.returncode}），系统已全部停下；原因见上面。",
                f"The web server stopped by itself (exit code {self.web.returncode}); everything was stopped. "
                "The reason stands above.",
            )
        now = time.monotonic()
        if self.worker is None:
            if now >= self.worker_due:
                self._start_worker()
        elif self.worker.poll() is not None and not self.stopping:
            self.falls = 0 if now - self.worker_since > STEADY_AFTER else self.falls
            wait = RESTART_AFTER[min(self.falls, len(RESTART_AFTER) - 1)]
            self.say(
                f"后台任务进程停止了（退出码 {self.worker.returncode}），{wait:.0f} 秒后重新启动。",
                f"The job worker stopped (exit code {self.worker.returncode}); it starts again in {wait:.0f} seconds.",
            )
            self.falls += 1
            self.worker, self.worker_due = None, now + wait

    def _greet(self, accounts: str) -> None:
        self.say("\n台账通已启动，请用浏览器打开：", "\nTaizhang is running. Open in a browser:")
        print(f"  {self.address}", flush=True)
        if self.settings.host in {"0.0.0.0", "::"}:  # noqa: S104 -- compared
            self.say(
                f"  办公网络中的其他电脑和手机：http://{_own_address()}:{self.settings.port}",
                f"  other computers and phones in the office network: http://{_own_address()}:{self.settings.port}",
            )
        if accounts:
            print(f"\n{accounts}", flush=True)
        self.say("\n按 Ctrl-C 停止。", "\nCtrl-C stops it.")

    def _children(self) -> list[subprocess.Popen[bytes]]:
        return [child for child in (self.web, self.worker) if child is not None and child.poll() is None]

    def _end(self) -> None:
        """Stop the children: the web server finishes its requests, the worker puts its job down."""
        self.stopping = True
        for child in self._children():
            child.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN
        for child in self._children():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
        for child in self._children():
            child.kill()
            child.wait()


def _own_address() -> str:
    """This machine's address in the office network, found without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def main() -> int:
    """Serve until told to stop; 0 when stopped in order, 1 with one sentence on stderr when it cannot be done."""
    locale = terminal_locale(os.environ)
    try:
        Supervisor(Settings.from_env(os.environ), locale).run()
    except SettingsError as error:
        print(error.text(locale), file=sys.stderr)
        return 1
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
