"""Who is asked to read, who has, and the one way to say so: record page, desk, gate, description."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import SYSTEM, load_actor
from models import by_name
from models.base.user import User
from models.engine import Reading
from models.export import describe_one
from models.spec import Actor, Role
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import ROLES, Browser
from workflow import reading

LIST = "/admin/announcement/"


def notice(centre: Centre, *, kind: str = "internal", approved: bool = True) -> Any:
    made = example(centre, "Announcement", kind=kind, title="周五停水检修")
    if approved:
        centre.do(made, "submit", "receptionist")
        centre.do(made, "approve", "director")
    centre.session.commit()
    return made


@pytest.fixture
def told(centre: Centre) -> Any:
    return notice(centre)


def actor(centre: Centre, role: Role) -> Actor:
    user_id = centre.staff(role).user_id or 0
    found = load_actor(centre.session, user_id, site_id=centre.site_id)
    assert found is not None
    return found


def names(page: Any) -> dict[str, list[str]]:
    panel = page.one("[data-read-by]")
    return {dt.get_text(): [s.get_text(" ", strip=True) for s in dd.select("span")]
            for dt, dd in zip(panel.select("dt"), panel.select("dd"), strict=True)}  # fmt: skip


def test_the_page_says_who_has_read_it_and_who_has_not(clerk: Browser, centre: Centre, told: Any) -> None:
    page = clerk.get(f"{LIST}details/?id={told.id}")
    mine = centre.staff(Role.receptionist).name
    everybody = {centre.staff(r).name for r in ROLES}
    assert set(names(page)["未阅"]) == everybody
    assert "已阅" not in names(page)
    assert page.texts("[data-read-by] .count") == [f"0/{len(ROLES)}"]
    button = page.one("[data-read-by] button")
    assert clerk.post(str(button["formaction"])).status == 303
    again = clerk.get(f"{LIST}details/?id={told.id}")
    assert again.html.select("[data-read-by] button") == []
    assert again.texts("[data-read-by] .count") == [f"1/{len(ROLES)}"]
    assert names(again)["已阅"][0].startswith(mine)
    assert mine not in names(again)["未阅"]


def test_the_desk_lists_what_is_unread_and_forgets_it_once_read(
    clerk: Browser, sign_in: Callable[[str], Browser], told: Any
) -> None:
    assert clerk.get("/admin/").texts("[data-column=unread] .t") == ["周五停水检修"]
    assert sign_in("hq_quality").get("/admin/").html.select("[data-column=unread]") == []
    clerk.post(f"{LIST}acknowledge/?id={told.id}")
    assert clerk.get("/admin/").html.select("[data-column=unread]") == []


def test_saying_it_twice_keeps_the_first(clerk: Browser, centre: Centre, told: Any) -> None:
    me = actor(centre, Role.receptionist)
    assert workflow.acknowledge(centre.session, told, actor=me, now=centre.now)
    assert not workflow.acknowledge(centre.session, told, actor=me, now=centre.tick(60))
    (kept,) = centre.session.scalars(select(Reading)).all()
    assert (kept.user_id, kept.register, kept.record_id, kept.version) == (
        me.user_id,
        "announcement",
        told.id,
        told.version,
    )
    assert kept.at < centre.now


def test_nobody_is_asked_before_it_is_approved_or_about_a_public_notice(
    clerk: Browser, centre: Centre, sign_in: Callable[[str], Browser]
) -> None:
    draft, public = notice(centre, approved=False), notice(centre, kind="public")
    for record in (draft, public):
        assert clerk.get(f"{LIST}details/?id={record.id}").html.select("[data-read-by]") == []
        refused = clerk.post(f"{LIST}acknowledge/?id={record.id}")
        assert refused.status == 403
        assert "没有到需要阅知" in refused.words
    assert clerk.get("/admin/").html.select("[data-column=unread]") == []


def test_who_may_not_see_it_or_is_not_asked_is_refused(
    centre: Centre, sign_in: Callable[[str], Browser], told: Any
) -> None:
    other = sign_in("receptionist@yghy")
    assert other.post(f"{LIST}acknowledge/?id={told.id}").status == 404
    stranger = load_actor(
        centre.session, centre.session.scalars(select(User.id).where(User.username == "receptionist@yghy")).one()
    )
    quality = load_actor(
        centre.session, centre.session.scalars(select(User.id).where(User.username == "hq_quality")).one()
    )
    assert stranger is not None
    assert quality is not None
    with pytest.raises(workflow.Forbidden):
        workflow.acknowledge(centre.session, told, actor=stranger, now=centre.now)
    with pytest.raises(workflow.Forbidden, match="没有请您阅知"):
        workflow.acknowledge(centre.session, told, actor=quality, now=centre.now)
    assert centre.session.scalars(select(Reading)).all() == []


def test_a_reader_who_left_stays_on_the_list(centre: Centre, told: Any) -> None:
    workflow.acknowledge(centre.session, told, actor=actor(centre, Role.receptionist), now=centre.now)
    user = centre.session.get_one(by_name("User"), centre.staff(Role.receptionist).user_id)
    workflow.edit(centre.session, user, {"active": False}, actor=SYSTEM, now=centre.now)
    people = reading.account(centre.session, told)
    assert [p.user_id for p in people if p.at] == [user.id]


def test_the_declaration_says_whose_reading_is_asked() -> None:
    field = next(f for f in describe_one(by_name("Announcement"))["fields"] if f["name"] == "read_by")
    assert (field["type"], field["system"]) == ("readers", True)
    assert field["who"] == ["staff"]
    assert field["shown_when"] == {"field": "kind", "values": ["internal", "urgent"]}
