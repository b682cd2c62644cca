"""The people of a roster on their way into the stage: who is new, who changed, who moved in or out."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from exchange.reading.people import Person
from exchange.roster.own_values import Kept, OwnValues, as_json
from exchange.roster.register import OCC, SINCE, WHO, Known, all_homes, homes_kept, keys
from exchange.roster.stage import PERSON_VALUES, Stage
from exchange.roster.tokens import Entry, name_words, own_words, words
from exchange.roster.words import OTHERWISE
from models.base.resident import Resident, homes_text
from models.base.rules import tail
from models.spec import Label

VALUES = attrgetter(*PERSON_VALUES)
_PLACE = {name: at for at, name in enumerate(PERSON_VALUES)}
_PHONE, _PHONE2, _ID = _PLACE["phone"], _PLACE["phone2"], _PLACE["id_number"]
ROWS = 2_000_000
"""A row is known by its place among all rows times this, plus its number in its sheet (a sheet has 1,048,576 at most)."""
Change = tuple[str, str, Any, Any]
"""(whose, field, before, after)."""


class People:
    """Everybody the file touches. A person is his id, or minus the number of a new one.

    A person is judged by the first row that names him; later rows (another home of his) only fill what is still empty,
    so that the same file again changes nothing.
    """

    def __init__(
        self, known: Known, stage: Stage, entry: Entry, allowed: frozenset[str], clear: frozenset[str],
        own: OwnValues | None = None,
    ) -> None:  # fmt: skip
        self.known = known
        self.stage = stage
        self.entry = entry
        self.own = own
        self.allowed = frozenset(_PLACE[name] for name in allowed if name in _PLACE)
        self.clear = frozenset(_PLACE[name] for name in clear if name in _PLACE)
        self.count = 0
        self.homes = 0
        self._seen: dict[int, int] = {}
        self._changed: dict[int, list[Any]] = {}
        self._fresh: dict[int, list[Any]] = {}
        self._more: dict[int, int] = {}
        self._opened: dict[int, list[tuple[Any, ...]]] = {}
        self._ended: dict[int, tuple[int, str]] = {}
        self._since: dict[int, tuple[int, str]] = {}
        self._moved: set[int] = set()
        self._home = stage.adder("new_resident_occupancies")
        self._full = len(self.allowed) == len(PERSON_VALUES)

    # -------------------------------------------------------------------------------------------------- who he is

    def find(self, person: Person) -> int | None:
        """The same person in another home of the register or the file: same ID number, or same name and phone."""
        same = self.known.same
        who = same.get(person.id_number.upper()) if person.id_number else None
        return same.get(f"{person.name}\0{person.phone}") if who is None and person.phone else who

    def create(self, person: Person, row: int, address: str, grams: str) -> int:
        """A new person with his first home; returns minus his number."""
        self.count += 1
        number, values = self.count, VALUES(person)
        if not self._full:
            values = tuple(v if at in self.allowed else None for at, v in enumerate(values))
        name, phone, phone2, id_number = values[:4]
        same = self.known.same
        if phone:
            same.setdefault(f"{name}\0{phone}", -number)
        if id_number:
            same.setdefault(id_number.upper(), -number)
        line = [number, *values, name_words(name)[0], phone[-4:] if phone and phone.isdigit() else tail(phone),
                address, self.entry.person(name, phone, phone2, grams)]  # fmt: skip
        if self.own is not None:
            held = self.own.said(person.own or {}, {})
            self.own.put(-number, held)
            line.insert(-1, as_json(held))
            line[-1] += own_words(held)
        self._seen[-number] = row
        self._fresh[number] = line
        return -number

    def flush(self) -> None:
        """Write the new people so far into the stage."""
        self.stage.pending["new_resident"].extend(self._fresh.values())
        self._fresh.clear()
        self.stage.flush("new_resident")

    def _line(self, number: int) -> list[Any]:
        """The staged line of a new person, to be changed once more."""
        line = self._fresh.get(number)
        if line is None:
            found = self.stage.connection.execute("SELECT * FROM new_resident WHERE n = ?", (number,)).fetchone()
            line = self._fresh[number] = list(found)
        return line

    def values(self, who: int) -> Any:
        """A person's values as they would stand after the rows so far, in the order of ``register.PERSON``."""
        if who < 0:
            return [1, *self._line(-who)[1:9]]
        changed = self._changed.get(who)
        return self.known.people[who] if changed is None else [0, *changed]

    # ------------------------------------------------------------------------------------------------ what changes

    def update(self, who: int, person: Person, row: int, notes: list[Label], *, first: bool) -> list[Change]:
        """Compare a person with what a row says of him and keep the difference; ``first``: the row's main owner."""
        given = VALUES(person)
        before = self.values(who)[1:9]
        earlier = self._seen.setdefault(who, row)
        mine = earlier == row
        held = self._update_own(who, person, notes, earlier, mine=mine, first=first)
        if tuple(before) == given:
            return held
        now = list(before)
        for at, value in enumerate(given):
            if self._counts(at, value, before[at], first=first and mine):
                if mine or before[at] in {None, ""}:
                    now[at] = value
                else:
                    label = Resident.__fields__[PERSON_VALUES[at]].label
                    notes.append(OTHERWISE.format(name=person.name, row=earlier % ROWS, field=label))
        if now[_PHONE] and now[_PHONE] == now[_PHONE2] == before[_PHONE2]:  # the second phone became the first
            now[_PHONE2] = before[_PHONE]
        out = [
            (str(before[0]), name, before[at], now[at])
            for at, name in enumerate(PERSON_VALUES)
            if now[at] != before[at]
        ]
        if out:
            self._keep(who, now)
        return out + held

    def _update_own(
        self, who: int, person: Person, notes: list[Label], earlier: int, *, mine: bool, first: bool
    ) -> list[Change]:
        """The same for the site's own fields."""
        if self.own is None or not person.own:
            return []
        before = self.own.of(who)
        now = self.own.said(person.own, before, clear=first and mine)
        out: list[Change] = []
        for name, old, new in self.own.differences(before, now):
            if mine or old is None:
                out.append((str(self.values(who)[1]), name, old, new))
                continue
            notes.append(OTHERWISE.format(name=person.name, row=earlier % ROWS, field=self.own.labels[name]))
            now[name] = old
        if out:
            self.own.put(who, now)
            if who < 0:
                line = self._line(-who)
                line[-2] = as_json(now)
                line[-1] = self.entry.person(line[1], line[2], line[3], words(line[11]), own_words(now))
        return out

    def _counts(self, at: int, value: Any, old: Any, *, first: bool) -> bool:
        """Whether a cell says something else than what stands there: an empty one only when asked to clear."""
        if value is None:
            return first and at in self.clear and old is not None
        if value == old or at not in self.allowed:
            return False
        return not (at == _ID and value.upper() == (old or "").upper())

    def _keep(self, who: int, now: list[Any]) -> None:
        for key in keys(now[0], now[_PHONE], now[_ID]):
            self.known.same.setdefault(key, who)
        if who > 0:
            self._changed[who] = now
            return
        line = self._line(-who)
        line[1:9] = now
        line[9], line[10] = name_words(now[0])[0], tail(now[_PHONE])
        line[-1] = self.entry.person(now[0], now[_PHONE], now[_PHONE2], words(line[11]), self._own_words(who))

    def _own_words(self, who: int) -> str:
        return own_words(self.own.of(who)) if self.own else ""

    # ----------------------------------------------------------------------------------------------- where he lives

    def move_in(
        self, who: int, home: tuple[int | None, int | None], address: str, relation: str, since: str | None
    ) -> None:
        """A new occupancy; ``home`` is (unit id, number of a new unit). A new person's first home is told by ``create`` too."""
        if who > 0:
            self._opened.setdefault(who, []).append((home, address, relation, since))
            return
        place = self._more.get(who, 0)
        self.homes += 1
        self._home((self.homes, None, home[0], relation, since, place, -who, home[1]))
        line = None if place == 0 else self._line(-who)
        if line is not None and address not in line[11].split("、"):
            line[11] = homes_text([*line[11].split("、"), address])
            line[-1] = self.entry.person(line[1], line[2], line[3], words(line[11]), self._own_words(who))
        self._more[who] = place + 1

    def move_out(self, occupancy: tuple[Any, ...], day: str) -> None:
        """An occupancy ends on the day of the import, or the day it began when that lies later."""
        self._ended[occupancy[OCC]] = (occupancy[WHO], max(day, occupancy[SINCE] or day))
        self._moved.add(occupancy[WHO])

    def owned_since(self, occupancy: tuple[Any, ...], day: str) -> None:
        """Another day on which an occupancy began."""
        self._since[occupancy[OCC]] = (occupancy[WHO], day)
        self._moved.add(occupancy[WHO])

    # -------------------------------------------------------------------------------------------------- into the stage

    def finish(self, connection: Connection) -> None:
        """Write everybody who changed, once the last row was read."""
        self.flush()
        moved = sorted(self._moved | set(self._opened))
        homes = all_homes(connection, moved)
        touched = sorted({*moved, *self._changed, *(self.own.changed if self.own else ())})
        kept = homes_kept(connection, touched)
        for who in touched:
            self._write(who, homes.get(who), *kept[who])

    def _write(self, who: int, homes: list[list[Any]] | None, kept: str | None, held: Kept) -> None:
        known = self.known.people[who]
        before = known[1:9]
        now = self._changed.get(who, list(before))
        lines = [
            {"field": n, "old": before[at], "new": now[at]}
            for at, n in enumerate(PERSON_VALUES)
            if now[at] != before[at]
        ]
        told = self.own.of(who) if self.own else held
        if self.own:
            lines += [{"field": n, "old": old, "new": new} for n, old, new in self.own.differences(held, told)]
        text = kept
        if homes is not None:
            after = self._homes_after(who, homes)
            if after != homes:
                text = homes_text([h[1] for h in after if h[4] is None])
                lines.append({"field": "occupancies", "old": _shown(homes), "new": _shown(after)})
        if not lines:
            return
        values = self._derived(now, text, told)
        old = self._derived(list(before), kept, held)
        back = [{**line, "old": line["new"], "new": line["old"]} for line in lines]
        self.stage.adder("set_resident")((
            who, known[0], *values, *old, json.dumps(lines, ensure_ascii=False), json.dumps(back, ensure_ascii=False),
            self.entry.person(now[0], now[1], now[2], words(text or ""), own_words(told)),
            self.entry.person(before[0], before[1], before[2], words(kept or ""), own_words(held)),
        ))  # fmt: skip

    def _derived(self, values: list[Any], homes: str | None, own: Kept) -> tuple[Any, ...]:
        last = () if self.own is None else (as_json(own),)
        return (*values, name_words(values[0])[0], tail(values[_PHONE]), homes, *last)

    def _homes_after(self, who: int, homes: list[list[Any]]) -> list[list[Any]]:
        after = []
        for occupancy, address, relation, since, until in homes:
            new_since = self._since.get(occupancy, (0, since))[1]
            new_until = self._ended.get(occupancy, (0, until))[1]
            if (new_since, new_until) != (since, until):
                self.stage.adder("set_resident_occupancies")((occupancy, new_since, new_until, since, until))
            after.append([occupancy, address, relation, new_since, new_until])
        for home, address, relation, since in self._opened.get(who, ()):
            self.homes += 1
            self._home((self.homes, who, home[0], relation, since, len(after), None, home[1]))
            after.append([0, address, relation, since, None])
        return after


def _shown(homes: list[list[Any]]) -> list[dict[str, Any]]:
    """Occupancies as the history words them (``workflow.changes.read``)."""
    return [{"unit": h[1], "relation": h[2], "since": h[3], "until": h[4]} for h in homes]


__all__ = ["ROWS", "Change", "People"]
