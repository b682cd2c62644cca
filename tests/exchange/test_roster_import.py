"""Rosters of every shape go in; again they change nothing; undone they leave nothing behind."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import access
import workflow
from exchange import roster
from exchange.batches.words import ImportRefused
from exchange.reading.workbook import open_workbook
from models.base.unit import Unit
from models.engine.search import match
from tests.exchange import books
from tests.exchange.roster_site import NOW, Desk, sheet

SHAPES: dict[str, tuple[Callable[[], io.BytesIO], str, tuple[int, int, int, int], tuple[int, int, int]]] = {
    # name: book, file name, (new, changed, unchanged, refused), (buildings, homes, people)
    "plain": (books.plain, "名册.xlsx", (40, 0, 0, 0), (2, 40, 40)),
    "messy": (books.messy, "messy.xlsx", (20, 0, 0, 0), (1, 20, 22)),
    "linked": (books.linked, "linked.xlsx", (6, 0, 0, 0), (2, 6, 5)),
    "gbk": (lambda: books.delimited("gb18030"), "名册.csv", (2, 0, 0, 0), (1, 2, 3)),
    "utf-8": (lambda: books.delimited("utf-8-sig"), "名册.csv", (2, 0, 0, 0), (1, 2, 3)),
    "errors": (books.with_errors, "errors.xlsx", (12, 0, 0, 8), (1, 12, 12)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_roster_goes_in_once_and_can_be_taken_back(name: str, site: Desk) -> None:
    make, file_name, counts, (buildings, homes, people) = SHAPES[name]
    empty = site.dump()
    batch = site.take(make(), file_name, good=True)
    assert batch.state == "done"
    assert tuple(batch.counts.values()) == counts
    after = site.dump()
    assert [len(after[table]) for table in ("building", "unit", "resident")] == [buildings, homes, people]
    assert batch.summary["unindexed"] == 0

    again = site.take(make(), file_name, good=True)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    assert site.dump() == after

    assert site.undo(batch.id).state == "undone"
    assert site.dump() == empty
    left = "SELECT count(*) FROM search_entry WHERE register IN ('unit', 'resident', 'building')"
    assert site.rows(left) == [(0,)]


def test_what_goes_in_is_what_the_workflow_would_have_written(site: Desk) -> None:
    """A home and its owner typed in by hand and imported are the same row, found by the same search."""
    site.take(sheet(("3号楼", "1单元", "502", 88.5, "单晓明", "18900000007", "900001199001010000")))
    with site.session() as session:
        imported = session.scalars(select(Unit)).one()
        version, derived = imported.version, (imported.address, imported.address_key)
        workflow.edit(session, imported, {"layout": "两室"}, actor=access.SYSTEM, now=NOW)
        assert (imported.address, imported.address_key) == derived
        assert imported.version == version + 1
        for slug, typed in (("unit", "3栋1单元"), ("unit", "502"), ("resident", "单晓"), ("resident", "sxm"),
                            ("resident", "0007"), ("resident", "3栋"), ("building", "3")):  # fmt: skip
            query = match(session, slug, typed)
            assert query is not None
            assert len(session.execute(query).all()) == 1, (slug, typed)
    assert site.rows("SELECT name, name_pinyin, phone_tail, homes FROM resident") == [
        ("单晓明", "shanxiaoming sxm", "0007", "3栋1单元502")
    ]
    kinds = site.rows("SELECT register, kind, comment FROM history_entry WHERE kind = 'import' ORDER BY register")
    assert kinds == [(slug, "import", "#1 名册.xlsx") for slug in ("building", "resident", "unit")]


def test_changed_rows_show_before_and_after(site: Desk) -> None:
    site.take(sheet(("1", "1", "101", 80, "甄一", "18900000001", ""), ("1", "1", "102", 81, "甄二", "18900000002", "")))
    before = site.dump()
    batch = site.plan(sheet(("1", "1", "101", 90.25, "甄一", "18900000009", ""), ("1", "1", "102", 81, "甄二", "", "")))
    assert tuple(batch.counts.values()) == (0, 1, 1, 0)
    (row,) = site.found(batch, "changed")
    assert [(c.whose, c.field, c.old, c.new) for c in row.changes] == [
        ("", "gross_area", "80.00", "90.25"),
        ("甄一", "phone", "18900000001", "18900000009"),
    ]
    site.yes(batch.id)
    site.apply(batch.id)
    history = site.rows("SELECT changes FROM history_entry WHERE kind = 'import' AND version = 2 ORDER BY register")
    assert len(history) == 2
    assert site.rows("SELECT phone, phone_tail FROM resident WHERE name = '甄一'") == [("18900000009", "0009")]
    site.undo(batch.id)
    assert site.dump() == before


def test_an_absent_column_changes_nothing_and_an_empty_cell_only_when_asked(site: Desk) -> None:
    site.take(sheet(("1", "1", "101", 80, "甄一", "18900000001", "900001199001010000")))
    before = site.dump()
    rows = sheet(("1", "1", "101", "", "甄一", ""), header=("楼号", "单元", "房号", "建筑面积", "业主姓名", "联系电话"))
    assert site.take(rows).counts["changed"] == 0
    assert site.dump() == before
    rows = sheet(("1", "1", "101", "", "甄一", ""), header=("楼号", "单元", "房号", "建筑面积", "业主姓名", "联系电话"))
    assert site.take(rows, clear_empty=True).counts["changed"] == 1
    assert site.rows("SELECT gross_area FROM unit") == [(None,)]
    assert site.rows("SELECT name, phone, phone_tail, id_number FROM resident") == [
        ("甄一", None, None, "900001199001010000")
    ]


def test_nothing_is_written_while_a_row_is_refused(site: Desk) -> None:
    batch = site.plan(books.with_errors())
    with pytest.raises(ImportRefused, match="8 rows"):
        site.yes(batch.id)
    assert site.dump()["unit"] == []


def test_refused_rows_come_back_in_their_own_layout(lite: Desk) -> None:
    batch = lite.plan(books.with_errors())
    out = io.BytesIO()
    assert roster.refused_workbook(lite.store, batch, out) == 8
    out.seek(0)
    with open_workbook(out, "refused.xlsx") as book:
        (page,) = book.sheets
        rows = list(page.rows())
    assert rows[0][:9] == [*books.PLAIN_HEADER, "幸运数字"]
    assert rows[0][9] == "不能导入的原因"
    assert len(rows) == 9
    assert all(row[9] for row in rows)
    assert rows[2][5] == "电话停机"
    out.seek(0)
    again = lite.plan(out)
    assert tuple(again.counts.values()) == (1, 0, 0, 7), "the duplicate alone is a home like any other"


def test_two_spellings_of_one_door_in_a_file_are_refused(lite: Desk) -> None:
    batch = lite.plan(sheet(("1", "1", "0502", 80, "甄一", "", ""), ("1", "1", "502", 80, "甄二", "", "")))
    (row,) = lite.found(batch, "refused")
    assert "第 2 行" in row.problems[0].message.text("zh")
    assert row.problems[0].column == "C"


def test_an_archived_home_is_refused(lite: Desk) -> None:
    lite.take(sheet(("1", "1", "101", 80, "甄一", "", "")))
    with lite.session() as session:
        unit = session.scalars(select(Unit)).one()
        workflow.apply(session, unit, "archive", {"reason": "拆除"}, actor=access.SYSTEM, now=NOW)
        session.commit()
    batch = lite.plan(sheet(("1", "1", "101", 80, "甄一", "", "")))
    assert batch.counts["refused"] == 1


def test_undo_says_what_was_changed_since(site: Desk) -> None:
    batch = site.take(books.plain())
    with site.session() as session:
        unit = session.scalars(select(Unit).order_by(Unit.id)).first()
        workflow.edit(session, unit, {"layout": "三室"}, actor=access.SYSTEM, now=NOW)
        session.commit()
    after = site.dump()
    with pytest.raises(ImportRefused) as refused:
        site.undo(batch.id)
    assert "1栋1单元101" in refused.value.label.text("zh")
    assert site.dump() == after
    assert site.batch(batch.id).state == "done"


def test_undo_is_refused_while_a_later_import_uses_it(site: Desk) -> None:
    first = site.take(sheet(("1", "1", "101", 80, "甄一", "18900000001", "")))
    site.take(sheet(("1", "1", "102", 80, "甄一", "18900000001", "")))
    with pytest.raises(ImportRefused):
        site.undo(first.id)
    assert len(site.dump()["resident_occupancies"]) == 2


def test_a_far_page_and_a_search_of_the_findings(lite: Desk) -> None:
    batch = lite.plan(books.plain())
    assert [f.row for f in roster.rows_of(lite.store, batch, "new", 2, size=30)] == list(range(32, 42))
    (row,) = roster.rows_of(lite.store, batch, "new", search="2栋2单元502")
    assert row.row == 41


def test_the_day_of_the_import_is_the_sites(lite: Desk) -> None:
    lite.take(sheet(("1", "1", "101", 80, "甄一", "18900000001", "")))
    lite.now = dt.datetime(2026, 11, 30, 17, 0, tzinfo=dt.UTC)  # already December in China
    lite.take(sheet(("1", "1", "101", 80, "甄二", "18900000002", "")))
    assert lite.rows("SELECT until FROM resident_occupancies ORDER BY id") == [("2026-12-01",), (None,)]


def test_the_search_finds_what_a_session_reads(lite: Desk) -> None:
    lite.take(books.messy())
    with Session(lite.engine) as session:
        access.bind(session, access.SYSTEM)
        assert len(session.scalars(select(Unit)).all()) == 20
