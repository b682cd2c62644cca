"""A whole centre in one file: the database and every attachment, with checksums; written and read without other tools.

The file is a gzipped tar: ``database.sqlite3`` (SQLite's own online copy) or ``tables/<name>.copy`` (PostgreSQL's COPY
text, all from one snapshot), the folders of attachments, and ``manifest.json`` with a checksum for each of them.
``web.restore`` puts one back.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from models.connect import make_engine

FORMAT = 1
FOLDERS = ("attachments", "prints")
"""What is kept of DATA_DIR besides the database."""
MANIFEST, SQLITE = "manifest.json", "database.sqlite3"
PREFIX = "taizhang-"
"""What a dated backup's name begins with."""
CHUNK = 1024 * 1024


class BackupError(RuntimeError):
    """A backup that can't be written or read; carries a sentence in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en

    def text(self, locale: str) -> str:
        """The sentence in the reader's language."""
        return self.en if locale == "en" else self.zh


class Busy(BackupError):
    """Somebody else makes a backup in this folder just now."""


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
        BackupError: the database is not set up.
    """
    manifest: dict[str, Any] = {
        "format": FORMAT, "made": now.isoformat(), "revision": None, "kind": make_url(url).get_backend_name(),
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


def dated(folder: Path, keep: int, url: str, data_dir: Path, *, now: dt.datetime) -> tuple[Path, dict[str, Any]]:
    """Write a backup named after the moment into ``folder``, read it back, and let the newest ``keep`` of them stay.

    Returns:
        The file and its manifest.

    Raises:
        BackupError: it could not be made, was not as written, or somebody else makes one there just now (``Busy``).
        OSError: the folder can't be written.
    """
    with hold(folder):
        for left in folder.glob(f".{PREFIX}*.part"):  # of one that was broken off
            left.unlink()
        path = folder / f"{PREFIX}{now:%Y%m%d-%H%M%S}.tar.gz"
        manifest = write(path, url, data_dir, now=now)
        try:
            check(path)
        except BackupError:
            path.unlink()
            raise
        for old in sorted(folder.glob(f"{PREFIX}*.tar.gz"))[:-keep]:
            old.unlink()
    return path, manifest


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Make backups in a folder alone; Busy where somebody does already."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(
                "这个文件夹里正在做备份，请等它做完。", "A backup is being made in this folder; wait until it is done."
            ) from None
        yield


def _database_into(tar: tarfile.TarFile, url: str, manifest: dict[str, Any]) -> None:
    source = make_url(url)
    with tempfile.TemporaryDirectory() as folder:
        if source.get_backend_name() == "sqlite":
            copy = Path(folder) / SQLITE
            with (
                closing(sqlite3.connect(str(source.database), timeout=30)) as live,
                closing(sqlite3.connect(copy)) as kept,
            ):
                live.backup(kept, pages=2000)
                kept.execute("pragma journal_mode=delete")
                tables = [name for (name,) in kept.execute("select name from sqlite_master")]
                manifest["revision"] = _revision(tables, kept)
            _add(tar, SQLITE, copy, manifest)
            return
        with connected(url, "REPEATABLE READ") as c:
            tables = inspect(c).get_table_names()
            manifest["revision"] = _revision(tables, cursor(c))
            for table in sorted(tables):
                columns = [column["name"] for column in inspect(c).get_columns(table)]
                manifest["tables"][table] = columns
                file = Path(folder) / f"{table}.copy"
                with file.open("wb") as out, cursor(c).copy(f"copy {named(table, columns)} to stdout") as rows:
                    for block in rows:
                        out.write(block)
                _add(tar, f"tables/{table}.copy", file, manifest)
                file.unlink()


def _revision(tables: Collection[str], c: Any) -> str:
    """The revision of what is backed up, read from the same snapshot."""
    found = None
    if "alembic_version" in tables:
        found = c.execute("select version_num from alembic_version").fetchone()
    if found is None:
        raise BackupError(
            "数据库还没有建好，没有内容可备份。", "The database is not set up; there is nothing to back up."
        )
    return str(found[0])


@contextmanager
def connected(url: str, isolation: str | None = None) -> Iterator[Connection]:
    """A connection of its own to a database, closed at the end."""
    engine = make_engine(url, poolclass=NullPool, **({"isolation_level": isolation} if isolation else {}))
    try:
        with engine.connect() as c:
            yield c
    finally:
        engine.dispose()


def cursor(c: Connection) -> Any:
    """The driver's own cursor, for COPY."""
    return cast("Any", c.connection.driver_connection).cursor()


def named(table: str, columns: list[str]) -> str:
    """A table and its columns as COPY wants them."""
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'"{table}" ({listed})'


def _add(tar: tarfile.TarFile, name: str, file: Path, manifest: dict[str, Any]) -> None:
    with file.open("rb") as content:
        manifest["files"][name] = _sum(content)
    tar.add(file, arcname=name, recursive=False)


def _sum(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(CHUNK):
        digest.update(block)
    return digest.hexdigest()
