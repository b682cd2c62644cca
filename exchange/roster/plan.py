"""Compares a whole roster with the register and keeps the findings in the import's stage. Writes nothing else."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from access import Mode, Purpose, fields_for
from exchange.batches.columns import both, described
from exchange.batches.life import Store, move, release
from exchange.batches.words import BROKE, Cancelled, ImportRefused, Tell, quiet
from exchange.reading.refusals import FileRefused
from exchange.reading.roster import RosterFile, read_roster
from exchange.roster import register
from exchange.roster.own_columns import OwnColumn, own_columns, reading
from exchange.roster.own_values import OwnValues
from exchange.roster.planner import KINDS, Planner
from exchange.roster.stage import OWN, PARTS, PERSON_VALUES, UNIT_VALUES, OwnStage, Stage
from exchange.roster.words import NO_RIGHT, NOT_THERE
from models.base.resident import Resident
from models.base.site import ZONE, Site
from models.base.unit import Unit
from models.connect import reader
from models.engine import ImportBatch, ImportState
from models.spec import Actor, Label
from workflow.staged import check_rights

EVERY = 0.5
"""Seconds between two words of progress."""
_TARGETS = {"owner_name": "name"}


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of comparing: rows by finding, what the pages show, and what tells two plans apart."""

    counts: dict[str, int]
    summary: dict[str, Any]
    digest: str


