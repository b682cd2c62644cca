"""The program over a world for tests over HTTP: somebody of every role signed in, the rows each sees and doesn't, every address of a row."""

import re
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
from models import REGISTERS, by_name
from models.connect import make_engine
from models.declare import Base
from models.engine import Attachment
from tests.rights.expected import INVOLVED, RIGHTS, ROLES
from tests.rights.world import World

PASSWORD = "Bamboo-lantern-27"
TYPED = ("周", "3-1-502", "0001")
"""What is typed into look-ups: part of an owner's name, a home, the last digits of a telephone."""
PAGE = 50
"""Rows a list shows at once."""
MISSING, GARBAGE = 1_999_999, ("abc", "", "-1", "0", "1e3", "99999999999999999999", "１")
SLUGS = {m.__name__: m.slug() for m in REGISTERS}
NAMES = list(SLUGS)
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
