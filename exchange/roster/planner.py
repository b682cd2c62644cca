"""Judges the rows of a roster one by one: new, changed, unchanged or refused, and what would be written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from exchange.reading.people import Person
from exchange.reading.refusals import Problem
from exchange.reading.rows import RosterRow
from exchange.roster.matching import distinct, match
from exchange.roster.own_values import OwnValues, as_json
from exchange.roster.persons import ROWS, Change, People
from exchange.roster.register import RELATION, SINCE, WHO, Known
from exchange.roster.stage import FLUSH, UNIT_VALUES, Stage
from exchange.roster.tokens import Entry, own_words, place
from exchange.roster.words import ARCHIVED_BUILDING, ARCHIVED_UNIT, JOINS, NEW_OWNER, NEW_TENANT, OUT_OF_RANGE, TOO_LONG
from models.base.resident import Resident
from models.base.unit import Unit, Usage
from models.spec import L, Label

KINDS: Final = ("new", "changed", "unchanged", "refused")
OWNERS: Final = frozenset({"owner", "co_owner"})
_FAMILY: Final = frozenset({"family"})
_TENANTS: Final = frozenset({"tenant"})
_AREAS: Final = frozenset({"gross_area", "net_area"})
_USAGE: Final = UNIT_VALUES.index("usage")
_TWICE: Final = L(
    "{home} 和第 {row} 行是同一套房，请只留一行。", "{home} is the same home as in row {row}; keep one of them."
)
_LIMITS: Final = tuple((name, Unit.__fields__[name].length or 0) for name in ("layout",)) + tuple(
    (name, Resident.__fields__[name].length or 0) for name in ("workplace", "mailing_address", "emergency_contact")
)
_FLOORS: Final = (int(Unit.__fields__["floor"].minimum or 0), int(Unit.__fields__["floor"].maximum or 0))


class Planner:
    """Compares row after row with the register and fills the stage.

    Args:
        known: what the register holds of the site.
        stage: the file to fill.
        site_id: for search entries.
        fields: names of fields that may be imported, of homes and people; ``owners`` stands for occupancies.
        clear: fields that an empty cell empties.
        day: the day of the import at the site, ISO.
        columns: sheet -> target -> column letter and header, for problems found here.
        present: the targets the file has a column for.
        own: the site's own fields of homes (``unit``) and people (``resident``); empty when the file has none.
    """

    def __init__(
        self, known: Known, stage: Stage, *, site_id: int, fields: frozenset[str], clear: frozenset[str], day: str,
        columns: dict[str, dict[str, tuple[str, str]]], present: frozenset[str], own: Mapping[str, OwnValues],
    ) -> None:  # fmt: skip
        self.known, self.stage, self.day, self.columns = known, stage, day, columns
        self.entry = Entry(site_id)
        self.own, self.own_people = own.get("unit"), own.get("resident")
        self.people = People(known, stage, self.entry, fields, clear, self.own_people)
        self.columns_of_units = [
            (at, name, "area" if name in _AREAS else "day" if name == "handed_over_on" else "")
            for at, name in enumerate(UNIT_VALUES[:-1])
            if name in fields and name in present
        ]
        self.remarks = "remark" in fields
        self.limits = [limit for limit in _LIMITS if limit[0] in present]
        self.with_people = "owners" in fields
        self.clear = frozenset(at for at, name in enumerate(UNIT_VALUES) if name in clear)
        self._add_unit, self._add_row, self._set_unit = map(stage.adder, ("new_unit", "row", "set_unit"))
        self.counts: Counter[str] = Counter()
        self.rows = self.units = 0
        self.new_buildings: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._doors: dict[str, int] = {}
        self._digest = blake2b("\t".join(t for o in own.values() for t in o.fields).encode(), digest_size=16)
        self._areas: dict[Decimal, int] = {}
        self.mark = 0

    @property
    def digest(self) -> str:
        """Tells two plans apart: what is new, changed, refused, and how."""
        return self._digest.hexdigest()

    # --------------------------------------------------------------------------------------------------------- rows

    def row(self, row: RosterRow) -> None:
        """Judge one row."""
        self.rows += 1
        self.mark = self.rows * ROWS + row.row
        if self.rows % FLUSH == 0:
            self.people.flush()
            self.stage.flush()
        if row.problems:
            self._refuse(row, row.problems)
            return
        address, key, grams = place(row.building, row.entrance, row.room)
        problem = self._wrong(row, address, key)
        if problem is not None:
            self._refuse(row, (problem,), address)
            return
        self._doors[key] = row.row
        known = self.known.units.get(key)
        if known is None:
            self._new_unit(row, address, key, grams)
        else:
            self._known_unit(row, known, address, grams)

    def _wrong(self, row: RosterRow, address: str, key: str) -> Problem | None:
        if (first := self._doors.get(key)) is not None:
            return self._problem(row, "room", _TWICE.format(home=address, row=first))
        building = self.known.buildings.get(row.building.casefold())
        if building is not None and building[1]:
            return self._problem(row, "building", ARCHIVED_BUILDING.format(building=row.building))
        known = self.known.units.get(key)
        if known is not None and known[-1]:
            return self._problem(row, "room", ARCHIVED_UNIT.format(home=address))
        floor = row.unit.get("floor")
        if floor is not None and not _FLOORS[0] <= floor <= _FLOORS[1]:
            words = OUT_OF_RANGE.format(
                field=Unit.__fields__["floor"].label, value=floor, low=_FLOORS[0], high=_FLOORS[1]
            )
            return self._problem(row, "floor", words)
        owner = row.owners[0] if row.owners else None
        for name, limit in self.limits:
            value = row.unit.get(name) if name == "layout" else getattr(owner, name, None)
            if value is not None and len(value) > limit:
                label = (Unit if name == "layout" else Resident).__fields__[name].label
                return self._problem(row, name, TOO_LONG.format(field=label, count=len(value), limit=limit))
        return self._wrong_own(row, known) if self.own is not None else None

    def _wrong_own(self, row: RosterRow, known: tuple[Any, ...] | None) -> Problem | None:
        """What the form would refuse of the site's own fields."""
        wrong = None
        if self.own is not None and self.own.doubtful(row.unit):
            wrong = self.own.refusal(row.unit, self.own.of(known[0] if known else None), new=known is None)
        owner = row.owners[0] if row.owners and self.with_people else None
        if (
            wrong is None
            and owner is not None
            and owner.own
            and self.own_people
            and self.own_people.doubtful(owner.own)
        ):
            who = self._who(owner, known)
            wrong = self.own_people.refusal(owner.own, self.own_people.of(who), new=who is None)
        return self._problem(row, *wrong) if wrong else None

    def _who(self, owner: Person, known: tuple[Any, ...] | None) -> int | None:
        """The one the register or an earlier row knows the owner as; None for a new person."""
        here = [o for o in self.known.living.get(known[0], ()) if o[RELATION] in OWNERS] if known else []
        (at,) = match([owner], [self.people.values(o[WHO]) for o in here])
        return here[at][WHO] if at is not None else self.people.find(owner)

    def _problem(self, row: RosterRow, target: str, label: Label) -> Problem:
        columns = self.columns.get(row.sheet, {})
        letter, header = columns.get(target) or columns.get("address") or ("", "")
        return Problem(row.sheet, row.row, letter, header, label)

    # -------------------------------------------------------------------------------------------------------- homes

    def _building(self, code: str) -> tuple[int | None, int | None]:
        """(id, number of a new one)."""
        folded = code.casefold()
        known = self.known.buildings.get(folded)
        if known is not None:
            return known[0], None
        number = self._numbers.get(folded)
        if number is None:
            number = self._numbers[folded] = len(self._numbers) + 1
            self.new_buildings[code] = number
        return None, number

    def _values(self, row: RosterRow) -> list[Any]:
        """What the row says of the home, as the database keeps it, in the order of ``UNIT_VALUES``."""
        out: list[Any] = [None] * len(UNIT_VALUES)
        unit = row.unit
        for at, name, kind in self.columns_of_units:
            value = unit[name]
            if kind and value is not None:
                value = self._area(value) if kind == "area" else value.isoformat()
            out[at] = value
        if self.remarks:
            out[-1] = row.remark
        return out

    def _area(self, value: Decimal) -> int:
        scaled = self._areas.get(value)
        if scaled is None:
            scaled = self._areas[value] = int(value.scaleb(2))
        return scaled

    def _new_unit(self, row: RosterRow, address: str, key: str, grams: str) -> None:
        self.units += 1
        building, number = self._building(row.building)
        values = self._values(row)
        if values[_USAGE] is None:
            values[_USAGE] = Usage.home.value
        held = {} if self.own is None else self.own.said(row.unit, {})
        own = () if self.own is None else (as_json(held),)
        self._add_unit((
            self.units, building, row.entrance, row.room, address, key, *values, *own, number, self.entry.unit(grams, own_words(held)),
        ))  # fmt: skip
        notes: list[Label] = []
        changes: list[Change] = []
        if self.with_people and (row.owners or row.family or row.tenants):
            self._people(row, (None, self.units), (), address, grams, changes, notes)
        self._found("new", row, address, changes, notes)

    def _known_unit(self, row: RosterRow, known: tuple[Any, ...], address: str, grams: str) -> None:
        changes: list[Change] = []
        notes: list[Label] = []
        before, now = known[2:10], list(known[2:10])
        for at, value in enumerate(self._values(row)):
            if value == before[at] or (value is None and at not in self.clear):
                continue
            now[at] = value
            changes.append(("", UNIT_VALUES[at], _shown(UNIT_VALUES[at], before[at]), _shown(UNIT_VALUES[at], value)))
        entries: tuple[str | None, str | None] = (None, None)
        if self.own is not None:
            held = self.own.before(known[0])
            told = self.own.said(row.unit, held)
            changes += [("", *found) for found in self.own.differences(held, told)]
            now, before = [*now, as_json(told)], (*before, as_json(held))
            if own_words(told) != own_words(held):
                entries = self.entry.unit(grams, own_words(told)), self.entry.unit(grams, own_words(held))
        if changes:
            lines = [{"field": field, "old": old, "new": new} for _, field, old, new in changes]
            back = [{**line, "old": line["new"], "new": line["old"]} for line in lines]
            self._set_unit((known[0], known[1], *now, *before, _json(lines), _json(back), *entries))
        if self.with_people and (row.owners or row.family or row.tenants):
            here = self.known.living.get(known[0], ())
            self._people(row, (known[0], None), here, known[10], grams, changes, notes)
        self._found("changed" if changes else "unchanged", row, address, changes, notes)

    # ------------------------------------------------------------------------------------------------------- people

    def _people(
        self, row: RosterRow, home: tuple[int | None, int | None], here: Any, address: str, grams: str,
        changes: list[Change], notes: list[Label],
    ) -> None:  # fmt: skip
        door = (row, home, address, grams, changes, notes)
        if row.owners:
            self._group(door, distinct(row.owners), [o for o in here if o[RELATION] in OWNERS], OWNERS)
        if row.family:
            self._group(door, distinct(row.family), [o for o in here if o[RELATION] in _FAMILY], _FAMILY)
        if row.tenants:
            self._group(door, distinct(row.tenants), [o for o in here if o[RELATION] in _TENANTS], _TENANTS)

    def _group(self, door: Any, named: list[Person], here: list[Any], relations: frozenset[str]) -> None:
        """People of one kind in one home: those known there are brought up to date, others move in.

        Where somebody moves in as owner or tenant, those of before whom the row does not name any more move out.
        """
        row, _, _, _, changes, notes = door
        found = match(named, [self.people.values(o[WHO]) for o in here]) if here else [None] * len(named)
        since = row.since.isoformat() if row.since is not None and relations is OWNERS else None
        staying = set()
        for first, (person, at) in enumerate(zip(named, found, strict=True)):
            if at is None:
                continue
            occupancy = here[at]
            staying.add(occupancy[0])
            changes += self.people.update(
                occupancy[WHO], person, self.mark, notes, first=first == 0 and relations is OWNERS
            )
            if since and since != occupancy[SINCE]:
                self.people.owned_since(occupancy, since)
                changes.append((person.name, "since", occupancy[SINCE], since))
        fresh = [person for person, at in zip(named, found, strict=True) if at is None]
        if not fresh:
            return
        leaving = [o for o in here if o[0] not in staying] if relations is not _FAMILY else []
        if leaving:
            old = "、".join(str(self.people.values(o[WHO])[1]) for o in leaving)
            words = NEW_OWNER if relations is OWNERS else NEW_TENANT
            notes.append(words.format(old=old, new="、".join(p.name for p in fresh)))
            since = since or (self.day if here else None)
            for occupancy in leaving:
                self.people.move_out(occupancy, self.day)
                changes.append((self.people.values(occupancy[WHO])[1], "until", None, self.day))
        self._move_in(door, fresh, [o for o in here if o[0] in staying], relations, since)

    def _move_in(
        self, door: Any, fresh: list[Person], staying: list[Any], relations: frozenset[str], since: str | None
    ) -> None:
        _, home, address, grams, changes, notes = door
        owned = any(o[RELATION] == "owner" for o in staying)
        here = {o[WHO] for o in staying}
        for at, person in enumerate(fresh):
            who = self.people.find(person)
            if who is None:
                who = self.people.create(person, self.mark, address, grams)
            elif who in here:
                continue
            else:
                notes.append(JOINS.format(name=person.name))
                changes += self.people.update(who, person, self.mark, notes, first=at == 0 and relations is OWNERS)
            here.add(who)
            relation = next(iter(relations)) if relations is not OWNERS else ("co_owner" if owned else "owner")
            owned = True
            self.people.move_in(who, home, address, relation, since)
            if home[0] is not None:
                changes.append((person.name, "moved_in", None, relation))

    # ----------------------------------------------------------------------------------------------------- findings

    def _found(self, kind: str, row: RosterRow, address: str, changes: list[Change], notes: list[Label]) -> None:
        self.counts[kind] += 1
        detail = None
        if changes or notes:
            detail = _json({"changes": changes, "notes": [_both(note) for note in notes]})
        people = "、".join([p.name for p in row.owners]) if len(row.owners) != 1 else row.owners[0].name
        if kind != "unchanged":
            self._digest.update(f"{kind}\t{address}\t{people}\t{detail}\n".encode())
        self._add_row((self.rows, kind, row.sheet, row.row, address, people, detail))

    def _refuse(self, row: RosterRow, problems: tuple[Problem, ...], address: str = "") -> None:
        self.counts["refused"] += 1
        detail = _json({"problems": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "header": p.header, **_both(p.message)} for p in problems
        ]})  # fmt: skip
        if not address and row.building and row.room:
            address = place(row.building, row.entrance, row.room)[0]
        people = "、".join(p.name for p in row.owners)
        self._digest.update(f"refused\t{row.sheet}\t{row.row}\t{detail}\n".encode())
        self._add_row((self.rows, "refused", row.sheet, row.row, address, people, detail))


def _shown(field: str, value: Any) -> Any:
    """A home's value as the history keeps it: areas as decimals in words."""
    return str(Decimal(value).scaleb(-2)) if field in _AREAS and value is not None else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.text("zh"), "en": label.text("en")}


__all__ = ["KINDS", "Planner"]
