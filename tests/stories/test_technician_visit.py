"""The technician's visit, on a phone: his orders on the desk, arrived, done with a photo and the owner's signature."""

import re
import struct
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import House
from tests.stories.people import Person
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser
FINGER = 40
"""Pixels a finger needs."""


def picture() -> bytes:
    """A small PNG, as a camera would give one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x20\x60\xa0" * 24 for _ in range(24))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def draw(page: Page) -> None:
    """Sign with a finger: a wavy line over the pad."""
    pad = page.locator("[data-sign] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector('[data-sign] canvas');
          const send = (type, dx, dy) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: 1, pointerType: 'touch', isPrimary: true, bubbles: true, cancelable: true, pressure: 0.5,
            buttons: type === 'pointerup' ? 0 : 1, clientX: x + dx, clientY: y + dy }));
          send('pointerdown', 20, 30);
          for (let i = 1; i < 30; i += 1) send('pointermove', 20 + i * 6, 30 + 20 * Math.sin(i / 3));
          send('pointerup', 200, 40);
        }""",
        [box["x"], box["y"]],
    )


def test_from_the_desk_to_a_signed_completion(person: Callable[..., Person], house: House) -> None:
    order = house.papers(lambda centre: centre.repair_order(state="dispatched", content="厨房水管漏水").id)
    man = person("technician@ltxy", size=PHONE)
    page = man.page
    card = page.locator(f'article[data-id="{order}"]')
    expect(card).to_contain_text("3栋1单元502")
    expect(card.locator("a[href='tel:19800000001']")).to_be_visible()
    for button in card.locator(".btn").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER
    assert man.run("document.documentElement.scrollWidth <= innerWidth")

    card.get_by_text("到场", exact=True).tap()  # one tap: nothing is asked of him
    page.wait_for_url("**/details/**")
    assert man.status == "arrived"

    page.locator('[data-transition="complete"]').tap()
    man.fill("result", "更换软管一根，试水不漏")
    expect(page.locator("[data-sign] canvas")).to_be_hidden()
    man.choose("satisfied", "是")
    draw(page)
    expect(page.locator('[name="owner_sign"]')).to_have_value(re.compile("^data:image/png"))
    page.set_input_files('[name="photos"]', {"name": "软管.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator('[data-previews="photos"] img')).to_be_visible()
    assert man.run("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-save]").tap()
    page.wait_for_url("**/details/**")
    assert man.status == "completed"
    assert "请把任务单交回前台" in man.said
    assert man.run("document.querySelector('img.seal').naturalWidth") > 0  # the signature is kept, and he may see it
    expect(page.locator("#attachments a", has_text="软管.png")).to_be_visible()
    assert man.run("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_signature_it_is_not_done_and_nothing_typed_is_lost(
    person: Callable[..., Person], house: House
) -> None:
    order = house.papers(lambda centre: centre.repair_order(state="arrived").id)
    man = person("technician@ltxy", size=PHONE).open(f"/admin/repair_order/transition/complete/?id={order}")
    man.fill("result", "换了阀门")
    man.choose("satisfied", "是")
    with man.page.expect_navigation():
        man.page.locator("[data-save]").tap()
    assert "owner_sign" in man.errors()
    assert man.page.input_value("[name=result]") == "换了阀门"
    man.choose("satisfied", "否")
    expect(man.page.locator("[data-sign] canvas")).to_be_hidden()
    man.fill("dissatisfied_reason", "瓷砖划了一道")
    man.page.locator("[data-save]").tap()
    man.page.wait_for_url("**/details/**")
    assert man.status == "completed"


def test_what_is_not_his_does_not_exist_for_him(person: Callable[..., Person], house: House) -> None:
    other, complaint = house.papers(
        lambda centre: (centre.repair_order(content="别人的单子").id, centre.complaint().id)
    )
    man = person("technician@ltxy", size=PHONE).open("/admin/repair_order/")
    assert man.row(other).count() == 0
    for path in (f"/admin/repair_order/details/?id={other}", f"/admin/complaint/details/?id={complaint}"):
        answer = man.page.goto(path)
        assert answer is not None
        assert answer.status in {403, 404}
        assert "别人的单子" not in (man.page.text_content("body") or "")
