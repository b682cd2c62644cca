"""Opening a site from one workbook on the web, for the system administrator: upload, plan, open, first passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from flask import abort, request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import workflow
from admin_views import answers, form_page, import_pages
from admin_views.import_pages import KINDS, NOTHING, Imported
from admin_views.import_screens import RECENT, refused
from admin_views.queue import jobs
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import (
    Badge,
    Change,
    ImportPlan,
    ImportResult,
    Link,
    Pager,
    PlanMessage,
    PlanRow,
    ResultTable,
    Tab,
)
from admin_views.viewmodels.forms import FormError
from admin_views.wording import moment
from exchange import site_pack
from exchange.batches import life
from exchange.batches.words import GONE
from exchange.reading import limits
from exchange.reading.refusals import FileRefused
from exchange.site_pack import PackRefused, RowPlan, SitePlan, SiteResult, Verdict
from models.base.setting_keys import SETTINGS
from models.engine import ImportBatch, ImportState
from models.spec import L, Verb
from web import messages

HOME = "/admin/site/import/"
PAGE = 50
WRITTEN = ("new", "changed", "unchanged")
NAMES = {k.key: k.label for k in SETTINGS}
"""What the rows of the sheet 参数 are called."""
TITLE = L("用一个工作簿开通项目", "Open a site from one workbook")
CHOOSE = L("请先选好要上传的工作簿。", "Choose the workbook first.")
LIMITS = L("支持 xlsx、xls、ods；最大 {mb} MB", "xlsx, xls or ods; at most {mb} MB")
COLUMN = L("{column} 列", "column {column}")
STEPS = (
    L("下载模板：项目、部门、岗位、员工与账号、楼栋、房屋业主、检查项、参数各一页，标准组织已填好。",
      "Download the template: one sheet each for the site, departments, posts, staff, buildings, homes, checklists and settings."),
    L("改成本项目的内容后上传；先看核对结果，确认后一次开通，不会只写一半。",
      "Fill it in and send it; look at the plan first. It is opened in one step, never by half."),
    L("开通后显示各账号的首次密码，只显示这一次，请打印交给本人。",
      "First passwords are shown once after opening; print them and hand them out."),
)  # fmt: skip


class SiteImportView(RegisterView):
    """The register of sites with the screens that open one from a pack."""

    @expose("/import/", methods=("GET", "POST"))
    def import_view(self) -> Response:
        """Take a pack in."""
        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        if request.method == "GET":
            return self._upload_page(who)
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return self._upload_page(who, refused(who, CHOOSE), status=422)
        store = jobs().store
        try:
            batch = life.upload(
                who.session, store, cast("Any", sent.stream), sent.filename, kind="site", site_id=None, actor=who.actor,
                now=who.now, state=ImportState.planned,
            )  # fmt: skip
            site_pack.plan(store.source(batch.id), batch.file_name, who.session)
        except FileRefused as fault:
            answers.rollback()
            return self._upload_page(who, refused(who, fault.label), status=422)
        answers.commit()
        return answers.see_other(f"{HOME}{batch.id}/")

    def _upload_page(self, who: Reader, *errors: FormError, status: int = 200) -> Response:
        query = select(ImportBatch).where(ImportBatch.kind == "site").order_by(ImportBatch.id.desc()).limit(RECENT)
        recent = who.session.scalars(query).all()
        view = import_pages.upload(who, _imported(who), recent, token=form_page.new_token(), errors=errors)
        view = replace(view, accept=".xlsx,.xls,.ods", limits=who.say(LIMITS, mb=limits.MAX_BYTES // 1_000_000))
        return self._page("pages/import_upload.html", who, view, status=status)

    def _page(self, template: str, who: Reader, view: Any, *, status: int = 200) -> Response:
        return answers.page(template, view, crumbs=answers.crumbs(who, self.model, (view.title, "")), status=status)

    @expose("/import/template")
    def import_template_view(self) -> Response:
        """The workbook to fill in."""
        from exchange.site_pack.template import template  # noqa: PLC0415 - loads a library no other page needs

        who = answers.reader()
        answers.must(who, self.model, Verb.import_)
        return answers.workbook(template, who.say(L("项目开通模板.xlsx", "site-template.xlsx")))

    @expose("/pack/")
    def pack_view(self) -> Response:
        """The site as its pack, with what the reader may export; sent again it changes nothing."""
        from exchange.site_pack.exporting import export  # noqa: PLC0415 - as above

        who = answers.reader()
        site = answers.one(who, self.model)
        answers.must(who, self.model, Verb.import_)
        answers.must(who, self.model, Verb.export)
        return answers.workbook(
            lambda out: export(out, who.session, site.id, who.actor),
            who.say(L("{code}项目资料.xlsx", "{code}-site.xlsx"), code=site.code),
        )

    @expose("/import/<int:batch>/")
    def import_batch_view(self, batch: int) -> Response:
        """What the pack would do, or what came of it."""
        who = answers.reader()
        found = self._batch(who, batch)
        source = jobs().store.source(found.id)
        if found.state != ImportState.planned.value or not source.exists():
            return self._page("pages/import_result.html", who, self._over(who, found))
        plan = site_pack.plan(source, found.file_name, who.session)
        return self._page("pages/import_plan.html", who, _plan_view(who, found, plan))

    def _batch(self, who: Reader, number: int) -> ImportBatch:
        answers.must(who, self.model, Verb.import_)
        found = who.session.get(ImportBatch, number) if number < 2**31 else None
        if found is None or found.kind != "site":
            abort(404)
        return found

    @expose("/import/<int:batch>/apply/", methods=("POST",))
    def import_apply_view(self, batch: int) -> Response:
        """Open the site in one transaction; the first passwords are on the answer and nowhere else."""
        who = answers.reader()
        found = self._batch(who, batch)
        source = jobs().store.source(found.id)
        if found.state != ImportState.planned.value or not source.exists():
            messages.tell(GONE, "red")
            return answers.see_other(f"{HOME}{batch}/")
        try:
            plan = site_pack.plan(source, found.file_name, who.session)
            result = site_pack.apply(who.session, plan, who.actor, who.now)
        except PackRefused as fault:
            answers.rollback()
            messages.tell(fault.problems[0].message, "red")
            return answers.see_other(f"{HOME}{batch}/")
        except workflow.WorkflowError as fault:
            answers.rollback()
            messages.tell(fault.sentence, "red")
            return answers.see_other(f"{HOME}{batch}/")
        found.state, found.applied_at = ImportState.done.value, who.now
        found.counts = {v.value: sum(c.get(v.value, 0) for c in result.counts.values()) for v in Verdict}
        answers.commit()
        jobs().store.drop(found.id)
        answer = self._page("pages/import_result.html", who, self._opened(who, found, result))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/import/<int:batch>/cancel/", methods=("POST",))
    def import_cancel_view(self, batch: int) -> Response:
        """Call it off."""
        who = answers.reader()
        found = self._batch(who, batch)
        if found.state == ImportState.planned.value:
            found.state = ImportState.cancelled.value
            answers.commit()
            jobs().store.drop(batch)
        return answers.see_other(f"{HOME}{batch}/")

    def _over(self, who: Reader, found: ImportBatch) -> ImportResult:
        view = import_pages.result(who, _imported(who), found, token=form_page.new_token())
        return replace(view, undo_url="", undo_note="", refused_url="", messages=(), counts=())

    def _opened(self, who: Reader, found: ImportBatch, result: SiteResult) -> ImportResult:
        figures = ResultTable(
            title=who.say(L("写入了什么", "What was written")),
            head=(who.say(L("工作表", "Sheet")), *(who.say(KINDS[k][0]) for k in WRITTEN)),
            rows=tuple((name, *(f"{n.get(k, 0):,}" for k in WRITTEN)) for name, n in result.counts.items() if any(n.values())),
        )  # fmt: skip
        handout = ResultTable(
            title=who.say(L("首次密码", "First passwords")),
            note=who.say(L("只显示这一次，请打印交给本人；首次登录时须改成自己的密码。",
                           "Shown this once: print and hand them out. Each is changed at the first sign-in.")),
            head=tuple(map(who.say, (L("姓名", "Name"), L("角色", "Roles"), L("账号", "Account"), L("首次密码", "First password")))),
            rows=tuple((a.name, who.listed(r.label for r in a.roles), a.username, a.password) for a in result.accounts),
            printed=True,
        )  # fmt: skip
        words = L("项目 {code} {name} 已就绪。", "Site {code} {name} is ready.")
        over = self._over(who, found)
        roster = Link(label=who.say(L("导入业主名册", "Import an owner roster")), url="/admin/unit/import/")
        return replace(
            over, summary=who.say(words, code=result.code, name=result.name), tone="green", when=moment(who.now, who),
            tables=(handout, figures) if result.accounts else (figures,), links=(over.links[0], roster),
        )  # fmt: skip


def _imported(who: Reader) -> Imported:
    sites = Link(label=who.say(L("看项目", "See the sites")), url="/admin/site/")
    return Imported(
        slug="site", title=who.say(TITLE), check_title=who.say(TITLE), steps=tuple(map(who.say, STEPS)), rows=0, targets={},
        change=lambda change: Change(label=change.field, before="", after=""), links=(sites,),
    )  # fmt: skip


def _plan_view(who: Reader, found: ImportBatch, plan: SitePlan) -> ImportPlan:
    base = f"{HOME}{found.id}/"
    total = {v.value: sum(count[v.value] for count in plan.counts().values()) for v in Verdict}
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        kind = next((k for k in ("refused", "changed", "new", "unchanged") if total[k]), "new")
    page, search = import_pages.asked_page(request.args)
    every = [(s.name, r, _called(who, s.key, r)) for s in plan.all_sheets() for r in s.rows if r.verdict == kind]
    rows = [one for one in every if search in f"{one[0]} {one[2]} {one[1].row}"]
    here = f"{base}?{urlencode({'kind': kind, **({'q': search} if search else {})})}"
    part = rows[(page - 1) * PAGE : page * PAGE]
    refusals = len(plan.refusals)
    blocked = ""
    if refusals:
        blocked = who.say(
            L("有 {n} 处问题，请改好后重新上传。", "{n} faults; correct them and send it again."), n=refusals
        )
    elif plan.nothing_to_do:
        blocked = who.say(NOTHING)
    own = [who.say(p.message) for p in plan.problems]
    return ImportPlan(
        slug="site", title=who.say(TITLE), batch=str(found.id), file_name=found.file_name,
        file_note=f"{plan.code} {plan.name}", form_token=form_page.new_token(), sheets=(),
        tabs=tuple(
            Tab(key=k, label=who.say(label), url=f"{base}?kind={k}", count=str(total[k]), active=k == kind,
                tone=tone if total[k] else None)  # type: ignore[arg-type]  # a Tone
            for k, (label, tone) in KINDS.items()
        ),
        rows=tuple(_row(who, sheet, row, name) for sheet, row, name in part),
        pager=Pager(
            range_text=who.say(L("第 {a}-{b} 行", "Rows {a}-{b}"), a=(page - 1) * PAGE + 1, b=(page - 1) * PAGE + len(part))
            if part else "",
            total_text=who.say(L("共 {n} 行", "{n} in all"), n=len(rows)), page=page, page_size=PAGE,
            previous_url=f"{here}&page={page - 1}" if page > 1 else "",
            next_url=f"{here}&page={page + 1}" if len(rows) > page * PAGE else "",
        ),
        remap_url="", apply_url=f"{base}apply/", cancel_url=f"{base}cancel/", apply_blocked=blocked, warnings=tuple(own), search=search, search_url=base,
        apply_label=who.say(L("开通 {code}", "Open {code}"), code=plan.code) if plan.site_id is None
        else who.say(L("更新 {code}", "Update {code}"), code=plan.code),
        unknown=tuple(header for sheet in plan.all_sheets() for header in sheet.unknown),
    )  # fmt: skip


def _called(who: Reader, sheet: str, row: RowPlan) -> str:
    return who.say(NAMES[row.name]) if sheet == "setting" and row.name in NAMES else row.name


def _row(who: Reader, sheet: str, row: RowPlan, name: str) -> PlanRow:
    label, tone = KINDS[row.verdict.value]
    where = who.say(L("{sheet} · 第 {row} 行", "{sheet} · row {row}"), sheet=sheet, row=row.row)
    return PlanRow(
        where=where, title=name, badge=Badge(label=who.say(label), tone=tone),  # type: ignore[arg-type]  # a Tone
        changes=tuple(Change(label=who.say(c.label), before=c.old, after=c.new) for c in row.changes),
        messages=tuple(PlanMessage(where=who.say(COLUMN, column=p.column) if p.column else "", text=who.say(p.message)) for p in row.problems),
    )  # fmt: skip


__all__ = ["SiteImportView"]
