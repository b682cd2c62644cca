"""Search tokens and derived words of staged rows, remembered by part: a name, a building, an entrance come ten thousand times.

The tokens are those of ``models.engine.grams``; a token may stand twice, which the index does not mind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from models.base.resident import Resident
from models.base.rules import pinyin
from models.base.unit import Unit, address_key, address_text
from models.engine.grams import RESTRICTED, index_grams
from models.engine.search import own_grams, register_gram, site_gram

_PLAIN_NAME = re.compile("[一-鿿]{2,4}")
_PLAIN_SOUND = re.compile("[a-z]{2,} [a-z]{2,}")


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """The tokens of a text that often comes again."""
    return " ".join(sorted(index_grams(text)))


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, str]:
    """A name's pinyin, and the tokens of both."""
    typed = pinyin(name)
    if _PLAIN_NAME.fullmatch(name) and _PLAIN_SOUND.fullmatch(typed):
        tokens = [*name, *(name[i : i + 2] for i in range(len(name) - 1))]
        for run in typed.split(" "):
            tokens += [run[i : i + 3] for i in range(len(run) - 2)] or [run]
            tokens.append(run[:2])
        return typed, " ".join(tokens)
    return typed, f"{words(name)} {words(typed)}"


def phone_words(phone: str) -> str:
    """The tokens of a telephone number."""
    if phone.isascii() and phone.isdigit() and len(phone) > 2:
        return " ".join([phone[i : i + 3] for i in range(len(phone) - 2)])
    return " ".join(index_grams(phone))


def place(building: str, entrance: str, room: str) -> tuple[str, str, str]:
    """Address, address key and search tokens of a door."""
    plain = building.isdigit() and room.isdigit() and room[0] != "0" and (building + room + entrance).isascii()
    if plain and entrance.isdigit():
        grams = f"{words(building)} 栋 {words(entrance)} 单 元 单元 {words(room)}"
        return f"{building}栋{entrance}单元{room}", f"{building}-{entrance}-{room}", grams
    address, key = address_text(building, entrance, room), address_key(building, entrance, room)
    return address, key, " ".join(index_grams(f"{address} \n {key}"))


def own_words(kept: Mapping[str, Any]) -> str:
    """The tokens of what the site's own fields hold, to be put behind an entry."""
    return "".join(f" {gram}" for gram in own_grams((n, v) for n, v in kept.items() if isinstance(v, str)))


class Entry:
    """Puts the tokens of a register's search fields together; those of fields with ``see`` are marked."""

    def __init__(self, site_id: int) -> None:
        self._unit = f"{register_gram('unit')} {site_gram('unit', site_id)}"
        self._person = f"{register_gram('resident')} {site_gram('resident', site_id)}"
        self._building = f"{register_gram('building')} {site_gram('building', site_id)}"
        plain = [m.__fields__[n].see is None for m, n in _SEARCHED]
        self._open = all(plain)

    def building(self, code: str) -> str:
        """The entry of a building."""
        return f"{words(code)} {self._building}"

    def unit(self, grams: str, own: str = "") -> str:
        """The entry of a home; ``own``: the tokens of the site's own fields."""
        return f"{self._mark(grams)} {self._unit}{own}"

    def person(self, name: str, phone: str | None, phone2: str | None, homes: str, own: str = "") -> str:
        """The entry of a person; ``homes`` are the tokens of his addresses, ``own`` those of the site's own fields."""
        grams = name_words(name)[1]
        if phone:
            grams = f"{grams} {phone_words(phone)}"
        if phone2:
            grams = f"{grams} {phone_words(phone2)}"
        return f"{self._mark(f'{grams} {homes}')} {self._person}{own}"

    def _mark(self, grams: str) -> str:
        return grams if self._open else " ".join(RESTRICTED + gram for gram in grams.split())


_SEARCHED = (
    *((Unit, name) for name in Unit.__register__.search),
    *((Resident, name) for name in Resident.__register__.search),
)
