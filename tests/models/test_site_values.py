"""What a site's own field holds comes back as it went in, and both databases compare it alike (decision 0022)."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Column, Connection, Integer, MetaData, Table, create_engine, select
from sqlalchemy.pool import NullPool

from models.declare import site_values
from models.spec import Field, Kind, Label
from models.spec.enums import made
from workflow import coerce

COLOURS = made(
    "Colours", [("c1", Label("红", "Red")), ("c2", Label("蓝、绿", "Blue, green")), ("c3", Label("白", "White"))]
)
KINDS: dict[Kind, Any] = {
    Kind.str: st.text(min_size=1, max_size=40).map(lambda s: " ".join(s.replace("\x00", "").split())).filter(bool),
    Kind.text: st.text(min_size=1, max_size=80).map(lambda s: s.replace("\x00", "").replace("\r", "").strip()).filter(bool),
    Kind.int: st.integers(-(2**31) + 1, 2**31 - 1),
    Kind.money: st.decimals(-(10**12), 10**12, places=2),
    Kind.decimal: st.decimals(-(10**12), 10**12, places=3),
    Kind.date: st.dates(dt.date(1900, 1, 1), dt.date(9000, 12, 31)),
    Kind.datetime: st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(8999, 12, 31), timezones=st.just(dt.UTC)),  # noqa: DTZ001 - the zone is given beside
    Kind.bool: st.booleans(),
    Kind.enum: st.sampled_from(list(COLOURS)),
    Kind.enums: st.sets(st.sampled_from(list(COLOURS)), min_size=1).map(lambda c: tuple(m for m in COLOURS if m in c)),
    Kind.phone: st.from_regex(r"1[0-9]{10}", fullmatch=True),
}  # fmt: skip
ORDERED = (Kind.int, Kind.money, Kind.decimal, Kind.date, Kind.datetime, Kind.bool)


def field(kind: Kind) -> Field:
    chosen = COLOURS if kind in {Kind.enum, Kind.enums} else None
    places = 3 if kind is Kind.decimal else None
    return Field(name="x_f", kind=kind, label=Label("栏", "F"), local=True, enum=chosen, places=places)


class Row:
    """As much of a record as its own values need."""

    site_values: dict[str, Any] | None = None


table = Table(
    "kept", MetaData(), Column("id", Integer, primary_key=True), Column("site_values", JSON(none_as_null=True))
)


class Model:
    """As much of a register as a column's expression needs."""

    site_values = table.c.site_values


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def connection(request: pytest.FixtureRequest, databases: Any) -> Iterator[Connection]:
    engine = create_engine(databases.bare(request.param), poolclass=NullPool)
    with engine.connect() as c:
        table.create(c)
        yield c
    engine.dispose()


def test_every_kind_is_tried() -> None:
    assert set(KINDS) == site_values.KINDS


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=40)
@given(data=st.data())
def test_a_value_comes_back_as_it_went_in(kind: Kind, data: st.DataObject) -> None:
    own, row = field(kind), Row()
    value = coerce(own, data.draw(KINDS[kind]))
    site_values.put(row, own, value)
    row.site_values = json.loads(json.dumps(row.site_values))
    assert site_values.value_of(row, own) == value
    site_values.put(row, own, None)
    assert row.site_values is None
    assert not site_values.value_of(row, own)


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=6)
@given(data=st.data())
def test_the_database_reads_compares_and_sorts_it(connection: Connection, kind: Kind, data: st.DataObject) -> None:
    own = field(kind)
    values = data.draw(st.lists(KINDS[kind].map(lambda v: coerce(own, v)), min_size=2, max_size=5, unique_by=str))
    kept = {n: site_values.encoded(own, v) for n, v in enumerate(values, 1)}
    connection.execute(table.delete())
    connection.execute(table.insert(), [{"id": n, "site_values": {"x_f": v}} for n, v in kept.items()])
    connection.execute(table.insert(), [{"id": 99, "site_values": None}])
    column = site_values.column(Model, own)
    read = {n: value for n, value in connection.execute(select(table.c.id, column).where(column.is_not(None)))}  # noqa: C416 - rows, not pairs
    assert read == ({n: str(v) for n, v in kept.items()} if kind is Kind.enum else dict(enumerate(values, 1)))
    assert connection.execute(select(table.c.id).where(column.is_(None))).scalars().all() == [99]
    if kind in ORDERED:
        ordered = connection.execute(select(table.c.id).where(column.is_not(None)).order_by(column)).scalars().all()
        assert [values[n - 1] for n in ordered] == sorted(values)
    if kind in ORDERED and kind is not Kind.bool:
        middle = sorted(values)[1]
        found = connection.execute(select(table.c.id).where(column >= middle)).scalars()
        assert {values[n - 1] for n in found} == {v for v in values if v >= middle}


def test_no_float_is_on_the_way() -> None:
    own = field(Kind.money)
    assert site_values.encoded(own, Decimal("0.10") + Decimal("0.20")) == 3000
    assert site_values.decoded(own, 3000) == Decimal("0.30")


def test_what_is_of_another_kind_is_nothing() -> None:
    for kind in (Kind.int, Kind.money, Kind.date, Kind.datetime, Kind.enum):
        assert site_values.decoded(field(kind), "？") is None
    assert site_values.decoded(field(Kind.enums), ["c9"]) == ()
