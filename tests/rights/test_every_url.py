"""Every address of the URL map × every role × a visible, a hidden, a missing row and no row at all, over HTTP.

What each kind of endpoint must answer is written below by a person; an endpoint that no rule names fails the sweep.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

import access
from access import acting
from app import create_app
from models import REGISTERS, by_name
from models.connect import make_engine
from models.declare import Base
from models.engine import Attachment, HistoryEntry
from tests.rights.expected import INVOLVED, RIGHTS, ROLES, WROTE
from tests.rights.world import World, build, own_rows, secret
from tests.support.databases import Databases
from tests.support.server import KEY
from tests.workflow.arrows import WAYS
from web.settings import Settings

PASSWORD = "Bamboo-lantern-27"
TYPED = ("周", "3-1-502", "0001")
"""What is typed into look-ups: part of an owner's name, a home, the last digits of a telephone."""
PAGE = 50
"""Rows a list shows at once."""
MISSING, GARBAGE = 1_999_999, ("abc", "", "-1", "0", "1e3", "99999999999999999999", "１")
SLUGS = {m.__name__: m.slug() for m in REGISTERS}
CUSTOMERS = frozenset(
    {"receptionist", "reception_lead", "cs_supervisor", "director", "cashier", "hq_quality", "sysadmin"}
)
"""Who may know owners' names (4-C); nobody else learns them from a look-up."""

ROWLESS = "index_view create_view lookup_view draft_view discard_view export hint_view views_view preferences_view"
WITH_ROW = {
    "details_view": ("GET", "details/"),
    "edit_view": ("GET POST", "edit/"),
    "unmask_view": ("GET POST", "unmask/"),
    "attach_view": ("POST", "attachments/"),
    "detach_view": ("POST", "attachments/remove/"),
    "draft_view": ("POST", "draft/"),
    "discard_view": ("POST", "draft/discard/"),
    "merge_view": ("GET POST", "merge/"),
    "acknowledge_view": ("POST", "acknowledge/"),
    "print_view": ("GET", "print/"),
    "pdf_view": ("GET", "pdf/"),
    "do_view": ("GET", "do/"),
    "waive_view": ("GET POST", "waive/"),
    "reinstate_view": ("GET POST", "reinstate/"),
    "xlsx_view": ("GET", "xlsx/"),
    "pack_view": ("GET", "pack/"),
}
"""Endpoints that take ``?id=``, besides transitions: methods and path."""
ONLY_OF = {
    "merge_view": "Resident",
    "xlsx_view": "PeriodicReport",
    "pack_view": "Site",
    **dict.fromkeys(("do_view", "waive_view", "reinstate_view"), "DutyTask"),
}
"""Endpoints of WITH_ROW that one register alone has."""
OF_SOME = {"checklist_view", "calendar_view", "figures_view", "problem_view", "sample_view"}
OF_EXPORTS = {"export_made_view", "export_status_view", "export_cancel_view", "export_file_view"}
OF_EVERY_REGISTER = {*ROWLESS.split(), *WITH_ROW, *OF_SOME, *OF_EXPORTS, "transition_view"}
OF_IMPORTS = {
    f"import_{n}view"
    for n in ("", "template_", "batch_", "status_", "refused_", "apply_", "cancel_", "remap_", "undo_")
}
ELSEWHERE = {
    "static": "open", "admin.static": "open", "health.healthz": "open", "auth.login": "open", "auth.sign_in": "open",
    "preferences.save": "open", "auth.home": "everybody", "auth.logout": "everybody", "auth.password": "everybody",
    "auth.sessions": "everybody", "admin.index": "everybody", "admin.search": "everybody", "attachments.attachment": "row",
    "roles.index": "sysadmin", "roles.reset": "sysadmin", "settings.index": "settings", "titles.index": "settings",
    "help.index": "everybody", "help.register": "row", "notices.index": "everybody", "notices.open_view": "row",
    "notices.read_view": "everybody", "notices.mail_view": "everybody", "board.index": "board",
}  # fmt: skip
"""Endpoints of no register: who may open them."""


