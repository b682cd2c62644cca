"""The record page: head with state, clock and buttons; body; files; deadlines; sign-offs; timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

import access
import workflow
from admin_views import reading, record_fields, timeline
from admin_views.form_page import LOCKED, new_token
from admin_views.form_view import ACCEPT
from admin_views.list_rows import asks_of
from admin_views.reader import Reader
from admin_views.sheet_page import print_links
from admin_views.turns import usual
from admin_views.uploads import LARGEST
from admin_views.viewmodels import (
    Attachment,
    Badge,
    DeadlineLine,
    Link,
    RecordPage,
    TransitionButton,
)
from admin_views.wording import badge, clock, moment, near, size
from deadlines import explaining
from deadlines.queries import Clock, clocks_of, for_records
from models.base.staff import Staff
from models.declare import Record
from models.declare.site_values import value_of
from models.engine import Attachment as KeptFile
from models.spec import L, Label, Role, Transition, Verb

ANSWERS = L("{who}负责", "Answers: {who}")
UP = L("已上报{who}", "passed up to: {who}")
WAITS = L("等{who}处理", "Waiting for {who}")
HINT = L("图片、PDF、Word、Excel，每个不超过 {n} MB", "Pictures, PDF, Word, Excel; at most {n} MB each")
SURE = L("确定要“{action}”吗？", "{action}: are you sure?")
ICONS = {
    "approve": "check",
    "submit": "send",
    "dispatch": "user-check",
    "arrive": "map-pin",
    "complete": "circle-check",
    "call_back": "phone",
    "void": "ban",
    "cancel": "x",
    "to_repair": "wrench",
    "to_complaint": "message-square-warning",
}
PACK = L("导出项目资料", "Export the site")
MERGE = L("合并到另一份档案", "Merge into another record")
UNFILLED = L("本项目要求填的“{names}”还空着。", "Still to be filled in here: {names}.")
NOT_NOW = L("现在不能修改", "It can't be changed now")
EDITABLE_FILES = frozenset({"attachments"})


def build(reader: Reader, record: Any, *, everything: bool = False, clear: bool = False) -> RecordPage:
    """Return a record's page; ``clear``: with full numbers, the reason having been logged."""
    model = type(record)
    spec = model.__register__
    slug = model.slug()
    base = f"/admin/{slug}/"
    rights = access.fields_for(reader.actor, model, access.Purpose.detail, record)
    seen = {r.field.name for r in rights}
    files = [a for a in _files(reader, slug, record.id) if a.field in seen]
    by_field: dict[str, list[KeptFile]] = {}
    for a in files:
        by_field.setdefault(a.field, []).append(a)
    found = timeline.entries(reader, slug, record.id, everything=everything)
    shown = found if everything else found[: timeline.MOST]
    happened = timeline.events(reader, record, shown)
    offers = [o.transition for o in workflow.offered(record, reader.actor, reader.now)]
    may_edit = access.editable(reader.actor, record) and not spec.read_only
    sections = record_fields.shown_sections(reader, record, rights, by_field, clear=clear)
    masked = any(f.masked for s in sections for f in s.fields)
    turn = workflow.whose_turn(reader.session, record)
    clocks = clocks_of(reader.session, slug, record.id) if spec.deadlines else []
    urgent = for_records(reader.session, slug, [record.id]).get(record.id) if spec.deadlines else None
    may_add = may_add_files(reader, record, offers)
    number = getattr(record, "number", None) or ""
    return RecordPage(
        slug=slug, id=str(record.id), number=number, register=reader.say(spec.label),
        title=record_fields.title_of(reader, record) or number or f"#{record.id}", status=getattr(record, "status", "") or "",
        badge=badge(spec.flow, getattr(record, "status", None), reader) or Badge(label="", tone="grey"),
        version=record.version, form_token=new_token(), clock=clock(urgent, reader) if urgent else None,
        must_act=_awaited(reader, record, turn),
        transitions=buttons(reader, record, offers), edit_url=f"{base}edit/?id={record.id}" if may_edit else "",
        edit_refused=_edit_refused(reader, record) if not may_edit else "", more=_more(reader, record), sections=sections,
        children=record_fields.beneath(model, sections, record_fields.child_tables(reader, record, rights)), related=record_fields.related(reader, record),
        attachments=tuple(_attachment(reader, a, may_remove=may_edit) for a in files if not _is_sign(model, a)),
        upload_url=f"{base}attachments/?id={record.id}" if may_add and "attachments" in seen else "", upload_accept=ACCEPT,
        upload_hint=reader.say(HINT, n=LARGEST // 1024**2), sign_offs=timeline.sign_offs(reader, record),
        read_by=reading.panel(reader, record), deadlines=_deadlines(reader, clocks), events=happened, kinds=timeline.kinds(reader, happened),
        more_events_url=f"{base}details/?id={record.id}&all=1" if len(found) > len(shown) else "",
        unmask_url=f"{base}unmask/?id={record.id}" if masked else "",
        archived=getattr(record, "status", "") in {"archived", "void", "merged"}, unfilled=_unfilled(reader, record, rights),
    )  # fmt: skip


def _unfilled(reader: Reader, record: Any, rights: Sequence[access.FieldRight]) -> str:
    """Return which required fields of the site are empty: a rule or an import made the record, or it is older than they are.

    Nothing is held up for them (decision 0022), so the record says it until somebody who may change it fills them in.
    """
    required = [r.field for r in rights if r.field.local and r.field.required and not r.field.retired]
    empty = [f for f in required if workflow.empty(value_of(record, f))]
    if not empty or not access.editable(reader.actor, record):
        return ""
    may = {
        r.name
        for r in access.fields_for(reader.actor, type(record), access.Purpose.form, record)
        if r.mode is access.Mode.edit
    }
    mine = [reader.say(f.label) for f in empty if f.name in may]
    return reader.say(UNFILLED, names=("”“" if reader.locale == "zh" else ", ").join(mine)) if mine else ""


def may_add_files(reader: Reader, record: Any, offers: Sequence[Transition] | None = None) -> bool:
    """Say whether the reader may add files: whoever may change the record or has a step to take on it, until it is final."""
    model = type(record)
    if model.__register__.read_only or _final(record):
        return False
    if access.may(reader.actor, model, Verb.edit, record):
        return True
    return bool(workflow.offered(record, reader.actor, reader.now) if offers is None else offers)


def _final(record: Any) -> bool:
    flow = type(record).__register__.flow
    return bool(flow and flow.state(record.status).final)


def buttons(reader: Reader, record: Any, offers: Sequence[Transition]) -> tuple[TransitionButton, ...]:
    """Return the buttons of the transitions offered: the usual next one first, destructive last."""
    model = type(record)
    flow = model.__register__.flow
    asked = {t.usual.field: getattr(record, t.usual.field) for t in flow.transitions if t.usual} if flow else {}
    likely = usual(flow, record.status, asked) if flow else ()
    ordered = sorted(offers, key=lambda t: (t.danger, t not in likely))
    first = next((t for t in ordered if t in likely), None)
    out = []
    for t in ordered:
        weight = "danger" if t.danger else "primary" if t is first else "normal"
        out.append(TransitionButton(
            name=t.name, label=reader.say(t.label), url=f"/admin/{model.slug()}/transition/{t.name}/?id={record.id}",
            asks=asks_of(reader, record, t), weight=weight, icon=ICONS.get(t.name, ""),  # type: ignore[arg-type]  # one of the three literals
        ))  # fmt: skip
    return tuple(out)


def _awaited(reader: Reader, record: Any, turn: Label | None) -> str:
    """Return whom or what the record waits for."""
    spec = type(record).__register__
    state = spec.flow.state(record.status) if spec.flow else None
    if state is not None and state.waits is not None:
        return reader.say(state.waits)
    return reader.say(WAITS, who=turn) if turn is not None and spec.prefix else ""


def _edit_refused(reader: Reader, record: Any) -> str:
    model = type(record)
    spec = model.__register__
    if spec.read_only or not access.may(reader.actor, model, Verb.edit, record):
        return ""
    return reader.say(LOCKED, state=spec.flow.state(record.status).label) if spec.flow else reader.say(NOT_NOW)


def _more(reader: Reader, record: Any) -> tuple[Link, ...]:
    model = type(record)
    base = f"/admin/{model.slug()}/"
    out = list(print_links(reader, model, f"id={record.id}", screen=True))
    if model.slug() == "site" and access.may(reader.actor, model, Verb.import_):
        out.append(Link(label=reader.say(PACK), url=f"{base}pack/?id={record.id}", icon="download"))
    if may_merge(reader, record):
        out.append(Link(label=reader.say(MERGE), url=f"{base}merge/?id={record.id}", icon="git-merge", weight="danger"))
    return tuple(out)


def may_merge(reader: Reader, record: Any) -> bool:
    """Say whether the reader may join this record into another one that is the same."""
    if "merged_into" not in type(record).__fields__ or record.status != "active":
        return False
    return bool(access.may(reader.actor, type(record), Verb.edit, record))


def _files(reader: Reader, slug: str, record_id: int) -> list[KeptFile]:
    query = select(KeptFile).where(KeptFile.register == slug, KeptFile.record_id == record_id).order_by(KeptFile.id)
    return list(reader.session.scalars(query))


def _is_sign(model: type[Record], a: KeptFile) -> bool:
    field = model.__fields__.get(a.field)
    return field is not None and field.kind == "sign"


def _attachment(reader: Reader, a: KeptFile, *, may_remove: bool) -> Attachment:
    who = (a.uploaded_by.display_name or a.uploaded_by.username) if a.uploaded_by else ""
    url = f"/attachments/{a.id}"
    return Attachment(
        id=str(a.id), name=a.name, url=url, size=size(a.size), note=f"{who} {near(a.at, reader)}".strip(),
        thumb_url=url if a.mime.startswith("image/") else "",
        remove_url=f"/admin/{a.register}/attachments/remove/?id={a.record_id}&file={a.id}" if may_remove else "",
    )  # fmt: skip


def _deadlines(reader: Reader, clocks: Sequence[Clock]) -> tuple[DeadlineLine, ...]:
    named = {c.accountable_staff_id for c in clocks if c.accountable_staff_id is not None}
    names = select(Staff.id, Staff.name).where(Staff.id.in_(named))
    people: dict[Any, str] = {row.id: row.name for row in reader.session.execute(names)} if named else {}
    return tuple(_deadline(reader, c, people.get(c.accountable_staff_id, "")) for c in clocks)


def _deadline(reader: Reader, c: Clock, person: str) -> DeadlineLine:
    who = [reader.say(ANSWERS, who=explaining.answers(c, person))]
    if c.escalated_to:
        who.append(reader.say(UP, who=Role(c.escalated_to).label))
    return DeadlineLine(
        label=reader.say(c.label), limit=reader.say(L("{a} 起算", "from {a}"), a=moment(c.starts_at, reader)),
        badge=Badge(label=reader.say(c.words(reader.now)), tone=c.tone(reader.now).value), due=moment(c.due_at, reader),
        met=moment(c.met_at, reader) if c.met_at else "", who=" · ".join(who),
        why=" · ".join(reader.say(words) for words in (explaining.starts(c), explaining.stops(c)) if words),
    )  # fmt: skip
