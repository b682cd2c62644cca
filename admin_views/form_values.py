"""Between a form and a record: the texts inputs start with, and the values a sent form gives to ``workflow``.

A field whose text comes back as it was sent out is left out of the values, so a save touches nothing it did not edit:
seconds the input does not show, masked numbers and files stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import Form

import access
from access import FieldRight, Mode
from admin_views.reader import Reader
from models.declare import Record
from models.declare.site_values import value_of
from models.spec import Field, Kind, LabelEnum

Texts = dict[str, Any]
"""What inputs show, by field name: a text, a list of ids for ``refs`` (of codes for ``enums``), a list of Texts (with ``id``) for ``rows``."""
CHOSEN = frozenset({Kind.bool, Kind.enum, Kind.enums, Kind.rating, Kind.refs})
"""Kinds a browser sends nothing for when nothing is chosen."""


def text_of(field: Field, value: Any, zone: ZoneInfo) -> Any:
    """Return a stored value as an input shows it: a text, or of several choices the list of their codes."""
    if field.kind is Kind.enums:
        return [str(m) for m in value or ()]
    match value:
        case None:
            out = ""
        case bool():
            out = "true" if value else "false"
        case dt.datetime():
            out = value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case dt.time():
            out = value.strftime("%H:%M")
        case LabelEnum():
            out = value.value
        case Decimal():
            out = f"{value:f}" if field.kind is Kind.money else f"{value.normalize():f}"
        case _:
            out = str(getattr(value, "id", value))
    return out


def record_texts(record: Any, rights: Sequence[FieldRight], reader: Reader) -> Texts:
    """Return what the form of a stored record starts with."""
    out: Texts = {}
    for right in rights:
        field = right.field
        if field.kind is Kind.files:
            continue
        if field.kind is Kind.rows:
            out[field.name] = [_row_texts(row, field.rows, reader.zone) for row in getattr(record, field.name)]
        elif field.kind is Kind.refs:
            out[field.name] = [str(r.id) for r in getattr(record, field.name)]
        else:
            out[field.name] = _one(record, field, reader.zone, masked=right.masked)
    return out


def _one(record: Any, field: Field, zone: ZoneInfo, *, masked: bool = False) -> Any:
    value = getattr(record, f"{field.name}_id", None) if field.kind is Kind.ref else value_of(record, field)
    return access.mask(field, value) if masked and value else text_of(field, value, zone)


def _row_texts(row: Any, fields: Sequence[Field], zone: ZoneInfo) -> Texts:
    return {"id": str(row.id or ""), **{f.name: _one(row, f, zone) for f in fields if f.kind is not Kind.computed}}


def value_texts(values: Mapping[str, Any], model: type[Record], zone: ZoneInfo) -> Texts:
    """Return what a form starts with from given values (defaults, prefill): ids or records for references."""
    out: Texts = {}
    for name, value in values.items():
        field = model.__fields__.get(name)
        if field is None or value is None:
            continue
        if field.kind is Kind.rows:
            out[name] = [
                {"id": "", **{k: text_of(_child(field, k), v, zone) for k, v in line.items()}} for line in value
            ]
        elif field.kind is Kind.refs:
            out[name] = [str(getattr(v, "id", v)) for v in value]
        else:
            out[name] = text_of(field, value, zone)
    return out


def _child(field: Field, name: str) -> Field:
    return next(f for f in field.rows if f.name == name)


def sent_texts(form: Form, fields: Sequence[Field]) -> Texts:
    """Return what was typed, to show it again."""
    out: Texts = {}
    for field in fields:
        if field.kind is Kind.files:
            continue
        data = form[field.name].data
        if field.kind is Kind.rows:
            out[field.name] = [_line(entry.form, field) for entry in entries_of(form, field) if not _gone(entry.form)]
        elif field.kind in {Kind.refs, Kind.enums}:
            out[field.name] = list(data or [])
        else:
            out[field.name] = data or ""
    return out


def entries_of(form: Form, field: Field) -> list[Any]:
    """Return the lines a form holds for a ``rows`` field."""
    lines: Any = form[field.name]
    return list(lines.entries)


def _line(form: Form, field: Field) -> Texts:
    names = [f.name for f in field.rows if f.kind is not Kind.computed and not f.system]
    return {"id": form["id"].data or "", **{n: form[n].data or "" for n in names}}


def _gone(form: Form) -> bool:
    return bool(form["delete"].data)


def sent_names(form_data: Any, fields: Sequence[Field], *, whole: bool) -> set[str]:
    """Return the fields a sent form speaks about; ``whole``: it was our page, so what is absent was left empty."""
    keys = set(form_data)
    rows = {f.name for f in fields if f.kind is Kind.rows and (whole or any(k.startswith(f"{f.name}-") for k in keys))}
    absent = {f.name for f in fields if f.kind in CHOSEN} if whole else set()
    return {f.name for f in fields if f.name in keys} | rows | absent


def values(
    typed: Texts, fields: Sequence[Field], names: Collection[str], zone: ZoneInfo, before: Texts | None = None
) -> dict[str, Any]:
    """Return what ``workflow`` is given: the named fields whose text differs from ``before`` (None: all that say something).

    Moments are read in ``zone``; everything else stays text, which ``workflow`` reads and judges.
    """
    out: dict[str, Any] = {}
    for field in fields:
        if field.name not in names or field.kind is Kind.files:
            continue
        text = typed.get(field.name)
        if before is not None and _same(text, before.get(field.name)):
            continue
        if before is None and not text:
            continue
        out[field.name] = _value(field, text, zone)
    return out


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return _plain(a) == _plain(b)
    return (a or []) == (b or [])


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


def _value(field: Field, text: Any, zone: ZoneInfo) -> Any:
    if field.kind is Kind.rows:
        return [
            {k: v if k == "id" else _value(_child(field, k), v, zone) for k, v in line.items()} for line in text or []
        ]
    if field.kind in {Kind.refs, Kind.enums}:
        return list(text or [])
    if not text or not str(text).strip():
        return None
    return moment(str(text), zone) if field.kind is Kind.datetime else text


def moment(text: str, zone: ZoneInfo) -> Any:
    """Return a typed moment as an aware one in ``zone``; the text itself when it is none, for ``workflow`` to refuse."""
    tidy = text.strip().replace("/", "-").replace("：", ":")
    try:
        read = dt.datetime.fromisoformat(tidy)
    except ValueError:
        return text
    if len(tidy) <= len("2026-11-22"):
        return text
    return read if read.tzinfo else read.replace(tzinfo=zone)


def editable_fields(rights: Sequence[FieldRight]) -> list[Field]:
    """Return the fields a form takes values for."""
    return [r.field for r in rights if r.mode is Mode.edit]
