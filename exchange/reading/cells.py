"""What one cell says: text, area, date, phones, names and ID numbers, from values as people and Excel leave them.

Every function takes a value as the reader gives it and returns None (or an empty tuple) for an empty cell. What cannot be
understood raises CellRefused with the sentence for the cell's owner; nothing is guessed silently.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from exchange.reading.refusals import CellRefused
from models.declare.types import members
from models.spec import L, LabelEnum
from workflow.coercion import in_words

LONGEST_NAME = 50  # characters; the longest company names have about 40
LONGEST_TEXT = 500
_FEN = Decimal("0.01")

_INVISIBLE = [*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD]
_TIDY: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    **dict.fromkeys([0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20),
    **dict.fromkeys(_INVISIBLE),
}
_UNTIDY = re.compile(r"[０-９Ａ-Ｚａ-ｚ\u3000\xa0\u2000-\u200f\u202a-\u202f\u205f\u2060\ufeff\xad]")
_EXCEL_TEXT = re.compile(r'="(.*)"')
_NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "無", "空", "N/A", "n/a", "NA", "#N/A", "null", "NULL", "None", "暂无"}
)

_MOBILE = re.compile(r"1\d{10}")
_AREA_CODE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})(\d{1,6})?")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,6}))?")
_HOTLINE = re.compile(r"[48]00\d{7}")
_ABROAD = re.compile(r"(?:\+|00)(?!86)\d{7,15}")
_PHONE_NOTE = re.compile(r"[(（\[【](?![\d\s+-]+[)）])[^)）\]】]*[)）\]】]")
_PHONE_LABEL = re.compile(r"^(?:手机号?|电话|座机|固话|本人|tel|Tel|TEL)[:：]?")
_STRONG = re.compile(r"[/、,，;；|\\\n\r&]|和|或|及")
_EXTENSION = re.compile(r"(?:转|转接|分机|ext\.?|EXT\.?|#)")
_PHONE_FILL = str.maketrans("", "", " .·\t")

_NAME_DIVIDER = re.compile(r"[/、,，;；|\\\n\r&＆]+|\s+(?:和|及|与|and)\s+")
_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
_ALL_CJK_SPACED = re.compile(rf"[{_CJK}]+(?:\s+[{_CJK}]+)+")
_FORMULA = re.compile(r"[=+@]|-[\w.]*[(\d]")

_ID = re.compile(r"\d{15}|\d{17}[0-9X]")
_OTHER_ID = re.compile(r"(?=.*\d)[A-Z0-9()]{5,20}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_DATE = re.compile(
    r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*(?:日|号)?(?:[ T]\s*\d{1,2}:\d{2}.*)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73050  # 1920-01-01 to 2099-12-31 in Excel's count of days
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_AREA_UNIT = re.compile(r"(?:㎡|m²|m2|M2|平方米|平米|平方|平|方)$")
_FLOOR = re.compile(r"(?:第)?(?P<below>-|B|负|地下)?(?P<number>\d{1,3})(?:层|楼|F)?")
_DIGITS_ONLY = re.compile(r"[\d\s.+-]+")


def text(value: Any) -> str | None:
    """The value as tidy text: `1001.0` is "1001", full-width digits, letters and spaces become half width."""
    if type(value) is str:
        if _UNTIDY.search(value):
            value = value.translate(_TIDY)
        value = value.strip()
        if value[:2] == '="' and (kept := _EXCEL_TEXT.fullmatch(value)):
            value = kept[1].strip()
        return value or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return None if value is None else str(value)


def remark(value: Any) -> str | None:
    """A remark or another free text of at most 500 characters."""
    words = text(value)
    if words and len(words) > LONGEST_TEXT:
        raise CellRefused(
            L(
                "文字有 {count} 个字，最多 {limit} 个。请缩短。",
                "The text has {count} characters; at most {limit} are kept. Shorten it.",
            ).format(count=len(words), limit=LONGEST_TEXT)
        )
    return words


def code(value: Any) -> str | None:
    """Text that names a place (building, entrance, room, address); what Excel has turned into a date is refused."""
    if isinstance(value, dt.date | dt.time):
        raise CellRefused(
            L(
                "Excel 把这里变成了日期 {value}。请把这一列设为“文本”格式，重新填写。",
                "Excel has turned this into the date {value}. Set the column to the format Text and write it again.",
            ).format(value=text(value))
        )
    if isinstance(value, float) and not value.is_integer():
        raise CellRefused(
            L(
                "“{value}”不是编号，请填整数或文字。",
                "“{value}” is no number of a place; write a whole number or text.",
            ).format(value=value)
        )
    words = text(value)
    return None if words in _NOTHING else words


def area(value: Any) -> Decimal | None:
    """An area in m² with two decimals: `93.99`, `93.99㎡`, `1,093.9 平方米`. It must be above 0 and below 1,000,000."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = Decimal(repr(value))
    else:
        words = text(value)
        if words is None or words in _NOTHING:
            return None
        try:
            number = Decimal(_AREA_UNIT.sub("", words).strip().replace(",", "").replace("，", ""))
        except InvalidOperation:
            raise CellRefused(
                L(
                    "“{value}”不是面积，请只填数字，例如 89.50。",
                    "“{value}” is no area; write a number only, such as 89.50.",
                ).format(value=words[:40])
            ) from None
    if not number.is_finite() or not 0 < number < 1_000_000:
        raise CellRefused(
            L(
                "面积 {value} 不对，应大于 0；不知道就空着。",
                "The area {value} cannot be right: it must be above 0. Leave it empty if unknown.",
            ).format(value=value if isinstance(value, str) else f"{value:g}")
        )
    return number.quantize(_FEN, rounding=ROUND_HALF_UP)


