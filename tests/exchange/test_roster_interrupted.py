"""Imports that are killed, cancelled, overtaken, or not allowed: the register stays as it was, and somebody says so."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import access
import workflow
from exchange import roster
from exchange.batches.words import CUT_SHORT, MOVED, Cancelled, ImportRefused
from exchange.roster.apply import finish_index
from models.base.unit import Unit
from models.engine import ImportBatch
from models.spec import Actor, Role
from tests.exchange import books
from tests.exchange.roster_site import NOW, Desk, sheet
from web.settings import CHECKOUT


def killed(site: Desk, number: int, step: str, statement: str) -> None:
    url = site.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.exchange.roster_child", url, str(site.store.folder.parent), str(number), step]
    done = subprocess.run([*words, statement], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -9, done.stderr


def mended(site: Desk) -> list[int]:
    with site.session() as session:
        late = roster.reconcile(session, site.store, NOW)
        session.commit()
        return late


@pytest.mark.parametrize(
    ("step", "statement"),
    [
        ("plan", ""),
        ("plan", "SELECT o.unit_id"),
        ("apply", "INSERT INTO building"),
        ("apply", "INSERT INTO resident_occupancies"),
        ("apply", "INSERT INTO history_entry"),
        ("apply", "UPDATE import_batch SET state=done"),
    ],
)
def test_a_killed_import_leaves_the_register_as_it_was_and_says_so(step: str, statement: str, site: Desk) -> None:
    site.take(sheet(("9", "1", "101", 80, "甄九", "", "")))
    before = site.dump()
    number = site.send(books.plain()) if step == "plan" else site.plan(books.plain()).id
    if step == "apply":
        site.yes(number)
    killed(site, number, step, statement)
    assert site.dump() == before
    assert site.batch(number).state in {"reading", "applying"}
    mended(site)
    found = site.batch(number)
    assert found.state == "failed"
    assert found.fault == {"zh": CUT_SHORT.zh, "en": CUT_SHORT.en}
    assert list(site.store.folder.glob(f"{number}.*")) == [site.store.folder / f"{number}.lock"]
    assert site.take(books.plain()).state == "done"


def test_killed_between_rows_and_search_entries_it_is_finished_on_return(site: Desk) -> None:
    number = site.plan(books.plain()).id
    site.yes(number)
    killed(site, number, "apply", "INSERT INTO search_entry")
    assert site.batch(number).state == "done"
    assert len(site.dump()["unit"]) == 40
    (late,) = mended(site)
    assert late == number
    finish_index(site.engine, site.store, site.batch(number))
    assert site.batch(number).summary["unindexed"] == 0
    assert site.rows(
        "SELECT register, count(*) FROM search_entry WHERE register IN ('unit', 'resident') GROUP BY 1 ORDER BY 1"
    ) == [
        ("resident", 40),
        ("unit", 40),
    ]
    assert mended(site) == []


def test_a_cancelled_plan_leaves_nothing_behind(site: Desk) -> None:
    number = site.send(books.plain())

    def stop(*_: Any) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        roster.plan_roster(site.engine, site.store, number, actor=site.actor, now=NOW, tell=stop)
    assert site.batch(number).state == "cancelled"
    assert [p.suffix for p in site.store.folder.iterdir()] == [".lock"]


def test_a_cancelled_write_leaves_nothing_behind(site: Desk) -> None:
    number = site.plan(books.plain()).id
    site.yes(number)

    def stop(*_: Any) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        site.apply(number, tell=stop)
    assert site.batch(number).state == "cancelled"
    assert site.dump()["unit"] == []


def test_a_plan_nobody_works_on_can_be_called_off(lite: Desk) -> None:
    number = lite.plan(books.plain()).id
    with lite.session() as session:
        assert roster.cancel(session, lite.store, session.get_one(ImportBatch, number))
        session.commit()
    with pytest.raises(ImportRefused):
        lite.yes(number)


def test_others_get_their_turn_while_an_import_is_at_work(site: Desk) -> None:
    """Between the words of progress, before and after the one short step, another connection writes."""
    written = []

    def somebody_else(phase: str, done: int, _total: int) -> None:
        with site.engine.begin() as other:
            other.execute(text("UPDATE site SET remark = :r"), {"r": f"{phase} {done}"})
        written.append(phase)

    number = site.send(books.plain())
    roster.plan_roster(site.engine, site.store, number, actor=site.actor, now=NOW, tell=somebody_else)
    site.yes(number)
    site.apply(number, tell=somebody_else)
    assert {"reading", "applying", "indexing"} <= set(written)
    assert len(site.dump()["unit"]) == 40


def test_a_plan_that_was_overtaken_without_effect_is_made_anew_and_written(site: Desk) -> None:
    site.take(sheet(("9", "1", "101", 80, "甄九", "", "")))
    number = site.plan(books.plain()).id
    edit(site, layout="三室")
    site.yes(number)
    assert site.apply(number).state == "done"
    assert len(site.dump()["unit"]) == 41


def test_a_plan_that_comes_out_otherwise_is_asked_again(site: Desk) -> None:
    site.take(sheet(("1", "1", "101", 80, "甄九", "", "")))
    number = site.plan(sheet(("1", "1", "101", 90, "甄九", "", ""))).id
    edit(site, gross_area="85")
    before = site.dump()
    site.yes(number)
    batch = site.apply(number)
    assert batch.state == "planned"
    assert batch.summary["moved"] == {"zh": MOVED.zh, "en": MOVED.en}
    assert site.dump() == before
    (row,) = site.found(batch, "changed")
    assert row.changes[0].old == "85.00"
    site.yes(number)
    assert site.apply(number).state == "done"


def edit(site: Desk, **values: Any) -> None:
    with site.session() as session:
        unit = session.scalars(select(Unit)).first()
        workflow.edit(session, unit, values, actor=access.SYSTEM, now=NOW)
        session.commit()


def test_two_cannot_work_on_one_import(lite: Desk) -> None:
    number = lite.send(books.plain())
    with lite.store.hold(number), pytest.raises(ImportRefused):
        roster.plan_roster(lite.engine, lite.store, number, actor=lite.actor, now=NOW)
    assert not lite.store.held(number)


def person(site: Desk, *roles: Role, everywhere: bool = False) -> Actor:
    grants = {} if everywhere else {site.site_id: frozenset(roles)}
    return Actor(user_id=0, username="x", name="甲", grants=grants, sites=(site.site_id,), site_id=site.site_id,
                 global_roles=frozenset(roles) if everywhere else frozenset())  # fmt: skip


@pytest.mark.parametrize("role", [Role.director, Role.receptionist, Role.technician])
def test_who_may_not_import_cannot(role: Role, lite: Desk) -> None:
    number = lite.plan(books.plain()).id
    lite.yes(number)
    lite.actor = person(lite, role)
    with pytest.raises(workflow.Forbidden):
        lite.send(books.plain())
    with lite.session() as session:
        assert roster.open_batch(session, number, lite.actor) is None
    with pytest.raises(workflow.Forbidden):
        lite.apply(number)
    assert lite.dump()["unit"] == []


def test_another_sites_import_cannot_be_reached(lite: Desk) -> None:
    number = lite.plan(books.plain()).id
    stranger = replace(person(lite, Role.director), sites=(999,), site_id=999)
    with lite.session() as session:
        assert roster.open_batch(session, number, stranger) is None
    lite.actor = stranger
    with pytest.raises(access.SiteBreach):
        lite.send(books.plain())


def test_the_administrator_imports(lite: Desk) -> None:
    lite.actor = person(lite, Role.sysadmin, everywhere=True)
    assert lite.take(books.plain()).state == "done"
    with Session(lite.engine) as session:
        access.bind(session, lite.actor)
        assert len(session.scalars(select(Unit)).all()) == 40
