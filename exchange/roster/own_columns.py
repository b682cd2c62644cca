"""The columns of a roster that a site's own fields make (decision 0022): what they are called, read and offered as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from access import Mode, Purpose, fields_for
from exchange.reading.headers import normal
from exchange.reading.own import MARK, NO_OWN, USUAL, Extra, OwnColumns, with_words
from exchange.registers.values import FORMS, read
from models.base.resident import Resident
from models.base.unit import Unit
from models.declare.site_values import encoded
from models.spec import Actor, Field, Kind, L, Label

_OF: Final = {Unit: L("房屋", "Home"), Resident: L("业主", "Owner")}
_MUST: Final = {
    Unit: L("必填", "required"),
    Resident: L("填了业主姓名时必填", "required where an owner is named"),
}
_FIRST: Final = L("填在业主姓名的那一行，记在第一位业主名下", "is kept with the first owner the row names")
_ONE_OF: Final = L("从下拉框里选：{choices}", "one of: {choices}")
_SOME_OF: Final = L("可填几项，用顿号隔开：{choices}", "one or several of: {choices}")


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """One field of the site as a column. ``may``: the person may fill it in, not only see it; ``masked``: sees its middle hidden."""

    model: type[Any]
    field: Field
    label: Label
    may: bool
    masked: bool

    @property
    def target(self) -> str:
        """What the column is taken for: ``unit.x_menpai``."""
        return f"{self.model.slug()}{MARK}{self.field.name}"


def own_columns(actor: Actor, site_id: int | None) -> tuple[OwnColumn, ...]:
    """Return the fields the site added to homes and people, as far as ``actor`` sees them in an import."""
    found = [
        (model, right)
        for model in _OF
        for right in fields_for(actor, model, Purpose.import_, site_id=site_id)
        if right.field.local
    ]
    named = Counter(right.field.label for _, right in found)
    out = []
    for model, right in found:
        label = right.field.label
        label = label if named[label] == 1 and USUAL.isdisjoint(map(normal, _words(label))) else _prefixed(model, label)
        out.append(OwnColumn(model, right.field, label, right.mode is Mode.edit, right.masked))
    return tuple(out)


def _prefixed(model: type[Any], label: Label) -> Label:
    return L(f"{_OF[model].zh}·{label.zh}", f"{_OF[model].en}: {label.en}")


def reading(columns: Iterable[OwnColumn]) -> OwnColumns:
    """Return how a roster is read that may have these columns."""
    columns = tuple(columns)
    if not columns:
        return NO_OWN
    names = {
        c.target: {*_words(c.field.label), *_words(_prefixed(c.model, c.field.label)), c.field.name} for c in columns
    }
    return OwnColumns(
        with_words({c.target: c.label for c in columns}, names),
        {c.target: _reader(c.field) for c in columns},
        tuple(c.target for c in columns if c.model is Unit),
        tuple(c.target for c in columns if c.model is Resident),
    )


def _words(label: Label) -> tuple[str, str]:
    return label.zh, label.en


def _reader(field: Field) -> Callable[[Any], Any]:
    def own(value: Any) -> Any:
        kept = encoded(field, read(field, value))
        return None if kept in ("", []) else kept

    return own


def offered(columns: Iterable[OwnColumn]) -> tuple[Extra, ...]:
    """Return what the template shows of the columns the person may fill in."""
    return tuple(_offered(c) for c in columns if c.may)


def _offered(column: OwnColumn) -> Extra:
    field, of_home = column.field, column.model is Unit
    words = [] if of_home else [_FIRST.zh]
    if field.required:
        words.insert(0, _MUST[column.model].zh)
    choices = [m.label.zh for m in field.offered]
    if choices:
        words.append((_SOME_OF if field.kind is Kind.enums else _ONE_OF).zh.format(choices="、".join(choices)))
    elif field.kind in FORMS:
        words.append(FORMS[field.kind].zh)
    if field.help:
        words.append(field.help.zh)
    header = f"*{column.label.zh}" if field.required and of_home else column.label.zh
    return Extra(header, "；".join(words), () if field.kind is Kind.enums else tuple(choices))


__all__ = ["OwnColumn", "offered", "own_columns", "reading"]
