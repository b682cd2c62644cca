import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import SiteDay, WorkingCalendar, last_day_of_month, library_knows
from models.base.work_calendar import DayKind

PLAIN = WorkingCalendar()
D = dt.date
KNOWN = st.dates(D(2015, 1, 1), D(2026, 12, 31))
ANY = st.dates(D(2015, 3, 1), D(2029, 12, 1))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (D(2026, 1, 1), DayKind.holiday),
        (D(2026, 1, 4), DayKind.workday),  # a Sunday worked for 2 January
        (D(2026, 2, 14), DayKind.workday),  # a Saturday worked for the Spring Festival
        (D(2026, 2, 15), DayKind.holiday),
        (D(2026, 2, 23), DayKind.holiday),
        (D(2026, 2, 24), DayKind.workday),
        (D(2026, 2, 28), DayKind.workday),  # a Saturday worked for the Spring Festival
        (D(2026, 9, 20), DayKind.workday),  # a Sunday worked for National Day
        (D(2026, 9, 30), DayKind.workday),
        (D(2026, 10, 1), DayKind.holiday),
        (D(2026, 10, 7), DayKind.holiday),
        (D(2026, 10, 8), DayKind.workday),
        (D(2026, 10, 10), DayKind.workday),  # a Saturday worked for National Day
        (D(2026, 10, 11), DayKind.rest),
        (D(2026, 11, 21), DayKind.rest),
        (D(2026, 11, 23), DayKind.workday),
    ],
)
def test_kind_of_days_in_2026(day: D, kind: DayKind) -> None:
    assert PLAIN.kind(day) is kind


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (D(2026, 9, 30), 1, D(2026, 10, 8)),
        (D(2026, 9, 30), 3, D(2026, 10, 10)),
        (D(2026, 10, 9), 1, D(2026, 10, 10)),
        (D(2026, 10, 10), 1, D(2026, 10, 12)),
        (D(2026, 2, 13), 1, D(2026, 2, 14)),
        (D(2026, 2, 14), 1, D(2026, 2, 24)),
        (D(2026, 2, 18), 1, D(2026, 2, 24)),
        (D(2026, 2, 27), 1, D(2026, 2, 28)),
        (D(2026, 11, 20), 1, D(2026, 11, 23)),
    ],
)
def test_workdays_after(day: D, count: int, expected: D) -> None:
    assert PLAIN.next_workday(day, count) == expected


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (1, D(2026, 1, 30)),
        (2, D(2026, 2, 28)),
        (5, D(2026, 5, 29)),
        (9, D(2026, 9, 30)),
        (10, D(2026, 10, 30)),
        (11, D(2026, 11, 30)),
        (12, D(2026, 12, 31)),
    ],
)
def test_last_workday_of_month_in_2026(month: int, expected: D) -> None:
    assert PLAIN.last_workday_of_month(2026, month) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 10, 5), D(2026, 9, 30)),
        (D(2026, 11, 15), D(2026, 11, 13)),
        (D(2026, 11, 24), D(2026, 11, 24)),
        (D(2026, 2, 15), D(2026, 2, 14)),
    ],
)
def test_a_due_day_on_a_day_off_is_the_workday_before(day: D, expected: D) -> None:
    assert PLAIN.workday_by(day) == expected


def test_the_sites_day_beats_all_sites_and_that_beats_the_library() -> None:
    day = D(2026, 11, 23)
    everywhere = {day: SiteDay(DayKind.holiday, "停电"), D(2026, 11, 24): SiteDay(DayKind.rest)}
    site = {day: SiteDay(DayKind.workday)}
    assert WorkingCalendar().kind(day) is DayKind.workday
    assert WorkingCalendar(everywhere=everywhere).kind(day) is DayKind.holiday
    both = WorkingCalendar(site=site, everywhere=everywhere)
    assert both.kind(day) is DayKind.workday
    assert both.kind(D(2026, 11, 24)) is DayKind.rest
    assert both.next_workday(day) == D(2026, 11, 25)


