"""The roster import over HTTP, with the queue run in between: upload, plan, columns, apply, result, undo, and who may not."""

import io
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from admin_views.queue import jobs
from jobs.queue import Jobs
from models.base.site import Site
from models.base.unit import Unit
from models.engine import ImportBatch
from models.spec import Role
from tests.exchange import books
from tests.exchange.roster_site import sheet
from tests.web.conftest import Browser, words

HOME = "/admin/unit/import/"


@pytest.fixture
def queue(app: Flask, tmp_path: object) -> Iterator[Jobs]:
    with app.test_request_context():
        found = jobs()
    yield found
    found.close()


@pytest.fixture
def admin(account: Callable[..., str], browser: Browser) -> Browser:
    browser.sign_in(account("sysadmin", Role.sysadmin))
    return browser


def send(browser: Browser, book: io.BytesIO, site: Site, name: str = "名册.xlsx", home: str = HOME) -> TestResponse:
    client: FlaskClient = browser.client
    fields = {"csrf_token": browser.token(home), "site": str(site.id), "file": (book, name)}
    return client.post(home, data=fields, content_type="multipart/form-data")


def planned(browser: Browser, book: io.BytesIO, site: Site, queue: Jobs) -> str:
    answer = send(browser, book, site)
    assert answer.status_code == 303, words(answer)
    address = answer.headers["Location"]
    assert "data-progress" in browser.get(address).text
    assert queue.run_waiting() == 1
    return str(address)


def remap(browser: Browser, address: str, chosen: dict[str, str]) -> TestResponse:
    return browser.client.post(f"{address}remap/", data={"csrf_token": browser.token(address), **chosen})


def homes(session: Session) -> int:
    """How many homes there are, read beside the test's own session."""
    with cast("Engine", session.get_bind()).connect() as c:
        return c.scalar(select(func.count(Unit.id))) or 0


def counts(page: TestResponse) -> dict[str, str]:
    soup = BeautifulSoup(page.text, "html.parser")
    return {str(t["data-verdict"]): t.select_one("[data-count]").get_text() for t in soup.select("[data-verdict]")}  # type: ignore[union-attr]  # each has one


def test_from_upload_to_undo(admin: Browser, site: Site, queue: Jobs, session: Session) -> None:
    assert admin.get(HOME).status_code == 200
    address = planned(admin, books.plain(), site, queue)
    page = admin.get(address)
    assert counts(page) == {"new": "40", "changed": "0", "unchanged": "0", "refused": "0"}
    assert "1栋1单元101" in words(page)
    assert homes(session) == 0
    found = words(admin.get(f"{address}?kind=new&q=甄一丙"))
    assert "1栋1单元101" not in found
    assert "甄一丙" in found

    assert admin.post(f"{address}apply/", page=address).headers["Location"] == address
    status = admin.get(f"{address}status").get_json()
    assert (status["finished"], status["phase"]) == (False, "waiting")
    queue.run_waiting()
    assert admin.get(f"{address}status").get_json()["finished"] is True
    page = admin.get(address)
    assert "已导入" in words(page)
    assert homes(session) == 40
    over = BeautifulSoup(admin.get(f"{address}?kind=new").text, "html.parser")
    assert over.select("form[action$='apply/'], [formaction$='cancel/']") == [], (
        "nothing to press that would be refused"
    )
    assert over.select_one(f"a[href='{address}']") is not None, "but a way back"

    assert admin.post(f"{address}undo", page=address).status_code == 303
    assert "已撤销" in words(admin.get(address))
    assert homes(session) == 0


def test_refused_rows_are_shown_kept_out_and_downloaded(
    admin: Browser, site: Site, queue: Jobs, session: Session
) -> None:
    address = planned(admin, books.with_errors(), site, queue)
    page = admin.get(address)
    assert counts(page)["refused"] == "8"
    assert "幸运数字" in words(page), "an unknown header is listed"
    assert "业主名册 · 第 6 行 · F 列" in words(page)
    admin.post(f"{address}apply/", page=address)
    assert "有 8 行不能导入" in words(admin.get(address))
    assert queue.run_waiting() == 0
    download = admin.get(f"{address}refused")
    assert download.data[:2] == b"PK"
    admin.post(f"{address}apply/", page=address, good_rows_only="1")
    queue.run_waiting()
    assert "有 8 行没有导入" in words(admin.get(address))
    assert homes(session) == 12


def test_columns_can_be_told_and_empty_cells_cleared(admin: Browser, site: Site, queue: Jobs) -> None:
    book = sheet(("1", "1", "101", "甄一", "老王"), header=("楼号", "单元", "房号", "姓名", "绰号"))
    address = planned(admin, book, site, queue)
    assert "绰号" in words(admin.get(address))
    remap(admin, address, {"map-0-4": "owner_name", "map-0-3": ""})
    queue.run_waiting()
    assert "老王" in words(admin.get(address))
    twice = remap(admin, address, {"map-0-3": "owner_name"})
    assert twice.status_code == 303
    assert "选了两列" in words(admin.get(address))
    admin.post(f"{address}apply/", page=address, clear_empty="1")
    assert queue.run_waiting() == 1
    assert "checked" in admin.get(address).text, "planned anew with the other reading"


