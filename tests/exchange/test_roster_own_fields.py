"""A site's own fields of homes and people in the owner roster: read by name, compared, written, taken back (decision 0022)."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

import workflow
from access.site_fields import site_fields
from exchange import roster
from exchange.reading.roster import read_roster
from exchange.reading.template import GUIDE, write_template
from exchange.roster.own_columns import offered, own_columns, reading
from models.base.resident import Resident
from models.base.site_field import SiteField
from models.base.unit import Unit
from models.engine.search import match
from tests.exchange import books
from tests.exchange.roster_site import NOW, Desk, sheet

ADDED: tuple[dict[str, Any], ...] = (
    {"register": "unit", "label_zh": "面积系数", "kind": "decimal", "places": 3, "maximum": 2},
    {"register": "unit", "label_zh": "验房日", "label_en": "Inspected on by the handover team", "kind": "date"},
    {"register": "unit", "label_zh": "等级", "kind": "enum", "options": [{"zh": "甲"}, {"zh": "乙"}], "required": True},
    {"register": "unit", "label_zh": "备忘", "kind": "str"},
    {"register": "resident", "label_zh": "备忘", "kind": "str"},
    {"register": "resident", "label_zh": "单位", "kind": "str", "length": 4},
    {"register": "resident", "label_zh": "爱好", "kind": "enums", "options": [{"zh": "下棋"}, {"zh": "养花"}, {"zh": "唱歌"}]},
    {"register": "resident", "label_zh": "可发短信", "kind": "bool"},
    {"register": "resident", "label_zh": "楼层", "kind": "str"},
)  # fmt: skip
HEADER = ("楼号", "单元", "房号", "业主姓名", "联系电话", "面积系数", "验房日", "等级", "单位", "爱好", "可发短信")


@pytest.fixture
def own(site: Desk) -> Desk:
    """A site with fields of its own, and whoever imports there."""
    return declared(site)


def declared(site: Desk) -> Desk:
    with site.session() as session:
        for given in ADDED:
            workflow.create(session, SiteField, given, actor=site.actor, now=NOW, site_id=site.site_id)
        session.commit()
    return seeing(site)


def seeing(site: Desk) -> Desk:
    """The desk with an actor who has read the fields anew."""
    with site.session() as session:
        site.actor = replace(site.actor, site_fields=site_fields(session, (site.site_id,)))
    return site


def first() -> io.BytesIO:
    return sheet(
        ("1", "1", "101", "甄一", "18900000001", "1.125", dt.date(2026, 3, 1), "甲", "邮局", "养花、下棋", "是"),
        ("1", "1", "102", "甄二、甄三", "18900000002/18900000003", "", "", "乙", "", "", "否"),
        header=HEADER,
    )


def kept(site: Desk, table: str, name: str) -> list[tuple[Any, Any]]:
    """What the site's own fields of every row hold, read as any program would."""
    model = {"unit": Unit, "resident": Resident}[table]
    with site.session() as session:
        rows = session.query(model).order_by(model.id).all()
        return [(getattr(r, name), r.site_values) for r in rows]


def found(site: Desk, slug: str, typed: str, *own: str) -> int:
    """How many entries a search finds that looks in these fields of the site as well."""
    with site.session() as session:
        query = match(session, slug, typed, own=own)
        assert query is not None
        return len(session.execute(query).all())


def code(site: Desk, label: str, choice: str) -> str:
    """The code of a choice."""
    fields = [f for slug in ("unit", "resident") for f in site.actor.site_fields.of(site.site_id, slug)]
    enum = next(f.enum for f in fields if f.label.zh == label)
    assert enum is not None
    return next(str(m.value) for m in enum if m.label.zh == choice)


