"""One step for several records, each told apart: the bulk actions of lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from access import get
from models.spec import Actor, L, Label
from workflow import operations
from workflow.errors import Missing, WorkflowError


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a bulk action did with one row, and why not when it refused."""

    id: int
    number: str
    ok: bool
    sentence: Label


def bulk(
    session: Session,
    model: type[Any],
    ids: Sequence[int],
    transition: str,
    data: Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    now: dt.datetime,
) -> list[RowResult]:
    """Apply a transition to several records, each in its own savepoint; say per row what was done or refused, and why."""
    out: list[RowResult] = []
    t = model.__register__.flow.transition(transition)
    for record_id in ids:
        number = str(record_id)
        try:
            with session.begin_nested():
                record = get(session, model, record_id, actor)
                if record is None:
                    raise Missing(L("没有这条记录。", "There is no such record."))
                number = getattr(record, "number", None) or number
                operations.apply(session, record, transition, data, actor=actor, now=now)
            out.append(RowResult(record_id, number, ok=True, sentence=t.label))
        except WorkflowError as error:
            session.expire_all()
            out.append(RowResult(record_id, number, ok=False, sentence=error.sentence))
    return out
