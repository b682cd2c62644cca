"""`make sweep`: every register, every kind of page, both languages, in a real browser; one load a page and language.

What each role may open is proven over HTTP in ``tests/rights``. Here a page is looked at once by somebody who may fill
the register in, and list and record once more by somebody who only reads it: what they are shown differs.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

import access
from models import REGISTERS
from models.declare import Record
from models.spec import ALL_SITE_ROLES, Module, Role, Verb
from seed.examples import example
from seed.factories import Centre
from tests.stories.conftest import House
from tests.stories.pages import faults, fill, known_words, speak, walk
from tests.stories.people import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
EXPECTED = ("403 (FORBIDDEN)", "404 (NOT FOUND)")
MODULES = tuple(dict.fromkeys(m.__register__.module for m in REGISTERS))
Readers = dict[str, tuple[str, str]]
"""By register: the account that fills it in (or reads it, where nobody does), and one that only reads; "" for none."""


def account(role: Role) -> str:
    return role.value if role in ALL_SITE_ROLES else f"{role.value}@ltxy"


def papers_of_every_kind(centre: Centre) -> tuple[Readers, list[tuple[Module, str]]]:
    """One record of every register, and who is to look at each; registers whose example cannot be made are named."""
    for role in Role:
        centre.password(role, PASSWORD)
    fill(centre)
    failed: list[tuple[Module, str]] = []
    for model in REGISTERS:
        if centre.session.scalars(select(model.id).limit(1)).first() is None and not model.__register__.read_only:
            try:
                with centre.session.begin_nested():
                    example(centre, model.__name__)
            except Exception as error:  # noqa: BLE001 - the sweep goes on and tells at its end
                failed.append((model.__register__.module, f"no example of {model.slug()}: {error!r}"))
    return {m.slug(): readers(centre, m) for m in REGISTERS}, failed


def readers(centre: Centre, model: type[Record]) -> tuple[str, str]:
    """Who fills the register in, and who only reads it."""
    people = {account(role): centre.actor(role) for role in Role}

    def may(name: str, verb: Verb) -> bool:
        return bool(access.may(people[name], model, verb, site_id=centre.site_id))

    fills = [name for name in people if may(name, Verb.create)]
    reads = [name for name in people if name not in fills and may(name, Verb.read)]
    both = [*fills[:1], *reads]
    return both[0] if both else "", both[1] if len(both) > 1 else ""


@pytest.fixture(scope="module")
def papers(house: House) -> tuple[Readers, list[tuple[Module, str]], tuple[str, ...]]:
    who, failed = house.papers(papers_of_every_kind)
    return who, failed, known_words(house.url)


@pytest.fixture
def watched(person: Callable[..., Person]) -> Iterator[Callable[[str], tuple[Person, list[str]]]]:
    """Somebody signed in, and the list of what his browser complains about."""
    known: dict[str, tuple[Person, list[str]]] = {}

    def arrive(name: str) -> tuple[Person, list[str]]:
        if name not in known:
            somebody, heard = person(name), list[str]()
            somebody.page.on("console", lambda message: _hear(somebody, message, heard))
            known[name] = somebody, heard
        return known[name]

    yield arrive
    for somebody, _ in known.values():
        speak(somebody, "zh")


def _hear(somebody: Person, message: Any, heard: list[str]) -> None:
    text = f"{message.type}: {message.text}"
    if text.startswith(("error", "warning")) and not any(e in text for e in EXPECTED):
        heard.append(f"{somebody.page.url}: {text}")


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.value)
def test_every_page(
    watched: Callable[[str], tuple[Person, list[str]]],
    papers: tuple[Readers, list[tuple[Module, str]], tuple[str, ...]],
    module: Module,
    locale: str,
) -> None:
    who, failed, words = papers
    found = [sentence for made_in, sentence in failed if made_in is module]
    found += [f"nobody reads {m.slug()}" for m in REGISTERS if m.__register__.module is module and not who[m.slug()][0]]
    spoken: set[str] = set()
    for model in (m for m in REGISTERS if m.__register__.module is module):
        for name in filter(None, who[model.slug()]):
            somebody, heard = watched(name)
            if name not in spoken:
                speak(somebody, locale)
                spoken.add(name)
            try:
                for _ in walk(somebody, model.slug(), whole=name == who[model.slug()][0]):
                    found += faults(somebody.page, locale, words)
            except (AssertionError, Error) as stop:  # the other registers are looked at all the same
                found.append(f"{name} at {somebody.page.url}: {stop}")
            found += heard
            heard.clear()
    assert not found, "\n".join(dict.fromkeys(found))