def test_their_columns_are_read_compared_written_and_taken_back(own: Desk) -> None:
    empty = own.dump()
    batch = own.take(first())
    assert (batch.state, batch.counts["new"], batch.summary["unknown"]) == ("done", 2, [])
    a, b = (code(own, "等级", w) for w in ("甲", "乙"))
    chess, flowers = (code(own, "爱好", w) for w in ("下棋", "养花"))
    assert kept(own, "unit", "room") == [
        ("101", {"x_mianjixishu": 11250, "x_yanfangri": "2026-03-01", "x_dengji": a}), ("102", {"x_dengji": b}),
    ]  # fmt: skip
    assert kept(own, "resident", "name") == [
        ("甄一", {"x_danwei": "邮局", "x_aihao": [chess, flowers], "x_kefaduanxin": True}),
        ("甄二", {"x_kefaduanxin": False}), ("甄三", None),
    ]  # fmt: skip
    again = own.take(first())
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    assert (found(own, "resident", "邮局", "x_danwei"), found(own, "resident", "邮局")) == (1, 0)

    before = kept(own, "unit", "room"), kept(own, "resident", "name")
    plan = own.plan(sheet(("1", "1", "101", "甄一", "18900000001", "1.5", "", "乙", "学校", "", "否"), header=HEADER))
    (row,) = own.found(plan, "changed")
    assert [(c.whose, c.field, c.old, c.new) for c in row.changes] == [
        ("", "x_mianjixishu", 11250, 15000), ("", "x_dengji", a, b),
        ("甄一", "x_danwei", "邮局", "学校"), ("甄一", "x_kefaduanxin", True, False),
    ]  # fmt: skip
    own.yes(plan.id)
    own.apply(plan.id)
    assert kept(own, "unit", "room")[0][1] == {"x_mianjixishu": 15000, "x_yanfangri": "2026-03-01", "x_dengji": b}
    told = own.rows("SELECT count(*) FROM history_entry WHERE kind = 'import' AND version = 2")
    assert told == [(2,)]
    assert (found(own, "resident", "邮局", "x_danwei"), found(own, "resident", "学校", "x_danwei")) == (0, 1)
    own.undo(plan.id)
    assert (found(own, "resident", "邮局", "x_danwei"), found(own, "resident", "学校", "x_danwei")) == (1, 0)
    assert (kept(own, "unit", "room"), kept(own, "resident", "name")) == before
    own.undo(batch.id)
    assert own.dump() == empty


def test_an_empty_cell_clears_only_when_asked_and_an_absent_column_never(own: Desk) -> None:
    own.take(first())
    bare = sheet(
        ("1", "1", "101", "甄一", "18900000001", 88),
        header=("楼号", "单元", "房号", "业主姓名", "联系电话", "建筑面积"),
    )
    own.take(bare, clear_empty=True)
    assert kept(own, "unit", "room")[0][1]["x_mianjixishu"] == 11250
    own.take(sheet(("1", "1", "101", "甄一", "18900000009"), header=HEADER[:5]))
    assert found(own, "resident", "邮局", "x_danwei") == 1  # a row without their columns keeps them findable
    emptied = ("1", "1", "101", "甄一", "18900000009", "", "", "甲", "", "", "")
    assert own.plan(sheet(emptied, header=HEADER)).counts["changed"] == 0
    own.take(sheet(emptied, header=HEADER), clear_empty=True)
    assert kept(own, "unit", "room")[0][1] == {"x_dengji": code(own, "等级", "甲")}
    assert kept(own, "resident", "name")[0][1] is None


def test_what_the_form_refuses_is_refused_with_its_sentence_and_place(lite: Desk) -> None:
    own = declared(lite)
    rows = [
        ("1", "1", "101", "甄一", "", "3", "", "甲", "", "", ""),
        ("1", "1", "102", "甄二", "", "", "昨天", "甲", "", "", ""),
        ("1", "1", "103", "甄三", "", "", "", "丙", "", "", ""),
        ("1", "1", "104", "甄四", "", "", "", "", "", "", ""),
        ("1", "1", "105", "甄五", "", "", "", "甲", "第一中学", "游泳", "好"),
        ("1", "1", "106", "", "", "", "", "甲", "邮局", "", ""),
        ("1", "1", "107", "", "", "", "", "甲", "", "", ""),
    ]
    batch = own.plan(sheet(*rows, header=HEADER))
    problems = [(p.row, p.column, p.message.zh) for f in own.found(batch, "refused") for p in f.problems]
    assert problems == [
        (2, "F", "面积系数不能大于 2。"),
        (3, "G", "“昨天”不是有效日期，请写成 2020-01-04 这样。"),
        (4, "H", "等级没有“丙”这个选项，可填：甲、乙。"),
        (5, "H", "请填写等级。"),
        (6, "J", "爱好没有“游泳”这个选项，可填：下棋、养花、唱歌。"),
        (6, "K", "可发短信应选“是”或“否”。"),
        (7, "I", "填了“单位”，但没有业主姓名。请补上姓名，或清空这一格。"),
    ]
    assert batch.counts["new"] == 1


