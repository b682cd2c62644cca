"""What a deputy meets on the screen: everything he is told of opens, and the leave says beforehand what he may not do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from access import SYSTEM
from deadlines.sweep import sweep
from jobs import letters
from models.base.user import MailChoice
from models.engine import OutgoingMail
from models.spec import Role
from seed.factories import Centre
from tests.screens.conftest import Browser, Clock, Page
from tests.screens.test_duties import CALENDAR, approve, lines, task
from workflow import accounts, apply

HOUR = dt.timedelta(hours=1)


def leave(centre: Centre, who: Role, deputy: Role, hours: int = 9) -> Any:
    """An approved leave that began an hour ago; the deputy has been told, and mailed."""
    asked = centre.make(
        "LeaveRequest", staff=centre.staff(who).id, kind="official", official_kind="meeting", reason="外出开会",
        starts_at=centre.now - HOUR, ends_at=centre.now + hours * HOUR, deputy=centre.staff(deputy).id,
        applied_at=centre.now - 24 * HOUR,
    )  # fmt: skip
    approve(centre, asked)
    user_id = centre.staff(deputy).user_id or 0
    accounts.choose_mail(
        centre.session, user_id, email="deputy@example.invalid", mail=MailChoice.digest, actor=SYSTEM, now=centre.now
    )
    sweep(centre.session, centre.now)
    centre.session.commit()
    letters.write(centre.session, "", centre.now)
    centre.session.commit()
    return asked


def opens(browser: Browser, url: str) -> str:
    """Where an address leads to, the page being there."""
    page = browser.get(url, follow_redirects=True)
    assert page.status == 200, f"{url}: {page.status}"
    return page.answer.request.path


@pytest.mark.parametrize("deputy", [Role.guard, Role.technician, Role.hr_admin])
def test_g3_a_deputy_opens_everything_he_is_told_of(
    rolled: Centre, sign_in: Callable[[str], Browser], deputy: Role
) -> None:
    leave(rolled, Role.receptionist, deputy)
    browser = sign_in(f"{deputy.value}@ltxy")
    may = {"日清表"} | ({"与夜班交接"} if deputy is not Role.hr_admin else set())
    shown = lines(browser)
    assert {name for name, said in shown.items() if "代" in said} == {*may, "周总结"}
    desk = browser.get("/admin/")
    for a in desk.html.select("[data-column=duties] a[href]"):
        opens(browser, str(a["href"]))
    calendar = browser.get(CALENDAR + f"?staff={rolled.staff(deputy).id}")
    today = calendar.one(".cal td.today").get_text(" ", strip=True)
    assert all(name in today for name in may)
    assert "办公环境核查" not in today
    for a in calendar.html.select(".crumbs a[href], .cal-head a[href], .cal-day a[href]"):
        opens(browser, str(a["href"]))
    for form in browser.get("/admin/notices/").html.select("form[action*='/open/'], button[formaction*='/open/']"):
        answer = browser.post(str(form.get("action") or form["formaction"]))
        assert answer.status == 303
        opens(browser, answer.location)
    [mail] = rolled.session.scalars(select(OutgoingMail)).all()
    links = [line.strip() for line in mail.body.splitlines() if line.strip().startswith("/admin/duty_task")]
    assert len(links) >= len(may)
    assert {opens(browser, link) for link in links} <= {"/admin/daily_log/new/", "/admin/shift_handover/new/"}, (
        "the letter"
    )


def test_what_is_done_or_not_his_any_more_is_said_and_what_never_was_stays_hidden(
    rolled: Centre, clock: Clock, sign_in: Callable[[str], Browser]
) -> None:
    leave(rolled, Role.receptionist, Role.guard)
    guard = sign_in("guard@ltxy")
    found = task(rolled, "night_handover")
    assert opens(guard, f"/admin/duty_task/do/?id={found.id}") == "/admin/shift_handover/new/"
    assert guard.get(f"/admin/duty_task/do/?id={task(rolled, 'office_check').id}").status == 404
    clock.at += 10 * HOUR
    guard = sign_in("guard@ltxy")
    page = guard.get(f"/admin/duty_task/do/?id={found.id}", follow_redirects=True)
    assert (page.answer.request.path, page.status) == ("/admin/", 200)
    assert "已经办结，或现在不由您办理" in page.words
    assert guard.get(CALENDAR).status == 403, "he stands in for nobody now"


def test_what_the_deputy_may_not_do_is_on_the_superiors_desk(rolled: Centre, sign_in: Callable[[str], Browser]) -> None:
    leave(rolled, Role.receptionist, Role.guard)
    name = rolled.staff(Role.receptionist).name
    lead = sign_in("reception_lead@ltxy")
    assert f"{name}请假，转上级" in lines(lead)["办公环境核查"]
    assert "日清表" in lines(lead), "his own"
    assert "与夜班交接" not in lines(lead), "the deputy does it"


def test_a_superior_who_may_not_either_is_told_to_have_it_done(
    rolled: Centre, sign_in: Callable[[str], Browser]
) -> None:
    leave(rolled, Role.cs_supervisor, Role.guard)
    director = sign_in("director@ltxy")
    said = lines(director)["岗位抽检"]
    assert "请安排有权限的同事办理" in said
    assert "无权限" in said
    where = str(director.get("/admin/").html.find("a", string="岗位抽检")["href"])  # type: ignore[index]  # it is there
    assert opens(director, where) == "/admin/duty_task/details/"


def hint(browser: Browser, centre: Centre, who: Role, deputy: Role, days: int = 2) -> Page:
    start = centre.now + 24 * HOUR
    return browser.get(
        f"/admin/leave_request/hint/?staff={centre.staff(who).id}&deputy={centre.staff(deputy).id}"
        f"&starts_at={start:%Y-%m-%dT%H:%M}&ends_at={start + days * 24 * HOUR:%Y-%m-%dT%H:%M}"
    )


def test_the_form_and_the_approver_learn_what_the_deputy_may_not_do(
    rolled: Centre, clerk: Browser, sign_in: Callable[[str], Browser], director: Browser
) -> None:
    form = clerk.get("/admin/leave_request/new/").one("form[data-main]")
    assert (form["data-hint"], form["data-hint-beside"]) == ("/admin/leave_request/hint/", "deputy")
    guard, lead = rolled.staff(Role.guard).name, rolled.staff(Role.reception_lead).name
    said = hint(clerk, rolled, Role.receptionist, Role.guard).answer.json
    assert said == {"text": f"{guard}没有权限办理：安排前一天未办事项、办公环境核查。请假期间转给{lead}。"}
    assert hint(clerk, rolled, Role.receptionist, Role.reception_lead).status == 204
    assert hint(clerk, rolled, Role.receptionist, Role.guard, days=-1).status == 204
    assert clerk.get("/admin/leave_request/hint/?staff=x&deputy=99999999&starts_at=&ends_at=1").status == 204
    asked = rolled.make(
        "LeaveRequest", staff=rolled.staff(Role.receptionist).id, kind="official", official_kind="meeting", reason="开会",
        starts_at=rolled.now + 16 * HOUR, ends_at=rolled.now + 48 * HOUR, deputy=rolled.staff(Role.guard).id,
        applied_at=rolled.now,
    )  # fmt: skip
    rolled.session.commit()
    apply(rolled.session, asked, "submit", {}, actor=SYSTEM, now=rolled.now, forced=True)
    rolled.session.commit()
    page = director.get(f"/admin/leave_request/details/?id={asked.id}")
    assert f"{guard}没有权限办理：" in page.words
    assert f"请假期间转给{lead}" in page.words
