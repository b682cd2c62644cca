"""Days of a month written ``2026-11``."""

from __future__ import annotations

import calendar
import datetime as dt


def first_day(month: str) -> dt.date:
    """Return the first day of a month written ``2026-11``; ValueError when it is none."""
    return dt.date.fromisoformat(f"{month}-01")


def next_month(month: str) -> str:
    """Return the month after ``month``."""
    after = first_day(month) + dt.timedelta(days=32)
    return f"{after:%Y-%m}"


def day_in(month: str | None, day: int | None) -> dt.date | None:
    """Return the ``day``-th of a month, its last day when it is shorter; None when month or day is unset (G6)."""
    if not month or not day:
        return None
    first = first_day(month)
    return first.replace(day=min(int(day), calendar.monthrange(first.year, first.month)[1]))
