"""The addresses of an export: a file at once, or, where it is a long book, made in the background with its progress."""

from __future__ import annotations

import io
from typing import Any

from flask import abort, jsonify, request, send_file
from flask_admin import expose
from werkzeug.wrappers import Response

import access
from admin_views import answers, exporting, form_page, reason_page, unmasking
from admin_views.export_book import write_book
from admin_views.export_task import may_fetch, rights_of
from admin_views.queue import jobs
from admin_views.reader import Reader
from admin_views.viewmodels import ExportMade
from admin_views.wording import moment
from exchange.export_files import KEPT, Asked, MadeState
from jobs.progress import Progress
from jobs.tasks import MAKE_EXPORT, export_key
from models.declare import Record
from models.spec import L, Verb
from web import messages
from web.db import db

AT_ONCE = 2_000
"""Rows of a book that is made while its reader waits."""
_TITLE = L("导出 Excel：{register}", "Export to Excel: {register}")
_PHASES = {
    "waiting": L("排队中，马上开始……", "Waiting to begin…"),
    "writing": L("正在写入第 {done} 行……", "Writing row {done}…"),
    "packing": L("行已写完，正在打包文件……", "All rows are written; the file is being packed…"),
}
_DONE = L("已生成，共 {rows} 行，{size} MB。", "Ready: {rows} rows, {size} MB.")
_FAILED = L("没有生成，请回列表重新导出；再次出现时请联系系统管理员。",
            "It was not made. Export again from the list; tell the administrator if this happens again.")  # fmt: skip
_CHANGED = L("您的权限或资料范围在生成之后有变动，这份文件不能再下载，请重新导出。",
             "What you may see has changed since this file was made, so it can no longer be fetched; please export again.")  # fmt: skip
_CANCELLED = L("已取消导出，没有留下文件。", "The export was cancelled; no file was kept.")


