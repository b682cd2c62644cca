"""Signing in and out, the password, and the list of browsers one is signed in with."""

from __future__ import annotations

from typing import Any, cast

import flask_login
from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from sqlalchemy import Connection, Table, func, select, update
from werkzeug.wrappers import Response

from access import passwords
from admin_views.viewmodels import FormError, Link, LoginPage, PasswordPage
from models.base.user import User
from models.engine import UserSession
from web import i18n, messages, requests, throttle
from web.access_control import EPOCH, OVER, TOKEN
from web.db import db
from web.identity import Identity, new_token
from web.logs import log
from web.security import local_target
from workflow import accounts

DESK = "/admin/"
_LONGEST_NAME = 120
_user = cast("Table", User.__table__)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip
blueprint = Blueprint("auth", __name__)


@blueprint.get("/")
def home() -> Response:
    """The address alone leads to the desk."""
    return redirect(DESK, 302)


@blueprint.get("/login")
def login() -> Response:
    """The sign-in page; whoever is signed in goes on to where he wanted."""
    if requests.identity() is not None:
        return redirect(_next(), 302)
    chosen = request.args.get("locale")
    if chosen in i18n.LOCALES:
        i18n.use(chosen)
    response = _page(200)
    if chosen in i18n.LOCALES:
        remember_locale(response, chosen)
    return response


@blueprint.post("/login")
def sign_in() -> Response:
    """Check name and password; slow down whoever guesses; begin a session of its own."""
    name = passwords.normal(request.form.get("username", "")).strip()[:_LONGEST_NAME]
    password = request.form.get("password", "")
    if not name or not password:
        return _page(422, i18n.t("请输入账号和密码。", "Please enter your account and password."))
    counters = throttle.keys(name, requests.origin())
    with db.engine.begin() as c:
        wait = throttle.admit(c, counters, now=requests.now())
    if wait:
        return _too_soon(wait)
    row = _account(name)
    fits = passwords.verify(row.password_hash if row else None, password)
    if row is None or not fits:
        log.info("sign-in refused from %s", requests.origin())
        return _page(
            401, i18n.t("账号或密码不对，请重新输入。", "The account or the password is wrong. Please try again.")
        )
    if not row.active or row.status != "active":
        return _page(
            403,
            i18n.t("此账号已停用，请联系系统管理员。", "This account is closed. Please ask the system administrator."),
        )
    with db.engine.begin() as c:
        throttle.succeeded(c, counters, now=requests.now())
        if passwords.outdated(row.password_hash):
            c.execute(update(_user).where(_user.c.id == row.id).values(password_hash=passwords.hash_password(password)))
        _begin(c, row.id, row.session_epoch)
    if row.must_change_password:
        return redirect(url_for("auth.password", next=local_target(request.form.get("next"))), 303)
    return redirect(_next(), 303)