def date(value: Any) -> dt.date | None:
    """A day from a date cell, Excel's number of days, or text: 2020-01-04, 2020/1/4, 2020.1.4, 2020年1月4日, 20200104."""
    if isinstance(value, dt.date):
        found = value.date() if isinstance(value, dt.datetime) else value
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
        raise _no_date(found.isoformat())
    if isinstance(value, float) and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        value = int(value)  # the time of day after the point
    words = text(value)
    if words is None or words in _NOTHING:
        return None
    try:
        if parts := _DATE.fullmatch(words) or _COMPACT_DATE.fullmatch(words):
            found = dt.date(int(parts[1]), int(parts[2]), int(parts[3]))
            if _FIRST_YEAR <= found.year <= _LAST_YEAR:
                return found
        elif (days := _SERIAL.fullmatch(words)) and _FIRST_SERIAL <= int(days[1]) <= _LAST_SERIAL:
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(days[1]))
    except ValueError:
        pass  # month 13, day 45: no such day
    raise _no_date(words[:40])


def _no_date(words: str) -> CellRefused:
    return CellRefused(
        L(
            "“{value}”不是有效日期，请写成 2020-01-04 这样。", "“{value}” is no valid date; write it like 2020-01-04."
        ).format(value=words)
    )


def phones(value: Any) -> tuple[str, ...]:
    """All phone numbers of a cell: mobiles as 11 digits, landlines as 0532-12345678, each once and in order.

    Raises:
        CellRefused: something in the cell is no phone number; a landline needs its area code.
    """
    if type(value) is str and _MOBILE.fullmatch(value):
        return (value,)
    words = text(value)
    if words is None or words in _NOTHING:
        return ()
    words = _PHONE_NOTE.sub("", words)
    whole = _phone(words)
    if whole:
        return (whole,)
    found: list[str] = []
    for part in filter(None, map(str.strip, _STRONG.split(words))):
        number = _phone(part)
        numbers = [number] if number else [_phone(piece) for piece in part.split()]
        if None in numbers or not numbers:
            raise CellRefused(
                L(
                    "“{value}”不是电话号码：手机填 11 位，座机带区号，几个号码用 / 隔开。",
                    "“{value}” is no phone number: a mobile has 11 digits, a landline its area code; divide several by /.",
                ).format(value=part[:40])
            )
        found.extend(number for number in numbers if number)
    return tuple(dict.fromkeys(found))


def phone_note(value: Any) -> str | None:
    """Words in brackets beside a number, `138…（女儿）`, which are not part of the phone."""
    return "".join(_PHONE_NOTE.findall(value)) or None if isinstance(value, str) else None


def _phone(words: str) -> str | None:
    bare = _PHONE_LABEL.sub("", words).translate(_PHONE_FILL).replace("－", "-").replace("—", "-")
    bare = _EXTENSION.sub("-", bare).replace("(", "").replace(")", "-")
    if _ABROAD.fullmatch(plain := bare.replace("-", "")):
        return "+" + plain.removeprefix("+").removeprefix("00")
    for prefix in ("+86", "0086", "86"):
        if bare.startswith(prefix) and len(plain) > 11:
            bare, plain = bare.removeprefix(prefix).lstrip("-"), plain.removeprefix(prefix)
            break
    if _MOBILE.fullmatch(plain) or _HOTLINE.fullmatch(plain):
        return plain
    if line := _LANDLINE.fullmatch(bare) or _AREA_CODE.fullmatch(bare):
        return "-".join(part for part in line.groups() if part)
    return None


