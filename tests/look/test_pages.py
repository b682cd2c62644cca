import re
from pathlib import Path

import pytest

from models import REGISTERS
from tests.look.frame import ROOT
from tests.look.preview import PAGES, render

CSS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
# what people typed into their own workbook, and the name of the other language in its own words
TYPED = {
    "中文",
    "业主名册",
    "栋号",
    "房间",
    "户主",
    "联系电话",
    "宽带账号",
    "李秀英",
    "张伟民、王芳",
    "刘桂兰",
    "1栋",
    "2栋",
}
INLINE = re.compile(r"""<[a-z][^>]*\s(?:style|on[a-z]+)\s*=""")
CHINESE = re.compile("[\u4e00-\u9fff]+")


def block(pattern: str) -> dict[str, str]:
    found = re.search(pattern + r"\s*\{(.*?)\}", CSS, flags=re.DOTALL)
    assert found, pattern
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", found[1]))


LIGHT = block(r":root")
DARK = LIGHT | block(r'^:root\[data-theme="dark"\]'.replace("^", ""))
SYSTEM_DARK = LIGHT | block(r':root\[data-theme="auto"\]')

TEXT_ON = [
    ("--text", ("--bg", "--surface", "--sunken", "--hover", "--accent-soft", "--mark")),
    ("--text-2", ("--bg", "--surface", "--sunken", "--hover", "--grey-bg", "--line", "--accent-soft")),
    ("--text-3", ("--bg", "--surface", "--sunken", "--hover")),
    ("--accent", ("--bg", "--surface", "--hover", "--accent-soft")),
    ("--on-accent", ("--accent", "--accent-2")),
    ("--surface", ("--red", "--red-2")),
    ("--red", ("--surface", "--bg", "--hover", "--accent-soft")),
    ("--amber", ("--surface", "--bg", "--hover", "--accent-soft")),
    *((f"--{tone}", (f"--{tone}-bg",)) for tone in ("grey", "blue", "amber", "red", "green")),
    ("--green", ("--surface", "--hover")),
    ("--grey", ("--surface", "--hover")),
    ("--blue", ("--surface", "--hover")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_words_are_readable_on_every_ground_they_stand_on(theme: str, colours: dict[str, str]) -> None:
    weak = [
        f"{theme}: {text} on {ground} is {ratio(colours[text], colours[ground]):.2f}"
        for text, grounds in TEXT_ON
        for ground in grounds
        if ratio(colours[text], colours[ground]) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_edges_of_inputs_and_the_focus_ring_stand_out(theme: str, colours: dict[str, str]) -> None:
    weak = [
        f"{theme}: {edge} on {ground} is {ratio(colours[edge], colours[ground]):.2f}"
        for edge in ("--edge", "--focus")
        for ground in ("--surface", "--bg", "--sunken")
        if ratio(colours[edge], colours[ground]) < 2.9
    ]
    assert weak == []


def test_dark_by_choice_and_dark_by_the_system_are_the_same() -> None:
    assert DARK == SYSTEM_DARK


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_no_page_carries_inline_styles_or_handlers(name: str, locale: str) -> None:
    assert INLINE.findall(render(name, locale)) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_has_no_chinese_left(name: str) -> None:
    words = set(CHINESE.findall(render(name, "en")))
    assert {w for w in words if not any(w in typed for typed in TYPED)} == set()


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_labels_lead_somewhere(name: str) -> None:
    html = re.sub(r"<template>.*?</template>", "", render(name), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    targets = re.findall(r'\s(?:for|aria-labelledby|form|aria-controls)="([^"]+)"', html)
    assert set(targets) - set(ids) == set()


def test_fifty_rows_weigh_at_most_sixty_kilobytes() -> None:
    html = render("list")
    assert html.count("<tr data-id=") == 50
    assert len(html.encode()) <= 60_000


def test_a_list_page_has_one_token_for_all_its_rows() -> None:
    html = render("list")
    rows = html[html.index('<form id="rows"') :]
    rows = rows[: rows.index("</table>")]
    assert rows.count('name="csrf_token"') == 1


def test_every_icon_of_a_register_is_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    kept = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    assert {model.__register__.icon for model in REGISTERS} - kept == set()


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    kept = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    used = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"(?:}}#|icon\(\")([a-z][\w-]+)", Path(path).read_text(encoding="utf-8"))
    }
    assert used - kept == set()
