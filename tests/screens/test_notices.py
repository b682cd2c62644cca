"""The bell: who is told of what, once, never the actor; only the person's own; links through the ordinary check."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from access import SYSTEM, acting
from deadlines.sweep import sweep
from models.base.user import User
from models.engine import HistoryEntry, Notice
from models.spec import L, Role, Tell
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser
from workflow.effects import perform

PAGE = "/admin/notices/"


def told(centre: Centre) -> dict[str, list[str]]:
    """The notices by account, oldest first."""
    out: dict[str, list[str]] = {}
    query = select(User.username, Notice.zh).join(User, User.id == Notice.user_id).order_by(Notice.id)
    for username, words in centre.session.execute(query):
        out.setdefault(username, []).append(words)
    return out


@pytest.fixture
def paper(centre: Centre) -> Any:
    made = example(centre, "Announcement", title="周五停水检修")
    centre.do(made, "submit", "receptionist")
    centre.session.commit()
    return made


def bell(browser: Browser) -> str:
    return browser.get("/admin/").one("a.bell").get_text(strip=True)


def test_a_submitted_document_rings_for_whoever_decides_and_rests_when_decided(
    centre: Centre, director: Browser, clerk: Browser, paper: Any
) -> None:
    assert told(centre) == {"director@ltxy": [f"公告通知 {paper.number} 等您审批。"]}
    assert (bell(director), bell(clerk)) == ("1", "")
    centre.do(paper, "approve", "director")
    centre.session.commit()
    assert bell(director) == ""


def test_the_list_leads_to_the_record_and_marks_it_read(director: Browser, paper: Any) -> None:
    page = director.get(PAGE)
    (line,) = page.texts(".notices .new .line > span")
    assert line == f"未读 公告通知 {paper.number} 等您审批。"
    answer = director.post(str(page.one("[data-notice]")["formaction"]))
    assert (answer.status, answer.location) == (303, f"/admin/announcement/details/?id={paper.id}")
    assert bell(director) == ""
    assert director.get(PAGE).html.select(".notices .new") == []


def test_all_are_marked_read_at_once(director: Browser, centre: Centre, paper: Any) -> None:
    other = example(centre, "Announcement", title="节日安排")
    centre.do(other, "submit", "receptionist")
    centre.session.commit()
    assert bell(director) == "2"
    assert director.post(f"{PAGE}read/").status == 303
    assert bell(director) == ""


def test_nobody_opens_or_reads_another_persons(clerk: Browser, director: Browser, centre: Centre, paper: Any) -> None:
    (notice,) = centre.session.scalars(select(Notice)).all()
    assert clerk.get(PAGE).html.select("[data-notice]") == []
    assert clerk.post(f"{PAGE}open/?id={notice.id}").status == 404
    clerk.post(f"{PAGE}read/")
    assert bell(director) == "1"
    assert clerk.post(f"{PAGE}open/?id=no").status == 404


def test_a_link_to_what_one_may_no_longer_see_is_refused_by_the_record(centre: Centre, technician: Browser) -> None:
    cash = example(centre, "Budget")
    with acting(centre.session, SYSTEM):
        perform(centre.session, cash, [Tell(("technician",), L("看看{number}", "See {number}"))], actor=SYSTEM,
                now=centre.now, via=cash)  # fmt: skip
    centre.session.commit()
    page = technician.get(PAGE)
    answer = technician.post(str(page.one("[data-notice]")["formaction"]))
    assert technician.get(answer.location).status == 404


def test_a_rule_tells_roles_and_named_persons_once_and_never_the_actor(centre: Centre) -> None:
    order = centre.repair_order(state="dispatched")
    clerk = centre.actor("receptionist")
    before = set(centre.session.scalars(select(Notice.id)))
    effect = Tell(
        ("@technician", "@creator", "receptionist", "director"), L("{who}催办{number}", "{who} urges {number}")
    )
    for _ in range(2):
        perform(centre.session, order, [effect, effect], actor=clerk, now=centre.now, via=order)
    fresh = centre.session.scalars(select(Notice).where(Notice.id.not_in(before))).all()
    assert {n.user_id for n in fresh} == {centre.staff(Role.technician).user_id, centre.staff(Role.director).user_id}
    assert len(fresh) == 2
    assert {n.zh for n in fresh} == {f"{clerk.name}催办{order.number}"}
    assert {n.en for n in fresh} == {f"{clerk.name} urges {order.number}"}
    assert all(n.site_id == order.site_id and n.read_at is None for n in fresh)


def test_what_the_sweep_tells_one_level_up_rings_there_once(centre: Centre) -> None:
    centre.staff(Role.engineering_lead)
    order = centre.repair_order(state="dispatched")
    late = centre.now + dt.timedelta(hours=1)
    with acting(centre.session, SYSTEM):
        assert sweep(centre.session, late).escalated
        sweep(centre.session, late)
    rows = centre.session.scalars(select(Notice).where(Notice.occasion.startswith("late"))).all()
    assert rows
    assert len({(n.user_id, n.occasion) for n in rows}) == len(rows)
    assert all(order.number in n.zh and "已超过时限" in n.zh for n in rows)
    above = {centre.staff(r).user_id for r in (Role.engineering_lead, Role.reception_lead, Role.cs_supervisor)}
    assert {n.user_id for n in rows} <= above


def test_each_round_rings_anew(centre: Centre, director: Browser, paper: Any) -> None:
    centre.do(paper, "return_", "director", reason="写明停水时间")
    centre.do(paper, "submit", "receptionist")
    centre.session.commit()
    assert bell(director) == "1"
    assert len(told(centre)["director@ltxy"]) == 2


def test_signed_out_there_is_no_list(sign_in: Callable[[str], Browser], clerk: Browser) -> None:
    fresh = clerk.client.application.test_client()
    assert fresh.get(PAGE).status_code in {302, 303}


def test_a_person_chooses_where_notices_are_mailed(clerk: Browser, centre: Centre) -> None:
    page = clerk.get(PAGE)
    assert page.one("#mail-choice option[selected]")["value"] == "digest"
    wrong = clerk.post(f"{PAGE}mail/", email="zhang@nowhere", mail="all")
    assert wrong.status == 422
    assert "邮箱地址看起来不完整" in wrong.one("[data-error-for=email]").get_text()
    assert wrong.one("#mail-email")["value"] == "zhang@nowhere"
    assert clerk.post(f"{PAGE}mail/", email=" zhang@example.com ", mail="all").status == 303
    page = clerk.get(PAGE)
    assert page.one("#mail-email")["value"] == "zhang@example.com"
    assert page.one("#mail-choice option[selected]")["value"] == "all"
    user = centre.session.scalars(select(User).where(User.username == "receptionist@ltxy")).one()
    entry = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "user", HistoryEntry.record_id == user.id)
    ).all()[-1]
    assert {change["field"] for change in entry.changes} == {"email", "mail"}
    assert clerk.post(f"{PAGE}mail/", email="", mail="often").status == 400
    assert clerk.post(f"{PAGE}mail/", email="", mail="none").status == 303


def test_a_clock_says_what_started_it_what_stops_it_and_who_answers(centre: Centre, clerk: Browser) -> None:
    order = centre.repair_order(state="dispatched")
    centre.session.commit()
    page = clerk.get(f"/admin/repair_order/details/?id={order.id}")
    lines: dict[str, list[str]] = {}
    for line in page.html.select(".dead li"):
        name, *rest = [part.get_text() for part in line.select("span, small")]
        lines[name] = rest
    technician = centre.staff(Role.technician).name
    assert lines["到场"][1:] == [
        f"{technician}负责", "从“派单时间”起算；约定了“预约时间”时以约定为限 · 填了“到场时间”为止",
    ]  # fmt: skip
    assert lines["派单"][1:] == ["接待专员负责", "从“报修时间”起算 · 填了“派单时间”为止"]


def test_the_settings_say_that_limits_change_for_new_clocks_only(centre: Centre, director: Browser) -> None:
    page = director.get(f"/admin/settings/?site={centre.site_id}")
    assert "只对以后开始计时的单据生效" in page.html.get_text()
    marked = {str(box["data-box"]) for box in page.html.select("[data-box]") if "只对新的计时生效" in box.get_text()}
    assert {"set-repair.arrive_minutes", "set-deadline.warn_days", "set-duty.holiday_shift"} <= marked
    assert "set-phone.greeting" not in marked
