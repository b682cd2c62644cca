"""``python -m bench``: build the volume, drive both servers over HTTP, print the table.

Figures are medians of interleaved requests (ours, floor, ours, …) on one machine in one run: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench import bulk, client, growth, postgres, servers, sweeping, volume
from bench.databases import Place, connect, is_postgres, put
from bench.pages import form_values

ROUNDS = 40
EXPORT = "/admin/repair_order/export/"


@dataclass(slots=True)
class Line:
    """One row of the table, in milliseconds."""

    name: str
    target: float
    ours: tuple[float, float]
    floor: tuple[float, float]
    note: str = ""

    def __str__(self) -> str:
        """Word the row."""
        ratio = self.ours[0] / self.floor[0] if self.floor[0] else 0.0
        verdict = "met" if ratio <= self.target else "MISSED"
        return (
            f"{self.name:<34}{self.floor[0]:>9.1f}{self.ours[0]:>9.1f}{self.ours[1]:>9.1f}{ratio:>8.1f} ×"
            f"{self.target:>6.1f} ×  {verdict:<7}{self.note}"
        )


def main() -> int:
    """Run the bench; return 0."""
    options = _options()
    folder = Path(options.dir or tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        place = Place(folder, _server(options, running))
        if options.sweep:
            sweeping.report(place, options.clocks)
            return 0
        return _measure(place, folder, options)


def _server(options: argparse.Namespace, running: ExitStack) -> str:
    """The PostgreSQL asked for: one that stands, or a throw-away one; empty for SQLite."""
    if options.url or not options.postgres:
        return str(options.url)
    bindir = postgres.binaries()
    if bindir is None:
        sys.exit(postgres.NO_POSTGRES)
    started = postgres.start(bindir)
    running.callback(started.stop)
    return started.url()


def _measure(place: Place, folder: Path, options: argparse.Namespace) -> int:
    size = volume.Size(orders=options.orders, units=options.units)
    database = _database(place, size)
    if options.only == "j":
        return _grow(place, database, folder, size, options.rounds)
    ours = _serve(database, folder)
    floor = servers.serve("bench.floor:app", "/list", BENCH_DB=database)
    try:
        _report(ours, floor, database, place, options)
    finally:
        ours.stop()
        floor.stop()
    return _grow(place, database, folder, size, options.rounds) if not options.only else 0


def _grow(place: Place, database: str, folder: Path, size: volume.Size, rounds: int) -> int:
    """Ask the same of a tenth of the orders and of all of them."""
    tenth = _database(place, volume.Size(orders=size.orders // 10, units=size.units))
    with ExitStack() as running:
        few = _serve(tenth, folder)
        running.callback(few.stop)
        many = _serve(database, folder)
        running.callback(many.stop)
        for line in growth.lines(few.url, tenth, many.url, database, rounds):
            print(line, flush=True)
    return 0


def _database(place: Place, size: volume.Size) -> str:
    url, took = place.made(f"bench-{size.orders}-{size.units}", lambda url: volume.build(url, size))
    if took:
        print(f"built {size.orders:,} orders, {size.units:,} homes in {took:.0f} s", flush=True)
    return url


def _serve(database: str, folder: Path) -> servers.Served:
    return servers.serve("app:app", "/healthz", config="web/gunicorn_conf.py", **_environ(database, folder))


def _environ(database: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database, "DATA_DIR": str(folder / "data"), "TAIZHANG_LOG": "json", "SECRET_KEY": "bench-" * 10,
    }  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--dir", help="keep the SQLite database here and use it again")
    parser.add_argument("--postgres", action="store_true", help="measure on PostgreSQL, a throw-away server of its own")
    parser.add_argument(
        "--url",
        default="",
        help="measure on this PostgreSQL (a role that may create databases); what is built there stays",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="letters of the scenarios to run")
    parser.add_argument("--sweep", action="store_true", help="measure the sweep of deadlines instead")
    parser.add_argument("--clocks", type=int, default=sweeping.CLOCKS, help="open clocks for --sweep")
    return parser.parse_args()


def _report(
    ours: servers.Served, floor: servers.Served, database: str, place: Place, options: argparse.Namespace
) -> None:
    visitor, bare = client.Client(ours.url), client.Client(floor.url)
    visitor.sign_in("clerk", volume.PASSWORD)
    print(f"{'scenario':<34}{'floor':>9}{'ours':>9}{'p95':>9}{'ratio':>10}{'target':>8}", flush=True)
    newest = "/admin/repair_order/?page_size=50"
    c = connect(database)
    pages = put(c, "SELECT count(*) FROM repair_order WHERE site_id = 1").fetchone()[0] // 50
    typed = max(pages * 4 // 5, 2)
    far_row = (
        "SELECT id, reported_at FROM repair_order WHERE site_id = 1 ORDER BY reported_at DESC, id DESC LIMIT 1 OFFSET ?"
    )
    row = put(c, far_row, (typed * 50 - 51,)).fetchone()
    newest_of = "FROM repair_order WHERE site_id = 1 AND status = 'registered' ORDER BY id DESC LIMIT 1"
    record = put(c, f"SELECT id {newest_of}").fetchone()[0]
    phone = put(
        c, "SELECT substr(phone, 6, 6) FROM repair_order WHERE site_id = 1 ORDER BY id DESC LIMIT 1"
    ).fetchone()[0]
    c.close()

    def pair(letter: str, name: str, target: float, path: str, bare_path: str, **more: str) -> None:
        if not options.only or letter[0] in options.only:
            used, used2 = ours.cpu(), floor.cpu()
            line = _pair(visitor, bare, name, target, path, bare_path, options.rounds, **more)
            line.note += f" CPU {(ours.cpu() - used) / max(floor.cpu() - used2, 0.01):.1f} ×"
            print(line, flush=True)

    pair("a", "a first page, 50 rows", 4, newest, "/list")
    pair("b", "b filter state, newest first", 4, newest + "&flt_status_eq=completed", "/filter")
    four, two = "厨房水管", "水管"
    pair(
        "c",
        "c1 search 4 characters",
        4,
        newest + "&search=" + quote(four),
        "/search?q=" + quote(_match(four, database)),
    )
    pair(
        "c", "c2 search 2 characters", 4, newest + "&search=" + quote(two), "/search?q=" + quote(_match(two, database))
    )
    pair(
        "c", "c3 search part of a phone", 4, newest + f"&search={phone}", "/search?q=" + quote(_match(phone, database))
    )
    far = f"/page?after={quote(str(row[1]))}&id={row[0]}"
    pair("d", "d next from a far page", 4, _next_of(visitor, newest + f"&page={typed}"), far)
    pair("d", f"d typed page {typed}", 8, newest + f"&page={typed}", far)
    edit = f"/admin/repair_order/edit/?id={record}"
    pair("e", "e open an edit form", 6, edit, f"/form?id={record}")
    if not options.only or "f" in options.only:
        print(_saves(visitor, bare, edit, record, options.rounds), flush=True)
    if not options.only or "g" in options.only:
        for rows in (20_000, 100_000) if options.orders >= 1_000_000 else (5_000,):
            print(_import(rows, place), flush=True)
    if not options.only or "h" in options.only:
        for kind in ("csv", "xlsx"):
            print(_export(ours, place.folder, database, kind, 100_000), flush=True)
    if not options.only or "i" in options.only:
        _crowds(ours, floor, newest)
    print(f"peak memory of one process: ours {ours.peak_mib():.0f} MiB, floor {floor.peak_mib():.0f} MiB")


def _match(typed: str, database: str) -> str:
    from models.engine.grams import query_grams
    from models.engine.search import site_gram

    grams = [*query_grams(typed), site_gram("repair_order", 1)]
    return " ".join(grams) if is_postgres(database) else " AND ".join(f'"{g}"' for g in grams)


def _next_of(visitor: client.Client, path: str) -> str:
    from bs4 import BeautifulSoup

    _, page, *_ = visitor.ask(path)
    links = [a["href"] for a in BeautifulSoup(page, "html.parser").select("a[href*='after=']")]
    link = str(links[0]) if links else path
    return link if link.startswith("/") else "/admin/repair_order/" + link


def _pair(
    visitor: client.Client, bare: client.Client, name: str, target: float, path: str, bare_path: str, rounds: int
) -> Line:
    ours: list[float] = []
    floor: list[float] = []
    for turn in range(rounds + 3):
        status, text, took, _ = visitor.ask(path)
        status2, _, took2, _ = bare.ask(bare_path)
        if status != 200 or status2 != 200:
            return Line(name, target, (0, 0), (0, 0), f"answered {status} / {status2}")
        if turn >= 3:
            ours.append(took)
            floor.append(took2)
    return Line(
        name, target, client.milliseconds(ours), client.milliseconds(floor), f"{len(text.encode()) / 1024:.0f} kB"
    )


def _saves(visitor: client.Client, bare: client.Client, edit: str, record: int, rounds: int) -> Line:
    ours: list[float] = []
    floor: list[float] = []
    for turn in range(rounds):
        _, page, *_ = visitor.ask(edit)
        values = form_values(page) | {"remark": f"第{turn}次"}
        status, _, took, _ = visitor.ask(edit, values)
        if status != 303:
            return Line("f save an edit", 4, (0, 0), (0, 0), f"answered {status}")
        _, _, took2, _ = bare.ask(f"/save?id={record}")
        ours.append(took)
        floor.append(took2)
    return Line("f save an edit", 4, client.milliseconds(ours), client.milliseconds(floor))


def _import(rows: int, place: Place) -> str:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        roster = Path(folder) / "roster.xlsx"
        bulk.write_roster(roster, rows)
        here = Place(Path(folder), place.server)
        floor = bulk.measure("import_floor", roster, here.empty("bench-import-floor"))
        ours = bulk.measure("import_ours", roster, here.empty("bench-import-ours"), folder)
        here.drop("bench-import-floor")
        here.drop("bench-import-ours")
    return (
        f"g import {rows:,} homes: floor {floor['seconds']:.1f} s (into one table without an index {floor['bare']:.1f} s), ours "
        f"{ours['seconds']:.1f} s, {ours['seconds'] / floor['seconds']:.1f} × (CPU {ours['cpu'] / floor['cpu']:.1f} ×; target 4; "
        f"of the one table {ours['seconds'] / floor['bare']:.1f} ×); write lock "
        f"{ours['lock']:.2f} s, longest silence {ours['silence']:.1f} s, + {ours['above']:.0f} MiB above the start "
        f"(the reader's own {floor['reader']:.0f} MiB), {'applied' if ours['applied'] else 'NOT APPLIED'}"
    )


def _export(served: servers.Served, folder: Path, database: str, kind: str, rows: int) -> str:
    """Export what head office sees in one state, about a tenth of all orders: CSV as it comes, a book by the worker."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made_in:
        bulk.measure("export_floor", database, kind, rows, f"{made_in}/warm.{kind}")  # both find the pages in memory
        visitor = client.Client(served.url)
        visitor.sign_in("everywhere", volume.PASSWORD)
        if kind == "csv":
            before, used = served.peak_mib(), served.cpu()
            status, text, took, first = visitor.ask(f"{EXPORT}csv/?flt_status_eq=approved")
            made = Made(status, text.count("\n") - 1, took, first, served.peak_mib() - before, served.cpu() - used)
        else:
            worker = servers.worker(**_environ(database, folder))
            try:
                _made(visitor, worker, "registered")  # the first one loads the screens
                made = _made(visitor, worker, "approved")
            finally:
                worker.stop()
        if made.status != 200:
            return f"h export {kind}: answered {made.status}"
        floor = bulk.measure("export_floor", database, kind, made.rows, f"{made_in}/floor.{kind}")
    return (
        f"h export {kind}, {made.rows:,} rows: floor {floor['seconds']:.1f} s, ours {made.took:.1f} s, "
        f"{made.took / floor['seconds']:.1f} × (CPU {made.cpu / floor['cpu']:.1f} ×; target 2.5); first "
        f"{'byte' if kind == 'csv' else 'progress'} {made.first:.2f} s, peak + {made.above:.0f} MiB"
    )