@blueprint.post("/logout")
def logout() -> Response:
    """End this browser's session."""
    token = session.get(TOKEN)
    if isinstance(token, str):
        with db.engine.begin() as c:
            requests.doorman().end(c, token)
    flask_login.logout_user()
    session.clear()
    g.identity = None
    return redirect(url_for("auth.login"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> Response:
    """Change one's own password: at the first sign-in, or at will; other browsers are signed out by it."""
    person = _somebody()
    if request.method == "GET":
        return _password_page(person, 200, ())
    errors: list[FormError] = []
    row = _account(person.username)
    counters = throttle.keys(person.username, requests.origin())
    with db.engine.begin() as c:
        wait = throttle.admit(c, counters, now=requests.now())
    if wait:
        return _password_page(person, 429, (_error("current", _wait_words(wait)),), wait)
    current, new, again = (request.form.get(name, "") for name in ("current", "password", "again"))
    if not passwords.verify(row.password_hash if row else None, current):
        errors.append(_error("current", i18n.t("现在的密码不对。", "The current password is wrong.")))
        return _password_page(person, 422, tuple(errors))
    with db.engine.begin() as c:
        throttle.succeeded(c, counters, now=requests.now())
    shortest = accounts.shortest_password(db.session(), person.actor.site_id)
    refused = passwords.refusals(new, username=person.username, shortest=shortest)
    errors += [_error(r.field or "password", i18n.say(r.sentence)) for r in refused]
    if new == current and new:
        errors.append(
            _error("password", i18n.t("新密码不能和现在的一样。", "The new password must differ from the current one."))
        )
    if not errors and new != again:
        errors.append(_error("again", i18n.t("两次输入的新密码不一样。", "The two new passwords differ.")))
    if errors:
        return _password_page(person, 422, tuple(errors))
    epoch = accounts.change_own_password(db.session(), person.user_id, new, actor=person.actor, now=requests.now())
    db.session.commit()
    with db.engine.begin() as c:
        _begin(c, person.user_id, epoch)
    messages.tell(
        i18n.t("密码已修改，其他设备上的登录已退出。", "Password changed; your other devices are signed out.")
    )
    return redirect(_next(), 303)


@blueprint.route("/account/sign-out-everywhere", methods=["GET", "POST"])
def sessions() -> Response:
    """Show where one is signed in, and end every session, this one too."""
    person = _somebody()
    if request.method == "POST":
        accounts.sign_out_everywhere(db.session(), person.user_id)
        db.session.commit()
        session.clear()
        g.identity = None
        return redirect(url_for("auth.login"), 303)
    query = select(UserSession).where(UserSession.user_id == person.user_id).order_by(UserSession.seen_at.desc())
    rows = [_line(row, person) for row in db.session.scalars(query)]
    return make_response(render_template("pages/sessions.html", rows=rows))


def _line(row: UserSession, person: Identity) -> dict[str, Any]:
    """One browser as the list of sessions shows it."""
    times = {name: f"{at.astimezone(i18n.zone()):%Y-%m-%d %H:%M}" for name, at in
             (("started", row.started_at), ("seen", row.seen_at))}  # fmt: skip
    return {"agent": _browser(row.agent), "address": row.address, "here": row.key == person.key, **times}


def _browser(agent: str) -> str:
    """A browser's name out of what it says of itself."""
    name = next((words for sign, words in _BROWSERS if sign in agent), i18n.t("其他浏览器", "another browser"))
    system = next((words for sign, words in _SYSTEMS if sign in agent), "")
    return f"{name} · {system}" if system else name


def remember_locale(response: Response, chosen: str) -> None:
    """Keep the language in a cookie for somebody who is not signed in."""
    response.set_cookie(
        i18n.COOKIE,
        chosen,
        max_age=365 * 86_400,
        httponly=True,
        samesite="Lax",
        secure=requests.settings().secure_cookies,
    )


def page_too_old() -> Response:
    """The sign-in page with a fresh token, when its form was sent after the cookie had gone."""
    return _page(400, i18n.t("页面打开太久了，请再登录一次。", "The page was open too long. Please sign in again."))


def _account(name: str) -> Any:
    query = select(
        _user.c.id, _user.c.username, _user.c.password_hash, _user.c.active, _user.c.session_epoch,
        _user.c.must_change_password, _user.c.status,
    ).where(func.lower(_user.c.username) == name.lower())  # fmt: skip
    with db.reader.connect() as c:
        rows = c.execute(query.limit(10)).all()
    return next((row for row in rows if row.username == name), rows[0] if rows else None)


def _begin(c: Connection, user_id: int, epoch: int) -> None:
    """Give the browser a new session: nothing of the old one, its token least of all, lives on."""
    doorman = requests.doorman()
    old = session.get(TOKEN)
    if isinstance(old, str):
        doorman.end(c, old)
    token = new_token()
    doorman.start(c, user_id, token, now=requests.now(), request=request)
    said = session.get("said")
    session.clear()
    if said:
        session["said"] = said
    session[TOKEN], session[EPOCH] = token, epoch
    flask_login.login_user(_Signed(user_id))


class _Signed(flask_login.UserMixin):
    """What Flask-Login needs to know at the moment of signing in."""

    def __init__(self, user_id: int) -> None:
        self.id = user_id


def _somebody() -> Identity:
    person = requests.identity()
    return person if person is not None else abort(401)


def _next() -> str:
    return local_target(request.values.get("next")) or DESK


def _page(status: int, error: str = "", wait: int = 0) -> Response:
    target = local_target(request.values.get("next")) or ""
    languages = tuple(
        Link(label=words, url=url_for("auth.login", locale=code, next=target or None), active=i18n.locale() == code)
        for code, words in (("zh", "中文"), ("en", "English"))
    )
    page = LoginPage(
        next=target, username=request.form.get("username", "")[:_LONGEST_NAME], error=error, wait_seconds=wait,
        languages=languages,
        notice=_notice(target) if request.method == "GET" else "",
    )  # fmt: skip
    return make_response(render_template("pages/login.html", page=page), status)


def _notice(target: str) -> str:
    """Why somebody finds himself at the sign-in page."""
    if session.pop(OVER, None):
        return i18n.t("您的登录已过期，请重新登录；没填完的内容还在。",
                      "Your session is over. Please sign in again; what you typed is kept.")  # fmt: skip
    return i18n.t("请登录后继续。", "Please sign in to go on.") if target else ""


def _too_soon(wait: int) -> Response:
    response = _page(429, _wait_words(wait), wait)
    response.headers["Retry-After"] = str(wait)
    return response


def _wait_words(wait: int) -> str:
    minutes, seconds = divmod(wait, 60)
    if minutes:
        return i18n.t(
            "输错次数太多，请 {n} 分钟后再试；忘记密码请联系系统管理员。",
            "Too many failed tries. Try again in {n} min, or ask the system administrator for a new password.",
            n=minutes + (seconds > 0),
        )
    return i18n.t("输错次数太多，请 {n} 秒后再试。", "Too many failed tries. Try again in {n} s.", n=seconds)


def _error(name: str, message: str) -> FormError:
    labels = {
        "current": i18n.t("现在的密码", "Current password"),
        "password": i18n.t("新密码", "New password"),
        "again": i18n.t("再输一次", "Once more"),
    }
    return FormError(name=name, label=labels.get(name, ""), message=message)


def _password_page(person: Identity, status: int, errors: tuple[FormError, ...], wait: int = 0) -> Response:
    shortest = accounts.shortest_password(db.session(), person.actor.site_id)
    page = PasswordPage(
        action=url_for("auth.password", next=local_target(request.values.get("next"))),
        rules=tuple(i18n.say(rule) for rule in passwords.rules(shortest)),
        forced=person.must_change_password,
        errors=errors,
        cancel_url="" if person.must_change_password else _next(),
    )
    response = make_response(render_template("pages/change_password.html", page=page), status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


__all__ = ["blueprint", "page_too_old", "remember_locale"]
