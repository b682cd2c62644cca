"""Every page of every register over HTTP, in both languages, by somebody who fills it in and somebody who reads it.

What each role may open is proven in ``tests/rights``; here each page answers, speaks the reader's language, names every
control, shows no empty badge, and asks the database a bounded number of questions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from access import SYSTEM
from app import create_app
from models import REGISTERS, by_name
from models.base.user import User
from models.connect import make_engine
from models.declare import Record
from models.safety.safety_check import SafetyItem
from models.spec import Kind
from tests.rights.expected import RIGHTS, ROLES
from tests.rights.house import PASSWORD, Person, rows_of, sign_in
from tests.rights.world import build, own_rows, secret
from tests.screens.conftest import engine_of
from tests.stories.pages import known_words
from tests.support.databases import Databases
from tests.support.reading import Read, Words, faults
from tests.support.server import KEY
from web.settings import Settings
from workflow import edit

MOST = 14
"""Statements one list or form may run, signing the reader in included."""
MOST_RECORD = 32
"""Statements a record's page may run: its timeline, clocks, files, related papers and who may take which step."""
REGISTER_NAMES = [m.__name__ for m in REGISTERS]
LOCALES = ("zh", "en")


@dataclass
class House:
    """The program over one row of every register, everybody signed in."""

    app: Flask
    url: str
    people: dict[str, Person]
    rows: dict[tuple[str, str], int | None]
    """(role, register) -> a row he sees."""
    words: Words = field(default_factory=lambda: Words(()))
    """What people wrote, or the program into their documents (items of a check, a measure), and names of clauses."""
    statements: list[str] = field(default_factory=list)

    def speak(self, locale: str) -> None:
        """Everybody reads this language from now on."""
        engine = make_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(update(User).values(locale=locale))
        engine.dispose()
        clauses = (text for m in REGISTERS for text in m.__register__.source)
        self.words = Words([*known_words(self.url), *clauses, *(i.label.zh for i in SafetyItem), "个"])


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        world = build(session)
        world.own = {key: record.id for key, record in own_rows(world.here).items()}
        for role in ROLES:  # a post is called like its role in Chinese, which would hide a role not translated
            edit(session, world.here.post(role), {"name": f"Post {role}"}, actor=SYSTEM, now=world.here.now)
        names = {role: secret(world.here, role, PASSWORD) for role in ROLES}
        session.commit()
        rows = {(role, register): rows_of(world, role, register)[0] for role in ROLES for register in RIGHTS}
        session.rollback()
    engine.dispose()
    data = tmp_path_factory.mktemp("files")
    app = create_app(
        Settings(database_url=url, secret_key=KEY, data_dir=data, testing=True), clock=lambda: world.here.now
    )
    made = House(app, url, {role: sign_in(app, role, name) for role, name in names.items()}, rows)
    used = engine_of(app)
    event.listen(used, "before_cursor_execute", lambda _c, _k, text, *_: made.statements.append(text))
    yield made
    used.dispose()
    databases.drop(url)


@pytest.fixture(scope="module", params=LOCALES)
def locale(request: pytest.FixtureRequest, house: House) -> str:
    house.speak(request.param)
    for person in house.people.values():
        person.get("/admin/")  # what was said in the other language is read
    return str(request.param)


class Walk:
    """One person's way through the pages of a register; ``found`` collects what is wrong, each with its address."""

    def __init__(self, house: House, role: str, locale: str) -> None:
        self.house, self.person, self.locale = house, house.people[role], locale
        self.found: list[str] = []

    def page(self, url: str, *, most: int | None = None, status: int = 200) -> Read:
        """Open an address and look at the page."""
        self.house.statements.clear()
        answer = self.person.get(url)
        if most is not None and len(self.house.statements) > most:
            self.found.append(f"{self.person.role} {url}: {len(self.house.statements)} statements, at most {most}")
        return self.look(url, answer, status)

    def look(self, url: str, answer: Any, *statuses: int) -> Read:
        """Read an answer."""
        if answer.status_code not in statuses:
            self.found.append(f"{self.person.role} {url}: {answer.status_code}")
            return Read("")
        if answer.mimetype != "text/html" or answer.status_code == 303:
            return Read("")
        page = Read(answer.text)
        self.found += [f"{self.person.role} {url}: {fault}" for fault in faults(page, self.house.words, self.locale)]
        return page

    def file(self, url: str, begins: bytes) -> None:
        """Open an address that answers with a file."""
        answer = self.person.get(url)
        if answer.status_code != 200 or not answer.data.startswith(begins):
            self.found.append(f"{self.person.role} {url}: {answer.status_code}, {answer.data[:40]!r}")


def fillers(register: str) -> tuple[str, str]:
    """Return who fills the register in (or reads it, where nobody does), and one who only reads it; "" for none."""
    lines = RIGHTS[register]
    fills = sorted(
        (r for r in ROLES if "create" in lines[r].verbs), key=lambda r: (lines[r].rows != "all", r == "sysadmin")
    )
    reads = [r for r in ROLES if lines[r].rows == "all" and "create" not in lines[r].verbs]
    both = [*fills[:1], *reads]
    return both[0], both[1] if len(both) > 1 else ""


