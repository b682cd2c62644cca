"""The pages of an import as view models: what was found, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from admin_views.reader import Reader
from admin_views.viewmodels import (
    ApplyOption,
    Badge,
    BatchLine,
    Change,
    Choice,
    ImportPlan,
    ImportProgress,
    ImportResult,
    ImportUpload,
    Link,
    MapColumn,
    MapSheet,
    Pager,
    PlanMessage,
    PlanRow,
    Tab,
)
from admin_views.viewmodels.forms import FormError
from admin_views.wording import moment, near
from exchange.batches.findings import PAGE, Difference, Finding
from exchange.batches.life import WORKING
from exchange.reading.limits import MAX_BYTES
from jobs.progress import Progress
from models.engine import ImportBatch, ImportState
from models.spec import L, Label

KINDS: Final = {
    "new": (L("新增", "New"), "green"),
    "changed": (L("变更", "Changed"), "amber"),
    "unchanged": (L("不变", "Unchanged"), "grey"),
    "refused": (L("不能导入", "Refused"), "red"),
}
_TONES: Final = {
    "reading": "blue", "planned": "amber", "applying": "blue", "done": "green", "failed": "red", "cancelled": "grey",
    "undoing": "blue", "undone": "grey",
}  # fmt: skip
_LIMITS = L(
    "支持 xlsx、xls、ods、csv；最大 {mb} MB，{rows} 行", "xlsx, xls, ods or csv; at most {mb} MB and {rows} rows"
)
_WHERE = L("{sheet} · 第 {row} 行", "{sheet} · row {row}")
_WHERE_COLUMN = L("{sheet} · 第 {row} 行 · {column} 列（{header}）", "{sheet} · row {row} · column {column} ({header})")
_COUNTS = L("新增 {new}，变更 {changed}，不变 {unchanged}，不能导入 {refused}",
            "{new} new, {changed} changed, {unchanged} unchanged, {refused} refused")  # fmt: skip
NOTHING: Final = L("没有要写入的内容：和系统里的资料一致。", "Nothing to write: all is as the register has it.")
NOTHING_LEFT: Final = L(
    "除了不能导入的行，没有要写入的内容。", "Besides the rows that are refused there is nothing to write."
)
_FOLLOWS: Final = L("“{register}”的新编号将从 {n} 开始。", "New numbers of “{register}” will begin at {n}.")
_SET: Final = L("设定编号", "Set the numbers")
_PHASES: Final = {
    "waiting": L("排队等待后台任务进程……", "Waiting for the job worker…"),
    "reading": L("正在读取并核对……", "Reading and comparing…"),
    "applying": L("正在写入……", "Writing…"),
    "undoing": L("正在撤销……", "Taking it back…"),
    "indexing": L("已写入，正在建立搜索索引……", "Written; building the search index…"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What the pages say of one kind of import.

    ``targets``: what a column may be taken for. ``change`` words one difference of a row. ``check_title`` heads the plan.
    ``stays``: why it can't be undone; "" where it can. ``clears``: whether empty cells may clear what is there.
    """

    slug: str
    title: str
    check_title: str
    steps: tuple[str, ...]
    rows: int
    targets: Mapping[str, Label]
    change: Callable[[Difference], Change]
    links: tuple[Link, ...]
    stays: str = ""
    clears: bool = False
    of_homes: bool = False


def asked_page(args: Mapping[str, str]) -> tuple[int, str]:
    """Return the page and the words asked for in an address."""
    number = args.get("page", "1")
    page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return page, args.get("q", "").strip()[:40]


def cancellable(kind: Imported, batch: ImportBatch) -> bool:
    """Say whether an import that is being worked on may be called off."""
    if batch.state not in WORKING or batch.state == ImportState.undoing.value:
        return False
    return batch.state != ImportState.applying.value or not kind.stays


def counts_text(who: Reader, batch: ImportBatch) -> str:
    """The four figures in one line; "" before there are any."""
    return counts_of(who, batch.counts) if batch.counts else ""


def site_of(who: Reader, batch: ImportBatch) -> str:
    """The name of an import's site, for a reader with several; "" otherwise."""
    return who.sites.get(batch.site_id or 0, "") if len(who.sites) > 1 else ""


