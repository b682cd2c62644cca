from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.addresses import Address, AddressError, Query, building, entrance, key, label, parse, query, room


@pytest.mark.parametrize(
    "text",
    [
        "3-1-502", "3栋1单元502", "3幢1单元502室", "3#1-502", "3号楼1单元502", "3#楼-1-502", "三号楼一单元502", "3栋-1-502",
        "三栋一单元五零二室", "阳光花园3栋1单元502", "阳光小区 ３－１－５０２", "３号楼１单元５０２室", "3号1单元502", "03栋01单元502",
        "香港中路100号阳光花园3栋1单元502", "3 - 1 - 502", "3/1/502", "3.1.502", "第3栋1单元502", "3#楼1单元502房", "3栋1门502",
    ],
)  # fmt: skip
def test_one_door_in_every_spelling(text: str) -> None:
    assert parse(text) == ("3", "1", "502")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A座1502", ("A", "", "1502")),
        ("3栋502", ("3", "", "502")),
        ("3-502", ("3", "", "502")),
        ("商铺12号", ("商铺", "", "12")),
        ("地下室", ("地下室", "", "地下室")),
        ("3栋商铺12", ("3", "", "商铺12")),
        ("3栋1单元地下室", ("3", "1", "地下室")),
        ("十二栋二单元一二零一", ("12", "2", "1201")),
        ("一期3栋1单元502", ("1期3", "1", "502")),
        ("A区3号楼2单元1001室", ("A区3", "2", "1001")),
        ("阳光花园13栋1单元502", ("13", "1", "502")),
        ("13-502", ("13", "", "502")),
        ("3-1-502A", ("3", "1", "502A")),
        ("3-1-B102", ("3", "1", "B102")),
        ("3-1-101-1", ("3", "1", "101-1")),
        ("03栋01单元0502", ("3", "1", "0502")),
        ("3栋A单元502", ("3", "A", "502")),
    ],
)
def test_other_doors(text: str, expected: tuple[str, str, str]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", " ", "电话停机", "甄一", "13800000000", "阳光花园", "-", "3" * 100])
def test_what_names_no_door_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        parse(text)


_BUILDINGS = st.one_of(st.integers(1, 199).map(str), st.sampled_from("ABCDEF"))
_ENTRANCES = st.integers(1, 12).map(str)
_ROOMS = st.tuples(st.integers(1, 33), st.integers(1, 12)).map(lambda f: f"{f[0]}{f[1]:02d}")
_CHINESE = "零一二三四五六七八九"
_WITH_ENTRANCE = (
    "{b}-{e}-{r}", "{b}栋{e}单元{r}", "{b}幢{e}单元{r}室", "{b}#{e}-{r}", "{b}号楼{e}单元{r}", "{b}#楼-{e}-{r}", "{b}座{e}单元{r}室",
    "{b}号楼{e}单元{r}号", "阳光花园{b}栋{e}单元{r}", "蓝天新苑小区{b}号楼{e}单元{r}室", "{b}栋-{e}-{r}", "{b} 栋 {e} 单元 {r}", "{b}/{e}/{r}",
)  # fmt: skip
_WITHOUT = ("{b}-{r}", "{b}栋{r}", "{b}座{r}", "{b}号楼{r}室", "阳光花园{b}栋{r}")


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


@given(b=_BUILDINGS, e=_ENTRANCES, r=_ROOMS, spelling=st.sampled_from(_WITH_ENTRANCE), wide=st.booleans())
def test_every_spelling_with_an_entrance_reads_back(b: str, e: str, r: str, spelling: str, *, wide: bool) -> None:
    text = spelling.format(b=b, e=e, r=r)
    assert parse(_full_width(text) if wide else text) == (b, e, r)


@given(b=_BUILDINGS, r=_ROOMS, spelling=st.sampled_from(_WITHOUT), wide=st.booleans())
def test_every_spelling_without_an_entrance_reads_back(b: str, r: str, spelling: str, *, wide: bool) -> None:
    text = spelling.format(b=b, r=r)
    assert parse(_full_width(text) if wide else text) == (b, "", r)


@given(st.integers(1, 9), st.integers(1, 9), _ROOMS)
def test_chinese_numerals_read_back(b: int, e: int, r: str) -> None:
    digits = "".join(_CHINESE[int(d)] for d in r)
    assert parse(f"{_CHINESE[b]}号楼{_CHINESE[e]}单元{digits}室") == (str(b), str(e), r)


@given(_BUILDINGS, st.one_of(st.just(""), _ENTRANCES), _ROOMS)
def test_what_is_shown_reads_back(b: str, e: str, r: str) -> None:
    assert parse(label(Address(b, e, r))) == (b, e, r)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(query(text), list)
    assert isinstance(building(text) + entrance(text) + room(text), str)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1号楼", "1"),
        ("3#", "3"),
        ("三栋", "3"),
        ("03", "3"),
        ("A座", "A"),
        ("阳光花园3号楼", "3"),
        ("幼儿园", "幼儿园"),
        ("１２幢", "12"),
        ("1期3栋", "1期3"),
        ("A区3", "A区3"),
    ],
)
def test_a_building_alone(text: str, code: str) -> None:
    assert building(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("1单元", "1"), ("一单元", "1"), ("01", "1"), ("无", ""), ("-", ""), ("0", ""), ("东单元", "东"), ("B", "B")],
)
def test_an_entrance_alone(text: str, code: str) -> None:
    assert entrance(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("502室", "502"), ("502房", "502"), ("0502", "0502"), ("商铺12号", "商铺12"), ("a101", "A101"), ("５０２", "502")],
)
def test_a_room_alone(text: str, code: str) -> None:
    assert room(text) == code


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("3-1-502", [("3", "1", "502")]),
        ("3栋1单元502", [("3", "1", "502")]),
        ("3-1", [("3", "1", None), ("3", None, "1")]),
        ("3-502", [("3", None, "502")]),
        ("3栋", [("3", None, None)]),
        ("3#", [("3", None, None)]),
        ("三号楼", [("3", None, None)]),
        ("502", [(None, None, "502"), ("502", None, None)]),
        ("1单元502", [(None, "1", "502")]),
        ("3栋1单元", [("3", "1", None)]),
        ("A座", [("A", None, None)]),
        ("甄一", []),
        ("张三", []),
        ("13800000000", []),
        ("", []),
    ],
)
def test_what_a_search_may_mean(text: str, meanings: list[Query]) -> None:
    assert query(text) == meanings


def test_leading_zeros_of_a_room_do_not_make_another_door() -> None:
    assert key(Address("3", "1", "0502")) == key(Address("3", "1", "502")) != key(Address("3", "1", "512"))
