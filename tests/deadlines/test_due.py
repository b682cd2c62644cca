import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import SiteDay, WorkingCalendar
from deadlines.due import Named, Settings, closing, due_at
from models.base.work_calendar import DayKind
from models.spec import DueRule, L, Unit

ZONE = ZoneInfo("Asia/Shanghai")
PLAIN = WorkingCalendar()
NIGHT: dict[str, Any] = {"repair__night_clock": True}
LATE: dict[str, Any] = {"complaint__late_intake_minutes": 30}
NO_SHIFT: dict[str, Any] = {"duty__holiday_shift": False}


def at(text: str) -> dt.datetime:
    """A local moment, `2026-09-30 16:00`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def rule(unit: Unit, limit: int | None = None, **more: Any) -> DueRule:
    return DueRule(name="r", label=L("时限", "Limit"), starts="a", stops="b", unit=unit, limit=limit, **more)


ARRIVE = rule(Unit.minutes, setting="repair.arrive_minutes", starts_instead="appointment_at")
FINISH = rule(Unit.same_day, setting="repair.finish_same_day")
CALLBACK = rule(Unit.hours, setting="repair.callback_hours")
INVESTIGATE = rule(Unit.same_day, setting="complaint.investigate_same_day")
DEFAULTS: Mapping[str, Any] = {
    "repair.arrive_minutes": 30,
    "repair.finish_same_day": True,
    "repair.callback_hours": 24,
    "complaint.investigate_same_day": True,
    "duty.holiday_shift": True,
}


def site(**settings: Any) -> Settings:
    """A site's settings: defaults, and what is given with `__` for the dot."""
    values = {**DEFAULTS, **{name.replace("__", "."): value for name, value in settings.items()}}
    return values.get


def due(
    what: DueRule, start: str, named: Named = None, calendar: WorkingCalendar = PLAIN, **settings: Any
) -> str | None:
    """The due moment as the site's clock shows it."""
    found = due_at(what, at(start), calendar, ZONE, site(**settings), named)
    if found is None:
        return None
    assert found.tzinfo is dt.UTC
    return found.astimezone(ZONE).strftime("%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("what", "start", "expected"),
    [
        (ARRIVE, "2026-11-22 09:10", "11-22 09:40:00"),
        (ARRIVE, "2026-10-01 23:50", "10-02 00:20:00"),  # nights and holidays count unless the site says otherwise
        (CALLBACK, "2026-09-30 16:30", "10-01 16:30:00"),
        (rule(Unit.hours, 2), "2026-12-31 23:00", "01-01 01:00:00"),
        (rule(Unit.minutes, 5), "2026-11-22 09:00", "11-22 09:05:00"),
        (FINISH, "2026-11-22 00:00", "11-22 23:59:59"),
        (FINISH, "2026-11-22 23:59", "11-22 23:59:59"),
        (FINISH, "2026-10-03 10:00", "10-03 23:59:59"),
        (INVESTIGATE, "2026-11-20 17:45", "11-20 23:59:59"),
        (rule(Unit.workdays, 1), "2026-09-30 16:00", "10-08 23:59:59"),
        (rule(Unit.workdays, 1), "2026-10-09 09:00", "10-10 23:59:59"),  # a Saturday that is worked
        (rule(Unit.workdays, 2), "2026-02-13 10:00", "02-24 23:59:59"),
        (rule(Unit.workdays, 1), "2026-02-18 10:00", "02-24 23:59:59"),
        (rule(Unit.workdays, 3), "2026-11-20 10:00", "11-25 23:59:59"),
        (rule(Unit.days, 3), "2026-11-16 10:00", "11-19 23:59:59"),
        (rule(Unit.days, 3), "2026-11-12 10:00", "11-13 23:59:59"),  # Sunday: the workday before
        (rule(Unit.days, 3), "2026-02-11 10:00", "02-14 23:59:59"),  # a Saturday that is worked stays
        (rule(Unit.days, 3), "2026-02-12 10:00", "02-14 23:59:59"),
        (rule(Unit.days, 3), "2026-09-30 10:00", "10-03 23:59:59"),  # the workday before is the day itself: no shift
        (rule(Unit.days, 3), "2026-10-02 10:00", "10-05 23:59:59"),  # no workday left since the start: no shift
        (rule(Unit.next_morning), "2026-11-20 20:00", "11-23 08:30:00"),
        (rule(Unit.next_morning), "2026-09-30 10:00", "10-08 08:30:00"),
        (rule(Unit.next_morning), "2026-10-09 10:00", "10-10 08:30:00"),
        (rule(Unit.next_morning), "2026-02-14 10:00", "02-24 08:30:00"),
    ],
)
def test_due_times_worked_out_by_hand(what: DueRule, start: str, expected: str) -> None:
    assert due(what, start) == expected


