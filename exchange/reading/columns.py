"""One reading function for each target, remembered per value: rosters say 1号楼 and 1单元 ten thousand times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from exchange.reading import cells, people
from exchange.reading.refusals import CellRefused
from models.base import addresses
from models.spec import L, Label

_REMEMBERED = 20_000  # values of one column kept; then it starts anew
LONGEST_PLACE = 20  # characters of a building, entrance or room

_TOO_LONG = L("“{value}…”太长，最多 {limit} 个字。", "“{value}…” is too long; at most {limit} characters.")
_CHOICE = L("“{value}”不在可选的范围：{choices}。", "“{value}” is none of the choices: {choices}.")
_NO_ADDRESS = L(
    "从“{value}”里看不出楼号和房号，请写成 3-1-502 或 3栋1单元502。",
    "No building and room can be read from “{value}”; write it like 3-1-502 or 3栋1单元502.",
)

_USAGE: Final = {
    "home": ("住宅", "普通住宅", "公寓", "别墅", "住房", "家庭", "110", "120", "home", "residential"),
    "shop": ("商铺", "商业", "门面", "店铺", "底商", "商用", "网点", "shop", "retail"),
    "office": ("办公", "办公室", "写字楼", "办公用房", "119", "office"),
    "garage": ("车库", "车位", "garage"),
    "storage": ("储藏室", "储藏间", "地下室", "杂物间", "储物间", "storage"),
}
_OCCUPANCY: Final = {
    "unsold": ("未售", "待售", "未销售", "unsold"),
    "handed_over": ("已收房", "已交房", "已交付", "收房", "未入住", "已收楼", "handedover", "handed_over"),
    "decorating": ("装修中", "装修", "正在装修", "decorating"),
    "occupied": ("已入住", "入住", "自住", "业主自住", "在住", "occupied"),
    "let": ("出租", "已出租", "租住", "租赁", "let", "rented"),
    "vacant": ("空置", "空", "闲置", "空闲", "空房", "vacant"),
}
_GENDER: Final = {"m": ("男", "男性", "先生", "m", "male"), "f": ("女", "女性", "女士", "f", "female")}


class Refused:
    """Stands in a column for a value that could not be read."""

    __slots__ = ("label",)

    def __init__(self, label: Label) -> None:
        self.label = label


class Remembering(dict[Any, Any]):
    """Value -> what it means, read once. A value that is refused is given as Refused and not kept."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read
        self.refused = False

    def __missing__(self, value: Any) -> Any:
        try:
            meaning = self._read(value)
        except CellRefused as refusal:
            self.refused = True
            return Refused(refusal.label)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = meaning
        return meaning


def _place(read: Callable[[str], str]) -> Callable[[Any], str | None]:
    def place(value: Any) -> str | None:
        words = cells.code(value)
        if words is None:
            return None
        found = read(words)
        if len(found) > LONGEST_PLACE:
            raise CellRefused(_TOO_LONG.format(value=found[:LONGEST_PLACE], limit=LONGEST_PLACE))
        return found

    return place


def address(value: Any) -> addresses.Address | None:
    """One combined address; None for an empty cell."""
    words = cells.code(value)
    if words is None:
        return None
    try:
        return addresses.parse(words)
    except addresses.AddressError:
        raise CellRefused(_NO_ADDRESS.format(value=words[:40])) from None


def _choice(choices: Mapping[str, tuple[str, ...]]) -> Callable[[Any], str | None]:
    meaning = {word: value for value, words in choices.items() for word in words}
    shown = "、".join(words[0] for words in choices.values())

    def choice(value: Any) -> str | None:
        words = cells.text(value)
        if words is None or words in {"-", "/"}:
            return None
        if found := meaning.get(words.lower()):
            return found
        raise CellRefused(_CHOICE.format(value=words[:40], choices=shown))

    return choice


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "building": _place(addresses.building),
    "entrance": _place(addresses.entrance),
    "room": _place(addresses.room),
    "address": address,
    "floor": cells.floor,
    "gross_area": cells.area,
    "net_area": cells.area,
    "layout": cells.remark,
    "usage": _choice(_USAGE),
    "occupancy": _choice(_OCCUPANCY),
    "handed_over_on": cells.date,
    "owner_name": cells.names,
    "phone": cells.phones,
    "phone2": cells.phones,
    "id_number": cells.id_numbers,
    "gender": _choice(_GENDER),
    "workplace": cells.remark,
    "mailing_address": cells.remark,
    "emergency_contact": cells.remark,
    "family": people.persons,
    "tenant": people.persons,
    "since": cells.date,
    "remark": cells.remark,
    "elevator": cells.yes_or_no,
    "building_floors": cells.floor,
    "owner_ref": cells.code,
    "owner_kind": cells.code,
    "owner_parent": cells.code,
}
UNIT_FIELDS: Final = ("floor", "gross_area", "net_area", "layout", "usage", "occupancy", "handed_over_on")
PERSON_DETAILS: Final = ("gender", "workplace", "mailing_address", "emergency_contact")
EMPTY: Final[Mapping[str, Any]] = {
    "owner_name": (),
    "phone": (),
    "phone2": (),
    "id_number": (),
    "family": (),
    "tenant": (),
}  # what an absent column gives; None for every other
