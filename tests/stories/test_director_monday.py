"""The director's Monday: last week's orders approved in one go from the list; the one that cannot be says why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from seed.factories import Centre
from tests.stories.conftest import House
from tests.stories.people import Person

pytestmark = pytest.mark.browser
DIRECTOR = "director@ltxy"


def week(centre: Centre) -> tuple[list[int], int]:
    """Three orders called back, and one whose slip is back but nobody has called the owner."""
    ready = [centre.repair_order(state="called_back", content=f"上周报修{n}").id for n in range(3)]
    return ready, centre.repair_order(state="returned", content="还没回访").id


def test_a_weeks_orders_at_once(person: Callable[..., Person], house: House) -> None:
    ready, early = house.papers(week)
    boss = person(DIRECTOR)
    page = boss.page
    for number in ready:
        expect(page.locator(f'a[href$="repair_order/details/?id={number}"]').first).to_be_visible()  # on his desk
    boss.open("/admin/repair_order/?chip=waiting")
    assert sorted(int(row.get_attribute("data-id") or 0) for row in page.locator("tr[data-id]").all()) == sorted(ready)
    boss.open("/admin/repair_order/")
    page.check("[data-all]")
    expect(page.locator("#bulk [data-selected]")).to_have_text("已选 4 行")
    page.locator('#bulk [data-bulk="approve"]').click()
    page.wait_for_url("**/transition/approve/**")
    refused = page.locator(f'.about li[data-id="{early}"] .why')
    expect(refused).to_contain_text("已回单")  # said before anything happens
    boss.save()
    table = page.locator("table[data-done]")
    expect(table).to_have_attribute("data-done", "3")
    expect(table).to_have_attribute("data-refused", "1")
    row = page.locator(f'tr[data-id="{early}"]')
    expect(row).to_have_attribute("data-result", "refused")
    expect(row).to_contain_text("已回单")
    for number in ready:
        boss.record("repair_order", number)
        assert boss.status == "approved"
    boss.record("repair_order", early)
    assert boss.status == "returned"


def test_one_row_by_its_own_button(person: Callable[..., Person], house: House) -> None:
    order = house.papers(lambda centre: centre.repair_order(state="called_back", content="单张审批").id)
    boss = person(DIRECTOR).open("/admin/repair_order/?search=单张审批")
    with boss.page.expect_navigation():
        boss.row(order).get_by_text("审批", exact=True).click()
    assert boss.status == "approved"
    assert "已审批" in boss.said


def test_he_sees_full_numbers_only_with_a_reason(person: Callable[..., Person], house: House) -> None:
    owner = house.papers(lambda centre: centre.owner(centre.unit("3-1-601")).id)
    inspector = person("hq_quality").record("resident", owner)
    assert inspector.value("phone") == "198****0002"
    assert inspector.page.locator("a.look").count() == 0  # not his to ask for
    boss = person(DIRECTOR).record("resident", owner)
    assert boss.value("phone") == "198****0002"
    boss.page.locator("a.look").first.click()
    boss.fill("reason", "漏水，请业主回来开门")
    boss.save()
    assert boss.value("phone") == "19800000002"
    admin = person("sysadmin").open("/admin/secret_access_log/")
    expect(admin.page.locator("tr[data-id]").first).to_contain_text("漏水，请业主回来开门")