def test_the_limit_is_the_sites_setting() -> None:
    assert due(ARRIVE, "2026-11-22 09:10", repair__arrive_minutes=45) == "11-22 09:55:00"
    assert due(ARRIVE, "2026-11-22 09:10", repair__arrive_minutes=None) is None
    assert due(FINISH, "2026-11-22 09:10", repair__finish_same_day=False) is None
    assert due(rule(Unit.hours), "2026-11-22 09:10") is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-22 09:10", "11-22 09:40:00"),
        ("2026-11-22 08:30", "11-22 09:00:00"),
        ("2026-11-22 08:29", "11-22 09:00:00"),
        ("2026-11-22 02:00", "11-22 09:00:00"),
        ("2026-11-22 21:00", "11-23 09:00:00"),
        ("2026-10-01 21:00", "10-02 09:00:00"),  # the next morning, a holiday or not
    ],
)
def test_the_night_clock_waits_for_half_past_eight(start: str, expected: str) -> None:
    assert due(ARRIVE, start, **NIGHT) == expected


def test_the_night_clock_moves_same_day_but_not_hours_nor_other_registers() -> None:
    assert due(FINISH, "2026-11-22 21:00", **NIGHT) == "11-23 23:59:59"
    assert due(FINISH, "2026-11-22 06:00", **NIGHT) == "11-22 23:59:59"
    assert due(CALLBACK, "2026-11-22 21:00", **NIGHT) == "11-23 21:00:00"
    assert due(INVESTIGATE, "2026-11-22 21:00", **NIGHT) == "11-22 23:59:59"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-20 16:59", "11-20 23:59:59"),
        ("2026-11-20 17:30", "11-20 23:59:59"),
        ("2026-11-20 17:31", "11-21 23:59:59"),
        ("2026-11-20 22:00", "11-21 23:59:59"),
        ("2026-11-21 10:00", "11-21 23:59:59"),
    ],
)
def test_a_complaint_taken_shortly_before_closing_counts_from_the_next_day(start: str, expected: str) -> None:
    assert due(INVESTIGATE, start, **LATE) == expected
    assert due(FINISH, start, **LATE) == f"{start[5:10]} 23:59:59", "only complaints"


@pytest.mark.parametrize(
    ("start", "appointment", "expected"),
    [
        ("2026-11-22 09:00", "2026-11-22 14:00", "11-22 14:00:00"),
        ("2026-11-22 09:00", "2026-11-24 08:00", "11-24 08:00:00"),
        ("2026-11-22 15:00", "2026-11-22 14:00", "11-22 14:00:00"),
    ],
)
def test_an_appointment_replaces_the_half_hour(start: str, appointment: str, expected: str) -> None:
    assert due(ARRIVE, start, at(appointment), **NIGHT) == expected


def test_a_named_moment_is_the_limit_and_a_named_day_lasts_to_its_end() -> None:
    by = rule(Unit.at_field, field="due_on")
    assert due(by, "2026-11-20 09:00", at("2026-11-21 15:20")) == "11-21 15:20:00"
    assert due(by, "2026-11-20 09:00", dt.date(2026, 11, 25)) == "11-25 23:59:59"
    assert due(by, "2026-11-16 09:00", dt.date(2026, 11, 22)) == "11-20 23:59:59"
    assert due(by, "2026-11-16 09:00", dt.date(2026, 11, 22), duty__holiday_shift=False) == "11-22 23:59:59"
    assert due(by, "2026-11-21 09:00", dt.date(2026, 11, 22)) == "11-22 23:59:59", "given on the weekend for it"
    assert due(by, "2026-11-16 09:00") is None


