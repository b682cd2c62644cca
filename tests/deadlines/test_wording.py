import datetime as dt

import pytest

from deadlines.wording import countdown, is_near, is_overdue, outcome

NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (12, "还剩 12 分钟", "12 minutes left"),
        (1, "还剩 1 分钟", "1 minute left"),
        (0.5, "不足 1 分钟", "less than a minute left"),
        (0, "不足 1 分钟", "less than a minute left"),
        (59.9, "还剩 59 分钟", "59 minutes left"),
        (60, "还剩 1 小时", "1 hour left"),
        (60 * 47, "还剩 47 小时", "47 hours left"),
        (60 * 48, "2 天后到期", "due in 2 days"),
        (60 * 24 * 3, "3 天后到期", "due in 3 days"),
        (-0.5, "刚刚逾期", "just overdue"),
        (-1, "已逾期 1 分钟", "1 minute overdue"),
        (-150, "已逾期 2 小时", "2 hours overdue"),
        (-60 * 24 * 5, "已逾期 5 天", "5 days overdue"),
    ],
)
def test_countdown(minutes: float, zh: str, en: str) -> None:
    words = countdown(NOW + dt.timedelta(minutes=minutes), NOW)
    assert (words.text("zh"), words.text("en")) == (zh, en)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (-180, "提前 3 小时完成", "done 3 hours early"),
        (0, "按时完成", "done in time"),
        (0.2, "刚过时限完成", "done just after the limit"),
        (5, "逾期 5 分钟完成", "done 5 minutes late"),
        (60 * 24 * 4, "逾期 4 天完成", "done 4 days late"),
    ],
)
def test_outcome(minutes: float, zh: str, en: str) -> None:
    words = outcome(NOW, NOW + dt.timedelta(minutes=minutes))
    assert (words.text("zh"), words.text("en")) == (zh, en)


def test_the_moment_itself_is_still_in_time() -> None:
    assert not is_overdue(NOW, NOW)
    assert is_overdue(NOW, NOW + dt.timedelta(seconds=1))
    assert is_near(NOW, NOW)
    assert not is_near(NOW, NOW + dt.timedelta(seconds=1))
    assert is_near(NOW + dt.timedelta(minutes=60), NOW)
    assert not is_near(NOW + dt.timedelta(minutes=61), NOW)
