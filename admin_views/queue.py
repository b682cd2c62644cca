"""This installation's task queue, as the screens reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from web import requests

if TYPE_CHECKING:
    from jobs.queue import Jobs


def jobs() -> Jobs:
    """This installation's queue, made when it is first needed."""
    app = current_app
    if "jobs" not in app.extensions:
        from jobs.config import Config  # noqa: PLC0415 - the queue is loaded by the first who queues something
        from jobs.queue import Jobs  # noqa: PLC0415 - as above
        from web import worker  # noqa: PLC0415 - as above

        settings = requests.settings()
        config = Config(settings.database_url, settings.data_dir, settings.jobs_url)
        app.extensions["jobs"] = Jobs(config, app.extensions["clock"], worker.TASKS)
    return cast("Jobs", app.extensions["jobs"])
