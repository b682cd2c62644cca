"""What happened to a record, newest first: history, decisions, files, clocks met, documents made from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from admin_views.history_words import changes
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Event, EventKind, SignOff
from admin_views.wording import exact, moment, near
from models.base.forgetting import FORGOTTEN
from models.base.staff import Staff
from models.engine import ApprovalStep, HistoryEntry
from models.spec import Flow, L, Label, Role, Tone
from workflow.accounts import PASSWORD_SET

MOST = 200
"""Entries shown; the address ``details/?id=…&all=1`` shows every one."""
KINDS = {
    "create": (L("建立", "Created"), "file-plus", Tone.blue),
    "edit": (L("修改", "Changed"), "pencil", Tone.grey),
    "transition": (L("办理", "Step"), "arrow-right", Tone.blue),
    "decision": (L("审批", "Decision"), "signature", Tone.amber),
    "call": (L("回访通话", "Call"), "phone", Tone.blue),
    "attach": (L("附件", "Files"), "paperclip", Tone.grey),
    "import": (L("导入", "Import"), "upload", Tone.grey),
    "undo": (L("撤销导入", "Import undone"), "undo-2", Tone.grey),
    "print": (L("打印", "Print"), "printer", Tone.grey),
    "unmask": (L("查看完整号码", "Full numbers seen"), "eye", Tone.amber),
    "export": (L("导出", "Export"), "download", Tone.grey),
    "merge": (L("合并", "Merge"), "git-merge", Tone.grey),
}  # fmt: skip
DECISIONS = {
    "submit": (L("提交", "Submitted"), Tone.blue), "approve": (L("批准", "Approved"), Tone.green),
    "return_": (L("退回", "Returned"), Tone.amber), "reject": (L("驳回", "Rejected"), Tone.red),
    "withdraw": (L("撤回", "Withdrawn"), Tone.grey),
}  # fmt: skip
UNKNOWN = (L("其他", "Other"), "circle", Tone.grey)
SYSTEM = L("系统", "System")
OWN_WORDS = {text: label for label in (SYSTEM, PASSWORD_SET) for text in (label.zh, label.en)}
"""Words the program itself wrote into the history, in the language of whoever acted."""


def entries(reader: Reader, slug: str, record_id: int, *, everything: bool = False) -> Sequence[HistoryEntry]:
    """Return a record's history, newest first."""
    query = select(HistoryEntry).where(HistoryEntry.register == slug, HistoryEntry.record_id == record_id)
    query = query.order_by(HistoryEntry.id.desc())
    return reader.session.scalars(query if everything else query.limit(MOST + 1)).all()


def events(reader: Reader, record: Any, found: Sequence[HistoryEntry]) -> tuple[Event, ...]:
    """Return the timeline of these entries."""
    return tuple(_event(reader, record, e) for e in found)


def _event(reader: Reader, record: Any, entry: HistoryEntry) -> Event:
    model = type(record)
    flow: Flow | None = model.__register__.flow
    forgotten = getattr(record, "status", "") == FORGOTTEN
    label, icon, tone = KINDS.get(entry.kind, UNKNOWN)
    title = reader.say(label)
    if entry.transition and flow is not None:
        try:
            title = reader.say(flow.transition(entry.transition).label)
        except KeyError:
            title = entry.transition
        tone = _tone(flow, entry) or tone
    return Event(
        kind=entry.kind, icon=icon, title=title, who=_own(reader, entry.actor_name or SYSTEM.zh), when=near(entry.at, reader),
        exact=exact(entry.at, reader), tone=tone.value, text=_own(reader, entry.comment),
        changes=changes(reader, model, entry.changes or [], record) if entry.kind != "create" and not forgotten else (),
    )  # fmt: skip


def _own(reader: Reader, text: str | None) -> str:
    label = OWN_WORDS.get(text or "")
    return reader.say(label) if label else text or ""


def _tone(flow: Flow, entry: HistoryEntry) -> Tone | None:
    if entry.transition in DECISIONS:
        return DECISIONS[entry.transition][1]
    try:
        return flow.state(entry.to_state).tone if entry.to_state else None
    except KeyError:
        return None


def kinds(reader: Reader, shown: Sequence[Event]) -> tuple[EventKind, ...]:
    """Return the kinds that occur, with how often."""
    counts: dict[str, int] = {}
    for event in shown:
        counts[event.kind] = counts.get(event.kind, 0) + 1
    return tuple(EventKind(key=k, label=reader.say(KINDS.get(k, UNKNOWN)[0]), count=n) for k, n in counts.items())


SUPERIOR = L("直接上级", "Superior")
AWAITING = L("待审批", "Awaiting")


def sign_offs(reader: Reader, record: Any, *, dated: bool = False) -> tuple[SignOff, ...]:
    """Return the approval chain's latest round: decided, waiting, still to come; ``dated``: whole dates, as on paper."""
    flow: Flow | None = type(record).__register__.flow
    if flow is None or flow.approval is None:
        return ()
    query = select(ApprovalStep).where(ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id)
    steps = reader.session.scalars(query.order_by(ApprovalStep.round.desc(), ApprovalStep.step)).all()
    if not steps:
        return ()
    latest = [s for s in steps if s.round == steps[0].round]
    yes = flow.transition("approve").label
    waits = AWAITING if yes.zh == DECISIONS["approve"][0].zh else flow.state("submitted").label
    return tuple(_sign_off(reader, s, moment if dated else near, yes, waits) for s in latest)


def _sign_off(
    reader: Reader, step: ApprovalStep, said: Callable[[dt.datetime, Reader], str], yes: Label, waits: Label
) -> SignOff:
    """Return a step of the chain; ``yes`` and ``waits``: what the register calls a decision in favour, and waiting for one."""
    known = step.role in Role._value2member_map_
    label = reader.role(Role(step.role), step.site_id) if known else reader.say(SUPERIOR)
    named = reader.session.get(Staff, step.staff_id) if step.staff_id is not None else None
    who = named.name if named is not None else ""
    if step.decided_by is not None:
        who = step.decided_by.display_name or step.decided_by.username
    mark = None
    if step.decision in DECISIONS:
        words, tone = DECISIONS[step.decision]
        if step.decision == "approve" and yes.zh != words.zh:  # a register whose addressees sign for what they got
            words = yes
        mark = Badge(label=reader.say(words), tone=tone.value)
    elif step.state == "pending":
        mark = Badge(label=reader.say(waits), tone="amber")
    elif step.state in {"withdrawn", "skipped"}:
        mark = Badge(label=reader.say(L("未进行", "Not needed")), tone="grey")
    return SignOff(
        label=label,
        who=who,
        badge=mark,
        when=said(step.at, reader) if step.at else "",
        comment=step.comment or "",
        current=step.state == "pending",
    )
