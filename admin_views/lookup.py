"""Look-ups as one types: ``lookup/<field>?q=`` answers with what the reader may choose, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, TypedDict

from sqlalchemy import Select, String, cast, or_, select

import access
from admin_views.list_filters import like
from admin_views.reader import Reader
from admin_views.wording import badge
from models import by_name
from models.declare import Record
from models.engine import display_column
from models.engine.search import match
from models.spec import Field, Kind, Scope, Verb

LIMIT = 20
LONGEST = 60


class Hit(TypedDict):
    """One line of a look-up: its id, words, second line, and what it fills into other fields."""

    id: int
    text: str
    sub: str
    data: dict[str, Any]


Finder = Callable[[Reader, Field, str, bool], list[Hit]]


def field_of(model: type[Record], path: str) -> Field | None:
    """Return the reference field that a look-up's address names: ``unit``, or ``materials.item`` for a child row's."""
    head, _, rest = path.partition(".")
    field = model.__fields__.get(head)
    if field is not None and rest:
        field = next((f for f in field.rows if f.name == rest), None) if field.kind is Kind.rows else None
    return field if field is not None and field.kind in {Kind.ref, Kind.refs} and field.target else None


def may_look_up(reader: Reader, model: type[Record], path: str) -> bool:
    """Say whether the field is one the reader may fill in or filter by, on this register or in one of its steps."""
    name = path.partition(".")[0]
    field = model.__fields__[name]
    roles = reader.actor.roles_at(reader.actor.site_id)
    return field.see is None or reader.actor.system or not roles.isdisjoint(field.see)


def find(reader: Reader, model: type[Record], field: Field, typed: str, *, within: str = "") -> list[Hit]:
    """Return at most 20 records that ``typed`` may mean, for a field of ``model``'s form.

    ``within``: the id chosen in the form's field that ``field.within`` names; anything else narrows nothing.
    """
    from admin_views.lookup_homes import units  # noqa: PLC0415 - they build on this module
    from admin_views.lookup_people import residents, staff  # noqa: PLC0415 - the same

    finders: dict[str, Finder] = {"Unit": units, "Staff": staff, "Resident": residents}
    sought, clear = typed.strip()[:LONGEST], fills_numbers(reader, model, field)
    if field.target in finders:
        return finders[field.target](reader, field, sought, clear)
    return records(reader, field, sought, clear, within)


def fills_numbers(reader: Reader, model: type[Record], field: Field) -> bool:
    """Say whether choosing may put a full phone number into the form: its reader sees that field of the form in full."""
    names = {other for other, _ in field.prefill}
    rights = access.fields_for(reader.actor, model, access.Purpose.form)
    numbers = [r for r in rights if r.name in names and r.field.masked]
    may = access.holds(reader.actor, model, Verb.create, reader.actor.site_id)
    return may and bool(numbers) and not any(r.masked for r in numbers)


def choosable(reader: Reader, target: Any, query: Select[Any]) -> Select[Any]:
    """Narrow a statement to rows the reader may see, of the site he works at, still in use."""
    query = access.visible(query, target, reader.actor)
    site = reader.actor.site_id
    if site is not None and target.__register__.scope is not Scope.none:
        here = target.site_id == site
        query = query.where(here if target.__register__.scope is Scope.site else or_(here, target.site_id.is_(None)))
    flow = target.__register__.flow
    gone = {s.name for s in flow.states} & {"archived", "void", "merged"} if flow else set()
    return query.where(target.status.not_in(gone)) if gone else query


def searched(reader: Reader, target: type[Record], typed: str, *, limit: int = 3 * LIMIT) -> Any | None:
    """Return a statement of ids whose searched fields hold ``typed``, newest first; None when nothing is searchable."""
    names = {r.name for r in access.fields_for(reader.actor, target, access.Purpose.search)}
    every = {p.partition(".")[0] for p in target.__register__.search} <= names
    site = reader.actor.site_id if target.__register__.scope is Scope.site else None
    hits = match(reader.session, target.slug(), typed, restricted=every, site_id=site, limit=limit)
    return None if hits is None else select(hits.subquery().c.record_id)


def _narrowed(reader: Reader, target: Any, field: Field, chosen: str, base: Select[Any]) -> Select[Any] | None:
    """Return the rows that go with what the form has chosen, in the order asked; None where nothing narrows."""
    rule = field.within
    if rule is None or not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        return None
    if rule.field not in {r.name for r in access.fields_for(reader.actor, target, access.Purpose.detail)}:
        return None
    query = base.where(getattr(target, f"{rule.field}_id") == int(chosen))
    if rule.states:
        query = query.where(target.status.in_(rule.states))
    return query.order_by(*([getattr(target, rule.order)] if rule.order else []), target.id)


def records(reader: Reader, field: Field, typed: str, clear: bool, within: str) -> list[Hit]:  # noqa: FBT001 - as Finder
    """Find rows of any register by what they are called, then by their searched fields; ``within`` as in ``find``."""
    target: Any = by_name(field.target or "")
    name = display_column(target)
    if not isinstance(name.type, String):  # called by a day or a figure
        name = cast(name, String)
    spec = target.__register__
    columns = [target.id, name.label("text")]
    if spec.flow:
        columns.append(target.status.label("status"))
    titles = _title(target)
    columns += [c.label("title") for c in titles]
    filled = _filled(reader, target, field)
    query = select(*columns, *(c for f in filled for c in _columns(target, f)))
    base = choosable(reader, target, query).limit(LIMIT)
    own = _narrowed(reader, target, field, within, base)
    if own is not None:  # few rows: looked through as they stand, by number and words
        held = or_(*(c.ilike(f"%{like(typed)}%", escape="\\") for c in (name, *titles)))
        return [_hit(row, spec, reader, filled, clear=clear) for row in reader.session.execute(own.where(held))]
    order = getattr(target, spec.sort.lstrip("-"), target.id)
    if not typed:
        way = order.desc() if spec.sort.startswith("-") else order.asc()
        return [_hit(row, spec, reader, filled, clear=clear) for row in reader.session.execute(base.order_by(way))]
    starts = base.where(name.like(f"{like(typed)}%", escape="\\"))
    tries: list[Select[Any]] = [starts.order_by(name)]
    found_by = searched(reader, target, typed) if spec.search else None
    if found_by is not None:
        tries.append(base.where(target.id.in_(found_by)).order_by(target.id.desc()))
    elif not spec.search:
        tries.append(base.where(name.like(f"%{like(typed)}%", escape="\\")).order_by(name))
    return [_hit(row, spec, reader, filled, clear=clear) for row in first_of(reader, tries)]


def _title(target: Any) -> list[Any]:
    """Return the column with the words that stand beside a numbered record, if it has one."""
    spec = target.__register__
    worded = spec.prefix and spec.title and target.__fields__[spec.title].kind in {Kind.str, Kind.text}
    return [getattr(target, spec.title)] if worded else []


def _filled(reader: Reader, target: type[Record], field: Field) -> list[Field]:
    """Return the fields of ``target`` that choosing one of its records fills into the form, those the reader may see."""
    keys = {key for _, key in field.prefill}
    seen = (r.field for r in access.fields_for(reader.actor, target, access.Purpose.detail)) if keys else ()
    return [
        f
        for f in seen
        if f.name in keys and f.kind not in {Kind.rows, Kind.refs, Kind.enums, Kind.files, Kind.computed, Kind.readers}
    ]


def _columns(target: Any, field: Field) -> list[Any]:
    if field.kind is not Kind.ref:
        return [getattr(target, field.name).label(f"p_{field.name}")]
    other: Any = by_name(field.target or "")
    key = getattr(target, f"{field.name}_id")
    words = select(display_column(other)).where(other.id == key).scalar_subquery()
    return [key.label(f"p_{field.name}"), words.label(f"w_{field.name}")]


def _data(row: Any, filled: Iterable[Field], *, clear: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for field in filled:
        value = getattr(row, f"p_{field.name}")
        if value is None or (field.masked and not clear):
            continue
        words = getattr(row, f"w_{field.name}", None)
        plain = value.value if isinstance(value, Enum) else value
        out[field.name] = {"id": plain, "text": words} if field.kind is Kind.ref else str(plain)
    return out


def first_of(reader: Reader, tries: Iterable[Select[Any]]) -> list[Any]:
    """Run statements until 20 different rows are together, in order."""
    out: dict[int, Any] = {}
    for query in tries:
        for row in reader.session.execute(query):
            out.setdefault(row.id, row)
        if len(out) >= LIMIT:
            break
    return list(out.values())[:LIMIT]


def _hit(row: Any, spec: Any, reader: Reader, filled: Iterable[Field], *, clear: bool) -> Hit:
    state = badge(spec.flow, getattr(row, "status", None), reader) if spec.prefix else None
    parts = [" ".join(str(getattr(row, "title", "") or "").split())[:40], state.label if state else ""]
    return Hit(id=row.id, text=str(row.text or f"#{row.id}"), sub=" · ".join(p for p in parts if p),
               data=_data(row, filled, clear=clear))  # fmt: skip


__all__ = ["LIMIT", "Hit", "choosable", "field_of", "find", "first_of", "may_look_up", "records", "searched"]
