"""The body of a record page: fields by section as text, child rows as tables, related documents both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

import access
from access import FieldRight
from admin_views.form_view import LOCAL
from admin_views.list_chips import when_field
from admin_views.list_columns import INTERNAL
from admin_views.list_rows import cell_formatter
from admin_views.reader import Reader
from admin_views.viewmodels import ChildTable, Related, ShownField, ShownSection
from admin_views.wording import badge, formatter, money, near
from models import REGISTERS, by_name
from models.declare.site_values import value_of
from models.engine import Attachment, called, display, display_name
from models.spec import Field, Kind, L, Role, Verb

ASIDE = frozenset({"number", "status", "attachments"}) | INTERNAL
"""Fields the page shows elsewhere, in its head or among the files, or not at all."""
FOOT = ("site", "created_by", "created_at", "updated_by", "updated_at")
APART = frozenset({Kind.rows, Kind.readers})
"""Kinds with a panel of their own."""
OTHER, KEPT = L("其他", "Other"), L("登记信息", "About this entry")
NUMBERS = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})
MOST_RELATED = 20
FEW = 5
"""Related documents of one register shown at most."""


def shown_sections(
    reader: Reader,
    record: Any,
    rights: Sequence[FieldRight],
    files: dict[str, list[Attachment]],
    *,
    clear: bool = False,
) -> tuple[ShownSection, ...]:
    """Return the record's fields by section; ``clear``: full numbers, the reader having given his reason."""
    spec = type(record).__register__
    by_field = {r.field.name: r for r in rights if r.field.name not in ASIDE and r.field.kind not in APART}
    may_ask = clear or bool(access.may(reader.actor, type(record), Verb.unmask, record))
    local = tuple(n for n, r in by_field.items() if r.field.local and _in_use(record, r.field))
    placed = {n for s in spec.sections for n in s.fields} | set(FOOT) | {n for n in by_field if by_field[n].field.local}
    groups = [(str(i), s.label, s.fields) for i, s in enumerate(spec.sections)]
    groups.append(("local", LOCAL, local))
    if not spec.read_only:  # what the system alone keeps, it keeps for itself unless a section shows it
        groups.append(("other", OTHER, tuple(n for n in by_field if n not in placed)))
    groups.append(("about", KEPT, FOOT))
    out: list[ShownSection] = []
    for key, label, names in groups:
        fields = tuple(
            _shown(reader, record, by_field[n], files.get(n, []), clear=clear, may_ask=may_ask)
            for n in names
            if n in by_field
        )
        if fields:
            out.append(ShownSection(key=key, title=reader.say(label), fields=fields))
    return tuple(out)


def _in_use(record: Any, field: Field) -> bool:
    """Say whether the site still has the field, or the record a value from before it was archived."""
    return not field.retired or value_of(record, field) not in (None, ())


def _shown(
    reader: Reader, record: Any, right: FieldRight, files: list[Attachment], *, clear: bool, may_ask: bool
) -> ShownField:
    field = right.field
    label, name = reader.say(field.label), field.name
    hide = right.masked and not clear
    if field.kind is Kind.ref:
        return _reference(reader, field, getattr(record, name), label)
    if field.kind is Kind.refs:
        words = [display(r) for r in getattr(record, name)]
        return ShownField(
            name=name, label=label, text=("、" if reader.locale == "zh" else ", ").join(words), wide=field.wide
        )
    if field.kind is Kind.files:
        return ShownField(name=name, label=label, text="\n".join(a.name for a in files), kind="files", wide=True)
    value = value_of(record, field)
    if field.kind is Kind.sign:
        picture = next((a for a in files if a.key == value), None)
        url = f"/attachments/{picture.id}" if picture else ""
        return ShownField(
            name=name, label=label, text=reader.say(L("已签字", "Signed")) if value else "", kind="sign", url=url
        )
    if field.kind is Kind.phone and value and not hide:
        return ShownField(name=name, label=label, text=str(value), kind="phone", url=f"tel:{value}")
    text = access.mask(field, value) if hide and value else formatter(field, reader, _site_of(record))(value)
    kind = "lines" if field.kind is Kind.text else "figure" if field.kind in NUMBERS else "text"
    long = field.kind is Kind.text or field.wide
    return ShownField(name=name, label=label, text=text, kind=kind, masked=bool(hide and value and may_ask), wide=long)  # type: ignore[arg-type]  # one of the three literals


def _site_of(record: Any) -> int | None:
    return getattr(record, "site_id", None)


def _reference(reader: Reader, field: Field, target: Any, label: str) -> ShownField:
    if target is None:
        return ShownField(name=field.name, label=label, text="")
    model = type(target)
    readable = access.may(reader.actor, model, Verb.read, target)
    url = f"/admin/{model.slug()}/details/?id={target.id}" if readable else ""
    text = called(target)
    return ShownField(name=field.name, label=label, text=text, kind="link" if url else "text", url=url)


