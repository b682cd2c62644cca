"""The search index: one entry a record, its tokens in SQLite's FTS5 or in a PostgreSQL array under GIN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    DDL,
    Executable,
    Integer,
    Select,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    column,
    event,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.declare import Base, Record, table_of
from models.engine import kept
from models.engine.display import display
from models.engine.grams import RESTRICTED, index_grams, query_grams
from models.spec import Kind
from models.spec.site_fields import COLUMN


class SearchEntry(Base):
    """Says that a record is in the index; its id orders hits newest first."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("register", "record_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    site_id: Mapped[int | None]
    grams: Mapped[Any] = mapped_column(
        postgresql.ARRAY(Text).with_variant(Text(), "sqlite"), deferred=True, nullable=True
    )


FTS = "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5(grams, detail=none, columnsize=0)"
GIN = "CREATE INDEX IF NOT EXISTS ix_search_entry_grams ON search_entry USING gin (grams)"


def _ddl(sql: str) -> DDL:
    return DDL(sql)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves this constructor unannotated


event.listen(table_of(SearchEntry), "after_create", _ddl(FTS).execute_if(dialect="sqlite"))
event.listen(table_of(SearchEntry), "after_create", _ddl(GIN).execute_if(dialect="postgresql"))
event.listen(table_of(SearchEntry), "before_drop", _ddl("DROP TABLE IF EXISTS search_fts").execute_if(dialect="sqlite"))

fts = table("search_fts", column("rowid", Integer), column("grams", Text))


def register_gram(slug: str) -> str:
    """Return the token that every entry of a register carries."""
    return "r" + slug.replace("_", "") + "r"


def site_gram(slug: str, site_id: int | None) -> str:
    """Return the token that every entry of a register at one site carries.

    One token for both: the index then walks the list of that site's entries, not that of a million others beside it.
    """
    return f"r{slug.replace('_', '')}s{site_id or 0}s"


def searchable(record: Any) -> tuple[str, str]:
    """Return (text anybody who sees the record may find it by, text of fields with ``see``)."""
    plain: list[str] = []
    restricted: list[str] = []
    for path in type(record).__register__.search:
        head, _, rest = path.partition(".")
        field = type(record).__fields__.get(head)
        value = getattr(record, head, None)
        if value is not None and (rest or (field and field.kind is Kind.ref)):
            value = getattr(value, rest, None) if rest else display(value)
        if isinstance(value, list):
            value = " ".join(display(v) if isinstance(v, Record) else str(v) for v in value)
        if isinstance(value, tuple):
            value = " ".join(f"{m.label.zh} {m.label.en}" for m in value)
        if value is not None:
            (restricted if field and field.see else plain).append(str(value))
    return " \n ".join(plain), " \n ".join(restricted)


def own_texts(record: Any) -> tuple[tuple[str, str], ...]:
    """Return what the site's own fields of a record hold in words, by the fields' names."""
    kept: dict[str, Any] = getattr(record, COLUMN, None) or {}
    return tuple(sorted((name, value) for name, value in kept.items() if isinstance(value, str)))


