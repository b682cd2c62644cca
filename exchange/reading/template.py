"""The roster template people download: one sheet to fill in, one that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exchange.reading.limits import MAX_BYTES, MAX_ROWS
from exchange.reading.own import Extra

SHEET: Final = "业主名册"
GUIDE: Final = "填写说明"
_LAST_ROW = 5_000  # rows prepared with formats and choices; more rows work as well
_LONGEST_LIST = 250
"""Characters Excel takes for a drop-down written out."""

# header, sample, width in characters, choices; * marks what must be filled
_COLUMNS: Final[tuple[tuple[str, str, int, str], ...]] = (
    ("*楼号", "1", 8, ""),
    ("单元", "1", 8, ""),
    ("*房号", "101", 10, ""),
    ("楼层", "1", 8, ""),
    ("建筑面积(㎡)", "89.50", 13, ""),
    ("室内面积(㎡)", "72.30", 13, ""),
    ("户型", "两室一厅", 12, ""),
    ("用途", "住宅", 10, "住宅,商铺,办公,车库,储藏室"),
    ("入住状态", "已入住", 12, "未售,已收房,装修中,已入住,出租,空置"),
    ("收房日期", "2020-01-04", 13, ""),
    ("业主姓名", "张某某、李某某", 18, ""),
    ("联系电话", "13000000001/13000000002", 26, ""),
    ("备用电话", "", 16, ""),
    ("身份证号", "", 22, ""),
    ("性别", "男", 8, "男,女"),
    ("工作单位", "", 16, ""),
    ("通讯地址", "", 20, ""),
    ("紧急联系人", "", 18, ""),
    ("家庭成员", "", 16, ""),
    ("租户", "", 20, ""),
    ("备注", "示例行，导入前请删除", 24, ""),
)
_GUIDE_LINES: Final = (
    ("怎么填", ""),
    ("一行一套房", "同一套房只填一行；房子未售、没有业主也可以填，姓名空着即可。"),
    ("必填", "带 * 的列：楼号、房号。没有单元的楼，单元空着。"),
    ("楼号、单元", "填 1、1号楼、1栋、A座 都可以；也可以只用一列“房屋地址”写成 3-1-502。"),
    ("业主姓名", "几位共有人用顿号隔开，例如：张某某、李某某。"),
    ("联系电话", "手机 11 位；座机带区号，例如 0532-83000001；几个号码用 / 隔开，顺序与姓名一致。"),
    ("身份证号", "可以不填。请保持“文本”格式，否则 Excel 会改掉后几位。"),
    ("日期", "2020-01-04、2020/1/4、2020年1月4日 都可以。"),
    ("面积", "只填数字，单位是平方米。"),
    ("用途、入住状态、性别", "从下拉框里选。"),
    ("租户", "姓名后面可以写手机号，例如：王某某 13000000003。"),
    (
        "改动表格",
        "列可以增减、换顺序；没有的列不会改动已有资料，空着的单元格默认也不改。不认识的列会列出来，不会导入。",
    ),
    ("导入之前", "系统先给出预览：新增、变更、不变、不能导入各有哪些行，确认后才写入，写入后可以撤销。"),
    ("上限", f"文件 {MAX_BYTES // 1_000_000} MB，{MAX_ROWS:,} 行。"),
)
_OF_SITE: Final = "本项目自加的列"
_HEAD = PatternFill("solid", fgColor="1F4E79")
_MUST = PatternFill("solid", fgColor="9C2A10")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))


def write_template(out: BinaryIO, extra: Sequence[Extra] = ()) -> None:
    """Write the template as `.xlsx`: headers with a sample row and choices, and the instructions on a second sheet.

    ``extra``: the columns of the site's own fields, which follow the usual ones.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new book has one worksheet
        raise TypeError
    sheet.title = SHEET
    more = [(e.header, "", width_of(e.header), listed(e.choices)) for e in extra]
    for number, (header, sample, width, choices) in enumerate([*_COLUMNS, *more], 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, header)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = _MUST if header.startswith("*") else _HEAD
        head.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].number_format = "@"  # text: no room becomes a date, no ID number a figure
        example = sheet.cell(2, number, sample or None)
        example.number_format = "@"
        example.font = Font(italic=True, color="7F7F7F")
        if choices:
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            rule.error, rule.errorTitle = f"请从下拉框里选：{choices}", "不在可选范围"
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "D2"
    _write_guide(book.create_sheet(GUIDE), extra)
    book.save(out)


def width_of(header: str) -> int:
    """Return the width of a column in characters, by its header."""
    return max(12, min(len(header) * 2 + 4, 30))


def listed(choices: Sequence[str]) -> str:
    """Return the choices as Excel's drop-down takes them; "" where they hold a sign it divides them by, or are too long."""
    words = ",".join(choices)
    return "" if len(words) >= _LONGEST_LIST or '"' in words or any("," in choice for choice in choices) else words


def _write_guide(guide: Worksheet, extra: Sequence[Extra]) -> None:
    lines = [*_GUIDE_LINES, *([(_OF_SITE, "可以不填，也可以整列删掉。")] if extra else [])]
    lines += [(e.header.lstrip("*"), e.words) for e in extra]
    for number, (topic, words) in enumerate(lines, 1):
        guide.cell(number, 1, topic).font = Font(bold=True, size=14 if number == 1 else 11)
        guide.cell(number, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        guide.cell(number, 1).alignment = Alignment(vertical="top")
        guide.cell(number, 1).border = guide.cell(number, 2).border = _LINE
    guide.column_dimensions["A"].width = 24
    guide.column_dimensions["B"].width = 90
