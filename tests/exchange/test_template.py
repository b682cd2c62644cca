from __future__ import annotations

import io

import openpyxl

from exchange.reading.roster import read_roster
from exchange.reading.template import GUIDE, SHEET, write_template


def test_the_template_is_understood_by_the_import_itself() -> None:
    out = io.BytesIO()
    write_template(out)
    with read_roster(out, "业主名册模板.xlsx") as file:
        rows = list(file.rows())
    assert file.unknown == ()
    assert all(column.confidence == "sure" for column in file.mappings[0].columns)
    assert len(file.present) == 21
    assert [(row.building, row.entrance, row.room) for row in rows] == [("1", "1", "101")]
    assert rows[0].problems == ()
    assert [(p.name, p.phone) for p in rows[0].owners] == [("张某某", "13000000001"), ("李某某", "13000000002")]


def test_the_template_guides_whoever_fills_it_in() -> None:
    out = io.BytesIO()
    write_template(out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [SHEET, GUIDE]
    sheet = book[SHEET]
    assert sheet.freeze_panes == "D2"
    assert sheet.column_dimensions["N"].number_format == "@"  # an ID number stays text
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {
        '"住宅,商铺,办公,车库,储藏室"', '"未售,已收房,装修中,已入住,出租,空置"', '"男,女"',
    }  # fmt: skip
    words = [str(row[1].value) for row in book[GUIDE].iter_rows(max_col=2)]
    assert any("200,000" in line for line in words)
