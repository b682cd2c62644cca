"""How a clock is worded beside a record: what is left, or how long it is overdue."""

from __future__ import annotations

import datetime as dt

from models.spec import L, Label

HOUR = 60
DAY = 24 * HOUR
SOON_MINUTES = 60
"""Minutes before the due time from which a clock asks for attention."""

_LEFT = (
    L("还剩 {count} 分钟", "{count} {noun} left"),
    L("还剩 {count} 小时", "{count} {noun} left"),
    L("{count} 天后到期", "due in {count} {noun}"),
)
_OVER = (
    L("已逾期 {count} 分钟", "{count} {noun} overdue"),
    L("已逾期 {count} 小时", "{count} {noun} overdue"),
    L("已逾期 {count} 天", "{count} {noun} overdue"),
)
_EARLY = (
    L("提前 {count} 分钟完成", "done {count} {noun} early"),
    L("提前 {count} 小时完成", "done {count} {noun} early"),
    L("提前 {count} 天完成", "done {count} {noun} early"),
)
_LATE = (
    L("逾期 {count} 分钟完成", "done {count} {noun} late"),
    L("逾期 {count} 小时完成", "done {count} {noun} late"),
    L("逾期 {count} 天完成", "done {count} {noun} late"),
)
_NOUNS = (("minute", "minutes"), ("hour", "hours"), ("day", "days"))
_UNDER_A_MINUTE = L("不足 1 分钟", "less than a minute left")
_JUST_OVER = L("刚刚逾期", "just overdue")
_JUST_EARLY = L("按时完成", "done in time")
_JUST_LATE = L("刚过时限完成", "done just after the limit")


def countdown(due_at: dt.datetime, now: dt.datetime) -> Label:
    """Return what a running clock says: 还剩 12 分钟, 3 天后到期, 已逾期 2 小时.

    Whole minutes below an hour, whole hours below two days, then whole days; always rounded down.
    """
    minutes = _minutes(due_at - now)
    if due_at >= now:
        return _worded(minutes, _LEFT, _UNDER_A_MINUTE)
    return _worded(minutes, _OVER, _JUST_OVER)


def outcome(due_at: dt.datetime, met_at: dt.datetime) -> Label:
    """Return what a stopped clock says: 提前 3 小时完成, 逾期 1 天完成."""
    minutes = _minutes(due_at - met_at)
    if met_at <= due_at:
        return _worded(minutes, _EARLY, _JUST_EARLY)
    return _worded(minutes, _LATE, _JUST_LATE)


def is_overdue(due_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether the limit has passed; the moment itself is still in time."""
    return now > due_at


def is_near(due_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether the limit is less than an hour away."""
    return dt.timedelta(0) <= due_at - now <= dt.timedelta(minutes=SOON_MINUTES)


def _minutes(span: dt.timedelta) -> int:
    return int(abs(span.total_seconds()) // 60)


def _worded(minutes: int, words: tuple[Label, Label, Label], under: Label) -> Label:
    if minutes == 0:
        return under
    size = 0 if minutes < HOUR else 1 if minutes < 2 * DAY else 2
    count = minutes // (1, HOUR, DAY)[size]
    return words[size].format(count=count, noun=_NOUNS[size][count != 1])
