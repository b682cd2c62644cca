"""The request's session: readers never wait for a writer, GETs do not write, what must be kept is kept."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import access
import workflow
from models.base.site import Site
from models.engine import LoginAttempt, Stamp
from tests.web.conftest import SYSTEM, Browser, Clock, engine_of
from web.db import db, own_session, reading_session

HOME = "/account/password"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is proven here is how we use SQLite."""
    return sqlite_url


def test_a_page_is_read_while_somebody_writes(app: Flask, browser: Browser, director: str) -> None:
    browser.sign_in(director)
    with engine_of(app).begin() as writer:
        writer.execute(text("update site set name = 'changing'"))
        answers: list[int] = []
        reading = threading.Thread(target=lambda: answers.append(browser.get(HOME).status_code))
        reading.start()
        reading.join(20)
        assert answers == [200]


def test_a_sign_of_life_does_not_wait_for_a_writer(app: Flask, browser: Browser, director: str, clock: Clock) -> None:
    browser.sign_in(director)
    clock.forward(minutes=5)
    with engine_of(app).begin() as writer:
        writer.execute(text("update site set name = 'changing'"))
        answers: list[int] = []
        reading = threading.Thread(target=lambda: answers.append(browser.get(HOME).status_code))
        reading.start()
        reading.join(20)
        assert answers == [200]
    assert browser.get(HOME).status_code == 200


def test_two_writers_queue_instead_of_failing(app: Flask, site: Site) -> None:
    def bump(times: int) -> None:
        for _ in range(times):
            with engine_of(app).begin() as c:
                seen = c.execute(text("select value from stamp where name = 'test'")).scalar_one()
                c.execute(text("update stamp set value = :v where name = 'test'"), {"v": seen + 1})

    with engine_of(app).begin() as c:
        c.execute(text("insert into stamp (name, value) values ('test', 0)"))
    writers = [threading.Thread(target=bump, args=(25,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with engine_of(app).connect() as c:
        assert c.execute(text("select value from stamp where name = 'test'")).scalar_one() == 200


def test_rows_that_point_nowhere_are_refused(app: Flask) -> None:
    with engine_of(app).connect() as c:
        assert c.execute(text("pragma foreign_keys")).scalar_one() == 1
        assert c.execute(text("pragma journal_mode")).scalar_one() == "wal"


def test_a_get_that_writes_fails_loudly(app: Flask) -> None:
    with app.test_request_context("/", method="GET"):
        db.session.add(Stamp(name="read mark", value=1))
        with pytest.raises(RuntimeError, match="reads only"):
            db.session.flush()
        db.session.rollback()
    with app.test_request_context("/", method="POST"):
        db.session.add(Stamp(name="read mark", value=1))
        db.session.flush()
        db.session.rollback()


def test_what_a_view_does_not_commit_is_gone(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        db.session.add(Stamp(name="forgotten", value=1))
        db.session.flush()
    with engine_of(app).connect() as c:
        assert c.execute(text("select count(*) from stamp where name = 'forgotten'")).scalar_one() == 0


def test_a_log_row_beside_a_read_is_kept_whatever_becomes_of_the_request(app: Flask) -> None:
    with app.test_request_context("/", method="GET"):
        db.session.execute(text("select 1"))
        with own_session(SYSTEM) as beside:
            beside.add(Stamp(name="printed", value=1))
        db.session.rollback()
    with engine_of(app).connect() as c:
        assert c.execute(text("select value from stamp where name = 'printed'")).scalar_one() == 1


def test_a_log_row_beside_a_write_is_refused_at_once(app: Flask) -> None:
    with app.test_request_context("/", method="POST"):
        db.session.execute(text("select 1"))
        with pytest.raises(RuntimeError, match="commit or roll back"), own_session(SYSTEM):
            pass


def test_a_session_of_nobody_sees_no_register(app: Flask, site: Site) -> None:
    with app.test_request_context("/", method="GET"):
        assert db.session.scalars(select(Site)).all() == []
        access.bind(db.session(), SYSTEM)
        assert [s.code for s in db.session.scalars(select(Site))] == ["LTXY"]
        with reading_session(SYSTEM) as outliving:
            assert [s.code for s in outliving.scalars(select(Site))] == ["LTXY"]


def test_nothing_is_left_behind_by_a_refused_write(app: Flask, session: Session, site: Site, clock: Clock) -> None:
    with pytest.raises(workflow.Invalid), session.begin_nested():
        workflow.create(session, Site, {"code": "LTXY", "name": "again"}, actor=SYSTEM, now=clock())
    session.rollback()
    assert session.scalars(select(LoginAttempt)).all() == []
    assert [s.name for s in session.scalars(select(Site))] == ["蓝天新苑"]
