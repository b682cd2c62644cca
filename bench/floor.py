"""The floor: the same rows by raw driver query and the smallest page, under the same kind of HTTP server."""

from __future__ import annotations

import os
import threading
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment

from bench.databases import connect, is_postgres, put

_local = threading.local()
PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>floor</title><table>{% for r in rows %}<tr>{% for v in r %}<td>{{ v }}</td>{% endfor %}</tr>"
    "{% endfor %}</table>"
)
COLUMNS = (
    "SELECT o.id, o.number, o.reported_at, u.address, o.reporter, o.content, o.status, t.name, s.name, b.code "
    "FROM ({ids}) i JOIN repair_order o ON o.id = i.id LEFT JOIN unit u ON u.id = o.unit_id "
    "LEFT JOIN staff t ON t.id = o.technician_id LEFT JOIN site s ON s.id = o.site_id "
    "LEFT JOIN building b ON b.id = u.building_id ORDER BY o.reported_at DESC, o.id DESC"
)
NEWEST = "ORDER BY reported_at DESC, id DESC LIMIT 50"
URL = os.environ.get("BENCH_DB", "sqlite:///")
POSTGRES = is_postgres(URL)
SEARCH = (
    "SELECT record_id AS id FROM search_entry WHERE grams @> string_to_array(?, ' ') ORDER BY id DESC LIMIT 50"
    if POSTGRES
    else "SELECT e.record_id AS id FROM search_fts f JOIN search_entry e ON e.id = f.rowid "
    "WHERE search_fts MATCH ? ORDER BY f.rowid DESC LIMIT 50"
)
"""What is sought is one word list: tokens between spaces for PostgreSQL, FTS5's own expression for SQLite."""
FORM = (
    (
        "SELECT o.*, u.address, t.name FROM repair_order o LEFT JOIN unit u ON u.id = o.unit_id "
        "LEFT JOIN staff t ON t.id = o.technician_id WHERE o.id = ?"
    ),
    "SELECT * FROM repair_order_materials WHERE parent_id = ?",
    "SELECT * FROM attachment WHERE register = 'repair_order' AND record_id = ?",
)
QUERIES = {
    "list": (f"SELECT id FROM repair_order WHERE site_id = 1 {NEWEST}", ()),
    "filter": (f"SELECT id FROM repair_order WHERE site_id = 1 AND status = 'completed' {NEWEST}", ()),
}


def connection() -> Any:
    """Return this thread's connection."""
    if not hasattr(_local, "c"):
        _local.c = connect(URL)
    return _local.c


def save(c: Any, row: str) -> None:
    """Write what a save must: the row, its line of history, its entry in the search index."""
    put(c, "BEGIN" if POSTGRES else "BEGIN IMMEDIATE")
    put(c, f"SELECT * FROM repair_order WHERE id = ?{' FOR UPDATE' if POSTGRES else ''}", (row,)).fetchone()
    put(c, "UPDATE repair_order SET remark = 'x', version = version + 1 WHERE id = ?", (row,))
    put(
        c,
        "INSERT INTO history_entry (register, record_id, at, actor_name, origin, kind, transition, from_state, to_state, "
        "comment, changes, version) "
        "VALUES ('repair_order', ?, '2026-11-22 04:00:00.000000', 'floor', '', 'edit', '', '', '', '', '[]', 1)",
        (row,),
    )
    if POSTGRES:
        entry = "SELECT id, grams FROM search_entry WHERE register = 'repair_order' AND record_id = ?"
        this, grams = put(c, entry, (row,)).fetchone()
        put(c, "UPDATE search_entry SET grams = ? WHERE id = ?", (grams, this))
    else:
        entry = (
            "SELECT e.id, f.grams FROM search_entry e JOIN search_fts f ON f.rowid = e.id "
            "WHERE e.register = 'repair_order' AND e.record_id = ?"
        )
        found = put(c, entry, (row,)).fetchone()
        put(c, "DELETE FROM search_fts WHERE rowid = ?", (found[0],))
        put(c, "INSERT INTO search_fts (rowid, grams) VALUES (?, ?)", found)
    put(c, "COMMIT")


def app(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answer ``/list``, ``/filter``, ``/search?q=``, ``/page?after=``, ``/form?id=``, ``/save?id=``."""
    what = environ["PATH_INFO"].strip("/")
    args = {k: v[0] for k, v in parse_qs(environ["QUERY_STRING"]).items()}
    c = connection()
    if what == "save":
        save(c, args["id"])
        start("303 See Other", [("Location", "/")])
        return [b""]
    if what == "form":
        rows = [r for query in FORM for r in put(c, query, (args["id"],)).fetchall()]
    elif what == "search":
        rows = put(c, COLUMNS.format(ids=SEARCH), (args["q"],)).fetchall()
    elif what == "page":
        ids = f"SELECT id FROM repair_order WHERE site_id = 1 AND (reported_at, id) < (?, ?) {NEWEST}"
        rows = put(c, COLUMNS.format(ids=ids), (args["after"], args["id"])).fetchall()
    else:
        ids, values = QUERIES[what]
        rows = put(c, COLUMNS.format(ids=ids), values).fetchall()
    body = PAGE.render(rows=rows).encode()
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
