"""`make sweep`: every register, every kind of page, every role, both languages, in a real browser."""

from collections.abc import Callable

import pytest

from models import REGISTERS
from tests.stories.conftest import EVERYWHERE, HERE, House
from tests.stories.pages import faults, fill, known_words, speak, walk
from tests.stories.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
ACCOUNTS = (*(f"{role.value}@ltxy" for role in HERE), *(role.value for role in EVERYWHERE))
EXPECTED = ("403 (FORBIDDEN)", "404 (NOT FOUND)")


@pytest.fixture(scope="module")
def papers(house: House) -> tuple[str, ...]:
    house.papers(fill)
    return known_words(house.url)


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("username", ACCOUNTS)
def test_every_page(person: Callable[..., Person], papers: tuple[str, ...], username: str, locale: str) -> None:
    somebody = person(username)
    found: list[str] = []

    def heard(message: object) -> None:
        text = f"{getattr(message, 'type', '')}: {getattr(message, 'text', '')}"
        if text.startswith(("error", "warning")) and not any(e in text for e in EXPECTED):
            found.append(f"{somebody.page.url}: {text}")

    somebody.page.on("console", heard)
    speak(somebody, locale)
    for model in REGISTERS:
        for _ in walk(somebody, model.slug()):
            found += faults(somebody.page, locale, papers)
    speak(somebody, "zh")
    assert not found, "\n".join(dict.fromkeys(found))
