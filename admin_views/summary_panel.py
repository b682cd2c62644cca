"""A summary worked out or kept, as its readers see it: numbers in words, links to rows they may see, columns they may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import access
import models
import reports.paper
from admin_views import list_figures
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, ChildTable
from admin_views.viewmodels.summaries import FigureBlock, FigureLine, Number, RowsBlock, SummaryPanel, TableBlock
from admin_views.wording import any_value, moment, number
from models.duty.report_list import Report
from models.spec import L, Label, Verb
from reports import BY_REPORT, Figure, Line, Result, Rows, Table
from reports.spec import Column, Listing, Measure, Span

TITLE = L("汇总数据", "Figures")
KEPT = L("数据为 {at} 提交时留存", "As kept at the submission, {at}")
LIVE = L("数据按现在的登记计算，提交时留存", "As the registers stand now; kept at the submission")
UNKNOWN = L(
    "这份报表的数据还不能自动汇总，请在说明中写明。",
    "The figures of this report are not computed; write them in the comment.",
)
MET, MISSED, UNSET = L("达标", "On target"), L("未达标", "Missed"), L("目标未配置", "No target set")
NOTHING = "—"
ITEM, VALUE, TARGET = L("项目", "Item"), L("数值", "Value"), L("目标", "Target")
Block = FigureBlock | TableBlock | RowsBlock


def of_paper(reader: Reader, paper: Any) -> SummaryPanel:
    """Return the figures of a report: the kept ones with what has changed since, else as the registers stand."""
    kept = reports.paper.kept(paper)
    excel = f"/admin/periodic_report/xlsx/?id={paper.id}"
    if kept is not None:
        changed = tuple(
            (reader.say(c.label), _value(reader, c.was, c.measure), _value(reader, c.now, c.measure))
            for c in reports.paper.changes(reader.session, paper)
        )
        note = reader.say(KEPT, at=moment(kept.computed_at, reader))
        return SummaryPanel(
            title=reader.say(TITLE), note=note, blocks=blocks(reader, kept, kept=True), changed=changed, excel_url=excel
        )
    live = reports.paper.current(reader.session, paper, reader.now)
    return of_result(reader, live, excel_url=excel if live is not None else "")


def of_result(reader: Reader, live: Result | None, **more: Any) -> SummaryPanel:
    """Return the figures as the registers stand; a sentence instead for a report that nothing computes."""
    if live is None:
        return SummaryPanel(title=reader.say(TITLE), note="", problem=reader.say(UNKNOWN), **more)
    return SummaryPanel(title=reader.say(TITLE), note=reader.say(LIVE), blocks=blocks(reader, live, kept=False), **more)


def blocks(reader: Reader, result: Result, *, kept: bool) -> tuple[Block, ...]:
    """Return the parts of a result in order, figures that follow each other together."""
    out: list[Block] = []
    for alone, parts in groupby(result.parts, key=lambda p: isinstance(p, Figure)):
        if alone:
            lines = tuple(_line(reader, result, p, kept=kept) for p in parts if isinstance(p, Figure))
            out.append(FigureBlock(lines=lines))
            continue
        for part in parts:
            made = _table(reader, result, part, kept=kept) if isinstance(part, Table) else None
            out.append(made or _rows(reader, result, part, kept=kept))  # type: ignore[arg-type]  # what is no table is rows
    return tuple(out)


def child_tables(reader: Reader, paper: Any) -> tuple[ChildTable, ...]:
    """Return the figures of a report as plain tables, for the paper."""
    out: list[ChildTable] = []
    for block in of_paper(reader, paper).blocks:
        if isinstance(block, FigureBlock):
            out.append(_figures_on_paper(reader, block))
        elif isinstance(block, TableBlock):
            lines = tuple((words, *(n.text for n in cells)) for words, cells in block.lines)
            total = (block.total[0], *(n.text for n in block.total[1])) if block.total else ()
            heads = (reader.say(ITEM), *block.heads)
            out.append(ChildTable(name=block.code, label=block.label, headers=heads, rows=lines, total=total,
                                  figures=tuple(range(1, len(heads)))))  # fmt: skip
        else:
            rows = tuple(cells for _, cells in block.lines)
            out.append(ChildTable(name=block.code, label=f"{block.label}（{block.total}）" if reader.locale == "zh" else
                                  f"{block.label} ({block.total})", headers=block.heads, rows=rows, figures=block.figures, listing=True))  # fmt: skip
    return tuple(out)


def _figures_on_paper(reader: Reader, block: FigureBlock) -> ChildTable:
    rows = tuple(
        (line.label, line.number.text, line.target, line.number.verdict.label if line.number.verdict else "")
        for line in block.lines
    )
    heads = (reader.say(ITEM), reader.say(VALUE), reader.say(TARGET), "")
    return ChildTable(name="figures", label=reader.say(TITLE), headers=heads, rows=rows, figures=(1, 2))


def _line(reader: Reader, result: Result, figure: Figure, *, kept: bool) -> FigureLine:
    return FigureLine(
        code=figure.code,
        label=reader.say(figure.label),
        number=number_of(reader, result, figure, kept=kept),
        target=target_of(reader, figure),
    )


def target_of(reader: Reader, figure: Figure) -> str:
    """Return a figure's target as ``≥ 98%``; empty where it has none."""
    if figure.target is None:
        return ""
    sign = ("≥" if figure.more_is_better else "≤") if figure.target else ""
    return f"{sign} {_value(reader, figure.target, figure.measure)}".strip()


