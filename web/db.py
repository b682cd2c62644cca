"""The database as Flask sees it: one session a request, reading in GET and HEAD, writing in the rest.

Views commit what they wrote (``db.session.commit()``); whatever is not committed is rolled back at the request's end.
What must be kept whatever becomes of the request (read-marks, prints, exports, unmasking) goes through
``own_session``, in a short transaction that is committed before the answer is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, cast
from weakref import WeakKeyDictionary

from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

import access
from models.connect import make_engine, reader
from models.declare import Base
from models.spec import Actor

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestSession(FlaskSession):
    """The request's session: on SQLite its transactions begin DEFERRED where the request only reads."""

    def __init__(self, db: SQLAlchemy, **kwargs: Any) -> None:
        super().__init__(db, **kwargs)
        if has_request_context() and request.method in READING:
            self.info["reading"] = True

    def get_bind(self, *_args: Any, bind: Engine | Connection | None = None, **_kwargs: Any) -> Engine | Connection:
        """The one database of this installation."""
        if bind is not None:
            return bind
        database = cast("Database", self._db)
        return database.reader if self.info.get("reading") else database.engine


class Database(SQLAlchemy):
    """Flask-SQLAlchemy on our own engine recipe."""

    @property
    def reader(self) -> Engine:
        """The app's engine for transactions that only read; shares its pool with ``engine``."""
        engine = self.engine
        if engine not in self._readers:
            self._readers[engine] = reader(engine)
        return self._readers[engine]

    @cached_property
    def _readers(self) -> WeakKeyDictionary[Engine, Engine]:
        return WeakKeyDictionary()

    def _make_engine(self, _bind_key: str | None, options: dict[str, Any], _app: Flask) -> Engine:
        url = options.pop("url")
        return make_engine(url if isinstance(url, str) else url.render_as_string(hide_password=False), **options)


db = Database(model_class=Base, session_options={"class_": RequestSession, "expire_on_commit": False})
"""``db.session`` is the request's session, bound to the person who asks (``web.request_life``)."""


@event.listens_for(RequestSession, "before_flush")
def _refuse_writing_in_get(session: Session, _context: object, _instances: object) -> None:
    if session.info.get("reading") and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise RuntimeError("a GET request reads only: write in a POST, or in web.db.own_session for a log row")


@contextmanager
def own_session(actor: Actor) -> Iterator[Session]:
    """A session beside the request's, in a writing transaction of its own that commits when the block ends well.

    Not inside a request that has already begun to write: on SQLite the two would wait for each other, so that is
    refused (RuntimeError).
    """
    outer = db.session()
    if not outer.info.get("reading") and outer.in_transaction():
        raise RuntimeError("commit or roll back the request's session before a transaction beside it")
    with Session(db.engine, expire_on_commit=False) as session, session.begin():
        access.bind(session, actor)
        yield session


@contextmanager
def reading_session(actor: Actor) -> Iterator[Session]:
    """A reading session that outlives the request, for answers that stream (exports)."""
    with Session(db.reader, expire_on_commit=False) as session:
        access.bind(session, actor)
        yield session
