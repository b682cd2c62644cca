"""Who is asked to read a record, who has, and the one way to say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from access import acting, may, visible
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.declare import Record
from models.engine import Reading
from models.spec import Actor, Field, Kind, L, Role, Verb
from workflow.errors import Forbidden

USUAL = ("approved", "closed", "active")
"""States in which a record is to be read where the declaration names none."""
NOT_YET = L("这份单据还没有到需要阅知的时候。", "This record is not to be read yet.")
NOT_ASKED = L("这份单据没有请您阅知。", "You are not asked to read this record.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person and when he read it; None: not yet."""

    user_id: int
    name: str
    at: dt.datetime | None


def readers_field(model: type[Record]) -> Field | None:
    """Return the register's field that asks for reading, if it has one."""
    return next((f for f in model.__fields__.values() if f.kind is Kind.readers), None)


def states(model: type[Record], field: Field) -> tuple[str, ...]:
    """Return the states in which records are to be read."""
    flow = model.__register__.flow
    return field.states or tuple(s.name for s in flow.states if s.name in USUAL) if flow else ()


def to_be_read(record: Any) -> bool:
    """Say whether anybody is asked to read the record as it stands."""
    field = readers_field(type(record))
    if field is None or record.status not in states(type(record), field):
        return False
    return field.shown_when is None or field.shown_when.holds(getattr(record, field.shown_when.field))


def is_asked(record: Any, actor: Actor) -> bool:
    """Say whether this person is among those asked, having read it or not."""
    field = readers_field(type(record))
    if field is None or not actor.user_id or not to_be_read(record):
        return False
    roles = _roles(actor, getattr(record, "site_id", None))
    named = [persons(record, str(w)[1:]) for w in field.who if str(w).startswith("@")]
    mine = (actor.staff_id, actor.user_id)
    return not roles.isdisjoint(field.who) or any(mine[target == "User"] in ids for target, ids in named)


def has_read(session: Session, record: Any, actor: Actor) -> bool:
    """Say whether this person has said that he read it."""
    return session.execute(_mine(record, actor)).first() is not None


def acknowledge(session: Session, record: Any, *, actor: Actor, now: dt.datetime) -> bool:
    """Keep that ``actor`` has read the record; a second time changes nothing. Return whether it was the first.

    Raises:
        Forbidden: he may not see it, is not asked, or it is not to be read in its present state.
    """
    with acting(session, actor):
        if not (verdict := may(actor, type(record), Verb.read, record)):
            raise Forbidden(verdict.reason or NOT_ASKED)
        if not to_be_read(record):
            raise Forbidden(NOT_YET)
        if not is_asked(record, actor):
            raise Forbidden(NOT_ASKED)
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        values = {"register": record.slug(), "record_id": record.id, "user_id": actor.user_id, "at": now}
        statement = insert(Reading).values(**values, version=record.version).on_conflict_do_nothing()
        return session.connection().execute(statement.returning(Reading.id)).first() is not None


def account(session: Session, record: Any) -> list[Asked]:
    """Return everybody asked or having read it: readers first, in the order they read, then who has not."""
    field = readers_field(type(record))
    if field is None:
        return []
    read = {
        r.user_id: r.at
        for r in session.scalars(
            select(Reading)
            .where(Reading.register == record.slug(), Reading.record_id == record.id)
            .order_by(Reading.at)
        )
    }
    ids = list(read)
    if to_be_read(record):
        ids += [i for i in session.scalars(_asked(record, field)) if i not in read]
    names = {
        i: staff or shown or account
        for i, staff, shown, account in session.execute(
            select(User.id, Staff.name, User.display_name, User.username)
            .outerjoin(Staff, Staff.user_id == User.id)
            .where(User.id.in_(ids))
        )
    }
    return [Asked(i, names.get(i, f"#{i}"), read.get(i)) for i in dict.fromkeys(ids)]


