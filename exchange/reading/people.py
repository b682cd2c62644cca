"""Puts the names, phones and ID numbers of one row together into people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.reading import cells
from exchange.reading.refusals import CellRefused
from models.spec import L

_MOBILE_INSIDE = re.compile(r"[(（:：\s]*(1\d{10})[)）\s]*")

NO_NAME_FOR = L(
    "填了“{field}”，但没有业主姓名。请补上姓名，或清空这一格。",
    "There is a “{field}” but no owner's name. Add the name or clear the cell.",
)
TOO_MANY_IDS = L(
    "证件号码有 {ids} 个，业主只有 {names} 个，对不上。",
    "There are {ids} ID numbers for {names} owners; they cannot be matched.",
)
NO_NAME = L(
    "有电话或证件号，但没有业主姓名。请补上姓名。",
    "There is a phone or an ID number but no owner's name. Add the name.",
)


@dataclass(slots=True)
class Person:
    """An owner, relative or tenant as the row gives him; None is an empty cell or an absent column."""

    name: str
    phone: str | None = None
    phone2: str | None = None
    id_number: str | None = None
    gender: str | None = None
    workplace: str | None = None
    mailing_address: str | None = None
    emergency_contact: str | None = None
    own: dict[str, Any] | None = field(default=None, kw_only=True)
    """The site's own fields, by target; None for none, as a value for an empty cell; an absent column is no key."""


def owners(
    names: tuple[str, ...],
    phones: tuple[str, ...],
    more: tuple[str, ...],
    ids: tuple[str, ...],
    details: Sequence[str | None],
) -> tuple[Person, ...]:
    """The owners of a row, the first one first; several names in one cell are co-owners.

    As many phones as names go one to each; a single owner's further phone becomes his second. Details (gender,
    workplace, mailing address, emergency contact) and the second-phone column belong to the first.

    Raises:
        CellRefused: more ID numbers than owners.
    """
    if len(names) == 1:
        numbers = phones + more if more else phones
        if len(ids) > 1:
            raise CellRefused(TOO_MANY_IDS.format(ids=len(ids), names=1))
        return (
            Person(
                names[0],
                numbers[0] if numbers else None,
                numbers[1] if len(numbers) > 1 else None,
                ids[0] if ids else None,
                *details,
            ),
        )
    if len(ids) > len(names):
        raise CellRefused(TOO_MANY_IDS.format(ids=len(ids), names=len(names)))
    people = [
        Person(
            name,
            phones[place] if place < len(phones) else None,
            more[place] if place < len(more) else None,
            ids[place] if place < len(ids) else None,
        )
        for place, name in enumerate(names)
    ]
    if people:
        first = people[0]
        first.gender, first.workplace, first.mailing_address, first.emergency_contact = details
        for number, person in zip(phones[len(people) :], people, strict=False):
            person.phone2 = person.phone2 or number
    return tuple(people)


def persons(value: Any) -> tuple[Person, ...]:
    """Names with a phone beside them, as tenants and relatives are noted: `李四 13800001234、王五`.

    Raises:
        CellRefused: what is left beside the phones is no name.
    """
    words = cells.text(value)
    if words is None:
        return ()
    phones = _MOBILE_INSIDE.findall(words)
    found = cells.names(_MOBILE_INSIDE.sub(" 、", words).strip(" 、") if phones else value)
    return tuple(Person(name, phones[place] if place < len(phones) else None) for place, name in enumerate(found))
