"""``flask site import | template | export``: a new site from one workbook, and a site as its workbook, from the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from exchange import access_log, site_pack
from exchange.reading.refusals import FileRefused
from exchange.site_pack.exporting import export, numbers_in
from exchange.site_pack.template import template
from models.safety.secret_access_log import AccessKind
from models.spec import L
from web import i18n, requests
from web.cli.common import Failed, actor, as_json, command, group, out, say, site_called, user_called, working

NO_FILE = L("没有文件 {path}。", "There is no file {path}.")
EXISTS = L("{path} 已经存在；请换个名字。", "{path} is there already; choose another name.")
CANNOT_WRITE = L("写不了 {path}：{why}。", "{path} can't be written: {why}.")
REFUSED = L("有 {n} 处不能导入，没有写入任何内容。", "{n} cell(s) can't be imported; nothing was written.")
KEEP_SAFE = L(
    "里面有业主和员工的电话、证件号，请妥善保管。密码不在里面。",
    "It holds telephone and ID numbers of owners and staff: keep it safe. Passwords are not in it.",
)
WHO_AND_WHY = L(
    "资料里有完整的电话和证件号，要记入客户资料查阅日志。请写明谁导出、为什么：--by 账号 --reason 原因",
    "The file holds telephone and ID numbers in full, which is kept in the customer-data access log. "
    "Say who takes it and why: --by ACCOUNT --reason WHY",
)
EXPORTED = L("命令行导出项目资料：{what}", "Site exported from the terminal: {what}")
MOST_SHOWN = 50
FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
TARGET = click.argument("target", metavar="OUT.xlsx", type=click.Path(path_type=Path))
DRY = click.option("--dry-run", is_flag=True, help="Say what it would do and write nothing.")
FOR_SITE = click.option("--site", "code", help="With the columns of the fields that the site of this code added.")
site = group("site", "A new site from one workbook.")


@command("template")
@TARGET
def template_of_site(*, target: Path) -> None:
    """Write the workbook that opens a site, with the standard organisation filled in."""
    write_workbook(target, template)


@command("import")
@FILE
@DRY
@as_json
def import_site(*, path: Path, dry_run: bool, json_: bool) -> None:
    """Open the site of a filled workbook, all or nothing; run twice it changes nothing."""
    try:
        with working() as session:
            plan = site_pack.plan(file_at(path), path.name, session)
            if dry_run or plan.refused:
                _tell_plan(plan, json_=json_)
                return
            result = site_pack.apply(session, plan, actor(), requests.utc_now())
    except FileRefused as error:
        raise Failed(error.label) from error
    except site_pack.PackRefused as error:
        tell_problems(error.problems)
        raise Failed(REFUSED, n=len(error.problems)) from error
    if json_:
        out(result.as_json())
        return
    tell_counts(result.counts)
    say("项目 {code} {name} 已就绪。", "Site {code} {name} is ready.", code=result.code, name=result.name)
    if result.accounts:
        say("首次密码（只显示这一次，请打印交给本人）：", "First passwords (shown this once; print and hand them out):")
    for account in result.accounts:
        roles = i18n.t("、", ", ").join(i18n.say(role.label) for role in account.roles)
        click.echo(f"  {account.username:<24} {account.password}  {account.name}  {roles}")


@command("export")
@click.argument("code", metavar="CODE")
@TARGET
@click.option("--by", "name", default="", help="The account of whoever takes it, for the customer-data access log.")
@click.option("--reason", default="", help="Why it is taken, for the same log.")
def export_site(*, code: str, target: Path, name: str, reason: str) -> None:
    """Write the site CODE as a pack: imported again it changes nothing. Telephone and ID numbers are in it, passwords not."""
    with working() as session:
        site_id = site_called(session, code).id
        if not name or not reason.strip():
            raise Failed(WHO_AND_WHY)
        user_id = user_called(session, name).id
    write_workbook(target, lambda book: _export(book, site_id, user_id, reason.strip()))
    say(KEEP_SAFE.zh, KEEP_SAFE.en)


def _export(book: Any, site_id: int, user_id: int, reason: str) -> None:
    """Write the log of full numbers, then the pack (X-01)."""
    by = actor()
    with working() as session:
        numbers, rows = numbers_in(session, site_id, by)
        access_log.write(
            session, AccessKind.export, actor=by, now=requests.utc_now(), user_id=user_id, site_id=site_id, register="site",
            what=EXPORTED.format(what=numbers).text("zh"), why=reason, record_id=site_id, row_count=rows,
        )  # fmt: skip
    with working() as session:
        export(book, session, site_id, by)


def _tell_plan(plan: site_pack.SitePlan, *, json_: bool) -> None:
    """Print what a pack would do; a refused one ends the command with 1."""
    if json_:
        out(plan.as_json(i18n.locale()))
    else:
        tell_counts(plan.counts())
        tell_problems(plan.refusals)
    if plan.refused:
        raise Failed(REFUSED, n=len(plan.refusals))
    if not json_:
        say("预演完成，没有写入任何内容。", "This was a dry run; nothing was written.")


def tell_counts(counts: Mapping[str, Mapping[str, int]]) -> None:
    """Print the rows of each sheet by verdict."""
    words = {
        "new": i18n.t("新增", "new"),
        "changed": i18n.t("变更", "changed"),
        "unchanged": i18n.t("不变", "unchanged"),
        "refused": i18n.t("不能导入", "refused"),
    }
    for name, count in counts.items():
        click.echo(
            f"  {name}: " + ", ".join(f"{words.get(key, key)} {n}" for key, n in count.items() if n or key == "new")
        )


def tell_problems(problems: Iterable[Any]) -> None:
    """Print where and why cells can't be imported."""
    found = list(problems)
    for problem in found[:MOST_SHOWN]:
        place = i18n.t("{sheet} 第 {row} 行 {column} 列", "{sheet} row {row} column {column}", sheet=problem.sheet,
                       row=problem.row, column=problem.header or problem.column or "-")  # fmt: skip
        click.echo(f"  {place}: {i18n.say(problem.message)}")
    if len(found) > MOST_SHOWN:
        say("  …… 还有 {n} 处", "  … and {n} more", n=len(found) - MOST_SHOWN)


def file_at(path: Path) -> Path:
    """The file, or Failed."""
    if not path.is_file():
        raise Failed(NO_FILE, path=path)
    return path


def write_workbook(target: Path, writer: Any) -> None:
    """Write a workbook to a file that is not there yet."""
    if target.exists():
        raise Failed(EXISTS, path=target)
    try:
        with target.open("xb") as file:
            writer(file)
    except OSError as error:
        raise Failed(CANNOT_WRITE, path=target, why=error.strerror or type(error).__name__) from error
    say("已写出 {path}", "Wrote {path}", path=target)


for _command in (template_of_site, import_site, export_site):
    site.add_command(_command)
COMMANDS = (site,)
