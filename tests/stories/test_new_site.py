"""The administrator's new site: one workbook opens it, a roster fills it, a new colleague signs in and sees it."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.exchange import books
from tests.exchange.roster_site import sheet
from tests.stories.conftest import Built, House
from tests.stories.people import Person
from tests.support import browser as browsers
from tests.support.databases import Databases
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser
PACK = Path(__file__).resolve().parents[2] / "seed" / "packs" / "yghy.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ("楼号", "单元", "房号", "建筑面积", "姓名", "手机", "绰号")
ROWS = (
    ("21", "1", "101", "88.5", "甄一", "19800000001", "老甄"),
    ("21", "1", "102", "90", "甄二", "19800000002", ""),
    ("21", "1", "103", "很大", "甄三", "19800000003", ""),
)
OWN = "Plum-blossom-88"


@pytest.fixture(scope="module")
def house(
    built: Built, databases: Databases, live_server: Callable[..., LiveServer], browser: Browser
) -> Iterator[House]:
    """A house with a job worker beside its server: rosters are read and written there."""
    url = databases.copy(built.url)
    with ExitStack() as people:
        yield House(built, url, live_server(url, jobs=True), browser, people)
    databases.drop(url)


def send(somebody: Person, home: str, name: str, content: bytes, site: str = "") -> None:
    """Choose a file, say which site it is for, and press the button."""
    page = somebody.open(home).page
    page.set_input_files("[name=file]", files={"name": name, "mimeType": XLSX, "buffer": content})
    if site:
        page.select_option("select[name=site]", label=site)
    with page.expect_navigation():
        page.locator("[data-save]").click()


def settled(page: Page) -> None:
    """Wait until the worker has done its part and the page has moved on by itself."""
    expect(page.locator("[data-progress]")).to_have_count(0, timeout=60_000)
    page.wait_for_load_state()


def counts(page: Page) -> dict[str, str]:
    return {str(tab.get_attribute("data-verdict")): tab.locator("[data-count]").inner_text().strip()
            for tab in page.locator("[data-verdict]").all()}  # fmt: skip


def findings(page: Page) -> Locator:
    return page.locator(".plan tbody tr")


def goes_to(page: Page, header: str) -> Locator:
    """The select that says where a column goes; the table of columns is opened first."""
    if page.locator("details.sheet[open]").count() == 0:
        page.locator("details.sheet summary").click()
    return (
        page.locator("table.map tr")
        .filter(has=page.locator("th", has_text=re.compile(f"^{header}$")))
        .locator("select")
    )


def kept(download: Download) -> bytes:
    path = download.path()
    return Path(path).read_bytes()


def roster(*rows: tuple[str, ...]) -> bytes:
    return sheet(*rows, header=HEADER).getvalue()


def opens(admin: Person) -> tuple[str, str]:
    """The desk leads to the page; the template has its sheets; the pack is shown, and opened with one press.

    Returns the new director's account and first password.
    """
    page = admin.page
    page.get_by_role("link", name="开通项目").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert load_workbook(io.BytesIO(kept(template.value)), read_only=True).sheetnames[1:3] == ["项目", "部门"]
    send(admin, "/admin/site/import/", PACK.name, PACK.read_bytes())
    assert counts(page)["refused"] == "0"
    expect(findings(page).first).to_contain_text("YGHY 阳光花园")
    page.fill(".tabs-bar [name=q]", "郑玉兰")
    page.keyboard.press("Enter")
    expect(findings(page)).to_have_count(1)
    page.get_by_role("button", name="开通 YGHY").click()
    admin.sees("项目 YGHY 阳光花园 已就绪")
    handed = page.locator("tr", has_text="director@yghy").locator("td").all_inner_texts()
    return handed[2], handed[3]


def reads_a_roster(admin: Person) -> None:
    """In the background, also when the page is loaded again; the mapping is shown, and the nickname made the name and back."""
    page = admin.page
    page.get_by_role("link", name="导入业主名册").click()
    send(admin, page.url, "名册.xlsx", roster(*ROWS), site="阳光花园")
    page.reload()
    settled(page)
    assert counts(page) == {"new": "2", "changed": "0", "unchanged": "0", "refused": "1"}
    admin.sees("绰号")  # a header nobody knows is named
    assert (goes_to(page, "绰号").input_value(), goes_to(page, "姓名").input_value()) == ("", "owner_name")
    goes_to(page, "姓名").select_option(label="不导入")
    goes_to(page, "绰号").select_option(label="业主姓名")
    with page.expect_navigation():
        page.get_by_role("button", name="按这个对照重新检查").click()
    settled(page)
    page.locator("[data-verdict=new]").click()
    expect(findings(page).first).to_contain_text("老甄")
    goes_to(page, "绰号").select_option(label="不导入")
    goes_to(page, "姓名").select_option(label="业主姓名")
    with page.expect_navigation():
        page.get_by_role("button", name="按这个对照重新检查").click()
    settled(page)


def looks_at_the_refused(page: Page) -> None:
    """Rows by what becomes of them; the refused one says why, and can be taken away to be mended."""
    page.locator("[data-verdict=refused]").click()
    expect(findings(page)).to_have_count(1)
    expect(findings(page)).to_contain_text("“很大”不是面积")
    expect(findings(page)).to_contain_text("第 4 行 · D 列")
    with page.expect_download() as refused:
        page.get_by_role("link", name="下载有问题的行").click()
    mended = load_workbook(io.BytesIO(kept(refused.value)))
    lines = [[str(c or "") for c in row] for row in mended.worksheets[0].iter_rows(values_only=True)]
    assert any("很大" in line and any("面积" in cell for cell in line) for line in lines)


def writes(admin: Person) -> str:
    """All or nothing, unless the good rows are asked for; returns the address of the result."""
    page = admin.page
    page.get_by_role("button", name="写入 2 行").click()
    page.wait_for_load_state()
    admin.sees("有 1 行不能导入")
    page.get_by_label("只导入没有问题的行").check()
    page.get_by_role("button", name="写入 2 行").click()
    settled(page)
    admin.sees("已导入")
    assert (counts(page)["new"], counts(page)["refused"]) == ("2", "1")
    result = page.url
    admin.open("/admin/unit/?search=21-1-101")
    assert len(page.locator("tr[data-id]").all()) == 1
    return result


def sends_it_again(admin: Person) -> None:
    """The same again changes nothing; another area is a change, before and after; called off, nothing is left of it."""
    page = admin.page
    send(admin, "/admin/unit/import/", "名册.xlsx", roster(*ROWS[:2]), site="阳光花园")
    settled(page)
    assert counts(page) == {"new": "0", "changed": "0", "unchanged": "2", "refused": "0"}
    expect(page.locator("[data-save]")).to_be_disabled()
    admin.sees("没有要写入的内容")
    send(
        admin,
        "/admin/unit/import/",
        "名册.xlsx",
        roster((*ROWS[0][:3], "91.5", *ROWS[0][4:]), ROWS[1]),
        site="阳光花园",
    )
    settled(page)
    expect(findings(page).first).to_contain_text(re.compile("88.50.*→.*91.50"))
    page.get_by_role("button", name="取消这次导入").click()
    admin.sees("已取消，没有留下任何改动")
    admin.open("/admin/unit/?search=21-1-101")
    expect(page.locator("tr[data-id]")).to_contain_text("88.5")


def takes_it_back(admin: Person, result: str) -> None:
    """The homes are gone again."""
    page = admin.page
    admin.open(result)
    page.get_by_role("button", name="撤销导入").click()
    page.locator("dialog[open] [data-yes]").click()
    admin.sees("已撤销")
    admin.open("/admin/unit/?search=21-1-101")
    assert page.locator("tr[data-id]").count() == 0


def comes_to_work(house: House, username: str, first: str) -> None:
    """His first password opens nothing but the page that changes it; then he sees his site."""
    with browsers.visitor(house.browser, house.server.url) as his:
        newcomer = Person(his).enter(username, first)
        for path in ("/admin/", "/admin/unit/"):
            newcomer.open(path)
            expect(his).to_have_url(re.compile("/account/password"))
        newcomer.fill("current", first)
        newcomer.fill("password", OWN)
        newcomer.fill("again", OWN)
        with his.expect_navigation():
            his.get_by_role("button", name="保存新密码").click()
        newcomer.open("/admin/unit/")
        expect(his.locator("body")).to_contain_text("阳光花园")
        assert his.locator("tr[data-id]").count() > 0


def test_a_site_is_opened_and_filled(person: Callable[..., Person], house: House) -> None:
    admin = person("sysadmin")
    username, first = opens(admin)
    reads_a_roster(admin)
    looks_at_the_refused(admin.page)
    result = writes(admin)
    sends_it_again(admin)
    takes_it_back(admin, result)
    comes_to_work(house, username, first)


def test_a_roster_is_called_off_while_it_waits(person: Callable[..., Person], house: House) -> None:
    admin = person("sysadmin")
    page = admin.page
    send(admin, "/admin/unit/import/", "大名册.xlsx", books.plain().getvalue(), site="蓝天新苑")
    cancel = page.get_by_role("button", name=re.compile("^取消"))
    cancel.click()
    page.wait_for_load_state()
    settled(page)
    admin.sees("已取消，没有留下任何改动")
    admin.open("/admin/unit/?search=甄二甲")
    assert page.locator("tr[data-id]").count() == 0
