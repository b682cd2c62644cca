"""The periods duties come round in: a day, a week, a month, a quarter, half a year, a year; pure arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from models.spec import Rhythm

MONTHS = {Rhythm.month: 1, Rhythm.quarter: 3, Rhythm.half_year: 6, Rhythm.year: 12}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A period from ``first`` to ``last``, both days included; ``text`` names it: 2026-11-22, 2026-W47, 2026-11, 2026-Q4."""

    rhythm: Rhythm
    first: dt.date
    last: dt.date

    @property
    def text(self) -> str:
        """The period's name in the ledger."""
        first = self.first
        if self.rhythm is Rhythm.workday:
            return first.isoformat()
        if self.rhythm is Rhythm.week:
            iso = first.isocalendar()
            return f"{iso.year}-W{iso.week:02}"
        if self.rhythm is Rhythm.year:
            return f"{first:%Y}"
        if self.rhythm is Rhythm.month:
            return f"{first:%Y-%m}"
        part = (first.month - 1) // MONTHS[self.rhythm] + 1
        return f"{first:%Y}-{'Q' if self.rhythm is Rhythm.quarter else 'H'}{part}"

    def moved(self, count: int) -> Period:
        """Return the period ``count`` later; earlier when negative."""
        found = self
        for _ in range(abs(count)):
            found = period_of(self.rhythm, found.last + DAY if count > 0 else found.first - DAY)
        return found


def period_of(rhythm: Rhythm, day: dt.date) -> Period:
    """Return the period that ``day`` lies in; weeks begin on Monday."""
    if rhythm is Rhythm.workday:
        return Period(rhythm, day, day)
    if rhythm is Rhythm.week:
        first = day - dt.timedelta(days=day.weekday())
        return Period(rhythm, first, first + 6 * DAY)
    months = MONTHS[rhythm]
    month = (day.month - 1) // months * months
    first = dt.date(day.year, month + 1, 1)
    after = month + months
    return Period(rhythm, first, dt.date(day.year + after // 12, after % 12 + 1, 1) - DAY)


def periods(rhythm: Rhythm, since: dt.date, until: dt.date) -> Iterator[Period]:
    """Yield the periods that share a day with ``since`` to ``until``, both included."""
    found = period_of(rhythm, since)
    while found.first <= until:
        yield found
        found = found.moved(1)


def period_named(text: str) -> Period:
    """Return the period with this name; ValueError when it is none."""
    if len(text) == 4:
        return period_of(Rhythm.year, dt.date(int(text), 1, 1))
    year, _, part = text.partition("-")
    if part[0] == "W":
        return period_of(Rhythm.week, dt.date.fromisocalendar(int(year), int(part[1:]), 1))
    if part[0] in "QH":
        rhythm = Rhythm.quarter if part[0] == "Q" else Rhythm.half_year
        return period_of(rhythm, dt.date(int(year), (int(part[1:]) - 1) * MONTHS[rhythm] + 1, 1))
    if len(part) == 2:
        return period_of(Rhythm.month, dt.date(int(year), int(part), 1))
    return period_of(Rhythm.workday, dt.date.fromisoformat(text))


__all__ = ["Period", "period_named", "period_of", "periods"]