@dataclass
class Person:
    """Somebody signed in."""

    role: str
    client: FlaskClient
    token: str

    def get(self, url: str) -> TestResponse:
        return self.client.get(url, buffered=True)

    def post(self, url: str, **fields: Any) -> TestResponse:
        return self.client.post(url, data={"csrf_token": self.token, **fields})


@dataclass
class House:
    """The program over a world."""

    app: Flask
    world: World
    people: dict[str, Person]
    seen: dict[tuple[str, str], int | None] = field(default_factory=dict)
    hidden: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    attachment: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        world = build(session)
        world.own = {key: record.id for key, record in own_rows(world.here).items()}
        names = {role: secret(world.here, role, PASSWORD) for role in ROLES}
        files = {where: attach(session, world.one(where, "Complaint"), tmp_path_factory) for where in ("here", "there")}
        session.commit()
        data = tmp_path_factory.getbasetemp() / "files"
        app = create_app(
            Settings(database_url=url, secret_key=KEY, data_dir=data, testing=True), clock=lambda: world.here.now
        )
        made = House(app, world, {role: sign_in(app, role, name) for role, name in names.items()}, attachment=files)
        for role in ROLES:
            for register in RIGHTS:
                made.seen[role, register], made.hidden[role, register] = rows_of(world, role, register)
        session.rollback()
        yield made
    engine.dispose()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    databases.drop(url)


