"""The state of a list as its address carries it: filters, chip, search, order, place; read, checked, written back."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from admin_views import list_figures
from admin_views.list_figures import RowsBehind
from admin_views.list_filters import Condition, read
from admin_views.reader import Reader
from models.declare import Record
from models.spec import Actor, Field, L, Label

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50
CHIPS = ("mine", "waiting", "overdue", "today", "week", "month")
LAST_PAGE = 1_000_000
LONGEST_SEARCH = 60
PLACE = frozenset({"page", "after", "before"})
"""Parameters that say where in the list one is, not which list."""
KNOWN = PLACE | {"search", "page_size", "sort", "desc", "chip"} | list_figures.NAMES

BAD_CURSOR = L(
    "翻页位置已失效，从第一页开始显示。", "The place in the list is no longer valid; shown from the first page."
)
BAD_PAGE = L("页码“{text}”不是正整数，从第一页开始显示。", "“{text}” is not a page number; shown from the first page.")
BAD_SORT = L("不能按“{name}”排序，已用默认顺序。", "The list can't be sorted by “{name}”; the usual order is used.")
BAD_CHIP = L("没有“{name}”这个快捷筛选，已忽略。", "There is no quick filter “{name}”; it was ignored.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """A place in the list: the values of the order's columns at one row."""

    key: Any
    id: int

    def text(self) -> str:
        """Return the place as one opaque word for an address."""
        return (
            base64.urlsafe_b64encode(json.dumps([self.key, self.id], separators=(",", ":")).encode())
            .decode()
            .rstrip("=")
        )

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Return the place ``text`` names; None when it names none."""
        try:
            key, row = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error, TypeError):
            return None
        whole = isinstance(row, int) and not isinstance(row, bool) and 0 <= row < 2**31
        plain = key is None or (isinstance(key, str) and _sound(key)) or (isinstance(key, int) and abs(key) < 2**31)
        return cls(key=key, id=row) if whole and plain else None


def _sound(text: str) -> bool:
    """Say whether a database takes the text: no NUL, no half of a character."""
    return not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListState:
    """Everything an address says about a list. ``problems`` are the sentences for what it said wrongly."""

    conditions: tuple[Condition, ...] = ()
    chip: str = ""
    search: str = ""
    sort: str = ""
    """Name of the field sorted by; empty for the register's own order."""
    desc: bool = False
    page: int = 1
    after: Cursor | None = None
    before: Cursor | None = None
    page_size: int = DEFAULT_SIZE
    pairs: tuple[tuple[str, str], ...] = ()
    """The parameters that say which list this is, in order."""
    problems: tuple[Label, ...] = ()

    def query(self, *, drop: Iterable[str] = (), **changed: str | None) -> str:
        """Return the address of another list: these parameters, some dropped, some set (None drops)."""
        gone = set(drop) | set(changed)
        pairs = [(k, v) for k, v in self.pairs if k not in gone]
        pairs += [(k, v) for k, v in changed.items() if v is not None]
        return "?" + urlencode(pairs) if pairs else "?"

    def site_of(self, actor: Actor) -> int | None:
        """Return the site the list is of: that of the figure whose rows are listed, else where the actor works."""
        named = next((c.site_id for c in self.conditions if isinstance(c, RowsBehind)), None)
        return named or actor.site_id

    @property
    def by_cursor(self) -> bool:
        """Whether the place was reached by next or previous."""
        return self.after is not None or self.before is not None


def parse(
    pairs: Iterable[tuple[str, str]],
    model: type[Record],
    reader: Reader,
    filterable: Mapping[str, tuple[Field, bool]],
    sortable: Iterable[str],
) -> ListState:
    """Read the parameters of a list.

    Args:
        pairs: names and texts as they came, repeated names allowed.
        model: the register.
        reader: who asks.
        filterable: by name, a field he may filter by and whether it is masked.
        sortable: names of fields he may sort by.
    """
    given = [(k, v) for k, v in pairs if (k in KNOWN or k.startswith("flt_")) and v != ""]
    first = dict(reversed(given))
    problems: list[Label] = []
    conditions, wrong = read(given, dict(filterable), model.__register__.flow, reader.zone)
    problems += wrong
    behind, unknown = list_figures.read(first, model, reader)
    problems += [unknown] if unknown else []
    chip = first.get("chip", "")
    if chip and chip not in CHIPS:
        problems.append(BAD_CHIP.format(name=chip[:40]))
        chip = ""
    sort = first.get("sort", "")
    if sort and sort not in set(sortable):
        problems.append(BAD_SORT.format(name=sort[:40]))
        sort = ""
    size = first.get("page_size", "")
    page, problem = _page(first.get("page", "1"))
    problems += [problem] if problem else []
    places: dict[str, Cursor | None] = {}
    for name in ("after", "before"):
        places[name] = Cursor.read(first[name]) if name in first else None
        if name in first and places[name] is None:
            problems.append(BAD_CURSOR)
    good = {c.parameter for c in conditions}
    kept = [(k, v) for k, v in given if k not in PLACE and (not k.startswith("flt_") or k in good)]
    kept = [(k, v) for k, v in kept if (k != "chip" or chip) and (k not in {"sort", "desc"} or sort)]
    kept = [(k, v) for k, v in kept if behind is not None or k not in list_figures.NAMES]
    return ListState(
        conditions=(*conditions, *([behind] if behind else [])),
        chip=chip,
        search=first.get("search", "").strip()[:LONGEST_SEARCH],
        sort=sort,
        desc=first.get("desc", "0") == "1",
        page=page,
        after=places["after"],
        before=places["before"],
        page_size=int(size) if size in {str(s) for s in SIZES} else DEFAULT_SIZE,
        pairs=tuple(kept),
        problems=tuple(problems),
    )


def _page(text: str) -> tuple[int, Label | None]:
    if text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= LAST_PAGE:
        return int(text), None
    return 1, BAD_PAGE.format(text=text[:20])
