"""A choice of several members on every surface: form, conditions, list, filter, search, history, export and import."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import SYSTEM
from admin_views import list_filters
from exchange.reading import cells
from exchange.reading.refusals import CellRefused
from models.connect import make_engine
from models.declare.types import Members
from models.engine import HistoryEntry
from models.estate.rectification_notice import RectificationMeasure as Measure
from models.estate.rectification_notice import RectificationNotice as Notice
from models.export import describe_one
from models.spec import When
from seed import factories
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser, record

LIST = "/admin/rectification_notice/"
FIELD = Notice.__fields__["measures"]


@pytest.fixture
def supervisor(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("cs_supervisor@ltxy")


@pytest.fixture
def notice(centre: Centre) -> Any:
    made = example(centre, "RectificationNotice", measures=["deduct", "stop"], due_on=centre.now.date())
    centre.session.commit()
    return made


def test_values_come_in_as_people_and_programs_write_them() -> None:
    both = (Measure.stop, Measure.deduct)
    for given in (["deduct", "stop", "stop"], (Measure.deduct, Measure.stop), "停止施工、扣装修保证金",
                  "Deduct from the deposit, stop work", "stop；deduct", "停止施工 扣装修保证金"):  # fmt: skip
        assert workflow.coerce(FIELD, given) == both
    nothings: tuple[Any, ...] = (None, "", [], ())
    for nothing in nothings:
        assert workflow.coerce(FIELD, nothing) == ()
    for wrong in (["stop", "pay"], "停止施工、罚款", 7):
        with pytest.raises(workflow.Wrong, match="处理方式"):
            workflow.coerce(FIELD, wrong)


def test_a_condition_holds_when_its_value_is_among_them() -> None:
    when = When("measures", "rectify", "evict")
    assert when.holds((Measure.stop, Measure.rectify))
    assert not when.holds((Measure.stop,))
    assert not when.holds(())


def test_the_declaration_is_described_with_its_choices() -> None:
    told = next(f for f in describe_one(Notice)["fields"] if f["name"] == "measures")
    assert (told["type"], told["required"]) == ("enums", True)
    assert [c["value"] for c in told["choices"]] == ["stop", "rectify", "deduct", "evict"]


def test_the_form_is_a_group_of_boxes_and_keeps_what_is_ticked(
    supervisor: Browser, centre: Centre, notice: Any
) -> None:
    page = supervisor.get(f"{LIST}edit/?id={notice.id}")
    boxes = page.html.select("fieldset[data-box=measures] input[type=checkbox][name=measures]")
    assert [str(b["value"]) for b in boxes if b.has_attr("checked")] == ["stop", "deduct"]
    assert page.one("[data-box=due_on]")["data-required-when"] == "measures=rectify"
    sent = supervisor.send(page, measures=["stop", "rectify"], due_on="")
    assert (sent.status, set(sent.errors)) == (422, {"due_on"})
    assert [str(b["value"]) for b in sent.html.select("[name=measures][checked]")] == ["stop", "rectify"]
    assert supervisor.send(sent, measures=["stop", "rectify"], due_on="2026-12-01").status == 303
    assert record(centre, "RectificationNotice", notice.id).measures == (Measure.stop, Measure.rectify)
    raw = centre.session.execute(text("select measures from rectification_notice")).scalar_one()
    assert raw == '["stop", "rectify"]'


def test_none_ticked_is_refused_where_one_is_required(supervisor: Browser, centre: Centre, notice: Any) -> None:
    page = supervisor.get(f"{LIST}edit/?id={notice.id}")
    refused = supervisor.send(page, measures=None)
    assert (refused.status, refused.errors["measures"]) == (422, "请填写处理方式。")
    assert record(centre, "RectificationNotice", notice.id).measures == (Measure.stop, Measure.deduct)


def test_record_list_and_history_show_the_words(supervisor: Browser, centre: Centre, notice: Any) -> None:
    supervisor.send(supervisor.get(f"{LIST}edit/?id={notice.id}"), measures=["evict"])
    page = supervisor.get(f"{LIST}details/?id={notice.id}")
    assert page.value("measures") == "驱逐施工单位离场"
    assert "停止施工、扣装修保证金" in " ".join(page.texts("[data-timeline], .timeline, #history, main"))
    assert "驱逐施工单位离场" in supervisor.get(f"{LIST}?cols=measures").words
    centre.session.rollback()
    last = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "rectification_notice").order_by(HistoryEntry.id.desc())
    ).first()
    assert last is not None
    assert last.changes == [{"field": "measures", "old": ["stop", "deduct"], "new": ["evict"]}]


def test_a_filter_finds_those_that_hold_it_and_search_finds_the_words(
    supervisor: Browser, centre: Centre, notice: Any
) -> None:
    other = example(centre, "RectificationNotice", measures=["evict"])
    centre.session.commit()
    for query, found in (
        ("flt_measures_in=stop", [notice.id]),
        ("flt_measures_contains=deduct", [notice.id]),
        ("flt_measures_in=stop,evict", [other.id, notice.id]),
        ("flt_measures_empty=true", []),
        ("search=驱逐施工", [other.id]),
    ):
        assert sorted(supervisor.get(f"{LIST}?{query}").ids) == sorted(found), query
    assert "已忽略" in supervisor.get(f"{LIST}?flt_measures_in=pay").words


def test_an_export_reads_back(director: Browser, notice: Any) -> None:
    answer = director.client.get(f"{LIST}export/csv/").get_data(as_text=True).lstrip("\ufeff")
    (line,) = csv.DictReader(io.StringIO(answer))
    read = cells.choices(Measure)
    assert line["处理方式"] == "停止施工、扣装修保证金"
    assert read(line["处理方式"]) == (Measure.stop, Measure.deduct)
    assert read("Stop work, deduct") == read("扣装修保证金／停止施工") == (Measure.stop, Measure.deduct)
    assert read("—") == ()
    with pytest.raises(CellRefused, match="罚款"):
        read("停止施工、罚款")


@pytest.mark.postgres
def test_postgresql_keeps_and_finds_them_alike(databases: Any) -> None:
    engine = make_engine(databases.fresh("postgres"), poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        made = example(factories.centre(session), "RectificationNotice", measures=["deduct", "stop"])
        session.flush()
        session.expire_all()
        assert made.measures == (Measure.stop, Measure.deduct)
        for value, n in (("stop", 1), ("evict", 0)):
            condition = list_filters.Condition(FIELD, "in", (value,), (value,))
            assert len(session.scalars(select(Notice).where(list_filters.sql(Notice, condition))).all()) == n
        empty = list_filters.Condition(FIELD, "empty", ("true",), (True,))
        assert session.scalars(select(Notice).where(list_filters.sql(Notice, empty))).all() == []
    engine.dispose()


def test_a_value_that_is_no_member_never_reaches_the_database() -> None:
    with pytest.raises(ValueError, match="pay"):
        Members(Measure).process_bind_param(["pay"], None)  # type: ignore[arg-type]  # the dialect is not looked at
