from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import workflow
from models.base.setting import Setting
from models.base.site import Site
from models.base.user import User
from models.engine import LoginAttempt, UserSession
from models.spec import Role
from tests.web.conftest import PASSWORD, SYSTEM, Browser, Clock, words
from web import throttle
from workflow import accounts


def test_the_desk_asks_for_sign_in_and_leads_back(browser: Browser, director: str) -> None:
    away = browser.get("/account/sign-out-everywhere?x=1")
    assert away.status_code == 302
    assert away.location == "/login?next=/account/sign-out-everywhere?x%3D1"
    back = browser.sign_in(director, next="/account/sign-out-everywhere?x=1")
    assert back.status_code == 303
    assert back.location == "/account/sign-out-everywhere?x=1"
    assert browser.get(back.location).status_code == 200


def test_name_is_found_whatever_its_case_and_width(browser: Browser, director: str) -> None:
    assert browser.sign_in(" DIRECTOR＠ltxy ").status_code == 303


@pytest.mark.parametrize(("name", "password"), [("director@ltxy", "wrong-password"), ("nobody@ltxy", PASSWORD)])
def test_wrong_password_and_unknown_account_get_the_same_answer(
    browser: Browser, director: str, name: str, password: str
) -> None:
    refused = browser.sign_in(name, password)
    assert refused.status_code == 401
    assert "账号或密码不对" in words(refused)
    assert browser.get("/account/password").status_code == 302


def test_a_closed_account_cannot_sign_in(browser: Browser, session: Session, director: str) -> None:
    session.execute(update(User.__table__).values(active=False))  # type: ignore[arg-type]  # a table
    session.commit()
    assert browser.sign_in(director).status_code == 403
    assert browser.get("/account/password").status_code == 302


def test_closing_an_account_ends_its_open_sessions_at_once(browser: Browser, session: Session, director: str) -> None:
    browser.sign_in(director)
    assert browser.get("/account/password").status_code == 200
    session.execute(update(User.__table__).values(active=False))  # type: ignore[arg-type]  # a table
    session.commit()
    assert browser.get("/account/password").status_code == 302


def test_signing_in_gives_a_new_session_and_the_planted_one_is_worth_nothing(
    browser: Browser, another: Callable[[], Browser], director: str
) -> None:
    browser.token()
    planted = browser.cookie()
    browser.sign_in(director)
    assert browser.cookie() != planted
    thief = another()
    thief.client.set_cookie("taizhang", planted)
    assert thief.get("/account/password").status_code == 302


def test_signing_in_again_ends_the_session_before(
    browser: Browser, another: Callable[[], Browser], director: str, session: Session
) -> None:
    browser.sign_in(director)
    before = browser.cookie()
    browser.post("/login", page="/account/password", username=director, password=PASSWORD)
    thief = another()
    thief.client.set_cookie("taizhang", before)
    assert thief.get("/account/password").status_code == 302
    assert len(session.scalars(select(UserSession)).all()) == 1


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    browser: Browser, another: Callable[[], Browser], director: str
) -> None:
    browser.sign_in(director)
    copied = browser.cookie()
    assert browser.post("/logout", page="/account/password").location == "/login"
    thief = another()
    thief.client.set_cookie("taizhang", copied)
    assert thief.get("/account/password").status_code == 302


def test_idle_sessions_end_and_used_ones_live_on(browser: Browser, clock: Clock, director: str) -> None:
    browser.sign_in(director)
    for _ in range(4):
        clock.forward(minutes=50)
        assert browser.get("/account/password").status_code == 200
    clock.forward(minutes=61)
    assert browser.get("/account/password").status_code == 302


def test_a_form_sent_too_late_leads_back_to_its_page(browser: Browser, clock: Clock, director: str) -> None:
    browser.sign_in(director)
    token = browser.token("/account/password")
    clock.forward(minutes=61)
    late = browser.client.post(
        "/account/sign-out-everywhere", data={"csrf_token": token},
        headers={"Referer": "http://localhost/account/sign-out-everywhere?x=1"},
    )  # fmt: skip
    assert late.status_code == 302
    assert late.location == "/login?next=/account/sign-out-everywhere?x%3D1"
    assert "登录已过期" in words(browser.get(late.location))
    assert "登录已过期" not in words(browser.get("/login"))
    elsewhere = browser.client.post(
        "/account/sign-out-everywhere",
        data={"csrf_token": browser.token()},
        headers={"Referer": "http://evil.example/x"},
    )
    assert elsewhere.location == "/login"


