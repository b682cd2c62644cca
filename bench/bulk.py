"""Large files: importing a roster (g) and exporting a list (h), each in a process of its own, beside their floors.

``python -m bench.bulk WHAT …`` does one of them and prints a line of JSON; ``measure`` runs that and reads it.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import itertools
import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.databases import connect, put

HEADERS = ("楼栋", "单元", "房号", "业主姓名", "联系电话", "建筑面积")
SITE = "R"


def measure(what: str, *args: str | int | Path) -> dict[str, Any]:
    """Run one piece of work in a new process and return its figures: seconds and MiB."""
    command = [sys.executable, "-m", "bench.bulk", what, *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def write_roster(path: Path, rows: int) -> None:
    """Write a roster of ``rows`` homes as xlsx."""
    import xlsxwriter

    from bench import volume

    chance = random.Random(20261122)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("业主名册")
        sheet.write_row(0, 0, HEADERS)
        for i in range(rows):
            building, rest = i // 400 + 1, i % 400
            entrance, home = rest // 100 + 1, rest % 100
            room = f"{home // 4 + 1}{home % 4 + 1:02d}"
            name = volume.some_name(chance)
            values = (str(building), str(entrance), room, name, f"139{i:08d}"[:11], 60 + i % 90)
            sheet.write_row(i + 1, 0, values)


def peak() -> float:
    """Return this process's peak memory in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextlib.contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Time a block: ``seconds`` on the wall, ``cpu`` of this process."""
    figures: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield figures
    figures["seconds"], figures["cpu"] = time.perf_counter() - wall, time.process_time() - cpu


def import_floor(roster: str, database: str) -> dict[str, float]:
    """Read the workbook and insert its rows in one transaction: what an import can cost at least.

    Twice: into one table without an index (``bare``), and into the tables the import writes, with the product's indexes
    and constraints. No history, no search entries, nothing compared.
    """
    from python_calamine import CalamineWorkbook

    from bench import volume

    start = peak()
    CalamineWorkbook.from_path(roster).get_sheet_by_index(0).to_python()
    reader = peak() - start
    volume.build(database, volume.Size(sites=1, staff=1, units=0, orders=0))
    c = connect(database)
    put(c, "DELETE FROM building")
    with timed() as bare:
        rows = CalamineWorkbook.from_path(roster).get_sheet_by_index(0).to_python()[1:]
        put(c, "BEGIN")
        put(c, "CREATE TABLE floor_roster (building text, entrance text, room text, name text, phone text, area real)")
        _many(c, "INSERT INTO floor_roster VALUES (?, ?, ?, ?, ?, ?)", rows)
        put(c, "COMMIT")
    with timed() as figures:
        rows = CalamineWorkbook.from_path(roster).get_sheet_by_index(0).to_python()[1:]
        put(c, "BEGIN")
        _tables(c, rows)
        put(c, "COMMIT")
    return {**figures, "bare": bare["seconds"], "reader": reader}


