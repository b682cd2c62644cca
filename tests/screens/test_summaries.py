"""Summaries on the screen: figures on page, form, paper and in Excel, each number a list of exactly its rows."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask import Flask

from access import SYSTEM
from reports import daily, recurrence
from seed.factories import Centre
from tests.screens.conftest import Browser

NEW = "/admin/periodic_report/new/"


@pytest.fixture
def week(centre: Centre, clock: Any) -> dict[str, Any]:
    """A week with three slips back, one of them called back; the clock stands on its last evening."""
    made = {"called": centre.repair_order(state="called_back")}
    made |= {name: centre.repair_order(state="returned") for name in ("open", "other")}
    centre.session.commit()
    clock.at = max(clock.at, centre.now)
    return made


def days(centre: Centre) -> dict[str, str]:
    """The week the centre's clock stands in."""
    year, number, _ = centre.now.isocalendar()
    return {"period_from": f"{dt.date.fromisocalendar(year, number, 1):%Y-%m-%d}",
            "period_to": f"{dt.date.fromisocalendar(year, number, 7):%Y-%m-%d}"}  # fmt: skip


def filed(centre: Centre) -> Any:
    paper = centre.make("PeriodicReport", {"report": "callback_weekly", **days(centre)}, by="reception_lead")
    centre.session.commit()
    return paper


def test_the_form_shows_the_figures_before_anything_is_saved(
    centre: Centre, week: dict[str, Any], sign_in: Callable[[str], Browser]
) -> None:
    lead = sign_in("reception_lead@ltxy")
    about = "&".join(f"{k}={v}" for k, v in days(centre).items())
    page = lead.get(f"{NEW}?report=callback_weekly&{about}")
    assert page.texts("[data-figure=returned] td")[0] == "3"
    assert page.texts("[data-figure=rate] td") == ["33.33%", "≥ 98%", "未达标"]
    assert page.texts("[data-table=not_called_back] tbody td:first-child") == [
        week["open"].number,
        week["other"].number,
    ]
    usual = lead.get(f"{NEW}?report=callback_weekly")
    assert usual.fields()["period_to"] < days(centre)["period_from"], "last week, when none is named"
    assert "由接待主管编制" in sign_in("director@ltxy").get(f"{NEW}?report=callback_weekly&{about}").words


def test_a_second_report_of_a_period_is_refused_with_a_link_to_the_first(
    centre: Centre, sign_in: Callable[[str], Browser]
) -> None:
    paper = filed(centre)
    lead = sign_in("reception_lead@ltxy")
    page = lead.get(f"{NEW}?report=callback_weekly&" + "&".join(f"{k}={v}" for k, v in days(centre).items()))
    refused = lead.send(page, comment="再来一份")
    assert refused.status == 422
    assert paper.number in refused.errors["period_from"]
    assert refused.one(f'[data-summary] a[href$="details/?id={paper.id}"]').get_text() == paper.number


def test_behind_every_number_is_a_list_of_exactly_its_rows_and_its_export(
    centre: Centre, week: dict[str, Any], sign_in: Callable[[str], Browser]
) -> None:
    centre.do(filed(centre), "submit", "reception_lead")
    centre.session.commit()
    director = sign_in("director@ltxy")
    page = director.get("/admin/periodic_report/details/?id=1")
    link = str(page.one("[data-figure=open] a")["href"])
    rows = director.get(link)
    assert sorted(rows.ids) == sorted([week["open"].id, week["other"].id])
    assert "上周已回访维修任务单报批 · 未回访，转入下周" in rows.words
    assert director.get("/admin/repair_order/" + str(rows.one(".active a.f")["href"])).ids != rows.ids, (
        "the cross takes the filter away"
    )
    export = "/admin/repair_order/" + str(rows.one('a[href*="export/csv"]')["href"])
    lines = director.get(export).answer.text.splitlines()
    assert len(lines) == 1 + 2
    wrong = director.get(link.replace("callback_weekly.open", "callback_weekly.nothing"))
    assert (wrong.status, "没有“callback_weekly.nothing”这个统计数据" in wrong.words) == (200, True)
    elsewhere = director.get(link.replace("/admin/repair_order/", "/admin/complaint/"))
    assert "没有“callback_weekly.open”这个统计数据" in elsewhere.words


def test_g5_what_changed_since_the_submission_is_marked(
    centre: Centre, week: dict[str, Any], sign_in: Callable[[str], Browser]
) -> None:
    centre.do(filed(centre), "submit", "reception_lead")
    centre.session.commit()
    director = sign_in("director@ltxy")
    assert not director.get("/admin/periodic_report/details/?id=1").html.select("[data-changed]")
    centre.do(week["open"], "void", "cs_supervisor", reason="重复登记")
    centre.session.commit()
    page = director.get("/admin/periodic_report/details/?id=1")
    assert "有 4 处变化" in page.one("[data-changed] summary").get_text()
    assert page.texts("[data-figure=returned] td")[0] == "3", "the paper says what it said"
    assert "本周返回任务单 3 2" in page.texts("[data-changed] tbody tr")


