"""The bell: who is told of what, once, never the actor; only the person's own; links through the ordinary check."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from access import SYSTEM, acting
from deadlines.sweep import sweep
from models.base.user import User
from models.engine import Notice
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
