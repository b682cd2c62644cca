"""The screens of one register on Flask-Admin's model view, every one of its seams owned: list, forms, record, steps.

Nothing here is particular to a register; what differs stands in its declaration.
"""

from __future__ import annotations

from typing import Any

import flask_admin.model
from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response

import access
import workflow
from admin_views import answers, drafts, form_page, list_page, record_page, transition_page
from admin_views.export_screens import ExportScreens
from admin_views.form_page import Filled
from admin_views.form_values import record_texts
from admin_views.merge_page import MergeScreen
from admin_views.own_views import OwnView
from admin_views.prints import PrintScreens
from admin_views.reader import Reader
from admin_views.reading import ReadingScreen
from admin_views.register_more import MoreOfRegister
from admin_views.transition_page import NoSuch
from admin_views.viewmodels import Message
from models.declare import Record
from models.engine import display
from models.spec import L, Label, Transition, Verb
from web import messages, requests
from web.drawings import drawn, rendered

CREATED = L("已登记：{number}。", "{number} is registered.")
SAVED = L("已保存：{number}。", "{number} is saved.")
SUBMITTED = L("已登记并{step}：{number}。", "{number} is registered and submitted.")
KEPT_NOT_SENT = L("已保存 {number}，但没有提交：{why}", "{number} is saved but was not submitted: {why}")
OPEN_IT = L("打开", "Open")


