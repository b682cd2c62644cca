"""Putting a backup back in place of the database (``exchange.backup`` writes them)."""

from __future__ import annotations

import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, delete, func, inspect, select, text
from sqlalchemy import table as sa_table
from sqlalchemy.engine import make_url

from exchange.backup import CHUNK, FOLDERS, SQLITE, BackupError, check, connected, cursor, named
from web import migrate
from web.settings import sqlite_file


def restore(path: Path, url: str, data_dir: Path) -> dict[str, Any]:
    """Put a backup in place of the database and add its attachments; then bring the database up to date.

    Everything is checked before the first change, and the database changes all at once. Returns the manifest.

    Raises:
        BackupError: the file is damaged, of another kind of database, or newer than this program.
    """
    manifest = check(path)
    kind = make_url(url).get_backend_name()
    if manifest["kind"] != kind:
        raise BackupError(
            f"这是 {manifest['kind']} 的备份，不能恢复到 {kind} 数据库；请使用同类数据库。",
            f"This backup is of {manifest['kind']} and can't go into {kind}; use the same kind of database.",
        )
    if not _known(manifest["revision"]):
        raise BackupError(
            "备份来自更新版本的程序，请先升级程序再恢复。",
            "The backup was made by a newer program; upgrade the program first.",
        )
    with tempfile.TemporaryDirectory(dir=_existing(data_dir)) as folder, tarfile.open(path) as tar:
        tar.extractall(folder, filter="data")
        place = Path(folder)
        if kind == "sqlite":
            _into_sqlite(place / SQLITE, url)
        else:
            _into_postgres(place, url, manifest)
        for name in manifest["files"]:
            if name.split("/")[0] in FOLDERS:
                target = data_dir / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (place / name).replace(target)
    migrate.upgrade(url)
    return manifest


def _known(revision: str) -> bool:
    """Whether this program's migrations hold the revision."""
    script = ScriptDirectory.from_config(migrate.alembic_config())
    return any(step.revision == revision for step in script.walk_revisions())


def _into_sqlite(file: Path, url: str) -> None:
    target = sqlite_file(url)
    if target is None:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as kept, closing(sqlite3.connect(target, timeout=30)) as live:
        if kept.execute("pragma quick_check").fetchone()[0] != "ok":
            raise BackupError(
                "备份里的数据库已损坏，没有改动任何数据。",
                "The database in the backup is damaged; nothing was changed.",
            )
        kept.backup(live)


def _into_postgres(place: Path, url: str, manifest: dict[str, Any]) -> None:
    with connected(url) as c:
        c.execute(text("drop schema public cascade"))
        c.execute(text("create schema public"))
        c.commit()
    migrate.upgrade(url, manifest["revision"])
    with connected(url) as c:
        links = [
            (table, str(link["name"]))
            for table in inspect(c).get_table_names()
            for link in inspect(c).get_foreign_keys(table)
        ]
        for table, name in links:
            c.execute(text(f'alter table "{table}" alter constraint "{name}" deferrable initially deferred'))
        unknown = set(manifest["tables"]) - set(inspect(c).get_table_names())
        if unknown:
            raise BackupError(
                f"备份里有不认识的表：{min(unknown)}。", f"The backup holds an unknown table: {min(unknown)}."
            )
        for table in manifest["tables"]:
            c.execute(delete(sa_table(table)))
        for table, columns in manifest["tables"].items():
            with (
                (place / "tables" / f"{table}.copy").open("rb") as file,
                cursor(c).copy(f"copy {named(table, columns)} from stdin") as rows,
            ):
                while block := file.read(CHUNK):
                    rows.write(block)
            if "id" in columns:
                _advance(c, table)
        c.execute(text("set constraints all immediate"))
        for table, name in links:
            c.execute(text(f'alter table "{table}" alter constraint "{name}" not deferrable'))
        c.commit()


def _advance(c: Connection, table: str) -> None:
    """Let a table's next id follow the ones brought back."""
    sequence = c.execute(select(func.pg_get_serial_sequence(f'"{table}"', "id"))).scalar()
    if sequence:
        highest = c.execute(select(func.max(column("id"))).select_from(sa_table(table))).scalar() or 0
        c.execute(select(func.setval(sequence, highest + 1, False)))


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
