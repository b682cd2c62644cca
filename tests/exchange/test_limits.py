from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from exchange.reading import archive, limits
from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused
from exchange.reading.workbook import open_workbook
from models.spec import Label
from tests.exchange import books


def _read_all(source: io.BytesIO | Path, name: str) -> None:
    with open_workbook(source, name) as book:
        for sheet in book.sheets:
            list(sheet.rows())


def refusal(source: io.BytesIO | Path, name: str = "名册.xlsx") -> Label:
    """The sentence for a file that is refused, by the check before parsing or by opening it."""
    with pytest.raises(FileRefused) as refused:
        _read_all(source, name)
    return refused.value.label


def is_(label: Label, sentence: Label) -> bool:
    return (label.zh, label.en) == (sentence.zh, sentence.en)


def repacked(change: dict[str, bytes], source: io.BytesIO | None = None) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(source or books.plain()) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in change:
                new.writestr(entry, old.read(entry))
        for name, data in change.items():
            new.writestr(name, data)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (books.plain(), "xlsx"),
        (books.FIXTURES / "roster.xls", "xls"),
        (books.ods(books.ods_row("楼号", "房号")), "ods"),
        (books.delimited("utf-8"), "csv"),
        (books.delimited("gb18030"), "csv"),
    ],
)
def test_the_kind_is_told_by_content(source: io.BytesIO | Path, kind: str) -> None:
    assert limits.check(source) == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", say.EMPTY),
        (b"MZ\x90\x00" + b"\0" * 200, say.EXECUTABLE),
        (b"\x7fELF\x02\x01", say.EXECUTABLE),
        (b"#!/bin/sh\nrm", say.EXECUTABLE),
        (b"%PDF-1.7", say.PDF),
        (b"\x89PNG\r\n\x1a\n", say.PICTURE),
        (b"\xff\xd8\xff\xe0", say.PICTURE),
        (b"Rar!\x1a\x07", say.ARCHIVE),
        (b"\x1f\x8b\x08\x00", say.ARCHIVE),
        (b"{\\rtf1", say.OTHER_OFFICE),
        ("<html><table><tr><td>楼号".encode(), say.WEB_PAGE),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook>", say.WEB_PAGE),
        (b"\x00\x01\x02\x03" * 50, say.UNKNOWN),
        (b"\xff\xfa\x80,1,2\n\xff\xff", say.ENCODING),
    ],
)
def test_what_is_no_table_has_its_sentence(content: bytes, sentence: Label) -> None:
    assert is_(refusal(io.BytesIO(content)), sentence)


def test_a_file_above_50_mb_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    assert "50 MB" in refusal(large).text("zh")


def test_a_password_is_named() -> None:
    assert is_(refusal(books.FIXTURES / "with-password.xlsx"), say.PASSWORD)


def test_a_password_of_an_old_book_is_named() -> None:
    data = bytearray((books.FIXTURES / "roster.xls").read_bytes())
    first = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second = first + 4 + int.from_bytes(data[first + 2 : first + 4], "little")
    data[second : second + 2] = b"\x2f\x00"  # the record after the first one becomes FILEPASS
    assert is_(refusal(io.BytesIO(data)), say.PASSWORD)


def test_a_password_of_an_opendocument_book_is_named() -> None:
    assert is_(refusal(books.ods(books.ods_row("楼号"), "<manifest:encryption-data/>")), say.PASSWORD)


@pytest.mark.parametrize("kept", [0.3, 0.8, 0.99])
def test_a_file_cut_off_is_named(kept: float) -> None:
    for whole in (books.plain().getvalue(), (books.FIXTURES / "roster.xls").read_bytes()[:-512]):
        assert is_(refusal(io.BytesIO(whole[: int(len(whole) * kept)])), say.CUT_OFF)


def test_a_damaged_part_is_named() -> None:
    data = bytearray(books.plain().getvalue())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        entry = book.getinfo("xl/worksheets/sheet1.xml")
    middle = entry.header_offset + 80 + entry.compress_size // 2
    data[middle : middle + 8] = b"\0" * 8
    assert is_(refusal(io.BytesIO(bytes(data))), say.CUT_OFF)


def test_markup_that_ends_early_is_named() -> None:
    broken = repacked({"xl/workbook.xml": b"<workbook><sheets><sheet"})
    assert is_(refusal(broken), say.CUT_OFF)


def test_other_zips_are_told_apart() -> None:
    def packed(**parts: str) -> io.BytesIO:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            for name, text in parts.items():
                book.writestr(name.replace("__", "/").replace("_", "."), text)
        return out

    assert is_(refusal(packed(a_txt="x")), say.ARCHIVE)
    assert is_(refusal(packed(word__document_xml="x")), say.OTHER_OFFICE)
    assert is_(refusal(packed(xl__workbook_bin="x")), say.BINARY_WORKBOOK)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = repacked({"xl/sharedStrings.xml": b"<sst><si><t>" + b" " * 80_000_000 + b"</t></si></sst>"})
    assert len(bomb.getvalue()) < 200_000
    assert is_(refusal(bomb), say.BOMB)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(repacked({"xl/sharedStrings.xml": b"<sst>" + b" " * 80_000_000 + b"</sst>"}).getvalue())
    size = (80_000_011).to_bytes(4, "little")
    place = -1
    while (place := data.find(size, place + 1)) >= 0:
        data[place : place + 4] = (1_000).to_bytes(4, "little")
    assert is_(refusal(io.BytesIO(bytes(data))), say.CUT_OFF)


