"""Recurring duties on the screen: the desk leads to the prefilled form, the calendar says how each stands, superiors waive."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from access import SYSTEM
from models.duty.duty_task import DutyTask
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser, Clock

CALENDAR = "/admin/duty_task/calendar/"
TODAY = dt.date(2026, 11, 19)
"""Thursday; ten in the morning."""


@pytest.fixture
def supervisor(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("cs_supervisor@ltxy")


def task(centre: Centre, duty: str, period: str = "2026-11-19") -> DutyTask:
    query = select(DutyTask).where(DutyTask.duty == duty, DutyTask.period == period, DutyTask.site_id == centre.site_id)
    return centre.session.scalars(query.execution_options(populate_existing=True).order_by(DutyTask.id).limit(1)).one()


def lines(browser: Browser) -> dict[str, str]:
    """The desk's duties: name, and everything its line says."""
    found = browser.get("/admin/").html.select("[data-column=duties] li")
    return {li.select_one(".t").get_text(strip=True): li.get_text(" ", strip=True) for li in found}  # type: ignore[union-attr]  # each line has a title


def go_to(browser: Browser, centre: Centre, duty: str, period: str = "2026-11-19") -> tuple[str, dict[str, str]]:
    answer = browser.get(f"/admin/duty_task/do/?id={task(centre, duty, period).id}")
    assert answer.status == 303
    parts = urlsplit(answer.location)
    return parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}


def test_the_desk_shows_what_is_due_overdue_first_and_drops_what_is_done(rolled: Centre, clerk: Browser) -> None:
    shown = lines(clerk)
    assert list(shown)[:2] == ["与夜班交接", "办公环境核查"]
    assert "逾期，应 今天 08:20" in shown["办公环境核查"]
    assert "今天 23:59 前" in shown["日清表"]
    assert "晨会" not in shown
    example(rolled, "OfficeEnvironmentCheck")
    rolled.session.commit()
    assert "办公环境核查" not in lines(clerk)


def test_each_leads_to_the_form_that_fulfils_it_prefilled(rolled: Centre, supervisor: Browser) -> None:
    assert go_to(supervisor, rolled, "morning_meeting") == ("/admin/meeting/new/", {"kind": "morning"})
    assert go_to(supervisor, rolled, "week_plan", "2026-W47") == (
        "/admin/work_plan/new/",
        {"kind": "work", "period_kind": "week", "period_from": "2026-11-23", "period_to": "2026-11-29"},
    )
    path, given = go_to(supervisor, rolled, "weekly_inspection", "2026-W47")
    assert (path, given["kind"]) == ("/admin/work_inspection/new/", "weekly")
    form = supervisor.get(
        f"/admin/duty_task/do/?id={task(rolled, 'weekly_inspection', '2026-W47').id}", follow_redirects=True
    )
    assert form.status == 200
    assert form.fields()["post"] == given["post"]


def test_a_duty_of_a_day_gone_by_opens_with_that_day(
    rolled: Centre, clock: Clock, sign_in: Callable[[str], Browser]
) -> None:
    clock.at += dt.timedelta(days=1)
    supervisor = sign_in("cs_supervisor@ltxy")
    assert go_to(supervisor, rolled, "morning_meeting") == (
        "/admin/meeting/new/", {"kind": "morning", "starts_at": "2026-11-19T08:30"}
    )  # fmt: skip


def test_the_desk_counts_and_leads_to_the_next_missing_one(rolled: Centre, sign_in: Callable[[str], Browser]) -> None:
    lead = sign_in("reception_lead@ltxy")
    clerk_id = str(rolled.staff("receptionist").id)
    assert "0/2" in lines(lead)["接待专员书面考核"]
    example(rolled, "WrittenAssessment")
    rolled.session.commit()
    assert "1/2" in lines(lead)["接待专员书面考核"]
    path, given = go_to(lead, rolled, "written_assessment", "2026-W47")
    assert (path, given) == ("/admin/written_assessment/new/", {"staff": clerk_id})


def test_a_paper_begun_is_gone_on_with_instead_of_a_second(rolled: Centre, clerk: Browser) -> None:
    log = example(rolled, "DailyLog", by="receptionist")
    rolled.session.commit()
    found = next(
        t for t in rolled.session.scalars(select(DutyTask).where(DutyTask.duty == "daily_log"))
        if t.staff_id == rolled.staff("receptionist").id
    )  # fmt: skip
    assert clerk.get(f"/admin/duty_task/do/?id={found.id}").location == f"/admin/daily_log/details/?id={log.id}"


