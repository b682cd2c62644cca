"""Rosters in the shapes centres send, made here with invented people; every figure a test expects is set here by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

FIXTURES = Path(__file__).parent / "fixtures"
PLAIN_HEADER = ("楼号", "单元", "房号", "建筑面积", "业主姓名", "联系电话", "身份证号", "入住日期")
FLOORS, ROOMS = 5, 2


def phone(number: int) -> str:
    return f"189{number:08d}"


def plain_rows() -> list[tuple[Any, ...]]:
    """2 buildings x 2 entrances x 5 floors x 2 rooms = 40 homes; the n-th owner is 甄 + n, with phone 189 0000 000n."""
    rows: list[tuple[Any, ...]] = []
    for building in (1, 2):
        for entrance in (1, 2):
            for floor in range(1, FLOORS + 1):
                for room in range(1, ROOMS + 1):
                    n = len(rows) + 1
                    name = f"甄{'一二三四五六七八九十'[n % 10]}{'甲乙丙丁'[n // 10 % 4]}"
                    place = (f"{building}号楼", f"{entrance}单元", f"{floor}0{room}")
                    rows.append((*place, 80 + n / 4, name, phone(n), f"9{n:05d}199001010000", "2020-01-04"))
    return rows


def xlsx(
    sheets: Mapping[str, Iterable[Sequence[Any]]], merges: Sequence[tuple[int, int, int, int]] = (), **hidden: bool
) -> io.BytesIO:
    """A workbook; dates become date cells. ``merges`` (of the first sheet) are first row, first column, last row, last column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), day)
                    elif value not in {"", None}:
                        sheet.write(r, c, value)
            if hidden.get(name):
                sheet.hide()
        for top, left, bottom, right in merges:
            first = book.worksheets()[0]
            value = list(list(sheets.values())[0])[top][left]  # noqa: RUF015 - the first sheet, by its place
            first.merge_range(top, left, bottom, right, value)
    out.seek(0)
    return out


def plain() -> io.BytesIO:
    return xlsx({"业主名册": [PLAIN_HEADER, *plain_rows()]})


def messy() -> io.BytesIO:
    """Title and date above, numbers for text, dates as cells and serials, co-owners, notes at the side, blanks, a total."""
    header = ("序号", "栋号", "单元号", "室号", "面积（㎡）", "业主名称", "手机号", "交房时间", "备注")
    rows: list[Sequence[Any]] = [("阳光花园业主名册一览表（2026年）",), ("填表日期：2026年10月",), (), header]
    for n in range(1, 21):
        several = n % 9 == 0
        rows.append((
            float(n), 1.0, 1.0 if n <= 10 else 2.0, 100.0 * ((n - 1) % 10 + 1) + 1, 80.5 + n,
            "甄一、甄二" if several else "甄　三",
            f"{phone(n)}/{phone(n + 50)}" if several else float(phone(n)),
            dt.date(2020, 1, 4) if n % 2 else 43837.0, "出租　" if n % 5 == 0 else "",
            "", "", ("说明：", "手机号必填，多个号码用 / 隔开")[n - 1] if n <= 2 else "",
        ))  # fmt: skip
        if n == 16:
            rows.append(("", " ", "\u3000"))
    rows.append(("", "合计", "", "", 9999.9))
    rows.append(("说明：面积以产权证为准",))
    rows.append(("", "制表人：", "甄一", "审核："))
    return xlsx({"Sheet1": rows}, merges=[(0, 0, 0, 8)])


def linked() -> io.BytesIO:
    """The shape of another product's import template: numbers join the sheets."""
    homes: list[Sequence[Any]] = [("房屋编号", "楼栋编号", "单元编号", "房屋楼层", "建筑面积", "业主编号")]
    n = 0
    for building in (1.0, 2.0):
        for floor in (1.0, 2.0, 3.0):
            n += 1
            homes.append((floor * 100 + 1, building, 1.0, floor, 70.5 + n, "" if n == 2 else float(n), "", "", "说明"))
    owners: list[Sequence[Any]] = [("业主编号", "业主名称", "性别", "手机号", "身份证号")]
    owners += [
        (float(n), f"甄{'一二三四五六七'[n - 1]}", "女" if n % 2 else "男", float(phone(n)), f"9{n:05d}199001010000")
        for n in (1, 3, 4, 5, 6, 7)
    ]
    return xlsx({
        "楼栋单元": [("楼栋号", "单元编号", "总层数", "是否有电梯"), (1.0, 1.0, 3.0, "有"), (2.0, 1.0, 3.0, "无")],
        "业主信息": owners,
        "房屋信息": homes,
        "车位信息": [("车位编码", "停车场类型", "业主编号", "车牌号"), ("C01", "地下停车位", 1.0, "京A00000")],
    })  # fmt: skip


def with_errors() -> io.BytesIO:
    rows = [list(row) for row in plain_rows()[:20]]
    rows[2][2] = ""  # row 4, C
    rows[4][5] = "电话停机"  # row 6, F
    rows[6][3] = "很大"  # row 8, D
    rows[8][:3] = rows[0][:3]  # row 10, C: the home of row 2
    rows[10][7] = "2024-13-45"  # row 12, H
    rows[12][4] = '=HYPERLINK("http://x")'  # row 14, E
    rows[14][3] = -5  # row 16, D
    rows[16][4] = "甄" * 300  # row 18, E
    return xlsx({"业主名册": [(*PLAIN_HEADER, "幸运数字"), *((*row, 7) for row in rows)]})


def delimited(encoding: str, delimiter: str = ",", newline: str = "\r\n") -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(("楼号", "单元", "房号", "业主姓名", "联系电话", "备注"))
    writer.writerow(("1", "1", "101", "甄一", phone(1), f'两行\n有引号"和{delimiter}尾'))
    writer.writerow(("1", "1", "102", "甄二、甄三", f"{phone(2)}/{phone(3)}"))
    return io.BytesIO(text.getvalue().encode(encoding))


_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)


def ods(table: str, manifest: str = "") -> io.BytesIO:
    """An OpenDocument spreadsheet whose one table holds the given rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest xmlns:manifest='m'>{manifest}</manifest:manifest>"
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {_ODS_NAMES}><office:body><office:spreadsheet>'
            f'<table:table table:name="名册">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    out.seek(0)
    return out


def ods_cell(value: float | str, repeat: int = 1) -> str:
    many = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"{many}><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"{many}><text:p>{value}</text:p></table:table-cell>'


def ods_row(*values: float | str, repeat: int = 1) -> str:
    many = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    cells = "".join(map(ods_cell, values))
    return f'<table:table-row{many}>{cells}<table:table-cell table:number-columns-repeated="{16384 - len(values)}"/></table:table-row>'
