"""Running numbers: unique and without a gap while sixteen writers in several processes create real documents."""

import datetime as dt
import multiprocessing
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import SYSTEM, load_actor
from models import by_name
from models.base.site import Site
from models.connect import make_engine
from models.engine.numbering import set_paper_number
from seed import factories
from seed.factories import NOON, Centre

PROCESSES, THREADS, EACH = 4, 4, 6
WRITERS = PROCESSES * THREADS
ORDER = {
    "scope": "public",
    "location": "大堂",
    "reporter": "保安",
    "phone": "19800000009",
    "category": "power",
    "content": "灯不亮",
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as own:
        access.bind(own, SYSTEM)
        yield own


@pytest.fixture
def centre(session: Session) -> Centre:
    return factories.centre(session)


def write(url: str, site_id: int, user_id: int) -> None:
    """One writer: every document in a transaction of its own; every third one fails after its number was taken."""
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        actor = load_actor(session, user_id, site_id=site_id)
        assert actor is not None
        session.rollback()
        for turn in range(EACH):
            workflow.create(session, by_name("RepairOrder"), ORDER, actor=actor, now=NOON, site_id=site_id)
            if turn % 3 == 2:
                session.rollback()
            else:
                session.commit()
    engine.dispose()


def write_in_threads(url: str, site_id: int, user_id: int, failed: Any) -> None:
    """One process of writers; tells how many of them failed."""

    def one() -> None:
        try:
            write(url, site_id, user_id)
        except BaseException as fault:
            failed.put(repr(fault))
            raise

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def together(url: str, site_id: int, user_id: int) -> list[str]:
    """Let all writers write at once; return what went wrong."""
    spawn = multiprocessing.get_context("spawn")
    failed = spawn.Queue()
    processes = [spawn.Process(target=write_in_threads, args=(url, site_id, user_id, failed)) for _ in range(PROCESSES)]
    for p in processes:
        p.start()
    for p in processes:
        p.join(300)
        assert p.exitcode == 0
    out = []
    while not failed.empty():
        out.append(failed.get())
    return out


def numbers(session: Session, register: str, site_id: int) -> list[str]:
    model: Any = by_name(register)
    return list(session.scalars(select(model.number).where(model.site_id == site_id).order_by(model.number)))


@pytest.mark.slow
@pytest.mark.parametrize("paper", [0, 412], ids=["new", "after the paper book"])
def test_sixteen_writers_leave_no_gap_and_share_no_number(
    centre: Centre, session: Session, database_url: str, paper: int
) -> None:
    clerk = centre.user("receptionist").id
    if paper:
        set_paper_number(session, centre.site_id, "WX", paper)
    session.commit()
    assert together(database_url, centre.site_id, clerk) == []
    kept = WRITERS * EACH * 2 // 3
    session.expire_all()
    assert numbers(session, "RepairOrder", centre.site_id) == [
        f"WX-LTXY-20261119-{n:04d}" for n in range(paper + 1, paper + kept + 1)
    ]


def order(centre: Centre) -> str:
    return str(centre.make("RepairOrder", ORDER).number)


def test_a_rollback_gives_the_number_back(centre: Centre, session: Session) -> None:
    assert order(centre) == "WX-LTXY-20261119-0001"
    session.commit()
    for _ in range(3):
        assert order(centre) == "WX-LTXY-20261119-0002"
        session.rollback()
    nested = session.begin_nested()
    assert order(centre) == "WX-LTXY-20261119-0002"
    nested.rollback()
    assert order(centre) == "WX-LTXY-20261119-0002"


def test_a_refused_document_takes_no_number(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid):
        centre.make("RepairOrder", {**ORDER, "location": ""})
    assert order(centre) == "WX-LTXY-20261119-0001"


def test_every_site_register_and_day_counts_for_itself(centre: Centre, session: Session) -> None:
    other = factories.centre(session, code="YGHY", name="阳光花园")
    assert [order(centre), order(centre), order(other)] == [
        "WX-LTXY-20261119-0001", "WX-LTXY-20261119-0002", "WX-YGHY-20261119-0001",
    ]  # fmt: skip
    assert centre.service_log().number == "FW-LTXY-20261119-0001"
    centre.now += dt.timedelta(days=1)
    assert order(centre) == "WX-LTXY-20261120-0001"


def test_the_day_is_the_sites_day(centre: Centre) -> None:
    """16:00 UTC is midnight in Shanghai."""
    centre.now = dt.datetime(2026, 11, 19, 15, 59, 59, tzinfo=dt.UTC)
    assert order(centre) == "WX-LTXY-20261119-0001"
    centre.now = dt.datetime(2026, 11, 19, 16, 0, tzinfo=dt.UTC)
    assert order(centre) == "WX-LTXY-20261120-0001"


def test_the_paper_books_last_number_starts_the_first_day_only(centre: Centre, session: Session) -> None:
    set_paper_number(session, centre.site_id, "WX", 87)
    assert [order(centre), order(centre)] == ["WX-LTXY-20261119-0088", "WX-LTXY-20261119-0089"]
    assert centre.service_log().number == "FW-LTXY-20261119-0001", "another book"
    centre.now += dt.timedelta(days=1)
    assert order(centre) == "WX-LTXY-20261120-0001"


def test_a_rolled_back_first_document_leaves_the_paper_book_in_force(centre: Centre, session: Session) -> None:
    set_paper_number(session, centre.site_id, "WX", 87)
    session.commit()
    assert order(centre) == "WX-LTXY-20261119-0088"
    session.rollback()
    assert order(centre) == "WX-LTXY-20261119-0088"


def test_after_9999_comes_10000(centre: Centre, session: Session) -> None:
    set_paper_number(session, centre.site_id, "WX", 9998)
    assert [order(centre), order(centre), order(centre)] == [
        "WX-LTXY-20261119-9999", "WX-LTXY-20261119-10000", "WX-LTXY-20261119-10001",
    ]  # fmt: skip


def test_nobody_chooses_a_number(centre: Centre, session: Session) -> None:
    clerk = centre.actor("receptionist")
    made = centre.make("RepairOrder", ORDER)
    with pytest.raises(workflow.Invalid) as caught:
        workflow.create(session, by_name("RepairOrder"), {**ORDER, "number": "WX-1"}, actor=clerk, now=centre.now)
    assert [r.field for r in caught.value.refusals] == ["number"]
    with pytest.raises(workflow.Invalid):
        workflow.edit(session, made, {"number": "WX-1"}, actor=clerk, now=centre.now)


def test_two_documents_of_one_number_are_refused_by_the_database(centre: Centre, session: Session) -> None:
    from sqlalchemy import update
    from sqlalchemy.exc import IntegrityError

    from models.declare import table_of

    first, second = centre.make("RepairOrder", ORDER), centre.make("RepairOrder", ORDER)
    table = table_of(by_name("RepairOrder"))
    with pytest.raises(IntegrityError):
        session.connection().execute(update(table).where(table.c.id == second.id).values(number=first.number))


def test_the_sites_code_stays_once_documents_carry_it(centre: Centre, session: Session) -> None:
    order(centre)
    site = session.get_one(Site, centre.site_id)
    with pytest.raises(workflow.Invalid) as caught:
        workflow.edit(session, site, {"code": "LTXX"}, actor=SYSTEM, now=centre.now)
    assert [r.field for r in caught.value.refusals] == ["code"]
