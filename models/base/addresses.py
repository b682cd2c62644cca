"""Where a home is: the many spellings of one address, and the one way this product writes it.

A home is found by building, entrance and room. Residents and staff write `3-1-502`, `3栋1单元502室`, `3#1-502` or
`三号楼一单元502` for the same door; everything here is pure text work, so models, screens and imports may share it.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Address(NamedTuple):
    """Building, entrance and room; ``entrance`` is "" where a building has none."""

    building: str
    entrance: str
    room: str


class Query(NamedTuple):
    """What a search text may mean: None stands for any value, a room is to be matched from its beginning."""

    building: str | None
    entrance: str | None
    room: str | None


class AddressError(ValueError):
    """The text names no home. ``args[0]`` is the text as it was read."""


_DIVIDERS = "—–‐‑‒―﹣−~_/\\|·.、,"  # all mean the dash between building, entrance and room
_FULL_WIDTH = {code: 0x2D if chr(code - 0xFEE0) in _DIVIDERS else code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TIDY = str.maketrans(
    {**_FULL_WIDTH, 0x3000: None, 0xA0: None, **dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF])}
    | dict.fromkeys(map(ord, _DIVIDERS), "-")
    | {ord("﹟"): "#", ord("＃"): "#", ord("幢"): "栋", ord("憧"): "栋", ord("樘"): "栋"}
)
_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"-{2,}")

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_CN_CLASS = "零〇○一二三四五六七八九十百两壹贰叁"
_CN_NUMBER = re.compile(rf"[{_CN_CLASS}]+(?=号楼|号|栋|座|楼|单元|门|期|区|室|房|层|#|-|$)")
_CN_AFTER_UNIT = re.compile(rf"(?<=单元)[{_CN_CLASS}]+|(?<=[栋座楼#-])[{_CN_CLASS}]+(?=$|室|房|号|-)")

_SIDE = "东西南北中甲乙丙丁"
_CODE = rf"(?:[{_SIDE}]?[A-Z]{{0,2}}\d{{1,4}}[A-Z]?|[A-Z]{{1,2}}|[{_SIDE}](?=[栋座楼]|号楼))"
_ZONE = rf"(?:[A-Z0-9{_SIDE}]{{1,3}}(?:期|区|组团)-?)?"
_BUILDING_WORD = r"(?:号?楼栋|号?#?楼(?!层)|#?号楼|#楼?|号?栋楼?|号?座|号)"
_PLACE_WORDS = "商铺|商业|门面|门市|店铺|底商|网点|地下室|储藏室|储藏间|杂物间|车库|车位|阁楼|物业用房|会所"
_PLACE = rf"(?:(?:{_PLACE_WORDS})-?[A-Z]{{0,2}}\d{{0,5}}[A-Z]?)"
_ROOM = rf"(?:{_PLACE}|-?[A-Z]{{0,3}}\d{{1,6}}[A-Z]?(?:-\d{{1,3}}|-[A-Z])?|[A-Z])"
_ROOM_WORD = r"(?:室|房间|房|号房|号室|号|户)?"
_ENTRANCE = rf"(?:[A-Z]{{0,2}}\d{{1,3}}|[A-Z]|[{_SIDE}])"
_ENTRANCE_WORD = r"(?:号?单元|#单元|单员|号?门(?!面|市)|号?梯)"

_PLAIN = re.compile(r"(\d{1,3})(?:号楼-?|栋-?|#-?|-)(\d{1,2})(?:单元-?|-)(\d{3,5})室?$")  # nine of ten, quickly
# building, entrance and room; an entrance is certain when its word stands there or three parts are divided by dashes
_SHAPES = tuple(
    re.compile(rf"(?P<prefix>.*?)(?<![A-Z0-9])(?P<building>{_ZONE}{_CODE})" + tail + r"-?$")
    for tail in (
        rf"{_BUILDING_WORD}?-?(?P<entrance>{_ENTRANCE}){_ENTRANCE_WORD}-?(?P<room>{_ROOM}){_ROOM_WORD}",
        rf"{_BUILDING_WORD}?-(?P<entrance>{_ENTRANCE})-(?P<room>{_ROOM}){_ROOM_WORD}",
        rf"{_BUILDING_WORD}(?P<entrance>{_ENTRANCE})-(?P<room>{_ROOM}){_ROOM_WORD}",
        rf"{_BUILDING_WORD}-?(?P<entrance>)(?P<room>{_ROOM}){_ROOM_WORD}",
        rf"-(?P<entrance>)(?P<room>{_ROOM}){_ROOM_WORD}",
    )
)
_BARE_PLACE = re.compile(
    rf"(?P<prefix>.*?)(?P<word>{_PLACE_WORDS})-?(?P<number>[A-Z]{{0,2}}\d{{1,5}}[A-Z]?)?{_ROOM_WORD}$"
)
_BUILDING_ONLY = re.compile(rf"(?:.*?[^A-Z0-9-]-?)??(?P<building>{_ZONE}{_CODE}){_BUILDING_WORD}?$")
_BUILDING_AND_ENTRANCE = re.compile(
    rf"(?:.*?)(?<![A-Z0-9])(?P<building>{_ZONE}{_CODE})(?:{_BUILDING_WORD}-?|-)(?P<entrance>{_ENTRANCE}){_ENTRANCE_WORD}?$"
)
_NO_DIGITS = r"[^0-9A-Z-]*"  # the estate's name before the part a search begins with
_ASKED_BUILDING = re.compile(
    rf"(?:{_NO_DIGITS}(?P<zoned>{_ZONE}{_CODE}){_BUILDING_WORD}|(?P<bare>\d{{1,3}}[A-Z]?|[A-Z]\d{{0,2}}))$"
)
_ASKED_ENTRANCE = re.compile(
    rf"{_NO_DIGITS}(?P<building>{_ZONE}{_CODE})(?:{_BUILDING_WORD}-?|-)"
    rf"(?P<entrance>\d{{1,2}}|[A-Z]|[{_SIDE}]){_ENTRANCE_WORD}?$"
)
_ENTRANCE_ONLY = re.compile(rf"第?(?P<entrance>{_ENTRANCE}){_ENTRANCE_WORD}?$")
_ROOM_ONLY = re.compile(rf"(?P<room>{_ROOM}){_ROOM_WORD}$")
_ENTRANCE_AND_ROOM = re.compile(rf"(?P<entrance>{_ENTRANCE}){_ENTRANCE_WORD}-?(?P<room>{_ROOM})?{_ROOM_WORD}$")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=\d)")
_NO_ENTRANCE = frozenset({"", "-", "无", "0", "没有", "NONE", "N-A"})
LONGEST = 60  # characters; a longer text is a sentence, not an address


def tidy(text: str) -> str:
    """The text without spaces, in half width, with one dash for every kind of divider and digits for Chinese numerals."""
    if text.isascii() and text.isalnum():
        return text.upper()
    text = _SPACES.sub("", text.translate(_TIDY)).upper().replace("弄", "栋")
    text = _DASHES.sub("-", text).strip("-") or ("-" if "-" in text else "")
    if any(c in _CN_DIGITS or c == "十" for c in text):
        text = _CN_NUMBER.sub(lambda m: _number(m[0]), text)
        text = _CN_AFTER_UNIT.sub(lambda m: _number(m[0]), text)
    return text


def _number(chinese: str) -> str:
    """Digits for a Chinese numeral: 十二 and 一二 are both 12, 五零二 is 502."""
    if "十" not in chinese and "百" not in chinese:
        return "".join(str(_CN_DIGITS[c]) for c in chinese)
    total, digit = 0, 0
    for c in chinese:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _CN_DIGITS[c]
    return str(total + digit)


def _code(text: str) -> str:
    return _ZEROS.sub("", text.replace("-", ""))


def _room(text: str) -> str:
    return text.lstrip("-") if not text.startswith(tuple(_PLACE_WORDS.split("|"))) else text.replace("-", "")


def parse(text: str) -> Address:
    """Read one combined address in any usual spelling, with or without the name of the estate before it.

    Raises:
        AddressError: when no building and room can be read from it.
    """
    plain = tidy(text)
    if not plain or len(plain) > LONGEST:
        raise AddressError(text)
    if found := _PLAIN.match(plain):
        return Address(_code(found[1]), _code(found[2]), found[3])
    for shape in _SHAPES:
        if found := shape.match(plain):
            return Address(_code(found["building"]), _code(found["entrance"]), _room(found["room"]))
    if found := _BARE_PLACE.match(plain):
        return Address(found["word"], "", found["number"] or found["word"])
    raise AddressError(text)


def building(text: str) -> str:
    """One building as its code: `3号楼`, `3#`, `三栋` and `03` are all "3"; a name without a number stays as it is."""
    plain = tidy(text)
    if found := _BUILDING_ONLY.match(plain):
        return _code(found["building"])
    return plain


def building_and_entrance(text: str) -> tuple[str, str] | None:
    """`3-1` or `3栋1单元` in a building column as ("3", "1"); None when it names a building alone."""
    found = _BUILDING_AND_ENTRANCE.match(tidy(text))
    return (_code(found["building"]), _code(found["entrance"])) if found else None


def entrance(text: str) -> str:
    """One entrance as its code: `1单元`, `一单元`, `01` are all "1"; 无, 0 and a dash are ""."""
    plain = tidy(text)
    if plain in _NO_ENTRANCE:
        return ""
    if found := _ENTRANCE_ONLY.match(plain):
        return _code(found["entrance"])
    return plain


def room(text: str) -> str:
    """One room as it stands on the door: `502室`, `502房` and `502` are all "502"; leading zeros stay."""
    plain = tidy(text)
    if found := _ROOM_ONLY.match(plain):
        return _room(found["room"])
    return plain


def label(address: Address) -> str:
    """The one spelling this product shows: `3-1-502`, without an entrance `3-502`."""
    return "-".join(part for part in address if part)


def key(address: Address) -> str:
    """What two spellings of one door share: `3-1-0502` and `3-1-502` meet here. For matching, not for showing."""
    return "\0".join((address.building.casefold(), address.entrance.casefold(), address.room.casefold().lstrip("0")))


def query(text: str) -> list[Query]:
    """What a clerk may mean by a search text, best first; [] when it is no address.

    `3-1-502` is one door; `3-1` is building and entrance, or building and the beginning of a room; `502` is a room or a
    building; `3栋` a building; `1单元502` any building's.
    """
    plain = tidy(text)
    if not plain or len(plain) > LONGEST:
        return []
    found: list[Query] = []
    if "-" not in plain and (whole := _ROOM_ONLY.match(plain)):
        found.append(Query(None, None, _room(whole["room"])))
    if short := _ASKED_ENTRANCE.match(plain):
        found.append(Query(_code(short["building"]), _code(short["entrance"]), None))
    if part := _ENTRANCE_AND_ROOM.match(plain):
        found.append(Query(None, _code(part["entrance"]), _room(part["room"]) if part["room"] else None))
    elif any(c.isdigit() or c in "ABCDEF" for c in plain):
        try:
            address = parse(plain)
        except AddressError:
            pass
        else:
            found.append(Query(address.building, address.entrance or None, address.room))
    if alone := _ASKED_BUILDING.match(plain):
        found.append(Query(_code(alone["zoned"] or alone["bare"]), None, None))
    return list(dict.fromkeys(found))
