import datetime as dt
import json

import pytest
from flask import Flask, abort
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import workflow
from models.spec import L, Refusal
from tests.web.conftest import Browser, words
from web.db import db

NO = L("不行，{why}。", "No, {why}.").format(why=L("因为今天休息", "because today is a day of rest"))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages are the same on either database: one will do here."""
    return sqlite_url


@pytest.fixture
def troubled(app: Flask) -> Flask:
    """The program with a page for every way to fail."""

    def boom(kind: str) -> str:
        match kind:
            case "forbidden":
                raise workflow.Forbidden(NO)
            case "missing":
                raise workflow.Missing(NO)
            case "invalid":
                raise workflow.Invalid([Refusal(NO, "phone")])
            case "conflict":
                raise workflow.Conflict(NO, who="王强", when=dt.datetime(2026, 11, 22, 6, 5, tzinfo=dt.UTC))
            case "sql":
                db.session.execute(text("select secret_column from nowhere_table"))
            case "integrity":
                raise IntegrityError(
                    "insert into staff (id_number)", {"id_number": "110101"}, Exception("UNIQUE failed")
                )
            case "bug":
                raise ZeroDivisionError("the secret is 42")
            case _:
                abort(int(kind))
        return ""

    app.add_url_rule("/login/trouble/<kind>", "static_trouble", boom)
    return app


EXPECTED = {
    "forbidden": (403, "因为今天休息"),
    "missing": (404, "因为今天休息"),
    "invalid": (422, "因为今天休息"),
    "conflict": (409, "王强"),
    "sql": (500, "系统出了差错"),
    "integrity": (409, "先一步"),
    "bug": (500, "系统出了差错"),
    "400": (400, "没有看懂"),
    "403": (403, "没有这项权限"),
    "404": (404, "没有找到"),
    "405": (405, "不能这样打开"),
    "418": (418, "没有看懂"),
    "429": (429, "操作太频繁"),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_every_refusal_is_a_page_in_words(troubled: Flask, browser: Browser, director: str, kind: str) -> None:
    browser.sign_in(director)
    status, sentence = EXPECTED[kind]
    answer = browser.get(f"/login/trouble/{kind}")
    shown = words(answer)
    assert (answer.status_code, sentence in shown) == (status, True), shown
    assert f'data-code="{status}"' in answer.text
    for leak in (
        "Traceback",
        "secret is",
        "secret_column",
        "select ",
        "nowhere_table",
        "110101",
        "ZeroDivision",
        "sqlalchemy",
    ):
        assert leak not in answer.text


@pytest.mark.parametrize("kind", ["invalid", "conflict", "bug", "404"])
def test_scripts_get_the_same_as_json(troubled: Flask, browser: Browser, director: str, kind: str) -> None:
    browser.sign_in(director)
    answer = browser.get(f"/login/trouble/{kind}", headers={"Accept": "application/json"})
    assert answer.status_code == EXPECTED[kind][0]
    body = json.loads(answer.text)
    assert body["status"] == EXPECTED[kind][0]
    if kind == "invalid":
        assert body["errors"] == [{"field": "phone", "message": "不行，因为今天休息。"}]
    if kind == "conflict":
        assert (body["who"], body["when"]) == ("王强", "2026-11-22 14:05")


def test_a_fault_has_a_number_that_the_log_knows(
    troubled: Flask, browser: Browser, director: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser.sign_in(director)
    answer = browser.get("/login/trouble/bug")
    number = answer.headers["X-Request-ID"]
    assert number in words(answer)
    assert any(record.exc_info and "failed" in record.getMessage() for record in caplog.records)


def test_words_are_english_for_who_reads_english(troubled: Flask, browser: Browser, director: str) -> None:
    browser.sign_in(director)
    browser.post("/account/preferences", page="/account/password", locale="en")
    answer = words(browser.get("/login/trouble/forbidden"))
    assert "No, because today is a day of rest." in answer
    assert not any("一" <= c <= "鿿" for c in answer.replace("中文", "").replace("蓝天新苑", ""))


def test_a_wrong_method_says_which_is_allowed(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    answer = browser.get("/logout")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_pages_that_are_not_there_are_not_there_before_sign_in_either(browser: Browser) -> None:
    assert browser.get("/admin/nothing/of/the/kind").status_code == 404
