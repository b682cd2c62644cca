"""The screens of summaries: their figures on the record page, live beneath the form, on paper and as an Excel book."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, render_template, request
from flask_admin import expose
from werkzeug.wrappers import Response

import access
import reports.paper
from admin_views import answers, desk_problems, form_page, summary_panel
from admin_views.form_page import Filled
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Link
from admin_views.viewmodels.sheets import Sheet
from admin_views.viewmodels.summaries import SummaryPanel
from models.duty.periodic_report import PeriodicReport
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import prepared_by_another, same_period, usual_period
from models.engine.settings import setting
from models.spec import L, Paper, Verb
from reports import book, recurrence
from workflow.duty_rights import stand_ins

CHOOSE = L("选择报表和期间后，这里显示汇总数据。", "Choose report and period, and the figures appear here.")
KEYS = ("report", "period_from", "period_to", "site")


class PeriodicReportView(RegisterView):
    """The register of summaries."""

    def beside_record(self, who: Reader, record: Any) -> dict[str, Any]:
        """Return the figures that stand on the record page."""
        return {"summary": summary_panel.of_paper(who, record)}

    def beside_form(self, who: Reader, filled: Filled, record: Any = None) -> dict[str, Any]:
        """Return the figures that stand beneath the form, and where it asks for others."""
        typed = {k: str(filled.typed.get(k) or request.form.get(k, "")) for k in KEYS}
        own = record.id if record is not None else 0
        url = f"{self._url('figures/')}?id={own}"
        return {"summary": self._asked(who, typed, own), "figures_url": url, "figures_fields": KEYS}

    def started(self, who: Reader, filled: Filled) -> Filled:
        """Fill in the period a report named in the address is usually about, unless that is named too."""
        typed = filled.typed
        if typed.get("report") in {r.value for r in Report} and not (
            typed.get("period_from") or typed.get("period_to")
        ):
            usual = self._usual(who, Report(str(typed["report"])), who.actor.site_id)
            if usual is not None:
                filled.typed = {**typed, "period_from": usual[0].isoformat(), "period_to": usual[1].isoformat()}
        return filled

    @expose("/figures/")
    def figures_view(self) -> Response:
        """The figures of a report and period that a form names, as a part of its page."""
        who = answers.reader()
        form_page.create_rights(who, self.model)
        own = request.args.get("id", "")
        typed = {k: request.args.get(k, "") for k in KEYS}
        panel = self._asked(who, typed, int(own) if own.isascii() and own.isdigit() and len(own) < 10 else 0)
        text = render_template("parts/summary.html", summary=panel)
        return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})

    @expose("/problem/")
    def problem_view(self) -> Response:
        """Go on with a problem that recurs: to its analysis, to the form for it, or to the rows behind it (S-13)."""
        who = answers.reader()
        answers.must(who, self.model, Verb.create)
        problem = recurrence.named(request.args)
        if problem is None or problem.site_id not in who.sites:
            abort(404)
        return answers.see_other(desk_problems.target(who, problem))

    @expose("/xlsx/")
    def xlsx_view(self) -> Response:
        """The figures of a report as an Excel book: the kept ones, else as the registers stand."""
        who = answers.reader()
        paper = answers.one(who, self.model)
        result = reports.paper.kept(paper) or reports.paper.current(who.session, paper, who.now)
        if result is None:
            abort(404)
        label = who.say(Report(paper.report).label)
        columns = partial(summary_panel.seen_columns, who, result)
        write = partial(
            book.write, result=result, title=label, site=who.sites.get(paper.site_id, ""), locale=who.locale,
            zone=who.zone, columns=columns,
        )  # fmt: skip
        return answers.workbook(write, f"{label}-{paper.number}.xlsx")

    def _sheet(self, who: Reader, record: Any, paper: Paper) -> Sheet:
        sheet = super()._sheet(who, record, paper)
        title = who.say(Report(record.report).label)
        return replace(sheet, title=title, children=(*summary_panel.child_tables(who, record), *sheet.children))

    def _usual(self, who: Reader, report: Report, site_id: int | None) -> tuple[dt.date, dt.date] | None:
        return usual_period(REPORTS[report], who.today, lambda key: setting(who.session, site_id, key))

    def _asked(self, who: Reader, typed: dict[str, str], own: int) -> SummaryPanel:
        """Return the panel for what a form names so far."""
        title = who.say(summary_panel.TITLE)
        site_id = int(typed["site"]) if typed["site"] in {str(s) for s in who.sites} else who.actor.site_id
        if typed["report"] not in {r.value for r in Report} or site_id is None:
            return SummaryPanel(title=title, note="", problem=who.say(CHOOSE))
        report = Report(typed["report"])
        instead = partial(stand_ins, who.session, PeriodicReport, site_id, now=who.now)
        if (other := prepared_by_another(report, who.actor, site_id, who.session, instead)) is not None:
            return SummaryPanel(title=title, note="", problem=who.say(other))
        usual = self._usual(who, report, site_id)
        named = (usual[0].isoformat(), usual[1].isoformat()) if usual else None
        try:
            since, until = (dt.date.fromisoformat(typed[k]) for k in ("period_from", "period_to"))
            live = reports.paper.worked_out(who.session, report, site_id, since, until, who.now)
        except ValueError:
            return SummaryPanel(title=title, note="", problem=who.say(CHOOSE), usual=named)
        first = same_period(who.session, PeriodicReport, site_id, report, since, until)
        return summary_panel.of_result(who, live, usual=named, first=self._link(who, first, own))

    def _link(self, who: Reader, first: Any, own: int) -> Link | None:
        if first is None or first.id == own or access.get(who.session, self.model, first.id, who.actor) is None:
            return None
        return Link(label=first.number or f"#{first.id}", url=self._url(f"details/?id={first.id}"))
