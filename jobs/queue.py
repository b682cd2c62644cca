"""The task queue: huey on a SQLite file beside the register (embedded, the default) or on Redis. Web enqueues, the worker runs."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from sqlalchemy import Engine

from exchange.export_files import Exports
from exchange.roster import Store
from jobs import tasks
from jobs.config import Config
from jobs.progress import Board
from models.connect import make_engine

NAME = "taizhang"


class Jobs:
    """The queue of one installation, and what its tasks need.

    Args:
        config: where database, data folder and queue are.
        clock: says the moment (aware, UTC); tests hand in their own.
        more: tasks by name that packages above this one bring.
    """

    def __init__(
        self, config: Config, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        more: Mapping[str, Callable[..., None]] | None = None,
    ) -> None:  # fmt: skip
        self.config = config
        self.clock = clock
        self.store = Store(config.data_dir)
        self.exports = Exports(config.data_dir)
        self.stopping = threading.Event()
        self.huey = _storage(config)
        self.board = Board(self.huey)
        known = {**tasks.TASKS, **(more or {})}
        self._tasks = {name: self.huey.task(name=name)(self._runner(name, work)) for name, work in known.items()}
        for name, (work, when) in tasks.PERIODIC.items():
            self.huey.periodic_task(crontab(**when), name=name)(self._runner(name, work))

    @cached_property
    def engine(self) -> Engine:
        """The register's database, connected when the first task runs."""
        return make_engine(self.config.database_url)

    def enqueue(self, name: str, *args: Any) -> None:
        """Queue a task by its name in ``jobs.tasks``; KeyError for one that is not there."""
        self._tasks[name](*args)

    def run_waiting(self) -> int:
        """Run what is queued here and now, in this process; returns how many tasks ran. For tests and small commands."""
        ran = 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            ran += 1
        return ran

    def close(self) -> None:
        """Let go of the database."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _runner(self, name: str, work: Callable[..., None]) -> Callable[..., None]:
        def run(*args: Any) -> None:
            work(self, *args)

        run.__name__ = run.__qualname__ = name
        run.__doc__ = work.__doc__
        return run


def _storage(config: Config) -> Any:
    if config.jobs_url.startswith("sqlite:///"):
        path = Path(config.jobs_url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), results=False, timeout=30)
    return RedisHuey(NAME, url=config.jobs_url, results=False)
