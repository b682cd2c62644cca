"""Figures and moments as people read them (look.md): ``2026-11-22 14:05``, ``¥1,234.50``, durations in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask

from web import i18n

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def moment(value: dt.datetime | None, zone: ZoneInfo | None = None, *, seconds: bool = False) -> str:
    """A moment in the site's zone: ``2026-11-22 14:05``; empty for None."""
    if value is None:
        return ""
    local = value.astimezone(zone or i18n.zone())
    return f"{local:%Y-%m-%d %H:%M:%S}" if seconds else f"{local:%Y-%m-%d %H:%M}"


def day(value: dt.date | None) -> str:
    """A calendar day: ``2026-11-22``."""
    return "" if value is None else value.isoformat()[:10]


def near(value: dt.datetime | None, now: dt.datetime, zone: ZoneInfo | None = None) -> str:
    """A moment as a colleague says it: 今天 14:05, 昨天 09:12, 11-20 09:12, with the year when it is another one."""
    if value is None:
        return ""
    where = zone or i18n.zone()
    local, today = value.astimezone(where), now.astimezone(where).date()
    clock = f"{local:%H:%M}"
    match (local.date() - today).days:
        case 0:
            return i18n.t("今天 ", "today ") + clock
        case -1:
            return i18n.t("昨天 ", "yesterday ") + clock
        case 1:
            return i18n.t("明天 ", "tomorrow ") + clock
    return f"{local:%m-%d} {clock}" if local.year == today.year else f"{local:%Y-%m-%d} {clock}"


def money(value: Decimal | int | None) -> str:
    """An amount in yuan: ``¥1,234.50``, ``-¥20.00``; empty for None."""
    if value is None:
        return ""
    amount = Decimal(value)
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,.2f}"


def duration(length: dt.timedelta) -> str:
    """A length of time in words with its two largest units: 12 分钟, 2 小时 5 分钟, 3 天 4 小时."""
    seconds = int(abs(length.total_seconds()))
    if seconds < _MINUTE:
        return i18n.t("不到 1 分钟", "less than a minute")
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    parts = [
        (days, i18n.t("天", "day")),
        (hours, i18n.t("小时", "hour")),
        (rest // _MINUTE, i18n.t("分钟", "minute")),
    ]
    first = next(i for i, (count, _) in enumerate(parts) if count)
    shown = [(count, unit) for count, unit in parts[first : first + 2] if count]
    if i18n.locale() == "en":
        return " ".join(f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in shown)
    return " ".join(f"{count} {unit}" for count, unit in shown)


def size(length: int) -> str:
    """A file's size: ``312 KB``, ``1.4 MB``."""
    if length < 1024:
        return f"{length} B"
    return f"{length / 1024:.0f} KB" if length < 1024 * 1024 else f"{length / 1024 / 1024:.1f} MB"


def init_app(app: Flask) -> None:
    """Give templates the filters ``moment``, ``day``, ``money`` and ``filesize``."""
    app.jinja_env.filters.update(moment=moment, day=day, money=money, filesize=size)
