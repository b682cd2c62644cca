"""The scripts of the pages in a real browser, on the preview pages with the product's content policy."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.look.preview import serve
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    server = serve()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(visit: Callable[..., Page], home: str) -> Page:
    return visit(home)


@pytest.fixture
def phone(visit: Callable[..., Page], home: str) -> Page:
    return visit(home, size=PHONE)


def opened(page: Page, name: str, variant: str = "desktop") -> Page:
    page.goto(f"/{variant}/{name}/")
    page.wait_for_load_state("networkidle")
    return page


def test_keys_move_through_the_list_and_select(page: Page) -> None:
    opened(page, "list")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.cur")).to_have_attribute("data-id", "20486")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("已选 1 行")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/details/?id=20487")


def test_slash_goes_to_the_search_and_escape_leaves_it(page: Page) -> None:
    opened(page, "list")
    page.keyboard.press("/")
    expect(page.locator("input[name=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("input[name=search]")).not_to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**/list/new/")


def test_n_offers_what_can_be_made_where_a_page_has_no_button_of_its_own(page: Page) -> None:
    opened(page, "desk")
    page.keyboard.press("n")
    expect(page.locator("#page-quick a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#page-quick a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#page-quick .pop")).to_be_hidden()


def test_row_menu_offers_the_steps_of_its_row(page: Page) -> None:
    opened(page, "list")
    page.locator("tr[data-id='20486'] .mo").click()
    menu = page.locator("#row-menu")
    assert menu.locator("[data-transition]").evaluate_all("list => list.map(one => one.dataset.transition)") == [
        "reassign",
        "reschedule",
        "complete",
        "cancel",
    ]
    expect(menu.get_by_text("编辑")).to_have_attribute("href", "edit/?id=20486")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("tr[data-id='20486'] .mo")).to_be_focused()


def test_bulk_step_opens_its_form_for_the_selected_rows(page: Page) -> None:
    opened(page, "list")
    page.locator("tr[data-id='20487'] input").check()
    page.locator("tr[data-id='20485'] input").click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("已选 3 行")
    page.locator("[data-bulk=dispatch]").click()
    page.wait_for_url("**/transition/dispatch/?id=20487,20486,20485")


def test_filters_leave_out_what_is_empty_and_join_choices(page: Page) -> None:
    opened(page, "list")
    page.locator("#filters > summary").click()
    page.get_by_label("已登记").check()
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**/?sort=reported_at&desc=1&flt_status_in=registered%2Cdispatched&flt_reported_at_ge=2026-11-01")


def test_lookup_fills_in_what_it_knows(page: Page) -> None:
    opened(page, "form")
    page.locator("#unit-ts-control").click()
    page.keyboard.type("503")
    page.locator(".ts-dropdown .option", has_text="3-1-503").click()
    expect(page.locator("#unit")).to_have_value("903")
    expect(page.locator("#reporter")).to_have_value("刘桂兰")
    expect(page.locator("#phone")).to_have_value("13800001187")


def test_same_trouble_is_hinted_once_unit_and_category_are_known(page: Page) -> None:
    opened(page, "form")
    expect(page.locator("[data-hint-box]")).to_be_hidden()
    page.locator("#unit-ts-control").click()
    page.locator(".ts-dropdown .option", has_text="3-1-502").click()
    page.locator("#category-ts-control").click()
    page.locator(".ts-dropdown:visible .option", has_text="渗漏水").click()
    expect(page.locator("[data-hint-box]")).to_contain_text("WX-LTXY-20261115-0012")


def test_fields_follow_the_scope(page: Page) -> None:
    opened(page, "form")
    expect(page.locator("[data-box=location]")).to_be_hidden()
    page.get_by_label("公共", exact=True).check()
    expect(page.locator("[data-box=location]")).to_be_visible()
    expect(page.locator("[data-box=location] .req")).to_be_visible()
    expect(page.locator("[data-box=unit]")).to_be_hidden()


def test_a_time_is_typed_short_or_taken_from_the_calendar(page: Page) -> None:
    opened(page, "form")
    box = page.locator("#appointment_at")
    box.click()
    expect(page.locator(".air-datepicker.-active-")).to_contain_text("年")
    box.fill("2026/11/23 905")
    page.keyboard.press("Tab")
    expect(box).to_have_value("2026-11-23 09:05")
    box.click()
    page.get_by_role("button", name="明天 9:00").click()
    assert box.input_value().endswith(" 09:00")


def test_child_rows_are_added_with_enter_and_taken_away(page: Page) -> None:
    opened(page, "form")
    rows = page.locator("[data-rows=materials] tbody tr:not(.gone)")
    page.locator("[name=materials-0-amount]").press("Enter")
    expect(rows).to_have_count(2)
    expect(page.locator("[name=materials-1-quantity]")).to_be_visible()
    expect(rows.nth(1).locator(".ts-control input")).to_be_focused()
    expect(rows.nth(1).locator(".ts-dropdown")).to_be_visible()
    expect(page.locator(".kids-box[data-rows=materials]")).to_have_css("overflow-y", "visible")  # not cut off
    rows.first.locator("[data-drop]").click()
    expect(rows).to_have_count(1)
    expect(page.locator("[name=materials-0-delete]")).to_have_value("1")


def test_enter_goes_on_and_control_enter_saves(page: Page) -> None:
    opened(page, "form")
    page.locator("#reporter").fill("李秀英")
    page.locator("#reporter").press("Enter")
    expect(page.locator("#phone")).to_be_focused()
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/new/")) as sent:
        page.keyboard.press("Control+Enter")
    assert 'name="reporter"' in (sent.value.post_data or "")


def test_enter_in_a_closed_select_goes_on_instead_of_saving_half_a_form(page: Page) -> None:
    opened(page, "form")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.locator("#unit-ts-control").click()
    page.locator(".ts-dropdown .option", has_text="3-1-502").click()
    page.locator("#unit-ts-control").press("Escape")
    page.locator("#unit-ts-control").press("Enter")
    expect(page.locator("#reporter")).to_be_focused()
    assert [url for url in posts if not url.endswith("/draft/")] == []


def test_typing_is_kept_as_a_draft_without_the_files(page: Page) -> None:
    opened(page, "form")
    with page.expect_request("**/draft/") as kept:
        page.locator("#reporter").fill("李秀英")
    body = kept.value.post_data or ""
    assert "reporter=%E6%9D%8E%E7%A7%80%E8%8B%B1" in body
    assert "csrf_token" not in body
    assert kept.value.headers["x-csrftoken"]
    expect(page.locator("[data-draft-state]")).to_contain_text("草稿已保存")


def test_leaving_with_something_typed_asks(page: Page) -> None:
    opened(page, "form")
    page.locator("#reporter").fill("李秀英")
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(getattr(dialog, "type"))  # noqa: B009 - the dialog's class is not exported
        getattr(dialog, "dismiss")()  # noqa: B009 - the same

    page.on("dialog", answer)
    page.evaluate("setTimeout(() => { location.href = '/' }, 0)")
    page.wait_for_event("dialog")
    assert asked == ["beforeunload"]
    assert page.url.endswith("/form/")


def test_error_summary_leads_to_the_field(page: Page) -> None:
    opened(page, "form-errors")
    expect(page.locator("#page-errors")).to_be_focused()
    page.locator("[data-jump=phone]").click()
    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#phone")).to_have_accessible_description("这个电话只有 9 位，手机号是 11 位。")


def test_a_destructive_press_asks_first(page: Page) -> None:
    opened(page, "import-result")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="撤销导入").click()
    dialog = page.locator("#page-ask")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert posts == []
    page.get_by_role("button", name="撤销导入").click()
    with page.expect_request(lambda request: request.method == "POST"):
        dialog.locator("[data-yes]").click()


def test_unmasking_asks_for_a_reason(page: Page) -> None:
    opened(page, "record")
    page.locator("[data-dialog=unmask]").click()
    page.locator("#unmask [data-save]").click()
    expect(page.locator("#unmask")).to_be_visible()
    page.locator("#unmask-reason").fill("电话联系业主")
    with page.expect_request("**/unmask/?id=20486") as sent:
        page.locator("#unmask [data-save]").click()
    assert "reason=" in (sent.value.post_data or "")


def test_timeline_shows_one_kind(page: Page) -> None:
    opened(page, "record")
    page.locator(".kinds [data-kind=edit]").click()
    assert page.locator(".tl > li:visible").count() == 1


def test_progress_goes_on_by_itself(page: Page) -> None:
    opened(page, "import-progress")
    expect(page.locator("[data-percent]")).to_have_text("66%")
    expect(page.locator("[data-text]")).to_have_text("正在写入第 803 行")


def test_a_finger_signs_and_a_photo_is_shown_before_it_is_sent(phone: Page) -> None:
    opened(phone, "complete", "phone")
    expect(phone.locator("[data-box=dissatisfied_reason]")).to_be_hidden()
    phone.get_by_label("不满意", exact=True).check()
    expect(phone.locator("[data-box=dissatisfied_reason]")).to_be_visible()
    phone.locator("input[type=file]").set_input_files(
        {"name": "水槽.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    expect(phone.locator(".thumb .name")).to_have_text("水槽.png")
    pad = phone.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 40, box["y"] + 60)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 160, box["y"] + 90, steps=8)
    phone.mouse.up()
    expect(phone.locator("input[name=owner_sign]")).to_have_value(re.compile("^data:image/png;base64,"))
    phone.get_by_role("button", name="重签").click()
    expect(phone.locator("input[name=owner_sign]")).to_have_value("")


def test_drawer_opens_and_closes_on_a_phone(phone: Page) -> None:
    opened(phone, "list", "phone")
    expect(phone.locator("#page-nav")).to_be_hidden()
    phone.locator("[data-toggle=nav]").click()
    expect(phone.locator("#page-nav")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator("#page-nav")).to_be_hidden()


@pytest.mark.parametrize("width", [1366, 1024, 390])
def test_no_page_is_wider_than_its_window(visit: Callable[..., Page], home: str, width: int) -> None:
    person = visit(home, size=(width, 800))
    for name in ("list", "record", "form", "desk", "import-plan", "roles", "complete"):
        opened(person, name)
        assert person.evaluate("document.documentElement.scrollWidth") <= width, name
