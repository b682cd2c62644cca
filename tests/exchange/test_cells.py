from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.reading import cells
from exchange.reading.people import persons
from exchange.reading.refusals import CellRefused


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1001.0, "1001"), (18900000001.0, "18900000001"), ("１０１　", "101"), ("\u200b甄一\xa0", "甄一"), (12.5, "12.5"), ("", None),
        ("  \u3000", None), ('="00123"', "00123"), (True, "是"), (dt.datetime(2020, 1, 4), "2020-01-04"), ("Ａ座", "A座"), (None, None),  # noqa: DTZ001 - as a cell gives it
    ],
)  # fmt: skip
def test_text(value: Any, expected: str | None) -> None:
    assert cells.text(value) == expected


@given(st.integers(0, 10**14))
def test_a_whole_number_is_its_digits(number: int) -> None:
    assert cells.text(float(number)) == str(number)


@given(
    st.text(alphabet="0123456789ABCXYZabc", min_size=1),
    st.sampled_from(["", " ", "\u3000", "\xa0", "\u200b", "\ufeff"]),
)
def test_full_width_and_stray_spaces_do_not_matter(words: str, stray: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in words)
    assert cells.text(stray + wide + stray) == words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("93.99㎡", "93.99"), (93.99, "93.99"), ("1,093.9 平方米", "1093.90"), (89.995, "90.00"), ("８９．５".replace("．", "."), "89.50"),
        ("-", None), ("", None), (120, "120.00"),
    ],
)  # fmt: skip
def test_area(value: Any, expected: str | None) -> None:
    assert cells.area(value) == (Decimal(expected) if expected else None)


@given(st.decimals("0.01", "999999", places=2), st.sampled_from(["", "㎡", "平方米", " m²", "平米"]))
def test_an_area_reads_back(area: Decimal, unit: str) -> None:
    assert cells.area(f"{area}{unit}") == cells.area(float(area)) == area


@pytest.mark.parametrize("value", ["很大", -5.0, 0.0, "NaN", "Infinity", "1e9", "=1+1", 10**7, "12 x 9"])
def test_no_area(value: Any) -> None:
    with pytest.raises(CellRefused):
        cells.area(value)


_SPELLINGS = (
    "{y}-{m:02d}-{d:02d}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}年{m}月{d}日",
    "{y}{m:02d}{d:02d}",
    "{y}-{m}-{d} 00:00:00",
)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)), st.sampled_from(_SPELLINGS))
def test_a_date_reads_back_in_every_spelling(day: dt.date, spelling: str) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    text = spelling.format(y=day.year, m=day.month, d=day.day)
    assert cells.date(text) == cells.date(day) == cells.date(float(serial)) == cells.date(str(serial)) == day


@pytest.mark.parametrize(
    "value", ["2024-13-45", "2023-02-29", "去年", "2024-05", "24-5-1", 7.0, 2024.0, dt.date(1899, 12, 31), "0000-01-01"]
)
def test_no_date(value: Any) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.date(value)
    assert "2020-01-04" in refused.value.label.text("zh")
    assert "2020-01-04" in refused.value.label.text("en")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("13200005222/17500004505", ("13200005222", "17500004505")),
        (18900000001.0, ("18900000001",)),
        ("138 0000 1234", ("13800001234",)),
        ("138-0000-1234", ("13800001234",)),
        ("+86 13800001234", ("13800001234",)),
        ("8613800001234", ("13800001234",)),
        ("0532-83000001", ("0532-83000001",)),
        ("053283000001", ("0532-83000001",)),
        ("(0532)83000001", ("0532-83000001",)),
        ("010-12345678", ("010-12345678",)),
        ("0532-83000001转801", ("0532-83000001-801",)),
        ("400-800-1234", ("4008001234",)),
        ("+852 91234567", ("+85291234567",)),
        ("手机：13800001234", ("13800001234",)),
        ("13800001234（女儿）、13900001234", ("13800001234", "13900001234")),
        ("13800001234 13900001234", ("13800001234", "13900001234")),
        ("13800001234，13800001234", ("13800001234",)),
        ("１３８００００１２３４", ("13800001234",)),
        ("无", ()),
        ("", ()),
    ],
)
def test_phones(value: Any, expected: tuple[str, ...]) -> None:
    assert cells.phones(value) == expected


