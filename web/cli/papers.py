"""``flask import REGISTER FILE --site CODE [--apply]``: open papers of one register, from the terminal."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from exchange import registers
from exchange.reading.refusals import FileRefused
from exchange.registers.batches import again, kept, must_be_new
from models import REGISTERS
from models.spec import L
from web import i18n, requests
from web.cli import site as workbooks
from web.cli.common import Failed, actor, as_json, command, out, say, site_called, working

NO_REGISTER = L("没有可以导入的台账 {name}。", "There is no register {name} that can be imported.")


@command("import")
@click.argument("name", metavar="REGISTER")
@workbooks.FILE
@click.option("--site", "code", required=True, help="Code of the site the papers belong to.")
@click.option("--apply", "write", is_flag=True, help="Write; without it only the findings are shown.")
@as_json
def import_papers(*, name: str, path: Path, code: str, write: bool, json_: bool) -> None:
    """Load open papers of REGISTER, all or nothing; without --apply only say what it would do."""
    model = next((m for m in REGISTERS if name in {m.slug(), m.__name__}), None)
    if model is None or not model.__register__.rights.import_ or not model.__register__.prefix:
        raise Failed(NO_REGISTER, name=name)
    workbooks.file_at(path)
    digest, now = hashlib.sha256(path.read_bytes()).hexdigest(), requests.utc_now()
    number = None
    try:
        with working() as session:
            site_id = site_called(session, code).id
            must_be_new(session, model, site_id, digest)
            work = registers.apply if write else registers.plan
            done = work(path, path.name, session, model, actor(), site_id, now)
            if write:
                batch = kept(session, model, site_id, path.name, digest, path.stat().st_size, actor(), now, done)
                again(batch, done, now)
                number = batch.id
    except FileRefused as error:
        raise Failed(error.label) from error
    except registers.Refused as error:
        done = error.plan
    problems = [p for row in done.refused for p in row.problems]
    if json_:
        out({"batch": number, "written": number is not None, **done.counts, "refusals": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "header": p.header, "message": i18n.say(p.message)}
            for p in problems]})  # fmt: skip
    else:
        workbooks.tell_counts({i18n.say(model.__register__.label): done.counts})
        workbooks.tell_problems(problems)
    if problems:
        raise Failed(workbooks.REFUSED, n=len(problems))
    if not json_ and number is not None:
        say("已导入，编号 {id}。", "Imported as {id}.", id=number)
    elif not json_:
        say("预演完成，没有写入任何内容。", "This was a dry run; nothing was written.")


COMMANDS = (import_papers,)
