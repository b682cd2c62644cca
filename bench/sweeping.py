"""``python -m bench --sweep``: one sweep over 200 sites, a million open clocks and half a million recurring duties, beside the bare statements.

The floor marks the same rows overdue with an UPDATE of each ledger through the plain driver. Both are rolled back, so that rounds repeat.
Seconds are CPU time, of this process and, on PostgreSQL, of the server process that works for it, so that other work on the machine counts
little.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

import workflow  # noqa: F401 - imported, it judges who may do a duty
from bench import servers, volume
from bench.databases import Place, connect, is_postgres, put
from deadlines.sweep import SweepResult, sweep
from models.connect import make_engine
from models.declare import Base
from models.duty.duties import DUTIES
from models.spec import SUPERIOR
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
TOLD_AHEAD = dt.timedelta(days=2)
"""Duties due sooner were announced already."""
OVERDUE = 0.1
"""The share that is overdue and told already."""


def report(place: Place, clocks: int = CLOCKS) -> None:
    """Build what is missing, sweep, print the lines."""
    duties = clocks // 2
    url, took = place.made(f"sweep-{clocks}-{duties}", lambda url: build(url, clocks, duties))
    if took:
        print(f"built {clocks:,} open clocks, {duties:,} duties at {SITES} sites in {took:.0f} s", flush=True)
    for name, pause in (
        ("nothing new", dt.timedelta(0)),
        ("5 minutes later", dt.timedelta(minutes=5)),
        ("an hour later", dt.timedelta(hours=1)),
        ("after a day without a sweep", dt.timedelta(days=1)),
    ):
        print(_line(url, name, NOW + pause), flush=True)


def build(url: str, clocks: int, duties: int) -> None:
    """Fill a new database with sites, their people and both ledgers, past the write gate; on SQLite no statistics, as in use."""
    migrate.upgrade(url)
    engine = make_engine(url)
    sites = range(1, SITES + 1)
    stamp = {"created_at": NOW, "updated_at": NOW, "version": 1}
    with engine.begin() as c:
        for name, people in _people(sites, stamp).items():
            c.execute(Base.metadata.tables[name].insert(), people)
    engine.dispose()
    chance, plain = random.Random(20261122), connect(url)
    _load(plain, "deadline", _ledger(chance, clocks, stamp))
    _load(plain, "duty_task", _duties(chance, duties, stamp))
    if is_postgres(url):
        plain.execute("VACUUM ANALYZE")
    plain.close()


def _load(plain: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    while part := [row for row, _ in zip(rows, range(volume.CHUNK), strict=False)]:
        names = ", ".join(part[0])
        if isinstance(plain, sqlite3.Connection):
            plain.execute("BEGIN")
            plain.executemany(
                f"INSERT INTO {table} ({names}) VALUES (:{', :'.join(part[0])})", [_plain(row) for row in part]
            )
            plain.execute("COMMIT")
            continue
        with plain.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as into:
            for row in part:
                into.write_row(tuple(row.values()))


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


def _duties(chance: random.Random, duties: int, stamp: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each duty of each site day by day backwards: two rounds still open, two overdue and told, the rest done."""
    for n in range(duties):
        turn, duty = n // SITES // len(DUTIES), DUTIES[n // SITES % len(DUTIES)]
        state = "pending" if turn < 2 else "overdue" if turn < 4 else "done"
        due = NOW + (1 if turn < 2 else -1) * (chance.random() * SPREAD if turn < 4 else turn * dt.timedelta(days=1))
        late = state == "overdue"
        told = 3 if late else int(state == "pending" and due < NOW + TOLD_AHEAD)
        yield {
            **stamp, "site_id": n % SITES + 1, "duty": duty.code, "period": f"{(NOW - turn * dt.timedelta(days=1)).date()}",
            "role": duty.roles[0].value, "due_at": due, "state": state, "done_at": due if state == "done" else None,
            "level": int(late), "told": told, "escalated_to": SUPERIOR[duty.roles[0]].value if late else None,
            "escalated_at": NOW - dt.timedelta(hours=1) if late else None,
        }  # fmt: skip


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.strftime(MOMENT) if isinstance(v, dt.datetime) else v for k, v in row.items()}


def _line(url: str, name: str, now: dt.datetime) -> str:
    engine = make_engine(url)
    results: list[SweepResult] = []

    def ours() -> tuple[float, Callable[[], None]]:
        session = Session(engine)
        server = session.scalar(text("SELECT pg_backend_pid()")) if is_postgres(url) else 0
        began = _cpu(server)
        results.append(sweep(session, now))
        return _cpu(server) - began, session.rollback

    took = _median(ours)
    floor = _median(lambda: _floor(url, now))
    engine.dispose()
    done = results[-1]
    return (
        f"sweep, {name}: floor {floor:.3f} s, ours {took:.2f} s, {took / max(floor, 0.001):.1f} ×; {done.marked_overdue:,} newly "
        f"overdue, {done.escalated:,} told up, {done.duties_escalated:,} duties told up, {done.told:,} notices; "
        f"{done.running:,} running, {done.overdue:,} overdue"
    )


def _floor(url: str, now: dt.datetime) -> tuple[float, Callable[[], None]]:
    c = connect(url)
    server = put(c, "SELECT pg_backend_pid()").fetchone()[0] if is_postgres(url) else 0
    began = _cpu(server)
    moment = now if is_postgres(url) else now.strftime(MOMENT)
    put(c, "BEGIN")
    for ledger, runs in (("deadline", "running"), ("duty_task", "pending")):
        put(c, f"UPDATE {ledger} SET state = 'overdue' WHERE state = '{runs}' AND due_at < ?", (moment,))
    put(c, "SELECT state, count(*) FROM deadline WHERE state IN ('running', 'overdue') GROUP BY state").fetchall()
    return _cpu(server) - began, c.close  # which rolls back


def _cpu(server: int) -> float:
    """CPU seconds used so far by this process, and by the server process that works for it."""
    return time.process_time() + (servers.cpu_of(server) if server else 0.0)


def _median(work: Callable[[], tuple[float, Callable[[], None]]]) -> float:
    times = []
    for _ in range(ROUNDS):
        took, undo = work()
        times.append(took)
        undo()
    return statistics.median(times)
