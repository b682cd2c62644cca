"""The pages of a roster import as view models: what was found, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from access import Purpose, fields_for, mask
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
from exchange.reading.limits import MAX_BYTES, MAX_ROWS
from exchange.reading.synonyms import TARGETS
from exchange.roster.preview import PAGE, Difference, Finding
from jobs.progress import Progress
from models.base.resident import Occupancy, Relation, Resident
from models.base.unit import Unit
from models.engine import ImportBatch, ImportState
from models.spec import Field, Kind, L, Label

TITLE: Final = L("导入业主名册", "Import the owner roster")
KINDS: Final = {
    "new": (L("新增", "New"), "green"),
    "changed": (L("变更", "Changed"), "amber"),
    "unchanged": (L("不变", "Unchanged"), "grey"),
    "refused": (L("不能导入", "Refused"), "red"),
}
_TONES: Final = {
    "reading": "blue", "planned": "amber", "applying": "blue", "done": "green", "failed": "red", "cancelled": "grey",
    "undone": "grey",
}  # fmt: skip
_STEPS: Final = (
    L("一行一套房；楼号、单元、房号各一列，或合成一列“房屋地址”，写成 3-1-502 也可以。",
      "One row a home; building, entrance and room in columns of their own, or one column of addresses like 3-1-502."),
    L("表头在前 20 行里即可，叫法不限：楼号、栋号、房号、室号、业主姓名、户主、手机号……",
      "The header may stand anywhere in the first 20 rows, under any of its usual names."),
    L("几位共有人写在一个单元格里，用顿号隔开；电话也一样，顺序与姓名一致。",
      "Several owners go into one cell, divided by a comma; their phones likewise, in the same order."),
    L("没有的列不会改动已有资料；空着的单元格默认也不改。",
      "A column that is not there changes nothing; nor does an empty cell, unless you ask for it."),
)  # fmt: skip
_LIMITS = L(
    "支持 xlsx、xls、ods、csv；最大 {mb} MB，{rows} 行", "xlsx, xls, ods or csv; at most {mb} MB and {rows} rows"
)
_WHERE = L("{sheet} · 第 {row} 行", "{sheet} · row {row}")
_WHERE_COLUMN = L("{sheet} · 第 {row} 行 · {column} 列", "{sheet} · row {row} · column {column}")
_COUNTS = L("新增 {new}，变更 {changed}，不变 {unchanged}，不能导入 {refused}",
            "{new} new, {changed} changed, {unchanged} unchanged, {refused} refused")  # fmt: skip
_MOVED_IN, _UNTIL = L("关系", "Relation"), L("止", "Until")
NOTHING: Final = L("没有要写入的内容：和系统里的资料一致。", "Nothing to write: all is as the register has it.")
NOTHING_LEFT: Final = L(
    "除了不能导入的行，没有要写入的内容。", "Besides the rows that are refused there is nothing to write."
)
_PHASES: Final = {
    "waiting": L("排队等待后台任务进程……", "Waiting for the job worker…"),
    "reading": L("正在读取并核对……", "Reading and comparing…"),
    "applying": L("正在写入……", "Writing…"),
    "indexing": L("已写入，正在建立搜索索引……", "Written; building the search index…"),
}


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
    who: Reader, slug: str, recent: Sequence[ImportBatch], *, token: str, sites: Sequence[Choice] = (),
    errors: Sequence[FormError] = (),
) -> ImportUpload:  # fmt: skip
    """The page that takes a file."""
    base = f"/admin/{slug}/import/"
    return ImportUpload(
        slug=slug, title=who.say(TITLE), action=base, form_token=token, accept=".xlsx,.xls,.ods,.csv",
        limits=who.say(_LIMITS, mb=MAX_BYTES // 1_000_000, rows=f"{MAX_ROWS:,}"), steps=tuple(map(who.say, _STEPS)),
        template_url=f"{base}template", errors=tuple(errors), cancel_url=f"/admin/{slug}/", sites=tuple(sites),
        recent=tuple(
            BatchLine(title=b.file_name, url=f"{base}{b.id}/", when=near(b.created_at, who), who=b.actor_name,
                      badge=Badge(label=who.say(ImportState(b.state).label), tone=_TONES[b.state]),  # type: ignore[arg-type]  # a Tone
                      counts=counts_text(who, b), site=site_of(who, b))
            for b in recent
        ),
    )  # fmt: skip


def plan(who: Reader, slug: str, batch: ImportBatch, found: list[Finding], *, kind: str, page: int, search: str,
         token: str) -> ImportPlan:  # fmt: skip
    """The page that shows what would be written."""
    base, summary = f"/admin/{slug}/import/{batch.id}/", batch.summary
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
    rights = {r.name: r.masked for r in fields_for(who.actor, Resident, Purpose.import_, site_id=batch.site_id)}
    blocked = _in(who, summary["missing"]) if summary.get("missing") else ""
    over = batch.state != ImportState.planned.value
    if not blocked and not write:
        blocked = who.say(NOTHING_LEFT if refused else NOTHING)
    return ImportPlan(
        slug=slug, title=who.say(L("核对名册", "Check the roster")), batch=str(batch.id), file_name=batch.file_name,
        file_note=" · ".join(filter(None, (site_of(who, batch), counts_text(who, batch)))), form_token=token, sheets=tuple(_sheets(who, summary)),
        tabs=tuple(_tabs(who, batch, base, kind)), rows=tuple(_row(who, f, rights) for f in found[:PAGE]),
        pager=_pager(who, base, found, kind=kind, page=page, search=search, total=int(batch.counts.get(kind, 0))),
        remap_url="" if over else f"{base}remap/", apply_url=f"{base}apply/", cancel_url=f"{base}cancel/",
        options=() if over else tuple(_options(who, batch, refused)), apply_blocked=blocked,
        apply_label=who.say(L("写入 {n} 行", "Write {n} rows"), n=f"{write:,}") if write else "",
        unknown=tuple(summary.get("unknown", ())), warnings=tuple(warnings),
        refused_url=f"{base}refused" if refused else "", search=search, search_url=base, result_url=base if over else "",
    )  # fmt: skip


def _tabs(who: Reader, batch: ImportBatch, base: str, kind: str) -> list[Tab]:
    return [
        Tab(key=key, label=who.say(label), url=f"{base}?kind={key}", count=f"{int(batch.counts.get(key, 0)):,}",
            active=key == kind, tone=tone if batch.counts.get(key) else None)  # type: ignore[arg-type]  # a Tone
        for key, (label, tone) in KINDS.items()
    ]  # fmt: skip


def _options(who: Reader, batch: ImportBatch, refused: int) -> list[ApplyOption]:
    out = []
    if refused:
        good = L("只导入没有问题的行（{n} 行不导入）", "Import the good rows only ({n} rows are left out)")
        out.append(ApplyOption(
            name="good_rows_only", label="", single=True,
            choices=(Choice(value="1", label=who.say(good, n=f"{refused:,}")),),
            help=who.say(L("不选时，有一行不能导入就都不写入。", "Otherwise nothing is written while a row is refused.")),
        ))  # fmt: skip
    out.append(ApplyOption(
        name="clear_empty", label="", single=True,
        choices=(Choice(value="1", label=who.say(L("空单元格清空原有内容", "Empty cells clear what is there")),
                        chosen=bool(batch.options.get("clear_empty"))),),
        help=who.say(L("改变这一项会重新核对一遍。", "Changing this makes the plan anew.")),
    ))  # fmt: skip
    return out


def _sheets(who: Reader, summary: dict[str, Any]) -> list[MapSheet]:
    choices = [("", who.say(L("不导入", "Not imported")))]
    choices += [(key, who.say(label)) for key, label in TARGETS.items() if key != "ignore"]
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


def _row(who: Reader, found: Finding, masked: dict[str, bool]) -> PlanRow:
    label, tone = KINDS[found.kind]
    messages = [
        PlanMessage(where=who.say(_WHERE_COLUMN if p.column else _WHERE, sheet=p.sheet, row=p.row, column=p.column),
                    text=who.say(p.message), tone="red")
        for p in found.problems
    ]  # fmt: skip
    where = who.say(_WHERE, sheet=found.sheet, row=found.row)
    messages += [PlanMessage(where="", text=who.say(note), tone="amber") for note in found.notes]
    return PlanRow(
        where=where, title=" ".join(filter(None, (found.title, found.people))),
        badge=Badge(label=who.say(label), tone=tone),  # type: ignore[arg-type]  # a Tone
        changes=tuple(_change(who, c, masked) for c in found.changes), messages=tuple(messages),
    )  # fmt: skip


def _change(who: Reader, change: Difference, masked: dict[str, bool]) -> Change:
    special: dict[str, Label] = {"moved_in": _MOVED_IN, "until": _UNTIL}
    field: Field | None = (Resident if change.whose else Unit).__fields__.get(change.field)
    field = field or Occupancy.__fields__.get(change.field)
    label = special.get(change.field) or (field.label if field else L(change.field, change.field))
    words = who.say(label)
    if change.field == "moved_in":
        return Change(label=f"{change.whose} · {words}", before="", after=who.say(Relation(change.new).label))
    hidden = masked.get(change.field, False)
    before, after = (_value(who, field, value, hidden=hidden) for value in (change.old, change.new))
    return Change(label=f"{change.whose} · {words}" if change.whose else words, before=before, after=after)


def _value(who: Reader, field: Field | None, value: Any, *, hidden: bool) -> str:
    if value is None or field is None:
        return "" if value is None else str(value)
    if field.enum is not None:
        return who.say(field.enum(value).label)
    if hidden and field.kind in {Kind.phone, Kind.idno}:
        return mask(field, value)
    return str(value)


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


def progress(who: Reader, slug: str, batch: ImportBatch, at: Progress, *, token: str) -> ImportProgress:
    """The page while somebody works on it."""
    base = f"/admin/{slug}/import/{batch.id}/"
    phase, text = phase_text(who, batch, at)
    return ImportProgress(
        slug=slug, title=who.say(TITLE), file_name=batch.file_name, phase=phase if phase != "waiting" else batch.state,
        text=text, done=min(at.done, at.total) if at.total else at.done, total=at.total, status_url=f"{base}status",
        cancel_url=f"{base}cancel/", form_token=token,
        leave_text=who.say(L("可以离开这一页，稍后从“导入”再回来看。", "You may leave this page and come back to it later.")),
    )  # fmt: skip


def result(who: Reader, slug: str, batch: ImportBatch, *, token: str) -> ImportResult:
    """The page once it is over."""
    base, state = f"/admin/{slug}/import/{batch.id}/", ImportState(batch.state)
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
    if state is ImportState.undone and batch.undone_at:
        messages.append(f"{batch.undone_by} · {moment(batch.undone_at, who)}")
    return ImportResult(
        slug=slug, title=who.say(TITLE), file_name=batch.file_name, summary=summary, tone=_TONES[batch.state],  # type: ignore[arg-type]  # a Tone
        when=moment(batch.applied_at or batch.created_at, who), who=batch.actor_name,
        counts=tuple(_tabs(who, batch, base, "")) if batch.counts and done else (), form_token=token,
        undo_url=f"{base}undo" if done else "",
        undo_note=who.say(L("只要导入的内容之后没有人改过、用过，就能整批退回。",
                            "As long as nobody changed or used what it wrote, the whole import can be taken back.")) if done else "",
        refused_url=f"{base}refused" if refused else "", messages=tuple(messages),
        links=(Link(label=who.say(L("看房屋", "See the homes")), url="/admin/unit/"),
               Link(label=who.say(L("再导入一份", "Import another file")), url=f"/admin/{slug}/import/")),
    )  # fmt: skip


def _in(who: Reader, words: dict[str, str]) -> str:
    return words[who.locale]
