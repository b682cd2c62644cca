from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exchange.reading.headers import Overrides
from exchange.reading.refusals import FileRefused
from exchange.reading.refusals_of_files import NO_TABLE
from exchange.reading.roster import RosterFile, read_roster
from exchange.reading.rows import RosterRow
from tests.exchange import books


def read(
    source: io.BytesIO | Path, mapping: Overrides | None = None, name: str = "名册.xlsx"
) -> tuple[RosterFile, list[RosterRow]]:
    with read_roster(source, name, mapping) as file:
        return file, list(file.rows())


def home(row: RosterRow) -> tuple[str, str, str]:
    return row.building, row.entrance, row.room


def people(row: RosterRow) -> list[tuple[str, str | None, str | None]]:
    return [(p.name, p.phone, p.phone2) for p in row.owners]


def problems(rows: list[RosterRow]) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.header) for row in rows for p in row.problems]


def sheet(*rows: Any) -> io.BytesIO:
    return books.xlsx({"名册": rows})


def test_the_plain_roster() -> None:
    file, rows = read(books.plain())
    assert file.present == {
        "building",
        "entrance",
        "room",
        "gross_area",
        "owner_name",
        "phone",
        "id_number",
        "handed_over_on",
    }
    assert (len(rows), file.count.rows, file.count.with_problems) == (40, 40, 0)
    assert [row.row for row in rows] == list(range(2, 42))
    assert home(rows[0]) == ("1", "1", "101")
    assert home(rows[39]) == ("2", "2", "502")
    assert rows[0].unit == {"gross_area": Decimal("80.25"), "handed_over_on": dt.date(2020, 1, 4)}
    assert people(rows[39]) == [("甄一甲", "18900000040", None)]
    assert rows[39].owners[0].id_number == "900040199001010000"
    assert {code: sorted(b.entrances) for code, b in file.buildings.items()} == {"1": ["1", "2"], "2": ["1", "2"]}
    assert file.unknown == ()
    assert ["校验位" in notice.text("zh") for notice in file.notices()] == [True]  # invented ID numbers seldom fit


def test_rows_can_be_read_again() -> None:
    with read_roster(books.plain(), "名册.xlsx") as file:
        assert list(file.rows()) == list(file.rows())
        assert file.count.rows == 40


def test_the_messy_roster() -> None:
    file, rows = read(books.messy())
    assert file.mappings[0].header_row == 4
    assert len(rows) == 20
    assert problems(rows) == []
    assert home(rows[0]) == ("1", "1", "101")
    assert rows[0].unit == {"gross_area": Decimal("81.50"), "handed_over_on": dt.date(2020, 1, 4)}
    assert rows[1].unit["handed_over_on"] == dt.date(2020, 1, 7)  # 43837 in Excel's count
    assert people(rows[0]) == [("甄三", "18900000001", None)]
    assert people(rows[8]) == [("甄一", "18900000009", None), ("甄二", "18900000059", None)]
    assert rows[4].remark == "出租"
    assert [row.row for row in rows[15:17]] == [20, 22]  # row 21 holds blanks only
    assert file.count.passed_over == {
        "blank": 2,
        "total": 1,
        "note": 1,
    }  # the note in the column of 序号 counts as blank


def test_the_linked_sheets() -> None:
    file, rows = read(books.linked())
    assert [name for name, _ in file.passed_sheets] == ["车位信息"]
    assert [home(row) for row in rows] == [(b, "1", r) for b in "12" for r in ("101", "201", "301")]
    assert people(rows[0]) == [("甄一", "18900000001", None)]
    assert (rows[0].owners[0].gender, rows[2].owners[0].gender) == ("f", "f")
    assert rows[1].owners == ()  # not sold
    assert rows[3].unit == {"floor": 1, "gross_area": Decimal("74.50")}
    assert [(b.floors, b.elevator) for b in file.buildings.values()] == [(3, True), (3, False)]
    assert problems(rows) == []
    assert any("业主信息" in notice.text("zh") and "：7" in notice.text("zh") for notice in file.notices())