@pytest.mark.parametrize(
    "value", ["电话停机", "83000001", "1380000123", "138000012345", "23800001234", "13800001234/停机", 12.5]
)
def test_no_phone(value: Any) -> None:
    with pytest.raises(CellRefused):
        cells.phones(value)


_MOBILES = st.lists(st.integers(13 * 10**9, 20 * 10**9 - 1).map(str), min_size=1, max_size=4, unique=True)


@given(_MOBILES, st.sampled_from(["/", "、", ",", "，", ";", "；", " ", "\n", " / "]))
def test_several_phones_read_back(numbers: list[str], divider: str) -> None:
    assert cells.phones(divider.join(numbers)) == tuple(numbers)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甄一、甄二", ("甄一", "甄二")), ("张　三", ("张三",)), ("张三 李四", ("张三", "李四")), ("John Smith", ("John Smith",)),
        ("阿依古丽·买买提", ("阿依古丽·买买提",)), ("李和平", ("李和平",)), ("张三 和 李四", ("张三", "李四")), ("和珅/刘墉", ("和珅", "刘墉")),
        ("张三\n李四", ("张三", "李四")), ("某某（集团）有限公司", ("某某（集团）有限公司",)), ("无", ()), ("", ()), ("张三、张三", ("张三",)),
        ("欧阳 某 某", ("欧阳某某",)),
    ],
)  # fmt: skip
def test_names(value: str, expected: tuple[str, ...]) -> None:
    assert cells.names(value) == expected


@pytest.mark.parametrize(
    "value",
    ['=HYPERLINK("http://x")', "+cmd", "@SUM(A1)", "-2+3", "王" * 51, 123.0, "13800000000", dt.date(2020, 1, 1)],
)
def test_no_name(value: Any) -> None:
    with pytest.raises(CellRefused):
        cells.names(value)


_NAMES = st.lists(
    st.text("赵钱孙李周吴郑王和及与一二三四", min_size=2, max_size=4), min_size=1, max_size=4, unique=True
)


@given(_NAMES, st.sampled_from(["、", "/", ",", "，", ";", "；", "&", " 和 ", "\n"]))
def test_several_names_read_back(names: list[str], divider: str) -> None:
    assert cells.names(divider.join(names)) == tuple(names)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("990000199510224220", ("990000199510224220",)), ("99000019951022422x", ("99000019951022422X",)),
        ("990000951022422", ("990000951022422",)), ("K12345678", ("K12345678",)), ("", ()), (990000951022422.0, ("990000951022422",)),
        ("990000199510224220、980000199409097070", ("990000199510224220", "980000199409097070")),
    ],
)  # fmt: skip
def test_id_numbers(value: Any, expected: tuple[str, ...]) -> None:
    assert cells.id_numbers(value) == expected


@pytest.mark.parametrize("value", ["12345678901234567", "不知道", 9.9e17, "1234"])
def test_no_id_number(value: Any) -> None:
    with pytest.raises(CellRefused):
        cells.id_numbers(value)


def test_the_check_digit_is_told_and_not_enforced() -> None:
    assert cells.check_digit_fits("11010519491231002X")  # the standard's own example
    assert not cells.check_digit_fits("110105194912310021")
    assert cells.id_numbers("110105194912310021") == ("110105194912310021",)


def test_a_room_excel_made_a_date_is_refused() -> None:
    with pytest.raises(CellRefused) as refused:
        cells.code(dt.date(2026, 3, 1))
    assert "2026-03-01" in refused.value.label.text("zh")


@pytest.mark.parametrize(
    ("value", "expected"), [(8.0, 8), ("8层", 8), ("B1", -1), ("负一层", -1), ("12F", 12), ("", None), ("-2", -2)]
)
def test_floor(value: Any, expected: int | None) -> None:
    assert cells.floor(value) == expected


def test_people_with_phones_beside_them() -> None:
    found = persons("李四 13800001234、王五")
    assert [(p.name, p.phone) for p in found] == [("李四", "13800001234"), ("王五", None)]


_ANY = st.one_of(
    st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times()
)


@given(_ANY)
def test_any_value_is_read_or_refused_with_a_sentence(value: Any) -> None:
    for read in (
        cells.text,
        cells.code,
        cells.area,
        cells.date,
        cells.phones,
        cells.names,
        cells.id_numbers,
        cells.floor,
        persons,
    ):
        sentence = None
        try:
            read(value)
        except CellRefused as refused:
            sentence = refused.label
        assert sentence is None or (sentence.text("zh") and sentence.text("en"))
