"""Desk, search, role matrix, settings, merging: the screens that belong to no single register."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from models import REGISTERS
from models.engine.settings import setting
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser, Clock, record

ROLES = "/admin/roles/?module=service"


def test_the_desk_has_what_each_person_must_do(
    clerk: Browser, technician: Browser, director: Browser, centre: Centre
) -> None:
    waiting = centre.repair_order(content="待派的单")
    mine = centre.repair_order(state="dispatched", content="派给我的单")
    paper = centre.requisition(state="submitted")
    centre.session.commit()

    def column(browser: Browser, key: str) -> str:
        return browser.get("/admin/").one(f'[data-column="{key}"]').get_text(" ")

    assert "待派的单" in column(clerk, "todo")
    assert "待派的单" in column(clerk, "latest")
    card = technician.get("/admin/").one(f'article[data-id="{mine.id}"]')
    assert "派给我的单" not in column(technician, "todo"), "said once: it stands above as a card"
    assert "3栋1单元502" in card.get_text()
    assert card.select_one('[formaction*="arrive"], [href*="arrive"]') is not None
    assert str(waiting.id) not in [a["data-id"] for a in technician.get("/admin/").html.select("article")]
    assert "补缺" in column(director, "waiting") or "接待专员" in column(director, "waiting"), paper.number
    assert "没有等您审批" in column(clerk, "waiting")


def test_nobodys_desk_has_what_he_may_not_do_or_what_is_merely_in_use(
    sign_in: Callable[[str], Browser], director: Browser, centre: Centre
) -> None:
    """The director can approve hot work, so it does not pass up (G3, A-77); a badge in use is no task."""
    permit = example(centre, "HotWorkPermit")
    for step, who in (("submit", "technician"), ("first_approve", "security_lead")):
        centre.do(permit, step, who)
    badge = example(centre, "Badge")
    centre.session.commit()
    step = "[formaction*='hot_work_permit/transition/approve'], [href*='hot_work_permit/transition/approve']"
    assert director.get("/admin/").html.select(step)
    assert not sign_in("hq_quality").get("/admin/").html.select(step)
    hr = sign_in("hr_admin@ltxy")
    assert badge.number not in hr.get("/admin/").words
    assert hr.get("/admin/badge/?chip=waiting").ids == []
    assert "在用" in hr.get(f"/admin/badge/details/?id={badge.id}").words


def test_one_search_over_all_registers(clerk: Browser, sign_in: Callable[[str], Browser], centre: Centre) -> None:
    order = centre.repair_order(content="电梯困人")
    centre.session.commit()
    by_number = clerk.get("/admin/search", query_string={"q": order.number})
    assert order.number in by_number.texts('section[data-register="repair_order"] a')
    groups = [
        str(s["data-register"]) for s in clerk.get("/admin/search?q=19800000001").html.select("section[data-register]")
    ]
    assert {"repair_order", "resident"} <= set(groups)
    assert sign_in("receptionist@yghy").get("/admin/search?q=电梯困人").texts("section[data-register]") == []
    assert clerk.get("/admin/search").status == 200
    assert clerk.get("/admin/search?q=%25%22%27").status == 200


def test_every_register_has_its_screens(sign_in: Callable[[str], Browser], clerk: Browser) -> None:
    admin = sign_in("sysadmin")
    seen = {}
    for model in REGISTERS:
        for path in ("", "new/", "details/?id=999999", "edit/?id=999999"):
            for browser in (admin, clerk):
                page = browser.get(f"/admin/{model.slug()}/{path}")
                seen[model.slug(), path] = page.status
                assert page.status in {200, 403, 404}, (model.slug(), path, page.words[:200])
                assert "Traceback" not in page.answer.text
    assert {seen[m.slug(), "details/?id=999999"] for m in REGISTERS} == {404}


def test_the_role_matrix_opens_and_closes_a_right_at_once(
    sign_in: Callable[[str], Browser], clerk: Browser, centre: Centre
) -> None:
    admin = sign_in("sysadmin")
    page = admin.get(ROLES)
    ticked = {str(c["name"]): "1" for c in page.html.select("input[type=checkbox][checked]")}
    grant = "grant-repair_order-receptionist-create"
    assert grant in ticked
    fields: dict[str, Any] = {n: v for n, v in page.fields().items() if not n.startswith("grant-")}
    fields["shown"] = [str(i["value"]) for i in page.html.select("input[name=shown]")]
    ticked.pop(grant)
    url = str(page.one("form[data-main]")["action"])
    assert clerk.get("/admin/repair_order/new/").status == 200
    assert admin.post(url, {**fields, **ticked}).status == 303
    assert clerk.get("/admin/repair_order/new/").status == 403
    assert [str(c["name"]) for c in admin.get(ROLES).html.select("input.chg")] == [grant]
    late = admin.post(url, {**fields, **ticked, grant: "1"})
    assert late.status == 409, "the page is older than the matrix"
    assert admin.post(f"/admin/roles/reset/?site={centre.site_id}&module=service").status == 303
    assert clerk.get("/admin/repair_order/new/").status == 200


def test_what_separates_duties_can_not_be_ticked(sign_in: Callable[[str], Browser]) -> None:
    admin = sign_in("sysadmin")
    page = admin.get(ROLES)
    locked = next(m for m in REGISTERS if m.slug() == "service_log").__register__.locked_rights
    assert "read" in locked
    assert page.html.select_one('input[name="grant-service_log-guard-read"]') is None
    fields: dict[str, Any] = dict(page.fields().items())
    fields["shown"] = [str(i["value"]) for i in page.html.select("input[name=shown]")]
    admin.post(str(page.one("form[data-main]")["action"]), {**fields, "grant-service_log-guard-read": "1"})
    assert admin.get(ROLES).html.select("input.chg") == []


def test_only_the_administrator_sees_the_matrix(clerk: Browser, director: Browser) -> None:
    for browser in (clerk, director):
        assert browser.get(ROLES).status == 403


def test_a_setting_is_set_used_and_taken_back(director: Browser, clerk: Browser, centre: Centre) -> None:
    url = "/admin/settings/"
    page = director.get(url)
    assert "未配置" in page.words
    assert "建议" in page.words
    wrong = director.post(url, {"set-repair.arrive_minutes": "bald"})
    assert (wrong.status, list(wrong.errors)) == (422, ["set-repair.arrive_minutes"])
    assert director.post(url, {"set-repair.arrive_minutes": "45"}).status == 303
    order = centre.repair_order()
    centre.session.commit()
    step = clerk.get(f"/admin/repair_order/transition/dispatch/?id={order.id}")
    done = clerk.get(clerk.send(step, technician=str(centre.staff("technician").id)).location)
    assert "22:45前到场" in " ".join(done.texts("[role=status]")).replace(" ", "").replace("2026-11-19", "")
    assert director.post(url, {"set-repair.arrive_minutes": ""}).status == 303
    assert director.get(url).fields()["set-repair.arrive_minutes"] == ""
    assert director.post(url, {"set-repair.arrive_minutes": "40"}).status == 303
    assert clerk.get(url).status == 403


def test_two_records_of_one_person_become_one(clerk: Browser, technician: Browser, centre: Centre) -> None:
    one, two = centre.owner(centre.unit()), centre.owner(centre.unit("3-1-601"))
    centre.session.rollback()
    url = f"/admin/resident/merge/?id={two.id}"
    page = clerk.get(url)
    assert "周02" in page.words
    assert clerk.send(page).status == 422
    assert clerk.send(page, merged_into=str(two.id)).status == 422
    done = clerk.send(page, merged_into=str(one.id))
    assert done.location == f"/admin/resident/details/?id={one.id}"
    kept = record(centre, "Resident", one.id)
    assert {o.unit.address for o in kept.occupancies} == {"3栋1单元502", "3栋1单元601"}
    assert clerk.get(url).status in {403, 404}
    assert technician.get(url).status in {403, 404}
    assert clerk.get("/admin/repair_order/merge/?id=1").status == 404


def test_settings_are_read_and_written_in_words(sign_in: Callable[[str], Browser], centre: Centre) -> None:
    admin = sign_in("sysadmin")
    page = admin.get("/admin/settings/")
    chosen = [o.get_text() for o in page.html.select('[name="set-repair.approve_weekday"] option')]
    assert chosen[:3] == ["按默认（周一）", "周一", "周二"]
    assert "维修回访：电话、上门" in str(page.one('[name="set-callback.methods"]')["placeholder"])
    assert "repair=" not in page.words
    given = {
        "set-repair.approve_weekday": "周三",
        "set-callback.methods": "维修回访：电话",
        "set-repair.night_clock": "是",
    }
    assert admin.post("/admin/settings/", given).status == 303
    again = admin.get("/admin/settings/")
    assert again.one('[name="set-repair.approve_weekday"] option[selected]').get_text() == "周三"
    assert setting(centre.session, centre.site_id, "repair.approve_weekday") == 3
    assert setting(centre.session, centre.site_id, "callback.methods") == {"repair": ("phone",)}
    assert admin.post("/admin/settings/", given).status == 303
    assert "已保存 0 项参数" in admin.get("/admin/settings/").words, "the same in other words is no change"


def test_the_calendar_says_which_year_it_does_not_know(sign_in: Callable[[str], Browser], clock: Clock) -> None:
    clock.at = dt.datetime(2088, 5, 1, tzinfo=dt.UTC)
    assert "2088 年的法定节假日安排尚未收录" in sign_in("sysadmin").get("/admin/work_calendar/").words


def test_accounts_are_listed_with_their_roles(sign_in: Callable[[str], Browser]) -> None:
    assert "接待专员 蓝天新苑" in sign_in("sysadmin").get("/admin/user/?search=receptionist").words
