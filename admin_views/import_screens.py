"""The addresses of the roster import on the registers of homes and people."""

from __future__ import annotations

from typing import Any, cast

from flask import abort, current_app, jsonify, request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import workflow
from admin_views import answers, form_page, import_pages
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Choice
from admin_views.viewmodels.forms import FormError
from exchange import roster
from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused
from exchange.reading.synonyms import TARGETS
from exchange.reading.template import write_template
from exchange.roster.batches import WORKING, replan
from exchange.roster.words import ImportRefused
from jobs import Config, Jobs
from jobs.tasks import import_key
from models.declare import Record
from models.engine import ImportBatch, ImportState
from models.spec import L, Verb
from web import messages, requests
from web.db import db, own_session

RECENT = 10
CHOOSE = L("请先选好要上传的表格。", "Choose the workbook first.")
WHICH_SITE = L("请选择名册属于哪个项目。", "Choose the site the roster belongs to.")
TWICE = L(
    "“{target}”在同一张表里选了两列，请只留一列。", "“{target}” is chosen for two columns of one sheet; keep one."
)
STOPPING = L("正在取消……", "Being cancelled…")
UNDONE = L("已撤销：{name}", "Undone: {name}")


def jobs() -> Jobs:
    """This installation's queue, made when it is first needed."""
    app = current_app
    if "jobs" not in app.extensions:
        settings = requests.settings()
        config = Config(settings.database_url, settings.data_dir, settings.jobs_url)
        app.extensions["jobs"] = Jobs(config, app.extensions["clock"])
    return cast("Jobs", app.extensions["jobs"])


