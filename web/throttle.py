"""Sign-in attempts slowed down: a delay that grows with every failure, per account and per address, in the database.

An attempt is counted before the password is looked at and taken back when it was right, so that many guesses sent at
once are no cheaper than one after the other.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from ipaddress import ip_network
from typing import cast

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.engine import LoginAttempt

_table = cast("Table", LoginAttempt.__table__)
LONGEST = dt.timedelta(minutes=15)
"""No delay is longer."""
FIRST = dt.timedelta(seconds=5)
"""The first delay; each further failure doubles it."""
SWEPT_AFTER = dt.timedelta(days=1)
_KEY = 160


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures are free, and after how long a time without one they are forgotten."""

    free: int
    forgotten: dt.timedelta


ACCOUNT = Limit(free=3, forgotten=dt.timedelta(hours=12))
ADDRESS = Limit(free=20, forgotten=dt.timedelta(hours=1))
"""Larger: a whole office may come from one address."""


def keys(username: str, address: str) -> dict[str, Limit]:
    """The counters of one attempt, in the order they are locked."""
    pairs = {f"address:{_neighbourhood(address)}"[:_KEY]: ADDRESS, f"account:{username.casefold()}"[:_KEY]: ACCOUNT}
    return dict(sorted(pairs.items()))


def _neighbourhood(address: str) -> str:
    """The address itself; of IPv6 the network of 64 bits that one customer has to himself."""
    try:
        return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    except ValueError:
        return address


def delay(failures: int, limit: Limit) -> dt.timedelta:
    """The time until the next attempt after so many failures."""
    over = failures - limit.free
    return dt.timedelta(0) if over <= 0 else min(FIRST * 2 ** min(over - 1, 20), LONGEST)


def admit(c: Connection, counters: dict[str, Limit], *, now: dt.datetime) -> int:
    """Count an attempt and let it pass (0), or return the whole seconds to wait; a refused attempt is not counted."""
    insert = postgresql.insert if c.dialect.name == "postgresql" else sqlite.insert
    for key in counters:
        c.execute(insert(_table).values(key=key, failures=0, last_at=now).on_conflict_do_nothing())
    query = select(_table).where(_table.c.key.in_(list(counters))).order_by(_table.c.key).with_for_update()
    rows = {row.key: row for row in c.execute(query)}
    wait = max((row.locked_until - now for row in rows.values() if row.locked_until), default=dt.timedelta(0))
    if wait > dt.timedelta(0):
        return math.ceil(wait.total_seconds())
    for key, limit in counters.items():
        row = rows[key]
        failures = (0 if now - row.last_at > limit.forgotten else row.failures) + 1
        _keep(c, key, failures, limit, now)
    return 0


def succeeded(c: Connection, counters: dict[str, Limit], *, now: dt.datetime) -> None:
    """Take the counted attempt back: the account starts anew, the address loses this one; old rows are swept up."""
    for key, limit in counters.items():
        if limit is ACCOUNT:
            c.execute(delete(_table).where(_table.c.key == key))
            continue
        failures = c.execute(select(_table.c.failures).where(_table.c.key == key)).scalar() or 0
        if failures <= 1:
            c.execute(delete(_table).where(_table.c.key == key))
        else:
            _keep(c, key, failures - 1, limit, now, lock=False)
    c.execute(delete(_table).where(_table.c.last_at < now - SWEPT_AFTER))


def _keep(c: Connection, key: str, failures: int, limit: Limit, now: dt.datetime, *, lock: bool = True) -> None:
    wait = delay(failures, limit)
    until = now + wait if lock and wait else None
    c.execute(update(_table).where(_table.c.key == key).values(failures=failures, last_at=now, locked_until=until))
