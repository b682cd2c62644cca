"""The program with its clock set to the moment ``STANDS_AT`` names (ISO): what `serving(..., at=...)` starts."""

import datetime as dt
import os

from flask import Flask

from app import create_app


def create() -> Flask:
    """Return the program; its clock stands."""
    at = dt.datetime.fromisoformat(os.environ["STANDS_AT"]).astimezone(dt.UTC)
    return create_app(clock=lambda: at)