def test_a_site_decides_how_long_a_browser_may_rest(
    browser: Browser, session: Session, clock: Clock, director: str, site: Site
) -> None:
    values = {"key": "account.idle_minutes", "value": "10"}
    workflow.create(session, Setting, values, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    browser.sign_in(director)
    clock.forward(minutes=9)
    assert browser.get("/account/password").status_code == 200
    clock.forward(minutes=11)
    assert browser.get("/account/password").status_code == 302


def test_the_address_alone_leads_to_the_desk(browser: Browser, director: str) -> None:
    assert browser.get("/").location == "/login"
    browser.sign_in(director)
    assert browser.get("/").location == "/admin/"


def test_no_session_outlives_its_absolute_age(browser: Browser, clock: Clock, director: str) -> None:
    browser.sign_in(director)
    for _ in range(24):
        clock.forward(minutes=30)
        assert browser.get("/account/password").status_code == 200
    clock.forward(minutes=1)
    assert browser.get("/account/password").status_code == 302


def test_sign_out_everywhere_ends_every_browser(
    browser: Browser, another: Callable[[], Browser], director: str
) -> None:
    phone = another()
    browser.sign_in(director)
    phone.sign_in(director)
    page = browser.get("/account/sign-out-everywhere")
    assert page.text.count("data-session") == 2
    assert browser.post("/account/sign-out-everywhere", page="/account/sign-out-everywhere").status_code == 303
    assert browser.get("/account/password").status_code == 302
    assert phone.get("/account/password").status_code == 302


def test_guesses_wait_longer_and_longer_even_with_the_right_password(
    browser: Browser, clock: Clock, director: str
) -> None:
    waits = []
    for _ in range(7):
        answer = browser.sign_in(director, "wrong-password")
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            assert "再试" in words(answer)
            assert browser.sign_in(director).status_code == 429
            clock.forward(seconds=waits[-1])
            browser.sign_in(director, "wrong-password")
    assert waits == [5, 10, 20]
    clock.forward(seconds=40)
    assert browser.sign_in(director).status_code == 303


def test_a_good_sign_in_forgets_the_failures(browser: Browser, session: Session, director: str) -> None:
    for _ in range(3):
        browser.sign_in(director, "wrong-password")
    assert browser.sign_in(director).status_code == 303
    kept = {row.key: row.failures for row in session.scalars(select(LoginAttempt))}
    assert kept == {"address:127.0.0.1": 3}


def test_an_address_that_tries_many_names_is_slowed_down(browser: Browser, clock: Clock, director: str) -> None:
    for number in range(throttle.ADDRESS.free + 1):
        assert browser.sign_in(f"guess{number}@ltxy", "wrong-password").status_code == 401
    answer = browser.sign_in(director)
    assert answer.status_code == 429
    clock.forward(seconds=int(answer.headers["Retry-After"]))
    assert browser.sign_in(director).status_code == 303


def test_one_customers_many_addresses_count_as_one() -> None:
    near = throttle.keys("x", "2001:db8:1:2::1")
    assert near == throttle.keys("x", "2001:db8:1:2:ffff::9")
    assert near != throttle.keys("x", "2001:db8:1:3::1")
    assert "address:203.0.113.9" in throttle.keys("x", "203.0.113.9")


def test_a_wait_is_no_longer_than_a_quarter_of_an_hour() -> None:
    assert throttle.delay(3, throttle.ACCOUNT).total_seconds() == 0
    assert throttle.delay(10_000, throttle.ACCOUNT) == throttle.LONGEST


def test_first_password_must_be_changed_before_anything_else(browser: Browser, account: Callable[..., str]) -> None:
    name = account("clerk@ltxy", Role.receptionist, must_change=True)
    assert browser.sign_in(name, next="/account/sign-out-everywhere").location.startswith("/account/password")
    away = browser.get("/account/sign-out-everywhere")
    assert (away.status_code, away.location.split("?")[0]) == (302, "/account/password")
    page = "/account/password"
    wrong = browser.post(page, page, current="not it", password="Quiet-river-2026", again="Quiet-river-2026")
    assert (wrong.status_code, "现在的密码不对" in words(wrong)) == (422, True)
    short = browser.post(page, page, current=PASSWORD, password="short", again="short")
    assert (short.status_code, "至少要 10 个字符" in words(short)) == (422, True)
    typo = browser.post(page, page, current=PASSWORD, password="Quiet-river-2026", again="Quiet-river-2027")
    assert (typo.status_code, "不一样" in words(typo)) == (422, True)
    done = browser.post(page, page, current=PASSWORD, password="Quiet-river-2026", again="Quiet-river-2026")
    assert done.status_code == 303
    assert browser.get("/account/sign-out-everywhere").status_code == 200
    browser.post("/logout", page="/account/password")
    assert browser.sign_in(name, PASSWORD).status_code == 401
    assert browser.sign_in(name, "Quiet-river-2026").status_code == 303


def test_changing_the_password_signs_other_browsers_out(
    browser: Browser, another: Callable[[], Browser], director: str
) -> None:
    phone = another()
    browser.sign_in(director)
    phone.sign_in(director)
    page = "/account/password"
    new = "Quiet-river-2026"
    assert browser.post(page, page, current=PASSWORD, password=new, again=new).status_code == 303
    assert browser.get(page).status_code == 200
    assert phone.get(page).status_code == 302


def test_an_administrator_who_sets_a_password_signs_the_person_out(
    browser: Browser, session: Session, clock: Clock, director: str
) -> None:
    browser.sign_in(director)
    user = accounts.find(session, director)
    assert user is not None
    accounts.set_password(session, user, "Quiet-river-2026", actor=SYSTEM, now=clock())
    session.commit()
    assert browser.get("/account/sign-out-everywhere").status_code == 302
    assert browser.sign_in(director, "Quiet-river-2026").location.startswith("/account/password")


def test_old_hashes_are_made_anew_at_sign_in(browser: Browser, session: Session, director: str) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    session.execute(update(User.__table__).values(password_hash=weak))  # type: ignore[arg-type]  # a table
    session.commit()
    assert browser.sign_in(director).status_code == 303
    assert session.scalar(select(User.password_hash)) != weak


def test_no_password_reaches_history_or_cookie(browser: Browser, session: Session, director: str, app: Flask) -> None:
    from models.engine import HistoryEntry

    browser.sign_in(director)
    kept = [str(entry.changes) + entry.comment for entry in session.scalars(select(HistoryEntry))]
    hashed = session.scalar(select(User.password_hash)) or ""
    assert kept
    assert not any("argon2" in line or PASSWORD in line or hashed in line for line in kept)
    assert PASSWORD not in browser.cookie()
