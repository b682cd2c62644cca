"""Every refusal as a page (or JSON) in words: what, why, what to do. Never a traceback, never SQL."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

import workflow
from access import SiteBreach
from admin_views.viewmodels import ErrorPage, Link
from models.spec import L, Label
from web import auth, i18n, requests, security
from web.db import db
from web.logs import address, log, request_id

BACK = L("回到工作台", "Back to the desk")
SIGN_IN = L("去登录", "Sign in")
_FAULTS = ("no such ", "near ")
"""How SQLite's OperationalError begins when the fault is ours and not that the database is away or locked."""
MOST_KEPT = 200_000
"""Characters of a refused form that are offered to be sent again."""

WORDS: dict[int, tuple[Label, Label, Label]] = {
    400: (
        L("这个请求没有看懂", "This request was not understood"),
        L("地址或提交的内容不完整。", "The address or what was sent is incomplete."),
        L("请返回上一页再试一次。", "Go back and try again."),
    ),
    401: (
        L("请先登录", "Please sign in"),
        L("登录已过期，或还没有登录。", "Your session is over, or you have not signed in."),
        L("登录后再试。", "Sign in and try again."),
    ),
    403: (
        L("您没有这项权限", "You may not do this"),
        L("您的岗位没有这项权限。", "Your role does not include this."),
        L(
            "需要时请联系主管，或请系统管理员调整权限。",
            "Ask your supervisor, or the system administrator for the right.",
        ),
    ),
    404: (
        L("没有找到", "Not found"),
        L(
            "没有这个页面或记录，或者它不在您的查看范围内。",
            "There is no such page or record, or it is not yours to see.",
        ),
        L("请检查编号，或用顶部的搜索查找。", "Check the number, or use the search at the top."),
    ),
    405: (
        L("不能这样打开", "It cannot be opened this way"),
        L("这个地址不接受这种操作。", "This address does not take this kind of request."),
        L("请从页面上的按钮操作。", "Use the buttons on the page."),
    ),
    409: (
        L("有人比您先一步", "Somebody was faster"),
        L(
            "这条记录刚刚被别人改动，您的操作没有生效。",
            "This record was just changed by somebody else; yours was not done.",
        ),
        L("请重新打开，看看最新内容后再决定。", "Open it again and look at the latest before deciding."),
    ),
    413: (
        L("文件太大", "The upload is too large"),
        L("一次最多上传 50 MB。", "At most 50 MB can be sent at once."),
        L("请压缩图片，或分几次上传。", "Make the pictures smaller, or send them in several turns."),
    ),
    422: (
        L("还不能保存", "It cannot be saved yet"),
        L("有内容需要补充或更正。", "Something is missing or wrong."),
        L("请返回上一页，补充后再提交。", "Go back, complete it and send it again."),
    ),
    429: (
        L("操作太频繁", "Too many tries"),
        L("短时间内请求太多。", "There were too many requests in a short time."),
        L("请稍候再试。", "Wait a moment and try again."),
    ),
    500: (
        L("系统出了差错", "Something went wrong"),
        L("这次操作没有完成，数据没有改动。", "This was not completed; nothing was changed."),
        L(
            "请再试一次；仍不行时，请把下面的编号告诉系统管理员。",
            "Try again; if it persists, tell the administrator this number.",
        ),
    ),
    503: (
        L("系统正忙", "The system is busy"),
        L("数据库暂时没有回应，这次操作没有完成。", "The database does not answer just now; this was not completed."),
        L("请过一会儿再试。", "Try again in a moment."),
    ),
}
RESEND = L("页面打开太久，或者您重新登录过，为安全起见这次提交没有生效。您填的内容还在，点“再次提交”即可。",
           "The page was open too long, or you signed in anew, so for safety this was not done. What you typed is still "
           "here: press “Send again”.")  # fmt: skip
