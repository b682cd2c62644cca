"""Puts the program together. Only entry points and tests import this; ``app`` is made when it is first asked for."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask

from web.loading import uncollected

with uncollected():
    import admin_views
    from web import (
        access_control,
        assets,
        auth,
        cli,
        context,
        errors,
        health,
        i18n,
        logs,
        preferences,
        requests,
        security,
    )
    from web.db import db
    from web.identity import Doorman
    from web.late_rules import LateRule
    from web.proxies import TrustedProxies
    from web.settings import CHECKOUT, Settings, SettingsError, terminal_locale

if TYPE_CHECKING:
    app: Flask


def create_app(settings: Settings | None = None, *, clock: requests.Clock = requests.utc_now) -> Flask:
    """Return the program, ready to serve.

    Args:
        settings: what the installation chose; read from the environment when None.
        clock: says the moment; tests hand in their own.

    Raises:
        SettingsError: a setting the program cannot start with.
    """
    settings = settings or Settings.from_env(os.environ)
    made = Flask(
        __name__, root_path=str(CHECKOUT), instance_path=str(settings.data_dir), static_folder="static",
        template_folder="templates",
    )  # fmt: skip
    made.url_rule_class = LateRule
    made.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        TEMPLATES_AUTO_RELOAD=False,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=False,
    )
    made.extensions["settings"], made.extensions["clock"] = settings, clock
    if not settings.testing:
        logs.configure(settings.log)
    logs.init_app(made)
    db.init_app(made)
    with made.app_context():
        made.extensions["doorman"] = Doorman(db.engine)
    i18n.init_app(made)
    access_control.init_app(made)
    security.init_app(made, settings)
    access_control.guard(made)
    assets.init_app(made, fresh=made.debug)
    context.init_app(made)
    errors.init_app(made)
    for part in (auth, preferences, health):
        made.register_blueprint(part.blueprint)
    admin_views.init_app(made)
    made.extensions["seed"] = _demo
    cli.init_app(made)
    made.wsgi_app = TrustedProxies(made.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]  # Flask's own way
    return made


def _demo(*args: Any, **options: Any) -> Any:
    """Fill the database with the demo centre; the package is loaded only for this."""
    uploads = import_module("admin_views.uploads")
    folder = requests.settings().data_dir

    def keep(session: Any, actor: Any, now: Any, site_id: int, png: bytes) -> str:
        """Store an owner's signature as the web does."""
        keeper = uploads.Keeper(session=session, folder=folder, actor=actor, now=now)
        drawn = "data:image/png;base64," + b64encode(png).decode()
        key: str = keeper.keep_sign(drawn, register="repair_order", field="owner_sign", site_id=site_id).key
        return key

    return import_module("seed.demo").seed(*args, keep=keep, **options)


@cache
def _serving() -> Flask:
    try:
        with uncollected():
            return create_app()
    except SettingsError as error:
        print(error.text(terminal_locale(os.environ)), file=sys.stderr)  # noqa: T201 - nothing else can say it yet
        raise SystemExit(1) from error


def __getattr__(name: str) -> Any:
    """Make ``app`` for gunicorn and the flask command, at the moment they ask for it."""
    if name == "app":
        return _serving()
    raise AttributeError(name)
