"""The director's month end in the demo centre: six summaries prepared from the desk, signed for, followed to their rows, printed."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models.connect import make_engine
from models.duty.duties import BY_CODE
from models.duty.report_list import REPORTS, Report
from models.spec import Role
from seed import demo
from tests.stories.conftest import Built, House
from tests.stories.people import PASSWORD, Person
from tests.support.databases import Databases
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser
NOW = dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC)
"""Monday the 30th, 15:30 at the site: the month's last workday, and the day of last week's orders."""
LEAD = "reception_lead@ltxy"
MONTH = ("2026-11-01", "2026-11-30")
FROM_THE_DESK = {
    "callback_weekly": ("monday_approval", ("2026-11-23", "2026-11-29")),
    "fee_monthly": ("fee_statistics", MONTH),
    "complaint_monthly": ("complaint_summary", MONTH),
    "repair_handover": ("order_handover", MONTH),
}
"""Summaries a recurring duty asks for: the duty, and the period its form opens with."""
FROM_THE_LIST = {"stock_monthly": MONTH, "attendance_monthly": ("2026-10-01", "2026-10-31")}
"""Those she begins by herself; attendance is about the month before."""
FOLLOWED = {
    "callback_weekly": "returned", "fee_monthly": "receipts", "complaint_monthly": "received", "repair_handover": "going",
    "stock_monthly": "low", "attendance_monthly": "sheets",
}  # fmt: skip
"""A figure of each, with as many rows behind it as it says."""


@pytest.fixture(scope="module")
def house(databases: Databases, live_server: Callable[..., LiveServer], browser: Browser) -> Iterator[House]:
    """The demo centre on the last afternoon of its month."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    demo.seed(lambda: Session(engine), password=PASSWORD, now=NOW)
    engine.dispose()
    with ExitStack() as people:
        yield House(Built(url, NOW, {}, {}), url, live_server(url, at=NOW), browser, people)
    databases.drop(url)


def period(person: Person) -> tuple[str, str]:
    return person.page.input_value("[name=period_from]"), person.page.input_value("[name=period_to]")


def hand_in(lead: Person, report: str) -> int:
    """Comment the figures that stand beneath the form and submit; returns the report's id."""
    page = lead.page
    expect(page.locator(f'[data-figure="{FOLLOWED[report]}"]')).to_be_visible()  # before anything is saved
    lead.fill("comment", f"{report}：已逐项核对。")
    with page.expect_navigation():
        page.locator("button[name=after][value=submit]").click()
    assert lead.status == "submitted", lead.errors()
    assert "审批" not in lead.said  # addressees sign for it
    return lead.id


def by_the_desk(lead: Person, report: str) -> int:
    """From the line of the recurring duty to its form; once it is handed in, the line is gone."""
    duty, usual = FROM_THE_DESK[report]
    lead.open("/admin/")
    line = lead.page.locator("[data-column=duties] li").filter(has_text=BY_CODE[duty].label.zh).last
    way = line.locator("a.t").get_attribute("href")
    with lead.page.expect_navigation(url="**/periodic_report/new/**"):
        line.locator("a.t").click()
    assert (lead.page.input_value("[name=report]"), period(lead)) == (report, usual)
    made = hand_in(lead, report)
    lead.open("/admin/")
    expect(lead.page.locator(f'[data-column=duties] a[href="{way}"]')).to_have_count(0)
    return made


def by_the_list(lead: Person, report: str) -> int:
    """From the register: report chosen, its usual period comes by itself."""
    lead.open("/admin/periodic_report/")
    with lead.page.expect_navigation():
        lead.page.locator("a.fab").click()
    lead.pick("report", Report(report).label.zh)
    expect(lead.page.locator("[name=period_to]")).to_have_value(FROM_THE_LIST[report][1])
    assert period(lead) == FROM_THE_LIST[report]
    return hand_in(lead, report)


def signs(addressee: Person, report: str, number: str) -> None:
    """From the bell to the report; he signs for it."""
    page = addressee.open("/admin/notices/").page
    with page.expect_navigation(url="**/periodic_report/details/**"):
        page.locator("[data-notice]").filter(has_text=number).first.click()
    assert "已逐项核对" in addressee.value("comment"), report
    expect(page.locator(".chain [aria-current=step]")).to_contain_text("待审阅签收")
    expect(page.locator('.rec-acts [data-transition="approve"]')).to_contain_text("审阅签收")
    addressee.press("approve")
    addressee.save()
    assert "approve" not in addressee.buttons()


def follow(reader: Person, report: str) -> None:
    """A figure of the report leads to exactly as many rows as it says."""
    link = reader.page.locator(f'[data-figure="{FOLLOWED[report]}"] a')
    said, way = int(link.inner_text()), link.get_attribute("href")
    assert said > 0
    reader.open(f"{way}&page_size=100")
    assert len(reader.rows()) == said, report


def printed(reader: Person, made: int, to: tuple[Role, ...]) -> None:
    """The paper names everyone who signed, and comes as a PDF."""
    page = reader.open(f"/admin/periodic_report/print/?id={made}").page
    boxes = page.locator(".boxes .box")
    expect(boxes).to_have_count(len(to))
    for box in boxes.all():
        expect(box).to_contain_text("审阅签收")
        expect(box).to_contain_text("2026-11-30")
    answer = page.request.get(str(page.locator('nav a[href*="/pdf/"]').get_attribute("href")))
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")


def test_the_months_summaries_are_prepared_signed_for_followed_and_printed(person: Callable[..., Person]) -> None:
    lead = person(LEAD)
    made = {report: by_the_desk(lead, report) for report in FROM_THE_DESK}
    made |= {report: by_the_list(lead, report) for report in FROM_THE_LIST}
    people = {
        role: person(f"{role.value}@ltxy") for role in dict.fromkeys(r for m in made for r in REPORTS[Report(m)].to)
    }
    for report, record in made.items():
        to = REPORTS[Report(report)].to
        number = lead.record("periodic_report", record).number
        for nth, role in enumerate(to, 1):
            signs(people[role], report, number)
            assert people[role].status == ("approved" if nth == len(to) else "submitted")
        follow(people[to[0]].record("periodic_report", record), report)
        printed(people[to[0]], record, to)
    boss = people[Role.director].open("/admin/")
    with boss.page.expect_navigation():
        boss.page.locator('.quick a[href="/admin/board/"]').click()
    assert boss.page.locator("[data-gauge]").count() > 0
