"""What a workbook would do: every row rehearsed through the rules of the form and taken back, piece by piece."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import access
import workflow
from access import may
from exchange.batches.columns import both
from exchange.batches.life import Store, move, release
from exchange.batches.rows_file import RowsFile
from exchange.batches.words import BROKE, Cancelled, Tell, quiet
from exchange.reading.refusals import FileRefused, Problem
from exchange.registers import numbers
from exchange.registers.columns import columns_of
from exchange.registers.known import Known, known
from exchange.registers.named import Directory
from exchange.registers.sheets import PaperRow, Papers, read_papers
from exchange.registers.writing import Desk, Task, alike, write
from models import register
from models.connect import reader
from models.engine import ImportBatch, ImportState
from models.spec import Actor, L, Verb

PAUSE: Final = 0.05
"""Seconds left to other writers between two pieces of a long workbook."""
TWICE: Final = L(
    "原纸单编号“{paper}”与第 {row} 行相同，按两份单据导入，请确认。",
    "The paper number “{paper}” stands in row {row} as well; they are taken for two papers, please make sure.",
)
SAME: Final = L(
    "与第 {row} 行的内容完全相同，请确认不是抄重了。",
    "Says exactly what row {row} says; make sure it was not copied twice.",
)
ALREADY: Final = L("以前的导入已经写入，这次不再写。", "An earlier import wrote it; it is not written again.")


@dataclass(slots=True)
class Compared:
    """A workbook as read and compared: its rows, those to be written, and what is said of each besides."""

    papers: Papers
    tasks: list[Task]
    unchanged: set[int]
    notes: dict[int, list[Any]]
    numbers: list[list[Any]]
    wrong: list[PaperRow]


def plan_papers(
    engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> ImportBatch:
    """Plan an uploaded workbook; afterwards it is ``planned``, or failed with the sentence why. Nothing stays written.

    Arguments and errors are those of ``exchange.roster.plan_roster``.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        if not move(session, batch, ImportState.reading, start=(ImportState.reading,), started_at=now):
            session.rollback()
            return batch
        session.commit()
        try:
            counts, summary = _plan(engine, store, batch, actor, now, tell)
        except FileRefused as refused:
            release(session, store, batch, refused.label, now)
        except Exception as error:
            release(session, store, batch, error.fault if isinstance(error, Cancelled) else BROKE, now)
            session.commit()
            raise
        else:
            move(session, batch, ImportState.planned, start=(ImportState.reading,), counts=counts, summary=summary,
                 started_at=None, fault=None)  # fmt: skip
        session.commit()
        return batch


def desk_of(engine: Engine, batch: ImportBatch, actor: Actor, now: dt.datetime) -> Desk:
    """Where an import's rows are written. Raises Forbidden for who may not import there."""
    model, site_id = register(batch.kind), batch.site_id or 0
    verdict = may(actor, model, Verb.import_, site_id=site_id)
    if not verdict:
        raise workflow.Forbidden(verdict.reason or model.__register__.label)
    return Desk(engine, model, site_id, actor, now)


def compare(desk: Desk, store: Store, batch: ImportBatch) -> Compared:
    """Read a workbook and say which rows are new, changed or there already. Raises FileRefused."""
    chosen = {sheet: {int(at): target for at, target in columns.items()} for sheet, columns in batch.mapping.items()}
    with reader(desk.engine).connect() as connection, Session(connection) as session:
        access.bind(session, desk.actor)
        columns = columns_of(desk.actor, desk.model, desk.site_id)
        directory = Directory(session, desk.actor, desk.site_id)
        papers = read_papers(store.source(batch.id), batch.file_name, desk.model, columns, directory, chosen)
        good, wrong = numbers.find(session, papers, desk.model, desk.actor, desk.site_id, desk.now)
        there = known(session, desk.model, desk.site_id, batch.id)
    tasks, unchanged, notes = _sorted(papers.rows, there)
    return Compared(papers, tasks, unchanged, notes, good, wrong)