class ExportScreens:
    """The endpoints ``export/…`` of a register."""

    model: type[Record]

    def _url(self, rest: str) -> str:
        raise NotImplementedError

    @expose("/export/<export_type>/", methods=("GET", "POST"))
    def export(self, export_type: str) -> Response:
        """The list as a file; ``full=1`` asks for a reason first and gives full numbers."""
        who = answers.reader()
        if export_type not in {"csv", "xlsx"}:
            abort(404)
        answers.must(who, self.model, Verb.export)
        pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "full"]
        if request.args.get("full") != "1":
            if request.method == "POST":
                abort(405)
            return self._file(who, exporting.Export(who, self.model, pairs, db.reader), export_type, pairs)
        answers.must(who, self.model, Verb.unmask)
        if reason := reason_page.given():
            full = exporting.Export(who, self.model, pairs, db.reader, full=True)
            rows = full.count()
            answers.commit()
            unmasking.log_export(who, self.model, reason, rows)
            return self._file(who, full, export_type, pairs)
        return reason_page.ask(
            who, self.model, title=L("导出完整的电话和证件号", "Export phone and ID numbers in full"),
            text=L("会记入客户资料查阅日志：谁、什么时候、为什么、多少条。",
                   "This is written to the customer-data access log: who, when, why and how many rows."),
            reason=L("导出原因", "Reason"), action=request.full_path, button=L("导出", "Export"), back=self._url(""),
        )  # fmt: skip

    def _file(self, who: Reader, export: exporting.Export, kind: str, pairs: list[tuple[str, str]]) -> Response:
        if kind == "csv":
            return exporting.csv_answer(export)
        if export.count(AT_ONCE + 1) > AT_ONCE:
            return answers.see_other(self._url(f"export/made/{self._ask(who, export, pairs)}/"))
        book = io.BytesIO()
        write_book(export, book)
        return exporting.named(Response(book.getvalue(), mimetype=answers.XLSX), f"{export.file_name}.xlsx")

    def _ask(self, who: Reader, export: exporting.Export, pairs: list[tuple[str, str]]) -> str:
        """Have a long book made, or find the one that the same person has just asked for; return its key."""
        queue, actor = jobs(), who.actor
        wish: dict[str, Any] = {
            "register": self.model.slug(), "pairs": tuple(pairs), "full": bool(request.args.get("full")),
            "user_id": actor.user_id, "site_id": actor.site_id, "locale": who.locale, "rights": rights_of(export),
        }  # fmt: skip
        found = queue.exports.same(wish, who.now)
        if found is None:
            found = queue.exports.add(
                **wish, zone=who.zone.key, origin=actor.origin, name=f"{export.file_name}.xlsx", at=who.now.isoformat()
            )
            queue.enqueue(MAKE_EXPORT, found.key)
        return found.key

    # --------------------------------------------------------------------------------------- made in the background

    @expose("/export/made/<key>/")
    def export_made_view(self, key: str) -> Response:
        """How far it is; once it is ready, where to fetch it."""
        who, asked = self._own_export(key)
        title = who.say(_TITLE, register=self.model.__register__.label)
        at = jobs().board.read(export_key(key)) if asked.under_way else Progress()
        here = self._url(f"export/made/{key}/")
        ready = asked.state is MadeState.done
        view = ExportMade(
            title=title, file_name=asked.name, under_way=asked.under_way, ready=ready, text=self._text(who, asked, at),
            done=at.done, total=at.total, status_url=f"{here}status", cancel_url=f"{here}cancel/", form_token=form_page.new_token(),
            file_url=f"{here}file" if ready else "", list_url=self._url(""),
            note=who.say(L("文件保留到 {until}，只有您本人能下载。", "The file is kept until {until}; only you can fetch it."),
                         until=moment(asked.asked_at + KEPT, who)),
        )  # fmt: skip
        return answers.page("pages/export_made.html", view, crumbs=answers.crumbs(who, self.model, (title, "")))

    @expose("/export/made/<key>/status")
    def export_status_view(self, key: str) -> Response:
        """How far it is, for the page: ``{text, done, total, finished, url}``."""
        who, asked = self._own_export(key)
        at = jobs().board.read(export_key(key))
        return jsonify(text=self._text(who, asked, at), done=at.done, total=at.total, finished=not asked.under_way,
                       url=self._url(f"export/made/{key}/"))  # fmt: skip

    @expose("/export/made/<key>/cancel/", methods=("POST",))
    def export_cancel_view(self, key: str) -> Response:
        """Call it off; what is being written stops at the next rows and leaves nothing."""
        _, asked = self._own_export(key)
        jobs().board.cancel(export_key(asked.key))
        jobs().exports.drop(asked.key)
        messages.tell(_CANCELLED)
        return answers.see_other(self._url(""))

    @expose("/export/made/<key>/file")
    def export_file_view(self, key: str) -> Response:
        """The book, for whoever asked for it while he may still see what is in it."""
        who, asked = self._own_export(key)
        book = jobs().exports.book(asked.key)
        if asked.state is not MadeState.done or not book.exists():
            abort(404)
        now = exporting.Export(who, self.model, asked.pairs, db.reader, full=asked.full)
        if rights_of(now) != asked.rights:
            messages.tell(_CHANGED, "red")
            return answers.see_other(self._url(""))
        return exporting.named(send_file(book, answers.XLSX), asked.name)

    def _own_export(self, key: str) -> tuple[Reader, Asked]:
        """The reader and the export he asked for; 404 for another's, one of another register and one that is gone."""
        who = answers.reader()
        answers.must(who, self.model, Verb.export)
        asked = jobs().exports.get(key)
        if asked is None or asked.user_id != who.actor.user_id or asked.register != self.model.slug():
            abort(404)
        if who.now - asked.asked_at > KEPT:
            abort(404)
        if not may_fetch(who.actor, self.model, asked):
            abort(403, description=access.may(who.actor, self.model, Verb.unmask).reason)
        return who, asked

    @staticmethod
    def _text(who: Reader, asked: Asked, at: Progress) -> str:
        if asked.state is MadeState.done:
            return who.say(_DONE, rows=f"{asked.rows:,}", size=f"{max(asked.size / 2**20, 0.1):.1f}")
        if asked.state is MadeState.failed:
            return who.say(_FAILED)
        return who.say(_PHASES[at.phase], done=f"{at.done:,}")
