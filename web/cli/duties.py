"""``flask duties roll``: make the recurring duties of every period that has begun."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

import access
from deadlines.duties import roll
from models.base.site import Site
from models.spec import L
from web import i18n
from web.cli.common import actor, as_json, command, group, out, say
from web.cli.deadlines import parsed
from web.db import db

NO_SITE = L("没有代码为 {code} 的项目。", "There is no site with the code {code}.")
duties = group("duties", "Recurring duties.")


@command("roll")
@click.option("--site", default="", help="The code of the only site to look at.")
@click.option("--now", "--until", "moment", help="Make what has begun by then, ISO 8601; without a zone: the office's.")
@as_json
def roll_all(*, site: str, moment: str | None, json_: bool) -> None:
    """Make missing tasks, tick off what is done, mark what is late; run again, it changes nothing."""
    now, system = parsed(moment), actor()
    with Session(db.engine, expire_on_commit=False) as session, access.acting(session, system):
        code = site.strip().upper()
        if code and session.scalar(select(Site.id).where(Site.code == code)) is None:
            raise click.ClickException(NO_SITE.format(code=code).text(i18n.locale()))
        result = roll(session, now, site=code)
        session.commit()
    if json_:
        out(result.as_dict())
        return
    say("新生成周期任务 {made} 项，新标记逾期 {marked} 项；目前待办 {pending} 项，逾期 {overdue} 项。",
        "{made} duties made, {marked} newly overdue; {pending} waiting and {overdue} overdue now.",
        made=result.made, marked=result.marked_overdue, pending=result.pending, overdue=result.overdue)  # fmt: skip


duties.add_command(roll_all)
COMMANDS = (duties,)
