"""Taking a step: the form it asks for, for one record or several, and what became of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

import access
import workflow
from access import FieldRight, Mode
from admin_views import form_files, form_page, form_view
from admin_views.form_page import Filled, Sent, new_token
from admin_views.form_values import record_texts, value_texts
from admin_views.reader import Reader
from admin_views.record_fields import title_of
from admin_views.viewmodels import BulkResult, BulkRow, FormPage, RecordLine, TransitionPage
from admin_views.wording import badge, moment
from deadlines.queries import clocks_of
from models import by_name
from models.declare import Record
from models.spec import Field, Kind, L, Label, Refusal, Transition

_ID = re.compile("[1-9][0-9]{0,8}")
EVERY = "all"
MOST = 200
"""Records one press may move."""
REASON = Field(name="reason", kind=Kind.text, label=L("说明/原因", "Comment or reason"), wide=True)
SEVERAL = L("{action} {n} 张{register}", "{action}: {n} × {register}")
NOT_HERE = L("现在是“{state}”，不能{action}", "It is “{state}” now; {action} is not possible")
BACK = L("回到{register}", "Back to {register}")
DONE_ALL = L("{action}：{n} 张全部办好。", "{action}: all {n} done.")
DONE_SOME = L(
    "{action}：办好 {n} 张，{m} 张没有办成，原因见下。", "{action}: {n} done, {m} not; the reasons are below."
)
ASKED = L("这一步要填的内容", "What this step needs")
DONE = L("{number}：已{action}。", "{number}: {action} done.")


class NoSuch(LookupError):
    """There is no such transition, or none of the records is the reader's to see."""


def transition_of(model: type[Record], name: str) -> Transition:
    """Return the transition; NoSuch when the register has none of that name that people take."""
    flow = model.__register__.flow
    try:
        found = flow.transition(name) if flow else None
    except KeyError:
        found = None
    if found is None or found.by_itself:
        raise NoSuch(name)
    return found


def ids_of(texts: Sequence[str]) -> list[int]:
    """Return the ids an address names (``1,2`` or repeated), once each and in order; NoSuch when one is no id."""
    parts = [p.strip() for text in texts for p in text.split(",") if p.strip()]
    if not parts or len(parts) > MOST or not all(map(_ID.fullmatch, parts)):
        raise NoSuch(",".join(parts)[:80])
    return list(dict.fromkeys(int(p) for p in parts))


def chosen(reader: Reader, model: type[Any], t: Transition, given: Sequence[str]) -> list[Any]:
    """Return the records an address names; ``all``: every one the step starts from, none where there is none.

    NoSuch as for ``ids_of`` and ``records_of``.
    """
    if list(given) != [EVERY]:
        return records_of(reader, model, ids_of(given))
    query = access.visible(select(model).where(model.status.in_(t.source)), model, reader.actor)
    return list(reader.session.scalars(query.order_by(model.id).limit(MOST)))


def records_of(reader: Reader, model: type[Any], ids: Sequence[int]) -> list[Any]:
    """Return the records in the order asked; NoSuch when one of them is hidden or missing."""
    query = access.visible(select(model).where(model.id.in_(ids)), model, reader.actor)
    found = {r.id: r for r in reader.session.scalars(query)}
    if len(found) != len(ids):
        raise NoSuch(model.slug())
    return [found[i] for i in ids]


def asked_rights(reader: Reader, model: type[Record], t: Transition, record: Any) -> list[FieldRight]:
    """Return the inputs of a step's form: fields of the register, inputs of its own, the reason."""
    roles = reader.actor.roles_at(getattr(record, "site_id", None))
    out: list[FieldRight] = []
    for ask in access.askable(reader.actor, record, t):
        field = ask.own or (REASON if ask.field == "reason" else model.__fields__[ask.field])
        masked = field.masked and roles.isdisjoint(field.clear) and not reader.actor.system
        out.append(FieldRight(replace(field, required=ask.required or field.required), Mode.edit, masked=masked))
    return out


def start(reader: Reader, model: type[Record], t: Transition, records: Sequence[Any]) -> Filled:
    """Return the step's form as it opens; for one record with the values it has."""
    rights = asked_rights(reader, model, t, records[0])
    stored = [r for r in rights if r.field.name in model.__fields__ and r.field.name != "reason"]
    typed = record_texts(records[0], stored, reader) if len(records) == 1 else {}
    for right in stored:
        if right.field.kind is not Kind.files and not typed.get(right.field.name) and right.field.default is not None:
            value = workflow.default_value(reader.session, right.field, reader.actor, reader.now)
            typed |= value_texts({right.field.name: value}, model, reader.zone)
    return Filled(rights=rights, typed=typed)


