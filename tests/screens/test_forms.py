"""Creating and editing over HTTP: what the form starts with, what is kept, what is refused, who was faster."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from models import by_name
from models.engine import HistoryEntry
from seed.factories import Centre
from tests.screens.conftest import Browser, Clock, record

NEW = "/admin/repair_order/new/"
FILLED: dict[str, Any] = {"reporter": "周女士", "phone": "19800000001", "category": "water", "content": "水管漏水"}


def count(centre: Centre, register: str = "RepairOrder") -> int:
    centre.session.rollback()
    return centre.session.execute(select(func.count()).select_from(by_name(register))).scalar_one()


@pytest.fixture
def order(centre: Centre) -> Any:
    made = centre.repair_order(state="dispatched", remark="下午在家")
    centre.session.commit()
    return made


def edit(order: Any) -> str:
    return f"/admin/repair_order/edit/?id={order.id}"


def test_a_new_form_starts_with_what_is_known(clerk: Browser) -> None:
    fields = clerk.get("/admin/service_log/new/").fields()
    assert fields["received_at"] == "2026-11-19 22:00"
    assert fields["channel"] == "phone"
    assert fields["handled_by"], "the clerk herself"


def test_a_sent_form_becomes_a_numbered_record(clerk: Browser, centre: Centre) -> None:
    page = clerk.send(clerk.get(NEW), **FILLED, unit=str(centre.unit().id))
    assert page.status == 303
    shown = clerk.get(page.location)
    assert shown.value("content") == "水管漏水"
    assert shown.value("phone") == "19800000001"
    assert str(shown.one("[data-register]")["data-number"]).startswith("WX-LTXY-20261119-")
    assert "已登记" in " ".join(shown.texts("[role=status]"))


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(clerk: Browser, centre: Centre) -> None:
    page = clerk.send(clerk.get(NEW), **FILLED | {"reported_at": "gestern", "content": ""}, remark="请敲门 <b>")
    assert page.status == 422
    assert set(page.errors) == {"reported_at", "unit", "content"}
    kept = page.fields()
    assert (kept["reporter"], kept["reported_at"], kept["remark"]) == ("周女士", "gestern", "请敲门 <b>")
    assert "<b>" not in page.answer.text.split("<main")[1].split("</main")[0].replace("<b class", "")
    again = clerk.send(page, reported_at="2026-11-19 21:00", content="水管漏水", unit=str(centre.unit().id))
    assert again.status == 303
    assert count(centre) == 1


def test_required_when_follows_the_other_field(clerk: Browser) -> None:
    page = clerk.send(clerk.get(NEW), **FILLED, scope="public")
    assert set(page.errors) == {"location"}
    box = page.one('[data-box="location"]')
    assert box["data-required-when"] == "scope=public"


def test_a_second_press_gets_the_first_result(clerk: Browser, centre: Centre) -> None:
    page = clerk.get(NEW)
    first, second = (clerk.send(page, **FILLED, unit=str(centre.unit().id)) for _ in range(2))
    assert first.status == second.status == 303
    assert first.location == second.location
    assert count(centre) == 1


def test_a_save_touches_nothing_it_did_not_edit(clerk: Browser, centre: Centre) -> None:
    exact = dt.datetime(2026, 11, 19, 1, 58, 4, 567890, tzinfo=dt.UTC)
    order = centre.repair_order(reported_at=exact, remark="两行\n备注")
    centre.session.commit()
    before = {c.key: getattr(order, c.key) for c in type(order).__table__.columns}
    assert clerk.send(clerk.get(edit(order)), content="厨房和卫生间都漏").status == 303
    after = record(centre, "RepairOrder", order.id)
    changed = {k for k, v in before.items() if getattr(after, k) != v}
    assert changed == {"content", "updated_at", "version"}
    entry = centre.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert [c["field"] for c in entry.changes] == ["content"]


def test_a_save_without_a_change_writes_nothing(clerk: Browser, order: Any, centre: Centre) -> None:
    version = order.version
    assert clerk.send(clerk.get(edit(order))).status == 303
    assert record(centre, "RepairOrder", order.id).version == version


def test_a_part_of_a_form_changes_that_part_only(clerk: Browser, order: Any, centre: Centre) -> None:
    """A script may post the fields it means; what it leaves out stays."""
    clerk.post(edit(order), content="只改内容", version=str(order.version), form_token="t1")
    saved = record(centre, "RepairOrder", order.id)
    assert (saved.content, saved.scope, saved.category, saved.remark) == ("只改内容", "private", "water", "下午在家")


def test_a_masked_number_stays_when_the_form_is_saved(
    sign_in: Callable[[str], Browser], centre: Centre, order: Any
) -> None:
    owner = centre.owner(centre.unit())
    lead = sign_in("reception_lead@ltxy")
    page = lead.get(f"/admin/resident/edit/?id={owner.id}")
    assert page.fields()["phone"] == "198****0001"
    assert lead.send(page, workplace="第一中学").status == 303
    saved = record(centre, "Resident", owner.id)
    assert (saved.phone, saved.workplace) == ("19800000001", "第一中学")


def test_the_second_of_two_sees_what_the_first_did(
    clerk: Browser, sign_in: Callable[[str], Browser], order: Any, centre: Centre
) -> None:
    lead = sign_in("reception_lead@ltxy")
    mine, hers = clerk.get(edit(order)), lead.get(edit(order))
    assert lead.send(hers, content="卫生间漏水", remark="改成上午").status == 303
    page = clerk.send(mine, content="阳台漏水")
    assert page.status == 409
    assert "先改过" in page.words
    assert page.texts("section.stale del") == ["厨房水管漏水", "下午在家"]
    assert record(centre, "RepairOrder", order.id).content == "卫生间漏水"
    kept = page.fields()
    assert kept["content"] == "阳台漏水"
    assert kept["remark"] == "改成上午", "what only the other changed is taken over"
    theirs = clerk.send(page)
    assert theirs.status == 303
    assert record(centre, "RepairOrder", order.id).content == "卫生间漏水", "hers is chosen unless one says otherwise"


def test_one_may_insist_on_his_own_words(
    clerk: Browser, sign_in: Callable[[str], Browser], order: Any, centre: Centre
) -> None:
    lead = sign_in("reception_lead@ltxy")
    mine, hers = clerk.get(edit(order)), lead.get(edit(order))
    lead.send(hers, content="卫生间漏水", remark="改成上午")
    page = clerk.send(mine, content="阳台漏水")
    assert clerk.send(page, keep_content="mine").status == 303
    saved = record(centre, "RepairOrder", order.id)
    assert (saved.content, saved.remark) == ("阳台漏水", "改成上午")


def test_child_rows_are_added_changed_and_taken_away(clerk: Browser, centre: Centre) -> None:
    owner = centre.owner(centre.unit())
    url = f"/admin/resident/edit/?id={owner.id}"
    other = str(centre.unit("3-1-601").id)
    page = clerk.send(
        clerk.get(url),
        **{"occupancies-1-unit": other, "occupancies-1-relation": "tenant", "occupancies-1-since": "2026-01-01"},
    )
    assert page.status == 303, page.errors
    saved = record(centre, "Resident", owner.id)
    assert [(o.unit.address, str(o.relation)) for o in saved.occupancies] == [
        ("3栋1单元502", "owner"), ("3栋1单元601", "tenant"),
    ]  # fmt: skip
    bad = clerk.send(clerk.get(url), **{"occupancies-1-since": "2026-13-01"})
    assert bad.status == 422
    assert "occupancies-1-since" in bad.errors
    assert clerk.send(clerk.get(url), **{"occupancies-0-delete": "1"}).status == 303
    assert [o.unit.address for o in record(centre, "Resident", owner.id).occupancies] == ["3栋1单元601"]


def test_a_draft_survives_and_is_the_typists_alone(
    clerk: Browser, sign_in: Callable[[str], Browser], centre: Centre
) -> None:
    assert clerk.post("/admin/repair_order/draft/", reporter="周女士", content="没写完", scope="public").status == 204
    page = clerk.get(NEW)
    assert page.fields()["content"] == "没写完"
    assert page.fields()["scope"] == "public"
    assert sign_in("reception_lead@ltxy").get(NEW).fields()["content"] == ""
    assert clerk.send(page, **FILLED, location="大门口").status == 303
    assert clerk.get(NEW).fields()["content"] == "", "saved: forgotten"
    clerk.post("/admin/repair_order/draft/", content="再来")
    assert clerk.post("/admin/repair_order/draft/discard/").location == NEW
    assert clerk.get(NEW).fields()["content"] == ""


def test_a_hint_tells_of_the_same_trouble(clerk: Browser, centre: Centre, clock: Clock) -> None:
    before = centre.repair_order(reported_at=centre.now, category="leak")
    centre.session.commit()
    hint = f"/admin/repair_order/hint/?unit={before.unit_id}&category="
    found = clerk.client.get(hint + "leak").get_json()
    assert before.number in found["items"][0]["label"]
    assert clerk.client.get(hint + "door").status_code == 204
    assert clerk.client.get(hint + "nonsense").status_code == 204


def test_head_office_says_which_site(sign_in: Callable[[str], Browser], centre: Centre) -> None:
    admin = sign_in("sysadmin")
    page = admin.get("/admin/building/new/")
    assert "site" in page.fields()
    assert "site" in admin.send(page, code="9").errors
    done = admin.send(admin.get("/admin/building/new/"), code="9", site=str(centre.site_id))
    assert done.status == 303, done.errors


def test_who_may_not_is_told_why(technician: Browser, order: Any, sign_in: Callable[[str], Browser]) -> None:
    for url in (NEW, edit(order)):
        page = technician.get(url)
        assert page.status == 403
        assert "维修任务单" in page.words
    neighbour = sign_in("receptionist@yghy")
    assert neighbour.get(edit(order)).status == 404
    assert neighbour.post(edit(order), content="x").status == 404


def test_a_closed_document_can_not_be_edited(clerk: Browser, centre: Centre) -> None:
    order = centre.repair_order(state="approved")
    centre.session.commit()
    page = clerk.get(edit(order))
    assert page.status == 403
    assert "已审批" in page.words


@pytest.mark.parametrize("bad", ["0", "-1", "abc", "1,2", "99999999999999999999", "²", ""])
def test_an_id_that_is_none_is_not_found(clerk: Browser, bad: str) -> None:
    for page in ("details", "edit", "unmask"):
        assert clerk.get(f"/admin/repair_order/{page}/?id={bad}").status == 404


def test_flask_admins_own_doors_are_walled_up(clerk: Browser, order: Any) -> None:
    for path in ("delete/", "action/", "ajax/update/"):
        assert clerk.post(f"/admin/repair_order/{path}", id=str(order.id)).status in {404, 405}
    assert clerk.get("/admin/repair_order/ajax/lookup/").status == 404


def test_saving_and_submitting_in_one_press(sign_in: Callable[[str], Browser], centre: Centre) -> None:
    boss = sign_in("cs_supervisor@ltxy")
    page = boss.send(
        boss.get("/admin/staff_requisition/new/"),
        department=str(centre.department().id), post=str(centre.post().id), headcount="1", reason="vacancy",
        reason_detail="补缺", requirements="会用电脑", needed_by="2026-12-31", after="submit",
    )  # fmt: skip
    assert page.status == 303, page.errors
    shown = boss.get(page.location)
    assert shown.one("[data-register]")["data-status"] == "submitted", shown.words[:300]
