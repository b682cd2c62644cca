"""``python -m bench --sweep``: one sweep over 200 sites and a million open clocks, beside the bare statement.

The floor marks the same rows overdue with one UPDATE through the plain driver. Both are rolled back, so that rounds repeat. Seconds are the
process's own (CPU time; the database is in it), so that other work on the machine counts little.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import workflow  # noqa: F401 - imported, it judges who may do a duty
from bench import volume
from deadlines.sweep import SweepResult, sweep
from models.connect import make_engine
from models.declare import Base
from web import migrate

SITES = 200
CLOCKS = 1_000_000
ROUNDS = 5
MOMENT = "%Y-%m-%d %H:%M:%S.%f"
"""How SQLite keeps a moment."""
NOW = volume.NOW
ROLES = ("receptionist", "reception_lead", "cs_supervisor", "director", "technician", "engineering_lead")
RULES = (
    ("arrive", "technician"),
    ("callback", "receptionist"),
    ("slip_return", "receptionist"),
    ("finish", "technician"),
)
SPREAD = dt.timedelta(days=10)
"""Running clocks are due within so much time from now, evenly."""
OVERDUE = 0.1
"""The share that is overdue and told already."""


def report(folder: Path, clocks: int = CLOCKS) -> None:
    """Build what is missing, sweep, print the lines."""
    path = folder / f"sweep-{clocks}.db"
    if not path.exists():
        began = time.perf_counter()
        build(f"sqlite:///{path}", clocks)
        print(f"built {clocks:,} open clocks at {SITES} sites in {time.perf_counter() - began:.0f} s", flush=True)
    for name, pause in (
        ("nothing new", dt.timedelta(0)),
        ("5 minutes later", dt.timedelta(minutes=5)),
        ("an hour later", dt.timedelta(hours=1)),
        ("after a day without a sweep", dt.timedelta(days=1)),
    ):
        print(_line(path, name, NOW + pause), flush=True)


def build(url: str, clocks: int) -> None:
    """Fill a new database with sites, their people and the ledger, past the write gate; no statistics, as in use."""
    migrate.upgrade(url)
    engine = make_engine(url)
    sites = range(1, SITES + 1)
    stamp = {"created_at": NOW, "updated_at": NOW, "version": 1}
    with engine.begin() as c:
        for name, people in _people(sites, stamp).items():
            c.execute(Base.metadata.tables[name].insert(), people)
    rows = _ledger(random.Random(20261122), clocks, stamp)
    plain = sqlite3.connect(url.removeprefix("sqlite:///"))
    while part := [_plain(row) for row, _ in zip(rows, range(volume.CHUNK), strict=False)]:
        names = ", ".join(part[0])
        plain.executemany(f"INSERT INTO deadline ({names}) VALUES (:{', :'.join(part[0])})", part)
        plain.commit()
    plain.close()
    engine.dispose()


def _people(sites: range, stamp: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    users = [
        {**stamp, "id": (s - 1) * len(ROLES) + n, "status": "active", "username": f"{role}@{s}", "active": True,
         "password_hash": "", "must_change_password": False, "session_epoch": 0}
        for s in sites for n, role in enumerate(ROLES, 1)
    ]  # fmt: skip
    return {
        "site": [{**stamp, "id": s, "status": "active", "code": f"S{s:03}", "name": f"第{s}园", "zone": "Asia/Shanghai"} for s in sites],
        "user": users,
        "user_grants": [
            {"parent_id": u["id"], "site_id": (u["id"] - 1) // len(ROLES) + 1, "role": u["username"].partition("@")[0], "position": 0}
            for u in users
        ],
    }  # fmt: skip


def _ledger(chance: random.Random, clocks: int, stamp: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for n in range(clocks):
        rule, role = RULES[n % len(RULES)]
        late = chance.random() < OVERDUE
        due = NOW + (-1 if late else 1) * chance.random() * SPREAD
        yield {
            **stamp, "register": "repair_order", "record": f"WX-{n:07}", "record_id": n + 1, "site_id": n % SITES + 1, "rule": rule,
            "cycle": 0, "starts_at": due - dt.timedelta(hours=24), "due_at": due, "warn_at": due - dt.timedelta(minutes=30),
            "state": "overdue" if late else "running", "accountable": role, "level": int(late), "told": 3 if late else 0,
            "escalated_to": ("reception_lead" if role == "receptionist" else "engineering_lead") if late else None,
            "escalated_at": NOW - dt.timedelta(hours=1) if late else None,
        }  # fmt: skip


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.strftime(MOMENT) if isinstance(v, dt.datetime) else v for k, v in row.items()}


def _line(path: Path, name: str, now: dt.datetime) -> str:
    engine = make_engine(f"sqlite:///{path}")
    results: list[SweepResult] = []

    def ours() -> Callable[[], None]:
        session = Session(engine)
        results.append(sweep(session, now))
        return session.rollback

    took = _median(ours)
    floor = _median(lambda: _floor(path, now))
    engine.dispose()
    done = results[-1]
    return (
        f"sweep, {name}: floor {floor:.3f} s, ours {took:.2f} s, {took / max(floor, 0.001):.1f} ×; {done.marked_overdue:,} newly "
        f"overdue, {done.escalated:,} told up, {done.told:,} notices; {done.running:,} running, {done.overdue:,} overdue"
    )


def _floor(path: Path, now: dt.datetime) -> Callable[[], None]:
    c = sqlite3.connect(path)
    moment = now.strftime(MOMENT)
    c.execute("UPDATE deadline SET state = 'overdue' WHERE state = 'running' AND due_at < ?", (moment,))
    c.execute("SELECT state, count(*) FROM deadline WHERE state IN ('running', 'overdue') GROUP BY state").fetchall()
    return c.close  # which rolls back


def _median(work: Callable[[], Callable[[], None]]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        undo = work()
        times.append(time.process_time() - began)
        undo()
    return statistics.median(times)
