"""``flask deadlines sweep``: make what time makes, mark what is overdue and tell the next one up."""

from __future__ import annotations

import datetime as dt

import click
from sqlalchemy.orm import Session

import access
from deadlines.sweep import sweep
from jobs.timed import make_due
from models.spec import L
from web import i18n, requests
from web.cli.common import actor, as_json, command, group, out, say
from web.db import db

BAD_MOMENT = L("--now 请写成 2026-11-22T08:30+08:00 这样的时间。", "Write --now like 2026-11-22T08:30+08:00.")
deadlines = group("deadlines", "Time limits.")


@command("sweep")
@click.option("--now", "moment", help="The moment to judge by, ISO 8601; without a zone: the office's. Default: now.")
@as_json
def sweep_all(*, moment: str | None, json_: bool) -> None:
    """Move what is due by date, mark clocks as overdue and escalate them; run again, it changes nothing."""
    now, system = parsed(moment), actor()
    with Session(db.engine, expire_on_commit=False) as session, access.acting(session, system):
        made = make_due(session, system, now)
        result = sweep(session, now)
        session.commit()
    if json_:
        out({**result.as_dict(), "made_by_time": made})
        return
    if made:
        say("到日期自动办理 {n} 件。", "{n} record(s) moved by date.", n=made)
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
