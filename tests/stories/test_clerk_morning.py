"""The clerk's morning: a call comes in, becomes a repair order, is dispatched; the slip comes back; she calls the owner."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from seed.examples import example
from seed.factories import Centre
from tests.stories.conftest import House
from tests.stories.people import Person

pytestmark = pytest.mark.browser
CLERK = "receptionist@ltxy"


def test_a_call_becomes_a_dispatched_order(person: Callable[..., Person], house: House) -> None:
    clerk = person(CLERK)
    page = clerk.page
    page.keyboard.press("n")
    expect(page.locator("#page-quick .mi").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/service_log/new/")
    clerk.fill("content", "厨房水管漏水，橱柜里全是水")
    clerk.pick("unit", "3-1-502", "3栋1单元502")
    expect(page.locator("[name=caller]")).to_have_value("周01")  # the home's owner comes with the home
    expect(page.locator("[name=phone]")).to_have_value("19800000001")
    clerk.pick("kind", "报修")
    clerk.save()
    assert clerk.number.startswith("FW-LTXY-")
    assert clerk.buttons()[0] == "to_repair"  # a repair's usual next step

    clerk.press("to_repair")
    expect(page.locator("[name=reporter]")).to_have_value("周01")
    expect(page.locator("[name=content]")).to_have_value("厨房水管漏水，橱柜里全是水")
    clerk.pick("category", "水")
    clerk.save()
    assert clerk.number.startswith("WX-LTXY-")
    assert clerk.status == "registered"

    clerk.press("dispatch")
    name = house.papers(lambda centre: centre.staff("technician").name)
    clerk.pick("technician", name)
    clerk.save()
    assert clerk.status == "dispatched"
    assert f"已派给{name}" in clerk.said
    assert "前到场" in clerk.said


def test_what_is_missing_is_said_beside_the_field_and_the_typed_text_stays(person: Callable[..., Person]) -> None:
    clerk = person(CLERK).open("/admin/repair_order/new/")
    clerk.fill("content", "阳台灯不亮")
    with clerk.page.expect_response(lambda r: r.request.method == "POST" and r.url.endswith("/new/")) as answer:
        clerk.save()
    assert answer.value.status == 422
    assert {"unit", "reporter", "phone", "category"} <= set(clerk.errors())
    assert clerk.page.input_value("[name=content]") == "阳台灯不亮"
    expect(clerk.page.locator("#page-errors")).to_be_focused()
    clerk.page.locator("#page-errors a").first.click()
    expect(clerk.box("unit").locator(".ts-control input")).to_be_focused()


def test_typing_where_a_form_starts_looks_up_what_was_typed(person: Callable[..., Person]) -> None:
    clerk = person(CLERK).open("/admin/repair_order/new/")
    expect(clerk.box("unit").locator(".ts-control input")).to_be_focused()
    with clerk.page.expect_response(lambda r: r.url.endswith("/lookup/unit?q=3-1-502")):
        clerk.page.keyboard.type("3-1-502")


def test_a_double_click_on_save_makes_one_order(person: Callable[..., Person]) -> None:
    clerk = person(CLERK).open("/admin/repair_order/new/")
    clerk.choose("scope", "公共")
    for field, text in (
        ("location", "北门岗亭"),
        ("reporter", "保安"),
        ("phone", "19900000009"),
        ("content", "岗亭灯闪"),
    ):
        clerk.fill(field, text)
    clerk.pick("category", "电")
    with clerk.page.expect_navigation(url="**/details/**"):
        clerk.page.locator("[data-save]").dblclick()
    clerk.open("/admin/repair_order/?search=岗亭灯闪")
    assert len(clerk.rows()) == 1
    assert "北门岗亭" in clerk.page.locator("tr[data-id]").inner_text()  # the public place stands where a home would


def test_a_draft_survives_a_reload_and_an_expired_session(person: Callable[..., Person]) -> None:
    clerk = person(CLERK, fresh=True).open("/admin/complaint/new/")
    page = clerk.page
    with page.expect_response("**/complaint/draft/"):
        clerk.fill("summary", "夜里装修的声音太大")
    expect(page.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    page.reload()
    assert page.input_value("[name=summary]") == "夜里装修的声音太大"
    clerk.sees("已恢复")
    page.context.clear_cookies()
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/complaint/new/")
    assert "/login" in page.url
    clerk.enter(CLERK)
    page.wait_for_url("**/complaint/new/")
    assert page.input_value("[name=summary]") == "夜里装修的声音太大"
    page.get_by_text("不要了，重新填").click()
    expect(page.locator("[name=summary]")).to_have_value("")


def test_the_slip_comes_back_and_the_owner_is_called(person: Callable[..., Person], house: House) -> None:
    order = house.papers(lambda centre: centre.repair_order(state="completed").id)
    clerk = person(CLERK).record("repair_order", order)
    assert clerk.buttons()[0] == "return_slip"
    clerk.press("return_slip")
    clerk.save()
    assert clerk.status == "returned"
    clerk.press("call_back")
    expect(clerk.page.locator("[name=interviewee]")).to_have_value("周女士")
    clerk.choose("reached", "是")
    clerk.choose("satisfaction", "5")
    clerk.save()
    assert clerk.number.startswith("HF-LTXY-")
    clerk.record("repair_order", order)
    assert clerk.status == "called_back"
    assert "approve" not in clerk.buttons()
    assert clerk.page.locator(".rec-acts .btn.primary").count() == 0  # nothing is hers to do now; rework is no default


def test_a_call_back_of_an_order_fills_itself_in(person: Callable[..., Person], house: House) -> None:
    number = house.papers(lambda centre: centre.repair_order(state="returned", content="浴室灯不亮").number)
    clerk = person(CLERK).open("/admin/callback/new/")
    clerk.pick("kind", "维修")
    clerk.pick("repair_order", number)
    expect(clerk.page.locator("[name=interviewee]")).to_have_value("周女士")
    expect(clerk.page.locator("[name=phone]")).to_have_value("19800000001")
    expect(clerk.box("unit")).to_contain_text("3栋1单元502")


def test_she_finds_and_keeps_her_list(person: Callable[..., Person], house: House) -> None:
    house.papers(lambda centre: [centre.repair_order(content=f"门锁坏了{n}") for n in range(3)])
    clerk = person(CLERK).open("/admin/repair_order/")
    page = clerk.page
    page.keyboard.press("/")
    page.keyboard.type("门锁")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=**")
    assert len(clerk.rows()) == 3
    page.locator("summary", has_text="视图").click()
    page.fill("form.foot2 [name=name]", "门锁的单子")
    page.locator("form.foot2 button", has_text="保存").click()
    page.locator("summary", has_text="视图").click()
    expect(page.locator("form.view a")).to_have_text("门锁的单子")
    page.keyboard.press("Escape")
    page.locator("#filters summary").click()
    page.locator("#filters label", has_text="已派单").click()
    page.locator("#filters .btn.primary").click()
    page.wait_for_url("**flt_status**")
    assert clerk.rows() == []
    clerk.sees("没有找到")
    state = page.locator("th", has_text="状态")
    clerk.open("/admin/repair_order/")
    expect(state).to_be_in_viewport(ratio=1)
    expect(page.locator("tr[data-id] .ck").first).to_be_in_viewport(ratio=1)  # the clock shows without scrolling


def test_a_receipt_offers_the_bills_of_the_home_chosen_and_others_when_it_is_another(
    person: Callable[..., Person], house: House
) -> None:
    def owed(centre: Centre) -> list[str]:
        fee = example(centre, "FeeItem")
        days = {"period_from": dt.date(2026, 4, 1), "period_to": dt.date(2026, 4, 30), "due_on": dt.date(2026, 4, 1)}
        made = [
            centre.make("Bill", {"unit": centre.unit(home), "fee_item": fee, "quantity": 1, **days})
            for home in ("3-1-502", "3-1-601")
        ]
        return [bill.number for bill in made]

    mine, other = house.papers(owed)
    clerk = person(CLERK).open("/admin/receipt/new/")
    lines = clerk.box("lines")
    lines.locator("[data-add]").click()
    offered = clerk.page.locator(".ts-dropdown:visible .option")
    homes = clerk.box("unit")
    for home, number in (("3-1-502", mine), ("3-1-601", other)):
        homes.locator(".ts-control input").click()
        homes.locator(".ts-control input").fill(home)
        expect(offered).to_have_text([re.compile(home[-3:])])  # a whole address is one home
        offered.click()
        lines.locator(".ts-control input").first.click()
        expect(offered).to_have_text([re.compile(number)])
        if number == mine:
            clerk.page.keyboard.press("Escape")
            homes.locator(".clear-button").click()
    offered.click()
    expect(clerk.page.locator("[name=lines-0-amount]")).not_to_have_value("")
