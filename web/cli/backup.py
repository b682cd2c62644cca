"""``flask backup`` and ``flask restore``: the whole centre in one file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from models.spec import L
from web import backup, migrate, requests
from web.cli.common import Failed, as_json, command, out, say
from web.db import db

IN_USE = L("数据库里已有数据。确定要用备份替换，请加 --replace（现有数据会先备份一份）。",
           "The database holds data. To replace it by the backup add --replace (what is there is backed up first).")  # fmt: skip
NO_FILE = L("没有文件 {path}。", "There is no file {path}.")
PREFIX = "taizhang-"


@command("backup")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), help="OUT is a folder: write a dated file there, keep the newest so many."
)
@as_json
def make(*, target: Path, keep: int | None, json_: bool) -> None:
    """Write database and attachments into one file, then read it back and check it."""
    settings = requests.settings()
    path = target / f"{PREFIX}{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.tar.gz" if keep else target
    db.engine.dispose()
    try:
        manifest = backup.write(path, settings.database_url, settings.data_dir, now=requests.utc_now())
        backup.check(path)
    except backup.BackupError as error:
        raise Failed(error) from error
    except OSError as error:
        raise Failed(CANNOT_WRITE, path=path, why=error.strerror or type(error).__name__) from error
    if keep:
        for old in sorted(target.glob(f"{PREFIX}*.tar.gz"))[:-keep]:
            old.unlink()
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
            before = settings.data_dir / "backups" / f"before-restore-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.tar.gz"
            backup.write(before, settings.database_url, settings.data_dir, now=requests.utc_now())
            say("原有数据已备份到 {path}", "What was there is backed up to {path}", path=before)
        db.engine.dispose()
        manifest = backup.restore(path, settings.database_url, settings.data_dir)
    except backup.BackupError as error:
        raise Failed(error) from error
    say("已恢复 {made} 的备份。", "Restored the backup of {made}.", made=manifest["made"])


CANNOT_WRITE = L("写不了 {path}：{why}。", "{path} can't be written: {why}.")
COMMANDS = (make, bring_back)