def unread(model: type[Any], actor: Actor) -> Select[Any] | None:
    """Return the ids of records this person is asked to read and has not, newest first; None where he never is."""
    field = readers_field(model)
    if field is None or not actor.user_id:
        return None
    asked = [*_by_role(model, field, actor), *_by_name(model, field, actor)]
    if not asked:
        return None
    done = select(Reading.record_id).where(Reading.register == model.slug(), Reading.user_id == actor.user_id)
    query = select(model.id).where(model.status.in_(states(model, field)), or_(*asked), model.id.not_in(done))
    if field.shown_when is not None:
        query = query.where(getattr(model, field.shown_when.field).in_(field.shown_when.values))
    if actor.site_id is not None and hasattr(model, "site_id"):
        query = query.where(or_(model.site_id == actor.site_id, model.site_id.is_(None)))
    return visible(query, model, actor).order_by(model.id.desc())


def _mine(record: Any, actor: Actor) -> Select[Any]:
    whose = (Reading.register == record.slug(), Reading.record_id == record.id, Reading.user_id == actor.user_id)
    return select(Reading.id).where(*whose)


def _roles(actor: Actor, site_id: int | None) -> frozenset[Role]:
    """Return the roles that make him one of those asked: held at that site (anywhere where all sites are meant)."""
    held = actor.grants.get(site_id, frozenset()) if site_id is not None else frozenset().union(*actor.grants.values())
    return held | {Role.staff} | actor.global_roles if held else actor.global_roles


def _by_role(model: type[Any], field: Field, actor: Actor) -> list[ColumnElement[bool]]:
    sites = [s for s in actor.sites if not _roles(actor, s).isdisjoint(field.who)]
    if not hasattr(model, "site_id"):
        return [model.id.is_not(None)] if sites else []
    return [or_(model.site_id.in_(sites), model.site_id.is_(None))] if sites else []


def _by_name(model: type[Any], field: Field, actor: Actor) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    for who in (str(w)[1:] for w in field.who if str(w).startswith("@")):
        head, _, rest = who.partition(".")
        named = model.__fields__[head]
        last = next((f for f in named.rows if f.name == rest), named)
        mine = actor.user_id if last.target == "User" else actor.staff_id
        if mine is None:
            continue
        if named.kind is Kind.ref:
            out.append(getattr(model, f"{head}_id") == mine)
        else:
            relation = getattr(model, head)
            other = relation.property.mapper.class_
            out.append(relation.any((getattr(other, f"{rest}_id") if rest else other.id) == mine))
    return out


def persons(record: Any, path: str) -> tuple[str, set[int]]:
    """Return the register and ids of the persons a path of a record names."""
    head, _, rest = path.partition(".")
    field = type(record).__fields__[head]
    if field.kind is Kind.ref:
        value = getattr(record, f"{head}_id")
        return field.target or "", {value} if value is not None else set()
    if not rest:
        return field.target or "", {r.id for r in getattr(record, head)}
    target = next(f.target for f in field.rows if f.name == rest)
    return target or "", {v for line in getattr(record, head) if (v := getattr(line, f"{rest}_id")) is not None}


def _asked(record: Any, field: Field) -> Select[Any]:
    """Return the active accounts of those asked, by name."""
    site_id = getattr(record, "site_id", None)
    here = UserGrant.site_id == site_id if site_id is not None else UserGrant.site_id.is_not(None)
    roles = [r for r in Role if r in field.who]
    parts: list[ColumnElement[bool]] = (
        [UserGrant.role.in_(roles) & or_(here, UserGrant.site_id.is_(None))] if roles else []
    )
    parts += [here] if Role.staff in field.who else []
    staff: set[int] = set()
    users: set[int] = set()
    for who in field.who:
        if str(who).startswith("@"):
            target, ids = persons(record, str(who)[1:])
            (users if target == "User" else staff).update(ids)
    wanted: list[ColumnElement[bool]] = [User.id.in_(select(UserGrant.parent_id).where(or_(*parts)))] if parts else []
    wanted += [User.id.in_(select(Staff.user_id).where(Staff.id.in_(staff)))] if staff else []
    wanted += [User.id.in_(users)] if users else []
    active = and_(User.active.is_(True), User.status == "active")
    return select(User.id).where(active, or_(*wanted) if wanted else User.id.is_(None)).order_by(User.username)
