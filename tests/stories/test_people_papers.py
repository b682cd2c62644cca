"""People's papers: a supervisor asks for staff and hands in a resignation; each goes up its chain to personnel."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import House
from tests.stories.people import Person

pytestmark = pytest.mark.browser
SUPERVISOR, DIRECTOR, PERSONNEL = "cs_supervisor@ltxy", "director@ltxy", "hr_admin@ltxy"


def approve(who: Person, slug: str, number: int) -> None:
    """Find it on the desk among what waits for a decision, open it, approve it."""
    who.open("/admin/")
    link = who.page.locator(f'a[href$="{slug}/details/?id={number}"]').first
    with who.page.expect_navigation():
        link.click()
    assert who.buttons()[0] == "approve"
    with who.page.expect_navigation():
        who.page.locator('.rec-acts [data-transition="approve"]').click()
    if "/transition/" in who.page.url:
        who.save()


def test_a_demand_for_staff_goes_up_to_personnel(person: Callable[..., Person]) -> None:
    chief = person(SUPERVISOR).open("/admin/staff_requisition/new/")
    page = chief.page
    chief.pick("post", "接待", "接待专员")
    page.fill("[name=headcount]", "1")
    chief.choose("reason", "补缺") if page.get_by_role("radio", name="补缺", exact=True).count() else chief.pick(
        "reason", "缺"
    )
    chief.fill("reason_detail", "一名接待专员月底离职")
    chief.fill("requirements", "会用电脑，普通话标准")
    chief.fill("needed_by", "2027-01-15")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.locator("button[value=submit]").click()
    assert chief.status == "submitted"
    number = chief.id
    assert "approve" not in chief.buttons()
    refused = page.goto(f"/admin/staff_requisition/transition/approve/?id={number}")
    assert refused is not None
    assert refused.status == 403  # nobody approves his own paper, by no way

    approve(boss := person(DIRECTOR), "staff_requisition", number)
    assert boss.status == "submitted"
    approve(hr := person(PERSONNEL), "staff_requisition", number)
    assert hr.status == "approved"
    chain = hr.page.locator(".chain li")
    expect(chain).to_have_count(2)
    expect(chain.nth(0)).to_contain_text("李")
    edit = chief.page.goto(f"/admin/staff_requisition/edit/?id={number}")
    assert edit is not None
    assert edit.status == 403  # and what was decided on cannot be rewritten


def test_a_resignation_is_returned_and_comes_again(person: Callable[..., Person], house: House) -> None:
    chief = person(SUPERVISOR).open("/admin/separation/new/")
    page = chief.page
    chief.fill("reason", "家人需要照顾")
    chief.fill("last_day", "2027-02-28")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.locator("button[value=submit]").click()
    assert chief.status == "submitted"
    number = chief.id

    boss = person(DIRECTOR).record("separation", number)
    boss.press("return_")
    boss.fill("reason", "请写明工作移交给谁")
    boss.save()
    assert boss.status == "draft"

    chief.record("separation", number)
    chief.sees("请写明工作移交给谁")
    page.locator("[data-edit]").click()
    page.locator('[data-rows="handover"] [data-add]').click()
    page.fill('[name="handover-0-item"]', "前台排班表与钥匙")
    chief.save()
    chief.press("submit")
    if "/transition/" in page.url:
        chief.save()
    assert chief.status == "submitted"

    approve(boss, "separation", number)
    hr = person(PERSONNEL).record("separation", number)
    hr.press("settle")
    for field in ("assets_returned", "dormitory_cleared"):
        hr.choose(field, "是")
    hr.box("handover").get_by_role("radio", name="是", exact=True).check()
    hr.save()
    approve(hr, "separation", number)
    assert hr.status == "approved"
    expect(hr.page.locator('[data-rows="handover"]')).to_contain_text("前台排班表与钥匙")


def test_a_sheet_opens_with_its_checklist(person: Callable[..., Person], house: House) -> None:
    lines = ("来电登记", "维修单填写")
    house.papers(
        lambda centre: [
            centre.make("ChecklistItem", subject="工作记录", item=line, standard="时间、对象、事项齐全")
            for line in lines
        ]
    )
    chief = person(SUPERVISOR).open("/admin/work_inspection/new/")
    page = chief.page
    chief.choose("kind", "每周检查")
    name = house.papers(lambda centre: centre.staff("receptionist").name)
    chief.pick("staff", name)
    expect(chief.box("post")).to_contain_text("接待专员")
    chief.pick("subject", "工作记录")
    expect(page.locator("[name=items-0-item]")).to_have_value(lines[0])
    expect(page.locator("[name=items-1-item]")).to_have_value(lines[1])
    items = chief.box("items").locator("tbody tr")
    items.nth(0).get_by_role("radio", name="合格", exact=True).check()
    items.nth(1).get_by_role("radio", name="不合格", exact=True).check()
    chief.fill("evaluation", "登记基本完整")
    chief.save()
    assert "items-1-problem" in chief.errors()  # what failed must be named
    chief.fill("items-1-problem", "两张单子没有填到场时间")
    chief.save()
    assert chief.buttons()
    chief.press("open_action")
    expect(page.locator("[name=problem]")).to_have_value("维修单填写：两张单子没有填到场时间")