class RegisterView(
    OwnView, MoreOfRegister, ExportScreens, MergeScreen, PrintScreens, ReadingScreen, flask_admin.model.BaseModelView
):  # fmt: skip
    """One register's screens. ``model`` is the register."""

    model: type[Record]

    def __init__(self, model: type[Record]) -> None:
        super().__init__(model, name=model.__register__.label.zh, endpoint=model.slug(), url=f"/admin/{model.slug()}")

    # ------------------------------------------------------------------ Flask-Admin's machinery that we do without

    def _refresh_cache(self) -> None:
        """Nothing is scaffolded: forms, columns and filters are made per reader."""

    def init_actions(self) -> None:
        """A register's steps are its bulk actions; every attribute of every view would be looked at for others."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        """Sign-in was checked before; what the reader may do is decided by each view, row by row.

        A register that his site does without has no address there (A-61).
        """
        person = requests.identity()
        if person is not None and access.is_off(person.actor, self.model.slug(), person.actor.site_id):
            abort(404)

    def get_pk_value(self, model: Any) -> int:
        """Return the row's id."""
        return int(model.id)

    # Endpoints of BaseModelView that this product has no use for: overridden without a route, so they don't exist.
    delete_view = None
    action_view = None
    ajax_lookup = None
    ajax_update = None

    # ------------------------------------------------------------------------------------------------------- list

    @expose("/")
    def index_view(self) -> Response:
        """The list: 403 for a register the reader has no business in."""
        who = answers.reader()
        if not answers.may_open(who, self.model):
            answers.must(who, self.model, Verb.read)
            abort(403)
        view, said = list_page.build(
            who,
            self.model,
            request.args.items(multi=True),
            form_token=form_page.new_token(),
            starred=answers.starred(self.model.slug()),
        )
        said, way = (*self.remarks(who), *said), answers.crumbs(who, self.model)
        if view.same_bar is None:
            return answers.page("pages/list.html", view, crumbs=way, said=said)
        parts = {
            "bar_html": drawn(view.same_bar, "parts/list_bar.html", lambda: {"page": view}),
            "rows_html": view.rows_html, "foot_html": rendered("parts/list_foot.html", page=view),
            "form_token": view.form_token,
        }  # fmt: skip
        return answers.kept_page("pages/list.html", view, view.same_page, parts, crumbs=way, said=said)

    def remarks(self, who: Reader) -> tuple[Message, ...]:
        """Return sentences that stand above this register's list."""
        return ()

    # --------------------------------------------------------------------------------------------------- creating

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Response:
        """The creation form; ``?from=<slug>:<id>:<transition>`` opens the step that creates this document instead."""
        who = answers.reader()
        rights = form_page.create_rights(who, self.model, form_page.site_named(who, request.values.get("site", "")))
        if request.method == "POST":
            return self._create(who, rights)
        source = request.args.get("from", "").split(":")
        if len(source) == 3 and source[1].isdigit() and all(p.isidentifier() for p in (source[0], source[2])):
            return answers.see_other(f"/admin/{source[0]}/transition/{source[2]}/?id={source[1]}")
        filled = Filled(rights=rights, typed=form_page.starting_texts(who, self.model, rights, request.args.to_dict()))
        bar = None
        kept = drafts.load(who, form_page.draft_key(self.model), self._url("draft/discard/"))
        if kept is not None:
            filled = form_page.with_draft(filled, kept[0])
            bar = kept[1]
        return self._new_page(who, self.started(who, filled), draft=bar)

    def started(self, _who: Reader, filled: Filled) -> Filled:
        """Return the form as it opens, with what this register's own screens fill in besides."""
        return filled

    def beside_form(self, _who: Reader, _filled: Filled, _record: Any = None) -> dict[str, Any]:
        """Return what stands on this register's form besides its fields, as variables of the template."""
        return {}

    def beside_record(self, _who: Reader, _record: Any) -> dict[str, Any]:
        """Return what stands on this register's record page besides its fields, as variables of the template."""
        return {}

    def _new_page(self, who: Reader, filled: Filled, *, status: int = 200, **more: Any) -> Response:
        view = form_page.new_page(who, self.model, filled, draft_url=self._url("draft/"), **more)
        way = answers.crumbs(who, self.model, (view.title, ""))
        return answers.page("pages/form.html", view, crumbs=way, status=status, **self.beside_form(who, filled))

    def _create(self, who: Reader, rights: Any) -> Response:
        sent = answers.sent()
        filled = form_page.read(who, self.model, sent, rights, requests.settings().data_dir)
        try:
            record = form_page.create(who, self.model, filled, sent)
        except workflow.Invalid as invalid:
            answers.rollback()
            filled.refusals = invalid.refusals
            return self._new_page(who, filled, status=422, token=sent["form_token"], site=sent["site"])
        answers.commit()
        return self._created(who, record, sent["after"])

    def _created(self, who: Reader, record: Any, after: str) -> Response:
        number = getattr(record, "number", None) or display(record)
        said: Label = CREATED.format(number=number)
        if after == "submit":
            said = self._submit(who, record, number)
        url = self._url(f"details/?id={record.id}")
        if after == "new":
            messages.tell(said, link=(who.say(OPEN_IT), url))
            return answers.see_other(self._url("new/"))
        messages.tell(said, "green" if said.zh != KEPT_NOT_SENT.zh else "amber")
        return answers.see_other(url)

    def _submit(self, who: Reader, record: Any, number: str) -> Label:
        flow = self.model.__register__.flow
        step = next((t for t in flow.leaving(record.status) if t.approval == "submit"), None) if flow else None
        if step is None:
            return CREATED.format(number=number)
        try:
            workflow.apply(who.session, record, step.name, {}, actor=who.actor, now=who.now)
        except workflow.WorkflowError as error:
            answers.rollback()
            return KEPT_NOT_SENT.format(number=number, why=error.sentence)
        answers.commit()
        return SUBMITTED.format(number=number, step=step.label)

    # ---------------------------------------------------------------------------------------------------- editing

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Response:
        """The edit form; 409 with a diff when somebody saved in between."""
        who = answers.reader()
        record = answers.one(who, self.model)
        filled = form_page.start_edit(who, record)
        if request.method == "POST":
            return self._edit(who, record, filled)
        bar = None
        kept = drafts.load(who, form_page.draft_key(self.model, record.id), self._url(f"draft/discard/?id={record.id}"))
        if kept is not None:
            filled = form_page.with_draft(filled, kept[0])
            bar = kept[1]
        return self._edit_page(who, record, filled, draft=bar)

    def _edit_page(self, who: Reader, record: Any, filled: Filled, *, status: int = 200, **more: Any) -> Response:
        view = form_page.edit_page(who, record, filled, **more)
        way = answers.crumbs(
            who, self.model, (view.number or display(record), self._url(f"details/?id={record.id}")), (view.title, "")
        )
        beside = self.beside_form(who, filled, record)
        return answers.page("pages/form.html", view, crumbs=way, status=status, **beside)

    def _edit(self, who: Reader, record: Any, start: Filled) -> Response:
        sent = answers.sent()
        filled = form_page.read(who, self.model, sent, start.rights, requests.settings().data_dir, before=start.typed)
        try:
            saved = form_page.edit(who, record, filled, sent)
        except workflow.Invalid as invalid:
            answers.rollback()
            filled.refusals = invalid.refusals
            return self._edit_page(who, self._again(who, record.id), filled, status=422, token=sent["form_token"])
        except workflow.Conflict as conflict:
            answers.rollback()
            fresh = self._again(who, record.id)
            now = record_texts(fresh, start.rights, who)
            return self._edit_page(who, fresh, filled, status=409, conflict=conflict, before=now)
        answers.commit()
        messages.tell(SAVED.format(number=getattr(saved, "number", None) or display(saved)))
        return answers.see_other(self._url(f"details/?id={record.id}"))

    def _again(self, who: Reader, record_id: int) -> Any:
        """Read the row anew after a rollback."""
        record = access.get(who.session, self.model, record_id, who.actor)
        return record if record is not None else abort(404)

    # ----------------------------------------------------------------------------------------------------- record

    @expose("/details/")
    def details_view(self) -> Response:
        """The record page."""
        who = answers.reader()
        record = answers.one(who, self.model)
        return self._details(who, record, everything=request.args.get("all") == "1")

    def _details(self, who: Reader, record: Any, **more: Any) -> Response:
        view = record_page.build(who, record, **more)
        way = answers.crumbs(who, self.model, (view.number or view.title, ""))
        return answers.page("pages/record.html", view, crumbs=way, **self.beside_record(who, record))

    # ------------------------------------------------------------------------------------------------------ steps

    @expose("/transition/<step>/", methods=("GET", "POST"))
    def transition_view(self, step: str) -> Response:
        """A step's form for one record or several, and the step itself."""
        who = answers.reader()
        try:
            transition = transition_page.transition_of(self.model, step)
            given = request.args.getlist("id") or request.form.getlist("id")
            records = transition_page.chosen(who, self.model, transition, given)
        except NoSuch:
            abort(404)
        if not records:
            return answers.see_other(self._url(""))
        if transition.creates is not None:
            return self._creating(who, transition, records)
        if request.method == "GET":
            transition_page.check(who, self.model, transition, records)
            filled = transition_page.start(who, self.model, transition, records)
            return self._step_page(who, transition, records, filled)
        return (
            self._several(who, transition, records) if len(records) > 1 else self._single(who, transition, records[0])
        )

    def _step_page(
        self, who: Reader, t: Transition, records: list[Any], filled: Filled, *, status: int = 200, token: str = ""
    ) -> Response:
        view = transition_page.page(who, self.model, t, records, filled, token=token)
        more = [(view.title, "")]
        if len(records) == 1:
            more.insert(0, (view.records[0].number or view.records[0].title, view.cancel_url))
        return answers.page("pages/transition.html", view, crumbs=answers.crumbs(who, self.model, *more), status=status)

    def _single(self, who: Reader, t: Transition, record: Any) -> Response:
        sent = answers.sent()
        filled = transition_page.read(who, self.model, t, [record], sent, requests.settings().data_dir)
        try:
            outcome = transition_page.apply(who, t, record, filled, sent)
        except workflow.Invalid as invalid:
            answers.rollback()
            filled.refusals = invalid.refusals
            return self._step_page(who, t, [self._again(who, record.id)], filled, status=422, token=sent["form_token"])
        answers.commit()
        messages.tell(transition_page.done(who, t, outcome.record, filled.given))
        return answers.see_other(self._url(f"details/?id={record.id}"))

    def _several(self, who: Reader, t: Transition, records: list[Any]) -> Response:
        sent = answers.sent()
        filled = transition_page.read(who, self.model, t, records, sent, requests.settings().data_dir)
        missing = transition_page.missing(filled)
        if missing and not sent.whole:
            return self._step_page(who, t, records, Filled(rights=filled.rights, typed=filled.typed))
        if missing or filled.refusals:
            filled.refusals = [*filled.refusals, *missing]
            return self._step_page(who, t, records, filled, status=422, token=sent["form_token"])
        view = transition_page.bulk(who, self.model, t, [r.id for r in records], filled)
        answers.commit()
        return answers.page("pages/bulk_result.html", view, crumbs=answers.crumbs(who, self.model, (view.title, "")))

    def _creating(self, who: Reader, t: Transition, records: list[Any]) -> Response:
        if len(records) != 1:
            abort(404)
        record = records[0]
        if request.method == "GET":
            transition_page.check(who, self.model, t, records)
        target, filled = transition_page.creating(who, t, record)
        sent = answers.sent()
        refused = False
        if request.method == "POST":
            filled = form_page.read(who, target, sent, filled.rights, requests.settings().data_dir)
            try:
                outcome = transition_page.apply(who, t, record, filled, sent)
            except workflow.Invalid as invalid:
                answers.rollback()
                filled.refusals = invalid.refusals
                record, refused = self._again(who, record.id), True
            else:
                answers.commit()
                made = outcome.created if outcome.created is not None else outcome.record
                messages.tell(transition_page.done(who, t, record, {}))
                return answers.see_other(f"/admin/{made.slug()}/details/?id={made.id}")
        view = transition_page.creating_page(who, t, record, target, filled, token=sent["form_token"])
        number = getattr(record, "number", None) or display(record)
        way = answers.crumbs(who, self.model, (number, self._url(f"details/?id={record.id}")), (view.title, ""))
        return answers.page("pages/form.html", view, crumbs=way, status=422 if refused else 200)

    def _url(self, rest: str) -> str:
        return f"/admin/{self.model.slug()}/{rest}"