def page(
    reader: Reader, model: type[Record], t: Transition, records: Sequence[Any], filled: Filled, *, token: str = ""
) -> TransitionPage:
    """Return the step's page."""
    spec = model.__register__
    ids = ",".join(str(r.id) for r in records)
    base = f"/admin/{model.slug()}/"
    lines, beside = form_view.form_errors(reader, filled.refusals, model)
    title = reader.say(t.label)
    if len(records) > 1:
        title = reader.say(SEVERAL, action=t.label, n=len(records), register=spec.label)
    sections = form_view.sections(
        reader,
        model,
        filled.rights,
        filled.typed,
        errors=beside,
        one=ASKED,
        record=records[0] if len(records) == 1 else None,
        arrived=form_files.keep_again(reader, filled.arrived),
    )
    told = [_record_line(reader, model, t, r) for r in records]
    return TransitionPage(
        slug=model.slug(), name=t.name, title=title, action=f"{base}transition/{t.name}/?id={ids}", form_token=token or new_token(),
        cancel_url=f"{base}details/?id={records[0].id}" if len(records) == 1 else base, button=reader.say(t.label),
        records=tuple(sorted(told, key=lambda line: not line.refused)), weight="danger" if t.danger else "primary",
        sections=tuple(s for s in sections if s.fields), errors=lines, version=records[0].version if len(records) == 1 else None,
    )  # fmt: skip


def _record_line(reader: Reader, model: type[Record], t: Transition, record: Any) -> RecordLine:
    spec = model.__register__
    refused = ""
    if spec.flow and record.status not in t.source:
        refused = reader.say(NOT_HERE, state=spec.flow.state(record.status).label, action=t.label)
    else:
        verdict = access.may(reader.actor, model, f"do:{t.name}", record, now=reader.now)
        refused = "" if verdict else reader.say(verdict.reason or ASKED)
    return RecordLine(
        id=str(record.id), number=getattr(record, "number", None) or "", title=title_of(reader, record), refused=refused,
        url=f"/admin/{model.slug()}/details/?id={record.id}", badge=badge(spec.flow, record.status, reader),
    )  # fmt: skip


def check(reader: Reader, model: type[Record], t: Transition, records: Sequence[Any]) -> None:
    """Refuse a form nobody could send: Forbidden when the reader may not take this step on any of the records."""
    verdicts = [access.may(reader.actor, model, f"do:{t.name}", r, now=reader.now) for r in records]
    if not any(verdicts):
        raise workflow.Forbidden(verdicts[0].reason or t.label)
    if len(records) == 1 and records[0].status not in t.source:
        state = model.__register__.flow.state(records[0].status).label if model.__register__.flow else L("", "")
        number = getattr(records[0], "number", None) or model.__register__.label
        sentence = NOT_HERE.format(state=state, action=t.label)
        raise workflow.Conflict(
            Label(f"{number}{sentence.text('zh')}。", f"{number}: {sentence.text('en')}."), record=records[0]
        )


def read(
    reader: Reader, model: type[Record], t: Transition, records: Sequence[Any], sent: Sent, folder: Path
) -> Filled:
    """Take a sent step's form apart."""
    rights = asked_rights(reader, model, t, records[0])
    return form_page.read(reader, model, sent, rights, folder)


def apply(reader: Reader, t: Transition, record: Any, filled: Filled, sent: Sent) -> workflow.Outcome:
    """Take the step; raises what ``workflow.apply`` raises."""
    if filled.refusals:
        raise workflow.Invalid(filled.refusals)
    return workflow.apply(
        reader.session,
        record,
        t.name,
        filled.given,
        actor=reader.actor,
        now=reader.now,
        version=sent.version,
        token=press_token(sent.token, t.name, [record.id]),
    )


def press_token(token: str | None, action: str, ids: Sequence[int]) -> str | None:
    """Return the key of a press: a list page's token serves several buttons, so the step and the rows are part of it."""
    if not token:
        return None
    return hashlib.sha256(f"{token}:{action}:{','.join(map(str, ids))}".encode()).hexdigest()[:40]


