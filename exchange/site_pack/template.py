"""Writing a site pack: the empty one people download, and the filled ones the demo is made from."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exchange.reading import template as roster
from exchange.reading.limits import MAX_BYTES, MAX_ROWS
from exchange.site_pack import checklist, standard
from exchange.site_pack.columns import GUIDE, HOMES, SheetSpec
from exchange.site_pack.layout import BY_NAME, ORDER
from models.base.setting_keys import SETTINGS, SettingKey, written

_NOTES: Final = {
    "role.map": "例：管理处主任：项目经理、服务中心经理；客服主管：客服部经理。写在前面的是显示用的称谓；不写的角色用本系统的叫法。"
}
"""What the sheet 参数 says beside a parameter that needs more than a figure."""
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Sheet name -> rows of column key (for 房屋业主: header) -> value."""
_HEAD = PatternFill("solid", fgColor="1F4E79")
_MUST = PatternFill("solid", fgColor="9C2A10")
_SHOWN = PatternFill("solid", fgColor="F2F2F2")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))
_LAST_ROW = 2_000
_GUIDE: Final = (
    ("用一个工作簿开通一个新项目", ""),
    ("1 填写", "按页填写：项目、部门、岗位、员工与账号、楼栋、房屋业主；检查项和参数已填好标准内容，需要时再改。红色表头必填。"),
    ("2 预演", "系统管理员在“开通新项目”上传，或运行 flask site import 文件名 --dry-run：先看到每页新增、变更、不变、不能导入的行。"),
    ("3 开通", "确认后一次写入；只要有一行不能导入，就什么都不写。每个账号的初始密码只显示这一次，请打印交给本人，首次登录须改密码。"),
    ("4 再次导入", "同一个文件再导入一次，什么都不会变。改动后再导入，只改有变化的；空着的单元格不改已有资料，删掉的行也不会删除资料。"),
    ("项目", "一行一个项目，只填一行。项目代码会写进每张单据编号，开通后不能改。"),
    ("部门、岗位", "已按标准架构填好：项目经理、客服部、保安部、工程部、财务部，编制 17 人；财务由客服主管兼任，兼任不另占编制。可以增删改。"),
    ("编制人数", "写了数字的岗位按数字考核超编；空着的不考核（例如总部派驻的岗位）。"),
    ("员工与账号", "一行一人。要登录系统的人填账号和角色；接待、收费角色须有上岗培训合格日期，否则写明授权理由。没有姓名的预留行不导入。"),
    ("楼栋、房屋业主", "房屋业主页与业主名册模板相同：一行一套房，几位共有人用顿号隔开，电话用 / 隔开。没列在楼栋页的楼号会自动建立。"),
    ("检查项", "新建检查表时按“适用”带出。"),
    ("参数", "“取值”空着就按默认值；带（建议）的默认值在来源文件中没有写明，是本系统的建议，请核对。写“未配置”表示不考核。"),
    ("本项目字段", "本项目给登记簿加的字段，没有就空着；选项只会增加，不会减少。"),
    ("格式", "身份证号、电话请保持“文本”格式。日期写 2026-11-01、2026/11/1、2026年11月1日 都可以。"),
    ("上限", f"文件 {MAX_BYTES // 1_000_000} MB，{MAX_ROWS:,} 行。"),
)  # fmt: skip


def template(out: BinaryIO | Path) -> None:
    """Write the empty pack: the standard organisation, checklist and settings filled in, people and homes left open."""
    places = [
        {"post": post, "employment": "正式", "roles": roles or None, "remark": remark or None}
        for post, count, roles, remark in standard.PLACES
        for _ in range(count)
    ]
    write(out, {"项目": [{"zone": "Asia/Shanghai"}], "员工与账号": places, **standard_rows()})


