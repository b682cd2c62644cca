"""A person's own notices: the list behind the bell, the way to each record, and “all read”."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_admin import BaseView, expose
from werkzeug.wrappers import Response

from admin_views import answers
from admin_views.viewmodels import Choice, Link, NoticeLine, NoticesPage
from admin_views.wording import exact, near
from models import register
from models.base.user import MailChoice, User
from models.spec import L
from reports import recurrence
from web import messages, requests
from workflow import Invalid, accounts, notices

MOST = 100
"""Notices the page shows."""
TITLE = L("提醒", "Notices")
KEPT = L("已保存邮件提醒的设置。", "Your choice of mail is kept.")
NO_SERVER = L(
    "本系统还没有设置邮件服务器，设置后才会发出。", "No mail server is set up here yet; mails go out once it is."
)
DONE = L("已全部标为已读。", "All are marked read.")


class NoticesView(BaseView):
    """``/admin/notices/``: nobody sees another's; a link leads through the record's own access check."""

    def __init__(self) -> None:
        super().__init__(name="Notices", endpoint="notices", url="/admin/notices")

    def is_visible(self) -> bool:
        """The menu is ours."""
        return False

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the view once."""
        return fn(self, *args, **kwargs)

    @expose("/")
    def index(self) -> Response:
        """Show the newest notices, unread ones marked."""
        return self._page()

    def _page(self, typed: str | None = None, error: str = "") -> Response:
        who = answers.reader()
        english = who.locale == "en"
        lines = tuple(
            NoticeLine(
                id=str(n.id), text=n.en if english else n.zh, register=who.say(register(n.register).__register__.label),
                when=near(n.at, who), exact=exact(n.at, who), unread=n.read_at is None,
            )
            for n in who.session.scalars(notices.latest(who.actor, MOST))
        )  # fmt: skip
        user = who.session.get_one(User, who.actor.user_id)
        now = user.mail or MailChoice.digest
        view = NoticesPage(
            lines=lines, unread=sum(line.unread for line in lines), email=(user.email or "") if typed is None else typed,
            choices=tuple(Choice(value=c.value, label=who.say(c.label), chosen=c is now) for c in MailChoice),
            mail_error=error, mail_hint="" if requests.settings().mail_url else who.say(NO_SERVER),
        )  # fmt: skip
        crumbs = (Link(label=who.say(TITLE), url=""),)
        return answers.page("pages/notices.html", view, crumbs=crumbs, status=422 if error else 200)

    @expose("/open/", methods=("POST",))
    def open_view(self) -> Response:
        """Mark one read and go to its record, whose own page decides whether it may be seen; to the desk without one."""
        who = answers.reader()
        given = request.args.get("id", "")
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            abort(404)
        found = notices.read(who.session, who.actor, who.now, int(given))
        if found is None:
            abort(404)
        url = recurrence.leads_to(found)
        answers.commit()
        return answers.see_other(url)

    @expose("/read/", methods=("POST",))
    def read_view(self) -> Response:
        """Mark all of them read."""
        who = answers.reader()
        notices.read(who.session, who.actor, who.now)
        answers.commit()
        messages.tell(DONE)
        return answers.see_other("/admin/notices/")

    @expose("/mail/", methods=("POST",))
    def mail_view(self) -> Response:
        """Keep where, and which, notices are mailed to the person."""
        who = answers.reader()
        choice, email = request.form.get("mail", ""), request.form.get("email", "")
        if choice not in MailChoice.__members__:
            abort(400)
        try:
            accounts.choose_mail(
                who.session, who.actor.user_id, email=email, mail=MailChoice(choice), actor=who.actor, now=who.now
            )
        except Invalid as wrong:
            error = who.say(wrong.refusals[0].sentence)
            who.session.rollback()
            return self._page(email, error)
        answers.commit()
        messages.tell(KEPT)
        return answers.see_other("/admin/notices/")