def test_the_paper_and_the_book_carry_the_same_figures(
    centre: Centre, week: dict[str, Any], sign_in: Callable[[str], Browser]
) -> None:
    paper = filed(centre)
    director = sign_in("director@ltxy")
    sheet = director.get(f"/admin/periodic_report/print/?id={paper.id}")
    assert ["3", "维修回访率", "33.33%", "≥ 98%", "未达标"] in [
        [" ".join(td.get_text(" ").split()) for td in tr.select("td")] for tr in sheet.html.select("table.lines tr")
    ]
    book = openpyxl.load_workbook(io.BytesIO(director.get(f"/admin/periodic_report/xlsx/?id={paper.id}").answer.data))
    first = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(min_row=6, values_only=True)}
    assert first["维修回访率"] == (33.33, "%", 98, "未达标")
    assert [row[0] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)] == [
        week["open"].number, week["other"].number
    ]  # fmt: skip


def test_flask_report_says_the_same(app: Flask, centre: Centre, week: dict[str, Any]) -> None:
    assert week
    period = ["--from", days(centre)["period_from"], "--to", days(centre)["period_to"]]
    run = app.test_cli_runner()
    found = run.invoke(args=["report", "callback_weekly", "--site", "ltxy", *period])
    assert (found.exit_code, "33.33 %" in found.output) == (0, True)
    wrong = run.invoke(args=["report", "weather", "--site", "ltxy", *period])
    assert (wrong.exit_code, "没有报表“weather”" in wrong.output) == (1, True)


def test_the_month_end_sample_is_drawn_once_and_leads_to_prefilled_calls(
    centre: Centre, sign_in: Callable[[str], Browser]
) -> None:
    """003 (二)4: the clerk draws it, each home is a call with the person to be called filled in."""
    for address in ("3-1-502", "3-1-601"):
        centre.repair_order(state="completed", unit=centre.unit(address).id)
    centre.session.commit()
    clerk = sign_in("receptionist@ltxy")
    here = f"/admin/callback/sample/?month={centre.now:%Y-%m}"
    assert clerk.get(here).one("[data-draw]").get_text(strip=True) == "抽取样本"
    for _ in range(2):
        assert clerk.post(here).status == 303
    page = clerk.get(here)
    assert sorted(page.texts("[data-table=homes] tbody th")) == ["3栋1单元502", "3栋1单元601"]
    form = clerk.get(str(page.one("[data-table=homes] .btn")["href"]))
    assert (form.fields()["kind"], form.fields()["interviewee"][:1]) == ("sample", "周")
    saved = clerk.send(form, reached="true", satisfaction="5", opinion="很好", after="submit")
    assert saved.status == 303, saved.errors
    assert "已联系上 1 户" in clerk.get(here).one("[data-progress]").get_text()
    assert sign_in("technician@ltxy").get(here).status == 403


def test_s13_a_problem_that_recurs_leads_from_bell_and_desk_to_its_prefilled_analysis(
    centre: Centre, clock: Any, sign_in: Callable[[str], Browser]
) -> None:
    orders = [centre.repair_order(unit=centre.unit(a).id) for a in ("3-1-502", "3-1-601", "5-2-1201")]
    centre.session.commit()
    clock.at = centre.now + dt.timedelta(days=1)
    assert recurrence.tell(centre.session, clock.at) == 2
    (problem,) = recurrence.waiting(centre.session, centre.site_id)
    clerk, lead = sign_in("receptionist@ltxy"), sign_in("reception_lead@ltxy")
    item = clerk.get("/admin/").one('[data-column=todo] li:has(a[href*="/problem/"])')
    assert "“给排水”类报修 30 天内已有 3 户" in item.get_text()
    bell = clerk.get("/admin/notices/").one("li:-soup-contains(给排水) [data-notice], [data-notice]")
    way = clerk.post(str(bell["formaction"])).location
    assert way == problem.address
    form = clerk.get(clerk.get(way).location)
    fields = form.fields()
    assert (fields["report"], fields["period_from"], fields["period_to"]) == (
        "problem_analysis", problem.since.isoformat(), problem.until.isoformat(),
    )  # fmt: skip
    assert form.texts("[data-figure=repairs_households] td")[0] == "3 户"
    rows = lead.get(lead.get(way).location)
    assert sorted(rows.ids) == sorted(o.id for o in orders), "who does not prepare it sees the rows"
    saved = clerk.send(form, comment="水管老化")
    assert clerk.get(way).location == saved.location
    for browser in (clerk, lead):
        assert browser.get("/admin/").html.select('a[href*="/problem/"]') == []
    for wrong in ("?site=99&register=repair_order&value=water&to=2026-11-20", "?site=1", ""):
        assert clerk.get(f"/admin/periodic_report/problem/{wrong}").status == 404
    assert sign_in("technician@ltxy").get(way).status == 403


def test_what_the_system_handed_in_waits_for_its_addressee_on_desk_and_list(
    centre: Centre, sign_in: Callable[[str], Browser]
) -> None:
    daily.prepare(centre.session, SYSTEM, centre.now)
    supervisor = sign_in("cs_supervisor@ltxy")
    assert "欠费催缴账龄及到期清单" in " ".join(supervisor.get("/admin/").texts("[data-column=waiting] li"))
    assert len(supervisor.get("/admin/periodic_report/?chip=waiting").ids) == 1
