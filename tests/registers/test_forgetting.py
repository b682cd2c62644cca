"""Forgetting a former resident (A-69): only when nothing needs him, with a record that it was done."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import SYSTEM
from models import REGISTERS
from models.base.forgetting import FORGOTTEN, NAME, OPEN, PERSONAL
from models.connect import make_engine
from models.engine import HistoryEntry
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from workflow import edit


@pytest.fixture
def centre(databases: Databases) -> Iterator[Centre]:
    """A centre that tests fill as they go."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        yield factories.centre(session)
        session.rollback()
    engine.dispose()
    databases.drop(url)


def moved_out(centre: Centre) -> Any:
    """An owner who belongs to no home any more."""
    person = centre.owner(centre.unit())
    rows = [
        {"id": o.id, "unit": o.unit_id, "relation": o.relation, "since": o.since, "until": dt.date(2026, 10, 1)}
        for o in person.occupancies
    ]
    values = {"occupancies": rows, "workplace": "蓝天厂", "emergency_contact": "周母 19800009999"}
    return edit(centre.session, person, values, actor=SYSTEM, now=centre.now)


def test_a_69_the_person_goes_the_record_stays(centre: Centre) -> None:
    person = moved_out(centre)
    centre.do(person, "forget", "director", reason="本人申请注销")
    assert (person.status, person.name) == (FORGOTTEN, NAME)
    assert all(getattr(person, field) is None for field in PERSONAL)
    assert person.phone_tail is None
    told = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "resident", HistoryEntry.transition == "forget")
    ).one()
    assert told.comment == "本人申请注销"


def test_a_69_not_while_he_lives_here(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid, match="1单元502"):
        centre.do(centre.owner(centre.unit()), "forget", "director", reason="本人申请注销")


def test_a_69_not_while_a_matter_is_open(centre: Centre) -> None:
    person = centre.owner(centre.unit())
    values = {"unit": centre.unit().id, "owner": person.id, "deal": "let", "asking_price": "2000"}
    paper = centre.make("ListingEntrustment", values, by="receptionist")
    moved_out(centre)
    with pytest.raises(workflow.Invalid, match=paper.number):
        centre.do(person, "forget", "director", reason="本人申请注销")
    centre.do(paper, "withdraw_listing", "reception_lead", reason="不租了")
    centre.do(person, "forget", "director", reason="本人申请注销")
    assert person.status == FORGOTTEN


def test_every_register_that_points_at_residents_says_when_it_needs_them() -> None:
    for model in REGISTERS:
        points = any(f.target == "Resident" for f in model.__fields__.values())
        assert points is (model.__name__ in OPEN), model
        flow = model.__register__.flow
        assert set(OPEN.get(model.__name__, ())) <= {s.name for s in flow.states} if flow else True
