"""The lines a new sheet opens with: the checklist items of the subject chosen in the form."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

import access
from admin_views.reader import Reader
from models.base.checklist_item import ChecklistItem
from models.declare import Record
from models.spec import Field, Kind

MOST = 60
"""Lines filled in at most."""


def field_of(model: type[Record], name: str) -> Field | None:
    """Return the child rows called ``name`` that open with a checklist; None when there are none."""
    field = model.__fields__.get(name)
    return field if field is not None and field.kind is Kind.rows and field.checklist else None


def lines(reader: Reader, model: type[Record], field: Field, subject: str) -> list[dict[str, str]]:
    """Return the site's items for ``subject``, in the order they were written, as texts by the child rows' field names.

    An item names its subject by the choice's code or by its words in either language.
    """
    if field.opens_with is not None:
        return [dict(line) for line in field.opens_with(subject)]
    choice = model.__fields__[field.checklist]
    member = next((m for m in choice.enum or () if m.value == subject), None)
    names = {subject, *((member.label.zh, member.label.en) if member is not None else ())}
    item: Any = ChecklistItem
    query = access.visible(
        select(item.item, item.standard).where(item.subject.in_(names), item.status == "active"), item, reader.actor
    )
    site = reader.actor.site_id
    if site is not None:
        query = query.where(or_(item.site_id == site, item.site_id.is_(None)))
    mine = {f.name for f in field.rows}
    found = reader.session.execute(query.order_by(item.id).limit(MOST))
    return [{k: v for k, v in (("item", row.item), ("standard", row.standard)) if k in mine} for row in found]
