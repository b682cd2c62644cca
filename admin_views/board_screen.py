"""Boards (``/admin/board/``): few figures against their targets, six months of each, the sites side by side, worst first."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import abort, request
from flask_admin import BaseView, expose
from werkzeug.wrappers import Response

from admin_views import answers
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.summary_panel import number_of, target_of
from admin_views.viewmodels import Choice, Link
from admin_views.viewmodels.boards import Bar, BoardPage, GaugeCard, SiteLine
from models.spec import L, Label
from reports import boards
from reports.boards import BOARDS, Board, Pace, Reading

BASE = "/admin/board/"
WIDTH, HEIGHT, BAR, STEP = 132, 44, 16, 23
"""The chart in its own units: size, width of a bar, from one bar to the next."""
NOT_YOURS = L(
    "看板给客服主管、接待主管、主任和总部看；请找管理员确认您的角色。",
    "Boards are for supervisors, directors and head office; ask your administrator about your role.",
)
ALL_SITES = L("全部项目", "All sites")
SITE, BOARD = L("项目", "Site"), L("看板", "Board")
PERIODS = {
    Pace.month: L("本月至今", "This month so far"),
    Pace.year: L("本年至今", "This year so far"),
    Pace.now: L("现在", "Now"),
}
UNTIL = L("截至 {day}", "As of {day}")
SPOKEN = L("近 {n} 个月：{months}", "The last {n} months: {months}")
MONTH = L("{name} {value}", "{name} {value}")


class BoardView(OwnView, BaseView):
    """``/admin/board/?board=&site=&sort=``."""

    def __init__(self) -> None:
        super().__init__(name="Board", endpoint="board", url="/admin/board")

    @expose("/")
    def index(self) -> Response:
        """A board of the reader's; 403 for one who has none."""
        who = answers.reader()
        page = build(who, request.args)
        if page is None:
            abort(403, description=NOT_YOURS)
        return answers.page("pages/board.html", page)


def for_reader(reader: Reader) -> tuple[Board, ...]:
    """Return the boards of the posts the reader holds, at the site he works at or at any of his; his highest first."""
    sites = [reader.actor.site_id] if reader.actor.site_id is not None else [*reader.sites, None]
    held = set().union(*(reader.actor.roles_at(site) for site in sites))
    return tuple(board for board in reversed(BOARDS) if held.intersection(board.roles))


def build(reader: Reader, given: Mapping[str, str]) -> BoardPage | None:
    """Return the board an address asks for, of the site it names among the reader's; None for one who has no board."""
    mine = for_reader(reader)
    if not mine:
        return None
    board = next((b for b in mine if b.code == given.get("board")), mine[0])
    site = _site(reader, given.get("site", ""))
    readings = boards.read(reader.session, board.gauges, site, reader.now)
    choices = []
    if len(mine) > 1:
        choices.append(_choice(reader, "board", BOARD, [(b.code, reader.say(b.label)) for b in mine], board.code))
    if len(reader.sites) > 1 and reader.actor.site_id is None:
        places = [("", reader.say(ALL_SITES)), *((str(k), name) for k, name in reader.sites.items())]
        choices.append(_choice(reader, "site", SITE, places, str(site or "")))
    heads, lines = _sites(reader, board, given.get("sort", "")) if site is None and len(reader.sites) > 1 else ((), ())
    return BoardPage(
        title=reader.say(board.label), period=reader.say(UNTIL, day=f"{reader.today:%Y-%m-%d}"),
        cards=tuple(_card(reader, one) for one in readings), choices=tuple(choices), heads=heads, sites=lines,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def _site(reader: Reader, wanted: str) -> int | None:
    if reader.actor.site_id is not None:
        return reader.actor.site_id
    if len(reader.sites) == 1:
        return next(iter(reader.sites))
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    return number if number in reader.sites else None


def _choice(
    reader: Reader, name: str, label: Label, options: list[tuple[str, str]], chosen: str
) -> tuple[str, str, tuple[Choice, ...]]:
    return name, reader.say(label), tuple(Choice(value=v, label=words, chosen=v == chosen) for v, words in options)


def _card(reader: Reader, one: Reading) -> GaugeCard:
    values = [figure.value for _, figure in one.months]
    target = one.figure.target
    most = max([Decimal(v) for v in (*values, target) if v is not None], default=Decimal(0))
    bars, words = [], []
    for at, (span, figure) in enumerate(one.months):
        number = number_of(reader, span, figure)
        height = _height(figure.value, most)
        words.append(reader.say(MONTH, name=f"{span.since:%Y-%m}", value=number.text))
        bars.append(
            Bar(x=at * STEP, y=HEIGHT - height, height=height, words=words[-1], url=number.url,
                tone="red" if figure.verdict == "missed" else "")
        )  # fmt: skip
    return GaugeCard(
        code=f"{one.gauge.report.value}.{one.gauge.code}", label=reader.say(one.figure.label),
        period=reader.say(PERIODS[one.gauge.pace]), number=number_of(reader, one.span, one.figure),
        target=target_of(reader, one.figure), bars=tuple(bars),
        line=HEIGHT - _height(target, most) if target and bars else None,
        months=tuple(reader.say(L("{n}月", "{en}"), n=s.since.month, en=calendar.month_abbr[s.since.month]) for s, _ in one.months),
        spoken=reader.say(SPOKEN, n=len(words), months="，".join(words) if reader.locale == "zh" else ", ".join(words)),
    )  # fmt: skip


def _height(value: Any, most: Decimal) -> int:
    """Return a bar's height; what is more than nothing is seen, nothing is a line on the ground."""
    if value is None or not most:
        return 0 if value is None else 1
    return max(1, int(Decimal(value) * HEIGHT / most))


def _sites(reader: Reader, board: Board, sort: str) -> tuple[tuple[Link, ...], tuple[SiteLine, ...]]:
    """Return the sites side by side: those that miss most targets first, or worst first by the column asked for."""
    ids = tuple(reader.sites)
    columns = [(gauge, boards.by_site(reader.session, gauge, ids, reader.now)) for gauge in board.gauges]
    missed = {site: sum(found[site].verdict == "missed" for _, found in columns) for site in ids}
    order = sorted(ids, key=lambda site: -missed[site])
    asked = next((c for c in columns if f"{c[0].report.value}.{c[0].code}" == sort), None)
    if asked is not None:
        order = boards.worst_first(asked[1], more_is_better=asked[1][ids[0]].more_is_better)
    first = reader.today.replace(day=1)
    spans = {gauge: boards.span_for(reader.session, gauge, None, first, reader.now) for gauge, _ in columns}
    heads = tuple(
        Link(label=reader.say(found[ids[0]].label), url=f"{BASE}?board={board.code}&sort={g.report.value}.{g.code}")
        for g, found in columns
    )
    lines = tuple(
        SiteLine(
            name=Link(label=reader.sites[site], url=f"{BASE}?board={board.code}&site={site}"), missed=str(missed[site]),
            numbers=tuple(number_of(reader, replace(spans[g], site_id=site), found[site], unit=False) for g, found in columns),
        )
        for site in order
    )  # fmt: skip
    return heads, lines
