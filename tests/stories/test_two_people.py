"""Two people at the same paper: the second is told who was faster, and nothing of either's work is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import House
from tests.stories.people import Person

pytestmark = pytest.mark.browser
CLERK, LEAD = "receptionist@ltxy", "reception_lead@ltxy"


def test_both_edit_and_the_second_chooses(person: Callable[..., Person], house: House) -> None:
    order, name = house.papers(lambda centre: (centre.repair_order().id, centre.staff("receptionist").name))
    first, second = person(CLERK), person(LEAD)
    for one in (first, second):
        one.open(f"/admin/repair_order/edit/?id={order}")
    first.fill("content", "厨房水管漏水，已关总阀")
    first.fill("remark", "带密封圈")
    first.save()
    second.fill("content", "厨房漏水，请带电筒")
    with second.page.expect_response(lambda r: r.request.method == "POST") as answer:
        second.save()
    assert answer.value.status == 409
    panel = second.page.locator(".stale")
    expect(panel).to_contain_text(name)
    expect(panel).to_contain_text("厨房水管漏水，已关总阀")
    assert second.page.input_value("[name=content]") == "厨房漏水，请带电筒"
    assert second.page.input_value("[name=remark]") == "带密封圈"  # what does not clash is merged
    second.page.locator('input[name=keep_content][value="mine"]').check()
    second.save()
    assert second.value("content") == "厨房漏水，请带电筒"
    assert second.value("remark") == "带密封圈"


def test_both_dispatch_and_the_second_hears_who_did(person: Callable[..., Person], house: House) -> None:
    order, name, man = house.papers(
        lambda centre: (centre.repair_order().id, centre.staff("receptionist").name, centre.staff("technician").name)
    )
    first, second = person(CLERK), person(LEAD)
    for one in (first, second):
        one.record("repair_order", order)
        one.press("dispatch")
        one.pick("technician", man)
    first.save()
    assert first.status == "dispatched"
    with second.page.expect_response(lambda r: r.request.method == "POST") as answer:
        second.save()
    assert answer.value.status == 409
    body = second.page.locator("main")
    expect(body).to_contain_text(name)
    expect(body).to_contain_text("派单")
    assert "Traceback" not in (second.page.text_content("body") or "")
