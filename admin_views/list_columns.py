"""Which columns a list shows: the reader's rights, the declaration, his own choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import access
from admin_views.reader import Reader
from admin_views.viewmodels.lists import ColumnKind
from models.declare import Record
from models.engine import display_name
from models.spec import Field, Kind, LabelEnum

NEVER = frozenset({Kind.rows, Kind.files, Kind.sign})
"""Kinds that are no column of a list."""
CLOCK = "clock"
MOST = 16
_FIGURES = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})
_WHEN = frozenset({Kind.date, Kind.datetime, Kind.time, Kind.month})


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns of one list for one reader.

    ``head`` names the first column, ``shown`` the others in order (without state and clock), ``offered`` all he may
    choose from. ``rights`` maps every field he may see in a list to whether it is masked for him.
    """

    head: str
    shown: tuple[Field, ...]
    offered: tuple[Field, ...]
    rights: Mapping[str, tuple[Field, bool]]
    badge: bool
    clock: bool


def rights(reader: Reader, model: type[Record], purpose: access.Purpose) -> dict[str, tuple[Field, bool]]:
    """Return, by name, the fields the reader gets for ``purpose`` and whether each is masked."""
    return {r.field.name: (r.field, r.masked) for r in access.fields_for(reader.actor, model, purpose)}


def columns(reader: Reader, model: type[Record], chosen: Sequence[str] = ()) -> ListColumns:
    """Return the columns; ``chosen`` are names the reader chose, in any order (empty: as declared)."""
    spec = model.__register__
    allowed = rights(reader, model, access.Purpose.list)
    head = display_name(model)
    outside = {head, "status"}
    offered = tuple(f for f, _ in allowed.values() if f.name not in outside and f.kind not in NEVER)
    by_name = {f.name: f for f in offered}
    wanted = [n for n in spec.list if n in by_name]
    if chosen:
        picked = set(chosen)
        wanted = [n for n in wanted if n in picked] + [n for n in by_name if n in picked and n not in wanted]
    several = len(reader.actor.sites) > 1 and reader.actor.site_id is None
    if several and not chosen and "site" in by_name and "site" not in wanted:
        wanted.insert(0, "site")
    return ListColumns(
        head=head, shown=tuple(by_name[n] for n in wanted[:MOST]), offered=offered, rights=allowed,
        badge=spec.flow is not None and (not chosen or "status" in chosen),
        clock=bool(spec.deadlines) and (not chosen or CLOCK in chosen),
    )


def kind(field: Field) -> ColumnKind:
    """Return how a field's column is set."""
    if field.kind in _WHEN:
        return "when"
    if field.kind in _FIGURES:
        return "figure"
    long = field.kind is Kind.text or (field.kind is Kind.str and (field.length or 120) > 60)
    if long:
        return "text"
    return "figure" if field.kind is Kind.computed else "who"


def choices_of(field: Field) -> tuple[LabelEnum, ...]:
    """Return the members a field chooses from."""
    return tuple(field.enum or ())