def test_a_name_the_site_gave_beats_looser_words_and_a_shared_one_is_asked_about(lite: Desk) -> None:
    own = declared(lite)
    words = reading(own_columns(own.actor, own.site_id))
    header = (
        "楼号",
        "房号",
        "姓名",
        "单位",
        "备忘",
        "备忘",
        "x_mianjixishu",
        "Inspected on by the handover team",
        "车牌号",
    )
    with read_roster(
        books.xlsx({"甲": [header, ("1", "101", "甄一", "邮局", "东门", "西门", "1", "", "")]}), "a.xlsx", own=words
    ) as file:
        (mapping,) = file.mappings
        assert [(c.target, c.confidence) for c in mapping.columns] == [
            ("building", "sure"), ("room", "sure"), ("owner_name", "sure"), ("resident.x_danwei", "sure"),
            ("unit.x_beiwang", "guess"), ("resident.x_beiwang", "guess"), ("unit.x_mianjixishu", "sure"),
            ("unit.x_yanfangri", "sure"), (None, "none"),
        ]  # fmt: skip
        assert [column.header for _, column in file.unknown] == ["车牌号"]
        (row,) = file.rows()
        assert (row.unit["unit.x_beiwang"], row.owners[0].own) == (
            "东门",
            {"resident.x_beiwang": "西门", "resident.x_danwei": "邮局"},
        )


def test_an_archived_field_is_unknown_again_and_a_plan_made_before_is_made_anew(lite: Desk) -> None:
    own = declared(lite)
    plan = own.plan(first())
    own.yes(plan.id)
    with own.session() as session:
        field = session.query(SiteField).filter_by(label_zh="面积系数").one()
        workflow.apply(session, field, "archive", {"reason": "不用了"}, actor=own.actor, now=NOW)
        session.commit()
    seeing(own)
    asked = own.apply(plan.id)
    assert (asked.state, asked.summary["unknown"]) == ("planned", ["面积系数"])
    assert "已按最新资料重新核对" in asked.summary["moved"]["zh"]
    own.yes(plan.id)
    assert own.apply(plan.id).state == "done"
    assert "x_mianjixishu" not in (kept(own, "unit", "room")[0][1] or {})


def test_who_may_not_fill_a_field_is_told_and_a_required_one_that_is_absent_too(lite: Desk) -> None:
    own = declared(lite)
    batch = own.plan(sheet(("1", "1", "101", 88, "甄一", "18900000001", "")))
    assert batch.counts["new"] == 1
    assert [n["zh"] for n in batch.summary["notices"]] == [
        "表里没有必填的列：等级。新增的资料这一项先空着，下次改到它时再填。"
    ]


def test_an_import_of_a_release_before_is_taken_back_without_touching_them(lite: Desk) -> None:
    """A stage written without the columns says nothing of what the fields hold."""
    own = declared(lite)
    own.take(first())
    plain = own.take(sheet(("1", "1", "101", 99, "甄一", "18900000001", "")))
    held = kept(own, "unit", "room")
    assert roster.undo_batch(own.engine, own.store, plain.id, actor=own.actor, now=NOW).state == "undone"
    assert kept(own, "unit", "room") == held


def test_the_template_has_their_columns_and_is_understood(lite: Desk) -> None:
    own = declared(lite)
    columns, out = own_columns(own.actor, own.site_id), io.BytesIO()
    write_template(out, offered(columns))
    with read_roster(out, "模板.xlsx", own=reading(columns)) as file:
        assert file.unknown == ()
        assert all(c.confidence == "sure" for c in file.mappings[0].columns)
        assert {c.target for c in columns} <= file.present
    book = openpyxl.load_workbook(out)
    head = [c.value for c in book.worksheets[0][1]]
    assert head[-9:] == [
        "面积系数",
        "验房日",
        "*等级",
        "房屋·备忘",
        "业主·备忘",
        "单位",
        "爱好",
        "可发短信",
        "业主·楼层",
    ]
    guide = {r[0].value: r[1].value for r in book[GUIDE].iter_rows(max_col=2)}
    assert guide["等级"] == "必填；从下拉框里选：甲、乙"
    assert guide["爱好"] == "填在业主姓名的那一行，记在第一位业主名下；可填几项，用顿号隔开：下棋、养花、唱歌"
