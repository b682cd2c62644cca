"""The addresses under which a register takes a workbook of open papers: upload, plan, apply, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from flask import abort, request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import workflow
from access import may
from admin_views import answers, form_page, import_pages
from admin_views.import_papers_page import plan_view, result_view, upload_view
from admin_views.import_screens import CHOOSE, RECENT, UNDONE, WHICH_SITE, jobs
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Choice
from admin_views.viewmodels.forms import FormError
from exchange import registers
from exchange.reading import limits
from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused
from exchange.registers.batches import GONE, again, kept, must_be_new, must_wait, opened
from exchange.roster.words import ImportRefused
from models.engine import ImportBatch, ImportState
from models.spec import L, Verb
from web import messages

NOT_NOW = L("有 {n} 行不能导入，没有写入任何内容。", "{n} rows can't be imported; nothing was written.")


class PapersImportView(RegisterView):
    """A register's screens with those of its import."""

    @expose("/import/", methods=("GET", "POST"))
    def import_view(self) -> Response:
        """Take a workbook in and rehearse it."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        if request.method == "GET":
            return self._upload_page(who)
        sent, site_id = request.files.get("file"), self._site_id(who)
        if sent is None or not sent.filename:
            return self._upload_page(who, FormError(name="file", label="", message=who.say(CHOOSE)), status=422)
        if site_id is None or not may(who.actor, self.model, Verb.import_, site_id=site_id):
            return self._upload_page(who, FormError(name="site", label="", message=who.say(WHICH_SITE)), status=422)
        store = jobs().store
        path, sha256, size = store.keep(cast("Any", sent.stream))
        name = Path(sent.filename).name[:255] or "?"
        try:
            limits.check(path)
            must_be_new(who.session, self.model, site_id, sha256)
            found = registers.plan(path, name, who.session, self.model, who.actor, site_id, who.now)
            batch = kept(who.session, self.model, site_id, name, sha256, size, who.actor, who.now, found)
            store.drop(batch.id)
            path.replace(store.source(batch.id))
        except FileRefused as refused:
            answers.rollback()
            status = 413 if refused.label.zh == say.TOO_LARGE.zh else 422
            error = FormError(name="file", label="", message=who.say(refused.label))
            return self._upload_page(who, error, status=status)
        finally:
            path.unlink(missing_ok=True)
        number = batch.id
        answers.commit()
        return answers.see_other(self._url(f"import/{number}/"))

    def _site_id(self, who: Reader) -> int | None:
        chosen = request.form.get("site", "")
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
        site_id = who.actor.site_id or number
        return site_id if site_id in who.sites else None

    def _upload_page(self, who: Reader, *errors: FormError, status: int = 200) -> Response:
        query = select(ImportBatch).where(ImportBatch.kind == self.model.slug()).order_by(ImportBatch.id.desc())
        if who.actor.site_id is not None:
            query = query.where(ImportBatch.site_id == who.actor.site_id)
        elif not who.actor.everywhere:
            query = query.where(ImportBatch.site_id.in_(who.actor.sites))
        sites = () if who.actor.site_id is not None else [Choice(value=str(k), label=v) for k, v in who.sites.items()]
        recent = who.session.scalars(query.limit(RECENT)).all()
        view = import_pages.upload(
            who, self.model.slug(), recent, token=form_page.new_token(), sites=sites, errors=errors
        )
        return self._import_page("pages/import_upload.html", who, upload_view(who, self.model, view), status=status)

    def _import_page(self, template: str, who: Reader, view: Any, *, status: int = 200) -> Response:
        return answers.page(template, view, crumbs=answers.crumbs(who, self.model, (view.title, "")), status=status)

    @expose("/import/template")
    def import_template_view(self) -> Response:
        """The workbook to fill in, with this person's columns."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        name = who.say(L("{register}导入模板.xlsx", "{register}-template.xlsx"), register=self.model.__register__.label)
        return answers.workbook(
            lambda out: registers.template(out, who.actor, self.model, who.actor.site_id, who.locale), name
        )

    @expose("/import/<int:batch>/")
    def import_batch_view(self, batch: int) -> Response:
        """The findings, or what came of it."""
        who = answers.reader()
        found = self._batch(who, batch)
        if found.state == ImportState.planned.value:
            asked, page = request.args.get("kind", ""), request.args.get("page", "1")
            number = max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1
            search = request.args.get("q", "").strip()[:40]
            view: Any = plan_view(who, self.model, found, kind=asked, page=number, search=search)
            return self._import_page("pages/import_plan.html", who, view)
        over = import_pages.result(who, self.model.slug(), found, token=form_page.new_token())
        return self._import_page("pages/import_result.html", who, result_view(who, self.model, over))

    def _batch(self, who: Reader, number: int) -> ImportBatch:
        """The import; 403 for who may not import at all, 404 for one of another site or register and for none."""
        answers.must(who, self.model, Verb.import_)
        found = opened(who.session, self.model, number, who.actor)
        if found is None:
            abort(404)
        return found

    @expose("/import/<int:batch>/apply/", methods=("POST",))
    def import_apply_view(self, batch: int) -> Response:
        """Write every row in one transaction; a row that is refused by now leaves nothing written."""
        who = answers.reader()
        found = self._batch(who, batch)
        store, site_id, number = jobs().store, found.site_id or 0, found.id
        source = store.source(number)
        if found.state != ImportState.planned.value or not source.exists():
            messages.tell(GONE, "red")
            return answers.see_other(self._url(f"import/{number}/"))
        try:
            with store.hold(number):
                must_wait(who.session, found)
                done = registers.apply(source, found.file_name, who.session, self.model, who.actor, site_id, who.now)
                again(found, done, who.now)
                answers.commit()
        except ImportRefused as refused:
            answers.rollback()
            messages.tell(refused.label, "red")
        except registers.Refused as refused:
            answers.rollback()
            again(self._batch(who, number), refused.plan)
            answers.commit()
            messages.tell(NOT_NOW.format(n=len(refused.plan.refused)), "red")
        except workflow.WorkflowError as refused:
            answers.rollback()
            messages.tell(refused.sentence, "red")
        return answers.see_other(self._url(f"import/{number}/"))

    @expose("/import/<int:batch>/cancel/", methods=("POST",))
    def import_cancel_view(self, batch: int) -> Response:
        """Call it off."""
        who = answers.reader()
        found = self._batch(who, batch)
        if found.state == ImportState.planned.value:
            found.state = ImportState.cancelled.value
            answers.commit()
            jobs().store.drop(batch)
        return answers.see_other(self._url(f"import/{batch}/"))

    @expose("/import/<int:batch>/undo", methods=("POST",))
    def import_undo_view(self, batch: int) -> Response:
        """Take it back."""
        who = answers.reader()
        found = self._batch(who, batch)
        name = found.file_name
        try:
            registers.undo(who.session, found, self.model, who.actor, who.now)
        except ImportRefused as refused:
            answers.rollback()
            messages.tell(refused.label, "red")
        except workflow.WorkflowError as refused:
            answers.rollback()
            messages.tell(refused.sentence, "red")
        else:
            answers.commit()
            messages.tell(UNDONE.format(name=name))
        return answers.see_other(self._url(f"import/{batch}/"))


__all__ = ["PapersImportView"]