def test_the_sites_own_days_count() -> None:
    closed = WorkingCalendar(site={dt.date(2026, 11, 23): SiteDay(DayKind.rest, "停电")})
    assert due(rule(Unit.workdays, 1), "2026-11-20 10:00", calendar=closed) == "11-24 23:59:59"
    assert due(rule(Unit.next_morning), "2026-11-20 10:00", calendar=closed) == "11-24 08:30:00"


def test_a_day_is_the_sites_day_not_utcs() -> None:
    start = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)  # 00:30 on the 23rd in Shanghai
    found = due_at(FINISH, start, PLAIN, ZONE, site())
    assert found == dt.datetime(2026, 11, 23, 15, 59, 59, tzinfo=dt.UTC)


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(FINISH, dt.datetime(2026, 11, 22, 9), PLAIN, ZONE, site())  # noqa: DTZ001 - the fault under test


def test_hours_are_elapsed_time_in_a_zone_with_summer_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = dt.datetime(2026, 3, 28, 12, tzinfo=berlin)  # the night loses an hour
    found = due_at(CALLBACK, start, PLAIN, berlin, site())
    assert found is not None
    assert found - start.astimezone(dt.UTC) == dt.timedelta(hours=24)
    assert found.astimezone(berlin).hour == 13


UNITS = st.sampled_from(
    [
        rule(Unit.minutes, 30),
        rule(Unit.hours, 24),
        rule(Unit.days, 3),
        rule(Unit.workdays, 2),
        FINISH,
        INVESTIGATE,
        ARRIVE,
        rule(Unit.next_morning),
    ]
)
STARTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - bounds
SITES = st.sampled_from([NO_SHIFT, {}, NIGHT, LATE])


@given(UNITS, STARTS, SITES)
def test_a_limit_is_never_before_its_start(what: DueRule, start: dt.datetime, here: Mapping[str, Any]) -> None:
    found = due_at(what, start, PLAIN, ZONE, site(**here))
    assert found is not None
    assert found >= start.replace(microsecond=0)


@given(
    st.sampled_from(
        [
            rule(Unit.minutes, 30),
            rule(Unit.hours, 24),
            rule(Unit.workdays, 2),
            FINISH,
            INVESTIGATE,
            ARRIVE,
            rule(Unit.next_morning),
        ]
    ),
    STARTS,
    STARTS,
    SITES,
)
def test_who_starts_later_is_never_due_earlier(
    what: DueRule, one: dt.datetime, two: dt.datetime, here: Mapping[str, Any]
) -> None:
    early, late = sorted((one, two))
    get = site(**here)
    first, second = (due_at(what, start, PLAIN, ZONE, get) for start in (early, late))
    assert first is not None
    assert second is not None
    assert first <= second


@given(STARTS, st.integers(1, 20))
def test_days_without_shift_are_whole_days(start: dt.datetime, days: int) -> None:
    found = due_at(rule(Unit.days, days), start, PLAIN, ZONE, site(**NO_SHIFT))
    assert found is not None
    assert (found.astimezone(ZONE).date() - start.astimezone(ZONE).date()).days == days
    assert found.astimezone(ZONE).time() == dt.time(23, 59, 59)


@pytest.mark.parametrize(
    ("day", "season", "expected"),
    [
        ("2026-07-01", ("05-01", "09-30"), "18:00"),
        ("2026-05-01", ("05-01", "09-30"), "18:00"),
        ("2026-09-30", ("5-1", "9-30"), "18:00"),
        ("2026-10-01", ("05-01", "09-30"), "17:30"),
        ("2026-01-15", ("05-01", "09-30"), "17:30"),
        ("2026-01-15", ("11-01", "03-31"), "18:00"),
        ("2026-07-01", None, "18:00"),
        ("2026-01-15", None, "18:00"),
        ("2026-01-15", ("五月",), "18:00"),
    ],
)
def test_the_office_closes_by_season(day: str, season: tuple[str, ...] | None, expected: str) -> None:
    found = closing(dt.date.fromisoformat(day), site(attendance__season_dates=season))
    assert f"{found:%H:%M}" == expected


def test_in_winter_the_late_intake_begins_earlier() -> None:
    winter: dict[str, Any] = {**LATE, "attendance__season_dates": ("05-01", "09-30")}
    assert due(INVESTIGATE, "2026-11-20 17:00", **winter) == "11-20 23:59:59"
    assert due(INVESTIGATE, "2026-11-20 17:01", **winter) == "11-21 23:59:59"
