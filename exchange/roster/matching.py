"""Which of the people a row names are those the register knows in the same home. Pure.

The rules of issue §3: same home and same phone or ID with another name is a correction; a changed phone changes the
owner; name, phone and ID all different is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exchange.reading.people import Person
from exchange.roster.register import ID_NUMBER, NAME, PHONE, PHONE2


def match(named: Sequence[Person], here: Sequence[Sequence[Any]]) -> list[int | None]:
    """For every person of the row the place in ``here`` (tuples of ``register.PERSON``) of the one he is, or None.

    The surest agreement goes first: name with phone or ID, then ID, then phone, then the name alone. Nobody is taken twice.
    """
    found: list[int | None] = [None] * len(named)
    free = set(range(len(here)))
    for agrees in (_name_and_number, _id, _phone, _name):
        for at, person in enumerate(named):
            if found[at] is None:
                found[at] = next((place for place in sorted(free) if agrees(person, here[place])), None)
                free.discard(found[at])
    return found


def _name(person: Person, known: Sequence[Any]) -> bool:
    return bool(person.name == known[NAME])


def _id(person: Person, known: Sequence[Any]) -> bool:
    return bool(person.id_number) and person.id_number.upper() == (known[ID_NUMBER] or "").upper()  # type: ignore[union-attr]  # not None


def _phone(person: Person, known: Sequence[Any]) -> bool:
    theirs = {known[PHONE], known[PHONE2]} - {None, ""}
    return bool(theirs and (person.phone in theirs or (person.phone2 and person.phone2 in theirs)))


def _name_and_number(person: Person, known: Sequence[Any]) -> bool:
    return _name(person, known) and (_phone(person, known) or _id(person, known))


def distinct(people: Sequence[Person]) -> list[Person]:
    """The people of a cell without one who is named twice."""
    seen: set[tuple[str, str | None, str | None]] = set()
    out = []
    for person in people:
        key = (person.name, person.phone, person.id_number)
        if key not in seen:
            seen.add(key)
            out.append(person)
    return out
