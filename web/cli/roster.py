"""``flask roster import | template | undo``: the roster of owners, from the terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from exchange.batches.findings import refusals
from exchange.batches.words import ImportRefused
from exchange.reading import template as workbook
from exchange.reading.refusals import FileRefused
from exchange.roster import (
    Store,
    apply_asked,
    apply_batch,
    cancel,
    plan_roster,
    reconcile,
    undo_batch,
    upload,
)
from exchange.roster.own_columns import offered, own_columns
from models.engine import ImportBatch, ImportState
from models.spec import L, Label
from web import i18n, requests
from web.cli import site as workbooks
from web.cli.common import Failed, actor, actor_at, actor_of, as_json, command, group, out, say, site_called, working
from web.db import db

NO_BATCH = L("没有第 {id} 次导入。", "There is no import {id}.")
EVERY = 1.0
"""Seconds between two lines of progress."""
roster = group("roster", "The roster of owners.")


@command("template")
@workbooks.TARGET
@workbooks.FOR_SITE
def template(*, target: Path, code: str | None) -> None:
    """Write the template, with instructions on a second sheet."""
    by = actor_of(code)
    extra = offered(own_columns(by, by.site_id))
    workbooks.write_workbook(target, lambda book: workbook.write_template(book, extra))


@command("import")
@workbooks.FILE
@click.option("--site", "code", required=True, help="Code of the site the homes belong to.")
@workbooks.DRY
@click.option("--good-rows-only", is_flag=True, help="Import what can be imported although rows are refused.")
@click.option("--clear-empty", is_flag=True, help="Let an empty cell clear what is there.")
@as_json
def import_roster(
    *, path: Path, code: str, dry_run: bool, good_rows_only: bool, clear_empty: bool, json_: bool
) -> None:
    """Import a roster, all or nothing; the same file again changes nothing."""
    store = Store(requests.settings().data_dir)
    workbooks.file_at(path)
    try:
        batch_id, site_id = _sent(store, path, code, clear_empty=clear_empty)
        by = actor_at(site_id)
        batch = plan_roster(db.engine, store, batch_id, actor=by, now=requests.utc_now(), tell=progress())
        _stop_if_failed(batch)
        found = refusals(store, batch)
        counts = dict(batch.counts)
        if dry_run or (found and not good_rows_only):
            _call_off(store, batch_id)
        else:
            with working() as session:
                apply_asked(session, store, session.get_one(ImportBatch, batch_id), good_rows_only=good_rows_only)
            batch = apply_batch(db.engine, store, batch_id, actor=by, now=requests.utc_now(), tell=progress())
            _stop_if_failed(batch)
    except FileRefused as error:
        raise Failed(error.label) from error
    except ImportRefused as error:
        raise Failed(error.label) from error
    _tell(batch_id, batch, counts, found, dry_run=dry_run, good_rows_only=good_rows_only, json_=json_)


@command("undo")
@click.argument("batch_id", metavar="BATCH", type=click.IntRange(1))
def undo(*, batch_id: int) -> None:
    """Take an import back, as long as nothing it wrote was changed since."""
    store = Store(requests.settings().data_dir)
    with working() as session:
        if session.get(ImportBatch, batch_id) is None:
            raise Failed(NO_BATCH, id=batch_id)
        reconcile(session, store, requests.utc_now(), batch_id)
    try:
        undo_batch(db.engine, store, batch_id, actor=actor(), now=requests.utc_now())
    except ImportRefused as error:
        raise Failed(error.label) from error
    say("第 {id} 次导入已撤销。", "Import {id} is undone.", id=batch_id)


def _sent(store: Store, path: Path, code: str, *, clear_empty: bool) -> tuple[int, int]:
    with working() as session, path.open("rb") as stream:
        at = site_called(session, code)
        batch = upload(session, store, stream, path.name, site_id=at.id, actor=actor(), now=requests.utc_now())
        batch.options = {**batch.options, "clear_empty": clear_empty}
        return batch.id, at.id


def _call_off(store: Store, batch_id: int) -> None:
    with working() as session:
        cancel(session, store, session.get_one(ImportBatch, batch_id))


def _stop_if_failed(batch: ImportBatch) -> None:
    """End the command with the import's own sentence when it came to nothing, or was overtaken."""
    words = batch.fault or (batch.summary.get("moved") if batch.state == ImportState.planned.value else None)
    if words:
        raise Failed(Label(words["zh"], words["en"]))


def _tell(
    batch_id: int, batch: ImportBatch, counts: dict[str, int], found: list[Any], *, dry_run: bool, good_rows_only: bool,
    json_: bool,
) -> None:  # fmt: skip
    written = batch.state == ImportState.done.value
    if json_:
        out({
            "batch": batch_id if written else None, "written": written, **counts,
            "refusals": [
                {"sheet": p.sheet, "row": p.row, "column": p.column, "header": p.header, "message": i18n.say(p.message)}
                for p in found
            ],
        })  # fmt: skip
    else:
        workbooks.tell_counts({i18n.t("房屋业主", "Homes and owners"): counts})
        workbooks.tell_problems(found)
    if found and not dry_run and not good_rows_only:
        raise Failed(workbooks.REFUSED, n=len(found))
    if json_:
        return
    if written:
        say("已导入，编号 {id}；需要撤销时：flask roster undo {id}",
            "Imported as {id}; to take it back: flask roster undo {id}", id=batch_id)  # fmt: skip
    else:
        say("预演完成，没有写入任何内容。", "This was a dry run; nothing was written.")


def progress() -> Any:
    """Says on stderr how far it is, once a second and only on a terminal."""
    last = time.monotonic()
    shown = sys.stderr.isatty()
    words = {"reading": L("检查", "checking"), "applying": L("写入", "writing"), "indexing": L("建索引", "indexing"),
             "undoing": L("撤销", "undoing")}  # fmt: skip

    def tell(phase: str, done: int, total: int) -> None:
        nonlocal last
        if shown and time.monotonic() - last > EVERY:
            last = time.monotonic()
            click.echo(f"{i18n.say(words.get(phase, L(phase, phase)))} {done}/{total or '?'}", err=True)

    return tell


for _command in (template, import_roster, undo):
    roster.add_command(_command)
COMMANDS = (roster,)
