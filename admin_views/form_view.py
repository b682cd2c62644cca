"""A form as its template needs it: declared sections turned into inputs with words, choices and look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select, bindparam, select

import access
from access import FieldRight, Mode
from admin_views.form_values import Texts
from admin_views.list_rows import cell_formatter
from admin_views.reader import Reader
from admin_views.viewmodels import ChildRow, ChildRows, Choice, FormError, FormField, FormSection, KeptFile, Prefill
from admin_views.viewmodels.forms import FieldKind
from admin_views.wording import NO, YES, named, size
from models import by_name
from models.declare import Record, table_of
from models.declare.site_values import value_of
from models.engine import Attachment, display_column
from models.spec import Actor, Field, Kind, L, Label, Refusal, When

FEW = 5
"""Choices shown as buttons; more make a select."""
LONG = 60
"""Characters from which a one-line text is given the whole width."""
LONG_IN_ROW = 120
"""Characters from which a text in a row of a table wraps instead of being cut off."""
ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.bmp,.pdf,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.csv,.txt"
OTHER = L("其他", "Other")
LOCAL = L("本项目字段", "Fields of this site")
_KINDS: dict[Kind, FieldKind] = {
    Kind.str: "text", Kind.text: "lines", Kind.int: "int", Kind.decimal: "decimal", Kind.money: "money",
    Kind.phone: "phone", Kind.idno: "idno", Kind.plate: "plate", Kind.date: "date", Kind.time: "time",
    Kind.datetime: "datetime", Kind.month: "month", Kind.year: "year", Kind.bool: "bool", Kind.rating: "rating",
    Kind.ref: "lookup", Kind.refs: "lookups", Kind.files: "files", Kind.sign: "sign", Kind.rows: "rows",
}  # fmt: skip
Words = Mapping[tuple[str, str], tuple[str, str]]
"""(target, id) -> what the chosen record is called and its second line."""


def sections(
    reader: Reader,
    model: type[Record],
    rights: Sequence[FieldRight],
    typed: Texts,
    *,
    errors: Mapping[str, str],
    record: Any = None,
    required: Iterable[str] = (),
    one: Label | None = None,
    arrived: Sequence[Attachment] = (),
) -> tuple[FormSection, ...]:
    """Return the form's sections; fields no section names come last. ``one``: all fields under this single title.

    ``required`` names fields this step asks for besides those declared so; ``arrived`` are files that came with a
    refused form and are sent with it again.
    """
    by_field = {r.field.name: r for r in rights}
    words = reference_words(reader, typed, [r.field for r in rights])
    kept = kept_files(reader, record) if record is not None else {}
    for a in arrived:
        kept[a.field] = (*kept.get(a.field, ()), _kept(a, key=a.key))
    must = set(required)

    def made(names: Iterable[str]) -> tuple[FormField, ...]:
        return tuple(
            _field(by_field[n], reader, typed, errors, words, record=record, kept=kept.get(n, ()), required=n in must,
                   path=f"/admin/{model.slug()}/lookup/")
            for n in names if n in by_field
        )  # fmt: skip

    if one is not None:
        return (FormSection(key="asked", title=reader.say(one), fields=made(by_field)),)
    spec = model.__register__
    local = tuple(n for n, r in by_field.items() if r.field.local)
    placed = {*local, *(n for s in spec.sections for n in s.fields)}
    groups = [(str(i), s.label, s.fields) for i, s in enumerate(spec.sections)]
    groups.append(("local", LOCAL, local))
    groups.append(("other", OTHER, tuple(n for n in by_field if n not in placed)))
    out = [FormSection(key=key, title=reader.say(label), fields=made(names)) for key, label, names in groups]
    return tuple(s for s in out if s.fields)


def _field(
    right: FieldRight,
    reader: Reader,
    typed: Texts,
    errors: Mapping[str, str],
    words: Words,
    *,
    record: Any,
    kept: tuple[KeptFile, ...],
    required: bool,
    path: str,
) -> FormField:
    field = right.field
    value = typed.get(field.name)
    if right.mode is not Mode.edit:
        text = _shown(field, record, reader, masked=right.masked)
        return FormField(name=field.name, label=reader.say(field.label), kind="shown", text=text, wide=field.wide)
    return _input(field, field.name, value, reader, words, errors, kept=kept, required=required, path=path)


def _input(
    field: Field,
    name: str,
    value: Any,
    reader: Reader,
    words: Words,
    errors: Mapping[str, str],
    *,
    kept: tuple[KeptFile, ...] = (),
    required: bool = False,
    in_row: bool = False,
    path: str = "",
) -> FormField:
    kind = _kind(field)
    text = value if isinstance(value, str) else ""
    word, sub = words.get((field.target or "", text), ("", "")) if field.kind is Kind.ref else ("", "")
    chosen = tuple(
        Choice(value=v, label=words.get((field.target or "", v), (f"#{v}", ""))[0], chosen=True) for v in value or ()
    ) if field.kind is Kind.refs else ()  # fmt: skip
    picked = (text,) if text else tuple(value or ()) if field.kind is Kind.enums else ()
    long = field.kind in {Kind.text, Kind.rows, Kind.files, Kind.sign} or (
        field.kind is Kind.str and (field.length or 0) > LONG
    )
    if in_row and field.kind is Kind.str and (field.length or 0) > LONG_IN_ROW:
        kind = "line"
    return FormField(
        name=name, label=reader.say(field.label), kind=kind, value=text, text=word or (f"#{text}" if text else ""),
        sub=sub, chosen=chosen, choices=_choices(field, reader, picked), required=field.required or required,
        required_when=_when(field.required_when), shown_when=_when(field.shown_when) if not in_row else None,
        help=reader.say(field.help) if field.help else "", error=errors.get(name, ""), wide=field.wide or long,
        max_length=_length(field), lookup_url=f"{path}{field.name}" if kind in {"lookup", "lookups"} else "",
        within=field.within.field if field.within else "",
        prefill=tuple(Prefill(key=key, field=other) for other, key in field.prefill),
        accept=ACCEPT if field.kind is Kind.files else "", kept=kept,
        rows=_rows(field, value or [], reader, words, errors, path) if field.kind is Kind.rows else None,
        checklist=(f"{path.removesuffix('lookup/')}checklist/{field.name}", field.checklist) if field.checklist else None,
    )  # fmt: skip


def _kind(field: Field) -> FieldKind:
    if field.kind is Kind.enums:
        return "checks"
    if field.kind is Kind.enum:
        return "buttons" if len(field.offered) <= FEW else "select"
    return _KINDS[field.kind]


def _when(when: When | None) -> tuple[str, str] | None:
    return (when.field, "|".join(when.values)) if when else None


def _length(field: Field) -> int | None:
    return (field.length or 120) if field.kind is Kind.str else None


def _choices(field: Field, reader: Reader, chosen: Sequence[str]) -> tuple[Choice, ...]:
    if field.kind in {Kind.enum, Kind.enums}:
        offered = field.offered
        return tuple(
            Choice(value=m.value, label=named(m, reader), chosen=m.value in chosen)
            for m in field.enum or ()
            if m in offered or m.value in chosen
        )
    if field.kind is Kind.bool:
        return tuple(
            Choice(value=v, label=reader.say(w), chosen=v in chosen) for v, w in (("true", YES), ("false", NO))
        )
    if field.kind is Kind.rating:
        return tuple(Choice(value=str(n), label=str(n), chosen=str(n) in chosen) for n in range(1, 6))
    return ()


def _rows(
    field: Field, lines: Sequence[Texts], reader: Reader, words: Words, errors: Mapping[str, str], path: str
) -> ChildRows:
    fields = [f for f in field.rows if f.kind is not Kind.computed and not f.system]

    def made(index: Any, line: Mapping[str, Any]) -> tuple[FormField, ...]:
        return tuple(
            _input(f, f"{field.name}-{index}-{f.name}", line.get(f.name, ""), reader, words, errors, in_row=True,
                   path=f"{path}{field.name}.")
            for f in fields
        )  # fmt: skip

    rows = tuple(ChildRow(index=i, id=line.get("id", ""), fields=made(i, line)) for i, line in enumerate(lines))
    return ChildRows(blank=made("__", {}), rows=rows)


def _shown(field: Field, record: Any, reader: Reader, *, masked: bool) -> str:
    if record is None or field.kind in {Kind.rows, Kind.files, Kind.refs, Kind.sign}:
        return ""
    value = value_of(record, field)
    if field.kind is Kind.ref:
        from models.engine import called  # noqa: PLC0415 - only shown references need it

        return called(value)
    return cell_formatter(field, reader, masked=masked)(value)


def reference_words(reader: Reader, typed: Texts, fields: Sequence[Field]) -> Words:
    """Return what the chosen records are called: one statement a target register."""
    out: dict[tuple[str, str], tuple[str, str]] = {}
    for name, ids in _referred(typed, fields).items():
        key = ("named", name, None if name in access.CHOSEN_BY_ALL else access.sight(reader.actor))
        build = partial(_names, name, reader.actor)
        for row in access.execute_kept(reader.session, key, build, {"ids": sorted(ids)}):
            row_id, text = list(row)
            out[name, str(row_id)] = (str(text), "")
    return out


def _names(name: str, actor: Actor) -> Select[Any]:
    target: Any = by_name(name)
    query: Select[Any] = select(target.id, display_column(target))
    query = query.where(target.id.in_(bindparam("ids", expanding=True)))
    return query if name in access.CHOSEN_BY_ALL else access.visible(query, target, actor)


def _referred(typed: Texts, fields: Sequence[Field]) -> dict[str, set[int]]:
    """Return the ids that a form refers to, by target register."""
    wanted: dict[str, set[int]] = {}

    def note(field: Field, value: Any) -> None:
        for v in value if isinstance(value, list) else [value]:
            text = str(v or "")
            if field.target and text.isascii() and text.isdigit() and len(text) < 10:
                wanted.setdefault(field.target, set()).add(int(text))

    for field in fields:
        if field.kind in {Kind.ref, Kind.refs}:
            note(field, typed.get(field.name))
        elif field.kind is Kind.rows:
            lines = typed.get(field.name) or []
            for child in (c for c in field.rows if c.kind is Kind.ref):
                note(child, [line.get(child.name) for line in lines])
    return wanted


def kept_files(reader: Reader, record: Any) -> dict[str, tuple[KeptFile, ...]]:
    """Return the files a record already has, by field."""
    values = {"slug": record.slug(), "row": record.id}
    out: dict[str, tuple[KeptFile, ...]] = {}
    for a in access.execute_kept(reader.session, "files of a record", _files, values):
        out[a.field] = (*out.get(a.field, ()), _kept(a))
    return out


def _files() -> Select[Any]:
    query: Select[Any] = select(*table_of(Attachment).c)
    whose = (Attachment.register == bindparam("slug"), Attachment.record_id == bindparam("row"))
    return query.where(*whose).order_by(Attachment.id)


def _kept(a: Any, *, key: str = "") -> KeptFile:
    url = f"/attachments/{a.id}"
    thumb = url if a.mime.startswith("image/") else ""
    return KeptFile(id=str(a.id), name=a.name, url=url, size=size(a.size), thumb_url=thumb, key=key)


def form_errors(
    reader: Reader, refusals: Sequence[Refusal], model: type[Record], rights: Sequence[FieldRight] = ()
) -> tuple[tuple[FormError, ...], dict[str, str]]:
    """Return the summary's lines and the sentence beside each field; ``rights``: the form's own, for fields of the site."""
    fields = {**model.__fields__, **{r.name: r.field for r in rights if r.field.local}}
    lines: list[FormError] = []
    beside: dict[str, str] = {}
    for refusal in refusals:
        name = refusal.field or ""
        label = _label(fields, name)
        lines.append(
            FormError(name=name, label=reader.say(label) if label else "", message=reader.say(refusal.sentence))
        )
        if name:
            beside.setdefault(name, reader.say(refusal.sentence))
    return tuple(lines), beside


def _label(fields: Mapping[str, Field], name: str) -> Label | None:
    head, _, rest = name.partition("-")
    field = fields.get(head)
    if field is None:
        return None
    child = next((f for f in field.rows if rest.endswith(f"-{f.name}")), None)
    return child.label if child else field.label
