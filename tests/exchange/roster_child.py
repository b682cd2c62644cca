"""A process of its own that works on an import and is killed when a given statement comes, or at a given word of progress.

``python -m tests.exchange.roster_child URL FOLDER BATCH plan|apply STATEMENT`` (an empty statement: at the first word).
"""

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

import access
from exchange import roster
from models.connect import make_engine

url, folder, batch, step, fatal = sys.argv[1:]
words = 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(Engine, "after_cursor_execute")
def _executed(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
    done = statement.startswith("UPDATE import_batch SET state=") and "done" in str(parameters)
    if fatal and (statement.startswith(fatal) or (done and fatal == "UPDATE import_batch SET state=done")):
        die()


def tell(_phase: str, _done: int, _total: int) -> None:
    global words  # noqa: PLW0603 - a counter of this little program
    words += 1
    if not fatal and words == 1:
        die()


work = roster.plan_roster if step == "plan" else roster.apply_batch
now = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
work(make_engine(url), roster.Store(Path(folder)), int(batch), actor=access.SYSTEM, now=now, tell=tell)