STALE = L("页面打开太久，或者您重新登录过，为安全起见这次提交没有生效。",
          "The page was open too long, or you signed in anew, so for safety this was not done.")  # fmt: skip


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(workflow.Forbidden, lambda e: page(403, e.sentence))
    app.register_error_handler(workflow.Missing, lambda e: page(404, e.sentence))
    app.register_error_handler(workflow.Conflict, _conflict)
    app.register_error_handler(workflow.Invalid, _invalid)
    app.register_error_handler(StaleDataError, lambda _e: page(409))
    app.register_error_handler(SiteBreach, lambda _e: page(404))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the client asks for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def page(status: int, reason: Label | str | None = None, **more: Any) -> Response:
    """The answer that says no: a page, or the same as JSON.

    Args:
        status: the HTTP status.
        reason: the sentence; the status's usual one when None.
        more: further fields of ``ErrorPage`` (``who``, ``when``, ``reference``, ``todo``) or ``errors`` for JSON.
    """
    db.session.rollback()
    title, usual, todo = WORDS.get(status) or WORDS[400 if status < 500 else 500]
    sentence = i18n.say(reason) if reason else i18n.say(usual)
    errors = more.pop("errors", None)
    if wants_json():
        body = {"error": i18n.say(title), "reason": sentence, "status": status, **more}
        return make_response(jsonify(body | ({"errors": errors} if errors else {})), status)
    if requests.identity() is None:
        link = Link(label=i18n.say(SIGN_IN), url=url_for("auth.login"))
    else:
        link = Link(label=i18n.say(BACK), url="/admin/")
    shown = ErrorPage(
        code=status, title=i18n.say(title), reason=sentence, links=(link,), **{"todo": i18n.say(todo), **more}
    )
    return make_response(render_template("pages/error.html", page=shown), status)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    said: Any = error.description
    response = page(code, said if isinstance(said, Label) else None)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _invalid(error: workflow.Invalid) -> Response:
    sentences = [i18n.say(refusal.sentence) for refusal in error.refusals]
    fields = [{"field": r.field, "message": s} for r, s in zip(error.refusals, sentences, strict=True)]
    return page(422, " ".join(sentences), errors=fields)


def _conflict(error: workflow.Conflict) -> Response:
    person = requests.identity()
    when = f"{error.when.astimezone(i18n.zone()):%Y-%m-%d %H:%M}" if error.when and person else ""
    return page(409, error.sentence, who=error.who, when=when)


def _token(_error: CSRFError) -> Response:
    """A form without a good token: not done; kept to be sent again when it came from a page of ours."""
    if request.endpoint == "auth.sign_in":
        return auth.page_too_old()
    fields = [(k, v) for k, v in request.form.items(multi=True) if k != "csrf_token"]
    small = sum(len(k) + len(v) for k, v in fields) < MOST_KEPT
    if wants_json() or not security.same_site() or request.files or not small or requests.identity() is None:
        return page(400, STALE)
    db.session.rollback()
    body = render_template("pages/resend.html", action=requests.here(), fields=fields, sentence=i18n.say(RESEND))
    return make_response(body, 400)


def _database(error: DBAPIError) -> Response:
    if isinstance(error, IntegrityError):
        log.warning("refused by the database: %s", type(error.orig).__name__, exc_info=error)
        return page(409)
    away = isinstance(error, OperationalError) and not str(error.orig).startswith(_FAULTS)
    if away or error.connection_invalidated:
        log.warning("the database does not answer", exc_info=error)
        return page(503)
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    log.error("%s %s failed", request.method, address(), exc_info=error)
    try:
        return page(500, reference=request_id.get())
    except Exception:  # noqa: BLE001 - whatever it is, the person gets a sentence
        log.exception("the error page itself failed")
        title, reason, todo = WORDS[500]
        text = f"{i18n.say(title)}. {i18n.say(reason)} {i18n.say(todo)} {request_id.get()}"
        return Response(text, 500, content_type="text/plain; charset=utf-8")


__all__ = ["WORDS", "init_app", "page", "wants_json"]
