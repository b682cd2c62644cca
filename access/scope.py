"""The wall around sites: one criterion under every ORM query, one guard under every flush.

``install()`` is called when the package is imported. A session without an actor sees no row of any register.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import CursorResult, Select, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from models.base.site import Site
from models.declare import InSite, Record, Shared
from models.engine import kept
from models.spec import Actor, Role

ACTOR = "actor"
GATE = "gate"
ALL_SITES = "all_sites"
WALLED = "walled"
"""Execution option of a kept statement: for which sites the wall is in it already."""
SYSTEM = Actor(user_id=0, username="system", name="系统", global_roles=frozenset({Role.sysadmin}), system=True)
"""The named system actor: jobs, sweeps and the seed."""


class WriteOutsideWorkflow(RuntimeError):
    """A register row was about to be written by something other than ``workflow``."""


class SiteBreach(RuntimeError):
    """A row of a site the actor may not reach was about to be written."""


def bind(session: Session, actor: Actor | None) -> None:
    """Let ``session`` act for ``actor``; None takes all sight away."""
    if actor is None:
        session.info.pop(ACTOR, None)
    else:
        session.info[ACTOR] = actor


@contextmanager
def acting(session: Session, actor: Actor) -> Iterator[Session]:
    """Let ``session`` act for ``actor`` inside the block."""
    before = session.info.get(ACTOR)
    bind(session, actor)
    try:
        yield session
    finally:
        bind(session, before)


@contextmanager
def gate(session: Session) -> Iterator[None]:
    """Open the write gate; only ``workflow`` calls this. Pending rows are flushed before it closes."""
    session.info[GATE] = session.info.get(GATE, 0) + 1
    try:
        yield
        session.flush()
    finally:
        session.info[GATE] -= 1


def _on_execute(state: ORMExecuteState) -> None:
    if not (state.is_select or state.is_update or state.is_delete or state.is_insert) or state.is_column_load:
        return
    if not state.is_select and not state.session.info.get(GATE):
        mapper = state.bind_mapper
        if mapper is not None and issubclass(mapper.class_, Record):
            raise WriteOutsideWorkflow(
                f"{mapper.class_.slug()}: registers are written by workflow.create, edit and apply only"
            )
    if state.is_relationship_load or state.is_insert or state.execution_options.get(ALL_SITES):
        return
    actor: Actor | None = state.session.info.get(ACTOR)
    if state.execution_options.get(WALLED) == (_open_to(actor),):
        return
    if actor is None or not actor.everywhere:
        state.statement = state.statement.options(*_walls(None if actor is None else actor.sites))


def execute_kept(
    session: Session, key: Hashable, build: Callable[[], Select[Any]], values: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Run a statement of columns that is put together once (``kept.execute``), behind the same wall as any other.

    ``key`` must hold whatever of the actor the statement depends on (``access.sight``); the wall's part is added here.
    """
    actor: Actor | None = session.info.get(ACTOR)
    connection = session.connection()
    key = (connection.dialect.name, _open_to(actor), key)
    return kept.execute(connection, key, lambda: _walled(build(), actor), values)


def kept_rows(session: Session, key: Hashable, build: Callable[[], Select[Any]]) -> Select[Any]:
    """Return a statement of whole rows that is put together once, with the wall in it; the caller runs it here and now.

    As with ``execute_kept``, ``key`` must hold whatever of the actor the statement depends on. The wall is judged again
    when the statement runs: one kept for other sites than the actor's gets the actor's own wall besides.
    """
    actor: Actor | None = session.info.get(ACTOR)

    def walled() -> Select[Any]:
        return _walled(build(), actor).execution_options(**{WALLED: (_open_to(actor),)})

    return cast("Select[Any]", kept.statement(("rows", _open_to(actor), key), walled))


def _open_to(actor: Actor | None) -> tuple[int, ...] | str | None:
    """Return what decides how a statement is walled in: the sites, or "everywhere"; None for nothing."""
    return None if actor is None else "everywhere" if actor.everywhere else actor.sites


def _walled(query: Select[Any], actor: Actor | None) -> Select[Any]:
    if actor is not None and actor.everywhere:
        return query
    return query.options(*_walls(None if actor is None else actor.sites))


@lru_cache(maxsize=1024)
def _walls(sites: tuple[int, ...] | None) -> tuple[LoaderCriteriaOption, ...]:
    """Return the criteria that keep a statement to ``sites``; with None, to nothing."""

    def wall(entity: Any, criterion: Any) -> LoaderCriteriaOption:
        return with_loader_criteria(entity, criterion, include_aliases=True, propagate_to_loaders=False)

    if sites is None:
        return (wall(Record, lambda cls: cls.id.is_(None)),)
    if len(sites) == 1:
        (site,) = sites
        return (
            wall(InSite, lambda cls: cls.site_id == site),
            wall(Shared, lambda cls: (cls.site_id == site) | cls.site_id.is_(None)),
            wall(Site, lambda cls: cls.id == site),
        )
    return (
        wall(InSite, lambda cls: cls.site_id.in_(sites)),
        wall(Shared, lambda cls: cls.site_id.in_(sites) | cls.site_id.is_(None)),
        wall(Site, lambda cls: cls.id.in_(sites)),
    )


def _before_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    actor: Actor | None = session.info.get(ACTOR)
    for row in [*session.new, *session.dirty, *session.deleted]:
        if not isinstance(row, Record) or not (
            row in session.new or row in session.deleted or session.is_modified(row)
        ):
            continue
        if not session.info.get(GATE):
            msg = f"{row.slug()} #{row.id}: registers are written by workflow.create, edit and apply only"
            raise WriteOutsideWorkflow(msg)
        if row in session.deleted and not row.__register__.deletable:
            msg = f"{row.slug()} #{row.id}: records are voided or archived, never deleted"
            raise WriteOutsideWorkflow(msg)
        site_id = getattr(row, "site_id", None)
        if actor is None or (site_id is not None and not actor.everywhere and site_id not in actor.sites):
            msg = f"{row.slug()} #{row.id}: site {site_id} is not the actor's"
            raise SiteBreach(msg)


def install() -> None:
    """Put both hooks under every session, once."""
    if not event.contains(Session, "do_orm_execute", _on_execute):
        event.listen(Session, "do_orm_execute", _on_execute)
        event.listen(Session, "before_flush", _before_flush)


install()
