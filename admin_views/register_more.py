"""Further screens of a register: look-ups, drafts, hints, files, full numbers, saved views, choices."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, jsonify, request
from flask_admin import expose
from sqlalchemy import delete, select
from werkzeug.wrappers import Response

import access
from admin_views import (
    answers,
    checklists,
    drafts,
    form_files,
    form_page,
    list_columns,
    lookup,
    reason_page,
    record_page,
    unmasking,
)
from admin_views.list_chips import when_field
from admin_views.list_state import KNOWN
from admin_views.reader import Reader
from admin_views.record_fields import title_of
from admin_views.uploads import Keeper, Refused
from admin_views.wording import near
from models.declare import Record
from models.engine import Attachment, SavedView
from models.spec import Kind, L, Verb
from web import messages, requests
from web.security import local_target

MOST_VIEWS = 50
HINTS = 3


class MoreOfRegister:
    """Endpoints of ``RegisterView`` besides list, forms, record and steps."""

    model: type[Record]

    def _url(self, rest: str) -> str:
        raise NotImplementedError

    def _details(self, who: Reader, record: Any, **more: Any) -> Response:
        raise NotImplementedError

    @expose("/lookup/<field>")
    def lookup_view(self, field: str) -> Response:
        """What may be chosen for a reference field, as one types."""
        who = answers.reader()
        found = lookup.field_of(self.model, field)
        if found is None or not lookup.may_look_up(who, self.model, field):
            abort(404)
        if not answers.may_open(who, self.model) and not access.may(who.actor, self.model, Verb.create):
            answers.must(who, self.model, Verb.read)
        chosen = request.args.get("within", "")
        return jsonify(lookup.find(who, self.model, found, request.args.get("q", ""), within=chosen))

    @expose("/checklist/<field>")
    def checklist_view(self, field: str) -> Response:
        """The lines that child rows open with for the chosen subject."""
        who = answers.reader()
        rows = checklists.field_of(self.model, field)
        if rows is None or not access.may(who.actor, self.model, Verb.create):
            abort(404)
        return jsonify(checklists.lines(who, self.model, rows, request.args.get("subject", "")))

    # ----------------------------------------------------------------------------------------------------- drafts

    @expose("/draft/", methods=("POST",))
    def draft_view(self) -> Response:
        """Keep what is being typed; 413 when it is too much."""
        who = answers.reader()
        kept = drafts.save(who, self._draft_key(who), request.form.items(multi=True))
        if not kept:
            abort(413)
        answers.commit()
        return Response(status=204)

    @expose("/draft/discard/", methods=("POST",))
    def discard_view(self) -> Response:
        """Forget a draft and open the form anew."""
        who = answers.reader()
        drafts.drop(who, self._draft_key(who))
        answers.commit()
        record_id = request.args.get("id", "")
        return answers.see_other(self._url(f"edit/?id={record_id}" if record_id.isdigit() else "new/"))

    def _draft_key(self, who: Reader) -> str:
        if "id" not in request.args:
            answers.must(who, self.model, Verb.create)
            return form_page.draft_key(self.model)
        return form_page.draft_key(self.model, answers.one(who, self.model).id)

    @expose("/hint/")
    def hint_view(self) -> Response:
        """The same unit had the same trouble lately: a remark while the form is filled; 204 when there is none."""
        who = answers.reader()
        hints = self.model.__register__.hints
        if not hints:
            abort(404)
        model: Any = self.model
        declared = when_field(self.model)
        for hint in hints:
            values = {n: request.args.get(n, "") for n in hint.same}
            if not all(values.values()):
                continue
            query = access.visible(select(model), model, who.actor)
            for name, text in values.items():
                field = self.model.__fields__[name]
                if field.kind is Kind.ref and not (text.isascii() and text.isdigit() and len(text) < 10):
                    return Response(status=204)
                column = getattr(model, f"{name}_id" if field.kind is Kind.ref else name)
                if field.kind is Kind.enum and text not in {m.value for m in field.enum or ()}:
                    return Response(status=204)
                query = query.where(column == (int(text) if field.kind is Kind.ref else text))
            column = getattr(model, declared.name)
            since = who.now - dt.timedelta(days=hint.days)
            query = query.where(column >= (since.date() if declared.kind is Kind.date else since))
            rows = who.session.scalars(query.order_by(column.desc(), model.id.desc()).limit(HINTS)).all()
            if rows:
                items = [
                    {
                        "label": f"{getattr(r, 'number', '') or ''} {title_of(who, r)}".strip(),
                        "url": self._url(f"details/?id={r.id}"),
                        "when": near(r.created_at, who),
                    }
                    for r in rows
                ]
                return jsonify({"text": who.say(hint.sentence, days=hint.days, n=len(rows)), "items": items})
        return Response(status=204)

    # ------------------------------------------------------------------------------------------------------ files

    @expose("/attachments/", methods=("POST",))
    def attach_view(self) -> Response:
        """Add files to a record."""
        who = answers.reader()
        record = answers.one(who, self.model)
        if not record_page.may_add_files(who, record):
            answers.must(who, self.model, Verb.edit)
            abort(403)
        keeper = Keeper(session=who.session, folder=requests.settings().data_dir, actor=who.actor, now=who.now)
        names: list[str] = []
        refused: list[Refused] = []
        for upload in request.files.getlist("file"):
            if not upload.filename:
                continue
            try:
                row = keeper.keep(
                    upload.stream,
                    upload.filename,
                    register=self.model.slug(),
                    field="attachments",
                    site_id=getattr(record, "site_id", None),
                )
            except Refused as wrong:
                refused.append(wrong)
                continue
            row.record_id = record.id
            names.append(row.name)
        if names:
            form_files.log(who, record, "attach", "、".join(names))
        answers.commit()
        if names:
            messages.tell(L("已添加附件：{names}", "Added: {names}").format(names="、".join(names)))
        for fault in refused:
            messages.tell(fault.sentence, "red")
        return answers.see_other(self._url(f"details/?id={record.id}") + "#attachments")

    @expose("/attachments/remove/", methods=("POST",))
    def detach_view(self) -> Response:
        """Take a file away from a record; the history says so."""
        who = answers.reader()
        record = answers.one(who, self.model)
        rights = form_page.edit_rights(who, record)
        ids = request.args.get("file", "")
        row = who.session.get(Attachment, int(ids)) if ids.isascii() and ids.isdigit() and len(ids) < 10 else None
        if row is None or row.register != self.model.slug() or row.record_id != record.id:
            abort(404)
        if row.field not in {r.name for r in rights if r.mode is access.Mode.edit and r.field.kind is Kind.files}:
            abort(404)  # signatures and what a step brought stay; so do files of fields that are not his to change
        row.record_id = None
        form_files.log(who, record, "attach", form_files.TAKEN_AWAY.format(names=row.name).text(who.locale))
        answers.commit()
        return answers.see_other(self._url(f"details/?id={record.id}") + "#attachments")

    # ----------------------------------------------------------------------------------------------- full numbers

    @expose("/unmask/", methods=("GET", "POST"))
    def unmask_view(self) -> Response:
        """Show a record's phones and ID numbers in full; the reason is written to the access log first."""
        who = answers.reader()
        record = answers.one(who, self.model)
        verdict = access.may(who.actor, self.model, Verb.unmask, record)
        if not verdict:
            abort(403, description=verdict.reason)
        if reason := reason_page.given():
            answers.commit()
            unmasking.log_record(who, record, reason)
            answer = self._details(who, record, clear=True)
            answer.headers["Cache-Control"] = "no-store"
            return answer
        return reason_page.ask(
            who, self.model, title=L("查看完整的电话和证件号", "Show phone and ID number in full"),
            text=L("会记入客户资料查阅日志：谁、什么时候、为什么。",
                   "This is written to the customer-data access log: who, when and why."),
            reason=L("查看原因", "Reason"), action=self._url(f"unmask/?id={record.id}"), button=L("查看", "Show"),
            back=self._url(f"details/?id={record.id}"),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------- saved views and columns

    @expose("/views/", methods=("POST",))
    def views_view(self) -> Response:
        """Keep the present list under a name, or forget a kept one."""
        who = answers.reader()
        form = request.form
        mine = (SavedView.user_id == who.actor.user_id, SavedView.register == self.model.slug())
        query = self._clean(form.get("query", ""))
        if form.get("action") == "delete":
            number = form.get("id", "")
            if number.isascii() and number.isdigit() and len(number) < 10:
                who.session.execute(delete(SavedView).where(*mine, SavedView.id == int(number), SavedView.name != ""))
        elif name := " ".join(form.get("name", "").split())[:40]:
            kept = who.session.scalars(select(SavedView).where(*mine)).all()
            row = next((v for v in kept if v.name == name), None)
            if row is not None:
                row.query = query
            elif len(kept) < MOST_VIEWS:
                who.session.add(
                    SavedView(user_id=who.actor.user_id, register=self.model.slug(), name=name, query=query)
                )
            messages.tell(L("已保存视图“{name}”。", "The view “{name}” is kept.").format(name=name))
        answers.commit()
        return answers.see_other(self._url(f"?{query}" if query else ""))

    @staticmethod
    def _clean(query: str) -> str:
        from urllib.parse import parse_qsl, urlencode  # noqa: PLC0415 - only saving a view needs them

        return urlencode([(k, v) for k, v in parse_qsl(query[:2000]) if k in KNOWN or k.startswith("flt_")])

    @expose("/preferences/", methods=("POST",))
    def preferences_view(self) -> Response:
        """Keep which columns are shown and how high rows are."""
        who = answers.reader()
        form = request.form
        query = select(SavedView).where(
            SavedView.user_id == who.actor.user_id, SavedView.register == self.model.slug(), SavedView.name == ""
        )
        row = who.session.scalars(query).first()
        if row is None:
            row = SavedView(user_id=who.actor.user_id, register=self.model.slug(), name="", columns=[])
            who.session.add(row)
        if form.get("density") in {"compact", "roomy"}:
            row.density = form["density"]
        if form.get("set") == "columns-default":
            row.columns = []
        elif form.get("set") == "columns" or ("columns" in form and "density" not in form):
            offered = {f.name for f in list_columns.columns(who, self.model).offered} | {"status", list_columns.CLOCK}
            asked = [n for text in form.getlist("columns") for n in text.split(",")]
            row.columns = [n for n in dict.fromkeys(asked) if n in offered][: list_columns.MOST]
        answers.commit()
        return answers.see_other(local_target(form.get("next")) or self._url(""))
