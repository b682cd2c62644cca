"""What a workbook would do, by a rehearsal that is taken back; and doing it, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from access import may
from exchange.reading.refusals import Problem
from exchange.registers.columns import LAST, SHEET_OF_NUMBERS, columns_of
from exchange.registers.named import Directory
from exchange.registers.sheets import PaperRow, Papers, read_papers
from models.engine.numbering import Counter, set_paper_number
from models.spec import Actor, L, Verb
from workflow.values import ZONE

NUMBERED = L(
    "今天已经开过编号，纸质台账的最后编号不能再设。请删去这一项，或改天再导入。",
    "Numbers were given today already, so the last paper number can't be set any more. Leave it out.",
)
NO_NUMBERS = L("这个台账不编号，请删去纸质编号。", "This register has no numbers; leave the paper number out.")


@dataclass(slots=True)
class Finding:
    """One row: what it is, and why not when it is refused."""

    sheet: str
    row: int
    title: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """Every row of the file. ``made``: ``[id, version]`` of each record, after ``apply`` only."""

    rows: list[Finding]
    unknown: list[str]
    last: int | None = None
    made: list[tuple[int, int]] = field(default_factory=list)

    @property
    def refused(self) -> list[Finding]:
        """The rows that cannot be imported."""
        return [r for r in self.rows if r.problems]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by finding."""
        bad = len(self.refused)
        return {"new": len(self.rows) - bad, "changed": 0, "unchanged": 0, "refused": bad}


class Refused(Exception):
    """Rows are refused, so nothing was written. ``plan`` says which."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"{len(plan.refused)} rows")
        self.plan = plan


def plan(
    path: Path, name: str, session: Session, model: type[Any], actor: Actor, site_id: int, now: dt.datetime
) -> Plan:
    """Read the file and rehearse every row; nothing stays written. Raises FileRefused, Forbidden."""
    papers = _papers(path, name, session, model, actor, site_id)
    rehearsal = session.begin_nested()
    try:
        return _run(papers, session, model, actor, site_id, now)
    finally:
        rehearsal.rollback()
        session.expire_all()


def apply(
    path: Path, name: str, session: Session, model: type[Any], actor: Actor, site_id: int, now: dt.datetime
) -> Plan:
    """Write every row, or none. The caller commits; on Refused it rolls back. Raises FileRefused, Forbidden, Refused."""
    done = _run(_papers(path, name, session, model, actor, site_id), session, model, actor, site_id, now)
    if done.refused:
        raise Refused(done)
    return done


def _papers(path: Path, name: str, session: Session, model: type[Any], actor: Actor, site_id: int) -> Papers:
    verdict = may(actor, model, Verb.import_, site_id=site_id)
    if not verdict:
        raise workflow.Forbidden(verdict.reason or model.__register__.label)
    return read_papers(path, name, columns_of(actor, model, site_id), Directory(session, actor, site_id))


def _run(papers: Papers, session: Session, model: type[Any], actor: Actor, site_id: int, now: dt.datetime) -> Plan:
    out = Plan([], papers.unknown, papers.last)
    if papers.last is not None:
        out.rows += _keep_last(session, model, site_id, papers.last, now)
    made: list[Any] = []
    for row in papers.rows:
        record = None if row.problems else _create(row, session, model, actor, site_id, now)
        if record is not None:
            made.append(record)
        out.rows.append(Finding(row.sheet, row.row, row.title, list(row.problems)))
    session.flush()
    out.made = [(r.id, r.version) for r in made]
    return out


def _create(row: PaperRow, session: Session, model: type[Any], actor: Actor, site_id: int, now: dt.datetime) -> Any:
    try:
        with session.begin_nested():
            return workflow.create(session, model, row.values, actor=actor, now=now, site_id=site_id, verb=Verb.import_)
    except workflow.Invalid as refused:
        session.expire_all()
        row.problems += [row.problem(_key(r.field), r.sentence) for r in refused.refusals]
    except workflow.WorkflowError as refused:
        session.expire_all()
        row.problems.append(row.problem("", refused.sentence))
    return None


def _key(name: str | None) -> str:
    head, *rest = (name or "").split("-")
    return f"{head}.{rest[-1]}" if len(rest) > 1 else head


def _keep_last(session: Session, model: type[Any], site_id: int, last: int, now: dt.datetime) -> Iterator[Finding]:
    prefix = model.__register__.prefix
    series = f"{prefix}-{now.astimezone(ZONE):%Y%m%d}"
    given = session.scalar(select(Counter.id).where(Counter.site_id == site_id, Counter.series == series))
    if prefix and given is None:
        set_paper_number(session, site_id, prefix, last)
        return
    words = NUMBERED if prefix else NO_NUMBERS
    from_sheet = SHEET_OF_NUMBERS.zh
    yield Finding(from_sheet, 1, str(last), [Problem(from_sheet, 1, "B", LAST.zh, words)])