def plan_roster(
    engine: Engine, store: Store, batch_id: int, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> ImportBatch:
    """Plan an uploaded roster; afterwards it is ``planned``, or failed with the sentence why.

    Args:
        engine: the register's database.
        store: where imports keep their files.
        batch_id: an import in state ``reading``.
        actor: who sent it; his rights decide which columns count.
        now: the moment (aware); its day at the site is the day of the import.
        tell: told of progress; may raise Cancelled, then nothing stays behind.

    Raises:
        Cancelled: ``tell`` asked for it; the import is marked and its files are gone.
        ImportRefused: somebody works on it already.
        Forbidden, SiteBreach: the actor may not import there.
    """
    with store.hold(batch_id), Session(engine, expire_on_commit=False) as session:
        batch = session.get_one(ImportBatch, batch_id)
        if not move(session, batch, ImportState.reading, start=(ImportState.reading,), started_at=now):
            session.rollback()
            return batch
        session.commit()
        try:
            check_rights(PARTS, actor, batch.site_id or 0)
            made = compare(engine, store, batch, actor=actor, now=now, tell=tell)
        except FileRefused as refused:
            release(session, store, batch, refused.label, now)
        except Exception as error:
            release(session, store, batch, error.fault if isinstance(error, Cancelled) else BROKE, now)
            session.commit()
            raise
        else:
            move(session, batch, ImportState.planned, start=(ImportState.reading,), counts=made.counts, summary=made.summary,
                 started_at=None, fault=None)  # fmt: skip
        session.commit()
        return batch


def compare(
    engine: Engine, store: Store, batch: ImportBatch, *, actor: Actor, now: dt.datetime, tell: Tell = quiet
) -> Planned:
    """Read the file, compare it with the register as it stands now, and fill the stage anew.

    Raises:
        FileRefused: the file cannot be read.
        Cancelled: ``tell`` asked for it.
    """
    site_id = batch.site_id or 0
    path, work = store.stage(batch.id), Path(f"{store.stage(batch.id)}.new")
    own = own_columns(actor, site_id)
    words = reading(own)
    chosen = {
        sheet: {int(at): target for at, target in columns.items() if target is None or target in words.words.targets}
        for sheet, columns in batch.mapping.items()
    }  # a field may have been archived since it was chosen
    with (
        _no_pauses(),
        reader(engine).connect() as connection,
        read_roster(store.source(batch.id), batch.file_name, chosen, words) as file,
    ):
        site = connection.execute(Site.__table__.select().where(Site.id == site_id)).mappings().one()
        day = now.astimezone(ZoneInfo(site["zone"] or ZONE)).date().isoformat()
        fields, without = _fields(actor, site_id, file)
        there = [c for c in own if c.target in file.present]
        without += [c.label for c in there if not c.may]
        writes = [c for c in there if c.may]
        clear = frozenset(_TARGETS.get(t, t) for t in file.present) if batch.options.get("clear_empty") else frozenset()
        known = register.load(connection, site_id)
        stage = OwnStage.create(work) if writes else Stage.create(work)
        try:
            planner = Planner(known, stage, site_id=site_id, fields=fields, clear=clear - {"name"}, day=day,
                              columns=_columns(file), present=file.present,
                              own=_own(connection, site_id, writes, clear=bool(batch.options.get("clear_empty"))))  # fmt: skip
            _read(file, planner, tell)
            _buildings(file, planner)
            planner.people.finish(connection)
            stage.finish({"stamp": known.stamp, "digest": planner.digest, OWN: bool(writes)})
        except BaseException:
            stage.close()
            work.unlink(missing_ok=True)
            raise
        work.replace(path)
        counts = {kind: planner.counts[kind] for kind in KINDS}
        absent = [c.label for c in own if c.field.required and c.may and c not in there and _new(planner, c)]
        return Planned(counts, _summary(file, without, absent, counts), planner.digest)


@contextmanager
def _no_pauses() -> Iterator[None]:
    """Keep Python's collector from walking through hundreds of thousands of rows again and again; none of them is a cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(file: RosterFile, planner: Planner, tell: Tell) -> None:
    total = sum(sheet.height for sheet in file.workbook.sheets)
    next_word = time.monotonic()
    if file.missing is not None:
        return
    for row in file.rows():
        planner.row(row)
        if planner.rows & 255 == 0 and time.monotonic() >= next_word:
            tell("reading", planner.rows, total)
            next_word = time.monotonic() + EVERY
    tell("reading", planner.rows, planner.rows)


def _buildings(file: RosterFile, planner: Planner) -> None:
    """The buildings the register lacks, with what the file says of them."""
    for code, number in planner.new_buildings.items():
        fact = file.buildings.get(code)
        floors, lift, entrances = (fact.floors, fact.elevator, len(fact.entrances)) if fact else (None, None, 0)
        planner.stage.adder("new_building")((
            number, code, entrances or None, floors, None if lift is None else int(lift),
            planner.entry.building(code),
        ))  # fmt: skip


def _fields(actor: Actor, site_id: int, file: RosterFile) -> tuple[frozenset[str], list[Label]]:
    """The fields the actor may import, and the labels of those in the file that he may not."""
    names: set[str] = set()
    without: list[Label] = []
    for model, wanted in ((Unit, UNIT_VALUES), (Resident, (*PERSON_VALUES, "occupancies"))):
        rights = {r.name for r in fields_for(actor, model, Purpose.import_, site_id=site_id) if r.mode is Mode.edit}
        for name in wanted:
            if name in rights:
                names.add("owners" if name == "occupancies" else name)
            elif name in file.present:
                without.append(model.__fields__[name].label)
    if not {"name", "owners"} <= names:
        names -= {"owners"}
    return frozenset(names), without


def _own(connection: Connection, site_id: int, columns: list[OwnColumn], *, clear: bool) -> dict[str, OwnValues]:
    """What the site's own columns of the file write, by register; registers without one are left out."""
    found: dict[str, OwnValues] = {}
    for model in (Unit, Resident) if columns else ():
        kept = register.own_values(connection, site_id, model.slug())
        found[model.slug()] = OwnValues([c for c in columns if c.model is model], kept, clear=clear)
    return found


def _new(planner: Planner, column: OwnColumn) -> bool:
    """Whether the file brings new records that the field belongs to."""
    return bool(planner.units if column.model is Unit else planner.people.count)


def _columns(file: RosterFile) -> dict[str, dict[str, tuple[str, str]]]:
    return {m.sheet: {target: (c.letter, c.header) for target, c in m.targets.items()} for m in file.mappings}


def _summary(file: RosterFile, without: list[Label], absent: list[Label], counts: dict[str, int]) -> dict[str, Any]:
    """What the pages show besides the rows."""
    notices = file.notices() if file.missing is None else []
    for sentence, labels in ((NO_RIGHT, without), (NOT_THERE, absent)):
        if labels:
            fields = Label("、".join(w.zh for w in labels), ", ".join(w.en for w in labels))
            notices.append(sentence.format(fields=fields))
    return {
        "sheets": described(file.workbook.sheets, file.mappings),
        "passed_sheets": [[name, both(why)] for name, why in file.passed_sheets],
        "passed_over": dict(file.count.passed_over),
        "unknown": [column.header for _, column in file.unknown],
        "notices": [both(notice) for notice in notices],
        "missing": both(file.missing) if file.missing is not None else None,
        "rows": sum(counts.values()),
    }  # fmt: skip


__all__ = ["ImportRefused", "Planned", "compare", "plan_roster"]
