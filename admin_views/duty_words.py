"""Recurring duties in words: how one stands, and its line in a day's list with what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import access
from admin_views.desk_duties import period_said
from admin_views.duty_links import do_url
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Link
from admin_views.viewmodels.duties import DutyLine
from admin_views.wording import near
from deadlines.duty_cover import Cover
from deadlines.duty_month import Mark
from deadlines.duty_people import People
from models import register
from models.duty.duties import BY_CODE
from models.duty.duty_task import DutyTask, DutyTaskState
from models.spec import L, Label, Verb
from workflow.duty_rights import may_do
from workflow.waiving import may_waive

TO_COME = L("未到", "To come")
STATES = ("overdue", "pending", "late", "done", "waived", "to_come")
"""How a duty may stand, what asks for attention first."""
TONES = {"overdue": "red", "pending": "blue", "late": "amber", "done": "green", "waived": "grey", "to_come": "grey"}
NAMES: Mapping[str, Label] = {**{s.value: s.label for s in DutyTaskState}, "to_come": TO_COME}
DO, WAIVE, BACK = L("去办", "Do it"), L("免除", "Waive"), L("撤销免除", "Take the waiver back")
AT = L("{when} 办结", "done {when}")
WHY = L("理由：{why}", "Reason: {why}")


def badge_of(reader: Reader, state: str) -> Badge:
    """Return how a duty stands as word and colour."""
    return Badge(label=reader.say(NAMES[state]), tone=TONES[state])  # type: ignore[arg-type]  # one of the tones


@dataclass(frozen=True, slots=True)
class LineContext:
    """What the lines of a day have in common, looked up once."""

    reader: Reader
    people: People
    cover: Cover
    names: Mapping[int, str]
    site_id: int
    reads: bool
    """Whether the reader may open what the ledger says of a duty."""


def line_context(reader: Reader, site_id: int, people: People, names: Mapping[int, str]) -> LineContext:
    """Gather what the lines of a day at a site need."""
    reads = bool(access.may(reader.actor, DutyTask, Verb.read, site_id=site_id))
    return LineContext(reader, people, Cover(people, reader.now), names, site_id, reads)


def line(c: LineContext, mark: Mark) -> DutyLine:
    """Return a duty as a line of its day."""
    reader = c.reader
    own = c.names.get(mark.staff_id or 0, "")
    role = reader.say(mark.role.label)
    note = reader.say(AT, when=near(mark.done_at, reader)) if mark.done_at else ""
    if mark.waived_reason:
        note = reader.say(WHY, why=mark.waived_reason)
    return DutyLine(
        id=str(mark.id or ""), time=f"{reader.local(mark.due_at):%H:%M}", name=reader.say(BY_CODE[mark.duty].label),
        url=f"/admin/duty_task/details/?id={mark.id}" if mark.id and c.reads else "", period=reader.say(period_said(mark.period)),
        who=f"{own} · {role}" if own else role, badge=badge_of(reader, mark.state.value if mark.state else "to_come"),
        note=note, document=_document(reader, mark), actions=_actions(c, mark),
    )  # fmt: skip


def _document(reader: Reader, mark: Mark) -> Link | None:
    if not (mark.register and mark.record_id):
        return None
    model = register(mark.register)
    label = mark.document or reader.say(model.__register__.label)
    seen = bool(access.may(reader.actor, model, Verb.read))
    return Link(label=label, url=f"/admin/{mark.register}/details/?id={mark.record_id}" if seen else "")


def _actions(c: LineContext, mark: Mark) -> tuple[Link, ...]:
    if mark.id is None or mark.state in {DutyTaskState.done, DutyTaskState.late}:
        return ()
    reader, out = c.reader, []
    owed: dict[str, Any] = {"duty": mark.duty, "role": mark.role, "staff_id": mark.staff_id}
    waived = mark.state is DutyTaskState.waived
    if not waived and c.cover.has(reader.actor.user_id, owed) and may_do(reader.actor, BY_CODE[mark.duty], c.site_id):
        out.append(Link(label=reader.say(DO), url=do_url(mark.id), weight="primary"))
    task = DutyTask(site_id=c.site_id, duty=mark.duty, role=mark.role, staff_id=mark.staff_id)
    if may_waive(reader.session, task, reader.actor, reader.now, people=c.people):
        words, path = (BACK, "reinstate") if waived else (WAIVE, "waive")
        out.append(Link(label=reader.say(words), url=f"/admin/duty_task/{path}/?id={mark.id}"))
    return tuple(out)


__all__ = ["NAMES", "STATES", "LineContext", "badge_of", "line", "line_context"]
