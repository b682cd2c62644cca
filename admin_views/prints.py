"""Printing: a record's sheet on the screen, and one or several records as PDF; each print is logged before it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import abort, current_app, render_template, request
from flask_admin import expose
from werkzeug.wrappers import Response

from admin_views import answers, sheet_page, transition_page, unmasking
from admin_views.reader import Reader
from admin_views.transition_page import NoSuch
from admin_views.viewmodels.sheets import Sheet, SheetPage
from models.declare import Record
from models.spec import L, Paper
from web import requests

MOST = 100
"""Records of one batch."""
TOO_MANY = L("一次最多打印 {n} 份，请少选一些再打印。", "At most {n} documents a time; select fewer and print again.")


class PrintScreens:
    """The printing pages of a register; part of ``RegisterView``."""

    model: type[Record]

    @expose("/print/")
    def print_view(self) -> Response:
        """The sheet on the screen, with its buttons; 404 for a register that is not printed."""
        who = answers.reader()
        paper = self._paper()
        record = answers.one(who, self.model)
        sheet = self._sheet(who, record, paper)
        base = f"/admin/{self.model.slug()}/"
        papers = self.model.__register__.papers
        page = SheetPage(
            sheet=sheet, pdf_url=f"{base}pdf/?id={record.id}&paper={quote(paper.name)}",
            back_url=f"{base}details/?id={record.id}",
            papers=tuple(
                (
                    who.say(p.title or self.model.__register__.label),
                    f"{base}print/?id={record.id}&paper={quote(p.name)}",
                    p is paper,
                )
                for p in papers
            ) if len(papers) > 1 else (),
        )  # fmt: skip
        text = render_template("print/page.html", page=page, sheet=sheet)
        self._log(who, [record])
        return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})

    @expose("/pdf/")
    def pdf_view(self) -> Response:
        """One PDF of the records ``?id=1,2``; a hidden or missing one among them is a 404."""
        from exchange.printing.pdf import font_path, pdf  # noqa: PLC0415 - loads libraries no other page needs

        who = answers.reader()
        paper = self._paper()
        try:
            ids = transition_page.ids_of(request.args.getlist("id"))
            if len(ids) > MOST:
                abort(413, description=TOO_MANY.format(n=MOST))
            records = transition_page.records_of(who, self.model, ids)
        except NoSuch:
            abort(404)
        css = (Path(current_app.static_folder or "") / "css" / "paper.css").read_text(encoding="utf-8")
        sheets = [
            render_template("print/document.html", sheet=self._sheet(who, r, paper), css=css, font=font_path().as_uri())
            for r in records
        ]
        title = who.say(paper.title or self.model.__register__.label)
        name = f"{title}-{getattr(records[0], 'number', None) or records[0].id}" if len(records) == 1 else title
        made = pdf(sheets, title=name)
        self._log(who, records)
        inline = f"inline; filename*=UTF-8''{quote(name)}.pdf"
        return Response(
            made, mimetype="application/pdf", headers={"Content-Disposition": inline, "Cache-Control": "no-store"}
        )

    def _paper(self) -> Paper:
        papers = self.model.__register__.papers
        asked = request.args.get("paper", "")
        found = next((p for p in papers if p.name == asked), None) if asked else next(iter(papers), None)
        return found if found is not None else abort(404)

    def _sheet(self, who: Reader, record: Any, paper: Paper) -> Sheet:
        address = f"{request.url_root}admin/{self.model.slug()}/details/?id={record.id}"
        return sheet_page.build(who, record, paper, address=address, folder=requests.settings().data_dir)

    @staticmethod
    def _log(who: Reader, records: list[Any]) -> None:
        answers.commit()
        unmasking.log_prints(who, records)