def filters(model: type[Record], base: str) -> str:
    """Return the list's address with one filter of each kind there is."""
    spec, seen, out = model.__register__, set[Kind](), []
    values = {
        **dict.fromkeys((Kind.date, Kind.datetime), "_ge=2020-01-01"), **dict.fromkeys((Kind.ref, Kind.refs), "_eq=1"),
        **dict.fromkeys((Kind.int, Kind.decimal, Kind.money, Kind.year, Kind.rating), "_le=1"), Kind.bool: "_eq=true",
        Kind.month: "_eq=2026-11", **dict.fromkeys((Kind.str, Kind.text, Kind.plate), "_contains=7"),
    }  # fmt: skip
    for name in spec.filters:
        f = model.__fields__.get(name)
        if f is None or name == "status" or f.kind in seen:
            continue
        seen.add(f.kind)
        if f.kind in {Kind.enum, Kind.enums} and f.enum is not None:
            out.append(f"flt_{name}_in={next(iter(f.enum)).value}")
        elif f.kind in values and not f.masked:
            out.append(f"flt_{name}{values[f.kind]}")
    return base + "?" + "&".join(out)


@pytest.mark.parametrize("register", REGISTER_NAMES)
def test_every_page_of_a_register(house: House, locale: str, register: str) -> None:
    model = by_name(register)
    fills, reads = fillers(register)
    walk = Walk(house, fills, locale)
    row = house.rows[fills, register]
    lists(walk, model, RIGHTS[register][fills].verbs)
    if "create" in RIGHTS[register][fills].verbs:
        form(walk, model)
    if row is not None:
        record(walk, model, row)
    found = walk.found
    others = dict.fromkeys([reads, *doers(model)])
    for role in others:
        seen = house.rows.get((role, register))
        if role and role != fills and seen is not None:
            other = Walk(house, role, locale)
            if role == reads:
                other.page(f"/admin/{model.slug()}/", most=MOST)
            steps(other, model, seen)
            found += other.found
    assert not found, "\n".join(dict.fromkeys(found))


def doers(model: type[Record]) -> list[str]:
    """Return one role for each step out of the state the row is in."""
    flow = model.__register__.flow
    out = []
    for t in flow.transitions if flow else ():
        names = [str(getattr(r, "value", r)) for r in t.roles]
        out += [next((n for n in names if n in ROLES), "")]
    return list(dict.fromkeys(out))


def lists(walk: Walk, model: type[Record], verbs: frozenset[str]) -> None:
    """The list, filtered, searched, as files, and its help."""
    base = f"/admin/{model.slug()}/"
    page = walk.page(base, most=MOST)
    walk.page(filters(model, base))
    walk.page(f"{base}?search=zzqq")
    walk.page(f"/admin/help/{model.slug()}/")
    for url in page.lookups:
        walk.page(url)
    if "export" in verbs:
        walk.file(f"{base}export/csv/", "\ufeff".encode())
        walk.file(f"{base}export/xlsx/", b"PK")


def form(walk: Walk, model: type[Record]) -> None:
    """The form for a new record, empty and refused; its look-ups."""
    base = f"/admin/{model.slug()}/"
    page = walk.page(f"{base}new/", most=MOST)
    for url in page.lookups:
        walk.page(url)
        walk.page(f"{url}?q=1")
    sent = {name: page.fields.get(name, []) for name in ("form_token", "whole", "site")}
    answer = walk.person.post(f"{base}new/", **sent)
    walk.look(f"{base}new/ (sent empty)", answer, 422, 303)


def record(walk: Walk, model: type[Record], row: int) -> None:
    """A record's page, its form and the same values sent as a new one; its steps; its papers."""
    base = f"/admin/{model.slug()}/"
    page = steps(walk, model, row)
    if any(what == "edit" for what, _ in page.links):
        again = walk.page(f"{base}edit/?id={row}", most=MOST)
        new = {**again.fields, "form_token": walk.page(f"{base}new/").fields.get("form_token", [])}
        if "create" in RIGHTS[model.__name__][walk.person.role].verbs:
            new = {name: values for name, values in new.items() if name not in {"version", "csrf_token"}}
            walk.look(f"{base}new/ (a copy)", walk.person.post(f"{base}new/", **new), 422, 303)
    for paper in model.__register__.papers:
        walk.page(f"{base}print/?id={row}&paper={paper.name}")
        if walk.locale == "zh":
            walk.file(f"{base}pdf/?id={row}&paper={paper.name}", b"%PDF")


def steps(walk: Walk, model: type[Record], row: int) -> Read:
    """A record's page and the page of every step it offers."""
    page = walk.page(f"/admin/{model.slug()}/details/?id={row}", most=MOST_RECORD)
    for what, url in page.links:
        if what != "edit":
            walk.look(
                url, walk.person.get(url), 200, *([303] if "/do/" in url else [])
            )  # to the form that fulfils a duty
    return page
