"""The worker (``python -m web.worker``, with every task there is): runs what is queued and what the clock asks for, until told to stop."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from jobs import tasks
from jobs.config import Config
from jobs.queue import Jobs

HEARTBEAT = "worker.heartbeat"
"""The file under DATA_DIR that says the worker lives."""
BEAT = 10.0
"""Seconds between two heartbeats."""
STOP_WITHIN = 12
"""Seconds a running task has to put its work down after TERM; the supervisor kills after 15."""
THREADS = 2
log = logging.getLogger(__name__)


class Worker(Consumer):  # type: ignore[misc]  # huey ships no types
    """huey's consumer with a heartbeat, and a word to the running tasks when it is to stop."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(
            jobs.huey, workers=THREADS, max_delay=1.0, shutdown_timeout=STOP_WITHIN, graceful_signal="TERM"
        )
        self._jobs = jobs
        self._beat: Path = jobs.config.data_dir / HEARTBEAT
        self._beaten = 0.0

    def loop(self, health_check_ts: Any = None) -> Any:
        """One turn of the main thread."""
        if time.monotonic() - self._beaten >= BEAT:
            self._beat.touch()
            self._beaten = time.monotonic()
        return super().loop(health_check_ts)

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - huey's signature
        """Tell running tasks to put their work down, then wait for them or not."""
        self._jobs.stopping.set()
        super().stop(graceful)


def main(more: Mapping[str, Callable[..., None]] | None = None) -> int:
    """Work until told to stop; 0 then. ``more``: tasks besides those of ``jobs.tasks``."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    jobs = Jobs(Config.from_env(os.environ), more=more)
    jobs.config.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        tasks.mend_imports(jobs)
    except SQLAlchemyError:
        log.exception("the database does not answer yet; interrupted imports are looked at again later")
    if more and tasks.MAKE_EXPORT in more:
        tasks.carry_on_exports(jobs)
    Worker(jobs).run()
    jobs.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
