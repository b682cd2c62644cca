"""``flask import REGISTER FILE --site CODE [--apply]``, ``import-template``, ``import-undo``: open papers, from the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exchange import registers
from exchange.batches.columns import words
from exchange.batches.findings import refusals
from exchange.batches.life import Store, apply_asked, cancel, reconcile
from exchange.batches.refused import refused_workbook
from exchange.batches.words import ImportRefused
from exchange.reading.refusals import FileRefused
from exchange.registers.batches import is_papers
from exchange.registers.template import template
from models import REGISTERS
from models.engine import ImportBatch, ImportState
from models.spec import L, Scope
from web import i18n, requests
from web.cli import site as workbooks
from web.cli.common import Failed, actor, actor_at, actor_of, as_json, command, out, say, site_called, working
from web.cli.roster import NO_BATCH, progress
from web.db import db

NO_REGISTER = L("没有可以导入的台账 {name}。", "There is no register {name} that can be imported.")


@command("import")
@click.argument("name", metavar="REGISTER")
@workbooks.FILE
@click.option("--site", "code", required=True, help="Code of the site the papers belong to.")
@click.option("--apply", "write", is_flag=True, help="Write; without it only the findings are shown.")
@click.option("--good-rows-only", is_flag=True, help="Import what can be imported although rows are refused.")
@click.option("--refused", "target", type=click.Path(path_type=Path), help="Write the refused rows to this workbook.")
@as_json
def import_papers(
    *, name: str, path: Path, code: str, write: bool, good_rows_only: bool, target: Path | None, json_: bool
) -> None:
    """Load open papers of REGISTER; without --apply only say what it would do."""
    model, store = _model(name), Store(requests.settings().data_dir)
    workbooks.file_at(path)
    try:
        with working() as session, path.open("rb") as stream:
            site_id = site_called(session, code).id
            batch = registers.upload(session, store, stream, path.name, model=model, site_id=site_id, actor=actor(),
                                     now=requests.utc_now())  # fmt: skip
            number = batch.id
        by = actor_at(site_id)
        batch = registers.plan_papers(db.engine, store, number, actor=by, now=requests.utc_now(), tell=progress())
        _stop_if_failed(batch)
        found, counts = refusals(store, batch), dict(batch.counts)
        if target is not None and found:
            workbooks.write_workbook(target, lambda book: refused_workbook(store, batch, book, i18n.locale()))
        if write and (good_rows_only or not found):
            with working() as session:
                apply_asked(session, store, session.get_one(ImportBatch, number), good_rows_only=good_rows_only)
            batch = registers.apply_papers(db.engine, store, number, actor=by, now=requests.utc_now(), tell=progress())
            _stop_if_failed(batch)
        else:
            with working() as session:
                cancel(session, store, session.get_one(ImportBatch, number))
    except (FileRefused, ImportRefused) as error:
        raise Failed(error.label) from error
    _tell(model, batch, counts, found, write=write, good_rows_only=good_rows_only, json_=json_)


@command("import-template")
@click.argument("name", metavar="REGISTER")
@workbooks.TARGET
@workbooks.FOR_SITE
def import_template(*, name: str, target: Path, code: str | None) -> None:
    """Write the workbook to fill in for REGISTER."""
    model, by = _model(name), actor_of(code)
    workbooks.write_workbook(target, lambda book: template(book, by, model, by.site_id, i18n.locale()))


@command("import-undo")
@click.argument("batch_id", metavar="BATCH", type=click.IntRange(1))
def import_undo(*, batch_id: int) -> None:
    """Take an import of papers back, as long as nothing it wrote was changed or used since."""
    store = Store(requests.settings().data_dir)
    with working() as session:
        batch = session.get(ImportBatch, batch_id)
        if batch is None or not is_papers(batch):
            raise Failed(NO_BATCH, id=batch_id)
        reconcile(session, store, requests.utc_now(), batch_id)
    try:
        registers.undo_papers(db.engine, store, batch_id, actor=actor(), now=requests.utc_now(), tell=progress())
    except ImportRefused as error:
        raise Failed(error.label) from error
    say("第 {id} 次导入已撤销。", "Import {id} is undone.", id=batch_id)


def _model(name: str) -> Any:
    model = next((m for m in REGISTERS if name in {m.slug(), m.__name__}), None)
    if model is None or not model.__register__.rights.import_ or model.__register__.scope is not Scope.site:
        raise Failed(NO_REGISTER, name=name)
    return model


def _stop_if_failed(batch: ImportBatch) -> None:
    """End the command with the import's own sentence when it came to nothing."""
    kept = batch.fault or (batch.summary.get("moved") if batch.state == ImportState.planned.value else None)
    kept = kept or batch.summary.get("missing")
    if kept:
        raise Failed(words(kept))


def _tell(
    model: Any, batch: ImportBatch, counts: dict[str, int], found: list[Any], *, write: bool, good_rows_only: bool,
    json_: bool,
) -> None:  # fmt: skip
    written = batch.state == ImportState.done.value
    if json_:
        out({"batch": batch.id if written else None, "written": written, **counts, "refusals": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "header": p.header, "message": i18n.say(p.message)}
            for p in found]})  # fmt: skip
    else:
        workbooks.tell_counts({i18n.say(model.__register__.label): counts})
        workbooks.tell_problems(found)
    if found and not (write and good_rows_only):
        raise Failed(workbooks.REFUSED, n=len(found))
    if json_:
        return
    if written:
        say("已导入，编号 {id}；需要撤销时：flask import-undo {id}",
            "Imported as {id}; to take it back: flask import-undo {id}", id=batch.id)  # fmt: skip
    else:
        say("预演完成，没有写入任何内容。", "This was a dry run; nothing was written.")


COMMANDS = (import_papers, import_template, import_undo)
