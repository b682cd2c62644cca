from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from models.base.site import Site
from models.engine import HistoryEntry, StarredRegister
from models.spec import Role
from tests.web.conftest import SYSTEM, Browser, Clock, words
from workflow import accounts


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Choices are kept alike on either database: one will do here."""
    return sqlite_url


HOME = "/account/password"
CHOOSE = "/account/preferences"


def test_language_is_chosen_before_sign_in_and_kept_in_a_cookie(browser: Browser) -> None:
    assert 'lang="zh-CN"' in browser.get("/login").text
    english = browser.get("/login?locale=en")
    assert 'lang="en"' in english.text
    assert "Sign in" in words(browser.get("/login"))
    assert "登录" in words(browser.get("/login?locale=zh"))
    assert 'lang="zh-CN"' in browser.get("/login?locale=klingon").text


def test_the_accounts_language_wins_over_the_cookie(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    assert browser.post(CHOOSE, page=HOME, locale="en", next=HOME).location == HOME
    browser.client.set_cookie("taizhang_locale", "zh")
    assert 'lang="en"' in browser.get(HOME).text


def test_flask_admin_and_forms_speak_the_readers_language(app: Flask) -> None:
    from flask_admin.babel import gettext

    from web import i18n

    with app.test_request_context("/"):
        i18n.use("zh")
        assert gettext("Save") == "保存"
    with app.test_request_context("/"):
        i18n.use("en")
        assert gettext("Save") == "Save"


def test_light_or_dark_is_kept_with_the_account_without_a_line_in_its_history(
    browser: Browser, session: Session, director: str
) -> None:
    before = len(session.scalars(select(HistoryEntry)).all())
    session.commit()
    browser.sign_in(director)
    browser.post(CHOOSE, page=HOME, theme="dark")
    assert 'data-theme="dark"' in browser.get("/account/sign-out-everywhere").text
    assert len(session.scalars(select(HistoryEntry)).all()) == before


def test_what_cannot_be_chosen_is_refused(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    assert browser.post(CHOOSE, page=HOME, theme="plaid").status_code == 400
    assert browser.post(CHOOSE, page=HOME, locale="xx").status_code == 400
    assert browser.post(CHOOSE, page=HOME, site="9999").status_code == 404


def test_a_person_of_two_sites_works_at_the_one_he_chose(
    browser: Browser, session: Session, director: str, site: Site, clock: Clock
) -> None:
    other = workflow.create(session, Site, {"code": "YGHY", "name": "阳光花园"}, actor=SYSTEM, now=clock())
    user = accounts.find(session, director)
    assert user is not None
    accounts.grant(session, user, role=Role.technician, site_id=other.id, actor=SYSTEM, now=clock())
    session.commit()
    browser.sign_in(director)
    page = "/account/sign-out-everywhere"
    assert "管理处主任" in browser.get(page).text
    browser.post(CHOOSE, page=HOME, site=str(other.id))
    chosen = browser.get(page).text
    assert "维修工" in chosen
    assert "管理处主任" not in chosen
    assert browser.post(CHOOSE, page=HOME, site="").status_code == 404


def test_a_site_he_holds_nothing_at_cannot_be_chosen(
    browser: Browser, session: Session, director: str, clock: Clock
) -> None:
    other = workflow.create(session, Site, {"code": "YGHY", "name": "阳光花园"}, actor=SYSTEM, now=clock())
    session.commit()
    browser.sign_in(director)
    assert browser.post(CHOOSE, page=HOME, site=str(other.id)).status_code == 404
    assert "阳光花园" not in browser.get("/account/sign-out-everywhere").text


def test_head_office_may_look_at_all_sites(browser: Browser, account: Callable[..., str], site: Site) -> None:
    browser.sign_in(account("hq_quality", Role.hq_quality))
    assert browser.post(CHOOSE, page=HOME, site=str(site.id)).status_code == 303
    assert browser.post(CHOOSE, page=HOME, site="").status_code == 303


def test_a_starred_register_comes_first_in_the_menu(browser: Browser, session: Session, director: str) -> None:
    browser.sign_in(director)
    browser.post(CHOOSE, page=HOME, star="stock_item")
    daily = browser.get("/account/sign-out-everywhere").text.split("</ul>")[0]
    assert "/admin/stock_item/" in daily
    browser.post(CHOOSE, page=HOME, unstar="stock_item", star="no_such_register")
    assert session.scalars(select(StarredRegister)).all() == []


def test_the_menu_holds_what_the_role_may_read_and_nothing_else(
    browser: Browser, another: Callable[[], Browser], account: Callable[..., str], director: str
) -> None:
    admin = another()
    admin.sign_in(account("sysadmin", Role.sysadmin))
    browser.sign_in(director)
    page = "/account/sign-out-everywhere"
    assert "/admin/user/" in admin.get(page).text
    assert "/admin/user/" not in browser.get(page).text
    assert "/admin/staff/" in browser.get(page).text


def test_a_grant_taken_away_is_gone_with_the_next_request(
    browser: Browser, session: Session, account: Callable[..., str], clock: Clock
) -> None:
    name = account("admin@ltxy", Role.sysadmin)
    browser.sign_in(name)
    page = "/account/sign-out-everywhere"
    assert "/admin/user/" in browser.get(page).text
    user = accounts.find(session, name)
    assert user is not None
    workflow.edit(session, user, {"grants": []}, actor=SYSTEM, now=clock())
    session.commit()
    assert "/admin/user/" not in browser.get(page).text


def test_a_new_site_is_there_for_head_office_with_the_next_request(
    browser: Browser, session: Session, account: Callable[..., str], clock: Clock
) -> None:
    browser.sign_in(account("hq_quality", Role.hq_quality))
    page = "/account/sign-out-everywhere"
    assert "阳光花园" not in browser.get(page).text
    workflow.create(session, Site, {"code": "YGHY", "name": "阳光花园"}, actor=SYSTEM, now=clock())
    session.commit()
    assert "阳光花园" in browser.get(page).text


def test_scripts_choose_without_a_page(browser: Browser, director: str) -> None:
    browser.sign_in(director)
    assert browser.post(CHOOSE, page=HOME, theme="light", headers={"Accept": "application/json"}).status_code == 204
