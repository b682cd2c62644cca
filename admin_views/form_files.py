"""Files and signatures of a sent form: kept first, then handed to ``workflow`` by their keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import Form

from access import gate
from admin_views.form_values import Texts
from admin_views.reader import Reader
from admin_views.uploads import Keeper, Refused
from models.declare import Record
from models.engine import Attachment, HistoryEntry
from models.spec import Field, Kind, L, Refusal

TAKEN_AWAY = L("去掉附件：{names}", "Files taken away: {names}")


def keep(
    keeper: Keeper,
    form: Form,
    fields: Sequence[Field],
    names: Collection[str],
    typed: Texts,
    values: dict[str, Any],
    register: str,
    *,
    sent_again: MultiDict[str, str],
    arrived: list[Attachment],
) -> list[Refusal]:
    """Keep uploaded files and a drawn signature, put their keys into ``values``; return what was refused.

    ``sent_again`` holds ``kept_<field>`` keys of files that came with an earlier, refused try of the same form (those
    ticked ``remove_<field>`` are left). ``arrived`` collects the rows of all of them.
    """
    refusals: list[Refusal] = []
    for field in fields:
        if field.kind is Kind.files:
            gone = set(sent_again.getlist(f"remove_{field.name}"))
            rows = [a for a in _own(keeper, sent_again.getlist(f"kept_{field.name}")) if str(a.id) not in gone]
            refusals += _uploads(keeper, form[field.name].data or [], field, register, rows)
            arrived += rows
            if rows:
                values[field.name] = [a.key for a in rows]
        elif field.kind is Kind.sign and field.name in names:
            refusals += _signature(keeper, str(typed.get(field.name) or ""), field, register, values)
    return refusals


def _uploads(
    keeper: Keeper, uploads: Sequence[Any], field: Field, register: str, rows: list[Attachment]
) -> list[Refusal]:
    refusals: list[Refusal] = []
    for upload in uploads:
        if getattr(upload, "filename", ""):
            try:
                rows.append(keeper.keep(upload.stream, upload.filename, register=register, field=field.name))
            except Refused as refused:
                refusals.append(Refusal(refused.sentence, field.name))
    return refusals


def _signature(keeper: Keeper, drawn: str, field: Field, register: str, values: dict[str, Any]) -> list[Refusal]:
    """Keep a drawing; anything else than a drawing or a key of one's own is no new signature."""
    if drawn.startswith("data:"):
        try:
            values[field.name] = keeper.keep_sign(drawn, register=register, field=field.name).key
        except Refused as refused:
            return [Refusal(refused.sentence, field.name)]
    elif values.get(field.name) is not None and not _own(keeper, [drawn]):
        values.pop(field.name)
    return []


def _own(keeper: Keeper, keys: Sequence[str]) -> list[Attachment]:
    """Return the files of those keys that this person sent and that belong to no record yet."""
    if not keys:
        return []
    query = select(Attachment).where(
        Attachment.key.in_(list(keys)[:50]),
        Attachment.record_id.is_(None),
        Attachment.uploaded_by_id == keeper.actor.user_id,
    )
    return list(keeper.session.scalars(query.order_by(Attachment.id)))


def keep_again(reader: Reader, arrived: Sequence[Attachment]) -> list[Attachment]:
    """Keep the files of a refused form, whose rows went with the rest of it, and commit: they are sent with it again."""
    if not arrived:
        return []
    names = [c.key for c in Attachment.__table__.columns if c.key not in {"id", "record_id"}]
    told = [{n: getattr(a, n) for n in names} for a in arrived]
    there = {
        a.key: a for a in reader.session.scalars(select(Attachment).where(Attachment.key.in_([t["key"] for t in told])))
    }
    rows = [there.get(t["key"]) or Attachment(**t, record_id=None) for t in told]
    reader.session.add_all(rows)
    reader.session.commit()
    return rows


def take_away(reader: Reader, record: Any, fields: Sequence[Field], sent: MultiDict[str, str]) -> None:
    """Detach the files ticked ``remove_<field>``; the file itself and the line in the history stay."""
    gone: list[str] = []
    for field in fields:
        ids = [int(i) for i in sent.getlist(f"remove_{field.name}") if i.isascii() and i.isdigit() and len(i) < 10]
        if field.kind is not Kind.files or not ids:
            continue
        query = select(Attachment).where(
            Attachment.id.in_(ids),
            Attachment.register == record.slug(),
            Attachment.record_id == record.id,
            Attachment.field == field.name,
        )
        for row in reader.session.scalars(query):
            row.record_id = None
            gone.append(row.name)
    if gone:
        log(reader, record, "attach", TAKEN_AWAY.format(names="、".join(gone)).text(reader.locale))


def log(reader: Reader, record: Record, kind: str, comment: str) -> None:
    """Write a line about files into the record's history."""
    with gate(reader.session):
        reader.session.add(HistoryEntry(
            register=record.slug(), record_id=record.id, site_id=getattr(record, "site_id", None), at=reader.now,
            user_id=reader.actor.user_id or None, actor_name=reader.actor.name, origin=reader.actor.origin, kind=kind,
            from_state=getattr(record, "status", "") or "", to_state=getattr(record, "status", "") or "",
            comment=comment, version=record.version,
        ))  # fmt: skip
