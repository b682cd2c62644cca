"""People at work in a browser: they open pages, choose, type and press as a person does, and read what is shown."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASSWORD = "Bamboo-lantern-27"


class Person:
    """Somebody signed in, with a page before him."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def enter(self, username: str, password: str = PASSWORD) -> Person:
        """Sign in from wherever the browser stands."""
        if "/login" not in self.page.url:
            self.page.goto("/admin/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self

    def open(self, path: str) -> Person:
        """Go to an address and wait until its scripts have run."""
        self.page.goto(path, wait_until="load")
        return self

    def record(self, slug: str, number: int) -> Person:
        return self.open(f"/admin/{slug}/details/?id={number}")

    # filling in

    def box(self, field: str) -> Locator:
        return self.page.locator(f'[data-box="{field}"]')

    def fill(self, field: str, text: str) -> None:
        self.page.fill(f'[name="{field}"]', text)

    def choose(self, field: str, words: str) -> None:
        """Press one of a few choices by its words."""
        self.box(field).get_by_role("radio", name=words, exact=True).check()

    def pick(self, field: str, typed: str, words: str = "") -> None:
        """Type into a searchable field and take the line that holds ``words`` (the typed ones when not given)."""
        box = self.box(field)
        text = box.locator(".ts-control input")
        text.click()
        text.fill(typed)  # one look-up, so that no earlier answer is taken
        box.page.locator(f'.ts-dropdown:visible .option:has-text("{words or typed}")').first.click()

    def save(self) -> None:
        """Ctrl+Enter, as the bar says."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")

    def press(self, transition: str) -> None:
        """Press the button of a step; where it asks for something, its form is open afterwards."""
        with self.page.expect_navigation():
            self.page.locator(f'.rec-acts [data-transition="{transition}"]').click()

    # reading

    @property
    def said(self) -> str:
        """What the message area says."""
        return " ".join(self.page.locator("main .msgs").all_inner_texts()).strip()

    @property
    def status(self) -> str:
        return self.page.get_attribute("article[data-status]", "data-status") or ""

    @property
    def id(self) -> int:
        return int(self.page.get_attribute("article[data-id]", "data-id") or 0)

    @property
    def number(self) -> str:
        return self.page.get_attribute("article[data-number]", "data-number") or ""

    def value(self, field: str) -> str:
        """A field as the record page shows it."""
        return (self.page.locator(f'[data-field="{field}"]').first.text_content() or "").strip()

    def buttons(self) -> list[str]:
        """The steps offered on the record page, in order."""
        found = self.page.locator(".rec-acts [data-transition]").all()
        return [one.get_attribute("data-transition") or "" for one in found]

    def errors(self) -> dict[str, str]:
        """The sentences beside the fields, by field."""
        found = self.page.locator("[data-error-for]").all()
        return {one.get_attribute("data-error-for") or "": one.inner_text() for one in found}

    def rows(self) -> list[str]:
        """The numbers of a list's rows."""
        return [one.get_attribute("data-number") or "" for one in self.page.locator("tr[data-id]").all()]

    def row(self, number: int) -> Locator:
        return self.page.locator(f'tr[data-id="{number}"]')

    def sees(self, words: str) -> None:
        """Fail unless the page's main part says this within a moment."""
        expect(self.page.locator("main")).to_contain_text(re.compile(re.escape(words)))

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)
