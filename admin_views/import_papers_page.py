"""The pages of a register's import as view models, on those of the roster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from admin_views import form_page
from admin_views.import_pages import KINDS, NOTHING, site_of
from admin_views.reader import Reader
from admin_views.viewmodels import (
    Badge,
    ImportPlan,
    ImportResult,
    ImportUpload,
    Link,
    Pager,
    PlanMessage,
    PlanRow,
    Tab,
)
from exchange.reading.limits import MAX_BYTES
from exchange.registers import undoable
from exchange.registers.sheets import MOST
from exchange.registers.undo import STAYS
from models.engine import ImportBatch
from models.spec import L

PAGE = 50
TITLE = L("导入{register}", "Import: {register}")
LIMITS = L(
    "支持 xlsx、xls、ods、csv；最大 {mb} MB，{rows} 行", "xlsx, xls, ods or csv; at most {mb} MB and {rows} rows"
)
STEPS = (
    L("下载模板，一行填一份没办完的单据；第二页有每一列的填法和可填的选项。",
      "Download the template; one row for each open paper. Its second sheet says how to fill each column."),
    L("房屋、员工、业主按系统里的写法填，例如 3-1-502、姓名或工号。",
      "Write homes, staff and residents as the system has them: 3-1-502, a name or staff number."),
    L("纸质台账的最后一个编号填在“纸质编号”页，系统从下一个号接着编。",
      "The last number of the paper book goes on the sheet “Paper numbers”; numbering goes on from there."),
    L("上传后先看核对结果，确认后一次写入；有一行不能导入就都不写入。",
      "You see the findings first. All rows are written at once, or none."),
)  # fmt: skip
_WHERE = L("{sheet} · 第 {row} 行", "{sheet} · row {row}")
_COLUMN = L("{column} 列（{header}）", "column {column} ({header})")
_BLOCKED = L(
    "有 {n} 行不能导入，请按说明改好后重新上传。", "{n} rows can't be imported; correct them and send the file again."
)
_LAST = L("新编号将从 {n} 开始。", "New numbers will begin at {n}.")


def upload_view(who: Reader, model: type[Any], view: ImportUpload) -> ImportUpload:
    """The page that takes a file, in this register's words."""
    return replace(
        view, title=_title(who, model), steps=tuple(map(who.say, STEPS)),
        limits=who.say(LIMITS, mb=MAX_BYTES // 1_000_000, rows=f"{MOST:,}"),
    )  # fmt: skip


def _title(who: Reader, model: type[Any]) -> str:
    return who.say(TITLE, register=model.__register__.label)


def plan_view(who: Reader, model: type[Any], batch: ImportBatch, *, kind: str, page: int, search: str) -> ImportPlan:
    """The findings, a page of one kind at a time."""
    base = f"/admin/{model.slug()}/import/{batch.id}/"
    counts = {k: int(batch.counts.get(k, 0)) for k in ("new", "refused")}
    if kind not in counts:
        kind = "refused" if counts["refused"] else "new"
    every = [r for r in batch.summary["rows"] if bool(r["problems"]) == (kind == "refused")]
    every = [r for r in every if search in f"{r['title']} {r['row']}"]
    part = every[(page - 1) * PAGE : page * PAGE]
    here = f"{base}?{urlencode({'kind': kind, **({'q': search} if search else {})})}"
    blocked = ""
    if counts["refused"]:
        blocked = who.say(_BLOCKED, n=counts["refused"])
    elif not counts["new"] and batch.summary["last"] is None:
        blocked = who.say(NOTHING)
    warnings = [] if undoable(model) else [who.say(STAYS)]
    if batch.summary["last"] is not None:
        warnings.append(who.say(_LAST, n=f"{batch.summary['last'] + 1:04d}"))
    return ImportPlan(
        slug=model.slug(), title=_title(who, model), batch=str(batch.id), file_name=batch.file_name,
        file_note=site_of(who, batch), form_token=form_page.new_token(), sheets=(),
        tabs=tuple(
            Tab(key=k, label=who.say(KINDS[k][0]), url=f"{base}?kind={k}", count=f"{n:,}", active=k == kind,
                tone=KINDS[k][1] if n else None)  # type: ignore[arg-type]  # a Tone
            for k, n in counts.items()
        ),
        rows=tuple(_row(who, r, kind) for r in part),
        pager=Pager(
            range_text=who.say(L("第 {a}-{b} 行", "Rows {a}-{b}"), a=(page - 1) * PAGE + 1, b=(page - 1) * PAGE + len(part))
            if part else "",
            total_text=who.say(L("共 {n} 行", "{n} in all"), n=len(every)), page=page, page_size=PAGE,
            previous_url=f"{here}&page={page - 1}" if page > 1 else "",
            next_url=f"{here}&page={page + 1}" if len(every) > page * PAGE else "",
        ),
        remap_url="", apply_url=f"{base}apply/", cancel_url=f"{base}cancel/", apply_blocked=blocked,
        apply_label=who.say(L("写入 {n} 行", "Write {n} rows"), n=f"{counts['new']:,}"),
        unknown=tuple(batch.summary["unknown"]), warnings=tuple(warnings), search=search, search_url=base,
    )  # fmt: skip


def _row(who: Reader, row: dict[str, Any], kind: str) -> PlanRow:
    label, tone = KINDS[kind]
    return PlanRow(
        where=who.say(_WHERE, sheet=row["sheet"], row=row["row"]), title=row["title"],
        badge=Badge(label=who.say(label), tone=tone), changes=(),  # type: ignore[arg-type]  # a Tone
        messages=tuple(
            PlanMessage(where=who.say(_COLUMN, column=p["column"], header=p["header"]) if p["column"] else "", text=p[who.locale])
            for p in row["problems"]
        ),
    )  # fmt: skip


def result_view(who: Reader, model: type[Any], view: ImportResult) -> ImportResult:
    """What came of it, with the way back where there is one."""
    base, able = f"/admin/{model.slug()}/", undoable(model)
    return replace(
        view, title=_title(who, model), counts=(), undo_url=view.undo_url if able else "", refused_url="",
        undo_note=view.undo_note if able else "", messages=view.messages if able else (*view.messages, who.say(STAYS)),
        links=(Link(label=who.say(model.__register__.label), url=base),
               Link(label=who.say(L("再导入一份", "Import another file")), url=f"{base}import/")),
    )  # fmt: skip