def test_names_of_days() -> None:
    def name(day: D, locale: str = "zh") -> str | None:
        found = PLAIN.name(day)
        return found.text(locale) if found else None

    assert name(D(2026, 10, 1)) == "国庆节"
    assert name(D(2026, 10, 10)) == "国庆节调休上班"
    assert name(D(2026, 10, 10), "en") == "Working day in exchange for National Day"
    assert name(D(2026, 11, 22)) is None
    noted = WorkingCalendar(site={D(2026, 11, 23): SiteDay(DayKind.rest, "停水检修")}).name(D(2026, 11, 23))
    assert noted is not None
    assert noted.text() == "停水检修"


def test_2027_is_not_known_and_says_so() -> None:
    assert not library_knows(2027)
    assert PLAIN.knows(2026)
    assert not PLAIN.knows(2027)
    assert PLAIN.warning(2026) is None
    warning = PLAIN.warning(2027)
    assert warning is not None
    assert "2027" in warning.text("zh")
    assert "Saturdays and Sundays" in warning.text("en")
    assert [w.text() for w in PLAIN.warnings(D(2026, 11, 22))] == [warning.text()]
    assert PLAIN.warnings(D(2025, 11, 22)) == []
    assert PLAIN.kind(D(2027, 1, 1)) is DayKind.workday, "a Friday: holidays nobody announced are not guessed"
    assert PLAIN.kind(D(2027, 1, 2)) is DayKind.rest
    assert PLAIN.name(D(2027, 10, 1)) is None
    assert PLAIN.next_workday(D(2026, 12, 31)) == D(2027, 1, 1)


def test_a_year_entered_by_hand_is_known() -> None:
    entered = {D(2027, 1, 1): SiteDay(DayKind.holiday, "元旦"), D(2027, 10, 1): SiteDay(DayKind.holiday, "国庆节")}
    calendar = WorkingCalendar(everywhere=entered)
    assert calendar.knows(2027)
    assert calendar.warning(2027) is None
    assert calendar.next_workday(D(2026, 12, 31)) == D(2027, 1, 4)
    assert not WorkingCalendar(everywhere={D(2027, 1, 1): SiteDay(DayKind.holiday)}).knows(2027)


def test_a_calendar_without_workdays_is_refused_with_a_sentence() -> None:
    off = {D(2026, 1, 1) + dt.timedelta(days=n): SiteDay(DayKind.rest) for n in range(500)}
    with pytest.raises(ValueError, match="only days off"):
        WorkingCalendar(site=off).next_workday(D(2026, 1, 2))


@given(KNOWN)
def test_workdays_agree_with_the_library(day: D) -> None:
    assert PLAIN.is_workday(day) == chinese_calendar.is_workday(day)


@given(ANY, st.integers(1, 30))
def test_the_nth_workday_after_has_exactly_n_workdays_up_to_it(day: D, count: int) -> None:
    found = PLAIN.next_workday(day, count)
    between = [day + dt.timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(PLAIN.is_workday(d) for d in between) == count
    assert PLAIN.is_workday(found)


@given(ANY, st.integers(1, 12), st.integers(1, 12))
def test_workdays_add_up(day: D, one: int, two: int) -> None:
    assert PLAIN.next_workday(PLAIN.next_workday(day, one), two) == PLAIN.next_workday(day, one + two)


@given(ANY, ANY)
def test_a_later_day_never_has_an_earlier_next_workday(one: D, two: D) -> None:
    early, late = sorted((one, two))
    assert PLAIN.next_workday(early) <= PLAIN.next_workday(late)
    assert PLAIN.workday_by(early) <= PLAIN.workday_by(late)


@given(ANY)
def test_before_and_after_are_inverse_on_workdays(day: D) -> None:
    workday = PLAIN.workday_by(day)
    assert PLAIN.previous_workday(PLAIN.next_workday(workday)) == workday


@given(st.integers(2015, 2029), st.integers(1, 12))
def test_after_the_last_workday_of_a_month_there_is_none_in_it(year: int, month: int) -> None:
    found = PLAIN.last_workday_of_month(year, month)
    assert PLAIN.next_workday(found) > last_day_of_month(year, month) >= found
