"""The screens: the only package that knows Flask-Admin and WTForms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Mount every screen; imported late, since ``web`` uses our view models while it is being imported itself."""
    from admin_views.registry import init_app as mount  # noqa: PLC0415 - see above

    mount(app)


__all__ = ["init_app"]
