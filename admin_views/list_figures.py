"""A list of exactly the rows behind a figure of a summary: ``figure=<key>&from=&to=&site=`` as one more filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from admin_views.list_filters import Condition
from admin_views.reader import Reader
from models.declare import Record
from models.spec import Field, Kind, L, Label
from reports import Result, Span, rows_behind, span_of

NAMES = frozenset({"figure", "from", "to", "site", "asof"})
"""The parameters. ``asof`` is the moment a kept figure was worked out; without it the present one."""
FIELD = Field(name="figure", kind=Kind.str, label=L("数据来源", "Behind the figure"))
WORDS = L("{report} · {figure}（{since} 至 {until}）", "{report} · {figure} ({since} to {until})")
MINUTE = dt.timedelta(minutes=1)
"""A figure of today is seen from the end of this minute: a list and its pages stay the same, nothing written down is later."""
UNKNOWN = L(
    "没有“{figure}”这个统计数据，或者它不在这个登记簿里；已显示全部记录。",
    "There is no figure “{figure}”, or it is not about this register; every entry is shown.",
)


@dataclass(frozen=True, slots=True)
class RowsBehind(Condition):
    """The filter: ``where`` are the conditions the figure was counted by, ``site_id`` the site it is about."""

    site_id: int | None = None


def read(given: Mapping[str, str], model: type[Record], reader: Reader) -> tuple[RowsBehind | None, Label | None]:
    """Return the filter that the parameters ask for, and a sentence when they ask for none there is."""
    key = given.get("figure", "")
    if not key:
        return None, None
    try:
        since, until = dt.date.fromisoformat(given.get("from", "")), dt.date.fromisoformat(given.get("to", ""))
        site_id = int(given["site"]) if given.get("site") else None
        behind_wall = site_id is not None and site_id not in reader.sites
        text = given.get("asof", "")
        now = dt.datetime.fromisoformat(text) if text else reader.now.replace(second=0, microsecond=0) + MINUTE
        span = span_of(reader.session, site_id, since, until, now.astimezone(dt.UTC))
        behind = rows_behind(reader.session, key, span)
    except (LookupError, ValueError, OverflowError):
        return None, UNKNOWN.format(figure=key[:80])
    if behind.register is not model or behind_wall:
        return None, UNKNOWN.format(figure=key[:80])
    words = reader.say(
        WORDS, report=behind.report, figure=behind.figure, since=since.isoformat(), until=until.isoformat()
    )
    values = (key, since, until, site_id, span.now)
    return RowsBehind(FIELD, "figure", (words,), values, tuple(behind.where), site_id), None


def address(about: Result | Span, register: str, drill: str, *, kept: bool) -> str:
    """Return the address of the list of the rows behind a figure; ``kept``: of a figure kept some time ago."""
    pairs = {"figure": drill, "from": about.since.isoformat(), "to": about.until.isoformat()}
    if about.site_id is not None:
        pairs["site"] = str(about.site_id)
    if kept and isinstance(about, Result):
        pairs["asof"] = about.computed_at.isoformat()
    return f"/admin/{register}/?{urlencode(pairs)}"
