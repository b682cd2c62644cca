"""The screens of the recurring duties besides list and record: the calendar, the way to the form, waiving."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response

import access
import workflow
from admin_views import answers, duty_calendar, record_page
from admin_views.desk_duties import period_said
from admin_views.duty_links import do_url, target
from admin_views.duty_words import BACK, DO, WAIVE
from admin_views.form_page import new_token
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Link, Message, TransitionButton
from admin_views.viewmodels.pages import ConfirmPage
from deadlines.duty_desk import task_of
from models.duty.duties import BY_CODE
from models.duty.duty_task import DutyTaskState
from models.spec import L, Label, Verb
from web import messages
from workflow import notices
from workflow.duty_rights import may_do
from workflow.waiving import may_waive, reinstate, waive

ASK_WAIVE = L(
    "“{duty}”（{period}）将记为“免除”，不再算待办和逾期。理由和免除人会留在记录里。",
    "“{duty}” ({period}) will count as waived: neither to be done nor overdue. The reason and your name are kept.",
)
ASK_BACK = L(
    "“{duty}”（{period}）撤销免除后，仍要办理；过了时限的算逾期。",
    "“{duty}” ({period}) is to be done again; when its limit has passed it counts as overdue.",
)
REASON = L("理由", "Reason")
WAIVED, STANDS = L("已免除。", "It is waived."), L("已撤销免除。", "The waiver is taken back.")
NOTHING_LEFT = L("这项周期工作已经办结，或现在不由您办理。", "This recurring duty is done, or is not yours any more.")
CALENDAR = L("履职日历", "Calendar of duties")
LOOK = L("按月份、人员和项目查看完成情况：", "How the duties stand, by month, person and site:")


class DutyTaskView(RegisterView):
    """The ledger of recurring duties."""

    def remarks(self, who: Reader) -> tuple[Message, ...]:
        """Lead from the list to the calendar."""
        return (Message(text=who.say(LOOK), tone="blue", link=Link(label=who.say(CALENDAR), url=duty_calendar.BASE)),)

    @expose("/calendar/")
    def calendar_view(self) -> Response:
        """Show a month: of a person, of a site, of all sites."""
        who = answers.reader()
        reads = answers.may_open(who, self.model)
        if not reads and not duty_calendar.has_own(who):
            answers.must(who, self.model, Verb.read)
            abort(403)
        view = duty_calendar.build(who, duty_calendar.asked(who, request.args), only_own=not reads)
        way = answers.crumbs(who, self.model, (view.title, ""))
        if not reads:
            way = (way[0], *(dataclasses.replace(step, url="") for step in way[1:]))
        return answers.page("pages/duty_calendar.html", view, crumbs=way)

    @expose("/do/")
    def do_view(self) -> Response:
        """Go on to the form or the rows with which a duty is done: for whoever has it now, or sees it.

        Who was told of it and has it no more, it being done or its person back, is told so on his desk.
        """
        who = answers.reader()
        given = request.args.get("id", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
        task = task_of(who.session, who.actor.sites, who.actor.user_id, number, who.now) if number else None
        seen: Any = access.get(who.session, self.model, number, who.actor)
        if task is None and seen is not None:
            task = {
                name: getattr(seen, name) for name in ("id", "duty", "period", "site_id", "staff_id", "role", "due_at")
            }
        onward = _onward(who, task) if task is not None else ""
        if onward or seen is not None:
            return answers.see_other(onward or f"/admin/duty_task/details/?id={number}")
        if task is None and not (number and notices.told_of(who.session, who.actor, self.model.slug(), number)):
            abort(404)
        messages.tell(NOTHING_LEFT)
        return answers.see_other("/admin/")

    @expose("/waive/", methods=("GET", "POST"))
    def waive_view(self) -> Response:
        """Ask for the reason and let a duty off for its period."""
        return self._decide(undo=False)

    @expose("/reinstate/", methods=("GET", "POST"))
    def reinstate_view(self) -> Response:
        """Ask for the reason and take a waiver back."""
        return self._decide(undo=True)

    def _decide(self, *, undo: bool) -> Response:
        who = answers.reader()
        task: Any = answers.one(who, self.model)
        verdict = may_waive(who.session, task, who.actor, who.now)
        if not verdict:
            abort(403, description=verdict.reason)
        wrong, status = "", 200
        if request.method == "POST":
            act = reinstate if undo else waive
            try:
                act(who.session, task, request.form.get("reason", ""), actor=who.actor, now=who.now)
            except workflow.Invalid as invalid:
                answers.rollback()
                wrong, status = who.say(invalid.sentence), 422
                task = answers.one(who, self.model)
            else:
                answers.commit()
                messages.tell(STANDS if undo else WAIVED)
                return answers.see_other(f"/admin/duty_task/details/?id={task.id}")
        name = _name(task)
        words = (ASK_BACK if undo else ASK_WAIVE).format(duty=name, period=period_said(task.period))
        title = who.say(BACK if undo else WAIVE)
        view = ConfirmPage(
            title=title, text=who.say(words), action=f"/admin/duty_task/{'reinstate' if undo else 'waive'}/?id={task.id}",
            button=title, cancel_url=f"/admin/duty_task/details/?id={task.id}", form_token=new_token(), weight="primary",
            reason_label=who.say(REASON), reason_error=wrong,
        )  # fmt: skip
        way = answers.crumbs(who, self.model, (who.say(name), view.cancel_url), (title, ""))
        return answers.page("pages/confirm.html", view, crumbs=way, status=status)

    def _details(self, who: Reader, record: Any, **more: Any) -> Response:
        title = f"{who.say(_name(record))} · {who.say(period_said(record.period))}"
        view = dataclasses.replace(
            record_page.build(who, record, **more), title=title, transitions=_buttons(who, record)
        )
        way = answers.crumbs(who, self.model, (title, ""))
        return answers.page("pages/record.html", view, crumbs=way)


def _onward(who: Reader, task: Mapping[str, Any]) -> str:
    """Return where the reader goes on with a duty; "" where he may not do it, or nothing is missing."""
    duty = BY_CODE.get(task["duty"])
    return target(who, task) if duty is not None and may_do(who.actor, duty, task["site_id"]) else ""


def _name(task: Any) -> Label:
    duty = BY_CODE.get(task.duty)
    return duty.label if duty else L(task.duty, task.duty)


def _buttons(who: Reader, task: Any) -> tuple[TransitionButton, ...]:
    """Return what may be done with a duty: go to its form, waive it, take the waiver back."""
    out = []
    duty = BY_CODE.get(task.duty)
    open_now = task.state in {DutyTaskState.pending, DutyTaskState.overdue}
    if open_now and duty is not None and may_do(who.actor, duty, task.site_id):
        out.append(TransitionButton(name="do", label=who.say(DO), url=do_url(task.id), asks=True, weight="primary"))
    waived = task.state is DutyTaskState.waived
    if (open_now or waived) and may_waive(who.session, task, who.actor, who.now):
        path, words = ("reinstate", BACK) if waived else ("waive", WAIVE)
        url = f"/admin/duty_task/{path}/?id={task.id}"
        out.append(TransitionButton(name=path, label=who.say(words), url=url, asks=True))
    return tuple(out)
