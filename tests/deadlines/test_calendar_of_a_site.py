import datetime as dt
from zoneinfo import ZoneInfo

from deadlines import ledger
from deadlines.calendar import calendar_for, forget, zone_for
from models.base.site import Site
from models.base.work_calendar import DayKind, WorkCalendar
from tests.deadlines.conftest import Centre

DAY = dt.date(2026, 11, 18)


def test_days_entered_for_a_site_beat_those_for_all(centre_on_both: Centre) -> None:
    c = centre_on_both
    c.day(DAY, DayKind.holiday, site_id=None)
    c.day(DAY, DayKind.workday, site_id=1)
    assert calendar_for(c.session, 1).kind(DAY) is DayKind.workday
    assert calendar_for(c.session, 2).kind(DAY) is DayKind.holiday
    assert calendar_for(c.session, None).kind(DAY) is DayKind.holiday


def test_an_archived_day_no_longer_counts(centre: Centre) -> None:
    centre.day(DAY, DayKind.rest)
    row = centre.session.query(WorkCalendar).one()
    row.status = "archived"
    centre.add(row)
    forget(centre.session)
    assert calendar_for(centre.session, 1).is_workday(DAY)


def test_a_calendar_is_read_once_until_a_day_is_written(centre: Centre) -> None:
    assert calendar_for(centre.session, 1).is_workday(DAY)
    with centre.statements() as sent:
        calendar_for(centre.session, 1)
        zone_for(centre.session, 1)
        zone_for(centre.session, 1)
    assert len(sent) == 1
    row = WorkCalendar(**centre.base(), status="active", day=DAY, kind=DayKind.rest, site_id=1)
    centre.add(row)
    ledger.sync(centre.session, row, now=centre.now)
    assert not calendar_for(centre.session, 1).is_workday(DAY)


def test_a_sites_zone(centre: Centre) -> None:
    assert zone_for(centre.session, 1) == ZoneInfo("Asia/Shanghai")
    site = centre.session.get_one(Site, 2)
    site.zone = "Asia/Urumqi"
    centre.add(site)
    assert zone_for(centre.session, 2) == ZoneInfo("Asia/Urumqi")
    there, here = centre.order(site_id=2), centre.order()
    ends = [centre.rows(order, "finish")[0].due_at for order in (there, here)]
    assert ends[0] - ends[1] == dt.timedelta(hours=2)
