"""A site starts in the middle of its month: the supervisor brings the open orders in, half done as they are, and goes on."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models.service.repair_order import RepairOrder
from tests.stories.conftest import House
from tests.stories.people import Person
from tests.stories.test_new_site import counts, goes_to, send
from tests.web.test_import_papers import book

pytestmark = pytest.mark.browser
HEAD = ("单号", "房号", "报修人", "电话", "日期", "类别", "内容", "进度", "师傅", "派单时间")


def test_an_order_of_the_paper_book_is_taken_up_where_it_stood(person: Callable[..., Person], house: House) -> None:
    day = house.built.now - dt.timedelta(days=2)
    name = house.papers(lambda centre: centre.staff("technician").name)
    at = f"{day:%Y-%m-%d}"
    out = ("0106", "3-1-502", "周一", "19800000001", f"{at} 09:00", "给排水", "厨房漏水", "已派单", name, f"{at} 09:10")
    called = ("0107", "3-1-601", "周二", "19800000002", f"{at} 10:00", "电气", "跳闸", "已回访", name, f"{at} 10:05")
    supervisor = person("cs_supervisor@ltxy")
    send(supervisor, "/admin/repair_order/import/", "报修台账.xlsx", book(HEAD, out, called, last="0107").read())
    page = supervisor.page
    expect(page.locator("main")).to_contain_text("这些列没有认出来，不会导入：师傅")
    assert counts(page)["refused"] == "2", "who was sent is not known yet"
    goes_to(page, "师傅").select_option(label="维修人员")
    page.get_by_role("button", name="按这个对照重新检查").click()
    page.wait_for_load_state()
    assert counts(page) == {"new": "1", "changed": "0", "unchanged": "0", "refused": "1"}
    expect(page.locator(".plan")).to_contain_text("回访记录表")
    page.check("[name=good_rows_only]")
    with page.expect_navigation():
        page.locator("[data-save]").click()
    expect(page.locator("main")).to_contain_text("已导入")
    order = house.papers(lambda centre: centre.session.scalars(select(RepairOrder)).one())
    supervisor.open(f"/admin/repair_order/details/?id={order.id}")
    assert supervisor.status == "dispatched"
    assert supervisor.number.endswith("-0108"), "numbers go on where the book ended"