def number_of(reader: Reader, about: Result | Span, figure: Figure, *, kept: bool = False, unit: bool = True) -> Number:
    """Return a figure of a result, or of a span just counted, with its verdict and the address of the rows behind it."""
    words = {"met": (MET, "green"), "missed": (MISSED, "red"), "unset": (UNSET, "grey")}
    verdict = None
    if figure.verdict in words:
        label, tone = words[figure.verdict]
        verdict = Badge(label=reader.say(label), tone=tone)  # type: ignore[arg-type]  # one of the tones
    url = ""
    if figure.drill and figure.value and may_look(reader, figure.register, about.site_id):
        url = list_figures.address(about, figure.register, figure.drill, kept=kept)
    return Number(text=_value(reader, figure.value, figure.measure, unit=unit), url=url, verdict=verdict)


def may_look(reader: Reader, slug: str, site_id: int | None) -> bool:
    """Say whether the reader sees every row of a register at a site: then a number leads to its rows."""
    return access.holds(reader.actor, models.register(slug), Verb.read, site_id)


def _value(reader: Reader, value: int | Decimal | None, measure: Measure, *, unit: bool = True) -> str:
    if value is None:
        return NOTHING
    text = f"{value:,.2f}" if measure is Measure.yuan else f"{value:,}" if isinstance(value, int) else number(value)
    word = reader.say(measure.label)
    if measure is Measure.percent:
        return f"{text}%"
    return f"{text} {word}" if unit and word else text


def _table(reader: Reader, result: Result, table: Table, *, kept: bool) -> TableBlock:
    def line(one: Line) -> tuple[str, tuple[Number, ...]]:
        cells = (number_of(reader, result, cell, kept=kept, unit=False) for cell in one.cells)
        return reader.say(one.label), tuple(cells)

    return TableBlock(
        code=table.code, label=reader.say(table.label), heads=tuple(_head(reader, *head[1:]) for head in table.heads),
        lines=tuple(line(one) for one in table.lines), total=line(table.total) if table.total else None,
    )  # fmt: skip


def _head(reader: Reader, label: Label, measure: Measure) -> str:
    word = reader.say(measure.label)
    if not word or measure is Measure.percent:
        return reader.say(label)
    return f"{reader.say(label)}（{word}）" if reader.locale == "zh" else f"{reader.say(label)} ({word})"


def _rows(reader: Reader, result: Result, rows: Rows, *, kept: bool) -> RowsBlock:
    shown = seen_columns(reader, result, rows)
    look = may_look(reader, rows.register, result.site_id)
    base = f"/admin/{rows.register}/details/?id="
    return RowsBlock(
        code=rows.code, label=reader.say(rows.label), heads=tuple(reader.say(rows.heads[i][1]) for i in shown),
        lines=tuple(
            (f"{base}{row_id}" if look else "", tuple(_cell(reader, line[i], result.until.year) for i in shown))
            for row_id, line in zip(rows.ids, rows.lines, strict=True)
        ),
        total=rows.total, url=list_figures.address(result, rows.register, rows.drill, kept=kept) if look and rows.total else "",
        figures=tuple(at for at, i in enumerate(shown) if any(_is_number(line[i]) for line in rows.lines)),
    )  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _cell(reader: Reader, value: Any, year: int) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, dt.datetime):
        local = reader.local(value)
        return f"{local:%m-%d %H:%M}" if local.year == year else f"{local:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else any_value(value, reader)


def seen_columns(reader: Reader, result: Result, rows: Rows) -> Sequence[int]:
    """Return which columns of a listing the reader may see.

    Whoever reads the register sees what he sees in its list; for others the report says what is no secret: no telephone or
    ID number, and no field that only some roles see.
    """
    model = models.register(rows.register)
    roles = reader.actor.roles_at(result.site_id)
    if may_look(reader, rows.register, result.site_id):
        rights = access.fields_for(reader.actor, model, access.Purpose.list, site_id=result.site_id)
        names = {r.field.name for r in rights if not r.masked}
    else:
        names = {n for n, f in model.__fields__.items() if not f.masked and (f.see is None or roles & set(f.see))}
    summary = BY_REPORT.get(Report(result.report))
    part = next((p for p in summary.parts if p.code == rows.code), None) if summary else None
    own = {c.code: c for c in part.columns if isinstance(c, Column)} if isinstance(part, Listing) else {}
    names |= {code for code, column in own.items() if column.see is None or roles & set(column.see)}
    return [i for i, (code, _) in enumerate(rows.heads) if code in names]
