"""What must hold before a write: state, version, asked fields, uniqueness; and the sentences when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from access import askable, editable, may
from models.spec import STAY, Actor, L, Label, Refusal, Transition, Verb
from workflow import changes
from workflow.coercion import Wrong, coerce, empty, refusal
from workflow.errors import Conflict, Forbidden, Invalid
from workflow.values import REQUIRED, ZONE, Chooser, assign

NOT_NOW = L("{number}现在是“{state}”，不能{action}。", "{number} is now “{state}”, so it cannot be done: {action}.")
FASTER = L(
    "{who}已于 {when} {what}，请先看看最新内容。", "{who} did “{what}” at {when}; please look at the latest first."
)
LOCKED = L(
    "“{state}”的单据不能再修改。需要更正时请退回，或作废后重新填写。",
    "A document that is “{state}” can't be changed. Have it returned, or void it and fill in a new one.",
)
TAKEN = L(
    "已有相同的{fields}，请查看原有记录。", "There already is one with the same {fields}; please look at that record."
)
REASON = L("请写明原因。", "Please give the reason.")
EDITED = L("修改", "changed it")


def asked(
    session: Session, record: Any, t: Transition, data: dict[str, Any], comment: str, via: Any, actor: Actor
) -> list[Refusal]:
    """Put the asked fields on the record and read the transition's own inputs; return what is wrong or missing.

    With ``via`` a rule moves the record and may set any field.
    """
    fields = type(record).__fields__
    own = {a.field: a.own for a in t.asks if a.own is not None}
    asks = askable(actor, record, t)
    allowed = {a.field for a in asks} if via is None else None
    given = {k: v for k, v in data.items() if k in fields and k not in own}
    out = assign(session, record, given, allowed, fields, Chooser(actor, record))
    for name, field in own.items():
        try:
            data[name] = coerce(field, data.get(name))
        except Wrong as wrong:
            out.append(refusal(field, wrong))
    if via is not None:
        return out
    for ask in asks:
        field = ask.own or fields.get(ask.field)
        if not ask.required or any(r.field == ask.field for r in out):
            continue
        if ask.field == "reason":
            out += [] if comment else [Refusal(REASON, "reason")]
        elif field is not None and empty(data.get(ask.field)):
            out.append(Refusal(REQUIRED.format(field=field.label), ask.field))
    return out


def check_edit(session: Session, record: Any, actor: Actor, version: int | None) -> None:
    """Refuse a change of the form by role, by version looked at, or by state."""
    model = type(record)
    if not (verdict := may(actor, model, Verb.edit, record)):
        raise Forbidden(verdict.reason or REASON)
    if version is not None and version != record.version:
        raise stale(session, record, version)
    if not editable(actor, record):
        flow = model.__register__.flow
        raise Forbidden(LOCKED.format(state=flow.state(record.status).label))


def check_state(session: Session, record: Any, t: Transition, version: int | None) -> None:
    """Refuse a transition that does not start from the present state, saying who was faster and when."""
    if record.status in t.source and (version is None or version == record.version or t.to == STAY):
        return
    if record.status in t.source:
        entry = changes.last(session, record, kinds=("transition", "decision"))
        if entry is None or entry.version <= (version or 0):
            return
    flow = type(record).__register__.flow
    state = flow.state(record.status).label
    number = getattr(record, "number", None) or type(record).__register__.label
    newest = changes.last(session, record, kinds=("transition", "decision"))
    words = NOT_NOW.format(number=number, state=state, action=t.label)
    if newest is None:
        raise Conflict(words, record=record)
    what = flow.transition(newest.transition).label if newest.transition else EDITED
    when = newest.at.astimezone(ZONE)
    faster = FASTER.format(who=newest.actor_name, when=f"{when:%Y-%m-%d %H:%M}", what=what)
    both = Label(words.text("zh") + faster.text("zh"), words.text("en") + " " + faster.text("en"))
    raise Conflict(both, who=newest.actor_name, when=newest.at, what=what, record=record)


def stale(session: Session, record: Any, version: int) -> Conflict:
    """Return the Conflict for a form that was opened before somebody else saved."""
    entries = changes.since(session, record, version)
    newest = entries[-1] if entries else changes.last(session, record)
    if newest is None:
        return Conflict(
            NOT_NOW.format(number=record.id, state=L("已更新", "changed"), action=Verb.edit.label), record=record
        )
    flow = type(record).__register__.flow
    what = flow.transition(newest.transition).label if flow and newest.transition else EDITED
    when = newest.at.astimezone(ZONE)
    sentence = FASTER.format(who=newest.actor_name, when=f"{when:%Y-%m-%d %H:%M}", what=what)
    theirs = [c for e in entries for c in e.changes]
    return Conflict(sentence, who=newest.actor_name, when=newest.at, what=what, record=record, theirs=theirs)


def lock(session: Session, record: Any) -> None:
    """Read the row anew, holding it on PostgreSQL, so that the state checked is the state written over."""
    if inspect(record).modified:
        session.flush()
    session.refresh(record, with_for_update=True)


def flush(session: Session) -> None:
    """Flush, turning what the database refuses into Conflict or Invalid."""
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise Conflict(
            L("刚才有人改动了这条记录，请重新打开。", "Somebody changed this record just now; please open it again.")
        ) from error
    except IntegrityError as error:
        session.rollback()
        raise Invalid(
            [
                Refusal(
                    L(
                        "这条记录与已有数据冲突，请检查编号、名称等不能重复的内容。",
                        "This collides with existing data; please check numbers and names that must be unique.",
                    )
                )
            ]
        ) from error


def unique(session: Session, record: Any) -> list[Refusal]:
    """Find what the unique constraints would refuse, to name it before the database does."""
    model = type(record)
    single = [(c.key,) for c in model.__table__.columns if c.unique]
    out: list[Refusal] = []
    for columns in [*model.__register__.unique, *single]:
        values = {c: getattr(record, c) for c in columns}
        if any(v is None for v in values.values()):
            continue
        query = select(model.id).where(*(getattr(model, c) == v for c, v in values.items()))
        if record.id:
            query = query.where(model.id != record.id)
        if session.execute(query.limit(1), execution_options={"all_sites": True}).first():
            named = [
                model.__fields__[c.removesuffix("_id")] for c in columns if c.removesuffix("_id") in model.__fields__
            ]
            named = [f for f in named if f.name != "site"]
            words = Label("、".join(f.label.zh for f in named), ", ".join(f.label.en for f in named))
            out.append(Refusal(TAKEN.format(fields=words), named[-1].name if named else None))
    return out


def stop(refusals: Sequence[Refusal]) -> None:
    """Raise Invalid when there is something to refuse."""
    if refusals:
        raise Invalid(list(refusals))
