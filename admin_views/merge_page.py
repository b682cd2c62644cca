"""Joining two records that are one and the same person: choose which one stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response

import access
import workflow
from access import FieldRight, Mode
from admin_views import answers, form_view
from admin_views.form_page import new_token
from admin_views.form_values import Texts
from admin_views.reader import Reader
from admin_views.record_page import may_merge
from admin_views.viewmodels import RecordLine, TransitionPage
from admin_views.wording import badge
from models.declare import Record
from models.engine import display
from models.spec import L, Refusal
from web import messages
from workflow.merging import merge

TITLE = L("合并到另一份档案", "Merge into another record")
EXPLAIN = L(
    "“{name}”名下的房屋、单据和附件都转到所选的档案，这一份随后停用。合并后不能拆开。",
    "Homes, documents and files of “{name}” move to the chosen record, and this one is put away. It can't be undone.",
)
KEEP = L("保留哪一份", "Which one stays")
CHOOSE = L("请选择要保留的那份档案。", "Please choose the record that stays.")
MERGED = L("已合并到 {name}。", "Merged into {name}.")
FIELD = "merged_into"


class MergeScreen:
    """The endpoint ``merge/`` of registers whose records can be merged."""

    model: type[Record]

    @expose("/merge/", methods=("GET", "POST"))
    def merge_view(self) -> Response:
        """Ask which record stays, and join the two."""
        who = answers.reader()
        if FIELD not in self.model.__fields__:
            abort(404)
        record = answers.one(who, self.model)
        if not may_merge(who, record):
            answers.must(who, self.model, "edit")
            abort(403)
        chosen = request.form.get(FIELD, "")
        refusals: list[Refusal] = []
        if request.method == "POST":
            keep = access.get(who.session, self.model, chosen, who.actor)
            if keep is None:
                refusals = [Refusal(CHOOSE, FIELD)]
            else:
                try:
                    merge(who.session, keep, record, actor=who.actor, now=who.now)
                except workflow.Invalid as invalid:
                    answers.rollback()
                    refusals = [Refusal(r.sentence, r.field or FIELD) for r in invalid.refusals]
                    record = answers.one(who, self.model)
                else:
                    answers.commit()
                    messages.tell(MERGED.format(name=display(keep)))
                    return answers.see_other(f"/admin/{self.model.slug()}/details/?id={keep.id}")
        view = build(who, record, {FIELD: chosen}, refusals)
        base = f"/admin/{self.model.slug()}/"
        way = answers.crumbs(who, self.model, (display(record), f"{base}details/?id={record.id}"), (view.title, ""))
        return answers.page("pages/transition.html", view, crumbs=way, status=422 if refusals else 200)


def build(reader: Reader, record: Any, typed: Texts, refusals: list[Refusal]) -> TransitionPage:
    """Return the page that asks which record stays."""
    model = type(record)
    base = f"/admin/{model.slug()}/"
    field = replace(model.__fields__[FIELD], required=True, system=False, label=KEEP)
    lines, beside = form_view.form_errors(reader, refusals, model)
    return TransitionPage(
        slug=model.slug(), name="merge", title=reader.say(TITLE), action=f"{base}merge/?id={record.id}", form_token=new_token(),
        cancel_url=f"{base}details/?id={record.id}", button=reader.say(L("合并", "Merge")), weight="danger", errors=lines,
        records=(RecordLine(id=str(record.id), number="", title=display(record), url=f"{base}details/?id={record.id}",
                            badge=badge(model.__register__.flow, record.status, reader)),),
        explain=reader.say(EXPLAIN, name=display(record)),
        sections=form_view.sections(reader, model, [FieldRight(field, Mode.edit)], typed, errors=beside, one=KEEP),
    )  # fmt: skip