def _sorted(rows: Iterable[PaperRow], there: Known) -> tuple[list[Task], set[int], dict[int, list[Any]]]:
    tasks: list[Task] = []
    unchanged: set[int] = set()
    notes: dict[int, list[Any]] = {}
    rows = list(rows)
    count = Counter(row.paper for row in rows if row.paper)
    papers: dict[str, int] = {}
    digests: dict[str, int] = {}
    for row in rows:
        digest = row.digest
        if row.problems:
            continue
        if digest in there.digests:
            unchanged.add(row.at)
            notes[row.at] = [ALREADY]
            continue
        if digest in digests:
            notes[row.at] = [SAME.format(row=digests[digest])]
        elif row.paper in papers:
            notes[row.at] = [TWICE.format(paper=row.paper, row=papers[row.paper])]
        digests.setdefault(digest, row.row)
        if row.paper:
            papers.setdefault(row.paper, row.row)
        tasks.append(Task(row, there.papers.get(row.paper) if count[row.paper] == 1 else None))
    return tasks, unchanged, notes


def _plan(
    engine: Engine, store: Store, batch: ImportBatch, actor: Actor, now: dt.datetime, tell: Tell
) -> tuple[dict[str, int], dict[str, Any]]:
    desk = desk_of(engine, batch, actor, now)
    found = compare(desk, store, batch)
    _rehearse(desk, found.tasks, tell)
    for task in found.tasks:
        if task.of is not None and not task.changes and not task.row.problems:
            found.unchanged.add(task.row.at)
            found.notes[task.row.at] = [ALREADY]
    counts = _keep(store.stage(batch.id), found)
    summary = {**found.papers.summary, "rows": sum(counts.values()), "numbers": found.numbers, "notices": []}
    return counts, summary


def _rehearse(desk: Desk, tasks: Sequence[Task], tell: Tell) -> None:
    done = 0
    tell("reading", 0, len(tasks))
    for piece in alike(tasks, desk.model):
        if done:
            time.sleep(PAUSE)
        with desk.session() as session:
            write(desk, session, piece)
            session.rollback()
        done += len(piece)
        tell("reading", done, len(tasks))


def _keep(path: Path, found: Compared) -> dict[str, int]:
    """Write the findings beside the import; return how many there are of each kind."""
    counts: Counter[str] = Counter()
    tasks = {t.row.at: t for t in found.tasks}
    work = Path(f"{path}.new")
    stage = RowsFile.create(work)
    add = stage.adder("row")
    lines = list(enumerate(found.wrong, len(found.papers.rows) + 1))
    for at, row in [*((r.at, r) for r in found.papers.rows), *lines]:
        task = tasks.get(at)
        kind = (
            "refused"
            if row.problems
            else "unchanged"
            if at in found.unchanged
            else "changed"
            if task and task.of
            else "new"
        )
        counts[kind] += 1
        changes = [["", c["field"], c["old"], c["new"]] for c in task.changes] if task and kind == "changed" else []
        add((at, kind, row.sheet, row.row, row.title, "", detail(row.problems, found.notes.get(at, ()), changes)))
    stage.finish({})
    work.replace(path)
    return {k: counts[k] for k in ("new", "changed", "unchanged", "refused")}


def detail(problems: Sequence[Problem], notes: Sequence[Any] = (), changes: Sequence[Any] = ()) -> str | None:
    """What a finding keeps besides its words, as JSON."""
    if not (problems or notes or changes):
        return None
    kept = [
        {"sheet": p.sheet, "row": p.row, "column": p.column, "header": p.header, **both(p.message)} for p in problems
    ]
    return json.dumps(
        {"problems": kept, "notes": [both(n) for n in notes], "changes": list(changes)}, ensure_ascii=False
    )


__all__ = ["PAUSE", "Compared", "compare", "desk_of", "detail", "plan_papers"]
