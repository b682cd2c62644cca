"""Who asks: the signed-in browser, its account and what it may reach, found with one query a request."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import Request
from flask_login import UserMixin
from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, literal, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from access import AUTHZ, bind, load_actor
from models.base.site import ZONE, Site
from models.base.user import User
from models.connect import reader
from models.engine import Notice, Stamp, StarredRegister, UserSession, setting, titles_at
from models.spec import Actor, Label, Role

SEEN_EVERY = dt.timedelta(seconds=60)
"""How often a browser's last sign of life is written down."""
IDLE_MINUTES = 60
ABSOLUTE_HOURS = 12
"""Hours after which everybody signs in anew."""
KEPT_FOR = dt.timedelta(minutes=5)
"""How long a cached actor is used at most, were a change ever not to raise the stamp."""
SWEPT_AFTER = dt.timedelta(days=8)
"""Age of sessions that are deleted; longer than any site may let one last."""
MOST_KEPT = 2000
ACTIVE = "active"
_AGENT, _ADDRESS = 200, 60

_user = cast("Table", User.__table__)
_session = cast("Table", UserSession.__table__)
_notice = cast("Table", Notice.__table__)
_QUERY = (
    select(
        _user.c.id, _user.c.username, _user.c.active, _user.c.status, _user.c.version, _user.c.locale, _user.c.theme,
        _user.c.must_change_password, _user.c.session_epoch, _user.c.last_site_id, _session.c.started_at,
        _session.c.seen_at,
        select(Stamp.__table__.c.value).where(Stamp.__table__.c.name == literal(AUTHZ)).scalar_subquery().label("authz"),
        select(func.aggregate_strings(StarredRegister.__table__.c.register, ","))
        .where(StarredRegister.__table__.c.user_id == _user.c.id).scalar_subquery().label("starred"),
        select(func.count()).where(_notice.c.user_id == _user.c.id, _notice.c.read_at.is_(None))
        .scalar_subquery().label("unread"),
    )
    .join_from(_session, _user, _user.c.id == _session.c.user_id)
    .where(_session.c.key == bindparam("browser"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site the person may reach; ``zone`` is its time zone's name."""

    id: int
    code: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(UserMixin):
    """The signed-in person of this request, as Flask-Login's ``current_user``. ``key`` names his browser's session."""

    key: str
    user_id: int
    username: str
    actor: Actor
    sites: tuple[SiteName, ...]
    locale: str
    theme: str
    zone: str
    """The time zone of the site he works at."""
    titles: Mapping[Role, Label]
    """What that site calls roles, where it has words of its own for them (A-19)."""
    starred: frozenset[str]
    must_change_password: bool
    unread: int
    """Notices he has not read."""
    stamp: tuple[int, int]
    """Changes whenever what he may do changes: for caches of what was worked out from it."""

    def get_id(self) -> str:
        """The account's id, as Flask-Login keeps it."""
        return str(self.user_id)


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: tuple[int, int, int | None]
    until: dt.datetime
    actor: Actor
    sites: tuple[SiteName, ...]
    titles: Mapping[Role, Label]
    idle: dt.timedelta
    absolute: dt.timedelta


def new_token() -> str:
    """The secret a browser's cookie carries for its session."""
    return secrets.token_urlsafe(32)


def key_of(token: str) -> str:
    """What the database keeps of the secret."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=")


class Doorman:
    """Knows who is signed in. One an app; keeps what accounts may do until the stamp says it changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = reader(engine)
        self._kept: dict[int, _Kept] = {}

    def start(self, c: Connection, user_id: int, token: str, *, now: dt.datetime, request: Request) -> None:
        """Write down a new session of a browser that has just signed in; sessions long over are swept up."""
        c.execute(delete(_session).where(_session.c.started_at < now - SWEPT_AFTER))
        c.execute(
            _session.insert().values(
                key=key_of(token), user_id=user_id, started_at=now, seen_at=now,
                address=(request.remote_addr or "")[:_ADDRESS], agent=request.user_agent.string[:_AGENT],
            )
        )  # fmt: skip

    def end(self, c: Connection, token: str) -> None:
        """Forget one browser's session."""
        c.execute(delete(_session).where(_session.c.key == key_of(token)))

    def identify(self, token: str, epoch: int, *, now: dt.datetime, origin: str) -> Identity | None:
        """Return who the browser's secret belongs to, or None when that session is over.

        Over means: ended, the account switched off, signed out everywhere since (``epoch``), idle or open too long.
        """
        key = key_of(token)
        with self._reader.connect() as c:
            row = c.execute(_QUERY, {"browser": key}).first()
        if row is None or not row.active or row.status != ACTIVE or row.session_epoch != epoch:
            return None
        kept = self._standing(row, now)
        if kept is None or now - row.seen_at > kept.idle or now - row.started_at > kept.absolute:
            return None
        if now - row.seen_at > SEEN_EVERY:
            self._seen(key, now)
        locale = "en" if str(row.locale or "zh") == "en" else "zh"
        return Identity(
            key=key, user_id=row.id, username=row.username, sites=kept.sites, titles=kept.titles, locale=locale,
            actor=replace(kept.actor, origin=origin, locale=locale),
            theme=str(row.theme or "auto"), must_change_password=bool(row.must_change_password),
            zone=next((site.zone for site in kept.sites if site.id == kept.actor.site_id), ZONE),
            starred=frozenset(row.starred.split(",")) if row.starred else frozenset(),
            stamp=(row.version, row.authz or 0), unread=row.unread,
        )  # fmt: skip

    def _standing(self, row: Any, now: dt.datetime) -> _Kept | None:
        stamp = (row.version, row.authz or 0, row.last_site_id)
        kept = self._kept.get(row.id)
        if kept is not None and kept.stamp == stamp and now < kept.until:
            return kept
        with Session(self._reader) as session:
            actor = load_actor(session, row.id, site_id=row.last_site_id)
            if actor is None:
                return None
            bind(session, actor)
            found = session.execute(select(Site.id, Site.code, Site.name, Site.zone).order_by(Site.code)).all()
            idle = _figure(session, actor.site_id, "account.idle_minutes", IDLE_MINUTES)
            hours = _figure(session, actor.site_id, "account.session_hours", ABSOLUTE_HOURS)
            titles = titles_at(session, actor.site_id)
        kept = _Kept(
            stamp=stamp, until=now + KEPT_FOR, actor=actor, titles=titles, idle=dt.timedelta(minutes=idle),
            absolute=dt.timedelta(hours=hours),
            sites=tuple(SiteName(i, code, name, zone or ZONE) for i, code, name, zone in found if i in actor.sites),
        )  # fmt: skip
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[row.id] = kept
        return kept

    def _seen(self, key: str, now: dt.datetime) -> None:
        """Write the sign of life, unless somebody is writing just now: then the next request does it."""
        with self._engine.connect() as c:
            sqlite = c.dialect.name == "sqlite"
            raw = c.connection.driver_connection
            if sqlite and raw is not None:
                raw.execute("pragma busy_timeout=50")
            try:
                c.execute(update(_session).where(_session.c.key == key).values(seen_at=now))
                c.commit()
            except OperationalError:
                c.rollback()
            finally:
                if sqlite and raw is not None:
                    raw.execute("pragma busy_timeout=30000")


def _figure(session: Session, site_id: int | None, key: str, default: int) -> int:
    try:
        return int(setting(session, site_id, key) or default)
    except KeyError:
        return default
