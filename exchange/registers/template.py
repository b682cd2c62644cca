"""The workbook to fill in for one register: its headers, how to fill them in, and the last number of the paper book."""

from __future__ import annotations

from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exchange.reading.template import listed, width_of
from exchange.registers.columns import GUIDE, LAST, PAPER, SHEET_OF_NUMBERS, STATE, Column, columns_of
from exchange.registers.sheets import MOST
from exchange.registers.values import FORMS
from models import by_name
from models.spec import Actor, Kind, L, Label
from workflow.openings import takeable

_HEAD: Final = PatternFill("solid", fgColor="1F4E79")
_MUST: Final = PatternFill("solid", fgColor="9C2A10")
_UNIT: Final = L("房屋地址，写成 3-1-502 或 3栋1单元502 都可以", "an address such as 3-1-502")
_STAFF: Final = L("姓名或工号；重名时填工号", "name or staff number; the number where two share a name")
_OTHER: Final = L("{register}的名称或编号，要与系统里一致", "name or number of the {register}, as the system has it")
_MUST_BE: Final = L("必填", "required")
_WHEN: Final = L("“{other}”为{values}时必填", "required where “{other}” is {values}")
_STATES: Final = L("空着就是第一种。{states}", "Empty means the first. {states}")
_NEEDS: Final = L("{state}（要填{fields}）", "{state} (needs {fields})")
_LATER: Final = L("状态为{states}时填", "only where the state is {states}")
_PAPER: Final = L("原来纸单上的编号；系统另编新号，原号记在备注里", "the number on the paper; it is kept in the remark")
_LINES: Final = (
    L("一行一份单据；列可以增减、换顺序，表头不要改。", "One row a paper; columns may be left out or moved, their headers kept."),
    L(f"一次最多 {MOST:,} 行。上传后先看核对结果，确认后才写入；有问题的行可以先放下，改好再传。",
      f"At most {MOST:,} rows. You see the findings before anything is written; rows at fault may be left out, mended and sent again."),
    L("没办完的单据才需要导入，导入后接着办；原纸单编号写上，改过的表再传一次不会重复。",
      "Only open papers need loading; they go on from here. With the paper number a mended workbook sent again doubles nothing."),
)  # fmt: skip
_OTHERS_HINT: Final = L(
    "别的台账也可以一起设：下面一行一个，A 列写台账名称，B 列写最后编号。",
    "Other registers may be set as well, a line each: the register's name in column A, its last number in B.",
)
_LAST_HINT: Final = L(
    "只填数字，例如 0123 填 123；系统从下一个号接着编。不接续就空着。",
    "Digits only; the next number follows it. Leave empty to begin at 1.",
)


def template(out: BinaryIO, actor: Actor, model: type[Any], site_id: int | None, locale: str = "zh") -> None:
    """Write the template of ``model`` with the columns this person may bring in, in his language."""
    columns, spec = columns_of(actor, model, site_id), model.__register__
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new book has one worksheet
        raise TypeError
    sheet.title = spec.label.text(locale)[:30].replace("/", " ")
    for number, column in enumerate(columns, 1):
        _head(sheet, number, column, model, locale)
    sheet.freeze_panes = "A2"
    guide = book.create_sheet(GUIDE.text(locale))
    for number, line in enumerate((spec.label, *_LINES), 1):
        guide.cell(number, 1, line.text(locale)).font = Font(bold=number == 1)
    for number, column in enumerate(columns, len(_LINES) + 3):
        guide.cell(number, 1, column.header.text(locale)).font = Font(bold=True)
        words = [w.text(locale) for w in _explained(column, model)]
        guide.cell(number, 2, ("；" if locale == "zh" else "; ").join(words)).alignment = Alignment(wrap_text=True)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 26, 90
    if spec.prefix:
        numbers = book.create_sheet(SHEET_OF_NUMBERS.text(locale))
        numbers.cell(1, 1, LAST.text(locale)).font = Font(bold=True)
        numbers.cell(2, 1, _LAST_HINT.text(locale))
        numbers.cell(3, 1, _OTHERS_HINT.text(locale))
        numbers.column_dimensions["A"].width = 40
    book.save(out)


def _head(sheet: Worksheet, number: int, column: Column, model: type[Any], locale: str) -> None:
    letter, words = get_column_letter(number), column.header.text(locale)
    head = sheet.cell(1, number, f"*{words}" if column.required else words)
    head.font, head.fill = Font(bold=True, color="FFFFFF"), _MUST if column.required else _HEAD
    sheet.column_dimensions[letter].width = width_of(words)
    sheet.column_dimensions[letter].number_format = "@"  # text: Excel turns no room into a date
    choices = [m.label.text(locale) for m in column.field.offered]
    if column.field is STATE:
        choices = [s.label.text(locale) for s in takeable(model)]
    if column.field.kind in {Kind.enum, Kind.str} and (offered := listed(choices)):
        rule = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MOST + 1}")


def _explained(column: Column, model: type[Any]) -> list[Label]:
    field, out = column.field, []
    if column.required:
        out.append(_MUST_BE)
    elif field.required_when is not None:
        other = model.__fields__[field.required_when.field]
        out.append(_WHEN.format(other=other.label, values=_listed([
            m.label for m in other.enum if m.value in field.required_when.values] if other.enum else [L("是", "yes")])))  # fmt: skip
    if column.field is STATE:
        out.append(_states(model))
    elif names := _later(column, model):
        out.append(_LATER.format(states=names))
    if field.enum is not None:
        out.append(_listed([m.label for m in field.offered]))
    if field.target:
        known = {"Unit": _UNIT, "Staff": _STAFF}
        out.append(known.get(field.target) or _OTHER.format(register=by_name(field.target).__register__.label))
    if field.kind in FORMS:
        out.append(FORMS[field.kind])
    if field.name == PAPER.name:
        out.append(_PAPER)
    return [*out, field.help] if field.help else out


def _states(model: type[Any]) -> Label:
    spec, lines = model.__register__, []
    for state in takeable(model):
        needs = next((o.needs for o in spec.openings if o.state == state.name), ())
        fields = _listed([model.__fields__[n].label for n in needs], "、", ", ")
        lines.append(state.label if not needs else _NEEDS.format(state=state.label, fields=fields))
    return _STATES.format(states=_listed(lines, "；", "; "))


def _later(column: Column, model: type[Any]) -> Label | None:
    """The states in which a column is filled that no form has."""
    spec = model.__register__
    if column.rows is not None or not column.field.system:
        return None
    states = [spec.flow.state(o.state).label for o in spec.openings if column.key in o.fields]
    return _listed(states) if states else None


def _listed(labels: list[Label], zh: str = " / ", en: str = " / ") -> Label:
    return L(zh.join(m.text("zh") for m in labels), en.join(m.text("en") for m in labels))
