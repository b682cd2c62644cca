"""The columns a workbook of one register may have: the fields this person may bring in, from the declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from access import Mode, Purpose, fields_for
from exchange.reading.headers import Vocabulary, normal
from models.spec import Actor, Field, Kind, L, Label
from workflow.openings import takeable

PAPER: Final = Field(name="paper_number", kind=Kind.str, label=L("原纸单编号", "Paper number"), length=60)
"""What the paper was called; kept in the remark."""
PAPER_NOTE: Final = L("原纸单编号：{number}", "Paper number: {number}")
STATE: Final = Field(name="status", kind=Kind.str, label=L("状态", "State"), length=40)
"""How far the paper has come, in the words of the register's states."""
IGNORE: Final = "ignore"
SHEET_OF_NUMBERS: Final = L("纸质编号", "Paper numbers")
LAST: Final = L("纸质台账最后一个编号", "Last number of the paper book")
GUIDE: Final = L("填写说明", "How to fill it in")
_HOME: Final = ("楼号房号", "房屋", "房屋地址", "房号", "address", "home")
_BY_KIND: Final = {
    Kind.phone: "电话 手机 手机号 联系方式 联系电话 电话号码 tel phone mobile",
    Kind.money: "金额 欠费 欠费金额 欠款 应收金额 amount",
}
NOT_IMPORTED: Final = L("不导入", "Not imported")
_IGNORED: Final = ("序号", "行号", "no", "不能导入的原因", "whyitcannotbeimported")
"""Columns that say nothing, the one with the reasons of refused rows among them."""
_OUT: Final = frozenset({Kind.files, Kind.sign, Kind.readers, Kind.computed, Kind.rows})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, and for a column of a child row the field that holds the rows."""

    field: Field
    rows: Field | None = None

    @property
    def key(self) -> str:
        """The name refusals use: ``unit``, ``materials.item``."""
        return f"{self.rows.name}.{self.field.name}" if self.rows else self.field.name

    @property
    def header(self) -> Label:
        """What stands above it."""
        own = self.field.label
        return L(f"{self.rows.label.zh}·{own.zh}", f"{self.rows.label.en}: {own.en}") if self.rows else own

    @property
    def required(self) -> bool:
        """Whether a row without it is refused."""
        return self.rows is None and self.field.required and self.field.default is None and not self.field.system


def columns_of(actor: Actor, model: type[Any], site_id: int | None) -> list[Column]:
    """Return the columns of ``model`` that ``actor`` may bring in at a site, those that must be filled first."""
    out: list[Column] = []
    for right in fields_for(actor, model, Purpose.import_, None, site_id):
        field = right.field
        if right.mode is not Mode.edit or field.name == "site":
            continue
        if field.kind is Kind.rows:
            out += [Column(f, field) for f in field.rows if f.kind not in _OUT and not f.system]
        elif field.kind not in _OUT:
            out.append(Column(field))
    if "remark" in {c.key for c in out}:
        out.append(Column(PAPER))
    if len(takeable(model)) > 1:
        out.append(Column(STATE))
    later = {n for o in model.__register__.openings for n in o.fields}
    return sorted(out, key=lambda c: (c.rows is not None, c.key in later, not c.required))


def vocabulary(model: type[Any], columns: list[Column]) -> Vocabulary:
    """Return what the columns of a workbook of ``model`` may mean, with the words other books use for them."""
    synonyms: dict[str, str] = {}
    for column in columns:
        for words in (column.header.zh, column.header.en, column.key):
            synonyms.setdefault(normal(words), column.key)
    for column in columns:
        for words in (*(_HOME if column.field.target == "Unit" else ()), *column.field.also):
            synonyms.setdefault(normal(words), column.key)
    known = {c.key: c for c in columns}
    for key, words in _usual(model, columns).items():
        for word in words.split() if key in known else ():
            synonyms.setdefault(normal(word), key)
    targets = {c.key: c.header for c in columns}
    return Vocabulary({**targets, IGNORE: NOT_IMPORTED}, {**synonyms, **dict.fromkeys(_IGNORED, IGNORE)}, {}, ())


def _usual(model: type[Any], columns: list[Column]) -> dict[str, str]:
    """Return what people usually call a register's columns besides their labels, by key."""
    spec = model.__register__
    out = {
        STATE.name: "状态 当前状态 进度 办理情况 处理情况 处理状态 办理状态 进展",
        PAPER.name: "单号 编号 原编号 原单号 纸单号 纸单编号 登记编号",
    }
    whens = [c.key for c in columns if c.field.kind in {Kind.datetime, Kind.date} and c.required]
    if when := spec.happened or (whens[0] if len(whens) == 1 else ""):
        out[when] = "时间 日期 登记时间 登记日期 发生时间 发生日期"
    if spec.title:
        out[spec.title] = "内容 事项 情况 事由 说明 摘要"
    for kind, words in _BY_KIND.items():
        of_kind = [
            c.key
            for c in columns
            if c.field.kind is kind and c.rows is None and not (c.field.system and not c.field.opening)
        ]
        if of_kind:
            out.setdefault(of_kind[0], words)
    return out


__all__ = [
    "GUIDE",
    "IGNORE",
    "LAST",
    "PAPER",
    "PAPER_NOTE",
    "SHEET_OF_NUMBERS",
    "STATE",
    "Column",
    "columns_of",
    "vocabulary",
]