def test_cancelled_nothing_stays(admin: Browser, site: Site, queue: Jobs, session: Session) -> None:
    address = planned(admin, books.plain(), site, queue)
    admin.post(f"{address}cancel/", page=address)
    assert "已取消" in words(admin.get(address))
    admin.post(f"{address}apply/", page=HOME)
    queue.run_waiting()
    assert homes(session) == 0
    waiting = send(admin, books.plain(), site).headers["Location"]
    admin.post(f"{waiting}cancel/", page=waiting)
    queue.run_waiting()
    with cast("Engine", session.get_bind()).connect() as c:
        assert c.scalars(select(ImportBatch.state).order_by(ImportBatch.id)).all() == ["cancelled", "cancelled"]


@pytest.mark.parametrize(("content", "word"), [(b"MZ\x90\0 program", "程序"), (b"", "空"), (b"PK\x03\x04 cut off", "")])
def test_a_file_that_is_none_gets_its_sentence(
    content: bytes, word: str, admin: Browser, site: Site, queue: Jobs
) -> None:
    answer = send(admin, io.BytesIO(content), site)
    assert answer.status_code == 422
    assert word in words(answer)
    assert BeautifulSoup(answer.text, "html.parser").select_one("[data-error-for=file]") is not None
    assert queue.run_waiting() == 0


def test_too_large(admin: Browser, site: Site, queue: Jobs) -> None:
    answer = send(admin, io.BytesIO(b"PK" + b"\0" * 50_000_001), site)
    answer.request.environ["wsgi.input"].close()  # the client's file of a body that nobody read to its end
    assert answer.status_code == 413


def test_without_a_file_or_site(admin: Browser, site: Site, queue: Jobs) -> None:
    answer = admin.client.post(HOME, data={"csrf_token": admin.token(HOME)}, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_who_may_not(account: Callable[..., str], browser: Browser, site: Site, queue: Jobs) -> None:
    browser.sign_in(account("clerk@ltxy", Role.receptionist))
    for address in (HOME, f"{HOME}template", f"{HOME}1/", f"{HOME}1/status", f"{HOME}1/refused"):
        assert browser.get(address).status_code == 403, address
    for step in ("remap/", "apply/", "cancel/", "undo"):
        assert browser.post(f"{HOME}1/{step}", page="/admin/").status_code == 403, step


def test_what_is_not_there(admin: Browser, queue: Jobs) -> None:
    for address in (f"{HOME}99/", f"{HOME}99/status", f"{HOME}99999999999/", "/admin/deadline/import/"):
        assert admin.get(address).status_code == 404, address


def test_a_post_without_its_token_is_refused(admin: Browser, site: Site, queue: Jobs) -> None:
    address = planned(admin, books.plain(), site, queue)
    assert admin.client.post(f"{address}apply/").status_code == 400
    assert admin.client.post(f"{address}undo").status_code == 400


def test_the_template_goes_through_unchanged(admin: Browser, site: Site, queue: Jobs) -> None:
    answer = admin.get("/admin/resident/import/template")
    assert answer.status_code == 200
    address = planned(admin, io.BytesIO(answer.data), site, queue)
    assert counts(admin.get(address))["refused"] == "0"


def test_a_site_is_opened_from_its_pack_and_passwords_are_shown_once(admin: Browser, queue: Jobs) -> None:
    home = "/admin/site/import/"
    template = admin.get(f"{home}template")
    book = load_workbook(io.BytesIO(template.data))
    page = book["项目"]
    headers = {str(cell.value).strip("*"): int(cell.column or 0) for cell in page[1]}
    page.cell(2, headers["项目代码"], "XJYY")
    page.cell(2, headers["项目名称"], "新江雅苑")
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    fields = {"csrf_token": admin.token(home), "file": (filled, "XJYY.xlsx")}
    answer = admin.client.post(home, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, words(answer)
    address = str(answer.headers["Location"])
    shown = admin.get(address)
    assert "新江雅苑" in words(shown)
    assert counts(shown)["refused"] == "0", words(shown)
    opened = admin.post(f"{address}apply/", page=address)
    assert opened.status_code == 200, words(admin.get(address))
    assert "XJYY 新江雅苑 已就绪" in words(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert "首次密码" not in words(admin.get(address))
    assert admin.post(f"{address}apply/", page=home).status_code == 303


def test_a_pack_that_is_no_pack(admin: Browser, queue: Jobs) -> None:
    home = "/admin/site/import/"
    fields = {"csrf_token": admin.token(home), "file": (books.plain(), "名册.xlsx")}
    answer = admin.client.post(home, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "开通模板" in words(answer)


def test_only_the_administrator_opens_sites(director: str, browser: Browser) -> None:
    browser.sign_in(director)
    for address in ("/admin/site/import/", "/admin/site/import/template", "/admin/site/import/1/"):
        assert browser.get(address).status_code == 403