def done(reader: Reader, t: Transition, record: Any, given: Mapping[str, Any]) -> str:
    """Return what is said afterwards: the declaration's own sentence with its places filled, else number and step."""
    number = getattr(record, "number", None) or title_of(reader, record)
    if t.done is None:
        return reader.say(DONE, number=number, action=t.label)
    params: dict[str, Any] = {"number": number}
    for name in given:
        field = type(record).__fields__.get(name)
        if field is not None and field.kind not in {Kind.rows, Kind.files, Kind.refs, Kind.sign}:
            params[name] = _asked_words(reader, record, field)
    for c in clocks_of(reader.session, record.slug(), record.id):
        params[f"{c.rule}_by"] = moment(c.due_at, reader)
    try:
        return reader.say(t.done, **params)
    except (KeyError, IndexError):
        return reader.say(DONE, number=number, action=t.label)


def _asked_words(reader: Reader, record: Any, field: Field) -> str:
    from admin_views.list_rows import cell_formatter  # noqa: PLC0415 - only this sentence needs it
    from models.engine import called  # noqa: PLC0415 - the same

    value = getattr(record, field.name)
    return called(value) if field.kind is Kind.ref else cell_formatter(field, reader, masked=field.masked)(value)


def bulk(reader: Reader, model: type[Any], t: Transition, ids: Sequence[int], filled: Filled) -> BulkResult:
    """Take the step on several records, each by itself, and return what became of each."""
    if filled.refusals:
        raise workflow.Invalid(filled.refusals)
    results = workflow.bulk(reader.session, model, ids, t.name, filled.given, actor=reader.actor, now=reader.now)
    records = {
        r.id: r
        for r in reader.session.scalars(
            select(model).where(model.id.in_(ids)).execution_options(populate_existing=True)
        )
    }
    rows: list[BulkRow] = []
    for result in results:
        record = records.get(result.id)
        rows.append(BulkRow(
            id=str(result.id), number=result.number, title=title_of(reader, record) if record else "", done=result.ok,
            url=f"/admin/{model.slug()}/details/?id={result.id}", message=reader.say(result.sentence),
            badge=badge(model.__register__.flow, record.status, reader) if record else None,
        ))  # fmt: skip
    ok = sum(r.done for r in rows)
    words = (
        DONE_ALL.format(action=t.label, n=ok)
        if ok == len(rows)
        else DONE_SOME.format(action=t.label, n=ok, m=len(rows) - ok)
    )
    return BulkResult(
        slug=model.slug(), title=reader.say(t.label), summary=reader.say(words), rows=tuple(rows), done=ok,
        refused=len(rows) - ok, back_url=f"/admin/{model.slug()}/", back_label=reader.say(BACK, register=model.__register__.label),
    )  # fmt: skip


# ---------------------------------------------------------------------- steps whose form creates another document


def creating(reader: Reader, t: Transition, record: Any) -> tuple[type[Record], Filled]:
    """Return the register a step creates in, and its creation form prefilled from the record."""
    assert t.creates is not None  # noqa: S101 - the caller looked
    target = by_name(t.creates.register)
    rights = form_page.create_rights(reader, target, getattr(record, "site_id", None))
    typed = form_page.starting_texts(reader, target, rights, {})
    start = {k: v for k, v in t.creates.prefill(record).items() if v is not None}
    if t.creates.link:
        start[t.creates.link] = record.id
    return target, Filled(rights=rights, typed=typed | value_texts(start, target, reader.zone))


def creating_page(
    reader: Reader, t: Transition, record: Any, target: type[Record], filled: Filled, *, token: str = ""
) -> FormPage:
    """Return the other register's creation form, to be sent to this step."""
    base = f"/admin/{type(record).slug()}/"
    return form_page.new_page(
        reader,
        target,
        filled,
        action=f"{base}transition/{t.name}/?id={record.id}",
        token=token,
        intro=t.label,
        cancel_url=f"{base}details/?id={record.id}",
    )


def missing(filled: Filled) -> list[Refusal]:
    """Return what several records' step still needs: told once for the form, not once for every row."""
    return [
        Refusal(L("请填写{field}。", "Please fill in {field}.").format(field=r.field.label), r.field.name)
        for r in filled.rights if r.field.required and not filled.given.get(r.field.name)
    ]  # fmt: skip