def _tables(c: Any, rows: list[list[Any]]) -> None:
    """Insert buildings, homes, people and occupancies, one ``executemany`` each."""
    buildings = {code: n for n, code in enumerate(dict.fromkeys(row[0] for row in rows), start=1)}
    stamp = ("active", 1, "2026-11-22 04:00:00.000000", "2026-11-22 04:00:00.000000", 1)
    common = "status, site_id, created_at, updated_at, version"
    _many(c, f"INSERT INTO building (id, code, {common}) VALUES (?, ?, ?, ?, ?, ?, ?)",
          [(n, code, *stamp) for code, n in buildings.items()])  # fmt: skip
    _many(
        c, f"INSERT INTO unit (id, building_id, entrance, room, address, address_key, gross_area, usage, {common}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'home', ?, ?, ?, ?, ?)",
        [(n, buildings[r[0]], r[1], r[2], f"{r[0]}栋{r[1]}单元{r[2]}", f"{r[0]}-{r[1]}-{r[2]}", r[5], *stamp)
         for n, r in enumerate(rows, start=1)],
    )  # fmt: skip
    _many(c, f"INSERT INTO resident (id, name, phone, phone_tail, {common}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          [(n, r[3], r[4], r[4][-4:], *stamp) for n, r in enumerate(rows, start=1)])  # fmt: skip
    _many(c, "INSERT INTO resident_occupancies (id, parent_id, unit_id, relation, position) VALUES (?, ?, ?, 'owner', 0)",
          [(n, n, n) for n in range(1, len(rows) + 1)])  # fmt: skip


def _many(c: Any, statement: str, rows: list[Any]) -> None:
    if isinstance(c, sqlite3.Connection):
        c.executemany(statement, rows)
    else:
        c.cursor().executemany(statement.replace("?", "%s"), rows)


def import_ours(roster: str, url: str, folder: str) -> dict[str, float]:
    """Upload, plan and apply the workbook into an empty site: findings, differences and history included."""
    from sqlalchemy import Engine, event
    from sqlalchemy.orm import Session

    import access
    from bench import volume
    from exchange import roster as rosters
    from models.connect import make_engine
    from models.engine import ImportBatch

    volume.build(url, volume.Size(sites=1, staff=1, units=0, orders=0))
    engine = make_engine(url)
    store, now = rosters.Store(Path(folder)), dt.datetime.now(dt.UTC)
    held = [0.0, 0.0]

    def begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE") == "IMMEDIATE"
        held[0] = time.perf_counter() if immediate else 0.0

    def end(_connection: Any) -> None:
        if held[0]:
            held[1] = max(held[1], time.perf_counter() - held[0])

    event.listen(Engine, "begin", begin)  # every engine: the rows are written through one of the import's own
    event.listen(Engine, "commit", end)
    base = peak()
    with timed() as figures:
        with Session(engine) as session, Path(roster).open("rb") as stream:
            access.bind(session, access.SYSTEM)
            batch = rosters.upload(session, store, stream, "roster.xlsx", site_id=1, actor=access.SYSTEM, now=now)
            session.commit()
            number = batch.id
        told: list[float] = [time.perf_counter()]

        def tell(*_: Any, **__: Any) -> None:
            told.append(time.perf_counter())

        planned = rosters.plan_roster(engine, store, number, actor=access.SYSTEM, now=now, tell=tell)
        with Session(engine) as session:
            access.bind(session, access.SYSTEM)
            rosters.apply_asked(session, store, session.get_one(ImportBatch, number))
            session.commit()
        applied = rosters.apply_batch(engine, store, number, actor=access.SYSTEM, now=now, tell=tell)
    gaps = max((b - a for a, b in itertools.pairwise(told)), default=0.0)
    state = {"new": planned.counts.get("new", 0), "applied": float(applied.state == "done")}
    return {**figures, **state, "lock": held[1], "silence": gaps, "above": peak() - base, "peak": peak()}


def export_floor(database: str, kind: str, rows: int, target: str) -> dict[str, float]:
    """Write the rows, with the columns of our export, by the driver's own cursor and the fastest writer at hand."""
    query = (
        "SELECT o.number, s.name, o.status, l.number, o.scope, u.address, o.location, o.reporter, o.phone, o.reported_at, "
        "o.category, o.content, o.appointment_at, o.priority, t.name, o.dispatched_at, o.arrived_at, o.completed_at, "
        "o.returned_at, o.called_back_at, o.leak_checked_at, o.rework_count, o.result, o.charge, o.satisfied, "
        "o.dissatisfied_reason, k.name, m.name, o.remark, c.username, o.created_at, e.username, o.updated_at "
        "FROM repair_order o LEFT JOIN site s ON s.id = o.site_id LEFT JOIN service_log l ON l.id = o.source_log_id "
        "LEFT JOIN unit u ON u.id = o.unit_id LEFT JOIN staff t ON t.id = o.technician_id "
        "LEFT JOIN staff k ON k.id = o.area_keeper_id LEFT JOIN staff m ON m.id = o.custodian_id "
        'LEFT JOIN "user" c ON c.id = o.created_by_id LEFT JOIN "user" e ON e.id = o.updated_by_id '
        "WHERE o.status = 'approved' ORDER BY o.reported_at DESC, o.id DESC LIMIT ?"
    )
    base = peak()
    with timed() as figures, contextlib.closing(connect(database)) as c:
        cursor = _streamed(c, query, rows)
        if kind == "csv":
            with Path(target).open("w", newline="") as file:
                csv.writer(file).writerows(cursor)
        else:
            from rustpy_xlsxwriter import write_worksheet

            write_worksheet(({str(at): _naive(v) for at, v in enumerate(row)} for row in cursor), target)
    return {**figures, "above": peak() - base}


def _naive(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def _streamed(c: Any, query: str, rows: int) -> Any:
    """A cursor that does not hold all rows at once: PostgreSQL's driver needs a named one for that."""
    put(c, "BEGIN")
    if isinstance(c, sqlite3.Connection):
        return c.execute(query, (rows,))
    cursor = c.cursor(name="floor")
    cursor.itersize = 2000
    return cursor.execute(query.replace("?", "%s"), (rows,))


if __name__ == "__main__":
    work = {"import_floor": import_floor, "import_ours": import_ours, "export_floor": export_floor}[sys.argv[1]]
    given = [int(a) if a.isdigit() else a for a in sys.argv[2:]]
    print(json.dumps(work(*given)))  # type: ignore[operator]  # each takes what its command line has
