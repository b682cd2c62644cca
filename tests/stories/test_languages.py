"""Both languages: after the switch in the account's menu no page shows a word of the other one."""

from collections.abc import Callable

import pytest

from tests.stories.conftest import House
from tests.stories.pages import faults, fill, known_words, speak, walk
from tests.stories.people import Person

pytestmark = pytest.mark.browser

KINDS = {
    "cs_supervisor@ltxy": ("repair_order", "work_inspection", "separation"),
    "director@ltxy": ("staff_requisition", "deadline"),
    "sysadmin": ("user",),
}
"""Whose pages of which registers stand for all: forms with rows, approvals, base data. `make sweep` opens the others."""
SCREENS = (
    "/admin/search?q=3-1-502",
    "/admin/settings/",
    "/admin/titles/",
    "/admin/roles/",
    "/account/password",
    "/account/sessions",
)


@pytest.fixture(scope="module")
def papers(house: House) -> tuple[str, ...]:
    house.papers(fill)
    return known_words(house.url)


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("username", KINDS)
def test_no_word_of_the_other_language(
    person: Callable[..., Person], papers: tuple[str, ...], username: str, locale: str
) -> None:
    somebody = person(username)
    speak(somebody, locale)
    assert somebody.run("document.documentElement.lang") == {"en": "en", "zh": "zh-CN"}[locale]
    found = faults(somebody.page, locale, papers)
    for slug in KINDS[username]:
        for _ in walk(somebody, slug):
            found += faults(somebody.page, locale, papers)
    if username == "sysadmin":
        for path in SCREENS:
            somebody.page.goto(path)
            found += faults(somebody.page, locale, papers)
    speak(somebody, "zh")
    assert not found, "\n".join(dict.fromkeys(found))


def test_errors_and_refusals_speak_the_readers_language(
    person: Callable[..., Person], house: House, papers: tuple[str, ...]
) -> None:
    clerk = person("receptionist@ltxy")
    speak(clerk, "en")
    found = []
    clerk.open("/admin/repair_order/new/")
    clerk.save()
    assert clerk.errors()
    found += faults(clerk.page, "en", papers)
    for path, status in (
        ("/admin/repair_order/details/?id=99999", 404),
        ("/admin/user/", 403),
        ("/admin/nothing/", 404),
    ):
        answer = clerk.page.goto(path)
        assert answer is not None
        assert answer.status == status
        found += faults(clerk.page, "en", papers)
    speak(clerk, "zh")
    assert not found, "\n".join(found)
