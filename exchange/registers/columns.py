"""The columns a workbook of one register may have: the fields this person may bring in, from the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from access import Mode, Purpose, fields_for
from exchange.reading.headers import normal
from models.spec import Actor, Field, Kind, L, Label

PAPER: Final = Field(name="paper_number", kind=Kind.str, label=L("原纸单编号", "Paper number"), length=60)
"""What the paper was called; kept in the remark."""
PAPER_NOTE: Final = L("原纸单编号：{number}", "Paper number: {number}")
SHEET_OF_NUMBERS: Final = L("纸质编号", "Paper numbers")
LAST: Final = L("纸质台账最后一个编号", "Last number of the paper book")
GUIDE: Final = L("填写说明", "How to fill it in")
_HOME: Final = ("楼号房号", "房屋", "房屋地址", "房号", "address", "home")
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
    return sorted(out, key=lambda c: (c.rows is not None, not c.required))


def by_header(columns: list[Column]) -> Mapping[str, Column]:
    """Return the columns by every header they are known under: either language, or the field's name."""
    known: dict[str, Column] = {}
    for column in columns:
        also = _HOME if column.field.target == "Unit" else ()
        for words in (column.header.zh, column.header.en, column.key, *also):
            known.setdefault(normal(words), column)
    return known


__all__ = ["GUIDE", "LAST", "PAPER", "PAPER_NOTE", "SHEET_OF_NUMBERS", "Column", "by_header", "columns_of"]
