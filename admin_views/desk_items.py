"""Lines of the desk: records of any register with what they are about, their clock and the one next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

import access
from admin_views.list_rows import asks_of
from admin_views.reader import Reader
from admin_views.record_fields import title_of
from admin_views.turns import RowFacts, Steps, Turns
from admin_views.viewmodels import Clock, DeskItem, Link
from admin_views.wording import badge, clock, near
from deadlines.queries import Clock as DueClock
from deadlines.queries import for_records
from models import register
from models.declare import Record
from models.engine import display
from models.spec import Kind, Transition

ABOUT = ("unit", "staff", "post")
"""References that say what a record is about: the home, the person, the post."""
BARE = frozenset({Kind.date, Kind.datetime, Kind.month, Kind.year, Kind.int, Kind.enum})
"""Kinds of title that say nothing without the register's name: 2026-10, 月."""
Key = tuple[str, int]
"""Register's slug and record's id."""


def items(reader: Reader, keys: Sequence[Key], clocks: Mapping[Key, DueClock] | None = None) -> list[DeskItem]:
    """Return the lines of these records, in this order; those the reader may not see are left out."""
    by_slug: dict[str, list[int]] = {}
    for slug, number in keys:
        by_slug.setdefault(slug, []).append(number)
    made: dict[Key, DeskItem] = {}
    for slug, ids in by_slug.items():
        model = register(slug)
        found = load(reader, model, ids)
        running = for_records(reader.session, slug, ids) if model.__register__.deadlines and clocks is None else {}
        steps = next_steps(reader, model, found)
        for record in found:
            due = (clocks or {}).get((slug, record.id)) or running.get(record.id)
            made[slug, record.id] = _item(reader, record, steps.get(record.id), clock(due, reader) if due else None)
    return [made[k] for k in keys if k in made]


def load(reader: Reader, model: type[Any], ids: Iterable[int]) -> list[Any]:
    """Return those records the reader may see, with what their titles need."""
    query = access.visible(select(model).where(model.id.in_(list(ids))), model, reader.actor)
    wanted = {
        n for n in (model.__register__.title, *ABOUT) if n in model.__fields__ and model.__fields__[n].kind is Kind.ref
    }
    return list(reader.session.scalars(query.options(*(joinedload(getattr(model, n)) for n in sorted(wanted)))))


def facts(turns: Turns, record: Any) -> RowFacts:
    """Return what a record's steps depend on."""
    values = {n: getattr(record, c.key) for n, c in turns.columns().items()}
    return RowFacts(
        record.id, getattr(record, "status", ""), getattr(record, "site_id", None), record.created_by_id, values
    )


def next_steps(reader: Reader, model: type[Record], records: Sequence[Any]) -> dict[int, Steps]:
    """Return the steps the reader may take on each record."""
    turns = Turns(reader, model)
    return turns.steps([facts(turns, r) for r in records]) if records else {}


def step_link(reader: Reader, t: Transition, record: Any) -> Link:
    """Return a step as a button: a form when it asks for something, else a post at once."""
    url = f"/admin/{record.slug()}/transition/{t.name}/?id={record.id}"
    return Link(label=reader.say(t.label), url=url, post=not asks_of(reader, record, t))


def _item(reader: Reader, record: Any, steps: Steps | None, due: Clock | None) -> DeskItem:
    model = type(record)
    spec = model.__register__
    number = getattr(record, "number", None) or ""
    about = next((n for n in ABOUT if n in model.__fields__ and n != spec.title), "")
    unit = getattr(record, about) if about else None
    title, label = title_of(reader, record), reader.say(spec.label)
    if spec.title in model.__fields__ and model.__fields__[spec.title].kind in BARE:
        title, label = f"{label} {title}".rstrip(), ""
    note = " · ".join(p for p in (display(unit) if unit is not None else "", near(record.updated_at, reader)) if p)
    action = step_link(reader, steps.next, record) if steps and steps.next else None
    return DeskItem(
        register=label, number=number, title=title or number, url=f"/admin/{model.slug()}/details/?id={record.id}",
        note=note, badge=badge(spec.flow, getattr(record, "status", None), reader), clock=due, action=action,
    )  # fmt: skip
