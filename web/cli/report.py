"""``flask report``: a summary of the catalogue, on the terminal, as JSON or as an Excel book (contract.md)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import click

import reports
from deadlines.calendar import zone_for
from models.base.site import Site
from models.duty.report_list import Report
from models.spec import L, Label
from reports import Figure, Result, book
from web import i18n
from web.cli.common import Failed, as_json, command, out, say, site_called, working
from web.requests import now

NO_REPORT = L("没有报表“{code}”。可用：{known}。", "There is no report “{code}”; there are: {known}.")
NOT_COMPUTED = L("“{report}”的数据还不能自动汇总。", "The figures of “{report}” are not computed.")
BACKWARDS = L("结束日期早于开始日期。", "The last day lies before the first.")
NOT_WRITTEN = L("写不了文件 {path}：{why}", "The file {path} could not be written: {why}")
DAY = click.DateTime(("%Y-%m-%d",))


@command("report")
@click.argument("code")
@click.option("--site", required=True, help="The site's code.")
@click.option("--from", "since", type=DAY, required=True, help="First day of the period.")
@click.option("--to", "until", type=DAY, required=True, help="Last day of the period.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write an Excel book here.")
@as_json
def report(*, code: str, site: str, since: dt.datetime, until: dt.datetime, xlsx: Path | None, json_: bool) -> None:
    """Work out a summary of a site and a period; nothing is written to the registers."""
    asked = _report(code)
    if until < since:
        raise Failed(BACKWARDS)
    with working() as session:
        found: Site = site_called(session, site.strip().upper())
        zone = zone_for(session, found.id)
        span = reports.span_of(session, found.id, since.date(), until.date(), now())
        result = reports.summarise(session, reports.summary_of(asked), span)
        name = found.name
    if xlsx is not None:
        try:
            with xlsx.open("wb") as file:
                book.write(file, result=result, title=_say(asked.label), site=name, locale=i18n.locale(), zone=zone)
        except OSError as error:
            raise Failed(NOT_WRITTEN, path=str(xlsx), why=error.strerror or str(error)) from error
    if json_:
        out(reports.to_json(result))
        return
    say("{report} · {site} · {since} 至 {until}", "{report} · {site} · {since} to {until}", report=_say(asked.label),
        site=name, since=result.since.isoformat(), until=result.until.isoformat())  # fmt: skip
    _print(result)


def _report(code: str) -> Report:
    known = "、".join(r.value for r in reports.BY_REPORT)
    if code not in {r.value for r in Report}:
        raise Failed(NO_REPORT, code=code, known=known)
    found = Report(code)
    if found not in reports.BY_REPORT:
        raise Failed(NOT_COMPUTED, report=found.label)
    return found


def _say(label: Label) -> str:
    return label.text(i18n.locale())


def _print(result: Result) -> None:
    for part in result.parts:
        if isinstance(part, Figure):
            click.echo(f"  {_say(part.label)}\t{_number(part)}")
        elif isinstance(part, reports.Rows):
            click.echo(f"{_say(part.label)}\t{part.total}")
        else:
            click.echo("\t".join([_say(part.label), *(_say(label) for _, label, _ in part.heads)]))
            for line in (*part.lines, *([part.total] if part.total else [])):
                click.echo("\t".join([f"  {_say(line.label)}", *(_number(cell) for cell in line.cells)]))


def _number(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    value = f"{figure.value:,.2f}" if isinstance(figure.value, Decimal) else f"{figure.value:,}"
    return f"{value} {_say(figure.measure.label)}".strip()


COMMANDS = (report,)
