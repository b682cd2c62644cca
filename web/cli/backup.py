"""``flask backup`` and ``flask restore``: the whole centre in one file, now or every night by the worker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from exchange import backup
from exchange.backup_plan import FOLDER, Every, Plan, forget
from models.spec import L
from web import i18n, migrate, requests, restore
from web.cli.common import Failed, as_json, command, out, say
from web.db import db

IN_USE = L("数据库里已有数据。确定要用备份替换，请加 --replace（现有数据会先备份一份）。",
           "The database holds data. To replace it by the backup add --replace (what is there is backed up first).")  # fmt: skip
NO_FILE = L("没有文件 {path}。", "There is no file {path}.")
CANNOT_WRITE = L("写不了 {path}：{why}。", "{path} can't be written: {why}.")
NO_TARGET = L("请写明备份文件名，或者用 --every day 设置自动备份。",
              "Name the file to write, or set backups going with --every day.")  # fmt: skip
NEVER = "never"
KEEP = 14


@command("backup")
@click.argument("target", metavar="[OUT]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--keep", type=click.IntRange(1), help="OUT is a folder: write a dated file there, keep the newest so many."
)
@click.option(
    "--every", type=click.Choice([*(e.value for e in Every), NEVER]),
    help="Let the worker do it from now on, at half past two at night (China); OUT is a folder then.",
)  # fmt: skip
@as_json
def make(*, target: Path | None, keep: int | None, every: str | None, json_: bool) -> None:
    """Write database and attachments into one file, then read it back and check it; with --every: have it done regularly."""
    settings, now = requests.settings(), requests.now()
    if every is not None:
        _arrange(every, target, keep or KEEP, now)
        return
    if target is None:
        raise click.UsageError(NO_TARGET.text(i18n.locale()))
    db.engine.dispose()
    try:
        if keep:
            path, manifest = backup.dated(target, keep, settings.database_url, settings.data_dir, now=now)
        else:
            path = target
            manifest = backup.write(path, settings.database_url, settings.data_dir, now=now)
            backup.check(path)
    except backup.BackupError as error:
        raise Failed(error) from error
    except OSError as error:
        raise Failed(CANNOT_WRITE, path=target, why=error.strerror or type(error).__name__) from error
    if json_:
        out({"path": str(path), "bytes": path.stat().st_size, "files": len(manifest["files"])})
        return
    size = path.stat().st_size / 1024**2
    say(
        "已备份到 {path}（{mb:.1f} MB），并已校验。",
        "Backed up to {path} ({mb:.1f} MB) and checked.",
        path=path,
        mb=size,
    )


def _arrange(every: str, target: Path | None, keep: int, now: dt.datetime) -> None:
    """Write down what the worker is to do; the first backup is made within minutes."""
    data_dir = requests.settings().data_dir
    if every == NEVER:
        forget(data_dir)
        say("已取消自动备份，已有的备份文件保留。", "No more backups are made by themselves; those there are stay.")
        return
    folder = target.resolve() if target else data_dir / FOLDER
    plan = Plan(every=Every(every), keep=keep, folder=folder, since=now)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        plan.write(data_dir)
    except OSError as error:
        raise Failed(CANNOT_WRITE, path=error.filename, why=error.strerror or type(error).__name__) from error
    say(
        "后台任务进程将{every}自动备份到 {folder}，保留最近 {keep} 份；第一份在几分钟内完成。",
        "The worker backs up {every} into {folder} and keeps the newest {keep}; the first is made within minutes.",
        every=plan.every.label.text(i18n.locale()), folder=folder, keep=keep,
    )  # fmt: skip


@command("restore")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the data that is there.")
def bring_back(*, path: Path, replace: bool) -> None:
    """Check a backup and put it in place of the database."""
    settings = requests.settings()
    if not path.is_file():
        raise Failed(NO_FILE, path=path)
    try:
        backup.check(path)
        if migrate.tables(settings.database_url):
            if not replace:
                raise Failed(IN_USE)
            before = settings.data_dir / FOLDER / f"before-restore-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.tar.gz"
            backup.write(before, settings.database_url, settings.data_dir, now=requests.utc_now())
            say("原有数据已备份到 {path}", "What was there is backed up to {path}", path=before)
        db.engine.dispose()
        manifest = restore.restore(path, settings.database_url, settings.data_dir)
    except backup.BackupError as error:
        raise Failed(error) from error
    say("已恢复 {made} 的备份。", "Restored the backup of {made}.", made=manifest["made"])


COMMANDS = (make, bring_back)
