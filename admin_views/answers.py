"""What every screen needs of the present request: its reader, the row asked for, pages with crumbs, ways onward."""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from flask import abort, redirect, render_template, request, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response

import access
from admin_views.form_page import Sent
from admin_views.reader import Reader
from admin_views.viewmodels import Link, Message
from models.declare import Record
from models.spec import Verb
from web import context, i18n, messages, requests, security
from web.db import db
from web.drawings import assembled, drawn, rendered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reader() -> Reader:
    """The person of this request, with the request's own database session."""
    person = requests.identity()
    if person is None:
        abort(401)
    return Reader(session=db.session(), actor=person.actor, now=requests.now(), zone=i18n.zone(),
                  sites={s.id: s.name for s in person.sites})  # fmt: skip


def starred(slug: str) -> bool:
    """Whether the reader keeps this register among his daily ones."""
    person = requests.identity()
    return person is not None and slug in person.starred


def one(who: Reader, model: type[Record], name: str = "id") -> Any:
    """The row the address names; 404 for a missing one and for one that is not the reader's to see."""
    record = access.get(who.session, model, request.args.get(name), who.actor)
    if record is None:
        abort(404)
    return record


def must(who: Reader, model: type[Record], verb: str) -> None:
    """Answer 403, with the reason, when the reader may not do ``verb`` on this register."""
    verdict = access.may(who.actor, model, verb)
    if not verdict:
        abort(403, description=verdict.reason)


def site(who: Reader) -> int:
    """The site a screen of one site is about: ``?site=``, else where the reader works, else his first; 404 for another."""
    asked = request.args.get("site", "")
    found = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else who.actor.site_id
    if found is None:
        found = next(iter(who.sites), None)
    if found is None or found not in who.sites:
        abort(404)
    return found


def may_open(who: Reader, model: type[Record]) -> bool:
    """Say whether the reader has any business in a register: at the site he works at, or at one of his sites."""
    sites = [who.actor.site_id] if who.actor.site_id is not None else [*who.actor.sites, None]
    return any(access.may(who.actor, model, Verb.read, site_id=s) for s in sites)


def sent() -> Sent:
    """What the browser sent with this request."""
    return Sent(form=request.form, files=request.files)


def page(
    template: str,
    view: Any,
    *,
    crumbs: Sequence[Link] = (),
    status: int = 200,
    said: Sequence[Message] = (),
    **more: Any,
) -> Response:
    """The page of a view model; ``said`` are sentences for this page besides those left from the last one.

    ``more`` are further variables of the template.
    """
    told = (*messages.take(), *said)
    return Response(
        render_template(template, page=view, crumbs=crumbs, messages=told, **more), status, mimetype="text/html"
    )


def kept_page(
    template: str,
    view: Any,
    key: Hashable,
    parts: Mapping[str, str],
    *,
    crumbs: Sequence[Link] = (),
    said: Sequence[Message] = (),
) -> Response:
    """The same page, of which only ``parts`` (HTML by name) and what belongs to the request are put in each time.

    ``key`` must name everything else the template takes from ``view`` and ``crumbs``.
    """
    told = (*messages.take(), *said)
    me, nav, top = context.around()
    gaps = {
        "nav_html": nav, "top_html": top, "here": requests.here(), "nonce": security.nonce(), **parts,
        "messages_html": rendered("layout/messages.html", messages=told) if told else _silence(),
    }  # fmt: skip
    made = assembled((me, key), template, lambda: {"page": view, "crumbs": crumbs, "me": me}, gaps)
    return Response(made, mimetype="text/html")


def _silence() -> Markup:
    return drawn("no messages", "layout/messages.html", lambda: {"messages": ()})


def crumbs(who: Reader, model: type[Record], *more: tuple[str, str]) -> tuple[Link, ...]:
    """The way here: module, register, and further steps as (words, address; the last one without)."""
    spec = model.__register__
    return (
        Link(label=who.say(spec.module.label), url=""),
        Link(label=who.say(spec.label), url=f"/admin/{model.slug()}/" if more else ""),
        *(Link(label=label, url=url) for label, url in more),
    )


def see_other(url: str) -> Response:
    """The way on after a post."""
    return redirect(url, 303)


def workbook(write: Callable[[io.BytesIO], object], name: str) -> Response:
    """An ``.xlsx`` to keep, as ``write`` writes it, called ``name``."""
    out = io.BytesIO()
    write(out)
    out.seek(0)
    return send_file(out, XLSX, as_attachment=True, download_name=name)


def commit() -> None:
    """Keep what this request wrote."""
    db.session.commit()


def rollback() -> None:
    """Drop what this request wrote."""
    db.session.rollback()
