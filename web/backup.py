"""A whole centre in one file: the database and every attachment, with checksums; written and read without other tools.

The file is a gzipped tar: ``database.sqlite3`` (SQLite's own online copy) or ``tables/<name>.copy`` (PostgreSQL's COPY
text, all from one snapshot), the folders of attachments, and ``manifest.json`` with a checksum for each of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, delete, func, inspect, select, text
from sqlalchemy import table as sa_table
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from models.connect import make_engine
from web import migrate
from web.settings import sqlite_file

FORMAT = 1
FOLDERS = ("attachments", "prints")
"""What is kept of DATA_DIR besides the database."""
MANIFEST, SQLITE = "manifest.json", "database.sqlite3"
_CHUNK = 1024 * 1024


class BackupError(RuntimeError):
    """A backup that can't be written or read; carries a sentence in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en

    def text(self, locale: str) -> str:
        """The sentence in the reader's language."""
        return self.en if locale == "en" else self.zh


def write(path: Path, url: str, data_dir: Path, *, now: dt.datetime) -> dict[str, Any]:
    """Write a backup; what was at ``path`` before is replaced only when the new one is complete.

    Args:
        path: the file to write.
        url: the database's address.
        data_dir: where attachments lie.
        now: the moment, noted in the manifest.

    Returns:
        The manifest.

    Raises:
        BackupError: the database stands at no known revision.
    """
    revision = migrate.current(url)
    if revision is None:
        raise BackupError(
            "数据库还没有建好，没有内容可备份。", "The database is not set up; there is nothing to back up."
        )
    manifest: dict[str, Any] = {
        "format": FORMAT, "made": now.isoformat(), "revision": revision, "kind": make_url(url).get_backend_name(),
        "tables": {}, "files": {},
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        with tarfile.open(draft, "w:gz", compresslevel=4) as tar:
            _database_into(tar, url, manifest)
            for file in sorted(f for folder in FOLDERS for f in (data_dir / folder).rglob("*") if f.is_file()):
                _add(tar, file.relative_to(data_dir).as_posix(), file, manifest)
            body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def check(path: Path) -> dict[str, Any]:
    """Read a backup from end to end and return its manifest. Raises BackupError when anything in it is not as written."""
    sums: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path) as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is None:
                    continue
                if member.name == MANIFEST:
                    manifest = json.loads(file.read())
                else:
                    sums[member.name] = _sum(file)
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise BackupError(
            f"{path} 不是完整的备份文件（{type(error).__name__}），没有改动任何数据。",
            f"{path} is no complete backup ({type(error).__name__}); nothing was changed.",
        ) from error
    if manifest is None or manifest.get("format") != FORMAT or manifest.get("files") != sums:
        raise BackupError(
            f"备份文件 {path} 的内容与校验值不符，可能已损坏；没有改动任何数据。",
            f"The backup {path} does not match its checksums and may be damaged; nothing was changed.",
        )
    return manifest


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


def _database_into(tar: tarfile.TarFile, url: str, manifest: dict[str, Any]) -> None:
    source = sqlite_file(url)
    with tempfile.TemporaryDirectory() as folder:
        if source is not None:
            copy = Path(folder) / SQLITE
            with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(copy)) as kept:
                live.backup(kept, pages=2000)
                kept.execute("pragma journal_mode=delete")
            _add(tar, SQLITE, copy, manifest)
            return
        with _connected(url, "REPEATABLE READ") as c:
            for table in sorted(inspect(c).get_table_names()):
                columns = [column["name"] for column in inspect(c).get_columns(table)]
                manifest["tables"][table] = columns
                file = Path(folder) / f"{table}.copy"
                with file.open("wb") as out, _cursor(c).copy(f"copy {_named(table, columns)} to stdout") as rows:
                    for block in rows:
                        out.write(block)
                _add(tar, f"tables/{table}.copy", file, manifest)
                file.unlink()


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
    with _connected(url) as c:
        c.execute(text("drop schema public cascade"))
        c.execute(text("create schema public"))
        c.commit()
    migrate.upgrade(url, manifest["revision"])
    with _connected(url) as c:
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
                _cursor(c).copy(f"copy {_named(table, columns)} from stdin") as rows,
            ):
                while block := file.read(_CHUNK):
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


@contextmanager
def _connected(url: str, isolation: str | None = None) -> Iterator[Connection]:
    engine = make_engine(url, poolclass=NullPool, **({"isolation_level": isolation} if isolation else {}))
    try:
        with engine.connect() as c:
            yield c
    finally:
        engine.dispose()


def _cursor(c: Connection) -> Any:
    return cast("Any", c.connection.driver_connection).cursor()


def _named(table: str, columns: list[str]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'"{table}" ({listed})'


def _add(tar: tarfile.TarFile, name: str, file: Path, manifest: dict[str, Any]) -> None:
    with file.open("rb") as content:
        manifest["files"][name] = _sum(content)
    tar.add(file, arcname=name, recursive=False)


def _sum(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(_CHUNK):
        digest.update(block)
    return digest.hexdigest()


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