def names(value: Any) -> tuple[str, ...]:
    """All names of a cell, divided by 、 / , ; & or a line break; spaces inside 张　三 go, real names stay whole.

    `和` divides only between spaces, since it is a surname and stands in many names.

    Raises:
        CellRefused: a formula, a number where a name belongs, or more than 50 characters.
    """
    words = text(value)
    if words is None or words in _NOTHING:
        return ()
    if _FORMULA.match(words) or isinstance(value, float | int | dt.date):
        raise CellRefused(
            L(
                "“{value}”不是姓名，是公式、数字或日期。请填姓名。",
                "“{value}” is a formula, a number or a date; write a name.",
            ).format(value=words[:40])
        )
    if words.isalpha() and len(words) <= LONGEST_NAME:
        return (words,)
    found: list[str] = []
    for part in filter(None, map(str.strip, _NAME_DIVIDER.split(words))):
        found.extend(_spaced(part))
    for name in found:
        if len(name) > LONGEST_NAME:
            raise CellRefused(
                L(
                    "姓名有 {count} 个字，最多 {limit} 个，请检查。",
                    "The name has {count} characters; at most {limit} are allowed. Check it.",
                ).format(count=len(name), limit=LONGEST_NAME)
            )
        if _DIGITS_ONLY.fullmatch(name):
            raise CellRefused(
                L(
                    "“{value}”不是姓名，请检查列是否对错位。",
                    "“{value}” is no name; check that the columns are in their place.",
                ).format(value=name[:40])
            )
    return tuple(dict.fromkeys(found))


def _spaced(words: str) -> list[str]:
    """`张 三` is one name padded to look like three characters; `张三 李四海` are two people; `John Smith` stays."""
    if not _ALL_CJK_SPACED.fullmatch(words):
        return [re.sub(r"\s+", " ", words)]
    parts = words.split()
    return parts if all(2 <= len(part) <= 4 for part in parts) else ["".join(parts)]


def id_numbers(value: Any) -> tuple[str, ...]:
    """ID numbers of a cell: 18 or 15 characters, X in capitals, or another document of letters and digits.

    The check digit is not enforced (`check_digit_fits` tells); a number Excel has cut to 15 digits is refused.
    """
    if type(value) is str and _ID.fullmatch(value):
        return (value,)
    if isinstance(value, float) and value >= 1e15:
        raise CellRefused(
            L(
                "Excel 把身份证号当成数字，后几位已经丢失。请把这一列设为“文本”格式，重新填写。",
                "Excel took the ID number for a figure and lost its last digits. Set the column to Text and write it again.",
            )
        )
    words = text(value)
    if words is None or words in _NOTHING:
        return ()
    found = []
    for part in filter(
        None, (re.sub(r"[\s-]", "", p).upper() for p in _STRONG.split(words.replace("（", "(").replace("）", ")")))
    ):
        if not _ID.fullmatch(part) and (part.isdigit() or not _OTHER_ID.fullmatch(part)):
            raise CellRefused(
                L(
                    "“{value}”不是证件号码，身份证应为 18 位（或 15 位）。",
                    "“{value}” is no ID number; it has 18 (or 15) characters.",
                ).format(value=part[:40])
            )
        found.append(part)
    return tuple(found)


def check_digit_fits(number: str) -> bool:
    """Whether the last character of an 18-character ID number follows from the others; True for any other document."""
    if len(number) != 18 or not number[:17].isdigit():
        return True
    return "10X98765432"[sum(w * int(c) for w, c in zip(_WEIGHTS, number, strict=False)) % 11] == number[17]


def floor(value: Any) -> int | None:
    """A floor: `8`, `8层`, `B1` and `负一层` are 8, 8, -1 and -1."""
    words = code(value)
    if words is None:
        return None
    plain = words.upper().translate(str.maketrans("一二三四五六七八九", "123456789"))
    if (found := _FLOOR.fullmatch(plain)) and int(found["number"]) <= 200:
        return -int(found["number"]) if found["below"] else int(found["number"])
    raise CellRefused(
        L("“{value}”不是楼层，请填整数。", "“{value}” is no floor; write a whole number.").format(value=words[:40])
    )


_YES = frozenset({"有", "是", "Y", "YES", "TRUE", "1", "√", "✓"})
_NO = frozenset({"无", "没有", "否", "N", "NO", "FALSE", "0", "×", "X"})


def yes_or_no(value: Any) -> bool | None:
    """有/是 and 无/否, as asked of a lift."""
    words = text(value)
    if words is None:
        return None
    if words.upper() in _YES or words.upper() in _NO:
        return words.upper() in _YES
    raise CellRefused(
        L("“{value}”看不懂，请填“有”或“无”。", "“{value}” is not understood; write 有 (yes) or 无 (no).").format(
            value=words[:40]
        )
    )


def choices(enum: type[LabelEnum]) -> Callable[[Any], tuple[LabelEnum, ...]]:
    """A reader of several members of ``enum``, by code or word in either language, divided by 、 , ; or /."""
    shown = "、".join(m.label.zh for m in enum)

    def read(value: Any) -> tuple[LabelEnum, ...]:
        words = text(value)
        if words is None or words in _NOTHING:
            return ()
        try:
            return members(enum, in_words(enum, words))
        except ValueError:
            raise CellRefused(
                L(
                    "“{value}”里有不能选的内容，可选：{choices}；多项用、隔开。",
                    "“{value}” names what is no choice; the choices are {choices}, divided by 、.",
                ).format(value=words[:40], choices=shown)
            ) from None

    return read