def standard_rows(settings: Mapping[str, str] | None = None) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The standard rows of 部门, 岗位, 检查项 and 参数; ``settings`` gives values for some keys."""
    chosen = settings or {}
    return {
        "部门": standard.DEPARTMENTS,
        "岗位": standard.POSTS,
        "检查项": [dict(zip(("subject", "item", "standard", "source"), i, strict=True)) for i in checklist.ITEMS],
        "参数": [
            {
                "key": s.key,
                "meaning": s.label.zh,
                "value": chosen.get(s.key),
                "default": default_words(s),
                "source": s.clause,
                "note": _NOTES.get(s.key),
            }
            for s in SETTINGS
        ],
    }


def default_words(setting: SettingKey) -> str:
    """What holds while a setting has no value of its own: the default, marked where it is only our suggestion."""
    if setting.default is None:
        return "未配置"
    return written(setting.default) + ("（建议）" if setting.suggested else "")


def write(out: BinaryIO | Path, rows: Rows) -> None:
    """Write a pack with these rows."""
    book = Workbook()
    guide = book.active
    if not isinstance(guide, Worksheet):  # a new book has one worksheet
        raise TypeError
    guide.title = GUIDE
    _write_guide(guide)
    for name in ORDER:
        if name == HOMES:
            _write_homes(book, rows.get(name, ()))
        else:
            _write_sheet(book.create_sheet(name), BY_NAME[name], rows.get(name, ()))
    book.properties.creator = "Taizhang"
    book.properties.created = book.properties.modified = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the format keeps no zone
    book.save(out)


def _write_sheet(sheet: Worksheet, spec: SheetSpec, rows: Sequence[Mapping[str, Any]]) -> None:
    for number, col in enumerate(spec.columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, ("*" if col.required else "") + col.header)
        _style_head(head, required=col.required)
        if col.help:
            head.comment = Comment(col.help, "Taizhang", width=280, height=90)
        sheet.column_dimensions[letter].width = col.width
        sheet.column_dimensions[letter].number_format = "@"
        if col.choices:
            _choices(sheet, letter, ",".join(col.choices))
    for at, row in enumerate(rows, 2):
        for number, col in enumerate(spec.columns, 1):
            cell = sheet.cell(at, number, row.get(col.key))
            cell.number_format = "@" if not isinstance(row.get(col.key), dt.date) else "yyyy-mm-dd"
            cell.alignment = Alignment(wrap_text=col.width >= 24, vertical="top")
            if col.shown:
                cell.fill = _SHOWN
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "B2"


def _style_head(head: Any, *, required: bool) -> None:
    head.font = Font(bold=True, color="FFFFFF")
    head.fill = _MUST if required else _HEAD
    head.alignment = Alignment(horizontal="center", vertical="center")


def _choices(sheet: Worksheet, letter: str, choices: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    rule.error, rule.errorTitle = f"请从下拉框里选：{choices}", "不在可选范围"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_LAST_ROW}")


def _write_homes(book: Workbook, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the owners' sheet: the columns of the roster template, without its sample row."""
    buffer = io.BytesIO()
    roster.write_template(buffer)
    model = load_workbook(buffer)[roster.SHEET]
    sheet = book.create_sheet(HOMES)
    headers: list[str] = []
    for number in range(1, model.max_column + 1):
        letter = get_column_letter(number)
        header = str(model.cell(1, number).value)
        headers.append(header.lstrip("*"))
        _style_head(sheet.cell(1, number, header), required=header.startswith("*"))
        sheet.column_dimensions[letter].width = model.column_dimensions[letter].width
        sheet.column_dimensions[letter].number_format = "@"
    for validation in model.data_validations.dataValidation:
        sheet.add_data_validation(validation)
    for at, row in enumerate(rows, 2):
        for number, header in enumerate(headers, 1):
            sheet.cell(at, number, row.get(header)).number_format = "@"
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "D2"


def _write_guide(guide: Worksheet) -> None:
    for number, (topic, words) in enumerate(_GUIDE, 1):
        guide.cell(number, 1, topic).font = Font(bold=True, size=14 if number == 1 else 11)
        guide.cell(number, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        guide.cell(number, 1).alignment = Alignment(vertical="top")
        guide.cell(number, 1).border = guide.cell(number, 2).border = _LINE
    guide.column_dimensions["A"].width = 30
    guide.column_dimensions["B"].width = 100
