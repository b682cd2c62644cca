"""The file of one import: what was found in every row of the workbook. A SQLite file of its own.

It lies under ``DATA_DIR/imports/`` outside the register's database, so that preparing an import keeps nobody waiting
and a process killed while preparing leaves nothing in the register.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

_ROW: Final = "row(n INTEGER PRIMARY KEY, kind TEXT, sheet TEXT, row INTEGER, title TEXT, people TEXT, detail TEXT)"


class RowsFile:
    """Findings being written or read, one row for each row of the workbook.

    ``adder(table)`` gives what adds rows to a table; ``flush`` writes them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA cache_size=-8000")
        self.pending: dict[str, list[Any]] = {}
        self._statements: dict[str, str] = {}

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty one; what lay there before is gone."""
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        made = cls(path)
        made.connection.executescript("PRAGMA journal_mode=off; PRAGMA synchronous=off")
        made.connection.execute(f"CREATE TABLE {_ROW}")
        made.connection.execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT)")
        made._prepare("row", 7)
        for name, names in cls.tables().items():
            first = f"{names[0]} INTEGER PRIMARY KEY" if names[0] == "n" else names[0]
            made.connection.execute(f"CREATE TABLE {name}({', '.join([first, *names[1:]])})")
            made._prepare(name, len(names))
        made.connection.execute("BEGIN")
        return made

    @classmethod
    def tables(cls) -> dict[str, list[str]]:
        """Tables besides the findings, with their columns."""
        return {}

    def _prepare(self, table: str, width: int) -> None:
        self._statements[table] = f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * width)})"  # noqa: S608 - our own names
        self.pending[table] = []

    def adder(self, table: str) -> Callable[[tuple[Any, ...]], None]:
        """The function that adds a row, its values in the order of the table's columns; the next ``flush`` writes it."""
        return self.pending[table].append

    def flush(self, *names: str) -> None:
        """Write what was added, to some tables or to all."""
        for table in names or self.pending:
            if pending := self.pending[table]:
                self.connection.executemany(self._statements[table], pending)
                pending.clear()

    def finish(self, meta: dict[str, Any]) -> None:
        """Write everything, with what is known of the whole, and close."""
        self.flush()
        self.connection.execute("CREATE INDEX ix_row_kind ON row(kind, n)")
        self.connection.executemany("INSERT INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()])
        self.connection.execute("COMMIT")
        self.connection.close()

    def meta(self, key: str) -> Any:
        """What ``finish`` kept under ``key``; None when there is none."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def counts(self) -> dict[str, int]:
        """How many rows each table has besides the findings."""
        return {name: self.connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in self.tables()}  # noqa: S608 - our own names

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


__all__ = ["RowsFile"]
