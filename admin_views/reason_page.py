"""The page that asks why before telephone and ID numbers are given in full (X-01)."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from admin_views import answers, form_page
from admin_views.reader import Reader
from admin_views.viewmodels import ConfirmPage
from models.declare import Record
from models.spec import L, Label

NO_REASON = L("请写明查看的原因，至少 2 个字。", "Please say why you need them, in at least two characters.")


def given() -> str:
    """Return the reason sent with a press; empty where none of two characters at least was."""
    reason = request.form.get("reason", "").strip()[:200]
    return reason if request.method == "POST" and len(reason) >= 2 else ""


def ask(
    who: Reader, model: type[Record], *, title: Label, text: Label, reason: Label, action: str, button: Label, back: str
) -> Response:
    """Return the page; 422 with a sentence when it comes again after a press. ``back``: where giving up leads."""
    again = request.method == "POST"
    view = ConfirmPage(
        title=who.say(title), text=who.say(text), action=action, button=who.say(button), form_token=form_page.new_token(),
        cancel_url=back, weight="primary", reason_label=who.say(reason), reason_error=who.say(NO_REASON) if again else "",
    )  # fmt: skip
    crumbs = answers.crumbs(who, model, (view.title, ""))
    return answers.page("pages/confirm.html", view, crumbs=crumbs, status=422 if again else 200)
