"""What the register holds of a site, read once into plain tuples, to compare a roster with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

UNIT: Final = "id, version, floor, gross_area, net_area, layout, usage, occupancy, handed_over_on, remark"
PERSON: Final = "version, name, phone, phone2, id_number, gender, workplace, mailing_address, emergency_contact"
VERSION, NAME, PHONE, PHONE2, ID_NUMBER = range(5)
"""Places in the tuple of a person."""
OCC, WHO, RELATION, SINCE, POSITION = range(5)
"""Places in the tuple of an occupancy."""

_BUILDINGS = text("SELECT id, code, status FROM building WHERE site_id = :site")
_UNITS = text(f"SELECT {UNIT}, address_key, address, status FROM unit WHERE site_id = :site")  # noqa: S608 - constants
_PEOPLE = text(f"SELECT {PERSON}, id FROM resident WHERE site_id = :site AND status = 'active'")  # noqa: S608 - constants
_HOMES = text(
    "SELECT o.unit_id, o.id, o.parent_id, o.relation, o.since, o.position FROM resident_occupancies AS o "
    "JOIN resident AS r ON r.id = o.parent_id WHERE r.site_id = :site AND o.until IS NULL ORDER BY o.position, o.id"
)
_OWN: Final = "SELECT id, site_values FROM {table} WHERE site_id = :site AND site_values IS NOT NULL"
_STAMPS: Final = (
    "SELECT count(*), coalesce(max(id), 0), coalesce(sum(version), 0) FROM building WHERE site_id = :site",
    "SELECT count(*), coalesce(max(id), 0), coalesce(sum(version), 0) FROM unit WHERE site_id = :site",
    "SELECT count(*), coalesce(max(id), 0), coalesce(sum(version), 0) FROM resident WHERE site_id = :site",
    "SELECT count(*), coalesce(max(id), 0), coalesce(sum(version), 0) FROM site_field WHERE site_id = :site",
)
_KEPT = "SELECT id, homes, site_values FROM resident WHERE id IN ({ids})"
_OF_PEOPLE = (
    "SELECT o.parent_id, o.id, u.address, o.relation, o.since, o.until FROM resident_occupancies AS o "
    "JOIN unit AS u ON u.id = o.unit_id WHERE o.parent_id IN ({ids}) ORDER BY o.parent_id, o.position, o.id"
)


@dataclass(slots=True)
class Known:
    """A site's buildings, homes and people, as tuples of what the database keeps; days as ISO text.

    Attributes:
        buildings: code in lower case -> (id, archived).
        units: address key -> the columns of ``UNIT``, then address and whether it is archived.
        people: id -> the columns of ``PERSON`` and the id; people whose record is in use.
        living: unit id -> present occupancies (id, person, relation, since, position).
        same: name and phone, or ID number, -> the person's id.
        stamp: what tells that something at the site was written since.
    """

    buildings: dict[str, tuple[int, bool]] = field(default_factory=dict)
    units: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    people: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    living: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    stamp: list[list[int]] = field(default_factory=list)


def keys(name: str, phone: str | None, id_number: str | None) -> tuple[str, ...]:
    """What a person is recognised by in another home: the ID number, or name and phone together."""
    if id_number:
        return (id_number.upper(), f"{name}\0{phone}") if phone else (id_number.upper(),)
    return (f"{name}\0{phone}",) if phone else ()


def stamp(connection: Connection, site_id: int) -> list[list[int]]:
    """Figures that differ as soon as somebody wrote a building, home, person or field of the site (every write raises a version)."""
    return [[int(v) for v in connection.execute(text(sql), {"site": site_id}).one()] for sql in _STAMPS]


def load(connection: Connection, site_id: int) -> Known:
    """Read a site within one transaction."""
    given = {"site": site_id}
    known = Known(stamp=stamp(connection, site_id))
    for row in _rows(connection, _BUILDINGS, given):
        known.buildings[row[1].casefold()] = (row[0], row[2] == "archived")
    days = connection.dialect.name != "sqlite"
    for row in _rows(connection, _UNITS, given):
        day = iso(row[8]) if days else row[8]
        known.units[row[10]] = (*row[:8], day, row[9], row[11], row[12] == "archived")
    same, people = known.same, known.people
    for row in _rows(connection, _PEOPLE, given):
        who = row[-1]
        people[who] = row
        for key in keys(row[NAME], row[PHONE], row[ID_NUMBER]):
            same.setdefault(key, who)
    for row in _rows(connection, _HOMES, given):
        if row[2] in known.people:
            home = (row[1], row[2], row[3], iso(row[4]) if days else row[4], row[5])
            known.living.setdefault(row[0], []).append(home)
    return known


def own_values(connection: Connection, site_id: int, table: str) -> dict[int, dict[str, Any]]:
    """Record id -> what the site's own fields of a home (``unit``) or person (``resident``) hold."""
    rows = _rows(connection, text(_OWN.format(table=table)), {"site": site_id})
    return {number: _read(kept) for number, kept in rows}


def _read(kept: Any) -> dict[str, Any]:
    """What JSON keeps, which PostgreSQL's driver has read already."""
    found: dict[str, Any] = (json.loads(kept) if isinstance(kept, str) else kept) or {}
    return found


def _rows(connection: Connection, query: TextClause, given: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver gives them."""
    result = connection.execute(query, given)
    cursor: Any = result.cursor
    yield from cursor
    result.close()


def iso(day: Any) -> str | None:
    """A day as the stage keeps it."""
    return day.isoformat() if isinstance(day, dt.date) else day


def all_homes(connection: Connection, people: list[int]) -> dict[int, list[list[Any]]]:
    """Every occupancy of some people, ended ones too: person -> [[occupancy id, address, relation, since, until], …]."""
    found: dict[int, list[list[Any]]] = {who: [] for who in people}
    for first in range(0, len(people), 500):
        ids = ", ".join(str(int(who)) for who in people[first : first + 500])
        for row in connection.execute(text(_OF_PEOPLE.format(ids=ids))):
            found[row[0]].append([row[1], row[2], row[3], iso(row[4]), iso(row[5])])
    return found


def homes_kept(connection: Connection, people: list[int]) -> dict[int, tuple[str | None, dict[str, Any]]]:
    """What the register shows as some people's homes, and what the site's own fields hold of them."""
    found: dict[int, tuple[str | None, dict[str, Any]]] = {}
    for first in range(0, len(people), 500):
        ids = ", ".join(str(int(who)) for who in people[first : first + 500])
        found.update((row[0], (row[1], _read(row[2]))) for row in connection.execute(text(_KEPT.format(ids=ids))))
    return found