def child_tables(reader: Reader, record: Any, rights: Sequence[FieldRight]) -> tuple[ChildTable, ...]:
    """Return child rows as tables; money columns are added up."""
    return tuple(
        _table(reader, record, r.field) for r in rights if r.field.kind is Kind.rows and getattr(record, r.field.name)
    )


def beneath(
    model: type[Any], sections: Sequence[ShownSection], children: Sequence[ChildTable]
) -> tuple[ChildTable, ...]:
    """Return the child tables, each told the section it stands beneath: the one that names it, else the one before."""
    declared, shown = model.__register__.sections, {s.key for s in sections}
    out: list[ChildTable] = []
    for table in children:
        at = next((i for i, s in enumerate(declared) if table.name in s.fields), None)
        before = (str(i) for i in range(at, -1, -1) if str(i) in shown) if at is not None else iter([""])
        out.append(replace(table, beneath=next(before, "top")))
    return tuple(out)


def _table(reader: Reader, record: Any, field: Field) -> ChildTable:
    columns = [f for f in field.rows if f.kind is not Kind.files]
    lines = getattr(record, field.name)
    words = {f.name: cell_formatter(f, reader, masked=f.masked) for f in columns}

    def cell(row: Any, f: Field) -> str:
        value = getattr(row, f.name)
        if f.enum is Role:
            return formatter(f, reader, getattr(row, "site_id", None) or _site_of(record))(value)
        return called(value) if f.kind is Kind.ref else words[f.name](value)

    rows = tuple(tuple(cell(row, f) for f in columns) for row in lines)
    sums = [
        sum(v for row in lines if (v := getattr(row, f.name)) is not None) if f.kind is Kind.money else None
        for f in columns
    ]
    total: tuple[str, ...] = ()
    if any(s is not None for s in sums) and len(rows) > 1:
        total = tuple(money(s) if s is not None else reader.say(L("合计", "Total")) if i == 0 else ""
                      for i, s in enumerate(sums))  # fmt: skip
    return ChildTable(
        name=field.name, label=reader.say(field.label), headers=tuple(reader.say(f.label) for f in columns), rows=rows,
        figures=tuple(i for i, f in enumerate(columns) if f.kind in NUMBERS), total=total,
    )  # fmt: skip


def related(reader: Reader, record: Any) -> tuple[Related, ...]:
    """Return the documents this one points at and those that point at it, newest first; only those the reader may see."""
    return (*_pointed_at(reader, record), *_pointing(reader, record))[:MOST_RELATED]


def _pointed_at(reader: Reader, record: Any) -> list[Related]:
    out: list[Related] = []
    for right in access.fields_for(reader.actor, type(record), access.Purpose.detail, record):
        field = right.field
        if field.kind is not Kind.ref or not field.target or not by_name(field.target).__register__.prefix:
            continue
        target = getattr(record, field.name)
        if target is not None and access.get(reader.session, type(target), target.id, reader.actor) is not None:
            out.append(_line(reader, target, reader.say(field.label)))
    return out


def _pointing(reader: Reader, record: Any) -> list[Related]:
    me = type(record)
    if not me.__register__.prefix and me.slug() not in {"unit", "resident"}:
        return []
    out: list[Related] = []
    for model in REGISTERS:
        other: Any = model
        if not other.__register__.prefix or not access.may(reader.actor, other, Verb.read):
            continue
        names = [n for n, f in other.__fields__.items() if f.kind is Kind.ref and f.target == me.__name__]
        found: dict[int, Any] = {}
        for name in names:
            query = access.visible(select(other).where(getattr(other, f"{name}_id") == record.id), other, reader.actor)
            for row in reader.session.scalars(query.order_by(other.id.desc()).limit(FEW)):
                found.setdefault(row.id, row)
        out += [_line(reader, row, reader.say(other.__register__.label)) for row in found.values() if row is not record]
    return out


def _line(reader: Reader, record: Any, label: str) -> Related:
    model = type(record)
    when = getattr(record, when_field(model).name, None) or record.created_at
    shown = near(when, reader) if hasattr(when, "hour") else when.isoformat()
    return Related(
        label=label,
        number=getattr(record, "number", None) or "",
        title=title_of(reader, record),
        when=shown,
        url=f"/admin/{model.slug()}/details/?id={record.id}",
        badge=badge(model.__register__.flow, getattr(record, "status", None), reader),
    )


def title_of(reader: Reader, record: Any) -> str:
    """Return what a record is about, in a few words: its title field, cut; masked when that is a number."""
    model = type(record)
    name = model.__register__.title or display_name(model)
    field = model.__fields__.get(name)
    value = getattr(record, name, None)
    if field is None or value is None:
        return "" if value is None else str(value)
    if field.kind is Kind.ref:
        return display(value)
    text = cell_formatter(field, reader, masked=field.masked)(value)
    return text if len(text) <= 40 else text[:39] + "…"
