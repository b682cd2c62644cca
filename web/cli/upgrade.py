"""``flask upgrade``: keep a copy, bring the database up to date, check it, say what changed."""

from __future__ import annotations

import datetime as dt

import click
from alembic.util import CommandError

from exchange import backup
from models.spec import L
from web import i18n, migrate, requests
from web.cli.common import Failed, command, say, working
from web.db import db
from workflow.own_texts import find_own_texts

UNKNOWN = L("数据库的版本比程序新（{error}），请使用与它相配的新版本程序。",
            "The database is newer than this program ({error}); use the program it belongs to.")  # fmt: skip
DIFFERS = L("注意：升级后数据库与程序仍有 {n} 处不一致，例如：{first}。请把这一行告诉支持人员。",
            "Note: the database still differs from the program in {n} place(s), such as: {first}. Please tell support.")  # fmt: skip


@command("upgrade")
def upgrade() -> None:
    """Back up, migrate, check, and say what changed; safe to run again."""
    settings = requests.settings()
    url = settings.database_url
    try:
        standing = migrate.current(url)
        if standing == migrate.head() and standing is not None:
            _find_own_texts()
            say("数据库已是最新，没有改动。", "The database is up to date; nothing was changed.")
            return
        if standing is not None:
            folder = settings.data_dir / "backups"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"before-upgrade-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.tar.gz"
            backup.write(path, url, settings.data_dir, now=requests.utc_now())
            say("升级前已备份到 {path}", "Backed up to {path} before the upgrade", path=path)
        db.engine.dispose()
        steps = migrate.upgrade(url)
    except CommandError as error:
        raise Failed(UNKNOWN, error=error) from error
    except migrate.MigrationError as error:
        raise Failed(str(error)) from error
    for step in steps:
        say("已升级：{step}", "Upgraded: {step}", step=step)
    _find_own_texts()
    differences = migrate.check(url)
    if differences:
        click.echo(DIFFERS.format(n=len(differences), first=differences[0][:120]).text(i18n.locale()), err=True)
    say("数据库已就绪。", "The database is ready.")


def _find_own_texts() -> None:
    with working() as session:
        found = find_own_texts(session)
    if found:
        say(
            "搜索已能找到 {n} 条单据里本项目字段的文字。",
            "The search now finds the words in {n} records' fields of the site.",
            n=found,
        )


COMMANDS = (upgrade,)
