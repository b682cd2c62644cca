from __future__ import annotations

from typing import Any

import pytest

from exchange.reading.headers import map_sheet, normal
from exchange.reading.synonyms import SYNONYMS, TARGETS


def targets(*header: str, above: tuple[list[Any], ...] = ()) -> list[str | None]:
    return [column.target for column in map_sheet("表", [*above, list(header)]).columns]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        *((word, "building") for word in ("楼号", "楼栋号", "栋号", "幢", "楼宇", "楼栋")),
        *((word, "entrance") for word in ("单元", "单元号", "单元编号", "门栋")),
        *((word, "room") for word in ("房号", "室号", "房间", "房屋编号", "门牌")),
        *((word, "owner_name") for word in ("业主姓名", "业主名称", "户主", "姓名", "产权人")),
        *((word, "phone") for word in ("电话", "手机", "手机号", "联系电话", "联系方式")),
        *((word, "gross_area") for word in ("面积", "建筑面积(㎡)", "建筑面积（㎡）", "面积（㎡）", "建筑面积")),
        *((word, "net_area") for word in ("套内面积", "室内面积")),
        *((word, "id_number") for word in ("身份证号", "证件号码")),
        *((word, "handed_over_on") for word in ("入住日期", "交房时间", "收房日期")),
        *((word, "address") for word in ("房屋地址", "地址", "房产")),
        ("备用电话", "phone2"), ("性别", "gender"), ("工作单位", "workplace"), ("通讯地址", "mailing_address"), ("紧急联系人", "emergency_contact"),
        ("楼层", "floor"), ("户型", "layout"), ("用途", "usage"), ("入住状态", "occupancy"), ("家庭成员", "family"), ("租户", "tenant"),
        ("备注", "remark"), ("序号", "ignore"), ("业主编号", "owner_ref"), ("是否有电梯", "elevator"), ("总层数", "building_floors"),
        ("Building No.", "building"), ("Room No.", "room"), ("Owner Name", "owner_name"), ("Phone Number", "phone"), ("ID No.", "id_number"),
        ("* 业 主 姓 名（必填）：", "owner_name"),
    ],
)  # fmt: skip
def test_what_a_header_means(header: str, target: str) -> None:
    assert SYNONYMS[normal(header)] == target


def test_every_synonym_leads_to_a_target_and_is_written_as_it_is_looked_up() -> None:
    for word, target in SYNONYMS.items():
        assert target in TARGETS
        assert normal(word) == word or word == "#"


def test_the_header_is_found_under_titles_and_dates() -> None:
    top: list[list[Any]] = [
        ["阳光花园业主名册", "", ""],
        ["填表：", "甄一", ""],
        [],
        ["楼号", "房号", "姓名"],
        ["1", "101", "甄一"],
    ]
    assert map_sheet("表", top).header_row == 4
    assert map_sheet("表", [[""]] * 19 + [["楼号", "房号", "姓名"]]).header_row == 20
    assert map_sheet("表", [[""]] * 20 + [["楼号", "房号", "姓名"]]).header_row == 0


def test_a_header_of_two_rows_takes_the_upper_text_where_the_lower_is_merged_away() -> None:
    above = (["楼号", "房号", "业主信息", ""],)
    assert targets("", "", "姓名", "电话", above=above) == ["building", "room", "owner_name", "phone"]


def test_an_unknown_header_is_listed_and_never_dropped() -> None:
    mapping = map_sheet("表", [["楼号", "房号", "幸运数字", "", "姓名"]])
    assert [(c.letter, c.header, c.why.text("en")) for c in mapping.unknown] == [("C", "幸运数字", "unknown header")]
    assert len(mapping.columns) == 4


def test_a_second_column_of_the_same_meaning_is_told() -> None:
    mapping = map_sheet("表", [["楼号", "房号", "建筑面积", "面积", "电话", "手机"]])
    assert [c.target for c in mapping.columns] == ["building", "room", "gross_area", None, "phone", "phone2"]
    assert "C" in mapping.columns[3].why.text("zh")


def test_parts_of_a_header_are_a_guess() -> None:
    mapping = map_sheet("表", [["楼号", "房号", "业主手机号码（主）1", "租金", "物业费单价", "车位号"]])
    assert [(c.target, c.confidence) for c in mapping.columns[2:]] == [
        ("phone", "guess"),
        (None, "none"),
        (None, "none"),
        (None, "none"),
    ]


def test_an_address_beside_rooms_is_where_to_write_to() -> None:
    assert targets("楼号", "房号", "地址", "姓名")[2] == "mailing_address"
    assert targets("楼号", "房号", "房屋坐落", "姓名")[2] == "ignore"
    assert targets("地址", "姓名")[0] == "address"


def test_unit_is_the_room_unless_a_room_is_named_too() -> None:
    assert targets("Building", "Unit", "Owner") == ["building", "room", "owner_name"]
    assert targets("Building", "Unit", "Room", "Owner") == ["building", "entrance", "room", "owner_name"]


def test_the_users_choice_beats_the_proposal() -> None:
    top: list[list[Any]] = [["楼号", "房号", "姓名", "幸运数字", ""]]
    chosen = {1: None, 3: "room", 4: "remark"}
    columns = map_sheet("表", top, chosen=chosen).columns
    assert [(c.letter, c.target, c.confidence) for c in columns] == [
        ("A", "building", "sure"), ("B", "ignore", "chosen"), ("C", "owner_name", "sure"), ("D", "room", "chosen"), ("E", "remark", "chosen"),
    ]  # fmt: skip
    moved = map_sheet("表", top, chosen={3: "owner_name"}).columns
    assert [c.target for c in moved] == ["building", "room", None, "owner_name"]


def test_a_choice_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        map_sheet("表", [["楼号", "房号"]], chosen={0: "nonsense"})


def test_unknown_headers_throughout_can_still_be_mapped_by_hand() -> None:
    top: list[list[Any]] = [["甲", "乙", "丙"], ["1", "101", "甄一"]]
    assert map_sheet("表", top).header_row == 1
    assert set(map_sheet("表", top, chosen={0: "building", 1: "room"}).targets) == {"building", "room"}


def test_letters_follow_the_sheet_when_it_begins_further_right() -> None:
    assert [c.letter for c in map_sheet("表", [["楼号", "房号"]], first_column=25).columns] == ["Z", "AA"]
