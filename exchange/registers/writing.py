"""One row after another through the rules of the form: for a rehearsal that is taken back, or for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import access
import workflow
from access import fields_at, get
from exchange.registers.known import Made
from exchange.registers.sheets import PaperRow
from models.declare.site_values import value_of
from models.engine.history import HistoryEntry
from models.spec import Actor, Field, Kind, L, Verb
from workflow.changes import last, plain

PIECE: Final = 40
"""Rows of one transaction of a long workbook: others write between two pieces."""
WHOLE: Final = 120
"""A workbook of no more rows is written in one transaction."""
HANDLED: Final = L(
    "原纸单 {paper} 已经导入为 {number}，之后有人办理或改过；请直接在系统里改。",
    "Paper {paper} was loaded as {number} and somebody worked on it since; change it here instead.",
)
MOVED: Final = L(
    "原纸单 {paper} 已经导入为 {number}，状态是“{state}”；状态请在系统里办理，不能用表改。",
    "Paper {paper} was loaded as {number} and is “{state}”; take its next step here, not by a workbook.",
)


@dataclass(slots=True)
class Task:
    """A row to be written. ``of``: the record an earlier import made of the same paper, to be changed."""

    row: PaperRow
    of: Made | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    """What would change, as the history says it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and for whom rows are written."""

    engine: Engine
    model: type[Any]
    site_id: int
    actor: Actor
    now: dt.datetime

    def session(self) -> Session:
        """A session acting for the person who imports."""
        session = Session(self.engine, expire_on_commit=False)
        access.bind(session, self.actor)
        return session


def write(desk: Desk, session: Session, tasks: Sequence[Task]) -> list[Made]:
    """Write rows; those refused get their problems and are left out. The caller commits, or takes it back.

    A row that breaks the whole transaction (the database itself refused it) is marked, and the others are written again.
    """
    while True:
        out: list[Made] = []
        lost = False
        for task in tasks:
            if task.row.problems:
                continue
            before = session.get_transaction()
            made = _one(desk, session, task)
            if made is not None:
                out.append(made)
            elif before is not None and session.get_transaction() is not before:
                lost = bool(out)
            if lost:
                break
        if not lost:
            session.flush()
            return out


def _one(desk: Desk, session: Session, task: Task) -> Made | None:
    row = task.row
    try:
        with session.begin_nested():
            return _changed(desk, session, task) if task.of else _created(desk, session, row)
    except workflow.Invalid as refused:
        row.problems += [row.problem(_key(r.field), r.sentence) for r in refused.refusals]
    except workflow.WorkflowError as refused:
        row.problems.append(row.problem("", refused.sentence))
    session.expire_all()
    return None


def _created(desk: Desk, session: Session, row: PaperRow) -> Made:
    record = workflow.create(
        session, desk.model, row.values, actor=desk.actor, now=desk.now, site_id=desk.site_id, verb=Verb.import_,
        state=row.state,
    )  # fmt: skip
    session.flush()
    return Made(record.id, record.version, row.digest, row.paper, row.at)


def _changed(desk: Desk, session: Session, task: Task) -> Made | None:
    row, old = task.row, task.of
    record = get(session, desk.model, old.id, desk.actor) if old else None
    if old is None or record is None:
        raise workflow.Missing(L("没有这条记录。", "There is no such record."))
    number = getattr(record, "number", None) or f"#{record.id}"
    if record.version != old.version:
        raise workflow.Forbidden(HANDLED.format(paper=row.paper, number=number))
    flow = desk.model.__register__.flow
    if flow is not None and (row.state or flow.initial) != record.status:
        state = flow.state(record.status).label
        raise workflow.Forbidden(MOVED.format(paper=row.paper, number=number, state=state))
    fields = fields_at(desk.actor, desk.model, desk.site_id)
    new = {n: v for n, v in row.values.items() if fields[n].kind is not Kind.rows and raw(record, fields[n]) != v}
    before = {n: plain(raw(record, fields[n])) for n in new}
    if new:
        workflow.edit(session, record, new, actor=desk.actor, now=desk.now)
        session.flush()
        entry: HistoryEntry | None = last(session, record, kinds=("edit",))
        task.changes = list(entry.changes) if entry is not None else []
    return Made(record.id, record.version, row.digest, row.paper, row.at, before)


def raw(record: Any, of: Field) -> Any:
    """Return a field's value as an edit takes it: references as ids."""
    if of.kind is Kind.ref:
        return getattr(record, f"{of.name}_id")
    if of.kind is Kind.refs:
        return [r.id for r in getattr(record, of.name)]
    return value_of(record, of)


def _key(name: str | None) -> str:
    head, *rest = (name or "").split("-")
    return f"{head}.{rest[-1]}" if len(rest) > 1 else head


def pieces(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """Divide rows in their order: one piece of a short workbook, else pieces of ``PIECE`` rows."""
    size = len(tasks) if len(tasks) <= WHOLE else PIECE
    for first in range(0, len(tasks), max(size, 1)):
        yield list(tasks[first : first + size])


def alike(tasks: Sequence[Task], model: type[Any]) -> Iterator[list[Task]]:
    """Divide rows so that those about the same thing (home, key, what must be unique) are rehearsed together."""
    if len(tasks) <= WHOLE:
        yield list(tasks)
        return
    groups: dict[Any, list[Task]] = {}
    for task in tasks:
        groups.setdefault(_about(task.row, model), []).append(task)
    piece: list[Task] = []
    for group in groups.values():
        if piece and len(piece) + len(group) > PIECE:
            yield piece
            piece = []
        piece += group
    if piece:
        yield piece


def _about(row: PaperRow, model: type[Any]) -> Any:
    for columns in model.__register__.unique:
        named = tuple(str(row.values.get(c.removesuffix("_id"))) for c in columns if c != "site_id")
        if any(n != "None" for n in named):
            return columns, named
    for name, field_ in model.__fields__.items():
        if field_.kind is Kind.ref and field_.target not in {"Staff", "User"} and name in row.values:
            return name, row.values[name]
    return "", ""


__all__ = ["PIECE", "WHOLE", "Desk", "Task", "alike", "pieces", "raw", "write"]
