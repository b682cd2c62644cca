"""Who has read a record: its panel on the record page, the button, and what the desk says is still to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_admin import expose
from werkzeug.wrappers import Response

import access
import workflow
from admin_views import answers, desk_items
from admin_views.reader import Reader
from admin_views.viewmodels import DeskColumn, DeskItem, Link, ReadBy
from admin_views.wording import near
from models import REGISTERS
from models.declare import Record
from models.spec import L, Verb
from web import messages
from workflow import reading

MOST = 12
"""Lines the desk shows."""
READ = L("已阅", "I have read it")
THANKS = L("已记下您的阅知。", "Noted that you have read it.")
TO_READ, NOTHING = L("请阅知", "To be read"), L("没有待阅的文件。", "Nothing to read.")


def panel(reader: Reader, record: Any) -> ReadBy | None:
    """Return who has read the record and who has not; None where nobody is asked or the reader may not know."""
    model = type(record)
    field = reading.readers_field(model)
    if field is None:
        return None
    people = reading.account(reader.session, record)
    seen = {r.field.name for r in access.fields_for(reader.actor, model, access.Purpose.detail, record)}
    mine = reading.is_asked(record, reader.actor) and all(
        p.at is None for p in people if p.user_id == reader.actor.user_id
    )
    if not people and not mine:
        return None
    shown = people if field.name in seen else []
    return ReadBy(
        name=field.name, label=reader.say(field.label), read=tuple((p.name, near(p.at, reader)) for p in shown if p.at),
        unread=tuple(p.name for p in shown if p.at is None),
        button=_button(reader, model, record.id) if mine else None,
    )  # fmt: skip


def _button(reader: Reader, model: type[Record], record_id: int) -> Link:
    url = f"/admin/{model.slug()}/acknowledge/?id={record_id}"
    return Link(label=reader.say(READ), url=url, icon="check", post=True, weight="primary")


def column(reader: Reader) -> DeskColumn | None:
    """Return the desk's column of what the reader is asked to read; None when there is nothing."""
    lines: list[DeskItem] = []
    count = 0
    for model in REGISTERS:
        if reading.readers_field(model) is None or not access.may(reader.actor, model, Verb.read):
            continue
        query = reading.unread(model, reader.actor)
        ids = list(reader.session.scalars(query.limit(MOST + 1))) if query is not None else []
        count += len(ids)
        found = desk_items.items(reader, [(model.slug(), i) for i in ids[:MOST]], {})
        lines += [replace(item, action=None) for item in found]  # asked to read it, not to take its next step
    if not lines:
        return None
    return DeskColumn(
        key="unread", title=reader.say(TO_READ), items=tuple(lines[:MOST]), empty=reader.say(NOTHING),
        count=f"{MOST}+" if count > MOST else str(count),
    )  # fmt: skip


class ReadingScreen:
    """The endpoint behind the button."""

    model: type[Record]

    def _url(self, rest: str) -> str:
        raise NotImplementedError

    @expose("/acknowledge/", methods=("POST",))
    def acknowledge_view(self) -> Response:
        """Keep that the reader has read the record."""
        who = answers.reader()
        record = answers.one(who, self.model)
        if workflow.acknowledge(who.session, record, actor=who.actor, now=who.now):
            messages.tell(THANKS)
        answers.commit()
        return answers.see_other(self._url(f"details/?id={record.id}"))
