"""Search entries of a staged import, in pieces: each a short transaction of its own, so that others write in between.

The rows of the import are there already; until their piece is done they are only not found by the search. A record
that somebody wrote meanwhile has renewed its own entry and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, text

from workflow.staged import Part, quoted

PIECE = 10_000
"""Entries written with one transaction."""

_FTS_NEW = (
    "INSERT INTO search_fts (rowid, grams) SELECT e.id, s.grams FROM {stage}new_{name} AS s "
    "JOIN search_entry AS e ON e.register = :register AND e.record_id = s.n + :base "
    "WHERE s.n > :first AND s.n <= :last AND e.id > :before ORDER BY e.id"
)
_NEW = (
    "INSERT INTO search_entry (register, record_id, site_id{more}) SELECT {register}, s.n + :base, t.site_id{grams} "
    "FROM {stage}new_{name} AS s JOIN {table} AS t ON t.id = s.n + :base WHERE s.n > :first AND s.n <= :last "
    "AND NOT EXISTS (SELECT 1 FROM search_entry AS e WHERE e.register = :register AND e.record_id = s.n + :base) ORDER BY s.n"
)
_CURRENT = "t.version = s.version + 1"
_CHANGED = (
    "FROM {stage}set_{name} AS s JOIN {table} AS t ON t.id = s.id AND {current} "
    "JOIN search_entry AS e ON e.register = :register AND e.record_id = s.id "
    "WHERE s.grams IS NOT NULL AND s.rowid > :first AND s.rowid <= :last"
)
_FTS_DROP = "DELETE FROM search_fts WHERE rowid IN (SELECT e.id {changed})"
_FTS_SET = "INSERT INTO search_fts (rowid, grams) SELECT e.id, s.{column} {changed}"
_SET = (
    "UPDATE search_entry SET grams = string_to_array(s.{column}, ' ') FROM {stage}set_{name} AS s JOIN {table} AS t "
    "ON t.id = s.id AND {current} WHERE search_entry.register = :register "
    "AND search_entry.record_id = s.id AND s.grams IS NOT NULL AND s.rowid > :first AND s.rowid <= :last"
)
_GONE = "FROM search_entry WHERE register = :register AND record_id > :base AND record_id <= :base + :count"


def pieces(
    parts: Sequence[Part], counts: Mapping[str, int], kinds: tuple[str, ...] = ("new", "set")
) -> Iterator[tuple[str, str, int, int]]:
    """What is to be done, in order: (``new``, ``set`` or for an undo ``back``, table, after which row, up to which).

    ``counts`` holds the rows of each stage table by its name (``new_unit``).
    """
    for part in parts:
        if part.record and part.model.__register__.search:
            for kind in kinds:
                total = counts.get(f"{'new' if kind == 'new' else 'set'}_{part.name}", 0)
                for first in range(0, total, PIECE):
                    yield kind, part.name, first, min(first + PIECE, total)


def write_piece(connection: Connection, part: Part, stage: str, base: int, piece: tuple[str, str, int, int]) -> None:
    """Write one piece; the caller commits."""
    kind, _, first, last = piece
    slug, sqlite = part.model.slug(), connection.dialect.name == "sqlite"
    names = {"stage": stage, "name": part.name, "table": quoted(connection, part.name)}
    given = {"register": slug, "first": first, "last": last}
    if kind == "new":
        given["base"] = base
        before = connection.execute(text("SELECT coalesce(max(id), 0) FROM search_entry")).scalar_one()
        more = {"more": "" if sqlite else ", grams", "grams": "" if sqlite else ", string_to_array(s.grams, ' ')",
                "register": ":register" if sqlite else "CAST(:register AS VARCHAR)"}  # fmt: skip
        connection.execute(text(_NEW.format(**names, **more)), given)
        if sqlite:
            connection.execute(text(_FTS_NEW.format(**names)), {**given, "before": before})
        return
    wanted = {"column": "old_grams", "current": "1 = 1"} if kind == "back" else {"column": "grams", "current": _CURRENT}
    if sqlite:
        changed = _CHANGED.format(**names, **wanted)
        connection.execute(text(_FTS_DROP.format(changed=changed)), given)
        connection.execute(text(_FTS_SET.format(changed=changed, **wanted)), given)
    else:
        connection.execute(text(_SET.format(**names, **wanted)), given)


def drop_new(connection: Connection, part: Part, base: int, count: int) -> None:
    """Take the entries of an undone import's new rows out of the index."""
    given = {"register": part.model.slug(), "base": base, "count": count}
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"DELETE FROM search_fts WHERE rowid IN (SELECT id {_GONE})"), given)  # noqa: S608 - constants
    connection.execute(text(f"DELETE {_GONE}"), given)


__all__ = ["PIECE", "drop_new", "pieces", "write_piece"]
