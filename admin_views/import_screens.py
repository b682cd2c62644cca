"""The addresses of an import: upload, plan, progress, result, undo. What is imported, its subclass says."""

from __future__ import annotations

from typing import Any, Final, cast

from flask import abort, jsonify, request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import workflow
from access import may
from admin_views import answers, form_page, import_pages, import_roster
from admin_views.import_pages import Imported
from admin_views.queue import jobs
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Choice
from admin_views.viewmodels.forms import FormError
from exchange import registers, roster
from exchange.batches import life
from exchange.batches.columns import words as sentence
from exchange.batches.findings import rows_of
from exchange.batches.life import WORKING, replan
from exchange.batches.refused import refused_workbook
from exchange.batches.words import ImportRefused
from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused
from exchange.roster.own_columns import offered, own_columns
from jobs.tasks import carrying_on, import_key
from models.declare import Record
from models.engine import ImportBatch, ImportState
from models.spec import L, Label, Verb
from web import messages
from web.db import db, own_session

RECENT = 10
CHOOSE = L("请先选好要上传的表格。", "Choose the workbook first.")
WHICH_SITE = L("请选择表格属于哪个项目。", "Choose the site the workbook belongs to.")
TWICE = L(
    "“{target}”在同一张表里选了两列，请只留一列。", "“{target}” is chosen for two columns of one sheet; keep one."
)
STOPPING = L("正在取消……", "Being cancelled…")
UNDONE = L("已撤销：{name}", "Undone: {name}")


AT_ONCE: Final[dict[str, Any]] = {
    "plan_papers": registers.plan_papers, "apply_papers": registers.apply_papers, "undo_papers": registers.undo_papers,
    "undo_roster": roster.undo_batch,
}  # fmt: skip
"""Tasks that may be done while the person waits."""