def test_problems_of_linked_sheets_are_shown_where_they_are() -> None:
    book = books.xlsx({
        "业主": [("业主编号", "业主名称", "手机号"), (1.0, "甄一", "停机"), (2.0, "", ""), (3.0, "甄三", ""), (3.0, "甄四", "")],
        "房屋": [("房屋编号", "楼栋编号", "业主编号"), (101.0, 1.0, 1.0), (102.0, 1.0, 2.0), (103.0, 1.0, 9.0), (104.0, 1.0, 3.0)],
    })  # fmt: skip
    _, rows = read(book)
    assert problems(rows) == [
        ("业主", 2, "C", "手机号"), ("业主", 3, "B", "业主名称"), ("房屋", 4, "C", "业主编号"), ("业主", 5, "A", "业主编号"),
    ]  # fmt: skip


def test_relatives_and_tenants_on_the_owners_sheet_go_to_their_owner() -> None:
    book = books.xlsx({
        "业主": [
            ("业主编号", "业主名称", "性别", "手机号", "业主类型", "所属业主编号"),
            (1.0, "甄一", "男", "", 1001.0, ""), (2.0, "甄二", "女", "", 1002.0, 1.0), (3.0, "甄三", "男", books.phone(3), "租客", 1.0),
        ],
        "房屋": [("房屋编号", "楼栋编号", "业主编号"), (101.0, 1.0, 1.0)],
    })  # fmt: skip
    _, rows = read(book)
    assert people(rows[0]) == [("甄一", None, None)]
    assert [p.name for p in rows[0].family] == ["甄二"]
    assert [(p.name, p.phone) for p in rows[0].tenants] == [("甄三", "18900000003")]


def test_each_error_has_its_cell_and_its_sentence() -> None:
    file, rows = read(books.with_errors())
    assert problems(rows) == [
        ("业主名册", 4, "C", "房号"), ("业主名册", 6, "F", "联系电话"), ("业主名册", 8, "D", "建筑面积"), ("业主名册", 10, "C", "房号"),
        ("业主名册", 12, "H", "入住日期"), ("业主名册", 14, "E", "业主姓名"), ("业主名册", 16, "D", "建筑面积"), ("业主名册", 18, "E", "业主姓名"),
    ]  # fmt: skip
    said = [p.message.text("zh") for row in rows for p in row.problems]
    for words, part in zip(
        said, ("房号是空的", "电话停机", "很大", "第 2 行重复", "2024-13-45", "HYPERLINK", "-5", "300"), strict=True
    ):
        assert part in words
    assert file.count.with_problems == 8
    assert [(name, c.header) for name, c in file.unknown] == [("业主名册", "幸运数字")]
    assert "gross_area" not in rows[6].unit  # what could not be read is left out, not emptied


ADDRESSES = (
    "1栋1单元101室",
    "1#1-102",
    "1幢1单元103",
    "1-1-201",
    "一号楼一单元202",
    "１－１－２０３",
    "阳光花园1栋1单元301",
    "A座1502",
)


def test_one_address_column() -> None:
    rows = read(
        sheet(
            ("房屋地址", "户主", "电话", "家庭成员", "面积"),
            *((a, "甄一", books.phone(1), "甄二、甄三", "93.99㎡") for a in ADDRESSES),
        )
    )[1]
    assert [home(row) for row in rows] == [
        ("1", "1", "101"), ("1", "1", "102"), ("1", "1", "103"), ("1", "1", "201"), ("1", "1", "202"), ("1", "1", "203"), ("1", "1", "301"),
        ("A", "", "1502"),
    ]  # fmt: skip
    assert [p.name for p in rows[0].family] == ["甄二", "甄三"]
    assert rows[0].unit == {"gross_area": Decimal("93.99")}