@dataclass(frozen=True, slots=True)
class Made:
    """An export: seconds until it was there, until its first byte or word of progress, MiB and CPU seconds it took."""

    status: int
    rows: int = 0
    took: float = 0.0
    first: float = 0.0
    above: float = 0.0
    cpu: float = 0.0


def _made(visitor: client.Client, worker: servers.Served, state: str) -> Made:
    """Ask for a book, look at its progress until it is there, and fetch it."""
    began, before, used = time.perf_counter(), worker.peak_mib(), worker.cpu()
    status, *_ = visitor.ask(f"{EXPORT}xlsx/?flt_status_eq={state}")
    if status == 200:  # few rows: made at once
        took = time.perf_counter() - began
        return Made(status, 2_000, took, took)
    page, first = visitor.location, 0.0
    while status in {200, 303}:
        status, text, *_ = visitor.ask(f"{page}status")
        first = first or time.perf_counter() - began
        if status == 200 and json.loads(text)["finished"]:
            above, cpu = worker.peak_mib() - before, worker.cpu() - used
            rows = int("".join(c for c in json.loads(text)["text"].partition("行")[0] if c.isdigit()))
            status, *_ = visitor.ask(f"{page}file")
            return Made(status, rows, time.perf_counter() - began, first, above, cpu)
        time.sleep(0.1)
    return Made(status)


def _crowds(ours: servers.Served, floor: servers.Served, path: str) -> None:
    signed = client.Client(ours.url)
    signed.sign_in("clerk", volume.PASSWORD)

    def visitor(_: int) -> client.Client:
        return client.Client(ours.url, cookies=dict(signed.cookies))

    def bare(_: int) -> client.Client:
        return client.Client(floor.url)

    rate, p95, errors = client.crowd(visitor, path, 32, 10)
    rate2, p952, errors2 = client.crowd(bare, "/list", 32, 10)
    print(
        f"i 32 clients: ours {rate:.0f}/s p95 {p95:.0f} ms, {errors} errors; floor {rate2:.0f}/s p95 {p952:.0f} ms, "
        f"{errors2} errors; {rate / rate2:.2f} of the floor (target 0.25)"
    )


if __name__ == "__main__":
    sys.exit(main())
