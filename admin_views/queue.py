"""This installation's task queue, as the screens reach it."""

from __future__ import annotations

from typing import cast

from flask import current_app

from jobs import Config, Jobs
from web import requests, worker


def jobs() -> Jobs:
    """This installation's queue, made when it is first needed."""
    app = current_app
    if "jobs" not in app.extensions:
        settings = requests.settings()
        config = Config(settings.database_url, settings.data_dir, settings.jobs_url)
        app.extensions["jobs"] = Jobs(config, app.extensions["clock"], worker.TASKS)
    return cast("Jobs", app.extensions["jobs"])
