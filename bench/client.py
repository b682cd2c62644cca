"""A browser reduced to what is measured: one kept-alive connection, cookies, the time to the last byte."""

from __future__ import annotations

import html
import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Client:
    """One visitor of ``url``."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    location: str = ""
    """Where the last answer led to."""
    _connection: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, float, float]:
        """Return (status, text, seconds to the last byte, seconds to the first byte)."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.url,
                "Referer": self.url + path,
            }
        began = time.perf_counter()
        self._connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        first = time.perf_counter() - began
        text = answer.read().decode("utf-8", "replace")
        took = time.perf_counter() - began
        self.location = answer.getheader("Location", "")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.will_close:
            self._connection.close()
            self._connection = None
        return answer.status, text, took, first

    def sign_in(self, username: str, password: str) -> None:
        """Sign in; RuntimeError when refused."""
        _, page, *_ = self.ask("/login")
        status, *_ = self.ask("/login", {"username": username, "password": password, "csrf_token": token(page)})
        if status not in {302, 303}:
            msg = f"sign-in answered {status}"
            raise RuntimeError(msg)


def token(page: str) -> str:
    """Return a page's form token."""
    found = _TOKEN.search(page)
    return html.unescape(found[1]) if found else ""


def milliseconds(times: list[float]) -> tuple[float, float]:
    """Return (median, 95th percentile) in ms."""
    ordered = sorted(times)
    return median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def crowd(make: Callable[[int], Client], path: str, clients: int, seconds: float) -> tuple[float, float, int]:
    """Let ``clients`` ask for ``path`` at once; return (requests a second, p95 in ms, errors)."""
    times: list[float] = []
    errors = 0
    lock = threading.Lock()
    until = time.perf_counter() + seconds

    def one(number: int) -> None:
        nonlocal errors
        client = make(number)
        while time.perf_counter() < until:
            try:
                status, _, took, _ = client.ask(path)
            except OSError:
                status, took = 0, 0.0
            with lock:
                times.append(took)
                errors += status != 200

    threads = [threading.Thread(target=one, args=(i,)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, milliseconds(times)[1], errors