def test_an_address_nobody_can_read_is_a_problem_of_its_cell() -> None:
    _, rows = read(sheet(("户主", "房屋地址"), ("甄一", "老地方"), ("甄二", "1-1-101")))
    assert problems(rows) == [("名册", 2, "B", "房屋地址")]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (("房号", "姓名"), ("3-1-502", "甄一"), ("3", "1", "502")),
        (("楼号", "房号", "姓名"), ("3", "1-502", "甄一"), ("3", "1", "502")),
        (("楼号", "房号", "姓名"), ("3-1", "502", "甄一"), ("3", "1", "502")),
        (("楼号", "房号", "姓名"), ("3", "3-1-502", "甄一"), ("3", "1", "502")),
        (("楼号", "房屋地址", "姓名"), ("3", "1-502", "甄一"), ("3", "1", "502")),
        (("楼号", "单元", "房号"), ("3号楼", "", "502室"), ("3", "", "502")),
        (("楼号", "单元", "房号"), ("商铺", "无", "12号"), ("商铺", "", "12")),
    ],
)
def test_a_home_in_fewer_columns(header: tuple[str, ...], row: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    _, rows = read(sheet(header, row))
    assert [home(found) for found in rows] == [expected]
    assert problems(rows) == []


def test_a_sheet_named_after_its_building() -> None:
    header = ("单元", "房号", "姓名")
    _, rows = read(books.xlsx({"1号楼": [header, ("1", "101", "甄一")], "2号楼": [header, ("1", "101", "甄二")]}))
    assert [home(row) for row in rows] == [("1", "1", "101"), ("2", "1", "101")]
    assert problems(rows) == []


def test_a_room_without_any_building_is_a_problem() -> None:
    _, rows = read(sheet(("房号", "姓名"), ("502", "甄一")))
    assert problems(rows) == [("名册", 2, "A", "房号")]


def test_merged_cells_hold_for_every_row_they_span() -> None:
    book = books.xlsx(
        {
            "名册": [
                ("楼号", "单元", "房号", "姓名"),
                ("1号楼", "1", "101", "甄一"),
                ("", "1", "102", "甄二"),
                ("", "1", "", "甄三"),
            ]
        },
        merges=[(1, 0, 3, 0), (2, 2, 3, 2)],
    )
    _, rows = read(book)
    assert [home(row) for row in rows] == [("1", "1", "101"), ("1", "1", "102")]
    assert [p.name for p in rows[1].owners] == ["甄二", "甄三"]  # two lines of one home: co-owners
    assert problems(rows) == []


def test_a_home_named_twice_across_sheets() -> None:
    header = ("楼号", "房号", "姓名")
    _, rows = read(books.xlsx({"甲": [header, ("1", "101", "甄一")], "乙": [header, ("1号楼", 101.0, "甄一")]}))
    assert problems(rows) == [("乙", 2, "B", "房号")]
    assert "“甲”第 2 行" in rows[1].problems[0].message.text("zh")
    assert "row 2 of “甲”" in rows[1].problems[0].message.text("en")


def test_repeated_headers_blank_rows_and_notes_are_passed_over() -> None:
    header = ("楼号", "房号", "姓名", "面积")
    file, rows = read(
        sheet(
            header,
            ("1", "101", "甄一", 80),
            (),
            header,
            ("1", "102", "甄二", 81),
            ("小计", "", "", 161),
            ("制表：甄一",),
        )
    )
    assert [row.row for row in rows] == [2, 5]
    assert file.count.passed_over == {"blank": 1, "header": 1, "total": 1, "note": 1}


def test_a_row_with_an_owner_and_no_room_is_a_problem_and_not_passed_over() -> None:
    _, rows = read(sheet(("楼号", "房号", "姓名"), ("1", "", "甄一"), ("", "101", "甄二"), ("", "", "甄三")))
    assert problems(rows) == [("名册", 2, "B", "房号"), ("名册", 3, "A", "楼号"), ("名册", 4, "B", "房号")]


def test_a_phone_without_a_name_is_a_problem() -> None:
    _, rows = read(sheet(("楼号", "房号", "姓名", "电话"), ("1", "101", "", books.phone(1)), ("1", "102", "", "")))
    assert problems(rows) == [("名册", 2, "C", "姓名")]


def test_an_empty_cell_is_not_an_absent_column() -> None:
    file, rows = read(sheet(("楼号", "房号", "面积", "姓名"), ("1", "101", "", "甄一")))
    assert rows[0].unit == {"gross_area": None}
    assert "phone" not in file.present
    assert "gross_area" in file.present


@pytest.mark.parametrize(
    ("names", "phones", "more", "expected"),
    [
        ("甄一", "13800000001/13800000002", "", [("甄一", "13800000001", "13800000002")]),
        ("甄一", "13800000001", "0532-83000001", [("甄一", "13800000001", "0532-83000001")]),
        ("甄一、甄二", "13800000001", "", [("甄一", "13800000001", None), ("甄二", None, None)]),
        (
            "甄一、甄二",
            "13800000001/13800000002/13800000003",
            "",
            [("甄一", "13800000001", "13800000003"), ("甄二", "13800000002", None)],
        ),
    ],
)
def test_names_and_phones_are_put_together(names: str, phones: str, more: str, expected: list[Any]) -> None:
    _, rows = read(sheet(("楼号", "房号", "姓名", "电话", "备用电话"), ("1", "101", names, phones, more)))
    assert people(rows[0]) == expected


def test_choices_and_details() -> None:
    header = ("楼号", "房号", "姓名", "性别", "用途", "入住状态", "工作单位", "租户")
    _, rows = read(
        sheet(
            header,
            ("1", "101", "甄一", "女", "普通住宅", "出租", "某某公司", "甄二 13800000002"),
            ("1", "102", "", "", "月球", "", "", ""),
        )
    )
    assert rows[0].unit == {"usage": "home", "occupancy": "let"}
    assert (rows[0].owners[0].gender, rows[0].owners[0].workplace) == ("f", "某某公司")
    assert [(t.name, t.phone) for t in rows[0].tenants] == [("甄二", "13800000002")]
    assert problems(rows) == [("名册", 3, "E", "用途")]
    assert "住宅" in rows[1].problems[0].message.text("zh")


def test_the_users_mapping_is_followed() -> None:
    book = sheet(("甲", "乙", "丙"), ("1", "101", "甄一"))
    file, rows = read(book)
    assert file.missing is not None
    assert rows == []
    file, rows = read(book, {"名册": {0: "building", 1: "room", 2: "owner_name"}})
    assert file.missing is None
    assert [home(row) for row in rows] == [("1", "", "101")]


def test_hidden_sheets_and_sheets_without_a_table_are_named() -> None:
    book = books.xlsx(
        {"名册": [("楼号", "房号"), ("1", "101")], "旧表": [("楼号", "房号"), ("1", "102")], "说明": [("请看",)]},
        旧表=True,
    )
    file, rows = read(book)
    assert [home(row) for row in rows] == [("1", "", "101")]
    assert {name: why.text("en") for name, why in file.passed_sheets} == {
        "旧表": "a hidden sheet", "说明": "no header row was found in the first 20 rows",
    }  # fmt: skip


def test_a_file_without_any_table_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(sheet(("请联系物业",)))
    assert refused.value.label == NO_TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(encoding: str, delimiter: str) -> None:
    file, rows = read(books.delimited(encoding, delimiter), name="业主名册.csv")
    assert file.mappings[0].sheet == "业主名册"
    assert [(row.row, home(row)) for row in rows] == [(2, ("1", "1", "101")), (3, ("1", "1", "102"))]
    assert rows[0].remark == f'两行\n有引号"和{delimiter}尾'
    assert people(rows[1]) == [("甄二", "18900000002", None), ("甄三", "18900000003", None)]


def test_xls() -> None:
    file, rows = read(books.FIXTURES / "roster.xls")
    assert [(row.row, home(row)) for row in rows] == [
        (3, ("1", "1", "101")),
        (4, ("1", "1", "102")),
        (5, ("2", "", "201")),
    ]
    assert rows[0].unit == {"gross_area": Decimal("89.50"), "handed_over_on": dt.date(2020, 1, 4)}
    assert people(rows[1]) == [("甄二二", "18900000002", None), ("甄三三", "18900000003", None)]
    assert file.count.passed_over["total"] == 1


def test_ods() -> None:
    table = books.ods_row("蓝天新苑业主名册") + books.ods_row("楼号", "单元", "房号", "姓名", "电话")
    table += (
        books.ods_row(1.0, 1.0, 101.0, "甄一", 18900000001.0)
        + books.ods_row(repeat=2)
        + books.ods_row(1.0, 1.0, 102.0, "甄二", "")
    )
    file, rows = read(books.ods(table + books.ods_row(repeat=1_048_570)))
    assert file.workbook.kind == "ods"
    assert [(row.row, home(row)) for row in rows] == [(3, ("1", "1", "101")), (6, ("1", "1", "102"))]
    assert people(rows[0]) == [("甄一", "18900000001", None)]