def attach(session: Session, record: Any, folders: pytest.TempPathFactory) -> int:
    """The complaint's original letter (X-22: hidden from whom it is about), without its file."""
    row = Attachment(
        key=f"{record.id:032x}", register=record.slug(), record_id=record.id, field="original", name="信.png", mime="image/png",
        size=4, sha256="0" * 64, site_id=record.site_id, at=record.created_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    path = Path(folders.getbasetemp() / "files") / "attachments" / row.key[:2] / row.key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG")
    return row.id


def sign_in(app: Flask, role: str, name: str) -> Person:
    client = app.test_client()
    page = BeautifulSoup(client.get("/login").text, "html.parser").select_one("input[name=csrf_token]")
    assert page is not None
    answer = client.post("/login", data={"csrf_token": page["value"], "username": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    form = BeautifulSoup(client.get("/account/password").text, "html.parser").select_one("input[name=csrf_token]")
    assert form is not None
    return Person(role, client, str(form["value"]))


def rows_of(world: World, role: str, register: str) -> tuple[int | None, list[int]]:
    """A row the role's holder sees and those he doesn't, by the hand-written table."""
    rows = RIGHTS[register][role].rows
    here, there = world.rows["here"][register], world.rows["there"][register]
    if rows == "all":
        reaches = role in {"hq_quality", "sysadmin"} or register == "User"
        return here, [] if reaches else [there]
    mine = world.own.get((register, role)) if rows == "own" else None
    model: Any = by_name(register)
    hidden = [there]
    with acting(world.session, access.SYSTEM):
        record = world.session.get_one(model, here)
    names_him = rows == "own" and (register, role) in INVOLVED
    if here != mine and not names_him and not (rows == "own" and record.created_by_id == world.here.user(role).id):
        hidden.append(here)
    return mine, hidden


def plain(answer: TestResponse, record: int | str) -> str:
    """The page without what differs from request to request: tokens, and the id that was asked for."""
    text = re.sub(r'nonce="[^"]*"|value="[A-Za-z0-9_.\-]{20,}"|content="[A-Za-z0-9_.\-]{20,}"', "", answer.text)
    return re.sub(rf"(id(?:=|%3D|%253D)){re.escape(str(record))}\b", r"\1#", text)


def everything(house: House) -> dict[str, int]:
    """How many rows each table holds, and the sum of the registers' versions: changes when anything is written."""
    with Session(make_engine(str(house.app.config["SQLALCHEMY_DATABASE_URI"]), poolclass=NullPool)) as session:
        counts = {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if name not in {"user_session", "login_attempt"}
        }
        tables: dict[str, Table] = dict(Base.metadata.tables)
        for model in REGISTERS:
            column = tables[model.slug()].c.version
            counts[f"{model.slug()}.version"] = session.execute(select(func.coalesce(func.sum(column), 0))).scalar_one()
    return counts


def steps(register: str) -> list[str]:
    flow = by_name(register).__register__.flow
    return [t.name for t in flow.transitions if not t.by_itself] if flow else []


def row_addresses(register: str) -> list[tuple[str, str]]:
    """Every address of a register that names a row, with its method; ``{id}`` stands for the row."""
    base = f"/admin/{SLUGS[register]}/"
    out = []
    for name, (methods, path) in WITH_ROW.items():
        if ONLY_OF.get(name, register) != register:
            continue
        out += [
            (method, f"{base}{path}?id={{id}}{'&file=1' if name == 'detach_view' else ''}")
            for method in methods.split()
        ]
    out += [(method, f"{base}transition/{step}/?id={{id}}") for step in steps(register) for method in ("GET", "POST")]
    return out


def some(role: str, register: str) -> list[tuple[str, str]]:
    """The addresses tried for one role: a quarter of them, and with all thirteen roles every one at least three times."""
    at = ROLES.index(role)
    return [pair for n, pair in enumerate(row_addresses(register)) if (n + at) % 4 == 0 or "/details/" in pair[1]]


def ask(person: Person, method: str, url: str) -> TestResponse:
    return person.get(url) if method == "GET" else person.post(url, reason="核对", form_token="t" * 24)


# ------------------------------------------------------------------------------------------------------- the map


def test_every_endpoint_has_a_rule(house: House) -> None:
    slugs = set(SLUGS.values())
    unknown = []
    for rule in house.app.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.rpartition(".")
        if blueprint in slugs:
            if name not in OF_EVERY_REGISTER and name not in OF_IMPORTS:
                unknown.append(rule.rule)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            if name in WITH_ROW and name not in {"draft_view", "discard_view"}:
                assert methods == set(WITH_ROW[name][0].split()), rule.rule
        elif rule.endpoint not in ELSEWHERE:
            unknown.append(rule.rule)
    assert not unknown, f"no rule says who may open these; add one here: {sorted(unknown)}"


def test_not_signed_in_is_sent_to_the_door(house: House) -> None:
    """GET and, with a good token, POST: 302 to /login; what is open to all answers."""
    client = house.app.test_client()
    page = BeautifulSoup(client.get("/login").text, "html.parser").select_one("input[name=csrf_token]")
    assert page is not None
    wrong = []
    for rule in house.app.url_map.iter_rules():
        if ELSEWHERE.get(rule.endpoint) == "open":
            continue
        url = address(rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(url, method=method, data={"csrf_token": page["value"]} if method == "POST" else None)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/login"):
                wrong.append(f"{method} {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def address(rule: str) -> str:
    """An address of a rule, with a row that exists."""
    values = {
        "export_type": "csv",
        "step": "void",
        "field": "unit",
        "batch": "1",
        "key": "0" * 32,
        "number": "1",
        "filename": "x",
        "slug": "repair_order",
    }
    url = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values[m[1]], rule)
    return f"{url}?id=1"


def test_a_post_without_token_changes_nothing(house: House) -> None:
    """400 for every POST of the map, whoever sends it, whether or not he may."""
    before = everything(house)
    wrong = []
    for role in ("sysadmin", "receptionist"):
        person = house.people[role]
        for rule in house.app.url_map.iter_rules():
            if "POST" not in (rule.methods or set()):
                continue
            url = address(rule.rule)
            for data in ({"reason": "核对"}, {"reason": "核对", "csrf_token": "x" * 40}):
                answer = person.client.post(url, data=data)
                if answer.status_code != 400:
                    wrong.append(f"{role} POST {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


# ------------------------------------------------------------------------------------------------- rows not seen


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_row_is_a_missing_row(house: House, role: str) -> None:
    """404 for both, word for word the same page: nothing tells a hidden row from one that never was."""
    person = house.people[role]
    wrong, before = [], everything(house)
    for register in RIGHTS:
        for method, pattern in some(role, register):
            missing = ask(person, method, pattern.format(id=MISSING))
            if missing.status_code != 404:
                wrong.append(f"{method} {pattern} of a missing row: {missing.status_code}")
                continue
            for hidden in house.hidden[role, register]:
                answer = ask(person, method, pattern.format(id=hidden))
                if answer.status_code != 404:
                    wrong.append(f"{method} {pattern} of hidden row {hidden}: {answer.status_code}")
                elif plain(answer, hidden) != plain(missing, MISSING):
                    wrong.append(f"{method} {pattern}: another page than for a missing row")
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


def test_an_id_that_is_none_is_a_missing_row(house: House) -> None:
    person = house.people["receptionist"]
    wrong = []
    for register in ("ServiceLog", "Resident"):
        for method, pattern in row_addresses(register):
            for text in GARBAGE:
                answer = ask(person, method, pattern.format(id=text))
                if answer.status_code != 404:
                    wrong.append(f"{method} {pattern.format(id=text)}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_several_rows_with_a_hidden_one_among_them_are_missing(house: House) -> None:
    """Bulk: the press that names a hidden row does nothing to the others either, and says no more than 404."""
    before = everything(house)
    person = house.people["receptionist"]
    for register in ("RepairOrder", "ServiceLog", "Complaint"):
        seen, (hidden,) = house.seen["receptionist", register], house.hidden["receptionist", register]
        for step in steps(register):
            for ids in (f"{seen},{hidden}", f"{seen},{MISSING}", f"{seen}&id={hidden}"):
                url = f"/admin/{SLUGS[register]}/transition/{step}/?id={ids}"
                assert {person.get(url).status_code, person.post(url, reason="x").status_code} == {404}, url
    assert everything(house) == before


@pytest.mark.parametrize("role", ROLES)
def test_lists_exports_and_look_ups_hold_no_hidden_row(house: House, role: str) -> None:
    person = house.people[role]
    wrong = []
    for register in RIGHTS:
        base, line = f"/admin/{SLUGS[register]}/", RIGHTS[register][role]
        listed = person.get(base)
        if listed.status_code != (200 if line.rows != "none" else 403):
            wrong.append(f"{base}: {listed.status_code}")
        if listed.status_code == 200:
            ids = {int(str(tr["data-id"])) for tr in BeautifulSoup(listed.text, "html.parser").select("tr[data-id]")}
            if ids & set(house.hidden[role, register]) or (
                len(ids) < PAGE and (house.seen[role, register] or next(iter(ids), None)) not in {*ids, None}
            ):
                wrong.append(f"{base} lists {ids}")
        exported = person.get(f"{base}export/csv/")
        if exported.status_code != (200 if "export" in line.verbs else 403):
            wrong.append(f"{base}export/csv/: {exported.status_code}")
        elif exported.status_code == 200 and role not in {"hq_quality", "sysadmin"} and "阳光花园" in exported.text:
            wrong.append(f"{base}export/csv/ holds rows of another site")
        full = person.get(f"{base}export/xlsx/?full=1")
        if full.status_code != (200 if {"export", "unmask"} <= line.verbs else 403):
            wrong.append(f"{base}export/xlsx/?full=1: {full.status_code}")
        if person.get(f"{base}export/exe/").status_code != 404:
            wrong.append(f"{base}export/exe/")
        wrong += look_ups(house, person, register)
    assert not wrong, "\n".join(wrong)


def look_ups(house: House, person: Person, register: str) -> list[str]:
    """Look-ups offer rows one sees, of the site one works at; owners' names only to whom they are no secret."""
    out = []
    base = f"/admin/{SLUGS[register]}/lookup/"
    model = by_name(register)
    targets = {n: f.target for n, f in model.__fields__.items() if f.kind in {"ref", "refs"}}
    targets |= {f"{n}.{c.name}": c.target for n, f in model.__fields__.items() for c in f.rows if c.kind == "ref"}
    for name, target in targets.items():
        for typed in {"", TYPED[(len(name) + len(person.role)) % 3]}:
            answer = person.get(f"{base}{name}?q={typed}")
            if answer.status_code == 404:
                continue
            if answer.status_code not in {200, 403}:
                out.append(f"{base}{name}?q={typed}: {answer.status_code}")
            if answer.status_code != 200:
                continue
            assert target is not None
            found = {hit["id"] for hit in answer.get_json()}
            if found & set(house.hidden[person.role, target]):
                out.append(f"{base}{name}?q={typed} offers a hidden {target}")
            if person.role not in CUSTOMERS and ("周0" in answer.text or "1980000" in answer.text):
                out.append(f"{base}{name}?q={typed} tells {person.role} who lives there: {answer.get_json()}")
    none = ("nothing", "phone", "id", "__fields__", "materials.nothing")
    return out + [f"{base}{name}" for name in none if person.get(f"{base}{name}?q=").status_code != 404]


def test_look_ups_and_search_do_not_tell_where_an_owner_lives(house: House) -> None:
    """4-C: cleaning, security and maintenance don't find owners by name or telephone."""
    for role in set(ROLES) - CUSTOMERS:
        answer = house.people[role].get("/admin/search?q=19800000001")
        assert answer.status_code == 200
        page = BeautifulSoup(answer.text, "html.parser")
        for box in page.select("input"):
            box.decompose()
        links = [a["href"] for a in page.select("a[href*='details/?id=']")]
        assert not [href for href in links if "resident" in str(href) or "service_log" in str(href)], role


# ---------------------------------------------------------------------------------------------------- rows seen


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_do_with_a_row_one_sees(house: House, role: str) -> None:
    """Each line: what was asked, what came, what the table says."""
    person = house.people[role]
    told: list[tuple[str, int, int]] = []
    for register in RIGHTS:
        seen, base = house.seen[role, register], f"/admin/{SLUGS[register]}/"
        verbs = RIGHTS[register][role].verbs

        def tried(method: str, path: str, should: int, base: str = base, **fields: str) -> None:
            answer = person.get(base + path) if method == "GET" else person.post(base + path, **fields)
            told.append((f"{method} {base}{path}", answer.status_code, should))

        tried("GET", "new/", 200 if "create" in verbs else 403)
        if "create" not in verbs:
            tried("POST", "new/", 403, whole="1")
        if seen is None:
            continue
        tried("GET", f"details/?id={seen}", 200)
        tried("GET", f"unmask/?id={seen}", 200 if "unmask" in verbs else 403)
        tried("POST", f"unmask/?id={seen}", 422 if "unmask" in verbs else 403, reason="")
        edits = may_edit(house, role, register, seen)
        if edits is not None:
            tried("GET", f"edit/?id={seen}", 200 if edits else 403)
        if edits is False:
            tried("POST", f"edit/?id={seen}", 403, whole="1")
    assert [t for t in told if t[1] != t[2]] == []


def may_edit(house: House, role: str, register: str, record_id: int) -> bool | None:
    """Whether the table lets him change this row; None where its state is another question (own rows walked further)."""
    if (register, role) in house.world.own and record_id == house.world.own[register, role]:
        return None
    flow = by_name(register).__register__.flow
    if flow is not None and not flow.states[0].editable:
        return None
    if WROTE.get(register) == role and "create" in RIGHTS[register][role].verbs:
        return True
    if register == "Post":
        return "edit" in RIGHTS[register][role].verbs
    return "edit" in RIGHTS[register][role].verbs or (register == "Separation" and role == "technician")


WAY_OF = {"ServiceLog": "log", "RepairOrder": "order", "Complaint": "complaint", "Callback": "callback", "CorrectiveAction": "action",
          "StaffRequisition": "requisition", "Separation": "separation"}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_a_step_of_somebody_else_is_forbidden_over_http_too(house: House, role: str) -> None:
    """On a row in its first state: the form opens for whom the table names; a press of anybody else changes nothing."""
    person = house.people[role]
    wrong, before = [], everything(house)
    for register in RIGHTS:
        if (
            register == "Post"
            or house.seen[role, register] != house.world.rows["here"][register]
            or not steps(register)
        ):
            continue
        found = WAYS[WAY_OF.get(register, {"WorkInspection": "inspection"}.get(register, register))]
        for step in steps(register):
            lines = [a for a in found.arrows if a.name == step]
            if step == "open_action":  # the sheet of this world has no failed line
                continue
            if (register, step) == ("Deposit", "void"):  # a decoration of this world stands on it
                continue
            here = any(found.states[0] in a.source for a in lines)
            his = any(role in a.who for a in lines if found.states[0] in a.source) if here else None
            url = f"/admin/{SLUGS[register]}/transition/{step}/?id={house.seen[role, register]}"
            got = person.get(url).status_code
            if got not in ({200} if his else {403} if here else {403, 409}):
                wrong.append(f"GET {url}: {got}")
            if not his:
                posted = person.post(url, reason="核对", form_token=f"{register}{step}{role}"[:40]).status_code
                if posted not in ({403} if here else {403, 409}):
                    wrong.append(f"POST {url}: {posted}")
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


def test_files_go_with_the_row_and_the_field(house: House) -> None:
    """X-22: the original letter of a complaint; who reads the complaint without knowing who complained gets no file."""
    knows = {"receptionist", "reception_lead", "cs_supervisor", "director"}
    for role in ROLES:
        person = house.people[role]
        assert person.get(f"/attachments/{house.attachment['here']}").status_code == (200 if role in knows else 404), (
            role
        )
        assert person.get(f"/attachments/{house.attachment['there']}").status_code == 404, role
        for number in (MISSING, 2**31, 2**63):
            assert person.get(f"/attachments/{number}").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_the_other_pages(house: House, role: str) -> None:
    person = house.people[role]
    for url in ("/admin/", "/admin/search?q=x", "/account/password", "/account/sign-out-everywhere"):
        assert person.get(url).status_code == 200, url
    assert person.get("/admin/roles/").status_code == (200 if role == "sysadmin" else 403)
    assert person.post("/admin/roles/reset/?module=service").status_code == (303 if role == "sysadmin" else 403)
    reads_settings = RIGHTS["Setting"][role].rows == "all"
    for url in ("/admin/settings/", "/admin/titles/"):
        assert person.get(url).status_code == (200 if reads_settings else 403), url
    boards = {"reception_lead", "cs_supervisor", "director", "hq_quality"}
    assert person.get("/admin/board/").status_code == (200 if role in boards else 403)
    for url in (
        "/admin/nothing/",
        "/admin/repair_order/nothing/",
        "/nothing",
        "/admin/repair_order/transition/nothing/?id=1",
    ):
        assert person.get(url).status_code == 404, url
    for register in RIGHTS:
        base = f"/admin/{SLUGS[register]}/"
        assert person.post(f"{base}details/?id=1").status_code == 405
        assert person.get(f"{base}hint/").status_code in {204, 404}
        assert person.post(f"{base}draft/", caller="x").status_code == (
            204 if "create" in RIGHTS[register][role].verbs else 403
        ), base


@pytest.mark.parametrize("role", ROLES)
def test_imports(house: House, role: str) -> None:
    """Where a register has an import: its page and template for who may import, no batch that is not there."""
    person = house.people[role]
    rules = {r.endpoint for r in house.app.url_map.iter_rules()}
    for register in RIGHTS:
        if f"{SLUGS[register]}.import_view" not in rules:
            continue
        base, may = f"/admin/{SLUGS[register]}/import/", "import" in RIGHTS[register][role].verbs
        for path in ("", "template"):
            assert person.get(base + path).status_code == (200 if may else 403), base + path
        assert may or person.post(base).status_code == 403
        for path in ("", "status", "refused"):
            assert person.get(f"{base}{MISSING}/{path}").status_code in ({404} if may else {403, 404})
        for path in ("apply/", "cancel/", "remap/", "undo"):
            assert person.post(f"{base}{MISSING}/{path}").status_code in ({404} if may else {403, 404})


def test_unmasking_writes_the_log_before_it_shows(house: House) -> None:
    """X-01: the number in full only with a reason, and the reason stands in the access log and the history."""
    person, order = house.people["director"], house.seen["director", "RepairOrder"]
    page = person.get(f"/admin/repair_order/details/?id={order}")
    assert "19800000001" not in page.text, "the director's page shows it masked"
    assert "19800000001" not in person.get("/admin/repair_order/").text
    assert "19800000001" not in person.get("/admin/repair_order/export/csv/").text
    count = counter(house)
    shown = person.post(f"/admin/repair_order/unmask/?id={order}", reason="核对业主电话")
    assert shown.status_code == 200
    assert "19800000001" in shown.text
    assert counter(house) == count + 1
    with Session(make_engine(str(house.app.config["SQLALCHEMY_DATABASE_URI"]), poolclass=NullPool)) as session:
        kept = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "unmask")).all()
    assert [k.comment for k in kept] == ["核对业主电话"]


def counter(house: House) -> int:
    return everything(house)["secret_access_log"]
