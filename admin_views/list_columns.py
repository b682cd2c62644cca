"""Which columns a list shows: the reader's rights, the declaration, his own choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import access
from admin_views.reader import Reader
from admin_views.viewmodels.lists import ColumnKind
from models.declare import Record
from models.engine import display_name
from models.spec import Field, Kind

NEVER = frozenset({Kind.rows, Kind.files, Kind.sign, Kind.readers})
"""Kinds that are no column of a list."""
CLOCK = "clock"
MOST = 16
BUDGET = 1110
"""Pixels the declared columns may take together: what a 1366-pixel screen has beside the menu."""
WIDTHS: dict[ColumnKind, int] = {
    "number": 186,
    "when": 108,
    "who": 132,
    "figure": 92,
    "badge": 104,
    "clock": 128,
    "text": 180,
}
ACTIONS = 164
"""Pixels of the tick box and the buttons."""
_FIGURES = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})
_PEOPLE = frozenset({"Staff", "User", "Department", "Building"})
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


INTERNAL = frozenset({"name_pinyin", "phone_tail", "address_key"})
"""Fields the engine keeps to find records by; people don't read them."""


def rights(reader: Reader, model: type[Record], purpose: access.Purpose) -> dict[str, tuple[Field, bool]]:
    """Return, by name, the fields the reader gets for ``purpose`` and whether each is masked."""
    return {r.field.name: (r.field, r.masked) for r in access.fields_for(reader.actor, model, purpose)}


def columns(reader: Reader, model: type[Record], chosen: Sequence[str] = ()) -> ListColumns:
    """Return the columns; ``chosen`` are names the reader chose, in any order (empty: as declared)."""
    spec = model.__register__
    allowed = rights(reader, model, access.Purpose.list)
    head = display_name(model)
    outside = {head, "status"}
    offered = tuple(f for f, _ in allowed.values() if f.name not in outside | INTERNAL and f.kind not in NEVER)
    by_name = {f.name: f for f in offered}
    wanted = _fitting(
        [by_name[n] for n in spec.list if n in by_name], clock=bool(spec.deadlines), badge=spec.flow is not None
    )
    if chosen:
        picked = set(chosen)
        declared = [n for n in spec.list if n in picked and n in by_name]
        wanted = declared + [n for n in by_name if n in picked and n not in declared]
    several = len(reader.actor.sites) > 1 and reader.actor.site_id is None
    if several and not chosen and "site" in by_name and "site" not in wanted:
        wanted.insert(0, "site")
    return ListColumns(
        head=head,
        shown=tuple(by_name[n] for n in wanted[:MOST]),
        offered=offered,
        rights=allowed,
        badge=spec.flow is not None and (not chosen or "status" in chosen),
        clock=bool(spec.deadlines) and (not chosen or CLOCK in chosen),
    )


def _fitting(declared: Sequence[Field], *, clock: bool, badge: bool) -> list[str]:
    """Return the names of those declared columns that fit a small screen: when and what first, then whom and where."""
    left = BUDGET - ACTIONS - WIDTHS["number"] - (WIDTHS["badge"] if badge else 0) - (WIDTHS["clock"] if clock else 0)
    first = {k: next((f.name for f in declared if kind(f) == k), "") for k in ("when", "text")}
    order = sorted(declared, key=lambda f: (f.name not in first.values(), not _telling(f)))
    taken: set[str] = set()
    for field in order:
        width = WIDTHS[kind(field)]
        if width <= left:
            taken.add(field.name)
            left -= width
    return [f.name for f in declared if f.name in taken]


def _telling(field: Field) -> bool:
    """Say whether a column tells rows apart: what they point at does; who typed them in does not."""
    return field.kind is Kind.ref and field.target != "User"


def kind(field: Field) -> ColumnKind:
    """Return how a field's column is set: people's names and choices are narrow, places wider, one text takes the rest."""
    if field.kind is Kind.text or (field.wide and field.kind is Kind.enum):
        return "text"
    if field.kind in _FIGURES:
        return "figure"
    if field.kind in _WHEN | {Kind.enum, Kind.bool} or field.target in _PEOPLE or (field.length or 0) in range(1, 61):
        return "when"
    return "who"