def counts_of(who: Reader, counts: Mapping[str, Any]) -> str:
    """Figures by finding in one line."""
    return who.say(_COUNTS, **{k: f"{int(counts.get(k, 0)):,}" for k in KINDS})


def upload(
    who: Reader, kind: Imported, recent: Sequence[ImportBatch], *, token: str, sites: Sequence[Choice] = (),
    errors: Sequence[FormError] = (),
) -> ImportUpload:  # fmt: skip
    """The page that takes a file."""
    base = f"/admin/{kind.slug}/import/"
    slugs = ("unit", "resident") if kind.of_homes else (kind.slug,)
    added = [c for c in sites if any(who.actor.site_fields.of(int(c.value), slug) for slug in slugs)]
    return ImportUpload(
        slug=kind.slug, title=kind.title, action=base, form_token=token, accept=".xlsx,.xls,.ods,.csv",
        limits=who.say(_LIMITS, mb=MAX_BYTES // 1_000_000, rows=f"{kind.rows:,}"), steps=kind.steps,
        template_url=f"{base}template", errors=tuple(errors), cancel_url=f"/admin/{kind.slug}/", sites=tuple(sites),
        templates=tuple(Link(label=c.label, url=f"{base}template?site={c.value}") for c in added),
        recent=tuple(
            BatchLine(title=b.file_name, url=f"{base}{b.id}/", when=near(b.created_at, who), who=b.actor_name,
                      badge=Badge(label=who.say(ImportState(b.state).label), tone=_TONES[b.state]),  # type: ignore[arg-type]  # a Tone
                      counts=counts_text(who, b), site=site_of(who, b))
            for b in recent
        ),
    )  # fmt: skip


def plan(who: Reader, of: Imported, batch: ImportBatch, found: list[Finding], *, kind: str, page: int, search: str,
         token: str) -> ImportPlan:  # fmt: skip
    """The page that shows what would be written."""
    base, summary = f"/admin/{of.slug}/import/{batch.id}/", batch.summary
    refused = int(batch.counts.get("refused", 0))
    write = int(batch.counts.get("new", 0)) + int(batch.counts.get("changed", 0))
    warnings = [_in(who, n) for n in summary.get("notices", ())]
    if summary.get("moved"):
        warnings.insert(0, _in(who, summary["moved"]))
    warnings += [who.say(L("工作表“{sheet}”没有导入：{why}", "The sheet “{sheet}” is not imported: {why}"), sheet=name,
                         why=_in(who, why)) for name, why in summary.get("passed_sheets", ())]  # fmt: skip
    passed = sum(int(n) for k, n in (summary.get("passed_over") or {}).items() if k != "blank")
    if passed:
        warnings.append(who.say(L("跳过了 {n} 行合计、说明或重复的表头。",
                                  "{n} rows of totals, notes or repeated headers were passed over."), n=passed))  # fmt: skip
    over = batch.state != ImportState.planned.value
    if of.stays and not over:
        warnings.append(of.stays)
    for _, last, zh, en in summary.get("numbers", ()):
        warnings.append(who.say(_FOLLOWS, register=L(zh, en), n=f"{int(last) + 1:04d}"))
    blocked = _in(who, summary["missing"]) if summary.get("missing") else ""
    if not blocked and not write and not summary.get("numbers"):
        blocked = who.say(NOTHING_LEFT if refused else NOTHING)
    return ImportPlan(
        slug=of.slug, title=of.check_title, batch=str(batch.id), file_name=batch.file_name,
        file_note=" · ".join(filter(None, (site_of(who, batch), counts_text(who, batch)))), form_token=token, sheets=tuple(_sheets(who, summary, of.targets)),
        tabs=tuple(_tabs(who, batch, base, kind)), rows=tuple(_row(who, f, of.change) for f in found[:PAGE]),
        pager=_pager(who, base, found, kind=kind, page=page, search=search, total=int(batch.counts.get(kind, 0))),
        remap_url="" if over else f"{base}remap/", apply_url=f"{base}apply/", cancel_url=f"{base}cancel/",
        options=() if over else tuple(_options(who, batch, refused, clears=of.clears)), of_homes=of.of_homes, apply_blocked=blocked,
        apply_label=who.say(L("写入 {n} 行", "Write {n} rows"), n=f"{write:,}") if write or not summary.get("numbers") else who.say(_SET),
        unknown=tuple(summary.get("unknown", ())), warnings=tuple(warnings),
        refused_url=f"{base}refused" if refused else "", search=search, search_url=base, result_url=base if over else "",
    )  # fmt: skip


def _tabs(who: Reader, batch: ImportBatch, base: str, kind: str) -> list[Tab]:
    return [
        Tab(key=key, label=who.say(label), url=f"{base}?kind={key}", count=f"{int(batch.counts.get(key, 0)):,}",
            active=key == kind, tone=tone if batch.counts.get(key) else None)  # type: ignore[arg-type]  # a Tone
        for key, (label, tone) in KINDS.items()
    ]  # fmt: skip


def _options(who: Reader, batch: ImportBatch, refused: int, *, clears: bool) -> list[ApplyOption]:
    out = []
    if refused:
        good = L("只导入没有问题的行（{n} 行不导入）", "Import the good rows only ({n} rows are left out)")
        out.append(ApplyOption(
            name="good_rows_only", label="", single=True,
            choices=(Choice(value="1", label=who.say(good, n=f"{refused:,}")),),
            help=who.say(L("不选时，有一行不能导入就都不写入。", "Otherwise nothing is written while a row is refused.")),
        ))  # fmt: skip
    if not clears:
        return out
    out.append(ApplyOption(
        name="clear_empty", label="", single=True,
        choices=(Choice(value="1", label=who.say(L("空单元格清空原有内容", "Empty cells clear what is there")),
                        chosen=bool(batch.options.get("clear_empty"))),),
        help=who.say(L("改变这一项会重新核对一遍。", "Changing this makes the plan anew.")),
    ))  # fmt: skip
    return out


def _sheets(who: Reader, summary: dict[str, Any], targets: Mapping[str, Label]) -> list[MapSheet]:
    choices = [("", who.say(L("不导入", "Not imported")))]
    choices += [(key, who.say(label)) for key, label in targets.items() if key != "ignore"]
    out = []
    for number, sheet in enumerate(summary.get("sheets", ())):
        columns = []
        for column in sheet["columns"]:
            target = "" if column["target"] in {None, "ignore"} else column["target"]
            columns.append(MapColumn(
                name=f"map-{number}-{column['index']}", letter=column["letter"], header=column["header"],
                samples=tuple(column["samples"]), known=column["target"] is not None,
                choices=tuple(Choice(value=v, label=words, chosen=v == target) for v, words in choices),
            ))  # fmt: skip
        out.append(MapSheet(
            name=sheet["name"], rows_text=who.say(L("{n} 行", "{n} rows"), n=f"{int(sheet['rows']):,}") if sheet["rows"] else "",
            columns=tuple(columns),
            header_row=who.say(L("表头在第 {row} 行", "header in row {row}"), row=sheet["header_row"]),
        ))  # fmt: skip
    return out


def _row(who: Reader, found: Finding, change: Callable[[Difference], Change]) -> PlanRow:
    label, tone = KINDS[found.kind]
    messages = [
        PlanMessage(where=who.say(_WHERE_COLUMN if p.column else _WHERE, sheet=p.sheet, row=p.row, column=p.column,
                                  header=p.header),
                    text=who.say(p.message), tone="red")
        for p in found.problems
    ]  # fmt: skip
    where = who.say(_WHERE, sheet=found.sheet, row=found.row)
    messages += [PlanMessage(where="", text=who.say(note), tone="amber") for note in found.notes]
    return PlanRow(
        where=where, title=" ".join(filter(None, (found.title, found.people))),
        badge=Badge(label=who.say(label), tone=tone),  # type: ignore[arg-type]  # a Tone
        changes=tuple(map(change, found.changes)), messages=tuple(messages),
    )  # fmt: skip


def _pager(who: Reader, base: str, found: list[Finding], *, kind: str, page: int, search: str, total: int) -> Pager:
    def url(number: int) -> str:
        return f"{base}?{urlencode({'kind': kind, 'page': number, **({'q': search} if search else {})})}"

    first = (page - 1) * PAGE + 1
    shown = len(found[:PAGE])
    words = who.say(L("第 {a}-{b} 行", "Rows {a}-{b}"), a=first, b=first + shown - 1) if shown else ""
    return Pager(
        range_text=words, total_text="" if search else who.say(L("共 {n} 行", "{n} in all"), n=f"{total:,}"),
        previous_url=url(page - 1) if page > 1 else "", next_url=url(page + 1) if len(found) > PAGE else "", page=page,
        page_size=PAGE,
    )  # fmt: skip


def phase_text(who: Reader, batch: ImportBatch, progress: Progress) -> tuple[str, str]:
    """(phase, sentence) of an import that is being worked on."""
    phase = progress.phase
    if phase == "waiting" and batch.started_at is not None:
        phase = batch.state
    return phase, who.say(_PHASES.get(phase, _PHASES["reading"]))


def progress(who: Reader, of: Imported, batch: ImportBatch, at: Progress, *, token: str) -> ImportProgress:
    """The page while somebody works on it."""
    base = f"/admin/{of.slug}/import/{batch.id}/"
    phase, text = phase_text(who, batch, at)
    return ImportProgress(
        slug=of.slug, title=of.title, file_name=batch.file_name, phase=phase if phase != "waiting" else batch.state,
        text=text, done=min(at.done, at.total) if at.total else at.done, total=at.total, status_url=f"{base}status",
        cancel_url=f"{base}cancel/" if cancellable(of, batch) else "", form_token=token,
        leave_text=who.say(L("可以离开这一页，稍后从“导入”再回来看。", "You may leave this page and come back to it later.")),
    )  # fmt: skip


def result(who: Reader, of: Imported, batch: ImportBatch, *, token: str) -> ImportResult:
    """The page once it is over."""
    base, state = f"/admin/{of.slug}/import/{batch.id}/", ImportState(batch.state)
    done = state is ImportState.done
    words = {
        ImportState.done: L("已导入。{counts}。", "Imported. {counts}."),
        ImportState.undone: L(
            "已撤销，资料退回到导入之前的样子。", "Undone; the register is as it was before the import."
        ),
        ImportState.cancelled: L("已取消，没有留下任何改动。", "Cancelled; nothing was left behind."),
        ImportState.failed: L("没有完成。", "It did not work."),
    }.get(state, state.label)
    summary = _in(who, batch.fault) if batch.fault else who.say(words, counts=counts_text(who, batch))
    messages = []
    refused = int(batch.counts.get("refused", 0)) if done else 0
    if refused:
        messages.append(who.say(L("有 {n} 行没有导入；下载后按最后一列的说明改好，再上传一次即可，已导入的行不会重复。",
                                  "{n} rows were not imported; download them, correct what the last column says and send the "
                                  "file again: rows already imported are not doubled."), n=f"{refused:,}"))  # fmt: skip
    if batch.summary.get("unindexed"):
        messages.append(who.say(L("搜索索引还在补建，新房屋稍后才能搜到。", "The search index is still being built.")))
    if done and of.stays:
        messages.append(of.stays)
    if state is ImportState.undone and batch.undone_at:
        messages.append(f"{batch.undone_by} · {moment(batch.undone_at, who)}")
    return ImportResult(
        slug=of.slug, title=of.title, file_name=batch.file_name, summary=summary, tone=_TONES[batch.state],  # type: ignore[arg-type]  # a Tone
        when=moment(batch.applied_at or batch.created_at, who), who=batch.actor_name,
        counts=tuple(_tabs(who, batch, base, "")) if batch.counts and done else (), form_token=token,
        undo_url=f"{base}undo" if done and not of.stays else "",
        undo_note=who.say(L("只要导入的内容之后没有人改过、用过，就能整批退回。",
                            "As long as nobody changed or used what it wrote, the whole import can be taken back.")) if done and not of.stays else "",
        refused_url=f"{base}refused" if refused else "", messages=tuple(messages),
        links=(*of.links, Link(label=who.say(L("再导入一份", "Import another file")), url=f"/admin/{of.slug}/import/")),
    )  # fmt: skip


def _in(who: Reader, words: dict[str, str]) -> str:
    return words[who.locale]