def test_an_archive_inside_is_refused() -> None:
    inner = books.plain().getvalue()
    assert is_(refusal(repacked({"xl/media/image1.bin": inner})), say.ARCHIVE_INSIDE)


@pytest.mark.parametrize(("record", "offset"), [(b"\x00\x02\x0e\x00", 4), (b"\xfc\x00", 4)])
def test_an_old_book_that_claims_more_than_it_can_hold_is_refused(record: bytes, offset: int) -> None:
    data = bytearray((books.FIXTURES / "roster.xls").read_bytes())
    place = data.index(record, 512) + offset
    data[place + 4 : place + 8] = b"\xff\xff\xff\x7f"  # the last row of a sheet, the number of shared strings
    assert is_(refusal(io.BytesIO(data)), say.CUT_OFF)


def test_thousands_of_parts_are_refused() -> None:
    many = repacked({f"xl/media/{n}.txt": b"" for n in range(archive.MAX_ENTRIES)})
    assert refusal(many).zh == say.TOO_MANY_PARTS.zh


@pytest.mark.parametrize("padding", [0, 70_000, 2_000_000])
def test_entities_are_refused_wherever_they_stand(padding: int) -> None:
    laughs = (
        b'<?xml version="1.0"?><!--'
        + b"x" * padding
        + b'--><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    )
    assert is_(refusal(repacked({"xl/sharedStrings.xml": laughs})), say.ENTITIES)


def test_51_sheets_are_refused() -> None:
    assert refusal(books.xlsx({f"表{n}": [("楼号",)] for n in range(51)})).zh == say.TOO_MANY_SHEETS.zh


def _reaching(row: int, column: int) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "楼号")
        sheet.write(row, column, "x")
    out.seek(0)
    return out


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 10), (600, 16_383)])
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(row: int, column: int) -> None:
    assert is_(refusal(_reaching(row, column)), say.STRAY_CELL)


def test_unusual_markup_does_not_hide_a_far_cell() -> None:
    for cells in (
        b"<c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c>",
        b'<c\nr="A1"><v>1</v></c></row><row r="1048576"><c\nr="XFD1048576"><v>1</v></c>',
        b"<c/>" * 5_000_000 + b'<c><v>1</v></c></row><row r="9"><c><v>1</v></c>',
    ):
        part = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
        assert is_(refusal(repacked({"xl/worksheets/sheet1.xml": part})), say.STRAY_CELL)


def test_formatted_empty_cells_far_away_do_no_harm() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["楼号", "房号"])
        sheet.write_row(1, 0, ["1", "101"])
        sheet.write_blank(1_048_575, 16_383, None, bold)
    with open_workbook(out, "名册.xlsx") as opened:
        assert [row for row in opened.sheets[0].rows() if any(row)] == [["楼号", "房号"], ["1", "101"]]


def test_a_wide_book_within_the_limits_is_read() -> None:
    wide = books.xlsx({"名册": [[f"列{n}" for n in range(60)], *([["x"] * 60] * 50)]})
    with open_workbook(wide, "名册.xlsx") as opened:
        assert len(list(opened.sheets[0].rows())[50]) == 60


@pytest.mark.parametrize(
    "table",
    [
        '<table:table-row table:number-rows-repeated="1000000">' + books.ods_cell("x", 10_000) + "</table:table-row>",
        "<table:table-row>" + books.ods_cell("x", 4_000_000_000) + "</table:table-row>",
        books.ods_row("x", repeat=1_000_000) + books.ods_row(*"abcdefghij"),
    ],
)
def test_repeated_cells_of_an_opendocument_book_are_counted(table: str) -> None:
    assert is_(refusal(books.ods(table)), say.STRAY_CELL)


def test_more_than_200_000_rows_are_refused_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    from exchange.reading import rows
    from exchange.reading.roster import read_roster

    monkeypatch.setattr(rows, "MAX_ROWS", 39)  # the sample has 40
    with read_roster(books.plain(), "名册.xlsx") as file, pytest.raises(FileRefused) as refused:
        list(file.rows())
    assert refused.value.label.zh == say.TOO_MANY_ROWS.zh


def test_every_sentence_stands_in_both_languages() -> None:
    for name, label in vars(say).items():
        if isinstance(label, Label):
            filled = label.format(size=1, limit=2, count=3, row=4)
            assert filled.text("zh").endswith("。"), name
            assert filled.text("en").endswith("."), name