def own_grams(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the tokens of the site's own fields: each says whose it is, so that a search looks only where its reader may."""
    return [own_mark(name) + gram for name, text_ in texts for gram in sorted(index_grams(text_))]


def own_mark(name: str) -> str:
    """Return what stands before the tokens of a site's own field; no text holds the sign, so no two fields are mixed up."""
    return f"{RESTRICTED}{name.replace('_', RESTRICTED)}{RESTRICTED}"


def entry_grams(slug: str, site_id: int | None, plain: str, restricted: str = "") -> list[str]:
    """Return all tokens of an entry besides those of the site's own fields."""
    grams = index_grams(plain) | {RESTRICTED + g for g in index_grams(restricted)}
    return [*sorted(grams), register_gram(slug), site_gram(slug, site_id)]


def index(session: Session, records: Iterable[Any]) -> None:
    """Put records (flushed, with ids) into the index or renew their entries."""
    conn = session.connection()
    entry = table_of(SearchEntry)
    dialect = conn.dialect.name
    sqlite = dialect == "sqlite"
    for record in records:
        slug = record.slug()
        if not record.__register__.search:
            continue
        site_id = getattr(record, "site_id", None)
        grams = [*entry_grams(slug, site_id, *searchable(record)), *own_grams(own_texts(record))]
        found = kept.execute(conn, ("entry", dialect), _entry_of, {"slug": slug, "row": record.id}).scalar()
        values = {"register": slug, "record_id": record.id, "site_id": site_id}
        if not sqlite:
            values["grams"] = grams
        if found is None:
            found = conn.execute(entry.insert().values(**values).returning(entry.c.id)).scalar_one()
        else:
            kept.execute(conn, ("entry again", dialect), _entry_again, {"this": found, **values})
            if sqlite:
                conn.execute(_FTS_OUT, {"i": found})
        if sqlite:
            conn.execute(_FTS_IN, {"i": found, "g": " ".join(grams)})


_FTS_OUT = text("DELETE FROM search_fts WHERE rowid = :i")
_FTS_IN = text("INSERT INTO search_fts (rowid, grams) VALUES (:i, :g)")


def _entry_of() -> Executable:
    entry = table_of(SearchEntry)
    return select(entry.c.id).where(entry.c.register == bindparam("slug"), entry.c.record_id == bindparam("row"))


def _entry_again() -> Executable:
    entry = table_of(SearchEntry)
    return entry.update().where(entry.c.id == bindparam("this"))


def searched(record: Any) -> tuple[Any, ...]:
    """Return what a record's entry is made from, references by their ids: while it stays the same, so does the entry.

    Two of them, from before and after a write, are compared; with rows of a table no two are the same.
    """
    found: list[Any] = [getattr(record, "site_id", None), own_texts(record)]
    for path in type(record).__register__.search:
        head = path.partition(".")[0]
        field = type(record).__fields__.get(head)
        value = getattr(record, f"{head}_id" if field is not None and field.kind is Kind.ref else head, None)
        if isinstance(value, list):
            value = sorted(row.id for row in value) if field is not None and field.kind is Kind.refs else object()
        found.append(value)
    return tuple(found)


def index_many(session: Session, slug: str, rows: Sequence[tuple[int, int | None, str, str]]) -> None:
    """Add many new records at once: (record id, site id, plain text, restricted text); none may be indexed already."""
    conn = session.connection()
    if not rows:
        return
    entry = table_of(SearchEntry)
    sqlite = conn.dialect.name == "sqlite"
    first = (conn.execute(text("SELECT coalesce(max(id), 0) FROM search_entry")).scalar() or 0) + 1
    if not sqlite:
        sequence = text("SELECT nextval('search_entry_id_seq') FROM generate_series(1, :n)")
        ids = [int(i) for i in conn.execute(sequence, {"n": len(rows)}).scalars()]
    else:
        ids = list(range(first, first + len(rows)))
    values: list[dict[str, Any]] = []
    grams: list[dict[str, Any]] = []
    for entry_id, (record_id, site_id, plain, restricted) in zip(ids, rows, strict=True):
        tokens = entry_grams(slug, site_id, plain, restricted)
        values.append(
            {
                "id": entry_id,
                "register": slug,
                "record_id": record_id,
                "site_id": site_id,
                "grams": None if sqlite else tokens,
            }
        )
        grams.append({"i": entry_id, "g": " ".join(tokens)})
    conn.execute(entry.insert(), values)
    if sqlite:
        conn.execute(text("INSERT INTO search_fts (rowid, grams) VALUES (:i, :g)"), grams)


def unindex_many(session: Session, slug: str, record_ids: Sequence[int]) -> None:
    """Take many records of a register out of the index."""
    conn = session.connection()
    entry = table_of(SearchEntry)
    for start in range(0, len(record_ids), 500):
        part = record_ids[start : start + 500]
        where = (entry.c.register == slug) & entry.c.record_id.in_(part)
        if conn.dialect.name == "sqlite":
            conn.execute(fts.delete().where(fts.c.rowid.in_(select(entry.c.id).where(where))))
        conn.execute(entry.delete().where(where))


def match(
    session: Session,
    slug: str,
    typed: str,
    *,
    restricted: bool = False,
    own: Sequence[str] = (),
    site_id: int | None = None,
    limit: int | None = None,
    named: bool = False,
) -> Select[tuple[int, int]] | None:
    """Return a statement of (entry id, record id) of a register's records that hold all of ``typed``, newest first.

    ``restricted``: also look in fields only some roles may see (the caller may see them). ``own``: the names of the site's
    own fields to look in. ``named``: its parameters
    keep the names of ``match_values``, so that the statement can be run again for other words. None when nothing
    searchable was typed. The rows are NOT yet filtered by ``access.visible``.
    """
    values = match_values(session, slug, typed, restricted=restricted, own=own, site_id=site_id)
    if not values:
        return None
    entry = table_of(SearchEntry)
    if session.get_bind().dialect.name == "sqlite":
        ((name, expression),) = values.items()
        query = (
            select(fts.c.rowid.label("id"), entry.c.record_id)  # the order by rowid is one the index has, newest first
            .join_from(fts, entry, entry.c.id == fts.c.rowid)
            .where(text(f"search_fts MATCH :{name}").bindparams(bindparam(name, expression, unique=not named)))
            .order_by(fts.c.rowid.desc())
        )
    else:
        array = type_coerce(entry.c.grams, postgresql.ARRAY(Text))
        query = select(entry.c.id, entry.c.record_id).where(entry.c.register == slug).order_by(entry.c.id.desc())
        for name, grams in values.items():
            sought = bindparam(name, grams, type_=postgresql.ARRAY(Text), unique=not named)
            query = query.where(array.overlap(sought) if len(grams) > 1 else array.contains(sought))
    return query.limit(limit) if limit else query


def match_values(
    session: Session, slug: str, typed: str, *, restricted: bool = False, own: Sequence[str] = (), site_id: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the parameters of the statement that ``match`` makes of ``typed``, by name; empty when it makes none."""
    grams = query_grams(typed)
    if not grams:
        return {}
    fixed = [site_gram(slug, site_id) if site_id else register_gram(slug)]
    marks = ["", *([RESTRICTED] if restricted else []), *map(own_mark, own)]
    either = [[mark + g for mark in marks] for g in grams]
    if session.get_bind().dialect.name == "sqlite":
        terms = ["(" + " OR ".join(f'"{g}"' for g in group) + ")" for group in either]
        return {"sought": " AND ".join(terms + [f'"{g}"' for g in fixed])}
    return {f"sought_{i}": group for i, group in enumerate([*either, *([g] for g in fixed)])}
