"""Search over every register at once: number, name, phone, unit."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import access
from admin_views import answers, desk_items
from admin_views.list_page import own_searched, restricted
from admin_views.reader import Reader
from admin_views.record_fields import title_of
from admin_views.viewmodels import Empty, SearchGroup, SearchHit, SearchPage
from admin_views.wording import badge, near
from models import REGISTERS
from models.engine.search import match
from models.spec import L, Scope, Verb

SHOWN = 5
LOOKED_AT = 60
LONGEST = 60
NOTHING = L("没有找到“{typed}”", "Nothing found for “{typed}”")
TRY = L(
    "可以输编号、姓名、电话号码里连续三位以上的数字、房号，或内容里的几个字。",
    "Try a number, a name, three or more digits of a phone, a unit, or a few words of the content.",
)
ASK = L("想找什么？", "What are you looking for?")


class SearchScreen:
    """The endpoint ``/admin/search``."""

    @expose("/search")
    def search(self) -> Response:
        """Hits by register."""
        who = answers.reader()
        return answers.page("pages/search.html", build(who, request.args.get("q", "").strip()[:LONGEST]))


def build(reader: Reader, typed: str) -> SearchPage:
    """Return what was found in each register the reader may read."""
    groups: list[SearchGroup] = []
    if typed:
        for model in REGISTERS:
            group = _group(reader, model, typed)
            if group is not None:
                groups.append(group)
    exact = [g for g in groups if any(h.number == typed.upper() for h in g.hits)]
    ordered = (*exact, *(g for g in groups if g not in exact))
    title = reader.say(NOTHING, typed=typed) if typed else reader.say(ASK)
    return SearchPage(query=typed, groups=ordered, empty=Empty(title=title, text=reader.say(TRY)))


def _group(reader: Reader, model: type[Any], typed: str) -> SearchGroup | None:
    spec = model.__register__
    if not spec.search or not access.may(reader.actor, model, Verb.read):
        return None
    site = reader.actor.site_id if spec.scope is Scope.site else None
    hits = match(
        reader.session,
        model.slug(),
        typed,
        restricted=restricted(reader, model),
        own=own_searched(reader, model),
        site_id=site,
        limit=LOOKED_AT,
    )
    if hits is None:
        return None
    found = hits.subquery()
    query = access.visible(select(model.id).join(found, found.c.record_id == model.id), model, reader.actor)
    ids = list(reader.session.scalars(query.order_by(found.c.id.desc()).limit(LOOKED_AT)))
    if not ids:
        return None
    records = {r.id: r for r in desk_items.load(reader, model, ids[:SHOWN])}
    shown = tuple(_hit(reader, records[i]) for i in ids[:SHOWN] if i in records)
    count = f"{LOOKED_AT}+" if len(ids) >= LOOKED_AT else str(len(ids))
    return SearchGroup(
        slug=model.slug(),
        label=reader.say(spec.label),
        icon=spec.icon,
        hits=shown,
        count=count,
        more_url=f"/admin/{model.slug()}/?search={quote(typed)}" if len(ids) > SHOWN else "",
    )


def _hit(reader: Reader, record: Any) -> SearchHit:
    model = type(record)
    return SearchHit(
        number=getattr(record, "number", None) or "", title=title_of(reader, record), when=near(record.updated_at, reader),
        url=f"/admin/{model.slug()}/details/?id={record.id}",
        badge=badge(model.__register__.flow, getattr(record, "status", None), reader),
    )  # fmt: skip