def test_a_deputy_sees_whom_he_stands_in_for_and_it_goes_back(rolled: Centre, clock: Clock, clerk: Browser) -> None:
    assert "周收费情况汇总" not in lines(clerk)
    at = rolled.now
    rolled.make(
        "LeaveRequest", staff=rolled.staff("reception_lead").id, kind="official", official_kind="meeting", reason="外出开会",
        starts_at=at, ends_at=at + dt.timedelta(hours=8), deputy=rolled.staff("receptionist").id, applied_at=at,
    )  # fmt: skip
    rolled.session.commit()
    assert "周收费情况汇总" not in lines(clerk), "not approved yet"
    leave = rolled.session.scalars(select(type_of("LeaveRequest"))).one()
    approve(rolled, leave)
    assert f"代{rolled.staff('reception_lead').name}办理" in lines(clerk)["周收费情况汇总"]
    clock.at = at + dt.timedelta(hours=8)
    assert "周收费情况汇总" not in lines(clerk)


def type_of(register: str) -> type[DutyTask]:
    from models import by_name

    return by_name(register)  # type: ignore[return-value]  # any register will do


def approve(centre: Centre, leave: object) -> None:
    """Let the whole line decide; what is looked at here is what an approved leave does."""
    from workflow import apply

    for step in ("submit", "approve", "approve", "approve", "approve"):
        if getattr(leave, "status", "") != "approved":
            apply(centre.session, leave, step, {"reason": "同意"}, actor=SYSTEM, now=centre.now, forced=True)
    centre.session.commit()
    assert getattr(leave, "status", "") == "approved"


# -------------------------------------------------------------------------------------------------------- the calendar


def test_the_calendar_says_how_each_stands_in_words(rolled: Centre, clerk: Browser, supervisor: Browser) -> None:
    example(rolled, "OfficeEnvironmentCheck")
    rolled.session.commit()
    page = clerk.get(CALENDAR)
    assert page.one("h1").get_text() == f"{rolled.staff('receptionist').name}的履职日历"
    day = page.one(".cal td.today").get_text(" ", strip=True)
    assert "办公环境核查 逾期办结" in day
    assert "日清表 待办" in day
    assert "日清表 未到" in page.one(".cal").get_text(" ", strip=True)
    site = supervisor.get(f"{CALENDAR}?day=2026-11-19")
    assert "逾期办结 1" in site.one(".cal td.chosen").get_text(" ", strip=True)
    rows = {li.get_text(" ", strip=True) for li in site.html.select(".cal-day li")}
    assert any(r.startswith("08:20 办公环境核查") and "逾期办结" in r for r in rows)
    assert any("晨会" in r and "去办" in r for r in rows)


def test_months_follow_each_other_and_nonsense_shows_this_one(rolled: Centre, supervisor: Browser) -> None:
    page = supervisor.get(f"{CALENDAR}?month=2026-01")
    assert page.one(".cal-month").get_text() == "2026 年 1 月"
    assert "month=2025-12" in str(page.one("a[rel=prev]")["href"])
    assert "month=2026-02" in str(page.one("a[rel=next]")["href"])
    assert "元旦" in page.one(".cal").get_text()
    for wrong in ("month=2026-13", "month=x&staff=abc&day=1&site=99999999999", "month=0001-01", "staff=99999"):
        assert supervisor.get(f"{CALENDAR}?{wrong}").one(".cal-month").get_text() == "2026 年 11 月"


def test_head_office_sees_the_sites_side_by_side(rolled: Centre, sign_in: Callable[[str], Browser]) -> None:
    page = sign_in("hq_quality").get(CALENDAR)
    names = page.texts(".cal-sites tbody th")
    assert len(names) == 2
    assert "逾" in page.one(".cal-sites tbody").get_text()
    link = str(page.one(".cal-sites tbody th a")["href"])
    assert sign_in("hq_quality").get(link).one(".cal")


def test_who_has_no_business_with_the_ledger_has_no_calendar(rolled: Centre, technician: Browser) -> None:
    assert technician.get(CALENDAR).status == 403


# ------------------------------------------------------------------------------------------------------------- waiving


def test_a_superior_waives_with_a_reason_and_takes_it_back(rolled: Centre, clerk: Browser, supervisor: Browser) -> None:
    found = task(rolled, "office_check")
    url = f"/admin/duty_task/waive/?id={found.id}"
    assert clerk.get(url).status == 403
    assert clerk.post(url, reason="不用查").status == 403
    page = supervisor.get(url)
    assert supervisor.send(page, reason=" ").status == 422
    answer = supervisor.send(page, reason="当日停电，办公室不开放")
    assert (answer.status, answer.location) == (303, f"/admin/duty_task/details/?id={found.id}")
    assert "办公环境核查" not in lines(clerk)
    record = supervisor.get(answer.location)
    assert "免除" in record.one("[data-field=state]").get_text()
    assert "当日停电" in record.one("[data-field=waived_reason]").get_text()
    assert "当日停电" in supervisor.get(f"{CALENDAR}?day=2026-11-19&staff=all").one(".cal-day").get_text()
    back = supervisor.get(f"/admin/duty_task/reinstate/?id={found.id}")
    assert supervisor.send(back, reason="记错了一天").status == 303
    assert "办公环境核查" in lines(clerk)
    rolled.session.expire_all()
    assert task(rolled, "office_check").state.value == "overdue"
