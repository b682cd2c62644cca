"""``flask bills run``: a period's bills for every home of a site, by the same step as the button's."""

from __future__ import annotations

import datetime as dt

import click
from sqlalchemy import select

import workflow
from models.finance.fee_item import Basis, FeeItem
from models.spec import L
from web import i18n, requests
from web.cli.common import Failed, actor, as_json, command, group, out, say, site_called, working

BAD_DAY = L("{option} 请写成 2026-11-01 这样的日期。", "Write {option} like 2026-11-01.")
NO_ITEM = L(
    "项目“{site}”没有从 {day} 起有效的收费项目“{name}”。", "Site “{site}” has no fee item “{name}” in force on {day}."
)
bills = group("bills", "Fees.")


@command("run")
@click.option("--site", "code", required=True, help="The site's code.")
@click.option("--from", "start", required=True, help="First day of the period, such as 2026-11-01.")
@click.option("--due", required=True, help="Day the bills are due, such as 2026-11-30.")
@click.option("--item", "name", help="One fee item by name; without it all that are not by the meter.")
@as_json
def run(*, code: str, start: str, due: str, name: str | None, json_: bool) -> None:
    """Make the bills of a period; run again, it makes none twice."""
    given = {"bill_from": day("--from", start), "bill_due_on": day("--due", due)}
    with working() as session:
        site = site_called(session, code)
        query = (
            select(FeeItem)
            .where(FeeItem.site_id == site.id, FeeItem.status == "active")
            .order_by(FeeItem.name, FeeItem.effective_from)
        )
        query = query.where(FeeItem.name == name) if name else query.where(FeeItem.basis != Basis.meter)
        in_force = query.where(FeeItem.effective_from <= given["bill_from"])
        items = list({i.name: i for i in session.scalars(in_force)}.values())  # the newest price of each name
        if name and not items:
            raise Failed(NO_ITEM, site=code, name=name, day=start)
        for item in items:
            workflow.apply(session, item, "make_bills", given, actor=actor(), now=requests.utc_now())
        done = [{"item": i.name, "made": i.bills_made or 0, "left_out": i.left_out or ""} for i in items]
    if json_:
        out(done)
        return
    for line in done:
        say("{item}：出账 {made} 户。", "{item}: {made} homes billed.", **line)
        if line["left_out"]:
            say("  没有出账（没有建筑面积）：{left_out}", "  Left out (no area on record): {left_out}", **line)


def day(option: str, text: str) -> dt.date:
    """The day an option names; 2 (wrong usage) when it names none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(BAD_DAY.format(option=option).text(i18n.locale())) from None


bills.add_command(run)
COMMANDS = (bills,)
