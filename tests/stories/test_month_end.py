"""The director's month end: summaries prepared from the desk, signed for by their addressees, followed to their rows, printed."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from deadlines import duties
from models.connect import make_engine
from models.duty.duties import BY_CODE
from models.duty.report_list import REPORTS, Report
from models.spec import Role
from seed import factories
from seed.examples import example
from seed.factories import Centre
from tests.stories.conftest import Built, House
from tests.stories.people import PASSWORD, Person
from tests.support.databases import Databases
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser
FRIDAY = dt.datetime(2026, 11, 27, 1, 0, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC)
"""Monday the 30th, 15:30 at the site: the month's last workday."""
MONTH = ("2026-11-01", "2026-11-30")
WORKING = (Role.receptionist, Role.reception_lead, Role.director, Role.cs_supervisor, Role.hr_admin, Role.cashier)
FROM_THE_DESK = {Report.complaint_monthly: "complaint_summary", Report.repair_handover: "order_handover"}
"""Summaries a recurring duty of the lead asks for."""
COUNTED = {
    Report.fee_monthly: {"receipts": "2", "households": "1", "taken": "312.00"},
    Report.complaint_monthly: {"received": "3", "major": "1", "closed": "1", "unclosed": "2"},
    Report.repair_handover: {"going": "2", "going_homes": "1", "going_public": "1", "ready": "2", "stays": "1"},
    Report.callback_sample: {"served": "2", "households": "1", "drawn": "1", "satisfied": "1"},
    Report.quality_monthly: {"inspections": "2", "failures": "1"},
}
"""The figures of each, counted by hand from `papers`; the first is followed to as many rows as it says."""


def papers(centre: Centre) -> None:
    """The month's papers, all of Friday: three repairs in two homes and the hall, complaints, receipts, inspections."""
    for role in (*WORKING, Role.hq_quality):
        centre.password(role, PASSWORD)
    centre.repair_order(state="approved")
    centre.repair_order(state="returned", unit=centre.unit("3-1-601").id)
    centre.repair_order(state="approved", scope="public", location="北门岗亭")
    centre.complaint()
    centre.complaint(state="closed")
    centre.complaint(state="investigated", severity="major")
    example(centre, "Receipt")
    example(centre, "Receipt", bill=example(centre, "Bill"))
    centre.inspection(state="approved", failed=True)
    centre.inspection(state="approved")


@pytest.fixture(scope="module")
def house(databases: Databases, live_server: Callable[..., LiveServer], browser: Browser) -> Iterator[House]:
    """A small centre on the last afternoon of its month."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        papers(factories.centre(session, FRIDAY))
        duties.roll(session, NOW)
        session.commit()
    engine.dispose()
    with ExitStack() as people:
        yield House(Built(url, NOW, {}, {}), url, live_server(url, at=NOW), browser, people)
    databases.drop(url)


def account(role: Role) -> str:
    return role.value if role is Role.hq_quality else f"{role.value}@ltxy"


def figures(person: Person, report: Report) -> dict[str, str]:
    shown = {code: person.page.locator(f'[data-figure="{code}"] td.figure') for code in COUNTED[report]}
    expect(next(iter(shown.values()))).to_be_visible()
    return {code: cell.inner_text().split()[0] for code, cell in shown.items()}  # without the unit


def by_duty(person: Person, duty: str) -> str:
    """Go where the desk's line of a recurring duty leads; return that address."""
    person.open("/admin/")
    way = person.page.locator("[data-column=duties] li").filter(has_text=BY_CODE[duty].label.zh).last.locator("a.t")
    to = str(way.get_attribute("href"))
    with person.page.expect_navigation():
        way.click()
    return to


def hand_in(person: Person, report: Report) -> int:
    """The figures beneath the form are those counted by hand; comment them and submit; returns the summary's id."""
    page = person.page
    period = page.input_value("[name=period_from]"), page.input_value("[name=period_to]")
    assert (page.input_value("[name=report]"), period) == (report.value, MONTH)
    assert figures(person, report) == COUNTED[report]
    person.fill("comment", f"{report.value}：已逐项核对。")
    with page.expect_navigation():
        page.locator("button[name=after][value=submit]").click()
    assert person.status == "submitted", person.errors()
    assert "审批" not in person.said  # addressees sign for it
    return person.id


def draw_and_call(clerk: Person) -> None:
    """From the duty's line: the sample is drawn, and the one home in it called."""
    page = clerk.page
    by_duty(clerk, "callback_sample")
    with page.expect_navigation():
        page.locator("[data-draw]").click()
    homes = page.locator("[data-table=homes] tbody tr")
    expect(homes).to_have_count(2)  # the hall is no home
    with page.expect_navigation():
        homes.filter(has_text="502").locator("a.btn").click()
    expect(page.locator("[name=interviewee]")).to_have_value("周01")
    clerk.choose("reached", "是")
    clerk.choose("satisfaction", "5")
    with page.expect_navigation():
        page.locator("button[name=after][value=submit]").click()
    assert clerk.status == "submitted", clerk.errors()
    clerk.open("/admin/callback/sample/")
    expect(page.locator("[data-progress]")).to_contain_text("已联系上 1 户")
    with page.expect_navigation():
        page.locator('a[href*="report=callback_sample"]').click()


def signs(addressee: Person, number: str, status: str) -> None:
    """From the bell to the summary; he signs for it."""
    page = addressee.open("/admin/notices/").page
    with page.expect_navigation(url="**/periodic_report/details/**"):
        page.locator("[data-notice]").filter(has_text=number).first.click()
    assert "已逐项核对" in addressee.value("comment")
    expect(page.locator(".chain [aria-current=step]")).to_contain_text("待审阅签收")
    addressee.press("approve")
    addressee.save()
    assert ("approve" in addressee.buttons(), addressee.status) == (False, status)


def follow(reader: Person, report: Report) -> None:
    """The summary keeps the figures; the first leads to exactly as many rows as it says."""
    assert figures(reader, report) == COUNTED[report]
    first, said = next(iter(COUNTED[report].items()))
    reader.open(str(reader.page.locator(f'[data-figure="{first}"] a').get_attribute("href")))
    assert len(reader.rows()) == int(said)


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
    people = {role: person(account(role)) for role in (*WORKING, Role.hq_quality)}
    lead, clerk, boss = people[Role.reception_lead], people[Role.receptionist], people[Role.director]
    made: dict[Report, int] = {}
    for report, duty in FROM_THE_DESK.items():
        way = by_duty(lead, duty)
        made[report] = hand_in(lead, report)
        lead.open("/admin/")
        expect(lead.page.locator(f'[data-column=duties] a[href="{way}"]')).to_have_count(0)  # done
    draw_and_call(clerk)
    made[Report.callback_sample] = hand_in(clerk, Report.callback_sample)
    for somebody, report in ((lead, Report.fee_monthly), (boss, Report.quality_monthly)):
        somebody.open("/admin/periodic_report/new/").pick("report", report.label.zh)
        expect(somebody.page.locator("[name=period_to]")).to_have_value(MONTH[1])  # its usual period comes by itself
        made[report] = hand_in(somebody, report)
    for report, record in made.items():
        to = REPORTS[report].to
        number = people[to[0]].record("periodic_report", record).number
        for role in to:
            signs(people[role], number, "approved" if role is to[-1] else "submitted")
        follow(people[to[0]].record("periodic_report", record), report)
        printed(people[to[0]], record, to)
