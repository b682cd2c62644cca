"""What registers declare: the catalogue's names, tables that both databases make, CHECKs that hold what states promise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

import models
from models.declare import Base
from models.export import describe
from models.spec import L, Module
from tests.models.catalogue_names import CATALOGUE
from tests.support.databases import Databases

FLOWS = {
    "none": ({"active", "archived"}, {"archive", "restore"}),
    "log": (set[str](), set[str]()),
    "record": ({"open", "closed", "void"}, {"close", "void"}),
    "approval": (
        {"draft", "submitted", "approved", "rejected", "void"},
        {"submit", "approve", "return_", "reject", "withdraw", "void"},
    ),
}
NEVER_VOID = {"Complaint", "ServiceLog", "Receipt"}
"""A complaint and the entry of a call are closed, a receipt is reversed, none is voided (G1)."""


@dataclass
class Named:
    """One register as the hand-kept copy names it."""

    model: str
    module: str
    prefix: str | None
    flow: str
    zh: str
    en: str
    states: dict[str, str] = field(default_factory=dict)
    transitions: list[str] = field(default_factory=list)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)


def words(line: str) -> dict[str, Any]:
    head, _, choices = line.partition(" = ")
    name, kind, *label = head.split(" ", 2)
    return {
        "name": name,
        "type": kind.rstrip("!"),
        "required": kind.endswith("!"),
        "zh": label[0] if label else "",
        "choices": choices.split(),
        "rows": {},
    }


def read() -> Iterator[Named]:
    current: Named | None = None
    last: dict[str, Any] = {}
    for line in CATALOGUE.splitlines():
        if not line.startswith(" "):
            if current:
                yield current
            head, zh, en = line.split(" | ")
            model, module, prefix, flow = head.split()
            current = Named(model, module, None if prefix == "-" else prefix, flow, zh, en)
        elif current is not None and line.startswith("    "):
            child = words(line.strip())
            last["rows"][child["name"]] = child
        elif current is not None and line.startswith("  states "):
            current.states = dict(s.split() for s in line.removeprefix("  states ").split(", "))
        elif current is not None and line.startswith("  transitions "):
            current.transitions = line.removeprefix("  transitions ").split()
        elif current is not None:
            last = words(line.strip())
            current.fields[last["name"]] = last
    if current:
        yield current


NAMED = {n.model: n for n in read()}
DESCRIBED = {d["model"]: d for d in describe()}


def test_the_program_accepts_its_declarations() -> None:
    models.check.check_all()


def test_every_register_of_the_catalogue_copy_is_declared() -> None:
    assert NAMED.keys() <= DESCRIBED.keys()


def test_the_list_of_registers_finds_them_by_address_and_by_name() -> None:
    for model in models.REGISTERS:
        assert models.register(model.slug()) is model
        assert models.by_name(model.__name__) is model
    with pytest.raises(KeyError):
        models.register("no_such_register")


def test_what_is_described_is_json() -> None:
    assert json.loads(json.dumps(describe())) == describe()


@pytest.mark.parametrize("model", NAMED)
def test_names_are_the_catalogues(model: str) -> None:
    want, have = NAMED[model], DESCRIBED[model]
    assert {k: have[k] for k in ("module", "prefix", "zh", "en")} == {
        "module": want.module,
        "prefix": want.prefix,
        "zh": want.zh,
        "en": want.en,
    }


@pytest.mark.parametrize("model", NAMED)
def test_fields_are_the_catalogues(model: str) -> None:
    have = {f["name"]: f for f in DESCRIBED[model]["fields"]}
    wrong = [
        (name, key, want[key], have.get(name, {}).get(key))
        for name, want in NAMED[model].fields.items()
        for key in ("type", "zh", "required")
        if have.get(name, {}).get(key) != want[key]
        if key != "required" or not have.get(name, {}).get("system")  # what the engine writes may be stricter
        if (model, name, key) != ("PeriodicReport", "author", "required")  # the system's own reports have no author
    ]
    assert wrong == []


@pytest.mark.parametrize("model", NAMED)
def test_choices_are_the_catalogues(model: str) -> None:
    have = {f["name"]: f for f in DESCRIBED[model]["fields"]}
    for name, want in NAMED[model].fields.items():
        if want["choices"]:
            assert [c["value"] for c in have[name]["choices"]] == want["choices"], name
        children = {f["name"]: f for f in have[name].get("rows", ())}
        for child, line in want["rows"].items():
            assert children[child]["type"] == line["type"], f"{name}.{child}"
            if line["choices"]:
                assert [c["value"] for c in children[child]["choices"]] == line["choices"], f"{name}.{child}"


@pytest.mark.parametrize("model", NAMED)
def test_states_and_transitions_are_the_catalogues(model: str) -> None:
    want, have = NAMED[model], DESCRIBED[model]
    states = {s["name"]: s["zh"] for s in have["states"]}
    transitions = {t["name"] for t in have["transitions"]}
    if want.flow == "written":
        assert want.states.items() <= states.items()
        assert set(want.transitions) <= transitions
        assert ("void" in transitions) is (model not in NEVER_VOID)
    else:
        assert FLOWS[want.flow][0] <= states.keys()
        assert FLOWS[want.flow][1] <= transitions
    if want.flow == "log":
        assert not states


@pytest.mark.parametrize("model", models.REGISTERS, ids=lambda m: m.slug())
def test_every_register_keeps_what_records_always_keep(model: Any) -> None:
    names = {c.name for c in model.__table__.columns}
    assert {"id", "remark", "created_at", "created_by_id", "updated_at", "updated_by_id", "version"} <= names
    assert ("number" in names) is bool(model.__register__.prefix)
    assert model.__mapper__.version_id_col is model.__table__.c.version
    assert "attachments" in model.__fields__


def test_phones_and_id_numbers_of_customers_are_masked() -> None:
    fields = models.by_name("Resident").__fields__
    assert all(fields[name].masked for name in ("phone", "phone2", "id_number"))
    assert models.by_name("Staff").__fields__["id_number"].masked
    assert not models.by_name("Site").__fields__["hotline"].masked, "the hotline is public"


def test_technicians_and_guards_do_not_read_residents() -> None:
    rights = models.by_name("Resident").__register__.rights
    seen = {str(r) for r in (*rights.read, *rights.own, *rights.unmask)}
    assert seen.isdisjoint({"technician", "guard", "engineering_lead", "security_lead", "staff", "hr_admin"})


def test_secrets_of_accounts_are_no_fields() -> None:
    fields = models.by_name("User").__fields__
    assert fields.keys().isdisjoint({"password_hash", "session_epoch", "must_change_password"})


def test_groups_of_the_menu_are_worded() -> None:
    assert Module.base.label == L("基础资料", "Base data")


@pytest.fixture
def engine_of(databases: Databases) -> Iterator[Callable[[Any], Engine]]:
    engines: list[Engine] = []

    def make(kind: Any) -> Engine:
        engines.append(create_engine(databases.bare(kind), poolclass=NullPool))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_both_databases_make_every_table(kind: str, engine_of: Callable[[str], Engine]) -> None:
    engine = engine_of(kind)
    Base.metadata.create_all(engine)
    made = set(inspect(engine).get_table_names())
    assert {model.__tablename__ for model in models.REGISTERS} <= made
    Base.metadata.drop_all(engine)
    assert not {model.__tablename__ for model in models.REGISTERS} & set(inspect(engine).get_table_names())
