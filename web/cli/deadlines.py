"""``flask deadlines sweep``: mark what is overdue and tell the next one up."""

from __future__ import annotations

import datetime as dt

import click

from deadlines.sweep import sweep
from models.spec import L
from web import i18n, requests
from web.cli.common import as_json, command, group, out, say, working

BAD_MOMENT = L("--now 请写成 2026-11-22T08:30+08:00 这样的时间。", "Write --now like 2026-11-22T08:30+08:00.")
deadlines = group("deadlines", "Time limits.")


@command("sweep")
@click.option("--now", "moment", help="The moment to judge by, ISO 8601; without a zone: the office's. Default: now.")
@as_json
def sweep_all(*, moment: str | None, json_: bool) -> None:
    """Mark clocks as overdue and escalate them; run again, it changes nothing."""
    with working() as session:
        result = sweep(session, parsed(moment))
    if json_:
        out(result.as_dict())
        return
    say("新标记逾期 {marked} 项，上报 {told} 项；目前进行中 {running} 项，逾期 {overdue} 项。",
        "{marked} newly overdue, {told} told one level up; {running} running and {overdue} overdue now.",
        marked=result.marked_overdue, told=result.escalated, running=result.running, overdue=result.overdue)  # fmt: skip


def parsed(moment: str | None) -> dt.datetime:
    """The moment an option names; 2 (wrong usage) when it names none."""
    if moment is None:
        return requests.utc_now()
    try:
        read = dt.datetime.fromisoformat(moment)
    except ValueError:
        raise click.UsageError(BAD_MOMENT.text(i18n.locale())) from None
    return (read if read.tzinfo else read.replace(tzinfo=i18n.DEFAULT_ZONE)).astimezone(dt.UTC)


deadlines.add_command(sweep_all)
COMMANDS = (deadlines,)
