"""Which fields an actor gets on which surface, and how: readable, masked or editable."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from access.decide import holds, involved, is_named, may
from models.declare import Record
from models.spec import Actor, Ask, Field, Kind, Transition, Verb


class Purpose(enum.StrEnum):
    """The surface fields are asked for."""

    list = "list"
    detail = "detail"
    form = "form"
    search = "search"
    filter = "filter"
    export = "export"
    import_ = "import"


class Mode(enum.StrEnum):
    """How a field may be used."""

    read = "read"
    edit = "edit"


@dataclass(frozen=True, slots=True)
class FieldRight:
    """One field an actor gets. ``masked``: its value is shown with the middle hidden."""

    field: Field
    mode: Mode
    masked: bool = False

    @property
    def name(self) -> str:
        """Return the field's name."""
        return self.field.name


def fields_for(
    actor: Actor, model: type[Record], purpose: Purpose, record: Any = None, site_id: int | None = None
) -> list[FieldRight]:
    """Return the fields of ``model`` the actor gets for ``purpose``, in declared order; hidden ones are absent.

    Deny by default: a field with ``see`` needs one of those roles at the record's site, or to be one of the persons it
    names; who fills in a new document may fill such a field too. Phones and ID numbers come
    masked, except on the record page and its form for the roles in ``clear`` (X-01). Fields that the site added follow
    the declared ones; those it archived are on record pages only.
    """
    site_id = getattr(record, "site_id", None) if record is not None else (site_id or actor.site_id)
    roles = actor.roles_at(site_id)
    editing = purpose in {Purpose.form, Purpose.import_}
    taken_over = {n for o in model.__register__.openings for n in o.fields} if purpose is Purpose.import_ else ()
    out: list[FieldRight] = []
    for field in fields_at(actor, model, site_id).values():
        if field.retired and purpose is not Purpose.detail:
            continue
        if not _sees(actor, model, field, purpose, record, roles):
            continue
        if purpose in {Purpose.filter, Purpose.search} and field.kind in {
            Kind.rows,
            Kind.files,
            Kind.sign,
            Kind.computed,
            Kind.readers,
        }:
            continue
        loaded = purpose is Purpose.import_ and (field.opening or field.name in taken_over)
        if editing and not loaded and (field.system or field.kind is Kind.computed):
            continue
        edit = editing and (field.edit is None or actor.system or not roles.isdisjoint(field.edit))
        clear = actor.system or (
            purpose in {Purpose.detail, Purpose.form, Purpose.import_} and not roles.isdisjoint(field.clear)
        )
        out.append(FieldRight(field, Mode.edit if edit else Mode.read, masked=field.masked and not clear))
    return out


def fields_at(actor: Actor, model: type[Record], site_id: int | None) -> Mapping[str, Field]:
    """Return every field a register has at a site by name, whoever may see it: declared ones, then the site's own."""
    local = actor.site_fields.of(site_id, model.slug())
    return {**model.__fields__, **{f.name: f for f in local}} if local else model.__fields__


def _sees(
    actor: Actor, model: type[Record], field: Field, purpose: Purpose, record: Any, roles: frozenset[str]
) -> bool:
    if field.see is None or actor.system or not roles.isdisjoint(field.see):
        return True
    named = [code for code in field.see if code.startswith("@")]
    if not named:
        return False
    if record is None or not inspect(record).persistent:
        return purpose is Purpose.form
    return any(is_named(actor, model, code, record) for code in named)


def askable(actor: Actor, record: Any, transition: Transition) -> tuple[Ask, ...]:
    """Return what a transition's form asks of this actor: fields whose ``see`` or ``edit`` he lacks are left out.

    So the desk may copy times from a paper slip while the technician's own form has none (X-29).
    """
    roles = actor.roles_at(getattr(record, "site_id", None))
    fields = type(record).__fields__
    out: list[Ask] = []
    for ask in transition.asks:
        field = None if ask.own is not None or ask.field == "reason" else fields[ask.field]
        if (
            field is None
            or actor.system
            or (
                _sees(actor, type(record), field, Purpose.form, record, roles)
                and (field.edit is None or not roles.isdisjoint(field.edit))
            )
        ):
            out.append(ask)
    return tuple(out)


def editable(actor: Actor, record: Any) -> bool:
    """Say whether the actor may change the record's form in its present state."""
    model = type(record)
    flow = model.__register__.flow
    if flow is not None and not flow.state(record.status).editable:
        return False
    return bool(may(actor, model, Verb.edit, record))


def mask(field: Field, value: Any) -> str:
    """Return a phone or ID number with its middle hidden: ``138****1234``, ``1101**********1234``."""
    text = str(value or "")
    if field.kind is Kind.idno:
        return text[:4] + "*" * max(len(text) - 8, 4) + text[-4:] if len(text) > 8 else "*" * len(text)
    if text.isascii() and text.isdigit():
        return text if len(text) < LEAST else text[:3] + "*" * (len(text) - LEAST) + text[-4:]
    return _NUMBER.sub(_hidden, text)


LEAST = 7
"""Digits from which a number is one whose middle is hidden."""
_NUMBER = re.compile(r"\d(?:[\s\-.·()（）]*\d){6,}")
"""Seven digits or more, however they are grouped: 138 0013 8000 is as much a telephone as 13800138000."""


def _hidden(found: re.Match[str]) -> str:
    """Hide all digits but the first three and the last four; the signs between them stay."""
    last = sum(c.isdigit() for c in found[0]) - 4
    out, at = "", 0
    for c in found[0]:
        out += "*" if c.isdigit() and 3 <= at < last else c
        at += c.isdigit()
    return out


__all__ = [
    "FieldRight",
    "Mode",
    "Purpose",
    "askable",
    "editable",
    "fields_at",
    "fields_for",
    "holds",
    "involved",
    "mask",
]