class ImportScreens(RegisterView):
    """A register's screens with those of an import; the roster's and the papers' differ in the methods of the first part."""

    plan_task, apply_task, undo_task = "", "", ""
    """Tasks of the queue."""

    def imported(self, who: Reader, site_id: int | None = None) -> Imported:
        """Return what the pages say of this import, into a site (None: where the person works)."""
        raise NotImplementedError

    def kind(self) -> str:
        """Return the kind of its batches."""
        raise NotImplementedError

    def opened(self, who: Reader, number: int) -> ImportBatch | None:
        """Return an import the person may look at."""
        raise NotImplementedError

    def take_in(self, who: Reader, stream: Any, filename: str, site_id: int) -> ImportBatch:
        """Take a workbook in. Raises FileRefused, Forbidden."""
        raise NotImplementedError

    def template_view(self, who: Reader, site_id: int | None) -> Response:
        """Return the workbook to fill in, with the columns of a site's own fields."""
        raise NotImplementedError

    def at_once(self, found: ImportBatch, task: str) -> bool:
        """Say whether a task is done while the person waits, not by the queue."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------------ sending

    @expose("/import/", methods=("GET", "POST"))
    def import_view(self) -> Response:
        """Take a workbook in."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        if request.method == "GET":
            return self._upload_page(who)
        sent, site_id = request.files.get("file"), chosen_site(who)
        if sent is None or not sent.filename:
            return self._upload_page(who, refused(who, CHOOSE), status=422)
        if site_id is None or not may(who.actor, self.model, Verb.import_, site_id=site_id):
            return self._upload_page(who, refused(who, WHICH_SITE, "site"), status=422)
        try:
            batch = self.take_in(who, cast("Any", sent.stream), sent.filename, site_id)
        except FileRefused as fault:
            answers.rollback()
            status = 413 if fault.label.zh == say.TOO_LARGE.zh else 422
            return self._upload_page(who, refused(who, fault.label), status=status)
        answers.commit()
        self._do(who, self.plan_task, batch)
        batch = self._batch(who, batch.id)
        if batch.state == ImportState.failed.value and batch.fault:
            return self._upload_page(who, refused(who, sentence(batch.fault)), status=422)
        return answers.see_other(self._url(f"import/{batch.id}/"))

    def _upload_page(self, who: Reader, *errors: FormError, status: int = 200) -> Response:
        query = select(ImportBatch).where(ImportBatch.kind == self.kind()).order_by(ImportBatch.id.desc()).limit(RECENT)
        if who.actor.site_id is not None:
            query = query.where(ImportBatch.site_id == who.actor.site_id)
        elif not who.actor.everywhere:
            query = query.where(ImportBatch.site_id.in_(who.actor.sites))
        sites = () if who.actor.site_id is not None else [Choice(value=str(k), label=v) for k, v in who.sites.items()]
        view = import_pages.upload(who, self.imported(who), who.session.scalars(query).all(), token=form_page.new_token(),
                                   sites=sites, errors=errors)  # fmt: skip
        return self._page("pages/import_upload.html", who, view, status=status)

    def _page(self, template: str, who: Reader, view: Any, *, status: int = 200) -> Response:
        return answers.page(template, view, crumbs=answers.crumbs(who, self.model, (view.title, "")), status=status)

    def _do(self, who: Reader, task: str, batch: ImportBatch) -> None:
        """Have a task done: now where the import is short, else by the queue. Nothing may be left uncommitted."""
        number, queue = batch.id, jobs()
        queue.board.clear(import_key(number))
        if not self.at_once(batch, task):
            queue.enqueue(task, number)
            return
        answers.rollback()
        try:
            AT_ONCE[task](db.engine, queue.store, number, actor=who.actor, now=who.now)
        except ImportRefused as stop:
            messages.tell(stop.label, "red")
        except workflow.WorkflowError as stop:
            messages.tell(stop.sentence, "red")
        db.session.expire_all()

    @expose("/import/template")
    def import_template_view(self) -> Response:
        """The template to fill in; ``site`` names one of his sites, whose own fields it then has."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        asked = request.args.get("site", type=int)
        return self.template_view(who, asked if asked in who.sites else who.actor.site_id)

    # ------------------------------------------------------------------------------------------------- one import

    @expose("/import/<int:batch>/")
    def import_batch_view(self, batch: int) -> Response:
        """The plan, the progress or the result, whichever it has come to."""
        who = answers.reader()
        found = self._mended(who, self._batch(who, batch))
        token = form_page.new_token()
        if found.state in WORKING:
            at = jobs().board.read(import_key(found.id))
            view: Any = import_pages.progress(who, self.imported(who, found.site_id), found, at, token=token)
            return self._page("pages/import_progress.html", who, view)
        kind = request.args.get("kind", "")
        if found.state == ImportState.planned.value or (
            found.state == ImportState.done.value and kind in import_pages.KINDS
        ):
            return self._plan_page(who, found, kind, token)
        of = self.imported(who, found.site_id)
        return self._page("pages/import_result.html", who, import_pages.result(who, of, found, token=token))

    def _plan_page(self, who: Reader, found: ImportBatch, kind: str, token: str, status: int = 200) -> Response:
        if kind not in import_pages.KINDS:
            order = ("refused", "changed", "new", "unchanged")
            kind = next((k for k in order if found.counts.get(k)), "new")
        page, search = import_pages.asked_page(request.args)
        rows = rows_of(jobs().store, found, kind, page, search=search)
        of = self.imported(who, found.site_id)
        view = import_pages.plan(who, of, found, rows, kind=kind, page=page, search=search, token=token)
        return self._page("pages/import_plan.html", who, view, status=status)

    def _batch(self, who: Reader, number: int) -> ImportBatch:
        """The import; 403 for who may not import at all, 404 for one of another site and for none."""
        answers.must(who, self.model, Verb.import_)
        found = self.opened(who, number)
        if found is None:
            abort(404)
        return found

    def _mended(self, who: Reader, found: ImportBatch) -> ImportBatch:
        """The import as it stands, one whose worker died marked as cut short."""
        dead = found.state in WORKING and found.started_at is not None and not jobs().store.held(found.id)
        if not dead:
            return found
        with own_session(who.actor) as session:
            life.reconcile(session, jobs().store, who.now, found.id)
            left = [(carrying_on(b), b.id) for b in life.unfinished(session, jobs().store, found.id)]
        db.session.rollback()
        for task, number in left:
            jobs().enqueue(task, number)
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
                       cancellable=import_pages.cancellable(self.imported(who, found.site_id), found))  # fmt: skip

    @expose("/import/<int:batch>/remap/", methods=("POST",))
    def import_remap_view(self, batch: int) -> Response:
        """Plan again with the columns as the person chose them."""
        who = answers.reader()
        found = self._batch(who, batch)
        targets = self.imported(who, found.site_id).targets
        mapping: dict[str, dict[str, str | None]] = {name: dict(columns) for name, columns in found.mapping.items()}
        for number, sheet in enumerate(found.summary.get("sheets", ())):
            taken: set[str] = set()
            for column in sheet["columns"]:
                before = "" if column["target"] in {None, "ignore"} else column["target"]
                value = request.form.get(f"map-{number}-{column['index']}", before)
                if value and (value not in targets or value in taken):
                    messages.tell(TWICE.format(target=targets.get(value, L(value, value))), "red")
                    return answers.see_other(self._url(f"import/{found.id}/"))
                taken.add(value)
                if value != before:
                    mapping.setdefault(sheet["name"], {})[str(column["index"])] = value or None
        return self._act(who, found, lambda: replan(who.session, found, mapping=mapping), self.plan_task)

    @expose("/import/<int:batch>/apply/", methods=("POST",))
    def import_apply_view(self, batch: int) -> Response:
        """Say yes to the plan; another reading of empty cells plans anew instead."""
        who = answers.reader()
        found = self._batch(who, batch)
        clear, good = request.form.get("clear_empty") == "1", request.form.get("good_rows_only") == "1"
        if found.state == ImportState.planned.value and clear != bool(found.options.get("clear_empty")):
            return self._act(who, found, lambda: replan(who.session, found, clear_empty=clear), self.plan_task)
        return self._act(
            who, found, lambda: life.apply_asked(who.session, jobs().store, found, good_rows_only=good), self.apply_task
        )

    def _act(self, who: Reader, found: ImportBatch, act: Any, task: str) -> Response:
        number = found.id
        try:
            act()
        except ImportRefused as refused:
            answers.rollback()
            messages.tell(refused.label, "red")
        else:
            answers.commit()
            self._do(who, task, found)
        return answers.see_other(self._url(f"import/{number}/"))

    @expose("/import/<int:batch>/cancel/", methods=("POST",))
    def import_cancel_view(self, batch: int) -> Response:
        """Call it off; what is being worked on stops at the next row."""
        who = answers.reader()
        found = self._batch(who, batch)
        if life.cancel(who.session, jobs().store, found):
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
        return answers.workbook(lambda out: refused_workbook(jobs().store, found, out, who.locale), name)

    @expose("/import/<int:batch>/undo", methods=("POST",))
    def import_undo_view(self, batch: int) -> Response:
        """Take it back."""
        who = answers.reader()
        found = self._batch(who, batch)
        number, name = found.id, found.file_name
        self._do(who, self.undo_task, found)
        if self._batch(who, number).state == ImportState.undone.value:
            messages.tell(UNDONE.format(name=name))
        return answers.see_other(self._url(f"import/{number}/"))


def chosen_site(who: Reader) -> int | None:
    """Return the site a workbook is for: the one the person works at, or the one chosen; None for none of his."""
    chosen = request.form.get("site", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    site_id = who.actor.site_id or number
    return site_id if site_id in who.sites else None


def refused(who: Reader, why: Label, name: str = "file") -> FormError:
    """Return why a workbook was not taken in."""
    return FormError(name=name, label="", message=who.say(why))


class RosterImportView(ImportScreens):
    """A register's screens with those of the roster import."""

    plan_task, apply_task, undo_task = "plan_roster", "apply_roster", "undo_roster"

    def __init__(self, model: type[Record]) -> None:
        super().__init__(model)

    def imported(self, who: Reader, site_id: int | None = None) -> Imported:
        """Return what the pages say of a roster."""
        return import_roster.imported(who, self.model.slug(), site_id or who.actor.site_id)

    def kind(self) -> str:
        """Return the kind of its batches."""
        return "roster"

    def opened(self, who: Reader, number: int) -> ImportBatch | None:
        """Return a roster import the person may look at."""
        return roster.open_batch(who.session, number, who.actor)

    def take_in(self, who: Reader, stream: Any, filename: str, site_id: int) -> ImportBatch:
        """Take a roster in."""
        return roster.upload(who.session, jobs().store, stream, filename, site_id=site_id, actor=who.actor, now=who.now)

    def template_view(self, who: Reader, site_id: int | None) -> Response:
        """Return the roster's template."""
        from exchange.reading.template import write_template  # noqa: PLC0415 - loads a library no other page needs

        extra = offered(own_columns(who.actor, site_id))
        name = who.say(L("业主名册模板.xlsx", "owner-roster-template.xlsx"))
        return answers.workbook(lambda out: write_template(out, extra), name)

    def at_once(self, found: ImportBatch, task: str) -> bool:
        """A roster is the queue's, but its undo is one short step."""
        return task == self.undo_task


__all__ = ["ImportScreens", "RosterImportView", "jobs"]
