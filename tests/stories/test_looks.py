"""The looks every page owes its reader, in a real browser on the real server: named controls, contrast, focus, no inline code."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.stories.conftest import House
from tests.stories.pages import fill
from tests.stories.people import Person
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

UNNAMED = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[aria-hidden=true]') && e.getAttribute('aria-hidden') !== 'true')
  .filter((e) => {
    const named = (e.getAttribute('aria-labelledby') || '').split(' ').some((id) => document.getElementById(id)?.textContent.trim());
    const labels = [...(e.labels || [])].some((l) => l.textContent.trim());
    return !(named || labels || e.getAttribute('aria-label') || e.textContent.trim() || e.title || e.closest('fieldset, [role=group][aria-label]'));
  })
  .map((e) => e.outerHTML.slice(0, 160))"""

PALE = """() => {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (let at = e; at; at = at.parentElement) { const c = rgba(getComputedStyle(at).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255]; };
  const out = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest('[disabled], [aria-disabled=true], .sr, .skip, option, script, style')) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(rgba(style.color)), light(ground(e))].sort((x, y) => y - x);
    const figure = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (figure < (large ? 3 : 4.5)) out.push(`${figure.toFixed(2)} ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`);
  }
  return [...new Set(out)];
}"""

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return 'nothing';
  const shows = (x) => { const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'; };
  const near = [e, e.nextElementSibling, e.parentElement, e.closest('.ts-control, label, .ts-wrapper')].filter(Boolean);
  return near.some(shows) ? '' : e.outerHTML.slice(0, 140);
}"""

FILLED = """() => JSON.stringify([...document.querySelectorAll('main form [name]')].map((e) => [e.name, e.type === 'radio' ? e.checked : e.value]))"""

HANDLERS = """() => [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on')))
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def papers(house: House) -> list[str]:
    house.papers(fill)
    return [
        "/admin/", "/admin/repair_order/", "/admin/repair_order/new/", "/admin/repair_order/details/?id=1",
        "/admin/repair_order/transition/dispatch/?id=1", "/admin/work_inspection/new/", "/admin/search?q=502",
        "/admin/repair_order/?search=zzqq", "/admin/repair_order/details/?id=99999", "/account/password",
    ]  # fmt: skip


def dress(page: Page, theme: str) -> None:
    page.evaluate(
        """async (theme) => {
          document.documentElement.dataset.theme = theme;
          await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
        }""",
        theme,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_contrast_and_no_inline_code(person: Callable[..., Person], papers: list[str], theme: str) -> None:
    page = person("cs_supervisor@ltxy").page
    found = []
    for path in papers:
        answer = page.goto(path)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "'unsafe-inline'" not in policy
        assert "'unsafe-eval'" not in policy
        assert re.search(r"script-src[^;]*'nonce-", policy), policy
        dress(page, theme)
        for name, script in (("unnamed", UNNAMED), ("pale", PALE), ("handler", HANDLERS)):
            found += [f"{path} {name}: {one}" for one in page.evaluate(script)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/admin/", "/admin/repair_order/", "/admin/repair_order/new/"])
def test_the_focus_is_seen_wherever_tab_leads(person: Callable[..., Person], papers: list[str], path: str) -> None:
    page = person("cs_supervisor@ltxy").open(path).page
    before = page.evaluate(FILLED)
    lost = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUS)
        if seen:
            lost.append(seen)
    assert lost.count("nothing") <= 1  # past the last one the browser's own bar has it
    assert not [one for one in lost if one != "nothing"]
    assert page.evaluate(FILLED) == before  # tabbing past a field chooses nothing


def test_no_page_is_wider_than_a_phone(person: Callable[..., Person], papers: list[str]) -> None:
    page = person("cs_supervisor@ltxy", size=PHONE).page
    wide = []
    for path in papers:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert not wide


def test_a_board_prints_what_it_shows(person: Callable[..., Person], papers: list[str]) -> None:
    page = person("cs_supervisor@ltxy").open("/admin/board/").page
    shown = page.locator(".gauge svg rect.level").count()
    assert shown
    page.emulate_media(media="print")
    assert (
        page.locator(".gauge svg rect.level:visible").count()
        + page.locator(".gauge svg rect.level[height='0']").count()
        == shown
    )


def test_keys_open_and_close(person: Callable[..., Person]) -> None:
    page = person("receptionist@ltxy").open("/admin/repair_order/").page
    page.keyboard.press("?")
    assert page.locator("#page-keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#page-keys").is_hidden()
    page.keyboard.press("n")
    page.wait_for_url("**/repair_order/new/")
