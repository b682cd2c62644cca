"""Small helpers of the registers' own rules: what changed, whom a reference means, names as people type them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import inspect

from models.declare import Record
from models.spec import Case

R = TypeVar("R", bound=Record)

SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "区": "ou",
    "种": "chong",
    "繁": "po",
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "万俟": "mo qi",
    "冼": "xian",
    "召": "shao",
    "乐": "yue",
    "折": "she",
    "黑": "he",
    "缪": "miao",
    "宓": "fu",
    "员": "yun",
    "贠": "yun",
    "覃": "qin",
    "翟": "zhai",
}
"""Surnames that sound otherwise than the same character elsewhere."""
LONGEST_NAME = 6
"""Characters up to which a name is looked through for phrases here."""
_CHINESE = re.compile("[一-鿿]+")


def is_new(record: Any) -> bool:
    """Say whether the row isn't in the database yet."""
    return not inspect(record).persistent


def changed(record: Any, *names: str) -> bool:
    """Say whether one of the attributes was changed since the row was read; for a new row: whether one is set."""
    attrs = inspect(record).attrs
    return any(attrs[name].history.has_changes() for name in names)


def referred(case: Case, name: str, model: type[R]) -> R | None:
    """Return the row that the reference ``name`` of ``case.record`` means, whether its id or the object was set."""
    given = inspect(case.record).attrs[name].history.added
    if given and given[0] is not None:
        return given[0]  # type: ignore[no-any-return]  # the declared relationship leads to ``model``
    key = getattr(case.record, f"{name}_id")
    if key is None:
        return None
    with case.session.no_autoflush:
        return case.session.get(model, key)  # type: ignore[no-any-return]  # Case.session is untyped on purpose


def pinyin(name: str | None) -> str:
    """Return how a name is typed on a keyboard: whole and by initials, ``"zhangsan zs"``; "" without a name."""
    name = "".join((name or "").split())
    if not name:
        return ""
    head = name[:2] if name[:2] in SURNAMES else name[:1] if name[:1] in SURNAMES else ""
    syllables = SURNAMES[head].split() if head else []
    if name != head:
        syllables += _sounds(name[len(head) :])
    syllables = [s.lower() for s in syllables]
    initials = "".join([s[0] for s in syllables if s[:1].isalnum()])
    return f"{''.join(syllables)} {initials}"[:200]


def _sounds(text: str) -> list[str]:
    """Return how characters sound: each by itself, ten times quicker, unless they are a phrase the dictionary knows."""
    size, (read, phrases) = len(text), _dictionary()
    if size > LONGEST_NAME or not _CHINESE.fullmatch(text):
        return read(text)
    for first in range(size - 1):
        for last in range(first + 2, size + 1):
            if text[first:last] in phrases:
                return read(text)
    return list(map(_sound, text))


@cache
def _dictionary() -> tuple[Callable[[str], list[str]], Mapping[str, Any]]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- its dictionaries take a third of a second to load
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 -- as above

    return lazy_pinyin, PHRASES_DICT


@lru_cache(maxsize=10_000)
def _sound(character: str) -> str:
    return _dictionary()[0](character)[0]


def tail(phone: str | None) -> str | None:
    """Return the last four digits of a telephone number; None when it has fewer."""
    digits = "".join(c for c in phone or "" if c.isdigit())
    return digits[-4:] if len(digits) >= 4 else None
