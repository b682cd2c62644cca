"""What sites added to their registers, read once for an actor and made into ``spec.Field``s like those of the declarations."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.scope import ALL_SITES
from models.base.site_field import SiteField
from models.declare import table_of
from models.spec import SENSITIVE, Field, Kind, Label, Role, SiteFields, Verb
from models.spec.enums import made
from models.spec.site_fields import NO_SITE_FIELDS

USUAL_WORDS, USUAL_PLACES = 120, 2
"""Characters of a short text, decimal places of a number, where the site names none."""
Choices = tuple[tuple[str, Label, bool], ...]
"""(code, words, no longer offered)."""


def site_fields(session: Session, sites: tuple[int, ...]) -> SiteFields:
    """Return every field that ``sites`` added, those archived too; two statements, one where there are none."""
    if not sites:
        return NO_SITE_FIELDS
    query = select(SiteField).where(SiteField.site_id.in_(sites))
    found = list(session.scalars(query, execution_options={ALL_SITES: True}))
    if not found:
        return NO_SITE_FIELDS
    found.sort(key=lambda row: (row.position is None, row.position or 0, row.id))
    choices = _choices(session, [row.id for row in found])
    by: dict[tuple[int, str], list[Field]] = defaultdict(list)
    for row in found:
        by[row.site_id, row.register].append(_field(row, choices.get(row.id, ())))
    mark = tuple(sorted((row.id, row.version) for row in found))
    return SiteFields({key: tuple(fields) for key, fields in by.items()}, mark)


def _choices(session: Session, ids: list[int]) -> dict[int, Choices]:
    lines = table_of(SiteField.__rows__["options"])
    query = select(lines.c.parent_id, lines.c.id, lines.c.zh, lines.c.en, lines.c.withdrawn)
    out: dict[int, Choices] = {}
    for parent, number, zh, en, withdrawn in session.execute(
        query.where(lines.c.parent_id.in_(ids)).order_by(lines.c.position, lines.c.id)
    ):
        out[parent] = (*out.get(parent, ()), (f"c{number}", Label(zh, en or zh), bool(withdrawn)))
    return out


def _field(row: Any, choices: Choices) -> Field:
    """Return the field of a row; the same object for the same declaration, which what is kept of it relies on."""
    kind = Kind(row.kind.value)
    hint = Label(row.hint, row.hint) if row.hint else None
    return made_field(
        row.key, kind, Label(row.label_zh, row.label_en or row.label_zh), hint, choices if kind in {Kind.enum, Kind.enums} else (),
        bool(row.required), row.status != "active", row.length or USUAL_WORDS, row.minimum, row.maximum,
        row.places or USUAL_PLACES, row.see_roles, row.edit_roles, _fillers(row.register),
    )  # fmt: skip


def _fillers(slug: str) -> tuple[Role, ...]:
    """Return the roles that write a register: they see in full the telephone numbers they filled in."""
    from models import register  # noqa: PLC0415 - models imports every register

    try:
        rights = register(slug).__register__.rights
    except KeyError:  # a register of another version of the program
        return ()
    return tuple(dict.fromkeys((*rights.of(Verb.create), *rights.of(Verb.edit))))


def _tidy(limit: Decimal | None) -> Any:
    """Return a limit as sentences say it: 60, not 60.0000."""
    return None if limit is None else Decimal(f"{limit.normalize():f}")


@lru_cache(maxsize=4096)
def made_field(
    key: str, kind: Kind, label: Label, hint: Label | None, choices: Choices, required: bool, retired: bool,  # noqa: FBT001 - what makes a field, as a key
    length: int, minimum: Decimal | None, maximum: Decimal | None, places: int, see: tuple[Role, ...],
    edit: tuple[Role, ...], fillers: tuple[Role, ...],
) -> Field:  # fmt: skip
    """Return the field that these words and limits declare, as a declaration in code would."""
    numbers = kind in {Kind.int, Kind.decimal, Kind.money}
    return Field(
        name=key, kind=kind, label=label, help=hint, required=required, local=True, retired=retired,
        enum=made(f"Choices_{key}", [(code, words) for code, words, _ in choices]) if choices else None,
        withdrawn=tuple(code for code, _, gone in choices if gone),
        length=length if kind is Kind.str else None, places=places if kind is Kind.decimal else None,
        minimum=_tidy(minimum) if numbers else None, maximum=_tidy(maximum) if numbers else None,
        wide=kind is Kind.text, masked=kind in SENSITIVE, clear=edit or see or fillers,
        see=tuple(dict.fromkeys((*see, *edit))) if see else None, edit=edit or None,
    )  # fmt: skip


__all__ = ["site_fields"]
