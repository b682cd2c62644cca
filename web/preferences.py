"""What a person chooses for himself: language, light or dark, the site he works at, starred registers."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, abort, make_response, redirect, request
from sqlalchemy import Table, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.wrappers import Response

from models import REGISTERS
from models.base.user import Theme, User
from models.engine import StarredRegister
from web import auth, i18n, requests
from web.db import db
from web.identity import Identity
from web.security import local_target

blueprint = Blueprint("preferences", __name__)
_user = cast("Table", User.__table__)
_starred = cast("Table", StarredRegister.__table__)


@blueprint.post("/account/preferences")
def save() -> Response:
    """Keep what was chosen: ``locale``, ``theme``, ``site`` (empty: all), ``star``, ``unstar``; 303 back to ``next``.

    Before sign-in only the language is kept, in a cookie. A script (``Accept: application/json``) gets 204.
    """
    person = requests.identity()
    locale = request.form.get("locale")
    if person is not None:
        with db.engine.begin() as c:
            values = _chosen(person)
            if values:
                c.execute(update(_user).where(_user.c.id == person.user_id).values(**values))
            for slug in _slugs("star"):
                insert = postgresql.insert if c.dialect.name == "postgresql" else sqlite.insert
                row = insert(_starred).values(user_id=person.user_id, register=slug)
                c.execute(row.on_conflict_do_nothing())
            for slug in _slugs("unstar"):
                c.execute(delete(_starred).where(_starred.c.user_id == person.user_id, _starred.c.register == slug))
    response: Response = make_response("", 204)
    if request.accept_mimetypes.best != "application/json":
        response = redirect(local_target(request.form.get("next")) or auth.DESK, 303)
    if locale in i18n.LOCALES:
        auth.remember_locale(response, locale)
    return response


def _chosen(person: Identity) -> dict[str, Any]:
    """The account's columns to change; 400 for a choice there is not."""
    form, values = request.form, dict[str, Any]()
    if "locale" in form:
        values["locale"] = form["locale"] if form["locale"] in i18n.LOCALES else abort(400)
    if "theme" in form:
        values["theme"] = form["theme"] if form["theme"] in Theme.__members__ else abort(400)
    if "site" in form:
        site = next((s.id for s in person.sites if str(s.id) == form["site"]), None)
        if site is None and not (form["site"] == "" and person.actor.everywhere):
            abort(404)
        values["last_site_id"] = site
    return values


def _slugs(name: str) -> list[str]:
    known = {m.slug() for m in REGISTERS}
    return [slug for slug in request.form.getlist(name) if slug in known]
