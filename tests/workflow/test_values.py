"""What is typed becomes what is kept, to the fen; and an edit leaves every column not named exactly as it was."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import SYSTEM
from models.connect import make_engine
from models.declare import table_of
from models.service.repair_order import RepairOrder
from models.spec import Field, Kind, L
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from workflow.coercion import Wrong, coerce

EARLIEST, LATEST = (
    dt.datetime.fromisoformat(day) for day in ("1950-01-01", "2100-01-01")
)  # without zones: drawn apart


def field(kind: Kind, **more: Any) -> Field:
    return Field(name="x", kind=kind, label=L("金额", "Amount"), **more)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_money_is_kept_to_the_fen(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    for typed in (amount, str(amount), f"¥{amount}" if fen >= 0 else str(amount), f"{amount:,}", f"  {amount} "):
        assert coerce(field(Kind.money), typed) == amount


@given(st.floats())
def test_money_is_never_a_float(value: float) -> None:
    with pytest.raises(Wrong):
        coerce(field(Kind.money), value)


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-inf", "1e99", "十元", "1.2.3", "0x10", True])
def test_what_is_no_amount_is_refused_in_a_sentence(typed: Any) -> None:
    with pytest.raises(Wrong) as caught:
        coerce(field(Kind.money), typed)
    assert "金额" in caught.value.sentence.text("zh")
    assert "Amount" in caught.value.sentence.text("en")


@given(st.dates())
def test_dates_come_back_as_typed(day: dt.date) -> None:
    for typed in (day, day.isoformat(), day.isoformat().replace("-", "/")):
        assert coerce(field(Kind.date), typed) == day


@given(st.datetimes(EARLIEST, LATEST, timezones=st.timezones()))
def test_moments_are_kept_in_utc_and_need_a_zone(moment: dt.datetime) -> None:
    kept = coerce(field(Kind.datetime), moment)
    assert (kept, kept.utcoffset()) == (moment.astimezone(dt.UTC), dt.timedelta(0))
    with pytest.raises(Wrong):
        coerce(field(Kind.datetime), moment.replace(tzinfo=None))


@given(st.from_regex(r"1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,4})?", fullmatch=True, alphabet="0123456789-"))
def test_telephones_are_kept_as_typed(number: str) -> None:
    assert coerce(field(Kind.phone), f" {number} ") == number


@pytest.mark.parametrize("typed", ["没有", "138", "call me", "<b>13800000000</b>", "1" * 60])
def test_what_is_no_telephone_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        coerce(field(Kind.phone), typed)


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused_but_never_breaks(typed: str) -> None:
    for kind in (Kind.int, Kind.decimal, Kind.money, Kind.date, Kind.time, Kind.datetime, Kind.phone, Kind.idno, Kind.bool,
                 Kind.rating, Kind.month, Kind.year, Kind.plate, Kind.str, Kind.text):  # fmt: skip
        with suppress(Wrong):  # anything else that is raised fails the test
            coerce(field(kind), typed)


@pytest.fixture(scope="module")
def order(databases: Databases) -> Iterator[tuple[Centre, RepairOrder]]:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        centre = factories.centre(session)
        yield (
            centre,
            centre.repair_order(state="dispatched", appointment_at=centre.now + dt.timedelta(hours=5), remark="备注"),
        )
        session.rollback()
    engine.dispose()
    databases.drop(url)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "reporter": WORDS,
        "content": WORDS,
        "remark": st.none() | WORDS,
        "priority": st.sampled_from(["normal", "urgent"]),
        "category": st.sampled_from(["water", "power", "leak", "other"]),
    },
)
KEPT_BY_THE_ENGINE = {"version", "updated_at", "updated_by_id"}


@given(EDITS)
@settings(max_examples=30)
def test_an_edit_changes_what_it_names_and_nothing_else(
    order: tuple[Centre, RepairOrder], values: dict[str, Any]
) -> None:
    centre, record = order
    table = table_of(RepairOrder)
    row = select(table).where(table.c.id == record.id)
    before = dict(centre.session.connection().execute(row).mappings().one())
    workflow.edit(centre.session, record, values, actor=centre.actor("receptionist"), now=centre.tick())
    after = dict(centre.session.connection().execute(row).mappings().one())
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= set(values) | KEPT_BY_THE_ENGINE
    assert {n for n, v in values.items() if before[n] != v} == changed - KEPT_BY_THE_ENGINE
    assert {n: after[n] for n in values} == values
    assert ("version" in changed) is bool(changed - KEPT_BY_THE_ENGINE), "an edit that changes nothing is none"
