"""Whatever an address says about a list is read or refused with a sentence, never with an exception. Pure: no database."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from admin_views.exporting import guarded
from admin_views.list_filters import OPERATORS, like, operators, read
from admin_views.list_state import Cursor
from models import by_name
from models.spec import Field, Kind, Label

ZONE = ZoneInfo("Asia/Shanghai")
ORDER = by_name("RepairOrder")
FIELDS = {n: (f, False) for n, f in ORDER.__fields__.items()}

names = st.sampled_from([f"flt_{n}_{op}" for n in FIELDS for op in OPERATORS] + ["flt_", "flt__eq", "flt_x_like"])
texts = st.one_of(
    st.text(max_size=30), st.integers().map(str), st.floats().map(str), st.dates().map(str), st.datetimes().map(str),
    st.just("2026-11-01,2026-11-30"), st.just("9999-12-31"), st.just("true"),
)  # fmt: skip


@given(st.lists(st.tuples(names, texts), max_size=8))
def test_every_filter_is_a_condition_or_a_sentence(pairs: list[tuple[str, str]]) -> None:
    conditions, problems = read(pairs, FIELDS, ORDER.__register__.flow, ZONE)
    asked = {name for name, text in pairs if text.strip()}
    assert len(conditions) + len(problems) == len(asked)
    assert all(p.text("zh") and p.text("en") for p in problems)
    assert {c.parameter for c in conditions} <= asked


@given(st.text(max_size=60))
def test_every_word_is_a_place_or_none(text: str) -> None:
    found = Cursor.read(text)
    assert found is None or Cursor.read(found.text()) == found


@given(
    st.one_of(
        st.none(),
        st.integers(-(2**31) + 1, 2**31 - 1),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    ),
    st.integers(0, 2**31 - 1),
)
def test_a_place_survives_the_address(key: int | str | None, number: int) -> None:
    place = Cursor(key=key, id=number)
    assert Cursor.read(place.text()) == place


def test_a_day_is_the_sites_day() -> None:
    found, _ = read([("flt_reported_at_eq", "2026-11-22")], FIELDS, None, ZONE)
    assert found[0].values == (
        (dt.datetime(2026, 11, 21, 16, tzinfo=dt.UTC), dt.datetime(2026, 11, 22, 16, tzinfo=dt.UTC)),
    )


def test_a_masked_number_is_asked_for_whole() -> None:
    phone = Field(name="phone", kind=Kind.phone, label=Label("电话", "Phone"), masked=True)
    assert operators(phone, masked=True) == {"eq", "empty"}
    assert "contains" in operators(phone)


def test_signs_of_like_are_letters() -> None:
    assert like("100%_\\") == "100\\%\\_\\\\"


def test_a_text_is_never_a_formula() -> None:
    assert [guarded(t) for t in ("=1+1", "+86 1", "-x", "@a", "\tx", "漏水", "", "-12.5", "+3")] == [
        "'=1+1", "'+86 1", "'-x", "'@a", "'\tx", "漏水", "", "-12.5", "+3",
    ]  # fmt: skip
