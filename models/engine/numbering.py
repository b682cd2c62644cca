"""Running numbers without gaps: ``{prefix}-{site}-{yyyymmdd}-{nnnn}``."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, UniqueConstraint, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.declare import Base, table_of

PAPER_SERIES = "paper"


class Counter(Base):
    """The last number given in a series of a site; series ``paper:<prefix>`` keeps a paper book's last number."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("site_id", "series"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(default=0)
    series: Mapped[str] = mapped_column(String(60))
    value: Mapped[int] = mapped_column(default=0)


def next_value(session: Session, site_id: int, series: str, *, start: int = 0, by: int = 1) -> int:
    """Take the next number of a series in the caller's transaction and return it; a rollback gives it back.

    ``start`` is the last number already used when the series is new; ``by`` takes several at once (the last is
    returned). One statement, so concurrent writers queue on the row and never meet.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Counter).values(site_id=site_id, series=series, value=start + by)
    statement = statement.on_conflict_do_update(
        index_elements=["site_id", "series"], set_={"value": Counter.value + literal(by)}
    )
    return int(session.connection().execute(statement.returning(Counter.value)).scalar_one())


def next_number(session: Session, prefix: str, site_id: int, site_code: str, day: dt.date) -> str:
    """Return the next document number of a register on the site's calendar ``day``.

    A number left over from the paper book (``set_paper_number``) starts the first day's series.
    """
    series = f"{prefix}-{day:%Y%m%d}"
    start = _take_paper_number(session, site_id, prefix)
    value = next_value(session, site_id, series, start=start)
    return f"{prefix}-{site_code}-{day:%Y%m%d}-{value:04d}" if site_code else f"{prefix}-{day:%Y%m%d}-{value:04d}"


def set_paper_number(session: Session, site_id: int, prefix: str, last: int) -> None:
    """Keep the last number of the paper book, so that the first number given here follows it."""
    series = f"{PAPER_SERIES}:{prefix}"
    row = session.scalar(select(Counter).where(Counter.site_id == site_id, Counter.series == series))
    if row is None:
        session.add(Counter(site_id=site_id, series=series, value=last))
    else:
        row.value = last
    session.flush()


def _take_paper_number(session: Session, site_id: int, prefix: str) -> int:
    table = table_of(Counter)
    where = (table.c.site_id == site_id) & (table.c.series == f"{PAPER_SERIES}:{prefix}") & (table.c.value > 0)
    value = session.connection().execute(select(table.c.value).where(where)).scalar()
    if value:
        session.connection().execute(table.update().where(where).values(value=0))
    return int(value or 0)