class RosterImportView(RegisterView):
    """A register's screens with those of the roster import: upload, plan, progress, result, undo."""

    def __init__(self, model: type[Record]) -> None:
        super().__init__(model)

    # ------------------------------------------------------------------------------------------------------ sending

    @expose("/import/", methods=("GET", "POST"))
    def import_view(self) -> Response:
        """Take a roster in."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        if request.method == "GET":
            return self._upload_page(who)
        sent = request.files.get("file")
        chosen = request.form.get("site", "")
        site_id = who.actor.site_id or (
            int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
        )
        if sent is None or not sent.filename:
            return self._upload_page(who, FormError(name="file", label="", message=who.say(CHOOSE)), status=422)
        if site_id is None or site_id not in who.sites:
            return self._upload_page(who, FormError(name="site", label="", message=who.say(WHICH_SITE)), status=422)
        try:
            batch = roster.upload(who.session, jobs().store, cast("Any", sent.stream), sent.filename, site_id=site_id,
                                  actor=who.actor, now=who.now)  # fmt: skip
        except FileRefused as refused:
            answers.rollback()
            status = 413 if refused.label.zh == say.TOO_LARGE.zh else 422
            return self._upload_page(
                who, FormError(name="file", label="", message=who.say(refused.label)), status=status
            )
        answers.commit()
        self._queue("plan_roster", batch)
        return answers.see_other(self._url(f"import/{batch.id}/"))

    def _upload_page(self, who: Reader, *errors: FormError, status: int = 200) -> Response:
        query = select(ImportBatch).where(ImportBatch.kind == "roster").order_by(ImportBatch.id.desc()).limit(RECENT)
        if who.actor.site_id is not None:
            query = query.where(ImportBatch.site_id == who.actor.site_id)
        elif not who.actor.everywhere:
            query = query.where(ImportBatch.site_id.in_(who.actor.sites))
        sites = () if who.actor.site_id is not None else [Choice(value=str(k), label=v) for k, v in who.sites.items()]
        view = import_pages.upload(who, self.model.slug(), who.session.scalars(query).all(), token=form_page.new_token(),
                                   sites=sites, errors=errors)  # fmt: skip
        return self._page("pages/import_upload.html", who, view, status=status)

    def _page(self, template: str, who: Reader, view: Any, *, status: int = 200) -> Response:
        return answers.page(template, view, crumbs=answers.crumbs(who, self.model, (view.title, "")), status=status)

    def _queue(self, task: str, batch: ImportBatch) -> None:
        jobs().board.clear(import_key(batch.id))
        jobs().enqueue(task, batch.id)

    @expose("/import/template")
    def import_template_view(self) -> Response:
        """The template to fill in."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        return answers.workbook(write_template, who.say(L("业主名册模板.xlsx", "owner-roster-template.xlsx")))

    # ------------------------------------------------------------------------------------------------- one import

    @expose("/import/<int:batch>/")
    def import_batch_view(self, batch: int) -> Response:
        """The plan, the progress or the result, whichever it has come to."""
        who = answers.reader()
        found = self._mended(who, self._batch(who, batch))
        token = form_page.new_token()
        if found.state in WORKING:
            at = jobs().board.read(import_key(found.id))
            view: Any = import_pages.progress(who, self.model.slug(), found, at, token=token)
            return self._page("pages/import_progress.html", who, view)
        kind = request.args.get("kind", "")
        if found.state == ImportState.planned.value or (
            found.state == ImportState.done.value and kind in import_pages.KINDS
        ):
            return self._plan_page(who, found, kind, token)
        return self._page(
            "pages/import_result.html", who, import_pages.result(who, self.model.slug(), found, token=token)
        )

    def _plan_page(self, who: Reader, found: ImportBatch, kind: str, token: str, status: int = 200) -> Response:
        if kind not in import_pages.KINDS:
            order = ("refused", "changed", "new", "unchanged")
            kind = next((k for k in order if found.counts.get(k)), "new")
        number, search = request.args.get("page", "1"), request.args.get("q", "").strip()[:40]
        page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 7 else 1
        rows = roster.rows_of(jobs().store, found, kind, page, search=search)
        view = import_pages.plan(who, self.model.slug(), found, rows, kind=kind, page=page, search=search, token=token)
        return self._page("pages/import_plan.html", who, view, status=status)

    def _batch(self, who: Reader, number: int) -> ImportBatch:
        """The import; 403 for who may not import at all, 404 for one of another site and for none."""
        answers.must(who, self.model, Verb.import_)
        found = roster.open_batch(who.session, number, who.actor) if number < 2**31 else None
        if found is None:
            abort(404)
        return found

    def _mended(self, who: Reader, found: ImportBatch) -> ImportBatch:
        """The import as it stands, one whose worker died marked as cut short."""
        dead = found.state in WORKING and found.started_at is not None and not jobs().store.held(found.id)
        if not dead:
            return found
        with own_session(who.actor) as session:
            roster.reconcile(session, jobs().store, who.now, found.id)
        db.session.rollback()
        return self._batch(who, found.id)

    @expose("/import/<int:batch>/status")
    def import_status_view(self, batch: int) -> Response:
        """How far it is, for the progress page: ``{phase, text, done, total, finished, url, cancellable}``."""
        who = answers.reader()
        found = self._mended(who, self._batch(who, batch))
        at = jobs().board.read(import_key(found.id))
        phase, text = import_pages.phase_text(who, found, at)
        return jsonify(phase=phase, text=text, done=min(at.done, at.total) if at.total else at.done, total=at.total,
                       finished=found.state not in WORKING, url=self._url(f"import/{found.id}/"),
                       cancellable=found.state in WORKING)  # fmt: skip

    @expose("/import/<int:batch>/remap/", methods=("POST",))
    def import_remap_view(self, batch: int) -> Response:
        """Plan again with the columns as the person chose them."""
        who = answers.reader()
        found = self._batch(who, batch)
        mapping: dict[str, dict[str, str | None]] = {name: dict(columns) for name, columns in found.mapping.items()}
        for number, sheet in enumerate(found.summary.get("sheets", ())):
            taken: set[str] = set()
            for column in sheet["columns"]:
                before = "" if column["target"] in {None, "ignore"} else column["target"]
                value = request.form.get(f"map-{number}-{column['index']}", before)
                if value and (value not in TARGETS or value in taken):
                    messages.tell(TWICE.format(target=TARGETS.get(value, value)), "red")
                    return answers.see_other(self._url(f"import/{found.id}/"))
                taken.add(value)
                if value != before:
                    mapping.setdefault(sheet["name"], {})[str(column["index"])] = value or None
        return self._act(found, lambda: replan(who.session, found, mapping=mapping), "plan_roster")

    @expose("/import/<int:batch>/apply/", methods=("POST",))
    def import_apply_view(self, batch: int) -> Response:
        """Say yes to the plan; another reading of empty cells plans anew instead."""
        who = answers.reader()
        found = self._batch(who, batch)
        clear, good = request.form.get("clear_empty") == "1", request.form.get("good_rows_only") == "1"
        if found.state == ImportState.planned.value and clear != bool(found.options.get("clear_empty")):
            return self._act(found, lambda: replan(who.session, found, clear_empty=clear), "plan_roster")
        return self._act(
            found, lambda: roster.apply_asked(who.session, jobs().store, found, good_rows_only=good), "apply_roster"
        )

    def _act(self, found: ImportBatch, act: Any, task: str) -> Response:
        number = found.id
        try:
            act()
        except ImportRefused as refused:
            answers.rollback()
            messages.tell(refused.label, "red")
        else:
            answers.commit()
            self._queue(task, found)
        return answers.see_other(self._url(f"import/{number}/"))

    @expose("/import/<int:batch>/cancel/", methods=("POST",))
    def import_cancel_view(self, batch: int) -> Response:
        """Call it off; what is being worked on stops at the next row."""
        who = answers.reader()
        found = self._batch(who, batch)
        if roster.cancel(who.session, jobs().store, found):
            answers.commit()
        elif found.state in WORKING:
            jobs().board.cancel(import_key(found.id))
            messages.tell(STOPPING, "amber")
        return answers.see_other(self._url(f"import/{batch}/"))

    @expose("/import/<int:batch>/refused")
    def import_refused_view(self, batch: int) -> Response:
        """The refused rows in the file's own layout."""
        who = answers.reader()
        found = self._batch(who, batch)
        if not found.counts.get("refused") or not jobs().store.source(found.id).exists():
            abort(404)
        stem = found.file_name.rpartition(".")[0] or found.file_name
        name = who.say(L("{stem}-不能导入的行.xlsx", "{stem}-refused.xlsx"), stem=stem)
        return answers.workbook(lambda out: roster.refused_workbook(jobs().store, found, out, who.locale), name)

    @expose("/import/<int:batch>/undo", methods=("POST",))
    def import_undo_view(self, batch: int) -> Response:
        """Take it back."""
        who = answers.reader()
        found = self._batch(who, batch)
        number, name = found.id, found.file_name
        answers.rollback()
        try:
            roster.undo_batch(db.engine, jobs().store, number, actor=who.actor, now=who.now)
        except ImportRefused as refused:
            messages.tell(refused.label, "red")
        except workflow.WorkflowError as refused:
            messages.tell(refused.sentence, "red")
        else:
            messages.tell(UNDONE.format(name=name))
        return answers.see_other(self._url(f"import/{number}/"))


__all__ = ["RosterImportView", "jobs"]
