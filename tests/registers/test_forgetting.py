"""Forgetting a former resident (A-69): only when nothing needs him, with a record that it was done."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import SYSTEM
from models import REGISTERS
from models.base.forgetting import FORGOTTEN, NAME, OPEN, PERSONAL
from models.connect import make_engine
from models.declare import table_of
from models.engine import Attachment, Draft, HistoryEntry, Notice
from models.engine.search import SearchEntry, match
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from workflow import edit


@pytest.fixture
def centre(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Centre]:
    """A centre that tests fill as they go."""
    url = databases.fresh(getattr(request, "param", "sqlite"))
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


def kept_words(session: Session) -> str:
    """Everything the engine keeps beside the records, as text."""
    tables = (HistoryEntry, SearchEntry, Notice, Attachment, Draft)
    rows = [dict(row) for t in tables for row in session.execute(select(*table_of(t).c)).mappings()]
    if session.get_bind().dialect.name == "sqlite":
        rows += [dict(row) for row in session.execute(text("SELECT * FROM search_fts")).mappings()]
    return str(rows)


@pytest.mark.parametrize("centre", ["sqlite", "postgres"], indirect=True)
def test_a_69_nothing_beside_the_record_holds_the_name_any_more(centre: Centre) -> None:
    session, person = centre.session, moved_out(centre)
    name, phone = person.name, person.phone
    file = Attachment(
        key="a" * 32, register="resident", record_id=person.id, name=f"{name}身份证.jpg", mime="image/jpeg", size=1,
        sha256="0" * 64, at=centre.now,
    )  # fmt: skip
    edit(session, person, {"remark": f"{name}的朋友代办"}, actor=SYSTEM, now=centre.now, comment=f"{name}来电")
    bell = {"user_id": centre.actor("director").user_id, "register": "resident", "record_id": person.id, "occasion": "x",
            "site_id": None, "zh": f"{name}搬走了", "en": name, "at": centre.now}  # fmt: skip
    session.add_all(
        [
            file,
            Notice(**bell),
            Draft(user_id=bell["user_id"], form=f"resident:{person.id}", data={"n": name}, at=centre.now),
        ]
    )
    session.flush()
    assert name in kept_words(session)
    assert found(session, phone) == [person.id]
    before = [(e.id, e.at, e.actor_name, e.kind, e.version) for e in history(session, person)]
    centre.do(person, "forget", "director", reason=f"{name}本人申请注销")
    session.flush()
    left = kept_words(session)
    assert name not in left
    assert phone not in left
    assert file.name == "附件1.jpg"
    assert found(session, phone) == found(session, name) == []
    after = [(e.id, e.at, e.actor_name, e.kind, e.version) for e in history(session, person)]
    assert after[: len(before)] == before, "who did what and when stays"
    assert history(session, person)[-1].comment == f"{NAME}本人申请注销"


@pytest.mark.parametrize("centre", ["sqlite", "postgres"], indirect=True)
def test_x_13_no_other_line_of_the_history_can_be_changed(centre: Centre) -> None:
    session, person = centre.session, moved_out(centre)
    centre.do(person, "forget", "director", reason="本人申请注销")
    session.flush()
    first = history(session, person)[0].id
    table = table_of(HistoryEntry)
    other = session.scalars(select(HistoryEntry.id).where(HistoryEntry.register == "unit")).first()
    for statement in (
        update(table).where(table.c.id == first).values(actor_name="x"),
        delete(table).where(table.c.id == first),
        update(table).where(table.c.id == other).values(comment="x"),
    ):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(statement)


def history(session: Session, person: Any) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.register == "resident", HistoryEntry.record_id == person.id)
    return list(session.scalars(query.order_by(HistoryEntry.id)))


def found(session: Session, words: str) -> list[int]:
    """The residents a search for ``words`` finds."""
    query = match(session, "resident", words, restricted=True)
    return [] if query is None else [row.record_id for row in session.execute(query)]


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
