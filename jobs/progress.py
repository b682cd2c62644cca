"""How far a job is, and the wish to cancel it: kept in the job store, never in the register's running transaction."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

EVERY = 0.5
"""Seconds between two words of progress."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: phase, rows done, rows in all (0: not known). Phase ``waiting``: nobody has begun."""

    phase: str = "waiting"
    done: int = 0
    total: int = 0


class Board:
    """Progress and wishes of jobs, by the job's key (``import:12``)."""

    def __init__(self, huey: Any) -> None:
        self._huey = huey
        self._told = 0.0

    def tell(self, key: str, phase: str, done: int, total: int) -> None:
        """Say how far a job is; more often than twice a second is passed over unless the phase changed."""
        now = time.monotonic()
        if now - self._told >= EVERY or done == 0:
            self._told = now
            self._huey.put(f"progress:{key}", (phase, done, total))

    def read(self, key: str) -> Progress:
        """How far a job is."""
        found = self._huey.get(f"progress:{key}", peek=True)
        return Progress(*found) if found else Progress()

    def cancel(self, key: str) -> None:
        """Ask a job to stop."""
        self._huey.put(f"cancel:{key}", True)

    def cancelled(self, key: str) -> bool:
        """Whether somebody asked a job to stop."""
        return bool(self._huey.get(f"cancel:{key}", peek=True))

    def clear(self, key: str) -> None:
        """Forget a job, before it is queued and once it is over."""
        self._huey.get(f"progress:{key}")
        self._huey.get(f"cancel:{key}")
