"""The site's clock for the registers' own rules: local days and times, and moments that have not come yet."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

from models.base.site import ZONE
from models.spec import Case, Guard, L, Refusal

LOCAL = ZoneInfo(ZONE)
"""China keeps one zone, without summer time."""
NOT_YET = L("“{field}”还没有到，请核对时间。", "“{field}” lies in the future; please check the time.")
OUT_OF_ORDER = L("“{field}”早于“{earlier}”，请核对时间。", "“{field}” lies before “{earlier}”; please check the times.")
SLACK = dt.timedelta(minutes=2)
"""How far a desk's clock may run ahead of the server's."""


def local(moment: dt.datetime) -> dt.datetime:
    """Return an aware moment as the site's clock shows it."""
    return moment.astimezone(LOCAL)


def today(case: Case) -> dt.date:
    """Return the site's calendar day of this step."""
    return local(case.now).date()


def not_ahead(*names: str) -> Guard:
    """Return a guard that refuses any of these moments or days lying in the future (X-13: records are true)."""

    def guard(case: Case) -> Refusal | None:
        for name in names:
            value = getattr(case.record, name)
            if value is None:
                continue
            if value > (case.now + SLACK if isinstance(value, dt.datetime) else today(case)):
                return Refusal(NOT_YET.format(field=type(case.record).__fields__[name].label), name, "X-13")
        return None

    return guard


def in_order(*names: str) -> Guard:
    """Return a guard that refuses moments or days which do not follow each other as ``names`` do; empty ones don't count."""

    def guard(case: Case) -> Refusal | None:
        given = [(n, v) for n in names if (v := getattr(case.record, n)) is not None]
        for (first, before), (second, after) in pairwise(given):
            if after < before:
                fields = type(case.record).__fields__
                words = OUT_OF_ORDER.format(field=fields[second].label, earlier=fields[first].label)
                return Refusal(words, second, "X-13")
        return None

    return guard
